// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later

// The spikes of one layer and sample of two runs in one raster.

#include "core/analysis/trial_array.h"
#include "core/base/error.h"
#include "core/figures/compare_parts.h"
#include "core/figures/time_axis.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace inspike {

namespace {

constexpr Time kFewSteps = 64; // a raster of so many is drawn a cell per step
enum Kind : std::uint8_t { Both, OnlyA, OnlyB, Kinds };

struct KindSpike
{
    Time time = 0; // us, or number of a step
    std::uint8_t kind = Both;
};

// The spikes of both runs, unit by unit in the order of time.
struct KindTrains
{
    std::vector<std::size_t> start; // units + 1
    std::vector<KindSpike> spikes;
    std::array<std::uint64_t, Kinds> counts{};
    bool steps = false;
    TimeRange extent; // that both runs have
    bool cut = false; // one of them is longer
    std::size_t stepCount = 0;
    std::optional<TimeRange> stimulus;

    std::size_t units() const { return start.size() - 1; }
    std::span<const KindSpike> train(std::size_t unit, TimeRange window) const
    {
        const auto before = [](const KindSpike& spike, Time time) {
            return spike.time < time;
        };
        const auto begin = spikes.begin() + static_cast<std::ptrdiff_t>(start[unit]);
        const auto end = spikes.begin() + static_cast<std::ptrdiff_t>(start[unit + 1]);
        const auto from = std::lower_bound(begin, end, window.begin, before);
        return {from, std::lower_bound(from, end, window.end, before)};
    }
};

Time ticksPerStep(const TrialSpikes& spikes, std::size_t steps)
{
    return steps == 0 ? 1 : std::max<Time>(1, spikes.extent.length() / static_cast<Time>(steps));
}

// The spikes of both by number of the step, hence in the same places whatever a step lasts.
KindTrains mergedTrains(const RunMatch& match, const LayerMatch& layer, std::size_t place)
{
    std::array<TrialSpikes, 2> sides;
    std::array<Time, 2> ticks{};
    std::array<std::size_t, 2> steps{};
    for (std::size_t side = 0; side < 2; ++side) {
        sides[side] = spikesOfTrial(*match.runs[side], side == 0 ? layer.spikes.a : layer.spikes.b,
                                    match.sampleOf(side, place));
        steps[side] = ProbeExtent::of(match.find(side, layer.spikes).axes()).steps;
        ticks[side] = ticksPerStep(sides[side], steps[side]);
    }
    KindTrains merged;
    merged.steps = sides[0].stepTime || sides[1].stepTime || ticks[0] != ticks[1];
    merged.stepCount = std::min(steps[0], steps[1]);
    merged.cut = steps[0] != steps[1];
    const Time tick = merged.steps ? 1 : ticks[0];
    merged.extent = {0, static_cast<Time>(merged.stepCount) * tick};
    merged.start.push_back(0);
    const auto end = static_cast<Time>(merged.stepCount);
    for (UnitIndex unit = 0; unit < sides[0].spikes.units(); ++unit) {
        const auto a = sides[0].spikes.train(unit);
        const auto b = sides[1].spikes.train(unit);
        for (std::size_t i = 0, j = 0; i < a.size() || j < b.size();) {
            const Time one = i < a.size() ? a[i] / ticks[0] : end;
            const Time other = j < b.size() ? b[j] / ticks[1] : end;
            const Time step = std::min(one, other);
            if (step >= end)
                break;
            const std::uint8_t kind = one == other ? Both : one < other ? OnlyA : OnlyB;
            merged.spikes.push_back({step * tick, kind});
            ++merged.counts[kind];
            i += one == step ? 1 : 0;
            j += other == step ? 1 : 0;
        }
        merged.start.push_back(merged.spikes.size());
    }
    return merged;
}

RasterRows rowsOf(const KindTrains& trains, const std::string& order, std::uint64_t keySource)
{
    std::vector<std::uint32_t> units(trains.units());
    std::iota(units.begin(), units.end(), 0U);
    std::vector<std::uint64_t> counts(trains.units());
    std::vector<std::uint64_t> differing(trains.units());
    for (std::size_t unit = 0; unit < trains.units(); ++unit) {
        const auto train = trains.train(unit, trains.extent);
        counts[unit] = train.size();
        differing[unit] = static_cast<std::uint64_t>(std::count_if(
            train.begin(), train.end(), [](const KindSpike& spike) { return spike.kind != Both; }));
    }
    if (order != "index") {
        const std::vector<std::uint64_t>& rank = order == "rate" ? counts : differing;
        std::stable_sort(units.begin(), units.end(),
                         [&](std::uint32_t a, std::uint32_t b) { return rank[a] < rank[b]; });
    }
    std::vector<std::uint64_t> ofRows;
    for (const std::uint32_t unit : units)
        ofRows.push_back(counts[unit]);
    return {std::move(units), std::move(ofRows), keySource};
}

class RasterBuilder
{
public:
    RasterBuilder(const CompareBuild& build, const KindTrains& trains, std::string layer)
        : m_build(build),
          m_trains(trains),
          m_layer(std::move(layer)),
          m_scale(scaleOfTicks(trains.steps))
    {}

    RasterFigure make()
    {
        frame();
        RasterSource source; // of the window alone
        source.stepTime = m_trains.steps;
        source.extent = m_trains.extent;
        m_window = rasterWindow(source, m_trains.units(), m_build.viewport);
        const auto units = m_figure.rows.units();
        for (std::size_t row = m_window.rowBegin; row < m_window.rowEnd; ++row)
            m_figure.spikesShown += m_trains.train(units[row], m_window.ticks).size();
        const std::uint64_t cells =
            std::min<std::uint64_t>(m_window.rowEnd - m_window.rowBegin, heightPx()) * widthPx();
        if (m_figure.spikesShown <= cells && !fewSteps())
            addMarks();
        else
            addBins();
        return std::move(m_figure);
    }

private:
    std::uint64_t widthPx() const
    {
        return static_cast<std::uint64_t>(std::max(1, m_build.viewport.widthPx));
    }
    std::uint64_t heightPx() const
    {
        return static_cast<std::uint64_t>(std::max(1, m_build.viewport.heightPx));
    }
    bool fewSteps() const { return m_trains.steps && m_trains.extent.length() <= kFewSteps; }

    void frame()
    {
        const RunMatch& match = m_build.match;
        m_figure.title.id = TextId::CompareRuns;
        m_figure.x = timeAxis(m_scale, m_scale.axisFromTick(0.0),
                              m_scale.axisFromTick(static_cast<double>(m_trains.extent.end)));
        m_figure.rows = rowsOf(m_trains, m_build.params.text("order"), m_build.keySource);
        m_figure.y.label.id =
            m_build.params.text("order") == "rate" ? TextId::UnitsByRate : TextId::Unit;
        m_figure.y.low = -0.5;
        m_figure.y.high = std::max(0.5, static_cast<double>(m_figure.rows.size()) - 0.5);
        m_figure.y.integral = true;
        m_figure.density.label.id = TextId::CountPerBin;
        m_figure.logCounts = m_build.params.text("scale") == "log";
        m_figure.rate.label.id = TextId::PopulationRate;
        m_figure.categories = {{"both", {TextId::SpikesInBoth}, kBothColour, m_trains.counts[Both]},
                               {"only_a",
                                {TextId::SpikesOnlyIn, runTitle(match, 0).args},
                                kRunColours[0],
                                m_trains.counts[OnlyA]},
                               {"only_b",
                                {TextId::SpikesOnlyIn, runTitle(match, 1).args},
                                kRunColours[1],
                                m_trains.counts[OnlyB]}};
        m_figure.note = {TextId::LayerOfSample, {m_layer, match.sampleName(m_build.place())}};
        if (m_trains.cut) {
            m_figure.note = {
                TextId::CommonSteps,
                {m_layer, match.sampleName(m_build.place()), std::to_string(m_trains.stepCount)}};
        }
    }

    void addMarks()
    {
        std::vector<SpikeMark> marks;
        const auto units = m_figure.rows.units();
        for (std::size_t row = m_window.rowBegin; row < m_window.rowEnd; ++row) {
            for (const KindSpike& spike : m_trains.train(units[row], m_window.ticks)) {
                marks.push_back({m_scale.axisFromTick(static_cast<double>(spike.time)),
                                 static_cast<std::uint32_t>(row), 1, spike.kind});
            }
        }
        m_figure.body = std::move(marks);
    }

    RasterBins emptyBins() const
    {
        RasterBins bins;
        bins.xLow = m_window.xLow;
        bins.xHigh = m_window.xHigh;
        bins.yLow = static_cast<double>(m_window.rowBegin) - 0.5;
        bins.yHigh = static_cast<double>(m_window.rowEnd) - 0.5;
        bins.columns = static_cast<std::size_t>(widthPx());
        bins.rows = std::min<std::size_t>(m_window.rowEnd - m_window.rowBegin,
                                          static_cast<std::size_t>(heightPx()));
        if (fewSteps()) { // one column per step, the first of them maybe cut by the range
            bins.xStart = std::floor(m_window.xLow);
            bins.xStep = 1.0;
            bins.columns =
                static_cast<std::size_t>(std::clamp(std::ceil(m_window.xHigh) - bins.xStart, 1.0,
                                                    static_cast<double>(kFewSteps) + 1.0));
        }
        return bins;
    }

    void addBins()
    {
        RasterBins bins = emptyBins();
        const std::size_t cells = bins.columns * bins.rows;
        const std::size_t visible = m_window.rowEnd - m_window.rowBegin;
        std::vector<std::uint32_t> all(cells, 0);
        std::array<std::vector<std::uint32_t>, Kinds> kinds;
        kinds.fill(all);
        const auto units = m_figure.rows.units();
        for (std::size_t row = m_window.rowBegin; row < m_window.rowEnd; ++row) {
            const std::size_t line = (row - m_window.rowBegin) * bins.rows / visible * bins.columns;
            for (const KindSpike& spike : m_trains.train(units[row], m_window.ticks)) {
                const double x = m_scale.axisFromTick(static_cast<double>(spike.time));
                const std::size_t column =
                    bins.columnAt(std::min(x, std::nextafter(bins.xHigh, bins.xLow))).value_or(0);
                ++all[line + column];
                ++kinds[spike.kind][line + column];
            }
        }
        const std::uint32_t highest = all.empty() ? 0 : *std::max_element(all.begin(), all.end());
        m_figure.fidelity.perMark = std::max<std::uint64_t>(1, highest);
        m_figure.density.high = std::max<std::uint32_t>(1, highest);
        bins.counts = std::move(all);
        for (std::vector<std::uint32_t>& counts : kinds)
            bins.categories.emplace_back(std::move(counts));
        m_figure.body = std::move(bins);
    }

    const CompareBuild& m_build;
    const KindTrains& m_trains;
    std::string m_layer;
    TimeScale m_scale;
    RasterWindow m_window;
    RasterFigure m_figure;
};

} // namespace

RasterFigure compareRaster(const CompareBuild& build)
{
    const auto layer = build.layer();
    if (!layer) {
        throw Error(ErrorKind::NotFound,
                    "no layer of spikes over time with the same units in both runs");
    }
    const std::size_t place = build.place();
    const LayerMatch& shown = build.match.layers[*layer];
    const auto trains =
        build.quick<KindTrains>("trains " + shown.name() + " " + std::to_string(place),
                                [&] { return mergedTrains(build.match, shown, place); });
    return RasterBuilder(build, *trains, shown.name()).make();
}

} // namespace inspike
