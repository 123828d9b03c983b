// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/domains/sample_kernels.h"

#include "core/base/error.h"
#include "core/base/memory.h"
#include "core/base/parallel.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace inspike {

namespace {

constexpr std::size_t kRowsPerPiece = 64;
constexpr std::size_t kFeaturesPerPiece = 8192; // so that a piece takes some 10 ms
constexpr std::size_t kNumbersPerCheck = 1U << 21U;

// The upper triangle becomes the lower one, square by square.
template <typename Number>
void mirror(SampleKernel<Number>& kernel, int threads, JobContext& job)
{
    rowStretches(kernel.samples, kRowsPerPiece, threads, job,
                 [&](std::size_t first, std::size_t count) {
                     for (std::size_t from = 0; from < first + count; from += kRowsPerPiece) {
                         for (std::size_t i = first; i < first + count; ++i) {
                             const std::size_t end = std::min(i, from + kRowsPerPiece);
                             for (std::size_t j = from; j < end; ++j)
                                 kernel.row(i)[j] = kernel.row(j)[i];
                         }
                     }
                 });
}

} // namespace

void requireMemory(double bytes, const char* what)
{
    const auto budget = static_cast<double>(memoryBudget());
    if (bytes <= budget)
        return;
    throw Error(ErrorKind::OutOfMemory,
                std::string(what) + " would need " +
                    textFromBytes(static_cast<std::uint64_t>(std::min(bytes, 1e18))) +
                    ", more than the " + textFromBytes(memoryBudget()) +
                    " that may be used; take fewer samples, or one number per channel");
}

void rowStretches(std::size_t total, std::size_t each, int threads, JobContext& job,
                  const std::function<void(std::size_t first, std::size_t count)>& work)
{
    parallelPieces((total + each - 1) / each, threads, [&](std::size_t piece) {
        job.checkpoint();
        const std::size_t first = piece * each;
        work(first, std::min(each, total - first));
    });
}

template <typename Number>
bool centreInto(const PointsView& points, std::span<const std::size_t> chosen, Number* to,
                std::size_t stride, const JobContext& job)
{
    const std::size_t samples = chosen.empty() ? points.count : chosen.size();
    const std::size_t width = points.width;
    if (samples == 0 || width == 0)
        return true;
    const auto rowOf = [&](std::size_t i) {
        return points.row(chosen.empty() ? i : chosen[i]);
    };
    // Taken from the first sample, equal samples give exact zeros.
    const std::span<const float> origin = rowOf(0);
    const std::size_t rowsPerCheck = std::max<std::size_t>(1, kNumbersPerCheck / width);
    bool constant = true;
    std::vector<double> mean(width, 0.0);
    for (std::size_t i = 1; i < samples; ++i) {
        if (i % rowsPerCheck == 0)
            job.checkpoint();
        const std::span<const float> row = rowOf(i);
        for (std::size_t c = 0; c < width; ++c)
            mean[c] += static_cast<double>(row[c]) - static_cast<double>(origin[c]);
        constant = constant && std::equal(row.begin(), row.end(), origin.begin());
    }
    for (std::size_t c = 0; c < width; ++c)
        mean[c] = static_cast<double>(origin[c]) + mean[c] / static_cast<double>(samples);
    for (std::size_t i = 0; i < samples; ++i) {
        if (i % rowsPerCheck == 0)
            job.checkpoint();
        const std::span<const float> row = rowOf(i);
        Number* into = to + i * stride;
        for (std::size_t c = 0; c < width; ++c)
            into[c] = static_cast<Number>(static_cast<double>(row[c]) - mean[c]);
    }
    return constant;
}

template <typename Number>
CentredFeatures<Number> centredFeatures(const PointsView& points,
                                        std::span<const std::size_t> chosen, JobContext& job)
{
    requirePoints(points);
    CentredFeatures<Number> result;
    result.samples = chosen.empty() ? points.count : chosen.size();
    result.features = points.width;
    requireMemory(static_cast<double>(result.samples) * static_cast<double>(points.width) *
                      sizeof(Number),
                  "centring the features");
    result.values.resize(result.samples * points.width);
    result.constant = centreInto(points, chosen, result.values.data(), points.width, job);
    return result;
}

template <typename Number>
SampleKernel<Number> linearKernel(const CentredFeatures<Number>& features, int threads,
                                  JobContext& job)
{
    const std::size_t n = features.samples;
    requireMemory(static_cast<double>(n) * static_cast<double>(n) * sizeof(Number),
                  "a matrix of all pairs of samples");
    SampleKernel<Number> kernel;
    kernel.samples = n;
    kernel.constant = features.constant;
    kernel.values.resize(n * n, 0);
    if (features.features == 0)
        return kernel;
    rowStretches(n, kRowsPerPiece, threads, job, [&](std::size_t first, std::size_t count) {
        for (std::size_t from = 0; from < features.features; from += kFeaturesPerPiece) {
            job.checkpoint();
            const std::size_t some = std::min(kFeaturesPerPiece, features.features - from);
            const auto part = [&](std::size_t row, std::size_t rows) {
                BlockView<Number> view = features.rows(row, rows);
                view.values += from;
                view.columns = some;
                return view;
            };
            blockProduct(part(first, count), false, part(first, n - first), true,
                         kernel.row(first) + first, n, from > 0);
        }
    });
    mirror(kernel, threads, job);
    return kernel;
}

template <typename Number>
void makeSquaredDistances(SampleKernel<Number>& kernel, int threads)
{
    const std::size_t n = kernel.samples;
    std::vector<Number> square(n);
    for (std::size_t i = 0; i < n; ++i)
        square[i] = kernel.row(i)[i];
    parallelPieces(n, threads, [&](std::size_t i) {
        Number* row = kernel.row(i);
        for (std::size_t j = 0; j < n; ++j)
            row[j] = std::max(Number{0}, square[i] + square[j] - 2 * row[j]);
        row[i] = 0;
    });
}

template <typename Number>
void makeGaussian(SampleKernel<Number>& squaredDistances, std::span<const double> spreads,
                  int threads, JobContext& job)
{
    const std::size_t n = squaredDistances.samples;
    std::vector<Number> factors;
    for (const double spread : spreads)
        factors.push_back(static_cast<Number>(-0.5 / spread));
    const Number share = static_cast<Number>(1.0 / static_cast<double>(spreads.size()));
    rowStretches(n, kRowsPerPiece, threads, job, [&](std::size_t first, std::size_t count) {
        for (std::size_t i = first; i < first + count; ++i) {
            Number* row = squaredDistances.row(i);
            for (std::size_t j = i; j < n; ++j) {
                Number sum = 0;
                for (const Number factor : factors)
                    sum += std::exp(factor * row[j]);
                row[j] = share * sum;
            }
        }
    });
    mirror(squaredDistances, threads, job);
}

#define INSPIKE_FOR_NUMBER(Number)                                                                 \
    template bool centreInto<Number>(const PointsView&, std::span<const std::size_t>, Number*,     \
                                     std::size_t, const JobContext&);                              \
    template CentredFeatures<Number> centredFeatures<Number>(                                      \
        const PointsView&, std::span<const std::size_t>, JobContext&);                             \
    template SampleKernel<Number> linearKernel<Number>(const CentredFeatures<Number>&, int,        \
                                                       JobContext&);                               \
    template void makeSquaredDistances<Number>(SampleKernel<Number>&, int);                        \
    template void makeGaussian<Number>(SampleKernel<Number>&, std::span<const double>, int,        \
                                       JobContext&);
INSPIKE_FOR_NUMBER(float)
INSPIKE_FOR_NUMBER(double)
#undef INSPIKE_FOR_NUMBER

} // namespace inspike
