// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/graph_builder.h"

#include <algorithm>
#include <iterator>

namespace inspike {

namespace {

using Shape = std::vector<std::int64_t>;

std::int64_t alongSide(std::int64_t size, const Synapses& synapses, std::size_t side)
{
    const std::int64_t reach = synapses.dilation[side] * (synapses.kernel[side] - 1) + 1;
    const std::int64_t room =
        size + synapses.paddingBefore[side] + synapses.paddingAfter[side] - reach;
    return room < 0 ? 0 : room / synapses.stride[side] + 1;
}

// [channels, (height,) width], [features] or [features, tokens].
Shape outputOf(const Shape& input, const LayerDraft& draft)
{
    if (!draft.shape.empty())
        return draft.shape;
    Shape output = input;
    if (output.empty())
        return output;
    if (draft.outputs > 0)
        output.front() = draft.outputs;
    const bool moves = draft.synapses && (draft.synapses->kind == Synapses::Kind::Convolution ||
                                          draft.synapses->kind == Synapses::Kind::Window);
    if (!moves)
        return output;
    for (std::size_t d = 1; d < output.size(); ++d) {
        const std::size_t side = d + 2 - output.size() + (output.size() > 3 ? 1 : 0);
        if (output[d] >= 0)
            output[d] = alongSide(output[d], *draft.synapses, side);
    }
    return output;
}

Synapses squareSynapses(Synapses::Kind kind, std::int64_t kernel, std::int64_t stride,
                        std::int64_t padding)
{
    Synapses synapses;
    synapses.kind = kind;
    synapses.kernel = {kernel, kernel};
    synapses.stride = {stride, stride};
    synapses.paddingBefore = synapses.paddingAfter = {padding, padding};
    return synapses;
}

} // namespace

Synapses denseSynapses(bool bias)
{
    Synapses synapses;
    synapses.bias = bias;
    return synapses;
}

Synapses convolutionSynapses(std::int64_t kernel, std::int64_t stride, std::int64_t padding,
                             bool bias)
{
    Synapses synapses = squareSynapses(Synapses::Kind::Convolution, kernel, stride, padding);
    synapses.bias = bias;
    return synapses;
}

Synapses windowSynapses(std::int64_t kernel, std::int64_t stride, std::int64_t padding)
{
    return squareSynapses(Synapses::Kind::Window, kernel, stride, padding);
}

std::size_t GraphBuilder::add(const LayerDraft& draft, const std::vector<std::size_t>& sources)
{
    const std::size_t place = m_graph.nodes.size();
    LayerNode node;
    node.id = draft.id;
    node.kind = draft.kind;
    node.inputShape = sources.empty() ? draft.shape : shapeOf(sources.front());
    node.outputShape = outputOf(node.inputShape, draft);
    node.synapses = draft.synapses;
    node.output = draft.output;
    if (!draft.output.empty() && draft.kind != "Input")
        node.probes.push_back(draft.output);
    std::copy_if(draft.probes.begin(), draft.probes.end(), std::back_inserter(node.probes),
                 [&](const std::string& probe) { return probe != draft.output; });
    node.spiking = draft.spiking;
    addParameters(node, draft.module);
    m_graph.nodes.push_back(std::move(node));
    for (const std::size_t source : sources)
        m_graph.edges.push_back({source, place, false});
    return place;
}

void GraphBuilder::addParameters(LayerNode& node, const std::string& module) const
{
    if (module.empty())
        return;
    for (const ParameterInfo& parameter : m_parameters) {
        const bool own = parameter.name == module || parameter.name.starts_with(module + ".");
        if (!own)
            continue;
        std::uint64_t elements = 1;
        for (const std::size_t size : parameter.shape)
            elements *= size;
        node.parameters += elements;
        node.weights.push_back(parameter.name);
    }
}

} // namespace inspike
