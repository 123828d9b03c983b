// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/domains/membrane_density.h"

#include "core/base/error.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace inspike {

namespace {

constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kValuesPerCheck = 1U << 20U;
constexpr std::size_t kForRange = 1U << 20U; // values that say where the tails begin
constexpr double kReach = 4.0;               // bandwidths of a smooth kernel

// Calls visit(value) for every value that counts.
template <typename Visit>
void visitValues(std::span<const float> values, bool withoutResets, const JobContext& job,
                 Visit&& visit)
{
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (i % kValuesPerCheck == 0)
            job.checkpoint();
        if (!withoutResets || values[i] != 0.0F)
            visit(static_cast<double>(values[i]));
    }
}

void requireFinite(std::span<const float> values, const char* side, const JobContext& job)
{
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (i % kValuesPerCheck == 0)
            job.checkpoint();
        if (!std::isfinite(values[i])) {
            throw Error(ErrorKind::BadFormat, std::string("potential ") + std::to_string(i) +
                                                  " of the " + side +
                                                  " side is not a finite number");
        }
    }
}

struct Range
{
    double low = std::numeric_limits<double>::infinity();
    double high = -std::numeric_limits<double>::infinity();

    bool empty() const { return !(low <= high); }
    void add(double value)
    {
        low = std::min(low, value);
        high = std::max(high, value);
    }
};

// Of the values without the lowest and highest share; of every n-th value where there are many.
Range rangeOf(std::span<const float> values, const DensityParams& params)
{
    Range range;
    std::vector<float> some;
    const std::size_t stride = values.size() / kForRange + 1;
    for (std::size_t i = 0; i < values.size(); i += stride) {
        if (!params.withoutResets || values[i] != 0.0F)
            some.push_back(values[i]);
    }
    if (some.empty())
        return range;
    const auto last = static_cast<double>(some.size() - 1);
    for (const double share : {params.tail, 1.0 - params.tail}) {
        const auto place = some.begin() + static_cast<std::ptrdiff_t>(std::lround(share * last));
        std::nth_element(some.begin(), place, some.end());
        range.add(static_cast<double>(*place));
    }
    return range;
}

std::vector<double> edgesOf(Range range, std::size_t bins)
{
    if (range.high - range.low <= 1e-6 * std::max(1.0, std::abs(range.low))) {
        const double margin = std::max(0.5, 0.05 * std::abs(range.low));
        range = {range.low - margin, range.high + margin};
    }
    std::vector<double> edges;
    for (std::size_t i = 0; i <= bins; ++i) {
        const double share = static_cast<double>(i) / static_cast<double>(bins);
        edges.push_back(range.low + share * (range.high - range.low));
    }
    edges.back() = range.high;
    return edges;
}

std::vector<double> edgesFor(std::span<const float> a, std::span<const float> b, bool cut,
                             const DensityParams& params)
{
    Range range;
    for (const std::span<const float> side : {a, b}) {
        const Range own = rangeOf(side, params);
        if (!own.empty()) {
            range.add(own.low);
            range.add(own.high);
        }
    }
    if (range.empty())
        range = {0.0, 1.0};
    if (cut)
        range.high = params.threshold;
    if (!std::isnan(params.low))
        range.low = params.low;
    if (!std::isnan(params.high))
        range.high = params.high;
    const bool given = !std::isnan(params.low) || !std::isnan(params.high);
    if (given && !(range.low < range.high)) {
        throw Error(ErrorKind::BadParameter, "potentials from " + std::to_string(range.low) +
                                                 " to " + std::to_string(range.high) +
                                                 " are no range");
    }
    return edgesOf(range, params.bins);
}

DensityOfSide histogram(std::span<const float> values, const std::vector<double>& edges,
                        const DensityParams& params, const JobContext& job)
{
    DensityOfSide side;
    side.density.assign(params.bins, 0.0);
    const double perBin = static_cast<double>(params.bins) / (edges.back() - edges.front());
    double sum = 0.0;
    double ofSquares = 0.0;
    visitValues(values, params.withoutResets, job, [&](double value) {
        ++side.values;
        sum += value;
        ofSquares += value * value;
        if (value < edges.front()) {
            ++side.below;
        } else if (value > edges.back()) {
            ++side.above;
        } else {
            const auto bin = static_cast<std::size_t>((value - edges.front()) * perBin);
            side.density[std::min(bin, params.bins - 1)] += 1.0;
        }
    });
    const auto zeros = std::count(values.begin(), values.end(), 0.0F);
    side.zeroShare = values.empty()
                         ? kUndefined
                         : static_cast<double>(zeros) / static_cast<double>(values.size());
    const auto count = static_cast<double>(side.values);
    side.mean = side.values > 0 ? sum / count : kUndefined;
    side.deviation = side.values > 0
                         ? std::sqrt(std::max(0.0, ofSquares / count - side.mean * side.mean))
                         : kUndefined;
    for (double& density : side.density)
        density *= side.values > 0 ? perBin / count : 0.0;
    return side;
}

// Silverman's rule, never less than a bin.
double bandwidthOf(const DensityOfSide& side, double bin)
{
    const double rule = 1.06 * side.deviation * std::pow(static_cast<double>(side.values), -0.2);
    return std::max(bin, rule);
}

// The mass of every bin spread over its neighbours; what would leave the range comes back, so that
// the area stays.
void makeSmooth(DensityOfSide& side, const std::vector<double>& edges)
{
    if (side.values == 0)
        return;
    const auto bins = static_cast<std::ptrdiff_t>(side.density.size());
    const double width = edges[1] - edges[0];
    const double bandwidth = bandwidthOf(side, width) / width; // in bins
    const auto reach = static_cast<std::ptrdiff_t>(std::ceil(kReach * bandwidth));
    std::vector<double> weights;
    double total = 0.0;
    for (std::ptrdiff_t away = -reach; away <= reach; ++away) {
        const double at = static_cast<double>(away) / bandwidth;
        weights.push_back(std::exp(-0.5 * at * at));
        total += weights.back();
    }
    std::vector<double> smooth(side.density.size(), 0.0);
    for (std::ptrdiff_t from = 0; from < bins; ++from) {
        if (side.density[static_cast<std::size_t>(from)] == 0.0)
            continue;
        for (std::ptrdiff_t away = -reach; away <= reach; ++away) {
            std::ptrdiff_t to = from + away;
            while (to < 0 || to >= bins)
                to = to < 0 ? -1 - to : 2 * bins - 1 - to;
            smooth[static_cast<std::size_t>(to)] +=
                side.density[static_cast<std::size_t>(from)] *
                weights[static_cast<std::size_t>(away + reach)] / total;
        }
    }
    side.density = std::move(smooth);
}

bool below(std::span<const float> values, double threshold)
{
    return std::all_of(values.begin(), values.end(),
                       [&](float value) { return static_cast<double>(value) <= threshold; });
}

} // namespace

MembraneDensity membraneDensity(std::span<const float> a, std::span<const float> b,
                                const DensityParams& params, JobContext& job)
{
    if (params.bins < 2 || params.bins > 100'000)
        throw Error(ErrorKind::BadParameter, "a density needs 2 to 100000 bins");
    if (!(params.tail >= 0.0 && params.tail < 0.5))
        throw Error(ErrorKind::BadParameter, "the share of a tail must be 0 to below 0.5");
    requireFinite(a, "first", job);
    requireFinite(b, "second", job);
    MembraneDensity result;
    result.cut = !std::isnan(params.threshold) && !(a.empty() && b.empty()) &&
                 below(a, params.threshold) && below(b, params.threshold);
    result.edges = edgesFor(a, b, result.cut, params);
    result.a = histogram(a, result.edges, params, job);
    result.b = histogram(b, result.edges, params, job);
    if (params.smooth) {
        makeSmooth(result.a, result.edges);
        makeSmooth(result.b, result.edges);
    }
    result.overlap = kUndefined;
    if (result.a.values > 0 && result.b.values > 0) {
        result.overlap = 0.0;
        for (std::size_t i = 0; i < params.bins; ++i) {
            result.overlap += std::min(result.a.density[i], result.b.density[i]) *
                              (result.edges[i + 1] - result.edges[i]);
        }
    }
    return result;
}

} // namespace inspike
