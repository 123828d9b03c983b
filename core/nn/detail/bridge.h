// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Plain float arrays to LibTorch's tensors and back; always copies, always float32 on the CPU.

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <span>
#include <vector>

namespace inspike::nn {

at::Tensor tensorFromFloats(std::span<const float> values, const std::vector<std::int64_t>& shape);
at::Tensor tensorFromIntegers(std::span<const std::int64_t> values);
// Row-major values; `target` must have the tensor's number of elements.
void copyToFloats(const at::Tensor& tensor, std::span<float> target);

} // namespace inspike::nn
