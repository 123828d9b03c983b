// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/detail/network_state.h"

#include "core/base/error.h"
#include "core/nn/detail/bridge.h"

#include <ATen/ops/scalar_tensor.h>
#include <ATen/ops/zeros.h>

#include <algorithm>
#include <cmath>

namespace inspike::nn {

namespace {

using Role = ParameterRole;

std::vector<std::size_t> unsignedShape(const std::vector<std::int64_t>& shape)
{
    return {shape.begin(), shape.end()};
}

at::Tensor tensorFor(const ParameterEntry& entry, const Tensor& tensor)
{
    const bool scalar = entry.shape.empty() && tensor.elements() == 1;
    if (!scalar && tensor.shape != unsignedShape(entry.shape))
        throw Error(ErrorKind::BadModel, "the parameter '" + entry.name + "' is " +
                                             shapeText(tensor.shape) + ", the network needs " +
                                             shapeText(unsignedShape(entry.shape)));
    if (entry.role == Role::BatchesTracked) {
        const double count = tensor.toDoubles().front();
        return at::scalar_tensor(std::isfinite(count) ? static_cast<std::int64_t>(count) : 0,
                                 at::TensorOptions().dtype(at::kLong));
    }
    const std::vector<float> values = tensor.toFloats();
    if (!std::ranges::all_of(values, [](float value) { return std::isfinite(value); }))
        throw Error(ErrorKind::BadModel,
                    "the parameter '" + entry.name + "' holds values that are not finite");
    return tensorFromFloats(values, entry.shape);
}

std::vector<std::string> namesWhere(const NetworkState& state, const auto& condition)
{
    std::vector<std::string> names;
    for (const auto& [name, tensor] : state) {
        if (condition(name))
            names.push_back(name);
    }
    return names;
}

} // namespace

bool ParameterEntry::isTrained() const
{
    switch (role) {
    case Role::RunningMean:
    case Role::RunningVariance:
    case Role::BatchesTracked:
    case Role::FrozenThreshold:
    case Role::FrozenSlope:
        return false;
    default:
        return true;
    }
}

bool ParameterEntry::isRequired() const
{
    return used && (isTrained() || role == Role::RunningMean || role == Role::RunningVariance);
}

std::map<std::string, const Tensor*> namedTensors(const Checkpoint& checkpoint)
{
    constexpr std::string_view kParallel = "module.";
    std::map<std::string, const Tensor*> tensors;
    for (const auto& [name, tensor] : checkpoint.state)
        tensors[name.starts_with(kParallel) ? name.substr(kParallel.size()) : name] = &tensor;
    return tensors;
}

NetworkState stateFrom(std::span<const ParameterEntry> entries,
                       const std::map<std::string, const Tensor*>& tensors, std::string_view system)
{
    NetworkState state;
    for (const ParameterEntry& entry : entries) {
        const auto found = tensors.find(entry.name);
        if (found != tensors.end())
            state[entry.name] = tensorFor(entry, *found->second);
        else if (entry.isRequired())
            throw Error(ErrorKind::BadModel, std::string(system) + " needs the parameter '" +
                                                 entry.name + "', which the file does not have");
    }
    return state;
}

const at::Tensor& parameterOf(const NetworkState& state, std::string_view name,
                              std::string_view system)
{
    const auto found = state.find(name);
    if (found == state.end())
        throw Error(ErrorKind::BadModel,
                    std::string(system) + " needs the parameter '" + std::string(name) + "'");
    return found->second;
}

std::vector<std::string> trainedNames(std::span<const ParameterEntry> entries,
                                      const NetworkState& state)
{
    std::vector<std::string> names;
    for (const ParameterEntry& entry : entries) {
        if (entry.isTrained() && state.contains(entry.name))
            names.push_back(entry.name);
    }
    std::ranges::sort(names);
    return names;
}

std::uint64_t elementsOf(const NetworkState& state, std::span<const std::string> names)
{
    std::uint64_t count = 0;
    for (const std::string& name : names)
        count += static_cast<std::uint64_t>(state.find(name)->second.numel());
    return count;
}

void storeState(const NetworkState& state, Checkpoint& checkpoint)
{
    for (const auto& [name, tensor] : state) {
        const auto sizes = tensor.sizes();
        const std::vector<std::size_t> shape(sizes.begin(), sizes.end());
        if (tensor.scalar_type() == at::kLong) {
            checkpoint.state[name] =
                Tensor::fromInt64(shape, {tensor.item<std::int64_t>()}); // a scalar
            continue;
        }
        std::vector<float> values(static_cast<std::size_t>(tensor.numel()));
        copyToFloats(tensor.detach(), values);
        checkpoint.state[name] = Tensor::fromFloats(shape, values);
    }
}

std::vector<std::string> runningStatistics(const NetworkState& state)
{
    return namesWhere(state, [](std::string_view name) {
        return name.ends_with(".running_mean") || name.ends_with(".running_var");
    });
}

std::vector<std::string> batchCounters(const NetworkState& state)
{
    return namesWhere(state,
                      [](std::string_view name) { return name.ends_with(".num_batches_tracked"); });
}

at::Tensor drawnTensor(const std::vector<std::int64_t>& shape, const std::function<double()>& draw)
{
    at::Tensor tensor = at::zeros(shape, at::TensorOptions().dtype(at::kFloat));
    float* values = tensor.data_ptr<float>();
    for (std::int64_t i = 0; i < tensor.numel(); ++i)
        values[i] = static_cast<float>(draw());
    return tensor;
}

} // namespace inspike::nn
