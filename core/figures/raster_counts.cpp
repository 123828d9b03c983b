// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/raster_counts.h"

#include "core/analysis/number_text.h"
#include "core/analysis/row_order.h"
#include "core/base/error.h"
#include "core/figures/time_axis.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <numeric>

namespace inspike {

namespace {

std::vector<double> firstSpikeRanks(const SpikeTrains& spikes, TimeRange extent)
{
    std::vector<double> rank(spikes.units(), std::numeric_limits<double>::infinity());
    for (std::size_t unit = 0; unit < rank.size(); ++unit) {
        const auto train = spikes.train(static_cast<UnitIndex>(unit), extent);
        if (!train.empty())
            rank[unit] = static_cast<double>(train.front());
    }
    return rank;
}

std::vector<std::uint64_t> countsOf(const RasterSource& source)
{
    std::vector<std::uint64_t> counts;
    if (source.atlas) {
        const auto units = source.atlas->pyramid().unitCounts();
        counts.assign(units.begin(), units.end());
    } else {
        for (std::size_t unit = 0; unit < source.spikes->units(); ++unit)
            counts.push_back(
                source.spikes->train(static_cast<UnitIndex>(unit), source.extent).size());
    }
    return counts;
}

UnitOrder orderByProfile(const RasterSource& source, const std::string& order, JobContext& job)
{
    const RateProfiles profiles = source.atlas ? rateProfiles(source.atlas->pyramid(), job)
                                               : rateProfiles(*source.spikes, source.extent, job);
    return order == "pc" ? orderByComponent(profiles, job) : orderBySimilarity(profiles, job);
}

UnitOrder unitOrder(const RasterSource& source, const std::string& order, JobContext& job)
{
    if (order == "loading") {
        if (source.loading.size() != source.units())
            throw Error(ErrorKind::BadParameter,
                        "order: there are no mode loadings to order the units by");
        return orderByRank(std::vector<double>(source.loading.begin(), source.loading.end()));
    }
    if (order == "group") {
        if (source.groups.size() != source.units())
            throw Error(ErrorKind::BadParameter,
                        "order: the recording does not say the groups of its units (labels "
                        "named group or unit_group, one per unit)");
        return orderByRank(source.groups);
    }
    if (order == "pc" || order == "similarity")
        return orderByProfile(source, order, job);
    if (order == "rate") {
        const std::vector<std::uint64_t> counts = countsOf(source);
        return orderByRank(std::vector<double>(counts.begin(), counts.end()));
    }
    if (order == "first-spike") {
        if (!source.atlas)
            return orderByRank(firstSpikeRanks(*source.spikes, source.extent));
        const auto first = source.atlas->pyramid().firstSpikes();
        return orderByRank(std::vector<double>(first.begin(), first.end()));
    }
    UnitOrder units(source.units());
    std::iota(units.begin(), units.end(), 0U);
    return units;
}

RasterRows makeRows(const RasterSource& source, const std::string& order, JobContext& job)
{
    std::vector<std::uint32_t> units;
    if (source.atlas) {
        const auto ordered = orderedCounts(source, order, job);
        units.resize(ordered->rows());
        for (std::size_t row = 0; row < units.size(); ++row)
            units[row] = ordered->unitOfRow(row);
    } else {
        units = unitOrder(source, order, job);
    }
    const std::vector<std::uint64_t> counts = countsOf(source);
    std::vector<std::uint64_t> spikes(units.size());
    for (std::size_t row = 0; row < units.size(); ++row)
        spikes[row] = counts[units[row]];
    return {std::move(units), std::move(spikes), source.keySource};
}

std::vector<SpikeMark> marksOf(const RasterSource& source, const RasterFigure& figure,
                               const RasterWindow& window, const TimeScale& scale,
                               std::uint64_t count, JobContext& job)
{
    std::vector<SpikeMark> marks;
    marks.reserve(static_cast<std::size_t>(count));
    std::size_t row = window.rowBegin;
    const auto units = figure.rows.units();
    const auto wanted = units.subspan(window.rowBegin, window.rowEnd - window.rowBegin);
    source.atlas->pyramid().visit(
        wanted, window.ticks,
        [&](std::uint32_t unit, std::span<const Time> times) {
            // Units come in the order of the rows, silent ones are left out.
            while (units[row] != unit)
                ++row;
            for (const Time time : times)
                marks.push_back({scale.axisFromTick(static_cast<double>(time)),
                                 static_cast<std::uint32_t>(row), 1});
        },
        job);
    return marks;
}

// "2.05 ms", "17.2 s": three digits.
std::string durationText(double us)
{
    struct Step
    {
        double us;
        const char* unit;
    };
    constexpr Step kSteps[] = {{3.6e9, "h"}, {6e7, "min"}, {1e6, "s"}, {1e3, "ms"}, {1.0, "us"}};
    for (const Step& step : kSteps) {
        if (us < step.us && step.us > 1.0)
            continue;
        const double value = us / step.us;
        const double digit = std::pow(10.0, std::floor(std::log10(std::max(value, 1.0))) - 2.0);
        return numberText(digit < 1.0 ? std::round(value / digit) / std::round(1.0 / digit)
                                      : std::round(value)) +
               " " + step.unit;
    }
    return {};
}

RasterBins binsOf(CountGrid grid, const RasterWindow& window, const TimeScale& scale)
{
    RasterBins bins;
    bins.columns = grid.columns;
    bins.rows = grid.rows;
    bins.xLow = scale.axisFromTick(static_cast<double>(grid.window.begin));
    bins.xHigh = scale.axisFromTick(static_cast<double>(grid.window.end));
    bins.yLow = static_cast<double>(window.rowBegin) - 0.5;
    bins.yHigh = static_cast<double>(window.rowEnd) - 0.5;
    bins.xStep = scale.axisFromTick(std::ldexp(1.0, grid.binShift));
    bins.xStart = static_cast<double>(grid.firstBin) * bins.xStep;
    bins.yStep = std::ldexp(1.0, grid.rowShift);
    bins.yStart = static_cast<double>(grid.firstGroup) * bins.yStep - 0.5;
    bins.counts = std::move(grid.counts);
    return bins;
}

// Bins may end where 64 bits do.
Time endOfBin(std::int64_t bin, int shift)
{
    const Time begin = bin << shift;
    const Time width = Time{1} << shift;
    return begin > std::numeric_limits<Time>::max() - width ? std::numeric_limits<Time>::max()
                                                            : begin + width;
}

// Bins of a power of two that hold what was asked for and at least a pixel; whole ones, so that
// panning does not change them.
void addRate(const RasterSource& source, const RasterWindow& window, const TimeScale& scale,
             const Params& params, const Viewport& viewport, RasterFigure& figure, JobContext& job)
{
    // The length itself may be beyond 64 bits.
    const double perPixel =
        (static_cast<double>(window.ticks.end) - static_cast<double>(window.ticks.begin)) /
        std::max(1, viewport.widthPx);
    const double least =
        std::clamp(std::max(scale.tickFromAxis(params.number("bin-ms")), perPixel), 1.0, 4e18);
    const int shift = std::bit_width(static_cast<std::uint64_t>(std::ceil(least)) - 1);
    figure.rateBin = scale.axisFromTick(std::ldexp(1.0, shift));
    if (window.ticks.empty())
        return;
    const CountPyramid& pyramid = source.atlas->pyramid();
    // One bin more at both sides: a window inside of one bin shows its rate, too.
    const std::int64_t first =
        std::max((window.ticks.begin >> shift) - 1, source.extent.begin >> shift);
    const std::int64_t last =
        std::min(((window.ticks.end - 1) >> shift) + 1, (source.extent.end - 1) >> shift);
    const auto bins = static_cast<std::size_t>(last - first + 1);
    const TimeRange whole =
        TimeRange{first << shift, endOfBin(last, shift)}.intersected(source.extent);
    const CountStrip strip = pyramid.strip(whole, bins, job);
    const auto units = static_cast<double>(std::max<std::size_t>(1, pyramid.units()));
    for (std::size_t i = 0; i < strip.counts.size(); ++i) {
        const std::int64_t bin = strip.firstBin + static_cast<std::int64_t>(i);
        const TimeRange part =
            TimeRange{bin << strip.binShift, endOfBin(bin, strip.binShift)}.intersected(
                whole.intersected(strip.window));
        if (part.empty())
            continue;
        const double length = static_cast<double>(part.end) - static_cast<double>(part.begin);
        const double seconds = length / kMicrosecondsPerSecond;
        if (figure.rateEdges.empty())
            figure.rateEdges.push_back(scale.axisFromTick(static_cast<double>(part.begin)));
        figure.rateEdges.push_back(scale.axisFromTick(static_cast<double>(part.end)));
        figure.rateValues.push_back(static_cast<double>(strip.counts[i]) / (units * seconds));
    }
}

} // namespace

std::shared_ptr<const OrderedCounts> orderedCounts(const RasterSource& source,
                                                   const std::string& order, JobContext& job)
{
    return source.atlas->ordered(
        order, [&] { return order == "index" ? UnitOrder() : unitOrder(source, order, job); });
}

RasterRows rasterRows(const RasterSource& source, const std::string& order, JobContext& job)
{
    const auto make = [&] {
        return makeRows(source, order, job);
    };
    if (!source.keep)
        return make();
    return rowsKept(source.keep, order, make).withSource(source.keySource);
}

void addCounted(const RasterSource& source, const RasterWindow& window, const Params& params,
                const Viewport& viewport, RasterFigure& figure, JobContext& job)
{
    const TimeScale scale = scaleOfTicks(source.stepTime);
    const auto width = static_cast<std::size_t>(std::max(1, viewport.widthPx));
    const auto height = static_cast<std::size_t>(std::max(1, viewport.heightPx));
    const auto ordered = orderedCounts(source, params.text("order"), job);
    CountGrid grid =
        ordered->grid({window.ticks, window.rowBegin, window.rowEnd, width, height}, job);
    figure.spikesShown = grid.total;
    const std::uint64_t cells = std::min(height, window.rowEnd - window.rowBegin) * width;
    if (grid.total <= std::min(cells, kMostMarks)) {
        figure.body = marksOf(source, figure, window, scale, grid.total, job);
    } else {
        figure.fidelity.perMark = std::max<std::uint32_t>(1, grid.highest);
        figure.density.high = std::max<std::uint32_t>(1, grid.highest);
        const std::string time = durationText(std::ldexp(1.0, grid.binShift));
        figure.density.label = grid.rowShift == 0
                                   ? Text{TextId::CountPerTime, {time}}
                                   : Text{TextId::CountPerCell,
                                          {time, std::to_string(std::size_t{1} << grid.rowShift)}};
        figure.body = binsOf(std::move(grid), window, scale);
    }
    addRate(source, window, scale, params, viewport, figure, job);
}

} // namespace inspike
