// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/raster_figure.h"

#include "core/analysis/projection.h"
#include "core/analysis/spike_statistics.h"
#include "core/analysis/trial_array.h"
#include "core/analysis/trial_conditions.h"
#include "core/base/error.h"
#include "core/figures/time_axis.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace inspike {

namespace {

constexpr std::size_t kRowsPerLook = 256; // between two looks at the cancel flag

// What part of the raster is shown: half-open ticks and rows.
struct Window
{
    TimeRange ticks;
    double xLow = 0.0, xHigh = 1.0;
    std::size_t rowBegin = 0, rowEnd = 0;
};

Window windowOf(const RasterSource& source, const TimeScale& scale, std::size_t rows,
                const Viewport& viewport)
{
    Window window;
    window.xLow = scale.axisFromTick(static_cast<double>(source.extent.begin));
    window.xHigh = scale.axisFromTick(static_cast<double>(source.extent.end));
    window.rowEnd = rows;
    window.ticks = source.extent;
    constexpr double kFar = 9e15; // beyond this a double cannot count ticks
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

std::vector<std::uint32_t> orderedUnits(const RasterSource& source, const std::string& order)
{
    std::vector<std::uint32_t> units(source.spikes.units());
    std::iota(units.begin(), units.end(), 0U);
    std::vector<double> rank(units.size(), 0.0);
    if (order == "loading") {
        if (source.loading.size() != units.size()) {
            throw Error(ErrorKind::BadParameter,
                        "order: there are no mode loadings to order the units by");
        }
        std::copy(source.loading.begin(), source.loading.end(), rank.begin());
    } else if (order != "index") {
        for (const std::uint32_t unit : units) {
            const auto train = source.spikes.train(unit, source.extent);
            if (order == "rate")
                rank[unit] = static_cast<double>(train.size());
            else
                rank[unit] = train.empty() ? std::numeric_limits<double>::infinity()
                                           : static_cast<double>(train.front());
        }
    }
    std::stable_sort(units.begin(), units.end(),
                     [&](std::uint32_t a, std::uint32_t b) { return rank[a] < rank[b]; });
    return units;
}

TextId labelOfOrder(const std::string& order)
{
    if (order == "rate")
        return TextId::UnitsByRate;
    if (order == "first-spike")
        return TextId::UnitsByFirstSpike;
    return order == "loading" ? TextId::UnitsByLoading : TextId::Unit;
}

std::vector<SpikeMark> marksOf(const RasterSource& source, const RasterFigure& figure,
                               const Window& window, const TimeScale& scale, JobContext& job)
{
    std::vector<SpikeMark> marks;
    for (std::size_t row = window.rowBegin; row < window.rowEnd; ++row) {
        if (row % kRowsPerLook == 0)
            job.checkpoint();
        for (const Time time : source.spikes.train(figure.rows[row].unit, window.ticks)) {
            marks.push_back({scale.axisFromTick(static_cast<double>(time)),
                             static_cast<std::uint32_t>(row), 1});
        }
    }
    return marks;
}

RasterBins binsOf(const RasterSource& source, const RasterFigure& figure, const Window& window,
                  const TimeScale& scale, const Viewport& viewport, JobContext& job)
{
    const std::size_t visible = window.rowEnd - window.rowBegin;
    RasterBins bins;
    bins.columns = static_cast<std::size_t>(std::max(1, viewport.widthPx));
    bins.rows = std::min(visible, static_cast<std::size_t>(std::max(1, viewport.heightPx)));
    bins.xLow = window.xLow;
    bins.xHigh = window.xHigh;
    bins.yLow = static_cast<double>(window.rowBegin) - 0.5;
    bins.yHigh = static_cast<double>(window.rowEnd) - 0.5;
    bins.counts.assign(bins.columns * bins.rows, 0);
    const double perTick =
        static_cast<double>(bins.columns) * scale.perTick / (window.xHigh - window.xLow);
    const double origin = scale.tickFromAxis(window.xLow);
    const double lastColumn = static_cast<double>(bins.columns - 1);
    for (std::size_t row = window.rowBegin; row < window.rowEnd; ++row) {
        if (row % kRowsPerLook == 0)
            job.checkpoint();
        const std::size_t binRow = (row - window.rowBegin) * bins.rows / visible;
        std::uint32_t* counts = bins.counts.data() + binRow * bins.columns;
        for (const Time time : source.spikes.train(figure.rows[row].unit, window.ticks)) {
            const double column = (static_cast<double>(time) - origin) * perTick;
            ++counts[static_cast<std::size_t>(std::clamp(column, 0.0, lastColumn))];
        }
    }
    return bins;
}

// The population rate of the visible stretch, in bins that start at multiples of the bin from the
// beginning of the trial, so that panning does not change a bin.
void addRate(const RasterSource& source, const Window& window, const TimeScale& scale,
             const Params& params, const Viewport& viewport, RasterFigure& figure, JobContext& job)
{
    const double wanted = scale.tickFromAxis(params.number("bin-ms"));
    const double perPixel =
        static_cast<double>(window.ticks.length()) / std::max(1, viewport.widthPx);
    const auto bin = static_cast<Time>(std::max({1.0, std::round(wanted), std::ceil(perPixel)}));
    figure.rateBin = scale.axisFromTick(static_cast<double>(bin));
    figure.rate.label.id = TextId::PopulationRate;
    figure.rate.unit = source.stepTime ? "1/step" : "Hz";
    const Time start = source.extent.begin;
    TimeRange range = window.ticks;
    if (!range.empty()) {
        range.begin = start + (range.begin - start) / bin * bin;
        range.end =
            std::min(source.extent.end, start + ((range.end - start + bin - 1) / bin) * bin);
    }
    const double seconds = source.stepTime ? 1.0 : 1.0 / kMicrosecondsPerSecond;
    const PopulationRate rate = populationRate(source.spikes, range, bin, seconds, job);
    for (const double centre : rate.centre)
        figure.rateTimes.push_back(scale.axisFromTick(centre));
    figure.rateValues = rate.rate;
    const double top =
        rate.rate.empty() ? 0.0 : *std::max_element(rate.rate.begin(), rate.rate.end());
    figure.rate.high = top > 0.0 ? top : 1.0;
}

constexpr Time kLeastExtent = 1'000; // us

// From the start of time if the trains begin near it, so that silence before the first spike shows.
TimeRange recordedExtent(const SpikeTrains& spikes)
{
    TimeRange extent = spikes.extent();
    if (extent.empty())
        return {0, 1};
    if (extent.begin > 0 && extent.begin <= extent.length())
        extent.begin = 0;
    // A single spike, or several at one instant, still need an axis with readable ticks.
    if (extent.length() < kLeastExtent) {
        extent.begin -= kLeastExtent / 2;
        extent.end = extent.begin + kLeastExtent;
    }
    return extent;
}

} // namespace

RasterSource rasterSourceFromRun(const Run& run, std::string_view probe, std::size_t trial)
{
    std::string id(probe);
    if (id.empty()) {
        const auto found = spikesProbeOf(run);
        if (!found)
            throw Error(ErrorKind::NotFound, "the run has no probe of spikes over time");
        id = *found;
    }
    TrialSpikes spikes = spikesOfTrial(run, id, trial);
    RasterSource source;
    source.spikes = std::move(spikes.spikes);
    source.stepTime = spikes.stepTime;
    source.extent = spikes.extent;
    source.population = id;
    source.trial = trial;
    const Activation& activation = *run.find(id);
    const Time tick = stepDurationOf(run, activation.axes()).value_or(1);
    if (const auto steps = stimulusSteps(run, trial)) {
        source.stimulus =
            TimeRange{static_cast<Time>(steps->begin) * tick, static_cast<Time>(steps->end) * tick};
    }
    const auto scores = run.parameters.find("l");
    const auto modes = run.parameters.find("pin");
    if (scores != run.parameters.end() && modes != run.parameters.end()) {
        std::vector<float> loading = modeLoading(scores->second, modes->second);
        if (loading.size() == source.spikes.units())
            source.loading = std::move(loading);
    }
    return source;
}

RasterSource rasterSourceFromRecording(const Recording& recording)
{
    for (const NamedStream& stream : recording.streams) {
        if (const auto* spikes = std::get_if<SpikeTrains>(&stream.data)) {
            RasterSource source;
            source.spikes = *spikes;
            source.extent = recordedExtent(*spikes);
            source.population = stream.name;
            source.trial = recording.info.trial;
            return source;
        }
    }
    throw Error(ErrorKind::NotFound, "the recording has no spikes");
}

ParamSpecs rasterParams()
{
    return {{"order",
             "Row order",
             "How the units are ordered from bottom to top",
             std::string("index"),
             {},
             {},
             {"index", "rate", "first-spike", "loading"}},
            {"bin-ms",
             "Rate bin",
             "Bin of the population rate; in steps where their duration is unknown",
             10.0,
             0.001,
             1e9,
             {},
             "ms"},
            {"trial", "Trial", "Number of the trial, from 0", std::int64_t{0}, 0},
            {"probe", "Probe", "Spikes of this probe; empty = the first one", std::string()}};
}

RasterFigure buildRaster(const RasterSource& source, const Params& params, const Viewport& viewport,
                         JobContext& job)
{
    const TimeScale scale = scaleOfTicks(source.stepTime);
    RasterFigure figure;
    figure.title.id = TextId::SpikeRaster;
    const std::string& order = params.text("order");
    for (const std::uint32_t unit : orderedUnits(source, order)) {
        const Key key{KeyKind::Unit, source.keySource, unit};
        figure.rows.push_back({key, unit, source.spikes.train(unit, source.extent).size()});
    }
    figure.x = timeAxis(scale, scale.axisFromTick(static_cast<double>(source.extent.begin)),
                        scale.axisFromTick(static_cast<double>(source.extent.end)));
    figure.y.label.id = labelOfOrder(order);
    figure.y.low = -0.5;
    figure.y.high = std::max(0.5, static_cast<double>(figure.rows.size()) - 0.5);
    figure.y.integral = true;

    const Window window = windowOf(source, scale, figure.rows.size(), viewport);
    for (std::size_t row = window.rowBegin; row < window.rowEnd; ++row)
        figure.spikesShown += source.spikes.train(figure.rows[row].unit, window.ticks).size();
    const std::size_t visible = window.rowEnd - window.rowBegin;
    const std::uint64_t cells =
        std::min<std::uint64_t>(visible,
                                static_cast<std::uint64_t>(std::max(1, viewport.heightPx))) *
        static_cast<std::uint64_t>(std::max(1, viewport.widthPx));
    if (figure.spikesShown <= cells) {
        figure.body = marksOf(source, figure, window, scale, job);
    } else {
        RasterBins bins = binsOf(source, figure, window, scale, viewport, job);
        figure.fidelity.perMark = *std::max_element(bins.counts.begin(), bins.counts.end());
        figure.body = std::move(bins);
    }
    if (source.stimulus) {
        figure.shades.push_back({scale.axisFromTick(static_cast<double>(source.stimulus->begin)),
                                 scale.axisFromTick(static_cast<double>(source.stimulus->end)),
                                 {TextId::StimulusWindow}});
    }
    addRate(source, window, scale, params, viewport, figure, job);
    return figure;
}

} // namespace inspike
