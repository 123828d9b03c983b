// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What happened in each trial of a run: which context was cued, what the network chose, when the
// stimulus was on. Read from the inputs and the output, so that it also holds for runs from files.
// Context task: Zhang, Jiang, Huang, "Spiking mode-based neural networks", Phys. Rev. E 110,
// 024306 (2024): channels 0, 1 are the stimuli and 2, 3 the one-hot cue.

#include "core/analysis/trial_array.h"

#include <optional>
#include <vector>

namespace inspike {

// The choice is the sign of the mean output over this many last steps.
constexpr std::size_t kDecisionSteps = 50;

// Mean of the first output over the last kDecisionSteps steps (fewer in a shorter trial), per
// trial.
std::vector<double> decisionValues(const TrialArray& output);

// -1 = unknown or not applicable.
struct TrialCondition
{
    int context = -1; // 0 or 1: the stimulus that counted at the end of the trial
    int choice = 0;   // +1 or -1, 0 unknown; a decision value of exactly 0 counts as -1
    int chosenClass = -1;

    friend bool operator==(const TrialCondition&, const TrialCondition&) = default;
};

// One number per kind of trial: 2 * context + (choice is -), the context, or (choice is -), as far
// as they are known; the chosen class; 0 when nothing is known.
int conditionNumber(const TrialCondition& condition);

// One entry per trial; `trials` of them whatever the run holds. Output y with steps gives the
// choice, without steps the class (arg-max). Throws Error{BadFormat} when the output is not finite.
std::vector<TrialCondition> trialConditions(const Run& run, std::size_t trials);

// The input that drives the network: "x", else "spikes"; nullptr when the run keeps neither.
const Tensor* drivingInput(const Run& run);

struct StepRange
{
    std::size_t begin = 0;
    std::size_t end = 0; // half-open
};
// From the first to the last step at which a stimulus is not zero (cues excluded); nullopt when
// there is no stimulus or it lasts the whole trial.
std::optional<StepRange> stimulusSteps(const TrialArray& input, std::size_t trial);
// The same for the driving input of a run; nullopt when it keeps none.
std::optional<StepRange> stimulusSteps(const Run& run, std::size_t trial);

} // namespace inspike
