// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/systems/nir/neurons.h"

#include "core/systems/nir/activity.h"

namespace inspike::nir {

namespace {

nn::NeuronModel modelOf(NodeType type)
{
    switch (type) {
    case NodeType::I:
    case NodeType::If:
        return nn::NeuronModel::Integrate;
    case NodeType::Li:
    case NodeType::Lif:
        return nn::NeuronModel::Leaky;
    default:
        return nn::NeuronModel::Synaptic;
    }
}

} // namespace

nn::NeuronBank bankOf(const NetworkNode& node, const Simulation& simulation)
{
    const Grid grid = Grid::of(node.output);
    const auto inOrder = [&](const Values& values, float fallback) {
        return values.empty() ? Values{fallback} : placed(values, grid);
    };
    const Values gain = inOrder(node.r, 1.0F);
    const Values leak = inOrder(node.leak, 0.0F);
    const Values threshold = inOrder(node.threshold, 0.0F);
    const Values reset = inOrder(node.reset, 0.0F);
    const Values inputWeight = inOrder(node.inputWeight, 1.0F);
    const Values rate =
        placed(ratesOf(hasCurrent(node) ? node.tauMem : node.tau, simulation.dt), grid);
    const Values synapticRate = placed(ratesOf(node.tauSyn, simulation.dt), grid);
    return nn::NeuronBank({modelOf(node.type), node.isNeuron(), simulation.subtracts,
                           grid.positions(), grid.channels, gain, rate, leak, threshold, reset,
                           synapticRate, inputWeight});
}

} // namespace inspike::nir
