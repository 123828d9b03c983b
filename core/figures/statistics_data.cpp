// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/statistics_data.h"

#include "core/analysis/count_statistics.h"
#include "core/analysis/population_params.h"
#include "core/analysis/spans_of_time.h"
#include "core/analysis/synchrony.h"
#include "core/base/error.h"
#include "core/figures/statistics_figure.h"

#include <algorithm>
#include <cmath>

namespace inspike {

namespace {

constexpr double kRateBins = 100.0;     // over the range, unless the bin is given
constexpr double kBinsPerAxis = 50.0;   // of intervals, and of lags on one side
constexpr double kIntervalsShown = 3.0; // mean intervals that an axis of intervals or lags holds
constexpr std::size_t kFanoWindows = 12;
constexpr std::uint64_t kFewestWindows = 10; // of the longest length
constexpr double kUsualWindows = 1e4;
constexpr double kMostBins = 1e6;

Time asTicks(double ticks)
{
    return static_cast<Time>(std::llround(std::clamp(ticks, 1.0, 1e17)));
}

void gatherIntervals(const SpikePopulation& population, StatisticsData& data, JobContext& job)
{
    for (std::size_t i = 0; i < data.curves.size(); ++i) {
        CurveData& curve = data.curves[i];
        population.visit(
            data.subject.curves[i].units, data.subject.range,
            [&](UnitIndex, std::span<const Time> times) {
                const IsiStatistics one = isiStatistics(times);
                curve.spikes += one.spikes;
                curve.intervals += one.intervals;
                if (one.intervals > 0)
                    curve.ticksOfIntervals += one.mean * static_cast<double>(one.intervals);
                curve.cv.add(one.cv);
                curve.cv2.add(one.cv2);
                curve.lv.add(one.lv);
            },
            job);
    }
}

std::vector<Time> fanoWindows(double range, double shortest)
{
    const double longest = std::floor(range / static_cast<double>(kFewestWindows));
    std::vector<Time> windows;
    if (longest < shortest)
        return windows;
    for (std::size_t i = 0; i < kFanoWindows; ++i) {
        const double share = static_cast<double>(i) / static_cast<double>(kFanoWindows - 1);
        const Time window = asTicks(shortest * std::pow(longest / shortest, share));
        if (windows.empty() || window > windows.back())
            windows.push_back(window);
    }
    return windows;
}

StatisticsLengths lengthsFor(const SpikePopulation& population, const StatisticsData& data,
                             const Params& params)
{
    const auto range = static_cast<double>(ticksIn(data.subject.range));
    double slowest = 0.0; // mean interval of the curve that fires least
    for (const CurveData& curve : data.curves) {
        if (curve.intervals > 0)
            slowest = std::max(slowest, curve.meanInterval());
    }
    if (!(slowest > 0.0))
        slowest = range / kBinsPerAxis;
    const auto length = [&](const char* id, double automatic) {
        if (!(params.number(id) > 0.0))
            return asTicks(roundUp(automatic));
        const Time given = lengthInTicks(params, id, population);
        return given;
    };
    const auto atMost = [&](const char* id, Time bin) {
        if (range / static_cast<double>(bin) > kMostBins) {
            throw Error(ErrorKind::BadParameter,
                        std::string(id) + ": more than a million bins; make it longer or the "
                                          "stretch of time shorter");
        }
    };
    const double shown = std::min(kIntervalsShown * slowest, std::max(1.0, 0.5 * range));
    StatisticsLengths lengths;
    lengths.rateBin = length("bin-ms", range / kRateBins);
    lengths.longest = length("longest-ms", shown);
    lengths.isiBin = asTicks(std::ceil(static_cast<double>(lengths.longest) / kBinsPerAxis));
    lengths.lag = length("lag-ms", shown);
    lengths.lagBin = asTicks(std::ceil(static_cast<double>(lengths.lag) / kBinsPerAxis));
    lengths.window = length("window-ms", std::max(slowest, range / kUsualWindows));
    atMost("bin-ms", lengths.rateBin);
    atMost("window-ms", lengths.window);
    lengths.fano = fanoWindows(range, std::max(1.0, 0.2 * static_cast<double>(lengths.window)));
    return lengths;
}

void countTrain(const StatisticsData& data, std::span<const Time> times, CurveData& curve,
                JobContext& job)
{
    const TimeRange range = data.subject.range;
    const auto bin = static_cast<std::uint64_t>(data.lengths.rateBin);
    for (const Time time : times)
        ++curve.counts[static_cast<std::size_t>(ticksBetween(range.begin, time) / bin)];
    curve.isi->add(times);
    addAutoPairs(times, *curve.pairs, job);
    for (std::size_t i = 0; i < data.lengths.fano.size(); ++i)
        curve.fano[i].add(fanoFactor(countMoments(times, range, data.lengths.fano[i])));
}

void gatherCounts(const SpikePopulation& population, StatisticsData& data, JobContext& job)
{
    const StatisticsLengths& lengths = data.lengths;
    const auto bin = static_cast<std::uint64_t>(lengths.rateBin);
    const std::uint64_t bins = (ticksIn(data.subject.range) + bin - 1) / bin;
    const auto isiBins =
        static_cast<std::size_t>((lengths.longest + lengths.isiBin - 1) / lengths.isiBin);
    for (std::size_t i = 0; i < data.curves.size(); ++i) {
        CurveData& curve = data.curves[i];
        curve.counts.assign(static_cast<std::size_t>(bins), 0);
        curve.isi.emplace(lengths.isiBin, isiBins);
        curve.pairs.emplace(lengths.lagBin, lengths.lag);
        curve.fano.resize(lengths.fano.size());
        population.visit(
            data.subject.curves[i].units, data.subject.range,
            [&](UnitIndex, std::span<const Time> times) { countTrain(data, times, curve, job); },
            job);
    }
}

std::optional<PopulationNumbers> populationNumbers(const SpikePopulation& population,
                                                   const StatisticsData& data, JobContext& job)
{
    const TimeRange range = data.subject.range;
    const std::size_t units = data.subject.units.size();
    const std::size_t windows = wholeWindows(range, data.lengths.window);
    if (units < 2 || windows < 2)
        return std::nullopt;
    MeanCorrelation correlation;
    DefinedMean lifetime;
    std::vector<double> sum(windows, 0.0);
    std::vector<double> squares(windows, 0.0);
    population.visit(
        data.subject.units, range,
        [&](UnitIndex, std::span<const Time> times) {
            const auto counts = windowCounts(times, range, data.lengths.window);
            correlation.add(counts);
            const std::vector<double> responses(counts.begin(), counts.end());
            lifetime.add(sparseness(responses));
            for (std::size_t i = 0; i < windows; ++i) {
                sum[i] += responses[i];
                squares[i] += responses[i] * responses[i];
            }
        },
        job);
    DefinedMean overWindows;
    for (std::size_t i = 0; i < windows; ++i)
        overWindows.add(sparsenessOf(units, sum[i], squares[i]));
    return PopulationNumbers{correlation.mean(), lifetime.mean(), overWindows.mean()};
}

} // namespace

double CurveData::meanInterval() const
{
    return ticksOfIntervals / static_cast<double>(intervals);
}

double StatisticsData::meanRate(std::size_t curve, double secondsPerTick) const
{
    const double exposure = static_cast<double>(subject.curves[curve].units.size()) *
                            static_cast<double>(ticksIn(subject.range)) * secondsPerTick;
    return static_cast<double>(curves[curve].spikes) / exposure;
}

StatisticsData gatherStatistics(const SpikePopulation& population, std::uint64_t keySource,
                                const Params& params, JobContext& job)
{
    StatisticsData data;
    data.subject = subjectOf(population, params.text("units"), "units", kMostSeparateUnits,
                             static_cast<std::size_t>(params.integer("most-units")), keySource);
    data.subject.range = chosenRange(params, population);
    data.curves.resize(data.subject.curves.size());
    JobContext intervals = job.part(0.0, 0.3);
    gatherIntervals(population, data, intervals);
    data.lengths = lengthsFor(population, data, params);
    JobContext counts = job.part(0.3, 0.8);
    gatherCounts(population, data, counts);
    JobContext together = job.part(0.8, 1.0);
    data.population = populationNumbers(population, data, together);
    return data;
}

} // namespace inspike
