// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/analysis_registry.h"
#include "core/analysis/correlogram.h"
#include "core/analysis/population_params.h"
#include "core/analysis/spans_of_time.h"

namespace inspike {

namespace {

std::optional<std::string> lacks(const AnalysisInputs& inputs)
{
    return lacksSpikes(inputs.spikes());
}

ParamSpecs withBins(ParamSpecs specs)
{
    specs.push_back(lengthParam("bin-ms", "Bin",
                                "Bin of the lag; in steps where their duration is unknown", 1.0));
    specs.push_back(lengthParam("lag-ms", "Lag",
                                "Longest lag; in steps where their duration is unknown", 100.0));
    return withPopulationParams(std::move(specs));
}

ParamSpecs autoParams()
{
    return withBins({pooledUnitsParam()});
}

ParamSpecs crossParams()
{
    return withBins(
        {{"unit", "Unit", "Lags are counted from the spikes of this unit", std::int64_t{0}, 0},
         {"other", "Other unit", "Its spikes are counted", std::int64_t{1}, 0}});
}

// Pairs of all populations, with what normalises them.
struct Pairs
{
    std::optional<Correlogram> correlogram;
    std::uint64_t ticks = 0; // observed
    double secondsPerTick = 1e-6;
    std::string time, rate;
    bool steps = false;

    void begin(const SpikePopulation& population, TimeRange range, const Params& params)
    {
        if (!correlogram) {
            correlogram.emplace(lengthInTicks(params, "bin-ms", population),
                                lengthInTicks(params, "lag-ms", population));
        }
        ticks += ticksIn(range);
        secondsPerTick = population.secondsPerTick();
        time = timeUnit(population);
        rate = rateUnit(population);
        steps = population.stepTime();
    }
};

AnalysisResult tableOf(const Pairs& pairs)
{
    const Correlogram& found = *pairs.correlogram;
    AnalysisResult result;
    result.columns = {"lag (" + pairs.time + ")", "pairs", "rate (" + pairs.rate + ")", "ratio"};
    for (std::size_t i = 0; i < found.counts.size(); ++i) {
        result.rows.push_back({msFromTicks(found.lagOf(i), pairs.steps),
                               static_cast<double>(found.counts[i]),
                               found.rate(i, pairs.secondsPerTick), found.ratio(i, pairs.ticks)});
    }
    return result;
}

AnalysisResult callAuto(const AnalysisInputs& inputs, const Params& params, JobContext& job)
{
    Pairs pairs;
    forEachPopulation(
        inputs.spikes(), populationRequest(params),
        [&](const SpikePopulation& population) {
            const TimeRange range = chosenRange(params, population);
            const std::vector<UnitIndex> units = chosenUnits(params, "unit", population);
            pairs.begin(population, range, params);
            population.visit(
                units, range,
                [&](UnitIndex, std::span<const Time> times) {
                    addAutoPairs(times, *pairs.correlogram, job);
                },
                job);
        },
        job);
    AnalysisResult result = tableOf(pairs);
    // Of several units together there is no single rate that chance would give.
    result.columns.pop_back();
    for (std::vector<double>& row : result.rows)
        row.pop_back();
    result.summary = {{"spikes", static_cast<double>(pairs.correlogram->spikesOfA)}};
    result.note =
        "pairs of spikes of the same unit and trial, a spike with itself left out; rate = "
        "pairs / (spikes * bin)";
    return result;
}

AnalysisResult callCross(const AnalysisInputs& inputs, const Params& params, JobContext& job)
{
    Pairs pairs;
    forEachPopulation(
        inputs.spikes(), populationRequest(params),
        [&](const SpikePopulation& population) {
            const TimeRange range = chosenRange(params, population);
            pairs.begin(population, range, params);
            const UnitIndex unit = chosenUnit(params, "unit", population);
            const UnitIndex other = chosenUnit(params, "other", population);
            addCrossPairs(population.train(unit, range), population.train(other, range),
                          *pairs.correlogram, job);
        },
        job);
    AnalysisResult result = tableOf(pairs);
    result.summary = {{"spikes of the unit", static_cast<double>(pairs.correlogram->spikesOfA)},
                      {"spikes of the other", static_cast<double>(pairs.correlogram->spikesOfB)}};
    result.note = "lag = time of the other unit - time of the unit; rate = pairs / (spikes of the "
                  "unit * bin); ratio = pairs / pairs expected by chance";
    return result;
}

} // namespace

Analysis makeAutocorrelogramAnalysis()
{
    return {"autocorrelogram",
            "Autocorrelogram",
            "How often a unit fires at a lag after itself (Perkel et al. 1967)",
            &autoParams,
            &lacks,
            &callAuto};
}

Analysis makeCrosscorrelogramAnalysis()
{
    return {"crosscorrelogram",
            "Cross-correlogram",
            "How often one unit fires at a lag after another (Perkel et al. 1967)",
            &crossParams,
            &lacks,
            &callCross};
}

} // namespace inspike
