// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The parameters of an S-CMRL network under the reference's names (specs: s-cmrl 7), as tensors.

#include "core/nn/detail/network_state.h"
#include "core/systems/scmrl/config.h"

#include <string>
#include <vector>

namespace inspike::scmrl {

struct Network
{
    Config config;
    nn::NetworkState state;

    // Throws Error{BadModel} when there is none of that name.
    const at::Tensor& at(std::string_view name) const;
    bool has(std::string_view name) const { return state.find(name) != state.end(); }
    // Names of what training changes: all float tensors but running statistics and the frozen
    // scalars of the neurons, in the order of `state`.
    std::vector<std::string> trainable() const;
    std::uint64_t parameterCount() const; // numbers in trainable()
};

// Throws Error{BadModel} for missing parameters and wrong shapes (naming the first), and for values
// that are not finite.
Network networkFrom(const Checkpoint& checkpoint, Config config);
// A fresh network (specs: s-cmrl 6): linear weights from a truncated normal of sigma 0.02 with zero
// bias, convolutions as PyTorch's default, batch norm 1 and 0. From there the neurons of semantic
// alignment are silent, and silent residuals have no gradient in the alignment loss; short
// trainings may start them awake, with weights `gain` times as large and this bias.
struct AlignmentStart
{
    double gain = 1.0;
    double bias = 0.0;
};
Network initialNetwork(const Config& config, std::uint64_t seed, const AlignmentStart& start = {});
void store(const Network& network, Checkpoint& checkpoint);

} // namespace inspike::scmrl
