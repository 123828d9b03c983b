// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Makes the LayerGraph of a network whose layers are known in the order of its forward pass: shapes
// follow from those of the sources, counts of parameters from the names of the modules.

#include "core/nn/model.h"

#include <optional>
#include <string>
#include <vector>

namespace inspike {

Synapses denseSynapses(bool bias);
// Square, as most are.
Synapses convolutionSynapses(std::int64_t kernel, std::int64_t stride, std::int64_t padding,
                             bool bias);
Synapses windowSynapses(std::int64_t kernel, std::int64_t stride, std::int64_t padding);

// A layer as the forward pass meets it.
struct LayerDraft
{
    std::string id;          // "encoder/conv"
    std::string kind;        // "Conv2d"
    std::string module = {}; // its parameters are those named "<module>.*"
    std::optional<Synapses> synapses = {};
    // Channels of a convolution, features of a dense layer; 0 = as many as come in.
    std::int64_t outputs = 0;
    std::vector<std::int64_t> shape = {}; // instead of what follows from the sources
    std::string output = {};              // probe of what it gives
    std::vector<std::string> probes = {}; // further ones
    bool spiking = false;
};

class GraphBuilder
{
public:
    explicit GraphBuilder(const std::vector<ParameterInfo>& parameters) : m_parameters(parameters)
    {}

    // The position of the new node. The first source's output is what comes in.
    std::size_t add(const LayerDraft& draft, const std::vector<std::size_t>& sources = {});
    // What is given at one step reaches the target at the next.
    void addRecurrent(std::size_t from, std::size_t to)
    {
        m_graph.edges.push_back({from, to, true});
    }
    const std::vector<std::int64_t>& shapeOf(std::size_t node) const
    {
        return m_graph.nodes[node].outputShape;
    }
    LayerGraph take() { return std::move(m_graph); }

private:
    void addParameters(LayerNode& node, const std::string& module) const;

    const std::vector<ParameterInfo>& m_parameters;
    LayerGraph m_graph;
};

} // namespace inspike
