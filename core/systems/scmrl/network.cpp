// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/systems/scmrl/network.h"

#include "core/base/error.h"
#include "core/base/random.h"
#include "core/nn/detail/bridge.h"
#include "core/systems/scmrl/parameters.h"

#include <ATen/ops/ones.h>
#include <ATen/ops/scalar_tensor.h>
#include <ATen/ops/zeros.h>

#include <algorithm>
#include <cmath>

namespace inspike::scmrl {

namespace {

using Role = ParameterRole;

constexpr double kLinearSigma = 0.02;
constexpr double kCut = 2.0; // of the truncated normal, absolute as in PyTorch's initialiser
constexpr double kThreshold = 1.0;
constexpr double kSurrogateSlope = 4.0;

std::vector<std::size_t> unsignedShape(const std::vector<std::int64_t>& shape)
{
    return {shape.begin(), shape.end()};
}

// Names as the reference has them: without the prefix of parallel training, and the two linear
// layers of WeightAttention under ours, whatever the file calls them.
std::map<std::string, const Tensor*> namedState(const Checkpoint& checkpoint, const Config& config)
{
    constexpr std::string_view kParallel = "module.";
    std::map<std::string, const Tensor*> state;
    for (const auto& [name, tensor] : checkpoint.state)
        state[name.starts_with(kParallel) ? name.substr(kParallel.size()) : name] = &tensor;
    if (config.fusion != Fusion::WeightAttention || !config.crossAttention)
        return state;
    const std::vector<std::size_t> wide = {config.embed, 2 * config.embed};
    const std::vector<std::size_t> narrow = {1, config.embed};
    std::map<std::string, const Tensor*> renamed;
    for (const auto& [name, tensor] : state) {
        renamed[name] = tensor;
        const bool weight = name.starts_with("block.") && name.ends_with(".weight");
        if (!weight || (tensor->shape != wide && tensor->shape != narrow))
            continue;
        const std::string block = name.substr(0, std::string_view("block.0").size());
        const std::string ours = block + (tensor->shape == wide ? ".attn.fc1" : ".attn.fc2");
        renamed[ours + ".weight"] = tensor;
        const auto bias = state.find(name.substr(0, name.size() - 6) + "bias");
        if (bias != state.end())
            renamed[ours + ".bias"] = bias->second;
    }
    return renamed;
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
    return nn::tensorFromFloats(values, entry.shape);
}

bool required(const ParameterEntry& entry)
{
    return entry.used && (entry.isTrained() || entry.role == Role::RunningMean ||
                          entry.role == Role::RunningVariance);
}

at::Tensor filled(const std::vector<std::int64_t>& shape, const auto& draw)
{
    at::Tensor tensor = at::zeros(shape, at::TensorOptions().dtype(at::kFloat));
    float* values = tensor.data_ptr<float>();
    for (std::int64_t i = 0; i < tensor.numel(); ++i)
        values[i] = static_cast<float>(draw());
    return tensor;
}

double truncatedNormal(Random& random)
{
    for (;;) {
        const double value = kLinearSigma * random.normal();
        if (std::abs(value) <= kCut)
            return value;
    }
}

at::Tensor initialValue(const ParameterEntry& entry, std::uint64_t seed)
{
    const auto options = at::TensorOptions().dtype(at::kFloat);
    Random random(seed);
    switch (entry.role) {
    case Role::ConvWeight:
    case Role::ConvBias: {
        const double bound = 1.0 / std::sqrt(static_cast<double>(entry.inputs));
        return filled(entry.shape, [&] { return bound * (2.0 * random.uniform() - 1.0); });
    }
    case Role::LinearWeight:
        return filled(entry.shape, [&] { return truncatedNormal(random); });
    case Role::NormWeight:
    case Role::RunningVariance:
        return at::ones(entry.shape, options);
    case Role::BatchesTracked:
        return at::zeros(entry.shape, at::TensorOptions().dtype(at::kLong));
    case Role::FrozenThreshold:
        return at::scalar_tensor(kThreshold, options);
    case Role::FrozenSlope:
        return at::scalar_tensor(kSurrogateSlope, options);
    default:
        return at::zeros(entry.shape, options);
    }
}

} // namespace

const at::Tensor& Network::at(std::string_view name) const
{
    const auto found = state.find(name);
    if (found == state.end())
        throw Error(ErrorKind::BadModel, "S-CMRL needs the parameter '" + std::string(name) + "'");
    return found->second;
}

std::vector<std::string> Network::trainable() const
{
    std::vector<std::string> names;
    for (const ParameterEntry& entry : parametersOf(config)) {
        if (entry.isTrained() && has(entry.name))
            names.push_back(entry.name);
    }
    std::ranges::sort(names);
    return names;
}

std::uint64_t Network::parameterCount() const
{
    std::uint64_t count = 0;
    for (const std::string& name : trainable())
        count += static_cast<std::uint64_t>(at(name).numel());
    return count;
}

Network networkFrom(const Checkpoint& checkpoint, Config config)
{
    check(config);
    Network network;
    network.config = std::move(config);
    const auto state = namedState(checkpoint, network.config);
    for (const ParameterEntry& entry : parametersOf(network.config)) {
        const auto found = state.find(entry.name);
        if (found != state.end())
            network.state[entry.name] = tensorFor(entry, *found->second);
        else if (required(entry))
            throw Error(ErrorKind::BadModel, "S-CMRL needs the parameter '" + entry.name +
                                                 "', which the file does not have");
    }
    return network;
}

Network initialNetwork(const Config& config, std::uint64_t seed, const AlignmentStart& start)
{
    check(config);
    Network network;
    network.config = config;
    std::uint64_t index = 0;
    for (const ParameterEntry& entry : parametersOf(config))
        network.state[entry.name] = initialValue(entry, mixedSeed(seed, index++));
    for (const char* name : {"block.0.trans_linear", "block.1.trans_linear"}) {
        if (!network.has(name + std::string(".weight")))
            continue;
        network.at(name + std::string(".weight")).mul_(start.gain);
        network.at(name + std::string(".bias")).fill_(start.bias);
    }
    return network;
}

void store(const Network& network, Checkpoint& checkpoint)
{
    checkpoint.config = toJson(network.config);
    for (const auto& [name, tensor] : network.state) {
        std::vector<std::size_t> shape;
        for (const std::int64_t size : tensor.sizes())
            shape.push_back(static_cast<std::size_t>(size));
        if (tensor.scalar_type() == at::kLong) {
            checkpoint.state[name] =
                Tensor::fromInt64(shape, {tensor.item<std::int64_t>()}); // a scalar
            continue;
        }
        std::vector<float> values(static_cast<std::size_t>(tensor.numel()));
        nn::copyToFloats(tensor.detach(), values);
        checkpoint.state[name] = Tensor::fromFloats(shape, values);
    }
}

} // namespace inspike::scmrl
