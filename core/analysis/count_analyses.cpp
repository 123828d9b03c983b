// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/analysis_registry.h"
#include "core/analysis/count_statistics.h"
#include "core/analysis/isi_statistics.h"
#include "core/analysis/population_params.h"
#include "core/base/error.h"

#include <limits>

namespace inspike {

namespace {

constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();

std::optional<std::string> lacks(const AnalysisInputs& inputs)
{
    return lacksSpikes(inputs.spikes());
}

ParamSpecs params()
{
    return withPopulationParams(
        {unitsParam(), lengthParam("window-ms", "Window",
                                   "Windows in which spikes are counted; in steps where their "
                                   "duration is unknown",
                                   100.0)});
}

// Moments of the counts of every unit over all windows of all trials.
struct CountsOfUnits
{
    std::vector<UnitIndex> units;
    std::vector<CountMoments> ofUnit; // by unit; windows only in `windows`
    std::uint64_t windows = 0;

    CountMoments at(UnitIndex unit) const
    {
        CountMoments moments = ofUnit[unit];
        moments.windows = windows;
        return moments;
    }
};

CountsOfUnits countsOf(const AnalysisInputs& inputs, const Params& settings,
                       const std::function<void(const SpikePopulation&, TimeRange, Time)>& begin,
                       const std::function<void(std::span<const Time>, TimeRange, Time)>& each,
                       JobContext& job)
{
    CountsOfUnits counts;
    forEachPopulation(
        inputs.spikes(), populationRequest(settings),
        [&](const SpikePopulation& population) {
            const Time window = lengthInTicks(settings, "window-ms", population);
            const TimeRange range = chosenRange(settings, population);
            counts.units = chosenUnits(settings, "units", population);
            counts.ofUnit.resize(population.units());
            counts.windows += wholeWindows(range, window);
            if (begin)
                begin(population, range, window);
            population.visit(
                counts.units, range,
                [&](UnitIndex unit, std::span<const Time> times) {
                    counts.ofUnit[unit].add(countMoments(times, range, window));
                    if (each)
                        each(times, range, window);
                },
                job);
        },
        job);
    return counts;
}

AnalysisResult callFano(const AnalysisInputs& inputs, const Params& settings, JobContext& job)
{
    const CountsOfUnits counts = countsOf(inputs, settings, {}, {}, job);
    AnalysisResult result;
    result.columns = {"unit", "windows", "spikes", "mean count", "Fano factor"};
    const auto windows = static_cast<double>(counts.windows);
    DefinedMean mean;
    for (const UnitIndex unit : counts.units) {
        const CountMoments moments = counts.at(unit);
        const double fano = fanoFactor(moments);
        result.rows.push_back({static_cast<double>(unit), windows, moments.sum,
                               windows > 0.0 ? moments.sum / windows : kUndefined, fano});
        mean.add(fano);
    }
    result.summary = {{"units", static_cast<double>(counts.units.size())},
                      {"windows", windows},
                      {"units with Fano factor", static_cast<double>(mean.defined())},
                      {"mean Fano factor", mean.mean()}};
    result.note = "variance (n - 1) / mean of the counts in whole windows of all trials; undefined "
                  "for silent units and fewer than two windows";
    return result;
}

// Per window: sum and sum of squares of the counts over the units.
class WindowSums
{
public:
    void beginTrial(TimeRange range, Time window)
    {
        m_offset = m_sum.size();
        const std::size_t windows = wholeWindows(range, window);
        m_sum.resize(m_offset + windows, 0.0);
        m_squares.resize(m_offset + windows, 0.0);
    }

    void add(std::span<const Time> times, TimeRange range, Time window)
    {
        const std::vector<std::uint32_t> counts = windowCounts(times, range, window);
        for (std::size_t i = 0; i < counts.size(); ++i) {
            const auto count = static_cast<double>(counts[i]);
            m_sum[m_offset + i] += count;
            m_squares[m_offset + i] += count * count;
        }
    }

    // Over the windows in which somebody fires.
    DefinedMean population(std::size_t units) const
    {
        DefinedMean mean;
        for (std::size_t i = 0; i < m_sum.size(); ++i)
            mean.add(sparsenessOf(units, m_sum[i], m_squares[i]));
        return mean;
    }

private:
    std::vector<double> m_sum, m_squares;
    std::size_t m_offset = 0;
};

AnalysisResult callSparsity(const AnalysisInputs& inputs, const Params& settings, JobContext& job)
{
    WindowSums windows;
    const CountsOfUnits counts = countsOf(
        inputs, settings,
        [&](const SpikePopulation&, TimeRange range, Time window) {
            windows.beginTrial(range, window);
        },
        [&](std::span<const Time> times, TimeRange range, Time window) {
            windows.add(times, range, window);
        },
        job);
    AnalysisResult result;
    result.columns = {"unit", "spikes", "activity ratio", "lifetime sparseness"};
    DefinedMean lifetime;
    std::vector<double> totals;
    for (const UnitIndex unit : counts.units) {
        const CountMoments moments = counts.at(unit);
        const auto n = static_cast<std::size_t>(moments.windows);
        const double sparse = sparsenessOf(n, moments.sum, moments.squares);
        const double ratio = moments.squares > 0.0 ? moments.sum * moments.sum /
                                                         (static_cast<double>(n) * moments.squares)
                                                   : kUndefined;
        result.rows.push_back({static_cast<double>(unit), moments.sum, ratio, sparse});
        lifetime.add(sparse);
        totals.push_back(moments.sum);
    }
    const DefinedMean population = windows.population(counts.units.size());
    result.summary = {{"units", static_cast<double>(counts.units.size())},
                      {"windows", static_cast<double>(counts.windows)},
                      {"mean lifetime sparseness", lifetime.mean()},
                      {"mean population sparseness", population.mean()},
                      {"windows with spikes", static_cast<double>(population.defined())},
                      {"activity ratio of mean rates", activityRatio(totals)},
                      {"sparseness of mean rates", sparseness(totals)}};
    result.note =
        "activity ratio a = (sum r / n)^2 / (sum r^2 / n), Treves and Rolls 1991; "
        "sparseness = (1 - a) / (1 - 1/n), Vinje and Gallant 2000; lifetime: windows of a "
        "unit; population: units in a window with spikes";
    return result;
}

} // namespace

Analysis makeFanoAnalysis()
{
    return {"fano",  "Fano factor", "Variance over mean of the spike counts in windows (Fano 1947)",
            &params, &lacks,        &callFano};
}

Analysis makeSparsityAnalysis()
{
    return {
        "sparsity",
        "Sparsity",
        "Treves-Rolls sparseness of the units over time and of the population (Treves and Rolls "
        "1991; Vinje and Gallant 2000)",
        &params,
        &lacks,
        &callSparsity};
}

} // namespace inspike
