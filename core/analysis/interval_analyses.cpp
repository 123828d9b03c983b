// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/analysis_registry.h"
#include "core/analysis/isi_statistics.h"
#include "core/analysis/population_params.h"
#include "core/base/error.h"

#include <cmath>

namespace inspike {

namespace {

constexpr double kMostBins = 1e6;

std::optional<std::string> lacks(const AnalysisInputs& inputs)
{
    return lacksSpikes(inputs.spikes());
}

// Means of what trains tell, of those trains where it is defined.
struct Irregularity
{
    std::uint64_t spikes = 0;
    std::uint64_t intervals = 0;
    double ticks = 0.0; // of all intervals
    DefinedMean cv, cv2, lv;

    void add(std::span<const Time> train)
    {
        const IsiStatistics one = isiStatistics(train);
        spikes += one.spikes;
        intervals += one.intervals;
        if (one.intervals > 0)
            ticks += one.mean * static_cast<double>(one.intervals);
        cv.add(one.cv);
        cv2.add(one.cv2);
        lv.add(one.lv);
    }
    double meanInterval() const { return ticks / static_cast<double>(intervals); } // NaN of none
};

ParamSpecs isiParams()
{
    return withPopulationParams(
        {pooledUnitsParam(),
         lengthParam("bin-ms", "Bin",
                     "Bin of the histogram; in steps where their duration is "
                     "unknown",
                     1.0),
         lengthParam("longest-ms", "Longest interval",
                     "End of the histogram; longer intervals are counted together", 100.0)});
}

std::size_t binsOf(const Params& params)
{
    const double bins = std::ceil(params.number("longest-ms") / params.number("bin-ms"));
    if (!(bins <= kMostBins)) {
        throw Error(ErrorKind::BadParameter,
                    "bin-ms: more than a million bins up to longest-ms; make the bin longer");
    }
    return static_cast<std::size_t>(bins);
}

AnalysisResult callIsi(const AnalysisInputs& inputs, const Params& params, JobContext& job)
{
    std::optional<IsiHistogram> histogram;
    Irregularity all;
    bool steps = false;
    std::string unit;
    forEachPopulation(
        inputs.spikes(), populationRequest(params),
        [&](const SpikePopulation& population) {
            if (!histogram)
                histogram.emplace(lengthInTicks(params, "bin-ms", population), binsOf(params));
            steps = population.stepTime();
            unit = timeUnit(population);
            population.visit(
                chosenUnits(params, "unit", population), chosenRange(params, population),
                [&](UnitIndex, std::span<const Time> times) {
                    histogram->add(times);
                    all.add(times);
                },
                job);
        },
        job);
    AnalysisResult result;
    result.columns = {"from (" + unit + ")", "to (" + unit + ")", "intervals", "share"};
    const auto intervals = static_cast<double>(histogram->intervals());
    for (std::size_t i = 0; i < histogram->counts.size(); ++i) {
        const auto count = static_cast<double>(histogram->counts[i]);
        const double from = static_cast<double>(static_cast<Time>(i) * histogram->bin);
        const double to = static_cast<double>(static_cast<Time>(i + 1) * histogram->bin);
        result.rows.push_back(
            {msFromTicks(from, steps), msFromTicks(to, steps), count, count / intervals});
    }
    result.summary = {{"spikes", static_cast<double>(all.spikes)},
                      {"intervals", intervals},
                      {"longer intervals", static_cast<double>(histogram->longer)},
                      {"mean interval (" + unit + ")", msFromTicks(all.meanInterval(), steps)},
                      {"CV", all.cv.mean()},
                      {"CV2", all.cv2.mean()},
                      {"LV", all.lv.mean()},
                      {"trains with CV", static_cast<double>(all.cv.defined())}};
    result.note = "CV = sd / mean (n - 1); CV2: Holt et al. 1996; LV: Shinomoto et al. 2003; of "
                  "several units or trials the mean over those with two intervals or more";
    return result;
}

ParamSpecs cvParams()
{
    return withPopulationParams({unitsParam()});
}

AnalysisResult callCv(const AnalysisInputs& inputs, const Params& params, JobContext& job)
{
    std::vector<UnitIndex> units;
    std::vector<Irregularity> ofUnit;
    bool steps = false;
    std::string unit;
    forEachPopulation(
        inputs.spikes(), populationRequest(params),
        [&](const SpikePopulation& population) {
            steps = population.stepTime();
            unit = timeUnit(population);
            units = chosenUnits(params, "units", population);
            ofUnit.resize(population.units());
            population.visit(
                units, chosenRange(params, population),
                [&](UnitIndex index, std::span<const Time> times) { ofUnit[index].add(times); },
                job);
        },
        job);
    AnalysisResult result;
    result.columns = {"unit", "spikes", "intervals", "mean interval (" + unit + ")",
                      "CV",   "CV2",    "LV"};
    Irregularity means;
    for (const UnitIndex index : units) {
        const Irregularity& one = ofUnit[index];
        result.rows.push_back({static_cast<double>(index), static_cast<double>(one.spikes),
                               static_cast<double>(one.intervals),
                               msFromTicks(one.meanInterval(), steps), one.cv.mean(),
                               one.cv2.mean(), one.lv.mean()});
        means.cv.add(one.cv.mean());
        means.cv2.add(one.cv2.mean());
        means.lv.add(one.lv.mean());
    }
    result.summary = {{"units", static_cast<double>(units.size())},
                      {"units with CV", static_cast<double>(means.cv.defined())},
                      {"mean CV", means.cv.mean()},
                      {"mean CV2", means.cv2.mean()},
                      {"mean LV", means.lv.mean()}};
    result.note =
        "CV = sd / mean of the intervals (n - 1); CV2: Holt et al. 1996; LV: Shinomoto et "
        "al. 2003; means over trials and units with two intervals or more";
    return result;
}

} // namespace

Analysis makeIsiAnalysis()
{
    return {"isi",
            "Interval histogram",
            "Histogram of inter-spike intervals, with CV, CV2 and local variation",
            &isiParams,
            &lacks,
            &callIsi};
}

Analysis makeCvAnalysis()
{
    return {"cv",
            "Irregularity",
            "CV, CV2 (Holt et al. 1996) and local variation (Shinomoto et al. 2003) of the "
            "intervals of every unit",
            &cvParams,
            &lacks,
            &callCv};
}

} // namespace inspike
