// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The parameters of a static-to-event network under the reference's names (specs: static-to-event
// 6), as tensors.

#include "core/nn/detail/leaky_neuron.h"
#include "core/nn/detail/network_state.h"
#include "core/systems/transfer/config.h"

#include <string>
#include <vector>

namespace inspike::transfer {

struct Network
{
    Config config;
    nn::NetworkState state;

    // Throws Error{BadModel} when there is none of that name.
    const at::Tensor& at(std::string_view name) const;
    bool has(std::string_view name) const { return state.find(name) != state.end(); }
    std::vector<std::string> trainable() const;
    std::uint64_t parameterCount() const; // numbers in trainable()
    // The neuron of a module: its frozen scalars, as published where the file has none.
    nn::LeakyNeuron neuron(const std::string& module) const;
};

// In the order of the reference's modules.
std::vector<nn::ParameterEntry> parametersOf(const Config& config);
// Modules that spike, in the order of the forward pass: "feature.0.node", "layer1.0.node1",
// "node1"; and what they put out for one sample: [channels, height, width] or [features].
struct SpikingLayer
{
    std::string name;
    std::vector<std::size_t> shape;
};
std::vector<SpikingLayer> spikingLayers(const Config& config);
// Of the domain feature of one sample (specs 3).
std::vector<std::size_t> featureShape(const Config& config);

Network networkFrom(const Checkpoint& checkpoint, Config config);
// A fresh network (specs 3.2, 3.3; VGG as PyTorch's layers start). Coefficients 1.
Network initialNetwork(const Config& config, std::uint64_t seed);
void store(const Network& network, Checkpoint& checkpoint);

} // namespace inspike::transfer
