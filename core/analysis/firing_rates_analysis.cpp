// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/analysis_registry.h"
#include "core/analysis/spike_statistics.h"
#include "core/analysis/trial_array.h"
#include "core/base/error.h"

#include <limits>

namespace inspike {

namespace {

constexpr double kSecondsPerMicrosecond = 1e-6;

ParamSpecs params()
{
    return {{"probe", "Probe", "Spikes of this probe; empty = the first one", std::string()},
            {"trial", "Trial", "Number of the trial, from 0; -1 = all trials together",
             std::int64_t{-1}, -1}};
}

std::optional<std::string> lacks(const AnalysisInputs& inputs)
{
    if (inputs.run && spikesProbeOf(*inputs.run))
        return std::nullopt;
    if (inputs.recording && inputs.recording->first<SpikeTrains>() != nullptr)
        return std::nullopt;
    return "a run with a spikes probe or a recording with spikes";
}

// Sums over trials, and the mean time of the first spike over the trials that have one.
struct UnitTotals
{
    std::vector<double> spikes, firstSum, firstCount;
    double seconds = 0.0;
    bool stepTime = false;
    std::size_t trials = 0;

    void add(const SpikeTrains& trains, TimeRange range, double secondsPerTick)
    {
        const std::vector<UnitStatistics> units = unitStatistics(trains, range, secondsPerTick);
        spikes.resize(units.size(), 0.0);
        firstSum.resize(units.size(), 0.0);
        firstCount.resize(units.size(), 0.0);
        for (std::size_t i = 0; i < units.size(); ++i) {
            spikes[i] += static_cast<double>(units[i].spikes);
            if (units[i].firstSpike) {
                firstSum[i] += static_cast<double>(*units[i].firstSpike - range.begin);
                firstCount[i] += 1.0;
            }
        }
        seconds += static_cast<double>(range.length()) * secondsPerTick;
        ++trials;
    }
};

UnitTotals totalsOfRun(const Run& run, const Params& settings, JobContext& job)
{
    std::string probe = settings.text("probe");
    if (probe.empty())
        probe = spikesProbeOf(run).value_or("S");
    UnitTotals totals;
    const std::int64_t wanted = settings.integer("trial");
    std::size_t trial = wanted < 0 ? 0 : static_cast<std::size_t>(wanted);
    std::size_t end = trial + 1;
    for (; trial < end; ++trial) {
        job.checkpoint();
        const TrialSpikes spikes = spikesOfTrial(run, probe, trial);
        totals.stepTime = spikes.stepTime;
        totals.add(spikes.spikes, spikes.extent, spikes.stepTime ? 1.0 : kSecondsPerMicrosecond);
        if (wanted < 0)
            end = spikes.trials;
    }
    return totals;
}

UnitTotals totalsOf(const AnalysisInputs& inputs, const Params& settings, JobContext& job)
{
    if (inputs.run && (spikesProbeOf(*inputs.run) || settings.isSet("probe")))
        return totalsOfRun(*inputs.run, settings, job);
    UnitTotals totals;
    const SpikeTrains& spikes = *inputs.recording->first<SpikeTrains>();
    totals.add(spikes, spikes.extent(), kSecondsPerMicrosecond);
    return totals;
}

AnalysisResult call(const AnalysisInputs& inputs, const Params& settings, JobContext& job)
{
    const UnitTotals totals = totalsOf(inputs, settings, job);
    const bool steps = totals.stepTime;
    AnalysisResult result;
    result.columns = {"unit", "spikes", steps ? "rate (1/step)" : "rate (Hz)",
                      steps ? "first spike (step)" : "first spike (ms)"};
    double sum = 0.0;
    double silent = 0.0;
    for (std::size_t i = 0; i < totals.spikes.size(); ++i) {
        const double rate = totals.seconds > 0.0 ? totals.spikes[i] / totals.seconds : 0.0;
        double first = std::numeric_limits<double>::quiet_NaN();
        if (totals.firstCount[i] > 0.0)
            first = totals.firstSum[i] / totals.firstCount[i] / (steps ? 1.0 : kMicrosecondsPerMs);
        result.rows.push_back({static_cast<double>(i), totals.spikes[i], rate, first});
        sum += rate;
        silent += totals.spikes[i] == 0.0 ? 1.0 : 0.0;
    }
    const auto units = static_cast<double>(totals.spikes.size());
    result.summary = {
        {"units", units},
        {"trials", static_cast<double>(totals.trials)},
        {steps ? "mean rate (1/step)" : "mean rate (Hz)", units > 0.0 ? sum / units : 0.0},
        {"silent units", silent}};
    result.note =
        "rate = spikes / time; first spike = mean over the trials in which the unit fires";
    return result;
}

} // namespace

Analysis makeFiringRatesAnalysis()
{
    return {"firing-rates", "Firing rates", "Spike count, rate and first spike of every unit",
            &params,        &lacks,         &call};
}

} // namespace inspike
