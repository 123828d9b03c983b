// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The step function of spiking neurons with the derivative of the fast sigmoid in its place.

#include <ATen/core/Tensor.h>

#include <stop_token>

namespace inspike::nn {

// 1 where x > 0, else 0; backward multiplies by 1 / (slope |x| + 1)^2. A long backward pass checks
// `stop`, which must outlive it, and throws Error{Cancelled}.
at::Tensor fastSigmoidSpikes(const at::Tensor& x, double slope, const std::stop_token& stop);

} // namespace inspike::nn
