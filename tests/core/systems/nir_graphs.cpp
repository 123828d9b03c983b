// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/systems/nir_graphs.h"

#include <algorithm>

namespace inspike::test {

namespace {

std::string differenceOf(const Tensor& a, const Tensor& b)
{
    if (a.dtype != b.dtype)
        return std::string(nameOf(a.dtype)) + " and " + std::string(nameOf(b.dtype));
    if (a.shape != b.shape)
        return shapeText(a.shape) + " and " + shapeText(b.shape);
    return a.bytes == b.bytes ? "" : "bytes";
}

std::string differenceOf(const nir::Graph& a, const nir::Graph& b);

template <typename Map>
std::vector<std::string> keysOf(const Map& map)
{
    std::vector<std::string> keys;
    for (const auto& [key, value] : map)
        keys.push_back(key);
    return keys;
}

std::string differenceOf(const nir::Node& a, const nir::Node& b)
{
    if (a.name != b.name || a.type != b.type)
        return a.name + " " + a.type + " and " + b.name + " " + b.type;
    if (keysOf(a.numbers) != keysOf(b.numbers) || keysOf(a.textArrays) != keysOf(b.textArrays))
        return a.name + ": names of data sets";
    if (a.texts != b.texts || a.graph.size() != b.graph.size())
        return a.name + ": texts or graphs";
    for (const auto& [name, tensor] : a.numbers) {
        const std::string difference = differenceOf(tensor, b.numbers.at(name));
        if (!difference.empty())
            return a.name + "/" + name + ": " + difference;
    }
    for (const auto& [name, texts] : a.textArrays) {
        const nir::TextArray& other = b.textArrays.at(name);
        if (texts.shape != other.shape || texts.values != other.values)
            return a.name + "/" + name;
    }
    return a.graph.empty() ? "" : differenceOf(a.graph.front(), b.graph.front());
}

std::string differenceOf(const nir::Graph& a, const nir::Graph& b)
{
    if (a.edges != b.edges)
        return "edges";
    if (a.nodes.size() != b.nodes.size())
        return "numbers of nodes";
    for (std::size_t i = 0; i < a.nodes.size(); ++i) {
        const std::string difference = differenceOf(a.nodes[i], b.nodes[i]);
        if (!difference.empty())
            return difference;
    }
    return differenceOf(a.metadata, b.metadata);
}

} // namespace

Tensor numbersOf(std::vector<std::size_t> shape, const std::vector<float>& values)
{
    return Tensor::fromFloats(std::move(shape), values);
}

Tensor scalarOf(float value)
{
    return numbersOf({}, {value});
}

Tensor filled(std::vector<std::size_t> shape, float value)
{
    const std::vector<float> values(checkedElements(shape), value);
    return numbersOf(std::move(shape), values);
}

Tensor integersOf(const std::vector<std::int64_t>& values)
{
    return Tensor::fromInt64({values.size()}, values);
}

Tensor integerOf(std::int64_t value)
{
    return Tensor::fromInt64({}, {value});
}

nir::Node nodeOf(const std::string& name, const std::string& type, const Numbers& numbers)
{
    nir::Node node;
    node.name = name;
    node.type = type;
    for (const auto& [key, tensor] : numbers)
        node.numbers[key] = tensor;
    return node;
}

nir::Node portOf(const std::string& name, const std::string& type,
                 const std::vector<std::int64_t>& shape)
{
    return nodeOf(name, type, {{"shape", integersOf(shape)}});
}

nir::Node lifOf(const std::string& name, const std::vector<std::size_t>& shape)
{
    return nodeOf(name, "LIF",
                  {{"tau", filled(shape, 0.01F)},
                   {"r", filled(shape, 1.0F)},
                   {"v_leak", filled(shape, 0.0F)},
                   {"v_threshold", filled(shape, 1.0F)}});
}

nir::Node cubaLifOf(const std::string& name, const std::vector<std::size_t>& shape)
{
    nir::Node node = lifOf(name, shape);
    node.type = "CubaLIF";
    node.numbers.erase("tau");
    node.numbers["tau_mem"] = filled(shape, 0.02F);
    node.numbers["tau_syn"] = filled(shape, 0.005F);
    node.numbers["v_reset"] = filled(shape, -0.5F);
    node.numbers["w_in"] = filled(shape, 2.0F);
    return node;
}

nir::Node linearOf(const std::string& name, std::size_t out, std::size_t in, float weight)
{
    return nodeOf(name, "Linear", {{"weight", filled({out, in}, weight)}});
}

nir::Node convOf(const std::string& name, std::vector<std::size_t> weight)
{
    const std::size_t out = weight.front();
    const bool flat = weight.size() == 3;
    return nodeOf(name, flat ? "Conv1d" : "Conv2d",
                  {{"weight", filled(std::move(weight), 0.25F)},
                   {"bias", filled({out}, 0.0F)},
                   {"stride", integerOf(1)},
                   {"padding", integerOf(0)},
                   {"dilation", integerOf(1)},
                   {"groups", integerOf(1)}});
}

nir::Node subGraphOf(const std::string& name, nir::Graph graph)
{
    nir::Node node = nodeOf(name, "NIRGraph");
    node.graph.push_back(std::move(graph));
    return node;
}

nir::Graph graphOf(std::vector<nir::Node> nodes, Edges edges)
{
    nir::Graph graph;
    graph.nodes = std::move(nodes);
    std::ranges::sort(graph.nodes, {}, &nir::Node::name); // as files have them
    graph.edges = std::move(edges);
    return graph;
}

nir::File fileOf(std::vector<nir::Node> nodes, Edges edges)
{
    nir::File file;
    file.version = "1.0.4";
    file.graph = graphOf(std::move(nodes), std::move(edges));
    return file;
}

nir::File chainOf(std::vector<nir::Node> nodes)
{
    Edges edges;
    for (std::size_t i = 1; i < nodes.size(); ++i)
        edges.emplace_back(nodes[i - 1].name, nodes[i].name);
    return fileOf(std::move(nodes), std::move(edges));
}

nir::File everyType()
{
    const Tensor two = integersOf({2, 2});
    const Tensor none = integersOf({0, 0});
    nir::Node same = convOf("conv2d", {4, 1, 3, 3});
    same.numbers.erase("padding");
    same.texts["padding"] = "same";
    same.numbers["groups"] = integerOf(2);
    nir::Node conv1d = convOf("conv1d", {3, 4, 5});
    nir::Node affine = linearOf("affine", 6, 5, 0.1F);
    affine.type = "Affine";
    affine.numbers["bias"] = filled({6}, 0.5F);
    nir::Node neuron = nodeOf("if", "IF", {{"r", scalarOf(1)}, {"v_threshold", filled({1}, 2)}});
    neuron.numbers["metadata/layer"] = integerOf(7);
    nir::Node li =
        nodeOf("li", "LI",
               {{"tau", Tensor::fromInt64({}, {1})}, {"r", scalarOf(1)}, {"v_leak", scalarOf(0)}});
    nir::Node cubaLi = cubaLifOf("cubali", {6});
    cubaLi.type = "CubaLI";
    cubaLi.numbers.erase("v_threshold");
    cubaLi.numbers.erase("v_reset");
    nir::Graph inner =
        graphOf({portOf("input", "Input", {6}), cubaLifOf("lif", {6}), linearOf("w.rec", 6, 6),
                 portOf("output", "Output", {6})},
                {{"input", "lif"}, {"lif", "w.rec"}, {"w.rec", "lif"}, {"lif", "output"}});
    nir::File file = chainOf(
        {portOf("input", "Input", {2, 16, 8}), std::move(same), std::move(neuron),
         nodeOf("sum", "SumPool2d", {{"kernel_size", two}, {"stride", two}, {"padding", none}}),
         nodeOf("avg", "AvgPool2d", {{"kernel_size", two}, {"stride", two}, {"padding", none}}),
         nodeOf("flat2", "Flatten", {{"start_dim", integerOf(1)}, {"end_dim", integerOf(2)}}),
         std::move(conv1d),
         nodeOf("flat", "Flatten",
                {{"start_dim", integerOf(0)},
                 {"end_dim", integerOf(-1)},
                 {"input_type", integersOf({3, 4})}}),
         linearOf("linear", 5, 12), nodeOf("scale", "Scale", {{"scale", filled({5}, 2)}}),
         lifOf("lif", {5}), nodeOf("delay", "Delay", {{"delay", filled({5}, 0.002F)}}),
         std::move(affine), nodeOf("i", "I", {{"r", filled({6}, 1)}}), std::move(li),
         std::move(cubaLi), nodeOf("threshold", "Threshold", {{"threshold", scalarOf(0.5F)}}),
         subGraphOf("block", std::move(inner)), portOf("output", "Output", {6})});
    file.graph.metadata.texts["metadata/author"] = "nobody \xC3\xA9";
    file.graph.metadata.textArrays["metadata/classes"] = {{3}, {"a", "", "long name"}};
    file.graph.metadata.numbers["metadata/deep/er"] = numbersOf({2, 2}, {1, 2, 3, 4});
    return file;
}

nir::Network networkOf(const nir::File& file)
{
    JobContext job = nullJob();
    return nir::makeNetwork(file, job);
}

std::vector<std::string> recurrentOf(const nir::Network& network)
{
    std::vector<std::string> names;
    for (const nir::NetworkEdge& edge : network.edges) {
        if (edge.recurrent)
            names.push_back(network.nodes[edge.from].id + "->" + network.nodes[edge.to].id);
    }
    std::ranges::sort(names);
    return names;
}

nir::Shape outputOf(const nir::Network& network, const std::string& id)
{
    const nir::NetworkNode* node = network.find(id);
    return node == nullptr ? nir::Shape() : node->output;
}

std::string differenceOf(const nir::File& a, const nir::File& b)
{
    if (a.version != b.version)
        return "versions";
    return differenceOf(a.graph, b.graph);
}

} // namespace inspike::test
