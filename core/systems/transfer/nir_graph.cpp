// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/systems/transfer/nir_graph.h"

#include <cmath>
#include <utility>

namespace inspike::transfer {

namespace {

constexpr float kBatchNormEpsilon = 1e-5F;
constexpr double kStep = 1e-4; // seconds; what NIR networks run with unless told another

Tensor tensorOf(std::vector<std::size_t> shape, std::vector<float> values)
{
    return Tensor::fromFloats(std::move(shape), values);
}

Tensor scalarOf(std::int64_t value)
{
    return Tensor::fromInt64({}, {value});
}

Tensor pairOf(std::int64_t value)
{
    return Tensor::fromInt64({2}, {value, value});
}

std::vector<float> floatsOf(const at::Tensor& tensor)
{
    const at::Tensor dense = tensor.contiguous();
    return {dense.data_ptr<float>(), dense.data_ptr<float>() + dense.numel()};
}

std::vector<std::size_t> shapeOf(const at::Tensor& tensor)
{
    return {tensor.sizes().begin(), tensor.sizes().end()};
}

class Writer
{
public:
    explicit Writer(const Network& network) : m_network(network), m_config(network.config) {}

    nir::File write()
    {
        const std::size_t side = m_config.size;
        std::string x = marked("input", "Input", {kChannels, side, side}, "");
        if (m_config.arch == Arch::Vgg)
            x = vgg(x);
        else if (m_config.arch == Arch::ResNet18)
            x = resNet(x);
        else
            x = scnn(x);
        marked("output", "Output", {m_config.classes}, x);
        nir::File file;
        file.version = "0.2.0";
        file.graph = std::move(m_graph);
        return file;
    }

private:
    struct Fold // of a batch norm: scale * x + shift
    {
        std::vector<float> scale, shift;
    };

    nir::Node& add(const std::string& name, const std::string& type, const std::string& from)
    {
        nir::Node node;
        node.name = name;
        node.type = type;
        m_graph.nodes.push_back(std::move(node));
        if (!from.empty())
            m_graph.edges.emplace_back(from, name);
        return m_graph.nodes.back();
    }

    std::string marked(const std::string& name, const std::string& type,
                       const std::vector<std::size_t>& shape, const std::string& from)
    {
        std::vector<std::int64_t> sizes(shape.begin(), shape.end());
        add(name, type, from).numbers["shape"] = Tensor::fromInt64({sizes.size()}, sizes);
        if (type == "Input")
            m_side = static_cast<std::int64_t>(shape.back());
        return name;
    }

    Fold foldOf(const std::string& norm) const
    {
        const std::vector<float> weight = floatsOf(m_network.at(norm + ".weight"));
        const std::vector<float> bias = floatsOf(m_network.at(norm + ".bias"));
        const std::vector<float> mean = floatsOf(m_network.at(norm + ".running_mean"));
        const std::vector<float> variance = floatsOf(m_network.at(norm + ".running_var"));
        Fold fold;
        for (std::size_t c = 0; c < weight.size(); ++c) {
            fold.scale.push_back(weight[c] / std::sqrt(variance[c] + kBatchNormEpsilon));
            fold.shift.push_back(bias[c] - mean[c] * fold.scale.back());
        }
        return fold;
    }

    std::string window(const std::string& name, const std::string& from, Tensor weight,
                       std::vector<float> bias, std::int64_t stride, std::int64_t padding,
                       std::int64_t groups)
    {
        const auto kernel = static_cast<std::int64_t>(weight.shape.back());
        nir::Node& node = add(name, "Conv2d", from);
        node.numbers["input_shape"] = pairOf(m_side);
        node.numbers["weight"] = std::move(weight);
        node.numbers["stride"] = pairOf(stride);
        node.numbers["padding"] = pairOf(padding);
        node.numbers["dilation"] = pairOf(1);
        node.numbers["groups"] = scalarOf(groups);
        const std::size_t outputs = bias.size();
        node.numbers["bias"] = tensorOf({outputs}, std::move(bias));
        m_side = (m_side + 2 * padding - kernel) / stride + 1;
        return name;
    }

    // `norm`, if any, follows the convolution.
    std::string convolution(const std::string& name, const std::string& norm,
                            const std::string& from, std::int64_t stride, std::int64_t padding)
    {
        const at::Tensor& parameter = m_network.at(name + ".weight");
        std::vector<float> weight = floatsOf(parameter);
        std::vector<float> bias(static_cast<std::size_t>(parameter.size(0)), 0.0F);
        if (!norm.empty()) {
            Fold fold = foldOf(norm);
            const std::size_t each = weight.size() / bias.size();
            for (std::size_t i = 0; i < weight.size(); ++i)
                weight[i] *= fold.scale[i / each];
            bias = std::move(fold.shift);
        }
        return window(name, from, tensorOf(shapeOf(parameter), std::move(weight)), std::move(bias),
                      stride, padding, 1);
    }

    // Where no convolution precedes: NIR has no node of a scale and a shift per channel.
    std::string norm(const std::string& name, const std::string& from)
    {
        Fold fold = foldOf(name);
        const std::size_t channels = fold.scale.size();
        return window(name, from, tensorOf({channels, 1, 1, 1}, std::move(fold.scale)),
                      std::move(fold.shift), 1, 0, static_cast<std::int64_t>(channels));
    }

    std::string neurons(const std::string& name, const std::vector<std::size_t>& shape,
                        const std::string& from)
    {
        std::size_t count = 1;
        for (const std::size_t size : shape)
            count *= size;
        const auto filled = [&](float value) {
            return tensorOf(shape, std::vector<float>(count, value));
        };
        nir::Node& node = add(name, "LIF", from);
        node.numbers["tau"] = filled(static_cast<float>(2.0 * kStep));
        node.numbers["r"] = filled(1.0F);
        node.numbers["v_leak"] = filled(0.0F);
        node.numbers["v_reset"] = filled(0.0F);
        node.numbers["v_threshold"] = filled(m_network.neuron(name).threshold);
        return name;
    }

    std::string mapNeurons(const std::string& name, std::size_t channels, const std::string& from)
    {
        const auto side = static_cast<std::size_t>(m_side);
        return neurons(name, {channels, side, side}, from);
    }

    std::string pool(const std::string& name, std::int64_t size, const std::string& from)
    {
        nir::Node& node = add(name, "AvgPool2d", from);
        node.numbers["kernel_size"] = pairOf(size);
        node.numbers["stride"] = pairOf(size);
        node.numbers["padding"] = pairOf(0);
        m_side /= size;
        return name;
    }

    std::string flattened(std::size_t channels, const std::string& from)
    {
        nir::Node& node = add("flatten", "Flatten", from);
        node.numbers["start_dim"] = scalarOf(0);
        node.numbers["end_dim"] = scalarOf(-1);
        node.numbers["input_type"] =
            Tensor::fromInt64({3}, {static_cast<std::int64_t>(channels), m_side, m_side});
        return "flatten";
    }

    std::string linear(const std::string& name, const std::string& from)
    {
        const at::Tensor& weight = m_network.at(name + ".weight");
        const at::Tensor& bias = m_network.at(name + ".bias");
        nir::Node& node = add(name, "Affine", from);
        node.numbers["weight"] = tensorOf(shapeOf(weight), floatsOf(weight));
        node.numbers["bias"] = tensorOf(shapeOf(bias), floatsOf(bias));
        return name;
    }

    std::string headName() const { return m_config.transfer ? "dvs_fc" : "fc"; }

    std::string vgg(std::string x)
    {
        for (std::size_t i = 0; i < kVggBlocks.size(); ++i) {
            const std::string block = "feature." + std::to_string(kVggBlocks[i].number);
            x = convolution(block + ".conv", block + ".bn", x, 1, 1);
            x = mapNeurons(block + ".node", m_config.widths[i], x);
            if (kVggBlocks[i].pools)
                x = pool("feature." + std::to_string(kVggBlocks[i].number + 1), 2, x);
        }
        return linear(headName() + ".1", flattened(m_config.widths.back(), x));
    }

    std::string residual(const std::string& block, std::size_t from, std::size_t to,
                         const std::string& x, std::string& other)
    {
        const bool shortcut = m_network.has(block + ".downsample.2.weight");
        const std::int64_t stride = shortcut && !block.starts_with("layer1.") ? 2 : 1;
        const std::int64_t before = m_side;
        const auto entered = [&](const std::string& part) {
            // What a block gets is the sum of two.
            const std::string made = norm(block + part, x);
            if (!other.empty())
                m_graph.edges.emplace_back(other, made);
            return made;
        };
        std::string y = mapNeurons(block + ".node1", from, entered(".bn1"));
        y = convolution(block + ".conv1", block + ".bn2", y, stride, 1);
        y = mapNeurons(block + ".node2", to, y);
        y = convolution(block + ".conv2", "", y, 1, 1);
        if (!shortcut) {
            // x itself goes on, as one node whatever it is the sum of.
            other = other.empty() ? x : passedOn(block, to, x, other);
            return y;
        }
        const std::int64_t after = std::exchange(m_side, before);
        std::string z = mapNeurons(block + ".downsample.1", from, entered(".downsample.0"));
        other = convolution(block + ".downsample.2", "", z, stride, 0);
        m_side = after;
        return y;
    }

    // A node that gives the sum of two as it is.
    std::string passedOn(const std::string& block, std::size_t channels, const std::string& x,
                         const std::string& other)
    {
        const auto side = static_cast<std::size_t>(m_side);
        nir::Node& node = add(block + ".identity", "Scale", x);
        node.numbers["scale"] =
            tensorOf({channels, side, side}, std::vector<float>(channels * side * side, 1.0F));
        m_graph.edges.emplace_back(other, block + ".identity");
        return block + ".identity";
    }

    std::string resNet(std::string x)
    {
        x = convolution("conv1", "", x, 1, 1);
        std::string other;
        std::size_t from = m_config.widths.front();
        for (std::size_t stage = 0; stage < m_config.widths.size(); ++stage) {
            for (const char* block : {".0", ".1"}) {
                const std::string name = "layer" + std::to_string(stage + 1) + block;
                x = residual(name, from, m_config.widths[stage], x, other);
                from = m_config.widths[stage];
            }
        }
        const std::string last = norm("bn1", x);
        m_graph.edges.emplace_back(other, last);
        x = pool("mean", m_side, last);
        return linear(headName(), flattened(from, x));
    }

    std::string scnn(std::string x)
    {
        x = mapNeurons("feature.1", m_config.widths[0], convolution("feature.0", "", x, 1, 0));
        x = convolution("feature.3", "", pool("feature.2", 2, x), 1, 0);
        x = pool("feature.5", 2, mapNeurons("feature.4", m_config.widths[1], x));
        x = linear("fc1", flattened(m_config.widths[1], x));
        return linear("fc2", neurons("node1", {m_config.widths[2]}, x));
    }

    const Network& m_network;
    const Config& m_config;
    std::int64_t m_side = 0; // of the maps where the next node reads
    nir::Graph m_graph;
};

} // namespace

nir::File nirFileOf(const Network& network, std::vector<std::string>& notes)
{
    const Config& config = network.config;
    const std::string side = std::to_string(config.size);
    if (config.transfer)
        notes.emplace_back("the branch of events; the one of still pictures is left out");
    notes.push_back("its input is " + std::to_string(config.steps) +
                    " frames of events, OFF and ON, " + side + " x " + side + " pixels");
    notes.emplace_back("NIR keeps no time step: run the graph with dt = 0.0001 s");
    nir::File file = Writer(network).write();
    nir::Node& metadata = file.graph.metadata;
    metadata.texts["metadata/source"] = "Inspike, system static-to-event";
    metadata.texts["metadata/config"] = toJson(config).dump();
    metadata.textArrays["metadata/notes"] = {{notes.size()}, notes};
    return file;
}

} // namespace inspike::transfer
