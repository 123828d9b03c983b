// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What a network is made of: layers or nodes, what flows between them, and how their synapses are
// laid out, from which operations and energy follow. Models of every system have one; a run keeps
// that of its model, so that a run file alone shows it. Groups are the parts of ids between
// slashes: "encoder/block.0/lif".

#include "core/base/json.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace inspike {

// Synapses from the inputs of a layer to its outputs.
struct Synapses
{
    enum class Kind {
        Dense,       // every input with every output
        Convolution, // windows of the last one or two dimensions, all channels of a group
        Window,      // pooling: windows of each channel, no weights to multiply
        Each         // one to one: scaling, normalisation
    };
    Kind kind = Kind::Dense;
    bool bias = false;
    // Of convolutions and windows: [y, x]; a one-dimensional one has 1, 1, 0, 1 for y.
    std::array<std::int64_t, 2> kernel{1, 1};
    std::array<std::int64_t, 2> stride{1, 1};
    std::array<std::int64_t, 2> paddingBefore{0, 0};
    std::array<std::int64_t, 2> paddingAfter{0, 0};
    std::array<std::int64_t, 2> dilation{1, 1};
    std::int64_t groups = 1;
};

struct LayerNode
{
    std::string id;   // unique, "outer/inner"
    std::string kind; // as its format calls it: "LIF", "Conv2d", "Linear"
    // Of one sample at one step; -1 = unknown. Empty: unknown as a whole.
    std::vector<std::int64_t> inputShape;
    std::vector<std::int64_t> outputShape;
    std::uint64_t parameters = 0;
    std::vector<std::string> weights; // names for Model::parameter()
    // Id of the probe (or output) of what it gives, of an Input the name among Run::inputs; may be
    // empty.
    std::string output;
    std::vector<std::string> probes;  // all of its probes, that one included
    std::optional<Synapses> synapses; // of layers that have weights or windows
    bool spiking = false;             // what it gives are spikes
};

struct LayerEdge
{
    std::size_t from = 0; // of LayerGraph::nodes
    std::size_t to = 0;
    bool recurrent = false; // carries what was given in the step before
};

struct LayerGraph
{
    std::vector<LayerNode> nodes;
    std::vector<LayerEdge> edges;

    bool isEmpty() const { return nodes.empty(); }
    const LayerNode* find(std::string_view id) const; // nullptr if there is none

    // {"nodes": [{"id", "kind", "input_shape", ...}], "edges": [{"from": id, "to": id,
    // "recurrent"}]}
    Json toJson() const;
    // Unknown members are ignored. Throws Error{BadFormat} for two nodes of one id and for edges to
    // nodes that are not there.
    static LayerGraph fromJson(const Json& object);
};

} // namespace inspike
