// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A NIR graph made ready to run (specs: nir 3 to 5): nested graphs flattened into nodes
// "outer/inner", edges checked, parameters typed and broadcast, shapes known throughout, cycles
// found.

#include "core/nn/layer_graph.h"
#include "core/systems/nir/nir_file.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace inspike::nir {

enum class NodeType {
    Input,
    Output,
    Linear,
    Affine,
    Scale,
    Conv1d,
    Conv2d,
    SumPool2d,
    AvgPool2d,
    Flatten,
    Delay,
    Threshold,
    I,
    Li,
    CubaLi,
    If,
    Lif,
    CubaLif
};

using Shape = std::vector<std::int64_t>; // of one sample at one step, without batch

// A float per element of the node's output (size = elements) or one for all (size 1).
using Values = std::vector<float>;

struct NetworkNode
{
    std::string id; // "outer/inner"
    NodeType type = NodeType::Input;
    Shape input, output;
    // Of neurons and integrators; which ones are set depends on the type (specs: nir 3).
    Values tau, tauSyn, tauMem, r, leak, threshold, reset, inputWeight;
    Values scale; // of Scale
    Values delay; // of Delay, seconds
    // Of Linear, Affine [out, in]; Conv1d [out, in / groups, k]; Conv2d [out, in / groups, ky, kx].
    std::vector<float> weight;
    Shape weightShape;
    std::vector<float> bias; // per output (channel); empty = none
    // Of convolutions and pools, [y, x]; one-dimensional ones have 1, 1, 0, 0, 1 for y.
    std::array<std::int64_t, 2> kernel{1, 1}, stride{1, 1}, paddingBefore{0, 0}, paddingAfter{0, 0},
        dilation{1, 1};
    std::int64_t groups = 1;
    bool spiking = false;                // what it gives are spikes, its own or those it passes on
    std::vector<std::string> parameters; // names of its numbers, as in the file ("tau", "weight")

    bool isNeuron() const;   // gives spikes: If, Lif, CubaLif
    bool isStateful() const; // keeps something between steps: those, I, Li, CubaLi, Delay
};

struct NetworkEdge
{
    std::size_t from = 0, to = 0; // of Network::nodes
    bool recurrent = false;       // carries what `from` gave in the step before
};

struct Network
{
    std::vector<NetworkNode> nodes; // in the order of `order`
    std::vector<NetworkEdge> edges; // duplicates count twice
    std::vector<std::size_t> order; // all nodes, sources before what reads them in the same step
    // Strongly connected parts in that order (recurrent edges counted): a part of one node without
    // a self loop may run over all its time at once; the others run step by step together.
    std::vector<std::vector<std::size_t>> parts;
    std::vector<std::size_t> inputs;  // Input nodes, or those without an incoming edge
    std::vector<std::size_t> outputs; // Output nodes, or those without an outgoing edge
    double smallestTau = 0.0;         // seconds; 0 = no time constants
    std::vector<std::string> notes;   // what was assumed or repaired, one line each

    std::vector<std::size_t> byId; // all nodes, sorted by id

    const NetworkNode* find(std::string_view id) const;
    LayerGraph layerGraph() const; // with probes as the model offers them
};

std::string_view nodeTypeName(NodeType type); // "CubaLIF"
std::optional<NodeType> nodeTypeFromName(std::string_view name);

// The data set "<node>/<name>" of a node named as in Network ("outer/inner"); nullptr if there is
// none.
const Tensor* findNumbers(const File& file, std::string_view path);

// Throws Error{BadModel} with the diagnosis of specs nir 7 (unknown type, dangling edge with the
// names that exist, a cycle of nodes without state) and Error{BadShape} that names both shapes.
Network makeNetwork(const File& file, JobContext& job);

} // namespace inspike::nir
