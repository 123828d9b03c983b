// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/detail/bridge.h"

#include "core/base/error.h"

#include <ATen/ops/empty.h>

#include <algorithm>

namespace inspike::nn {

at::Tensor tensorFromFloats(std::span<const float> values, const std::vector<std::int64_t>& shape)
{
    at::Tensor tensor = at::empty(shape, at::TensorOptions().dtype(at::kFloat));
    if (static_cast<std::size_t>(tensor.numel()) != values.size())
        throw Error(ErrorKind::Internal, "values do not fill the tensor");
    std::ranges::copy(values, tensor.data_ptr<float>());
    return tensor;
}

at::Tensor tensorFromIntegers(std::span<const std::int64_t> values)
{
    at::Tensor tensor =
        at::empty({static_cast<std::int64_t>(values.size())}, at::TensorOptions().dtype(at::kLong));
    std::ranges::copy(values, tensor.data_ptr<std::int64_t>());
    return tensor;
}

void copyToFloats(const at::Tensor& tensor, std::span<float> target)
{
    const at::Tensor plain = tensor.contiguous();
    if (static_cast<std::size_t>(plain.numel()) != target.size())
        throw Error(ErrorKind::Internal, "a tensor does not fill its place");
    std::copy_n(plain.data_ptr<float>(), target.size(), target.begin());
}

} // namespace inspike::nn
