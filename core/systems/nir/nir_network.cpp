// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/systems/nir/nir_network.h"

#include "core/base/error.h"
#include "core/systems/nir/nir_flatten.h"
#include "core/systems/nir/nir_order.h"
#include "core/systems/nir/nir_parameters.h"
#include "core/systems/nir/nir_shapes.h"
#include "core/systems/nir/nir_windows.h"

#include <algorithm>

namespace inspike::nir {

namespace {

// The outermost nodes of that type, or those that no edge enters (or leaves).
std::vector<std::size_t> portsOf(const FlatGraph& graph, NodeType type)
{
    std::vector<std::size_t> ports;
    for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
        if (graph.nodes[i].type == type && graph.nodes[i].outermost)
            ports.push_back(i);
    }
    if (!ports.empty())
        return ports;
    std::vector<bool> met(graph.nodes.size(), false);
    for (const auto& [from, to] : graph.edges)
        met[type == NodeType::Input ? to : from] = true;
    for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
        if (!met[i])
            ports.push_back(i);
    }
    return ports;
}

std::string idsOf(const FlatGraph& graph, const std::vector<std::size_t>& nodes)
{
    std::vector<std::string> ids;
    for (const std::size_t node : nodes)
        ids.push_back(graph.nodes[node].id);
    return listOf(ids);
}

std::vector<std::size_t> inputsOf(FlatGraph& graph)
{
    auto inputs = portsOf(graph, NodeType::Input);
    if (inputs.empty()) {
        throw Error(ErrorKind::BadModel,
                    "there is no Input node, and an edge leads to every other node: nothing "
                    "could be fed");
    }
    const FlatNode& first = graph.nodes[inputs.front()];
    if (first.type != NodeType::Input || !first.outermost)
        graph.notes.push_back("there is no Input node; the inputs are " + idsOf(graph, inputs));
    return inputs;
}

std::vector<std::size_t> outputsOf(FlatGraph& graph, const GraphOrder& order)
{
    auto outputs = portsOf(graph, NodeType::Output);
    if (outputs.empty())
        outputs = {order.parts.back().back()}; // all nodes feed others: the last of a step
    const FlatNode& first = graph.nodes[outputs.front()];
    if (first.type != NodeType::Output || !first.outermost)
        graph.notes.push_back("there is no Output node; the outputs are " + idsOf(graph, outputs));
    return outputs;
}

// Nodes that give spikes, and those that pass on what one such node gives.
void findSpiking(Network& network)
{
    std::vector<std::size_t> incoming(network.nodes.size(), 0);
    std::vector<std::size_t> source(network.nodes.size(), 0);
    for (NetworkNode& node : network.nodes)
        node.spiking = node.isNeuron() || node.type == NodeType::Threshold;
    for (const NetworkEdge& edge : network.edges) {
        ++incoming[edge.to];
        source[edge.to] = edge.from;
    }
    for (std::size_t i = 0; i < network.nodes.size(); ++i) {
        NetworkNode& node = network.nodes[i];
        const bool passes = node.type == NodeType::Input || node.type == NodeType::Output ||
                            node.type == NodeType::Flatten || node.type == NodeType::Delay;
        if (passes && incoming[i] == 1)
            node.spiking = network.nodes[source[i]].spiking;
    }
}

// Everything of the flat graph, with nodes numbered in the order of computing.
Network assembled(const FlatGraph& graph, const GraphOrder& order, std::vector<NetworkNode> nodes,
                  const std::vector<std::size_t>& inputs, const std::vector<std::size_t>& outputs)
{
    Network network;
    std::vector<std::size_t> place(nodes.size());
    for (const std::size_t node : order.order) {
        place[node] = network.nodes.size();
        network.order.push_back(network.nodes.size());
        network.nodes.push_back(std::move(nodes[node]));
    }
    const auto placesOf = [&place](const std::vector<std::size_t>& some) {
        std::vector<std::size_t> places;
        for (const std::size_t node : some)
            places.push_back(place[node]);
        std::ranges::sort(places);
        return places;
    };
    for (const auto& part : order.parts)
        network.parts.push_back(placesOf(part));
    network.inputs = placesOf(inputs);
    network.outputs = placesOf(outputs);
    for (std::size_t e = 0; e < graph.edges.size(); ++e) {
        const auto& [from, to] = graph.edges[e];
        network.edges.push_back({place[from], place[to], order.recurrent[e]});
    }
    network.byId = network.order;
    std::ranges::sort(network.byId, {},
                      [&](std::size_t i) -> const std::string& { return network.nodes[i].id; });
    for (const NetworkNode& node : network.nodes) {
        for (const Values* values : {&node.tau, &node.tauSyn, &node.tauMem}) {
            for (const float tau : *values) {
                network.smallestTau =
                    network.smallestTau == 0.0 ? tau : std::min<double>(network.smallestTau, tau);
            }
        }
    }
    findSpiking(network);
    return network;
}

std::optional<Synapses> synapsesOf(const NetworkNode& node)
{
    Synapses synapses;
    synapses.bias = !node.bias.empty();
    synapses.kernel = node.kernel;
    synapses.stride = node.stride;
    synapses.paddingBefore = node.paddingBefore;
    synapses.paddingAfter = node.paddingAfter;
    synapses.dilation = node.dilation;
    synapses.groups = node.groups;
    if (node.type == NodeType::Linear || node.type == NodeType::Affine)
        synapses.kind = Synapses::Kind::Dense;
    else if (isConvolution(node.type))
        synapses.kind = Synapses::Kind::Convolution;
    else if (isPool(node.type))
        synapses.kind = Synapses::Kind::Window;
    else if (node.type == NodeType::Scale)
        synapses.kind = Synapses::Kind::Each;
    else
        return std::nullopt;
    return synapses;
}

// Ids of what can be recorded of a node, first what it gives.
std::vector<std::string> probesOf(const NetworkNode& node)
{
    switch (node.type) {
    case NodeType::Input:
    case NodeType::Output:
        return {};
    case NodeType::If:
    case NodeType::Lif:
        return {node.id + "/spikes", node.id + "/membrane"};
    case NodeType::CubaLif:
        return {node.id + "/spikes", node.id + "/membrane", node.id + "/current"};
    case NodeType::I:
    case NodeType::Li:
        return {node.id + "/membrane"};
    case NodeType::CubaLi:
        return {node.id + "/membrane", node.id + "/current"};
    default:
        return {node.id + "/output"};
    }
}

} // namespace

bool NetworkNode::isNeuron() const
{
    return type == NodeType::If || type == NodeType::Lif || type == NodeType::CubaLif;
}

bool NetworkNode::isStateful() const
{
    return isNeuron() || type == NodeType::I || type == NodeType::Li || type == NodeType::CubaLi ||
           type == NodeType::Delay;
}

const NetworkNode* Network::find(std::string_view id) const
{
    const auto found = std::ranges::lower_bound(
        byId, id, {}, [this](std::size_t i) { return std::string_view(nodes[i].id); });
    return found == byId.end() || nodes[*found].id != id ? nullptr : &nodes[*found];
}

LayerGraph Network::layerGraph() const
{
    LayerGraph graph;
    for (const NetworkNode& node : nodes) {
        LayerNode layer;
        layer.id = node.id;
        layer.kind = nodeTypeName(node.type);
        layer.inputShape = node.input;
        layer.outputShape = node.output;
        // Weights alone: constants of neurons are mostly one number, written for every neuron.
        layer.parameters = node.weight.size() + node.bias.size() +
                           (node.type == NodeType::Scale ? node.scale.size() : 0);
        for (const std::string& name : node.parameters)
            layer.weights.push_back(node.id + "/" + name);
        layer.probes = probesOf(node);
        if (!layer.probes.empty())
            layer.output = layer.probes.front();
        layer.synapses = synapsesOf(node);
        layer.spiking = node.spiking;
        graph.nodes.push_back(std::move(layer));
    }
    for (const std::size_t output : outputs) {
        if (nodes[output].type == NodeType::Output)
            graph.nodes[output].output = nodes[output].id;
    }
    for (const NetworkEdge& edge : edges)
        graph.edges.push_back({edge.from, edge.to, edge.recurrent});
    return graph;
}

const Tensor* findNumbers(const File& file, std::string_view path)
{
    const Graph* graph = &file.graph;
    while (graph != nullptr) {
        const std::size_t slash = path.find('/');
        const std::string_view name = path.substr(0, slash);
        if (slash == std::string_view::npos)
            return nullptr;
        path.remove_prefix(slash + 1);
        const Graph* next = nullptr;
        for (const Node& node : graph->nodes) {
            if (node.name != name)
                continue;
            if (node.graph.empty()) {
                const auto found = node.numbers.find(std::string(path));
                return found == node.numbers.end() ? nullptr : &found->second;
            }
            next = &node.graph.front();
        }
        graph = next;
    }
    return nullptr;
}

Network makeNetwork(const File& file, JobContext& job)
{
    FlatGraph graph = flatten(file, job);
    const auto inputs = inputsOf(graph);
    const GraphOrder order = orderOf(graph, inputs, job);
    const auto outputs = outputsOf(graph, order);
    std::vector<NetworkNode> nodes(graph.nodes.size());
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        nodes[i].id = graph.nodes[i].id;
        nodes[i].type = graph.nodes[i].type;
    }
    findShapes(graph, order, inputs, nodes);
    for (const std::size_t node : order.order) {
        job.checkpoint();
        readParameters(graph, node, nodes[node]);
    }
    Network network = assembled(graph, order, std::move(nodes), inputs, outputs);
    network.notes = file.notes;
    network.notes.insert(network.notes.end(), graph.notes.begin(), graph.notes.end());
    return network;
}

} // namespace inspike::nir
