// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// How well a run solved its task, against the target or label it kept among its inputs.
//   over time: correct when the sign of the mean output over the last 50 steps is that of the
//              target; mean squared error over all steps of a trial
//   classes:   correct when the largest output is at the label

#include "core/nn/model.h"

#include <vector>

namespace inspike {

struct TrialPerformance
{
    int context = -1;    // 0, 1; -1 unknown
    double decision = 0; // mean output over the last steps, or the chosen class
    double wanted = 0;   // mean target over the last steps, or the label
    bool correct = false;
    double squaredError = 0; // mean over steps; NaN for classes
};

// nullopt when the run can be judged, else what it lacks.
std::optional<std::string> lacksForPerformance(const Run* run);
// One entry per trial. Throws Error{NotFound} when output, target or label is missing, and
// Error{BadShape} when they do not fit.
std::vector<TrialPerformance> taskPerformance(const Run& run);

} // namespace inspike
