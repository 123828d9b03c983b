// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Graphs of layers made by hand, for tests of how they are placed and drawn.

#include "core/nn/layer_graph.h"

#include <string>
#include <vector>

namespace inspike::test {

class LayerMaker
{
public:
    std::size_t add(std::string id, std::string kind, std::vector<std::int64_t> in = {},
                    std::vector<std::int64_t> out = {}, std::uint64_t parameters = 0)
    {
        LayerNode node;
        node.id = std::move(id);
        node.kind = std::move(kind);
        node.inputShape = std::move(in);
        node.outputShape = std::move(out);
        node.parameters = parameters;
        graph.nodes.push_back(std::move(node));
        return graph.nodes.size() - 1;
    }
    void link(std::size_t from, std::size_t to, bool recurrent = false)
    {
        graph.edges.push_back({from, to, recurrent});
    }

    LayerGraph graph;
};

// Layers one after the other: "layer0", "layer1"...
inline LayerGraph chainOfLayers(std::size_t count)
{
    LayerMaker made;
    for (std::size_t i = 0; i < count; ++i) {
        made.add("layer" + std::to_string(i), i % 2 == 0 ? "Linear" : "LIF", {16}, {16},
                 i % 2 == 0 ? 272 : 0);
        if (i > 0)
            made.link(i - 1, i);
    }
    return std::move(made.graph);
}

// Two streams of two blocks, joined in a head: "audio/block0/conv", ..., "head".
inline LayerGraph nestedLayers()
{
    LayerMaker made;
    std::vector<std::size_t> ends;
    for (const std::string stream : {"audio", "visual"}) {
        std::size_t before = made.add(stream + "/input", "Input", {1, 32, 32}, {1, 32, 32});
        for (int block = 0; block < 2; ++block) {
            const std::string name = stream + "/block" + std::to_string(block);
            const std::size_t conv =
                made.add(name + "/conv", "Conv2d", {8, 32, 32}, {8, 32, 32}, 584);
            const std::size_t lif = made.add(name + "/lif", "LIF", {8, 32, 32}, {8, 32, 32});
            made.link(before, conv);
            made.link(conv, lif);
            before = lif;
        }
        ends.push_back(before);
    }
    const std::size_t head = made.add("head", "Linear", {16384}, {6}, 98310);
    for (const std::size_t end : ends)
        made.link(end, head);
    return std::move(made.graph);
}

// A recurrent layer with weights of its own, a skip, and a layer that feeds itself.
inline LayerGraph recurrentLayers()
{
    LayerMaker made;
    const std::size_t input = made.add("input", "Input", {12}, {12});
    const std::size_t fc1 = made.add("fc1", "Affine", {12}, {38}, 494);
    const std::size_t lif = made.add("lif", "CubaLIF", {38}, {38}, 152);
    const std::size_t rec = made.add("w_rec", "Affine", {38}, {38}, 1482);
    const std::size_t leak = made.add("leak", "LI", {38}, {38}, 38);
    const std::size_t output = made.add("output", "Output", {38}, {38});
    made.link(input, fc1);
    made.link(fc1, lif);
    made.link(lif, rec);
    made.link(rec, lif, true);
    made.link(lif, leak);
    made.link(leak, leak, true);
    made.link(leak, output);
    made.link(fc1, output);
    return std::move(made.graph);
}

} // namespace inspike::test
