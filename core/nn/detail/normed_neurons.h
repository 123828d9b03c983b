// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Batch norm in training and the neurons of leaky_neuron.h behind it in one pass over memory, each
// step with batch statistics of its own. Backward keeps the input and four numbers per step and
// channel; normalised values and potentials are made again.

#include "core/nn/detail/leaky_neuron.h"

namespace inspike::nn {

struct BatchNorm
{
    at::Tensor weight, bias; // [C]
    // [C], moved step after step; undefined: nothing is moved
    at::Tensor runningMean, runningVariance;
    double momentum = 0.1;
    double epsilon = 1e-5;
};

// x [T, B, C, ...] float32, or [1, B, C, ...] for the same input at each of `steps` steps. `start`
// and membranes as in leakySpikes(). Records gradients where autograd is on: of spikes and membrane
// with respect to x, weight, bias and start.
LeakyPass normedSpikes(const at::Tensor& x, std::int64_t steps, const BatchNorm& norm,
                       const at::Tensor& start, const LeakyNeuron& neuron, bool everyMembrane);

} // namespace inspike::nn
