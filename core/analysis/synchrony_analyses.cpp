// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/analysis_registry.h"
#include "core/analysis/count_statistics.h"
#include "core/analysis/isi_statistics.h"
#include "core/analysis/population_params.h"
#include "core/analysis/spike_distance.h"
#include "core/analysis/synchrony.h"
#include "core/base/error.h"

namespace inspike {

namespace {

constexpr std::size_t kMostListedUnits = 50; // in tables of pairs

std::optional<std::string> lacks(const AnalysisInputs& inputs)
{
    return lacksSpikes(inputs.spikes());
}

ParamSpecs synchronyParams()
{
    return withPopulationParams(
        {unitsParam(), lengthParam("bin-ms", "Bin",
                                   "Windows in which spikes are counted; in steps where their "
                                   "duration is unknown",
                                   10.0)});
}

// Counts of every unit in all windows of all trials, one after the other. Units are complete after
// the last trial only, so with several trials all of them are kept.
class CountTable
{
public:
    explicit CountTable(std::size_t windows) : m_windows(windows) {}

    void add(UnitIndex unit, std::vector<std::uint32_t> counts)
    {
        std::vector<std::uint32_t>& row = m_rows[unit];
        row.resize(m_windows, 0); // windows of earlier trials in which it was silent
        row.insert(row.end(), counts.begin(), counts.end());
    }
    void endTrial(std::size_t windows) { m_windows += windows; }
    const std::vector<std::uint32_t>& row(UnitIndex unit)
    {
        std::vector<std::uint32_t>& row = m_rows[unit];
        row.resize(m_windows, 0);
        return row;
    }

private:
    std::map<UnitIndex, std::vector<std::uint32_t>> m_rows;
    std::size_t m_windows = 0;
};

void listPairs(const std::vector<UnitIndex>& units, CountTable& table, AnalysisResult& result)
{
    std::vector<std::vector<double>> z;
    for (const UnitIndex unit : units)
        z.push_back(standardised(table.row(unit)));
    for (std::size_t i = 0; i < units.size(); ++i) {
        for (std::size_t j = i + 1; j < units.size(); ++j) {
            const bool defined = !z[i].empty() && !z[j].empty();
            result.rows.push_back(
                {static_cast<double>(units[i]), static_cast<double>(units[j]),
                 defined ? correlation(z[i], z[j]) : std::numeric_limits<double>::quiet_NaN()});
        }
    }
}

AnalysisResult callSynchrony(const AnalysisInputs& inputs, const Params& params, JobContext& job)
{
    const PopulationRequest request = populationRequest(params);
    const bool manyTrials = inputs.spikes().fromRun() && request.trial < 0;
    MeanCorrelation mean;
    CountTable table(0);
    std::vector<UnitIndex> units;
    std::uint64_t windows = 0;
    bool kept = false;
    forEachPopulation(
        inputs.spikes(), request,
        [&](const SpikePopulation& population) {
            units = chosenUnits(params, "units", population);
            kept = manyTrials || units.size() <= kMostListedUnits;
            const Time bin = lengthInTicks(params, "bin-ms", population);
            const TimeRange range = chosenRange(params, population);
            population.visit(
                units, range,
                [&](UnitIndex unit, std::span<const Time> times) {
                    std::vector<std::uint32_t> counts = windowCounts(times, range, bin);
                    if (kept)
                        table.add(unit, std::move(counts));
                    else
                        mean.add(counts);
                },
                job);
            windows += wholeWindows(range, bin);
            table.endTrial(wholeWindows(range, bin));
        },
        job);
    AnalysisResult result;
    result.columns = {"unit", "other unit", "correlation"};
    if (kept) {
        for (const UnitIndex unit : units)
            mean.add(table.row(unit));
        if (units.size() <= kMostListedUnits)
            listPairs(units, table, result);
    }
    const auto varying = static_cast<double>(mean.units());
    result.summary = {{"mean pairwise correlation", mean.mean()},
                      {"units that vary", varying},
                      {"units left out", static_cast<double>(units.size()) - varying},
                      {"windows", static_cast<double>(windows)}};
    result.note = "Pearson correlation of counts in windows, mean over all pairs of units whose "
                  "counts vary; pairs are listed for up to 50 units";
    return result;
}

ParamSpecs distanceParams()
{
    return withPopulationParams({unitsParam()});
}

ParamSpecs victorPurpuraParams()
{
    return withPopulationParams({unitsParam(),
                                 {"cost",
                                  "Cost of moving",
                                  "Per second (or step) by which a spike is moved",
                                  100.0,
                                  0.0,
                                  1e9,
                                  {},
                                  "1/s"}});
}

using Distance = std::function<double(std::span<const Time>, std::span<const Time>, TimeRange,
                                      double secondsPerTick)>;

// Of all pairs of the chosen units, as mean over the trials where it is defined.
AnalysisResult distances(const AnalysisInputs& inputs, const Params& params,
                         const Distance& distance, JobContext& job)
{
    std::vector<UnitIndex> units;
    std::vector<DefinedMean> ofPair;
    forEachPopulation(
        inputs.spikes(), populationRequest(params),
        [&](const SpikePopulation& population) {
            units = chosenUnits(params, "units", population);
            if (units.size() < 2 || units.size() > kMostListedUnits) {
                throw Error(ErrorKind::BadParameter,
                            "units: " + std::to_string(units.size()) +
                                " of them; distances are computed for 2 to 50 units");
            }
            const TimeRange range = chosenRange(params, population);
            std::vector<std::vector<Time>> trains;
            for (const UnitIndex unit : units)
                trains.push_back(population.train(unit, range));
            ofPair.resize(units.size() * units.size());
            for (std::size_t i = 0; i < units.size(); ++i) {
                for (std::size_t j = i + 1; j < units.size(); ++j) {
                    job.checkpoint();
                    ofPair[i * units.size() + j].add(
                        distance(trains[i], trains[j], range, population.secondsPerTick()));
                }
            }
        },
        job);
    AnalysisResult result;
    result.columns = {"unit", "other unit", "distance"};
    DefinedMean mean;
    for (std::size_t i = 0; i < units.size(); ++i) {
        for (std::size_t j = i + 1; j < units.size(); ++j) {
            const double value = ofPair[i * units.size() + j].mean();
            result.rows.push_back(
                {static_cast<double>(units[i]), static_cast<double>(units[j]), value});
            mean.add(value);
        }
    }
    result.summary = {{"mean distance", mean.mean()},
                      {"pairs with distance", static_cast<double>(mean.defined())}};
    return result;
}

AnalysisResult callSpikeDistance(const AnalysisInputs& inputs, const Params& params,
                                 JobContext& job)
{
    AnalysisResult result = distances(
        inputs, params,
        [](std::span<const Time> a, std::span<const Time> b, TimeRange range, double) {
            return spikeDistance(a, b, range);
        },
        job);
    result.note = "SPIKE-distance, Kreuz et al. 2013: 0 = identical; undefined for silent units; "
                  "mean over trials";
    return result;
}

AnalysisResult callVictorPurpura(const AnalysisInputs& inputs, const Params& params,
                                 JobContext& job)
{
    const double cost = params.number("cost");
    AnalysisResult result = distances(
        inputs, params,
        [&](std::span<const Time> a, std::span<const Time> b, TimeRange, double secondsPerTick) {
            return victorPurpuraDistance(a, b, cost, secondsPerTick, job);
        },
        job);
    result.note = "Victor and Purpura 1996: adding or deleting a spike costs 1, moving it costs "
                  "'cost' per second; mean over trials";
    return result;
}

} // namespace

Analysis makeSynchronyAnalysis()
{
    return {"synchrony",
            "Synchrony",
            "Pearson correlation of the spike counts of units in windows, mean over all pairs",
            &synchronyParams,
            &lacks,
            &callSynchrony};
}

Analysis makeSpikeDistanceAnalysis()
{
    return {"spike-distance",
            "SPIKE-distance",
            "Dissimilarity of spike trains without parameters (Kreuz et al. 2013)",
            &distanceParams,
            &lacks,
            &callSpikeDistance};
}

Analysis makeVictorPurpuraAnalysis()
{
    return {"victor-purpura",
            "Victor-Purpura distance",
            "Least cost of turning one spike train into another (Victor and Purpura 1996)",
            &victorPurpuraParams,
            &lacks,
            &callVictorPurpura};
}

} // namespace inspike
