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

constexpr std::string_view kTitle = "S-CMRL";
constexpr double kLinearSigma = 0.02;
constexpr double kCut = 2.0; // of the truncated normal, absolute as in PyTorch's initialiser
constexpr double kThreshold = 1.0;
constexpr double kSurrogateSlope = 4.0;

// Names as the reference has them, and the two linear layers of WeightAttention under ours,
// whatever the file calls them.
std::map<std::string, const Tensor*> namedState(const Checkpoint& checkpoint, const Config& config)
{
    const std::map<std::string, const Tensor*> state = nn::namedTensors(checkpoint);
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
        return nn::drawnTensor(entry.shape, [&] { return bound * (2.0 * random.uniform() - 1.0); });
    }
    case Role::LinearWeight:
        return nn::drawnTensor(entry.shape, [&] { return truncatedNormal(random); });
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
    return nn::parameterOf(state, name, kTitle);
}

std::vector<std::string> Network::trainable() const
{
    return nn::trainedNames(parametersOf(config), state);
}

std::uint64_t Network::parameterCount() const
{
    return nn::elementsOf(state, trainable());
}

Network networkFrom(const Checkpoint& checkpoint, Config config)
{
    check(config);
    Network network;
    network.config = std::move(config);
    network.state =
        nn::stateFrom(parametersOf(network.config), namedState(checkpoint, network.config), kTitle);
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
    nn::storeState(network.state, checkpoint);
}

} // namespace inspike::scmrl
