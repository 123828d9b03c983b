// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/raster_figure.h"

#include "core/analysis/row_order.h"
#include "core/analysis/spike_statistics.h"
#include "core/base/error.h"
#include "core/figures/raster_counts.h"
#include "core/figures/raster_sample.h"
#include "core/figures/time_axis.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace inspike {

namespace {

constexpr std::size_t kRowsPerLook = 256; // between two looks at the cancel flag
constexpr std::size_t kPiecesPerBin = 8;  // of the rate of a sample
constexpr Time kFewSteps = 64;            // a raster of so many is drawn a cell per step

TextId labelOfOrder(const std::string& order)
{
    if (order == "rate")
        return TextId::UnitsByRate;
    if (order == "first-spike")
        return TextId::UnitsByFirstSpike;
    if (order == "group")
        return TextId::UnitsByGroup;
    if (order == "pc")
        return TextId::UnitsByComponent;
    if (order == "similarity")
        return TextId::UnitsBySimilarity;
    return order == "loading" ? TextId::UnitsByLoading : TextId::Unit;
}

std::vector<SpikeMark> marksOf(const RasterSource& source, const RasterFigure& figure,
                               const RasterWindow& window, const TimeScale& scale, JobContext& job)
{
    std::vector<SpikeMark> marks;
    const auto units = figure.rows.units();
    for (std::size_t row = window.rowBegin; row < window.rowEnd; ++row) {
        if (row % kRowsPerLook == 0)
            job.checkpoint();
        for (const Time time : source.spikes->train(units[row], window.ticks)) {
            marks.push_back({scale.axisFromTick(static_cast<double>(time)),
                             static_cast<std::uint32_t>(row), 1});
        }
    }
    return marks;
}

// Networks of a few steps: a mark for a spike would be a hair in a wide gap.
bool hasFewSteps(const RasterSource& source)
{
    return source.stepTime && source.extent.length() <= kFewSteps;
}

RasterBins binsOf(const RasterSource& source, const RasterFigure& figure,
                  const RasterWindow& window, const TimeScale& scale, const Viewport& viewport,
                  JobContext& job)
{
    const std::size_t visible = window.rowEnd - window.rowBegin;
    RasterBins bins;
    bins.columns = static_cast<std::size_t>(std::max(1, viewport.widthPx));
    if (hasFewSteps(source)) {
        // One column per step, the first of them maybe cut by the range.
        bins.xStart = std::floor(window.xLow);
        bins.xStep = 1.0;
        bins.columns =
            static_cast<std::size_t>(std::max(1.0, std::min(std::ceil(window.xHigh) - bins.xStart,
                                                            static_cast<double>(kFewSteps) + 1.0)));
    }
    bins.rows = std::min(visible, static_cast<std::size_t>(std::max(1, viewport.heightPx)));
    bins.xLow = window.xLow;
    bins.xHigh = window.xHigh;
    bins.yLow = static_cast<double>(window.rowBegin) - 0.5;
    bins.yHigh = static_cast<double>(window.rowEnd) - 0.5;
    std::vector<std::uint32_t> cells(bins.columns * bins.rows, 0);
    const double perTick = bins.xStep > 0 ? 1.0
                                          : static_cast<double>(bins.columns) * scale.perTick /
                                                (window.xHigh - window.xLow);
    const double origin = scale.tickFromAxis(bins.xStep > 0 ? bins.xStart : window.xLow);
    const double lastColumn = static_cast<double>(bins.columns - 1);
    const auto units = figure.rows.units();
    for (std::size_t row = window.rowBegin; row < window.rowEnd; ++row) {
        if (row % kRowsPerLook == 0)
            job.checkpoint();
        const std::size_t binRow = (row - window.rowBegin) * bins.rows / visible;
        std::uint32_t* counts = cells.data() + binRow * bins.columns;
        for (const Time time : source.spikes->train(units[row], window.ticks)) {
            const double column = (static_cast<double>(time) - origin) * perTick;
            ++counts[static_cast<std::size_t>(std::clamp(column, 0.0, lastColumn))];
        }
    }
    bins.counts = std::move(cells);
    return bins;
}

// The population rate of the visible stretch, in bins that start at multiples of the bin from the
// beginning of the trial, so that panning does not change a bin.
void addRate(const RasterSource& source, const RasterWindow& window, const TimeScale& scale,
             Time bin, RasterFigure& figure, JobContext& job)
{
    figure.rateBin = scale.axisFromTick(static_cast<double>(bin));
    const Time start = source.extent.begin;
    TimeRange range = window.ticks;
    if (!range.empty()) {
        // One bin more at both sides: a window inside of one bin shows its rate, too.
        const Time first = (range.begin - start) / bin;
        const Time last = (range.end - start + bin - 1) / bin;
        range.begin = start + std::max<Time>(0, first - 1) * bin;
        range.end = std::min(source.extent.end, start + (last + 1) * bin);
    }
    const double seconds = source.stepTime ? 1.0 : 1.0 / kMicrosecondsPerSecond;
    const PopulationRate rate = populationRate(*source.spikes, range, bin, seconds, job);
    for (const Time edge : rate.edges)
        figure.rateEdges.push_back(scale.axisFromTick(static_cast<double>(edge)));
    for (const double value : rate.rate)
        figure.rateValues.push_back(value * source.spikesPerSpike);
}

// The density and its colour bar.
void setBins(RasterFigure& figure, RasterBins bins)
{
    const std::uint32_t highest =
        bins.counts.empty() ? 0 : *std::max_element(bins.counts.begin(), bins.counts.end());
    figure.fidelity.perMark = std::max<std::uint64_t>(1, highest);
    figure.density.high = std::max<std::uint32_t>(1, highest);
    figure.body = std::move(bins);
}

// As wished, unless the trial is shorter: then about twenty, of whole steps.
double rateBinOf(const RasterSource& source, double wanted)
{
    constexpr Time kUsualBins = 20;
    if (hasFewSteps(source))
        return 1.0;
    if (wanted <= static_cast<double>(source.extent.length()))
        return wanted;
    const Time steps = source.extent.length() / std::max<Time>(source.step, 1);
    return static_cast<double>(std::max<Time>(steps / kUsualBins, 1) * source.step);
}

void addDirect(const RasterSource& source, const RasterWindow& window, const TimeScale& scale,
               const Params& params, const Viewport& viewport, RasterFigure& figure,
               JobContext& job)
{
    const auto units = figure.rows.units();
    for (std::size_t row = window.rowBegin; row < window.rowEnd; ++row)
        figure.spikesShown += source.spikes->train(units[row], window.ticks).size();
    const std::size_t visible = window.rowEnd - window.rowBegin;
    const std::uint64_t cells =
        std::min<std::uint64_t>(visible,
                                static_cast<std::uint64_t>(std::max(1, viewport.heightPx))) *
        static_cast<std::uint64_t>(std::max(1, viewport.widthPx));
    // A sample is never shown as marks: its bar says what it is.
    if (figure.spikesShown <= cells && source.spikesPerSpike <= 1.0 && !hasFewSteps(source))
        figure.body = marksOf(source, figure, window, scale, job);
    else
        setBins(figure, binsOf(source, figure, window, scale, viewport, job));
    const double perPixel =
        static_cast<double>(window.ticks.length()) / std::max(1, viewport.widthPx);
    const double wanted = rateBinOf(source, scale.tickFromAxis(params.number("bin-ms")));
    addRate(source, window, scale,
            static_cast<Time>(std::max({1.0, std::round(wanted), std::ceil(perPixel)})), figure,
            job);
}

// Title, axes and rows; what the spikes of the window do not change.
RasterFigure frameOf(const RasterSource& source, const Params& params, const TimeScale& scale)
{
    RasterFigure figure;
    figure.title.id = TextId::SpikeRaster;
    if (source.isOneOfMany)
        figure.note = source.sample.empty()
                          ? Text{TextId::Verbatim, {source.population}}
                          : Text{TextId::LayerOfSample, {source.population, source.sample}};
    figure.x = timeAxis(scale, scale.axisFromTick(static_cast<double>(source.extent.begin)),
                        scale.axisFromTick(static_cast<double>(source.extent.end)));
    figure.y.label.id = labelOfOrder(params.text("order"));
    figure.y.low = -0.5;
    figure.y.high = std::max(0.5, static_cast<double>(figure.rows.size()) - 0.5);
    figure.y.integral = true;
    figure.sensor = source.sensor;
    if (!source.sensor.empty() && figure.y.label.id == TextId::Unit)
        figure.y.label.id = TextId::PixelAddress;
    figure.density.label.id = TextId::CountPerBin;
    figure.logCounts = params.text("scale") == "log";
    figure.rate.label.id = TextId::PopulationRate;
    figure.rate.unit = source.stepTime ? "1/step" : "Hz";
    if (source.stimulus) {
        figure.shades.push_back({scale.axisFromTick(static_cast<double>(source.stimulus->begin)),
                                 scale.axisFromTick(static_cast<double>(source.stimulus->end)),
                                 {TextId::StimulusWindow}});
    }
    return figure;
}

void setRows(RasterFigure& figure, RasterRows rows)
{
    figure.rows = std::move(rows);
    figure.y.high = std::max(0.5, static_cast<double>(figure.rows.size()) - 0.5);
}

void finishRate(RasterFigure& figure)
{
    const double top = figure.rateValues.empty()
                           ? 0.0
                           : *std::max_element(figure.rateValues.begin(), figure.rateValues.end());
    figure.rate.high = top > 0.0 ? top : 1.0;
}

// A stream that is not counted yet: what a sample of the window shows.
void addSampled(const RasterSource& source, const RasterWindow& window, const TimeScale& scale,
                const Params& params, Viewport viewport, RasterFigure& figure, JobContext& job)
{
    const auto width = static_cast<std::size_t>(std::max(1, viewport.widthPx));
    SpikeSample sample = sampleSpikes(*source.stored, window.ticks, width, job);
    RasterSource sampled = source;
    sampled.spikes = std::make_shared<const SpikeTrains>(std::move(sample.spikes));
    sampled.spikesPerSpike = sample.spikesPerSpike;
    // Another sample gives another order, hence none is kept.
    sampled.keep.reset();
    sampled.stored.reset();
    setRows(figure, rasterRows(sampled, params.text("order"), job));
    if (sample.oneIn == 0) {
        addDirect(sampled, window, scale, params, viewport, figure, job);
        return;
    }
    // A column per two pieces, else those between two pieces would look silent.
    const std::size_t columns = std::max<std::size_t>(1, std::min(width, sample.pieces / 2));
    viewport.widthPx = static_cast<int>(columns);
    addDirect(sampled, window, scale, params, viewport, figure, job);
    const std::uint64_t inRows = figure.spikesShown;
    figure.rateEdges.clear();
    figure.rateValues.clear();
    const double wanted = scale.tickFromAxis(params.number("bin-ms"));
    const double least = static_cast<double>(window.ticks.length() * kPiecesPerBin) /
                         static_cast<double>(std::max<std::size_t>(1, sample.pieces));
    addRate(sampled, window, scale,
            static_cast<Time>(std::max({1.0, std::round(wanted), std::ceil(least)})), figure, job);
    figure.fidelity.sampledOneIn = sample.oneIn;
    figure.density.label = {TextId::SampledPerBin, {std::to_string(sample.oneIn)}};
    figure.spikesShown =
        static_cast<std::uint64_t>(std::round(static_cast<double>(inRows) * sample.spikesPerSpike));
}

} // namespace

ParamSpecs rasterParams()
{
    return {{"order",
             "Row order",
             "How the units are ordered from bottom to top",
             std::string("index"),
             {},
             {},
             {"index", "rate", "first-spike", "group", "pc", "similarity", "loading"}},
            {"scale",
             "Colour scale",
             "How counts become colours where several spikes share a pixel",
             std::string("linear"),
             {},
             {},
             {"linear", "log"}},
            {"bin-ms",
             "Rate bin",
             "Bin of the population rate; in steps where their duration is unknown",
             10.0,
             0.001,
             1e9,
             {},
             "ms"},
            {"trial", "Trial", "Number of the trial, from 0", std::int64_t{0}, 0},
            {"probe", "Probe", "Spikes of this probe; empty = the first one", std::string()},
            {"stream", "Stream", "Spikes or events of this stream; empty = the first one",
             std::string()}};
}

RasterWindow rasterWindow(const RasterSource& source, std::size_t rows, const Viewport& viewport)
{
    const TimeScale scale = scaleOfTicks(source.stepTime);
    RasterWindow window;
    window.xLow = scale.axisFromTick(static_cast<double>(source.extent.begin));
    window.xHigh = scale.axisFromTick(static_cast<double>(source.extent.end));
    window.rowEnd = rows;
    window.ticks = source.extent;
    constexpr double kFar = 9.2e18; // just inside 64 bits
    if (viewport.xHigh > viewport.xLow) {
        window.xLow = viewport.xLow;
        window.xHigh = viewport.xHigh;
        const auto tickAt = [&](double x) {
            const double tick = std::ceil(scale.tickFromAxis(x) - 1e-9);
            return static_cast<Time>(std::clamp(tick, -kFar, kFar));
        };
        window.ticks = source.extent.intersected({tickAt(window.xLow), tickAt(window.xHigh)});
    }
    if (viewport.yHigh > viewport.yLow) {
        // Row r covers [r - 0.5, r + 0.5).
        const auto last = static_cast<double>(rows);
        const double from = std::clamp(std::floor(viewport.yLow + 0.5), 0.0, last);
        const double to = std::clamp(std::ceil(viewport.yHigh + 0.5), from, last);
        window.rowBegin = static_cast<std::size_t>(from);
        window.rowEnd = static_cast<std::size_t>(to);
    }
    return window;
}

RasterFigure buildRaster(const RasterSource& source, const Params& params, const Viewport& viewport,
                         JobContext& job)
{
    const TimeScale scale = scaleOfTicks(source.stepTime);
    RasterFigure figure = frameOf(source, params, scale);
    if (source.atlas || source.spikes)
        setRows(figure, rasterRows(source, params.text("order"), job));
    const RasterWindow window = rasterWindow(source, source.units(), viewport);
    if (source.atlas)
        addCounted(source, window, params, viewport, figure, job);
    else if (source.spikes)
        addDirect(source, window, scale, params, viewport, figure, job);
    else
        addSampled(source, window, scale, params, viewport, figure, job);
    finishRate(figure);
    return figure;
}

} // namespace inspike
