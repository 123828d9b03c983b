// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/systems/smnn/layer_graph.h"

#include "core/nn/graph_builder.h"

namespace inspike::smnn {

LayerGraph layerGraphOf(const Network& network, const ModelInfo& info)
{
    const auto size = [](std::size_t count) {
        return static_cast<std::int64_t>(count);
    };
    const Weights& weights = network.weights;
    const bool spiking = network.config.neuron == Neuron::Spiking;
    const bool picture = network.config.task == Task::Mnist;
    std::vector<std::string> probes;
    for (const char* id : {"I", "U", "R", "h"}) {
        if (info.probe(id) != nullptr)
            probes.emplace_back(id);
    }
    GraphBuilder graph(info.parameters);
    const std::string inputName = picture ? "spikes" : "x";
    const std::size_t input = graph.add({.id = inputName,
                                         .kind = "Input",
                                         .shape = {size(weights.inputs)},
                                         .output = inputName,
                                         .spiking = picture});
    const std::size_t win = graph.add({.id = "Win",
                                       .kind = "Linear",
                                       .module = "Win",
                                       .synapses = denseSynapses(false),
                                       .outputs = size(weights.units)},
                                      {input});
    const std::size_t neurons = graph.add({.id = "neurons",
                                           .kind = spiking ? "LIF" : "Rate",
                                           .output = spiking ? "S" : "R",
                                           .probes = probes,
                                           .spiking = spiking},
                                          {win});
    const std::size_t latent = graph.add({.id = "modes/pout",
                                          .kind = "Output modes",
                                          .module = "pout",
                                          .synapses = denseSynapses(false),
                                          .outputs = size(weights.modes),
                                          .output = "proj_out"},
                                         {neurons});
    const std::size_t scores =
        graph.add({.id = "modes/l", .kind = "Scores", .module = "l", .output = "kappa"}, {latent});
    const std::size_t feedback = graph.add({.id = "modes/pin",
                                            .kind = "Input modes",
                                            .module = "pin",
                                            .synapses = denseSynapses(false),
                                            .outputs = size(weights.units)},
                                           {scores});
    graph.addRecurrent(feedback, neurons);
    const std::size_t wout = graph.add({.id = "Wout",
                                        .kind = "Linear",
                                        .module = "Wout",
                                        .synapses = denseSynapses(false),
                                        .outputs = size(weights.outputs)},
                                       {neurons});
    graph.add({.id = "y", .kind = "Output", .output = "y"}, {wout});
    return graph.take();
}

} // namespace inspike::smnn
