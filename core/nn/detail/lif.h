// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The leaky integrate-and-fire neuron of S-CMRL, all steps in one pass (specs: s-cmrl 2):
//     h_t = v_{t-1} + (x_t - v_{t-1}) / 2;  s_t = 1 if h_t >= 1 else 0;  v_t = h_t (1 - s_t)
// with v_0 = 0. Backward has no path through time: dL/dx_t = 1/2 * 4 sg(4u) (1 - sg(4u)) * dL/ds_t
// with u = h_t - 1 and sg the logistic function.

#include <ATen/core/Tensor.h>

namespace inspike::nn {

// current [T, ...] float32; spikes of the same shape. Records a gradient where autograd is on.
at::Tensor lifSpikes(const at::Tensor& current);

// The same with the potentials after the reset, [T, ...]; no gradient.
struct LifTrace
{
    at::Tensor spikes;
    at::Tensor membrane;
};
LifTrace lifTrace(const at::Tensor& current);

} // namespace inspike::nn
