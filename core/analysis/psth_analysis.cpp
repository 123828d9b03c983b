// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/analysis_registry.h"
#include "core/analysis/population_params.h"
#include "core/analysis/trial_alignment.h"

namespace inspike {

namespace {

std::optional<std::string> lacks(const AnalysisInputs& inputs)
{
    return lacksAlignment(inputs.spikes());
}

AnalysisResult call(const AnalysisInputs& inputs, const Params& params, JobContext& job)
{
    const SpikeSources sources = inputs.spikes();
    const AlignedSpikes aligned = alignedBy(
        params, sources,
        [&](const SpikePopulation& population) { return chosenUnits(params, "unit", population); },
        job);
    AnalysisResult result;
    const std::string time = aligned.stepTime ? "step" : "ms";
    const std::string rate = aligned.stepTime ? "1/step" : "Hz";
    result.columns = {"label", "time (" + time + ")", "trials", "mean rate (" + rate + ")",
                      "standard error (" + rate + ")"};
    for (const std::int64_t value : aligned.values()) {
        const Psth psth = aligned.psth(value);
        for (std::size_t bin = 0; bin < psth.bins(); ++bin) {
            result.rows.push_back(
                {static_cast<double>(value), msFromTicks(psth.centre(bin), aligned.stepTime),
                 static_cast<double>(psth.trials()),
                 psth.mean(bin, aligned.units, aligned.secondsPerTick()),
                 psth.standardError(bin, aligned.units, aligned.secondsPerTick())});
        }
    }
    result.summary = {{"units", static_cast<double>(aligned.units)},
                      {"trials", static_cast<double>(aligned.trials.size())},
                      {"labels", static_cast<double>(aligned.values().size())}};
    result.note = "time = centre of the bin from the label (in a run: from the start of the "
                  "trial); rate per unit, mean and standard error over the trials of a label (in a "
                  "run: of a condition, 2 * context + (choice is -))";
    return result;
}

} // namespace

Analysis makePsthAnalysis()
{
    return {"psth",
            "PSTH",
            "Rate around the labels of a recording or over the trials of a run, with standard "
            "error (Gerstein and Kiang 1960)",
            &alignmentParams,
            &lacks,
            &call};
}

} // namespace inspike
