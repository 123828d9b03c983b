// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/domains/cka.h"

#include "core/analysis/domains/cka_sums.h"
#include "core/analysis/linalg.h"
#include "core/base/blas_threads.h"
#include "core/base/error.h"
#include "core/base/memory.h"
#include "core/base/parallel.h"
#include "core/base/random.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <string>

namespace inspike {

namespace {

constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();
constexpr double kGuard = 1e-7;           // of the denominator, as the definition has it
constexpr double kCheapInDouble = 4e10;   // operations: below a second
constexpr std::size_t kLeastUnbiased = 4; // samples

void requireSameSamples(const LayerSets& layers)
{
    for (const std::span<const PointsView> side : {layers.a, layers.b}) {
        for (std::size_t i = 0; i < side.size(); ++i) {
            if (side[i].count != layers.samples()) {
                throw Error(ErrorKind::BadShape,
                            "layer " + std::to_string(i) + " has " + std::to_string(side[i].count) +
                                " samples, another " + std::to_string(layers.samples()));
            }
        }
    }
}

void requireParams(const CkaParams& params)
{
    if (!(params.bandwidth > 0.0) || !std::isfinite(params.bandwidth))
        throw Error(ErrorKind::BadParameter, "the bandwidth of a kernel must be more than 0");
    if (params.kind == CkaKind::Minibatch && params.batch < kLeastUnbiased)
        throw Error(ErrorKind::BadParameter, "a minibatch needs 4 samples or more");
}

// Operations and bytes of both ways; see cka_sums.h.
struct Costs
{
    explicit Costs(const LayerSets& layers)
    {
        const auto n = static_cast<double>(layers.samples());
        double ofA = 0.0;
        double ofB = 0.0;
        double own = 0.0;
        for (const PointsView& layer : layers.a) {
            ofA += static_cast<double>(layer.width);
            own += static_cast<double>(layer.width) * static_cast<double>(layer.width);
        }
        for (const PointsView& layer : layers.b) {
            ofB += static_cast<double>(layer.width);
            own += static_cast<double>(layer.width) * static_cast<double>(layer.width);
        }
        const auto a = static_cast<double>(layers.a.size());
        const auto b = static_cast<double>(layers.b.size());
        const double pairs = layers.same() ? a * a : a * b + a * a + b * b;
        features = layers.same() ? n * ofA * ofA : n * (2.0 * ofA * ofB + own);
        kernels = n * n * (ofA + ofB + 2.0 * pairs);
        numbersOfKernels = n * n * (a + b);
        numbersOfFeatures = n * (ofA + ofB);
    }

    double features, kernels; // operations
    double numbersOfFeatures, numbersOfKernels;
};

HsicGrid hsicOfAll(const LayerSets& layers, const CkaParams& params, JobContext& job)
{
    const Costs costs(layers);
    const auto budget = static_cast<double>(memoryBudget());
    const bool fits = costs.numbersOfKernels * sizeof(float) <= budget;
    const bool kernels = params.kind == CkaKind::Rbf || (fits && costs.kernels <= costs.features);
    const double operations = kernels ? costs.kernels : costs.features;
    const double numbers = kernels ? costs.numbersOfKernels : costs.numbersOfFeatures;
    const bool inDouble = operations <= kCheapInDouble && numbers * sizeof(double) <= 0.5 * budget;
    if (kernels) {
        return inDouble ? hsicFromKernels<double>(layers, {}, params, job)
                        : hsicFromKernels<float>(layers, {}, params, job);
    }
    return inDouble ? hsicFromFeatures<double>(layers, params, job)
                    : hsicFromFeatures<float>(layers, params, job);
}

// A layer that is silent in a batch adds nothing.
void addGrid(HsicGrid& sum, const HsicGrid& batch)
{
    const auto add = [](std::vector<double>& to, const std::vector<double>& from) {
        to.resize(from.size(), 0.0);
        for (std::size_t i = 0; i < from.size(); ++i)
            to[i] += std::isnan(from[i]) ? 0.0 : from[i];
    };
    add(sum.cross, batch.cross);
    add(sum.ofA, batch.ofA);
    add(sum.ofB, batch.ofB);
}

HsicGrid hsicOfBatches(const LayerSets& layers, const CkaParams& params, JobContext& job)
{
    const std::size_t samples = layers.samples();
    const std::size_t each = std::min(params.batch, samples);
    std::vector<std::size_t> order(samples);
    std::iota(order.begin(), order.end(), std::size_t{0});
    Random random(params.seed);
    for (std::size_t i = samples; i > 1; --i)
        std::swap(order[i - 1], order[random.below(static_cast<std::uint32_t>(i))]);
    std::vector<HsicGrid> batches(each == 0 ? 0 : samples / each);
    CkaParams single = params;
    single.threads = 1;
    parallelPieces(batches.size(), params.threads, [&](std::size_t i) {
        JobContext quiet(job.stopToken(), nullptr);
        job.progress(static_cast<double>(i) / static_cast<double>(batches.size()),
                     "comparing layers in batches");
        batches[i] = hsicFromKernels<double>(layers, std::span(order).subspan(i * each, each),
                                             single, quiet);
    });
    HsicGrid sum;
    for (const HsicGrid& batch : batches)
        addGrid(sum, batch);
    return sum;
}

double ratio(CkaKind kind, double cross, double ofA, double ofB)
{
    const bool biased = kind == CkaKind::Linear || kind == CkaKind::Rbf;
    if (!(ofA > 0.0) || !(ofB > 0.0)) // NaN among them
        return kUndefined;
    return cross / (std::sqrt(ofA) * std::sqrt(ofB) + (biased ? kGuard : 0.0));
}

std::size_t leastSamples(CkaKind kind)
{
    return kind == CkaKind::Linear || kind == CkaKind::Rbf ? 2 : kLeastUnbiased;
}

CkaGrid gridOf(const LayerSets& layers, const CkaParams& params, JobContext& job)
{
    requireSameSamples(layers);
    requireParams(params);
    for (const std::span<const PointsView> side : {layers.a, layers.b}) {
        for (const PointsView& layer : side)
            requirePoints(layer);
    }
    const std::size_t columns = layers.columns().size();
    CkaGrid grid{layers.a.size(), columns,
                 std::vector<double>(layers.a.size() * columns, kUndefined)};
    if (layers.samples() < leastSamples(params.kind) || columns == 0)
        return grid;
    const OneBlasThread oneBlasThread;
    const HsicGrid sums = params.kind == CkaKind::Minibatch ? hsicOfBatches(layers, params, job)
                                                            : hsicOfAll(layers, params, job);
    for (std::size_t i = 0; i < grid.rows; ++i) {
        for (std::size_t j = 0; j < columns; ++j) {
            grid.values[i * columns + j] =
                ratio(params.kind, sums.cross[i * columns + j], sums.ofA[i], sums.ofB[j]);
        }
    }
    return grid;
}

} // namespace

double cka(const PointsView& a, const PointsView& b, const CkaParams& params, JobContext& job)
{
    return gridOf({{&a, 1}, {&b, 1}}, params, job).values.front();
}

CkaGrid ckaGrid(std::span<const PointsView> a, std::span<const PointsView> b,
                const CkaParams& params, JobContext& job)
{
    const bool same = a.data() == b.data() && a.size() == b.size();
    if (!same && (a.empty() || b.empty()))
        return {a.size(), b.size(), {}};
    return gridOf({a, same ? std::span<const PointsView>{} : b}, params, job);
}

} // namespace inspike
