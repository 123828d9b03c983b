// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/domains/mmd.h"

#include "core/analysis/domains/sample_kernels.h"
#include "core/base/blas_threads.h"
#include "core/base/error.h"
#include "core/base/random.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string>

namespace inspike {

namespace {

constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kForMedian = 2000; // samples
constexpr std::size_t kRowsPerPiece = 64;
constexpr double kSmall = 4e6;  // numbers of a kernel that are cheap in double
constexpr double kEqual = 1e-6; // relative: permutations that differ by rounding only

Points pooled(const PointsView& x, const PointsView& y)
{
    Points all;
    all.count = x.count + y.count;
    all.width = x.width;
    all.values.assign(x.values.begin(), x.values.end());
    all.values.insert(all.values.end(), y.values.begin(), y.values.end());
    return all;
}

// Squared; the lower of two, 0 when no samples differ.
template <typename Number>
double medianSquare(const SampleKernel<Number>& squaredDistances)
{
    const std::size_t n = squaredDistances.samples;
    const std::size_t taken = std::min(n, kForMedian);
    std::vector<Number> squares;
    for (std::size_t i = 0; i < taken; ++i) {
        const Number* row = squaredDistances.row(i * n / taken);
        for (std::size_t j = 0; j < i; ++j) {
            const Number square = row[j * n / taken];
            if (square > 0)
                squares.push_back(square);
        }
    }
    if (squares.empty())
        return 0.0;
    const auto middle = squares.begin() + static_cast<std::ptrdiff_t>((squares.size() - 1) / 2);
    std::nth_element(squares.begin(), middle, squares.end());
    return static_cast<double>(*middle);
}

// Columns of weights over the samples of both sides.
struct Columns
{
    std::size_t count = 0;
    std::vector<float> weights; // [sample][column]
};

template <typename Number>
std::vector<double> kernelTimes(const SampleKernel<Number>& kernel, const Columns& columns,
                                int threads, JobContext& job)
{
    const std::size_t n = kernel.samples;
    const std::vector<Number> weights(columns.weights.begin(), columns.weights.end());
    std::vector<double> result(n * columns.count);
    rowStretches(n, kRowsPerPiece, threads, job, [&](std::size_t first, std::size_t count) {
        std::vector<Number> products(count * columns.count);
        blockProduct({kernel.row(first), count, n, n}, false,
                     {weights.data(), n, columns.count, columns.count}, false, products.data(),
                     columns.count);
        std::copy(products.begin(), products.end(),
                  result.begin() + static_cast<std::ptrdiff_t>(first * columns.count));
    });
    return result;
}

template <typename Number>
std::vector<double> rowSums(const SampleKernel<Number>& kernel, int threads, JobContext& job)
{
    std::vector<double> sums(kernel.samples, 0.0);
    rowStretches(kernel.samples, kRowsPerPiece, threads, job,
                 [&](std::size_t first, std::size_t count) {
                     for (std::size_t i = first; i < first + count; ++i) {
                         for (std::size_t j = 0; j < kernel.samples; ++j)
                             sums[i] += static_cast<double>(kernel.row(i)[j]);
                     }
                 });
    return sums;
}

// Sides of every permutation, 1 for x; the first column is how they are.
Columns sides(std::size_t ofX, std::size_t ofY, const MmdParams& params)
{
    const std::size_t n = ofX + ofY;
    Columns columns{params.permutations + 1, std::vector<float>(n * (params.permutations + 1))};
    const auto mark = [&](std::size_t sample, std::size_t column) {
        columns.weights[sample * columns.count + column] = 1.0F;
    };
    for (std::size_t i = 0; i < ofX; ++i)
        mark(i, 0);
    std::vector<std::size_t> order(n);
    for (std::size_t column = 1; column < columns.count; ++column) {
        Random random(mixedSeed(params.seed, column));
        if (params.permutation == Permutation::Pairs) {
            for (std::size_t i = 0; i < ofX; ++i)
                mark(random.chance(0.5) ? ofX + i : i, column);
            continue;
        }
        for (std::size_t i = 0; i < n; ++i)
            order[i] = i;
        for (std::size_t i = 0; i < ofX; ++i) {
            const auto left = static_cast<std::uint32_t>(n - i);
            std::swap(order[i], order[i + random.below(left)]);
            mark(order[i], column);
        }
    }
    return columns;
}

template <typename Number>
std::vector<double> estimates(const SampleKernel<Number>& kernel, std::size_t ofX, std::size_t ofY,
                              const MmdParams& params, JobContext& job)
{
    const Columns columns = sides(ofX, ofY, params);
    const std::vector<double> products = kernelTimes(kernel, columns, params.threads, job);
    std::vector<double> within(columns.count, 0.0);
    std::vector<double> ofSide(columns.count, 0.0);
    const std::vector<double> rows = rowSums(kernel, params.threads, job);
    double total = 0.0;
    for (std::size_t i = 0; i < kernel.samples; ++i) {
        const double row = rows[i];
        total += row;
        for (std::size_t c = 0; c < columns.count; ++c) {
            const auto side = static_cast<double>(columns.weights[i * columns.count + c]);
            within[c] += side * products[i * columns.count + c];
            ofSide[c] += side * row;
        }
    }
    const auto x = static_cast<double>(ofX);
    const auto y = static_cast<double>(ofY);
    std::vector<double> values;
    for (std::size_t c = 0; c < columns.count; ++c) {
        const double between = ofSide[c] - within[c];
        const double ofOther = total - within[c] - 2.0 * between;
        // The diagonal of the kernel is 1.
        values.push_back((within[c] - x) / (x * (x - 1.0)) + (ofOther - y) / (y * (y - 1.0)) -
                         2.0 * between / (x * y));
    }
    return values;
}

// How often the samples of both sides are drawn: columns of x, then of y; 0 for the other side.
Columns drawn(std::size_t ofX, std::size_t ofY, const BootstrapParams& bootstrap)
{
    const std::size_t replicates = bootstrap.replicates;
    Columns columns{2 * replicates, std::vector<float>((ofX + ofY) * 2 * replicates)};
    BootstrapParams other = bootstrap;
    if (ofX != ofY)
        other.seed = mixedSeed(bootstrap.seed, replicates);
    const std::array counts = {bootstrapCounts(ofX, bootstrap), bootstrapCounts(ofY, other)};
    for (std::size_t i = 0; i < ofX + ofY; ++i) {
        const std::size_t side = i < ofX ? 0 : 1;
        const auto from =
            counts[side].begin() + static_cast<std::ptrdiff_t>((i - side * ofX) * replicates);
        std::copy(from, from + static_cast<std::ptrdiff_t>(replicates),
                  columns.weights.begin() +
                      static_cast<std::ptrdiff_t>(i * columns.count + side * replicates));
    }
    return columns;
}

// A sample that is drawn twice is no pair of samples.
template <typename Number>
std::vector<double> replicatesOf(const SampleKernel<Number>& kernel, std::size_t ofX,
                                 std::size_t ofY, const MmdParams& params, JobContext& job)
{
    const std::size_t replicates = params.bootstrap.replicates;
    const Columns columns = drawn(ofX, ofY, params.bootstrap);
    const std::vector<double> products = kernelTimes(kernel, columns, params.threads, job);
    std::vector<double> values;
    for (std::size_t r = 0; r < replicates; ++r) {
        std::array<double, 2> within{};
        std::array<double, 2> repeats{};
        double between = 0.0;
        for (std::size_t i = 0; i < kernel.samples; ++i) {
            const std::size_t side = i < ofX ? 0 : 1;
            const std::size_t own = i * columns.count + side * replicates + r;
            const auto weight = static_cast<double>(columns.weights[own]);
            within[side] += weight * (products[own] - weight);
            repeats[side] += weight * weight;
            if (side == 0)
                between += weight * products[i * columns.count + replicates + r];
        }
        const auto x = static_cast<double>(ofX);
        const auto y = static_cast<double>(ofY);
        values.push_back(within[0] / (x * x - repeats[0]) + within[1] / (y * y - repeats[1]) -
                         2.0 * between / (x * y));
    }
    return values;
}

void requireSides(const PointsView& x, const PointsView& y, const MmdParams& params)
{
    requirePoints(x);
    requirePoints(y);
    if (x.width != y.width) {
        throw Error(ErrorKind::BadShape, "a discrepancy needs features of one kind, not " +
                                             std::to_string(x.width) + " and " +
                                             std::to_string(y.width));
    }
    if (params.permutations > 0 && params.permutation == Permutation::Pairs && x.count != y.count)
        throw Error(ErrorKind::BadShape, "pairs change places only where there are as many samples "
                                         "on both sides, not " +
                                             std::to_string(x.count) + " and " +
                                             std::to_string(y.count));
    for (const double bandwidth : params.bandwidths) {
        if (!(bandwidth > 0.0) || !std::isfinite(bandwidth))
            throw Error(ErrorKind::BadParameter, "the bandwidth of a kernel must be more than 0");
    }
    if (params.bandwidths.empty())
        throw Error(ErrorKind::BadParameter, "a kernel needs a bandwidth");
}

template <typename Number>
void compute(const PointsView& x, const PointsView& y, const MmdParams& params, Mmd& result,
             JobContext& job)
{
    const std::size_t samples = x.count + y.count;
    requireMemory(static_cast<double>(samples) * static_cast<double>(samples) * sizeof(Number),
                  "a matrix of all pairs of samples");
    const OneBlasThread oneBlasThread;
    SampleKernel<Number> kernel = [&] {
        const Points all = pooled(x, y);
        return linearKernel(centredFeatures<Number>(all.view(), {}, job), params.threads, job);
    }();
    makeSquaredDistances(kernel, params.threads);
    const double median = medianSquare(kernel);
    if (kernel.constant || !(median > 0.0))
        return;
    result.medianDistance = std::sqrt(median);
    std::vector<double> spreads;
    for (const double bandwidth : params.bandwidths)
        spreads.push_back(bandwidth * bandwidth * median);
    makeGaussian(kernel, std::span<const double>(spreads), params.threads, job);
    std::vector<double> values = estimates(kernel, x.count, y.count, params, job);
    const double value = values.front();
    result.permuted.assign(values.begin() + 1, values.end());
    if (params.permutations > 0) {
        const auto asLarge =
            std::count_if(result.permuted.begin(), result.permuted.end(),
                          [&](double one) { return one >= value - kEqual * std::abs(value); });
        result.p =
            (1.0 + static_cast<double>(asLarge)) / (1.0 + static_cast<double>(params.permutations));
    }
    std::vector<double> replicates;
    if (params.bootstrap.replicates > 0)
        replicates = replicatesOf(kernel, x.count, y.count, params, job);
    result.squared = percentileBand(value, std::move(replicates), params.bootstrap.confidence);
}

} // namespace

Mmd mmd(const PointsView& x, const PointsView& y, const MmdParams& params, JobContext& job)
{
    requireSides(x, y, params);
    Mmd result{{kUndefined, kUndefined, kUndefined, kUndefined}, kUndefined, kUndefined, {}};
    if (x.count < 2 || y.count < 2 || x.width == 0)
        return result;
    const auto samples = static_cast<double>(x.count + y.count);
    if (samples * samples <= kSmall)
        compute<double>(x, y, params, result, job);
    else
        compute<float>(x, y, params, result, job);
    return result;
}

} // namespace inspike
