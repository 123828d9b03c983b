// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Max pooling as front ends of spiking networks use it, in one pass over vectors of a row; LibTorch
// looks at one window after the other and keeps 64-bit positions.

#include <ATen/core/Tensor.h>

namespace inspike::nn {

// Largest of each 3 x 3 window, stride 2, padding 1; x [N, C, H, W] float32. Of equal values the
// first one of a window, row by row, gets the gradient. Records a gradient where autograd is on.
at::Tensor maxPool3(const at::Tensor& x);

} // namespace inspike::nn
