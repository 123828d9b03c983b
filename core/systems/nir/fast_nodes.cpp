// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/systems/nir/fast_nodes.h"

#include "core/systems/nir/neurons.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace inspike::nir {

namespace {

bool isConvolution(const NetworkNode& node)
{
    return node.type == NodeType::Conv1d || node.type == NodeType::Conv2d;
}

bool isLayer(const NetworkNode& node)
{
    return node.type == NodeType::Linear || node.type == NodeType::Affine || isConvolution(node);
}

// Along a side; gaps of dilated kernels are weights of 0.
nn::SpikeWindow windowOf(const NetworkNode& node, std::size_t side)
{
    const auto size = [&](const std::array<std::int64_t, 2>& values) {
        return static_cast<std::size_t>(values[side]);
    };
    return {(size(node.kernel) - 1) * size(node.dilation) + 1, size(node.stride),
            size(node.paddingBefore), size(node.paddingAfter)};
}

// Weights of groups and dilated kernels as [out][in][line][column] of one whole kernel.
std::vector<float> wholeKernel(const NetworkNode& node, std::size_t outputs, std::size_t inputs,
                               std::size_t lines, std::size_t columns)
{
    const auto groups = static_cast<std::size_t>(node.groups);
    const auto ky = static_cast<std::size_t>(node.kernel[0]);
    const auto kx = static_cast<std::size_t>(node.kernel[1]);
    const auto dy = static_cast<std::size_t>(node.dilation[0]);
    const auto dx = static_cast<std::size_t>(node.dilation[1]);
    const std::size_t inGroup = inputs / groups;
    std::vector<float> whole(outputs * inputs * lines * columns);
    const float* source = node.weight.data();
    for (std::size_t o = 0; o < outputs; ++o) {
        const std::size_t firstInput = o / (outputs / groups) * inGroup;
        for (std::size_t i = 0; i < inGroup; ++i) {
            float* kernel = whole.data() + (o * inputs + firstInput + i) * lines * columns;
            for (std::size_t y = 0; y < ky; ++y) {
                for (std::size_t x = 0; x < kx; ++x)
                    kernel[y * dy * columns + x * dx] = *source++;
            }
        }
    }
    return whole;
}

nn::SpikeLayer layerOf(const NetworkNode& node, const FastNode& fast, bool fires)
{
    const std::size_t outputs = fast.sums.channels;
    const std::vector<float> ones(outputs, 1.0F);
    const std::vector<float> bias = node.bias.empty() ? std::vector<float>(outputs) : node.bias;
    nn::SpikeLayer::Parts parts{
        nn::ActiveForm::Spikes, node.weight, fast.input.channels, {}, ones, bias, {}, fires};
    std::vector<float> whole;
    if (isConvolution(node)) {
        parts.window = windowOf(node, 0);
        parts.columns = windowOf(node, 1);
        whole = wholeKernel(node, outputs, fast.input.channels, parts.window.kernel,
                            parts.columns->kernel);
        parts.weights = whole;
    }
    return nn::SpikeLayer(parts);
}

std::vector<std::size_t> delaysOf(const NetworkNode& node, const Grid& grid, double dt,
                                  std::size_t most)
{
    std::vector<std::size_t> steps;
    for (const float delay : placed(node.delay, grid))
        steps.push_back(stepsOf(delay, dt, most));
    return steps;
}

// Layers that run over all their time and feed nothing but such neurons of the same shape first.
void fuse(const Network& network, FastNodes& fast)
{
    const auto looped = [&](std::size_t n) {
        return fast.parts[fast.nodes[n].part].looped;
    };
    for (std::size_t n = 0; n < fast.nodes.size(); ++n) {
        FastNode& neurons = fast.nodes[n];
        if (!neurons.neurons || looped(n) || neurons.fed || neurons.sources.size() != 1)
            continue;
        const std::size_t source = neurons.sources.front().node;
        FastNode& layer = fast.nodes[source];
        if (!isLayer(network.nodes[source]) || looped(source) || layer.fusedNeurons ||
            layer.sums != neurons.input)
            continue;
        layer.fusedNeurons = n;
        neurons.fusedLayer = source;
    }
}

void addEdges(const Network& network, FastNodes& fast)
{
    for (const NetworkEdge& edge : network.edges) {
        fast.nodes[edge.to].sources.push_back({edge.from, edge.recurrent});
        ++fast.nodes[edge.from].readers;
    }
    for (std::size_t i = 0; i < network.inputs.size(); ++i)
        fast.nodes[network.inputs[i]].fed = i;
    for (const std::size_t n : network.outputs)
        fast.nodes[n].isOutput = true;
}

void addParts(const Network& network, FastNodes& fast)
{
    std::vector<std::size_t> place(network.nodes.size());
    for (std::size_t i = 0; i < network.order.size(); ++i)
        place[network.order[i]] = i;
    for (const std::vector<std::size_t>& nodes : network.parts) {
        FastPart part{nodes, nodes.size() > 1};
        std::ranges::sort(part.nodes, {}, [&](std::size_t n) { return place[n]; });
        for (const FastSource& source : fast.nodes[nodes.front()].sources)
            part.looped = part.looped || source.node == nodes.front();
        fast.parts.push_back(std::move(part));
    }
    for (std::size_t p = 0; p < fast.parts.size(); ++p) {
        for (const std::size_t n : fast.parts[p].nodes) {
            fast.nodes[n].part = p;
            fast.nodes[n].lastReader = std::max(fast.nodes[n].lastReader, p);
            for (const FastSource& source : fast.nodes[n].sources)
                fast.nodes[source.node].lastReader = p;
        }
    }
}

bool passesOn(NodeType type)
{
    return type == NodeType::Input || type == NodeType::Output || type == NodeType::Flatten;
}

// In the order of computation; what is read from the step before comes from nodes with a state.
void findForms(const Network& network, FastNodes& fast)
{
    for (std::size_t n = 0; n < fast.nodes.size(); ++n)
        fast.nodes[n].givesSpikes = makesSpikes(network.nodes[n]);
    for (const FastPart& part : fast.parts) {
        for (const std::size_t n : part.nodes) {
            FastNode& node = fast.nodes[n];
            if (passesOn(network.nodes[n].type) && !node.fed && node.sources.size() == 1)
                node.givesSpikes = fast.nodes[node.sources.front().node].givesSpikes;
        }
    }
}

void prepare(const NetworkNode& node, const Simulation& simulation, std::size_t steps,
             FastNode& fast)
{
    fast.input = Grid::of(node.input);
    fast.output = Grid::of(node.output);
    fast.sums = isConvolution(node) ? fast.output : Grid{1, 1, fast.output.size()};
    if (hasMembrane(node))
        fast.neurons = bankOf(node, simulation);
    else if (node.type == NodeType::Scale || node.type == NodeType::Threshold)
        fast.factors =
            placed(node.type == NodeType::Scale ? node.scale : node.threshold, fast.output);
    else if (node.type == NodeType::Delay)
        fast.delays = delaysOf(node, fast.output, simulation.dt, steps);
}

} // namespace

FastNodes::FastNodes(const Network& network, const Simulation& simulation, std::size_t steps)
{
    nodes.resize(network.nodes.size());
    addEdges(network, *this);
    addParts(network, *this);
    findForms(network, *this);
    for (std::size_t n = 0; n < nodes.size(); ++n) {
        prepare(network.nodes[n], simulation, steps, nodes[n]);
        widest = std::max({widest, nodes[n].input.size(), nodes[n].output.size()});
    }
    fuse(network, *this);
    for (std::size_t n = 0; n < nodes.size(); ++n) {
        if (isLayer(network.nodes[n]))
            nodes[n].layer = layerOf(network.nodes[n], nodes[n], nodes[n].fusedNeurons.has_value());
    }
    // A layer waits with its inputs for the neurons that it is computed with.
    for (std::size_t p = 0; p < parts.size(); ++p) {
        for (const std::size_t n : parts[p].nodes) {
            if (!nodes[n].fusedLayer)
                continue;
            for (const FastSource& source : nodes[*nodes[n].fusedLayer].sources)
                nodes[source.node].lastReader = std::max(nodes[source.node].lastReader, p);
        }
    }
}

} // namespace inspike::nir
