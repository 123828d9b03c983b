// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/detail/trainable_state.h"

#include "core/nn/detail/network_state.h"

#include <utility>

namespace inspike::nn {

void TrainableState::attach(Tensors& state, std::vector<std::string> names)
{
    m_state = &state;
    m_names = std::move(names);
}

const at::Tensor& TrainableState::tensor(std::string_view name) const
{
    return parameterOf(*m_state, name, "network that learns");
}

std::size_t TrainableState::dimensions(std::string_view name) const
{
    return static_cast<std::size_t>(tensor(name).dim());
}

std::span<float> TrainableState::values(std::string_view name)
{
    const at::Tensor& found = tensor(name);
    return {found.data_ptr<float>(), static_cast<std::size_t>(found.numel())};
}

std::vector<std::string> TrainableState::buffers() const
{
    return runningStatistics(*m_state);
}

std::vector<std::string> TrainableState::counters() const
{
    return batchCounters(*m_state);
}

std::span<std::int64_t> TrainableState::counter(std::string_view name)
{
    const at::Tensor& found = tensor(name);
    return {found.data_ptr<std::int64_t>(), static_cast<std::size_t>(found.numel())};
}

} // namespace inspike::nn
