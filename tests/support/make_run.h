// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Small runs made up for tests: arrays with the axes that models give, and a whole run of the
// context task whose numbers follow a formula, so that another program can make the same ones.

#include "core/nn/model.h"

#include <functional>
#include <utility>
#include <vector>

namespace inspike::test {

// Axes of these kinds and sizes.
std::vector<Axis> axesOf(const std::vector<std::pair<AxisKind, std::size_t>>& shape);

// Value of unit n of trial b at step t.
using TrialFormula = std::function<float(std::size_t t, std::size_t b, std::size_t n)>;

// [steps, trials, units, 1] with axes time, sample, unit, feature.
LabelledArray trialValues(std::size_t steps, std::size_t trials, std::size_t units,
                          const TrialFormula& value);
// [rows, columns] with axes unit, mode.
LabelledArray unitModes(std::size_t rows, std::size_t columns,
                        const std::function<float(std::size_t, std::size_t)>& value);
Activation probeOf(std::string id, ProbeKind kind, LabelledArray values);
Activation spikesOf(std::string id, const LabelledArray& values); // stored sparse
// A tensor without named axes, as files may hold it.
Tensor trialTensor(std::size_t steps, std::size_t trials, std::size_t channels,
                   const TrialFormula& value);

struct RunSize
{
    std::size_t steps = 40;
    std::size_t trials = 8;
    std::size_t units = 6;
    std::size_t modes = 3;
};

// A run of the context task: probes U, I, R (dense), S (sparse), output y, inputs x, context and
// target, parameters Win, pin, pout, l; 2 ms per step. Trial b has context b % 2, chooses + when
// b % 4 < 2, and its stimulus lasts from 10 % to 50 % of the trial. Spikes: (t + 3 b + 5 n) % 11 is
// 0. R and parameters: see the .cpp.
Run makeContextRun(const RunSize& size = {});

} // namespace inspike::test
