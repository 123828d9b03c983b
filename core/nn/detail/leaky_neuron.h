// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The leaky integrate-and-fire neuron with back-propagation through all of its time (specs:
// static-to-event 2), all steps in one pass:
//     h_t = v_{t-1} + (x_t - v_{t-1}) / 2;  s_t = 1 if h_t - threshold > 0 else 0
//     v_t = h_t (1 - s_t)
// Backward: dL/dh_t = (1 - s_t) dL/dv_t + g(h_t - threshold) dL/ds_t, of which x_t and v_{t-1} get
// half each; g is the surrogate. lif.h has the neuron of S-CMRL, which fires at its threshold and
// has no path through time.

#include <ATen/core/Tensor.h>

namespace inspike::nn {

// What stands for the derivative of a spike at u = h - threshold, of sharpness a:
//   Gate    a / 2 where |u| < 1 / a         QGate   max(0, a - a^2 |u|)
//   Atan    a / 2 / (1 + (pi a u / 2)^2)    BackEi  1 where |u| < 1 / 2, whatever a
enum class Surrogate { Gate, QGate, Atan, BackEi };

struct LeakyNeuron
{
    float threshold = 0.5F;
    Surrogate surrogate = Surrogate::QGate;
    float sharpness = 2.0F;
};

float surrogateAt(const LeakyNeuron& neuron, float u);

struct LeakyPass
{
    at::Tensor spikes;   // [T, ...]
    at::Tensor membrane; // after the reset: [T, ...], or only the last step [1, ...]
};

// current [T, ...] float32; `start` is v_0 [...], undefined = 0. Records gradients where autograd
// is on: of spikes and membrane with respect to current and start.
LeakyPass leakySpikes(const at::Tensor& current, const at::Tensor& start, const LeakyNeuron& neuron,
                      bool everyMembrane);

} // namespace inspike::nn
