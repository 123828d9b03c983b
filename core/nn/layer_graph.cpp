// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/layer_graph.h"

#include "core/base/error.h"

#include <algorithm>
#include <map>

namespace inspike {

namespace {

constexpr std::array<std::pair<Synapses::Kind, std::string_view>, 4> kKinds = {{
    {Synapses::Kind::Dense, "dense"},
    {Synapses::Kind::Convolution, "convolution"},
    {Synapses::Kind::Window, "window"},
    {Synapses::Kind::Each, "each"},
}};

Json textsOf(const std::vector<std::string>& texts)
{
    Json array = Json::array();
    for (const std::string& text : texts)
        array.push(text);
    return array;
}

std::vector<std::string> textsFrom(const Json& array)
{
    std::vector<std::string> texts;
    for (const Json& text : array.items())
        texts.push_back(text.toString());
    return texts;
}

template <typename Numbers>
Json numbersOf(const Numbers& numbers)
{
    Json array = Json::array();
    for (const std::int64_t number : numbers)
        array.push(number);
    return array;
}

std::vector<std::int64_t> numbersFrom(const Json& array)
{
    std::vector<std::int64_t> numbers;
    for (const Json& number : array.items())
        numbers.push_back(number.toInteger(-1));
    return numbers;
}

void readPair(const Json& object, std::string_view key, std::array<std::int64_t, 2>& pair)
{
    const std::vector<std::int64_t> numbers = numbersFrom(object[key]);
    if (numbers.size() == pair.size())
        std::copy(numbers.begin(), numbers.end(), pair.begin());
}

Json synapsesOf(const Synapses& synapses)
{
    Json object = Json::object();
    for (const auto& [kind, name] : kKinds) {
        if (kind == synapses.kind)
            object.set("kind", name);
    }
    object.set("bias", synapses.bias);
    object.set("kernel", numbersOf(synapses.kernel));
    object.set("stride", numbersOf(synapses.stride));
    object.set("padding_before", numbersOf(synapses.paddingBefore));
    object.set("padding_after", numbersOf(synapses.paddingAfter));
    object.set("dilation", numbersOf(synapses.dilation));
    object.set("groups", synapses.groups);
    return object;
}

std::optional<Synapses> synapsesFrom(const Json& object)
{
    Synapses synapses;
    const std::string name = object["kind"].toString();
    const auto known = std::find_if(kKinds.begin(), kKinds.end(),
                                    [&](const auto& entry) { return entry.second == name; });
    if (known == kKinds.end())
        return std::nullopt;
    synapses.kind = known->first;
    synapses.bias = object["bias"].toBool();
    readPair(object, "kernel", synapses.kernel);
    readPair(object, "stride", synapses.stride);
    readPair(object, "padding_before", synapses.paddingBefore);
    readPair(object, "padding_after", synapses.paddingAfter);
    readPair(object, "dilation", synapses.dilation);
    synapses.groups = std::max<std::int64_t>(object["groups"].toInteger(1), 1);
    const auto least = [](const std::array<std::int64_t, 2>& pair) {
        return std::min(pair[0], pair[1]);
    };
    if (least(synapses.kernel) < 1 || least(synapses.stride) < 1 || least(synapses.dilation) < 1)
        throw Error(ErrorKind::BadFormat, "kernels, strides and dilations are at least 1");
    return synapses;
}

Json nodeOf(const LayerNode& node)
{
    Json object = Json::object();
    object.set("id", node.id);
    object.set("kind", node.kind);
    object.set("input_shape", numbersOf(node.inputShape));
    object.set("output_shape", numbersOf(node.outputShape));
    object.set("parameters", static_cast<std::int64_t>(node.parameters));
    object.set("weights", textsOf(node.weights));
    object.set("output", node.output);
    object.set("probes", textsOf(node.probes));
    if (node.synapses)
        object.set("synapses", synapsesOf(*node.synapses));
    object.set("spiking", node.spiking);
    return object;
}

LayerNode nodeFrom(const Json& object)
{
    LayerNode node;
    node.id = object["id"].toString();
    node.kind = object["kind"].toString();
    node.inputShape = numbersFrom(object["input_shape"]);
    node.outputShape = numbersFrom(object["output_shape"]);
    node.parameters =
        static_cast<std::uint64_t>(std::max<std::int64_t>(object["parameters"].toInteger(), 0));
    node.weights = textsFrom(object["weights"]);
    node.output = object["output"].toString();
    node.probes = textsFrom(object["probes"]);
    if (const Json* synapses = object.find("synapses"))
        node.synapses = synapsesFrom(*synapses);
    node.spiking = object["spiking"].toBool();
    return node;
}

} // namespace

const LayerNode* LayerGraph::find(std::string_view id) const
{
    const auto found = std::find_if(nodes.begin(), nodes.end(),
                                    [&](const LayerNode& node) { return node.id == id; });
    return found == nodes.end() ? nullptr : &*found;
}

Json LayerGraph::toJson() const
{
    Json object = Json::object();
    Json listed = Json::array();
    for (const LayerNode& node : nodes)
        listed.push(nodeOf(node));
    object.set("nodes", std::move(listed));
    Json links = Json::array();
    for (const LayerEdge& edge : edges) {
        Json link = Json::object();
        link.set("from", nodes[edge.from].id);
        link.set("to", nodes[edge.to].id);
        link.set("recurrent", edge.recurrent);
        links.push(std::move(link));
    }
    object.set("edges", std::move(links));
    return object;
}

LayerGraph LayerGraph::fromJson(const Json& object)
{
    LayerGraph graph;
    std::map<std::string, std::size_t> positions;
    for (const Json& item : object["nodes"].items()) {
        LayerNode node = nodeFrom(item);
        if (!positions.emplace(node.id, graph.nodes.size()).second)
            throw Error(ErrorKind::BadFormat, "two layers are called '" + node.id + "'");
        graph.nodes.push_back(std::move(node));
    }
    const auto placeOf = [&](const std::string& id) {
        const auto found = positions.find(id);
        if (found == positions.end())
            throw Error(ErrorKind::BadFormat,
                        "a connection names '" + id + "', but no layer is called so");
        return found->second;
    };
    for (const Json& item : object["edges"].items())
        graph.edges.push_back({placeOf(item["from"].toString()), placeOf(item["to"].toString()),
                               item["recurrent"].toBool()});
    return graph;
}

} // namespace inspike
