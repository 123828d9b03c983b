// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/systems/transfer/layer_graph.h"

#include "core/nn/graph_builder.h"
#include "core/systems/transfer/forward.h"

#include <algorithm>

namespace inspike::transfer {

namespace {

std::int64_t signedSize(std::size_t size)
{
    return static_cast<std::int64_t>(size);
}

// One branch in the order of its forward pass (forward.cpp).
class BranchGraph
{
public:
    BranchGraph(const Config& config, const ModelInfo& info, Branch branch, GraphBuilder& graph)
        : m_config(config),
          m_info(info),
          m_graph(graph),
          m_branch(nameOf(branch)),
          m_head(!config.transfer ? "fc" : (branch == Branch::Static ? "rgb_fc" : "dvs_fc"))
    {}

    void add()
    {
        const std::int64_t side = signedSize(m_config.size);
        const std::size_t input = m_graph.add({.id = m_branch + "/input",
                                               .kind = "Input",
                                               .shape = {signedSize(kChannels), side, side},
                                               .output = m_branch});
        switch (m_config.arch) {
        case Arch::Vgg:
            vgg(input);
            break;
        case Arch::ResNet18:
            resNet(input);
            break;
        case Arch::Scnn:
            scnn(input);
            break;
        }
    }

private:
    // "feature.0" and "conv" -> "event/feature.0/conv".
    std::string idOf(const std::string& group, const std::string& part) const
    {
        return m_branch + "/" + (group.empty() ? "" : group + "/") + part;
    }

    static std::string moduleOf(const std::string& group, const std::string& part)
    {
        return group.empty() ? part : group + "." + part;
    }

    std::int64_t outputsOf(const std::string& module) const
    {
        const auto found = std::find_if(
            m_info.parameters.begin(), m_info.parameters.end(),
            [&](const ParameterInfo& entry) { return entry.name == module + ".weight"; });
        return found == m_info.parameters.end() ? 0 : signedSize(found->shape.front());
    }

    bool has(const std::string& module) const { return outputsOf(module) > 0; }

    std::size_t convolution(const std::string& group, const std::string& part, std::size_t from,
                            std::int64_t kernel, std::int64_t stride, std::int64_t padding)
    {
        const std::string module = moduleOf(group, part);
        return m_graph.add({.id = idOf(group, part),
                            .kind = "Conv2d",
                            .module = module,
                            .synapses = convolutionSynapses(kernel, stride, padding, false),
                            .outputs = outputsOf(module)},
                           {from});
    }

    std::size_t norm(const std::string& group, const std::string& part, std::size_t from)
    {
        return m_graph.add(
            {.id = idOf(group, part), .kind = "BatchNorm2d", .module = moduleOf(group, part)},
            {from});
    }

    std::size_t neurons(const std::string& group, const std::string& part, std::size_t from)
    {
        const std::string module = moduleOf(group, part);
        return m_graph.add({.id = idOf(group, part),
                            .kind = "LIF",
                            .module = module,
                            .output = m_branch + "/lif/" + module,
                            .probes = {m_branch + "/mem/" + module},
                            .spiking = true},
                           {from});
    }

    std::size_t pool(const std::string& group, const std::string& part, std::size_t from)
    {
        return m_graph.add(
            {.id = idOf(group, part), .kind = "AvgPool2d", .synapses = windowSynapses(2, 2, 0)},
            {from});
    }

    std::size_t flattened(std::size_t from)
    {
        std::int64_t elements = 1;
        for (const std::int64_t size : m_graph.shapeOf(from))
            elements *= size;
        return m_graph.add({.id = idOf("", "flatten"), .kind = "Flatten", .shape = {elements}},
                           {from});
    }

    std::size_t linear(const std::string& module, std::size_t from, const std::string& output)
    {
        return m_graph.add({.id = idOf("", module),
                            .kind = "Linear",
                            .module = module,
                            .synapses = denseSynapses(true),
                            .outputs = outputsOf(module),
                            .output = output},
                           {from});
    }

    void vgg(std::size_t x)
    {
        for (const auto& [number, pools] : kVggBlocks) {
            const std::string group = "feature." + std::to_string(number);
            x = neurons(group, "node", norm(group, "bn", convolution(group, "conv", x, 3, 1, 1)));
            if (pools)
                x = pool(group, "pool", x);
        }
        linear(m_head + ".1", flattened(x), m_branch + "_logits");
    }

    std::size_t residual(const std::string& group, std::size_t x)
    {
        const bool shortcut = has(group + ".downsample.2");
        const std::int64_t stride = shortcut && !group.starts_with("layer1.") ? 2 : 1;
        std::size_t y = neurons(group, "node1", norm(group, "bn1", x));
        y = convolution(group, "conv1", y, 3, stride, 1);
        y = neurons(group, "node2", norm(group, "bn2", y));
        y = convolution(group, "conv2", y, 3, 1, 1);
        if (shortcut) {
            x = neurons(group, "downsample.1", norm(group, "downsample.0", x));
            x = convolution(group, "downsample.2", x, 1, stride, 0);
        }
        return m_graph.add({.id = idOf(group, "sum"), .kind = "Sum"}, {y, x});
    }

    void resNet(std::size_t x)
    {
        x = convolution("", "conv1", x, 3, 1, 1);
        for (std::size_t stage = 1; stage <= m_config.widths.size(); ++stage) {
            for (const char* block : {".0", ".1"})
                x = residual("layer" + std::to_string(stage) + block, x);
        }
        x = norm("", "bn1", x);
        x = m_graph.add({.id = idOf("", "mean"),
                         .kind = "Mean over pixels",
                         .shape = {m_graph.shapeOf(x).front()},
                         .output = m_branch + "_feature"},
                        {x});
        linear(m_head, x, m_branch + "_logits");
    }

    void scnn(std::size_t x)
    {
        x = neurons("", "feature.1", convolution("", "feature.0", x, 5, 1, 0));
        x = neurons("", "feature.4",
                    convolution("", "feature.3", pool("", "feature.2", x), 5, 1, 0));
        x = linear("fc1", flattened(pool("", "feature.5", x)), "");
        linear("fc2", neurons("", "node1", x), m_branch + "_logits");
    }

    const Config& m_config;
    const ModelInfo& m_info;
    GraphBuilder& m_graph;
    std::string m_branch;
    std::string m_head;
};

} // namespace

LayerGraph layerGraphOf(const Config& config, const ModelInfo& info)
{
    GraphBuilder graph(info.parameters);
    if (config.transfer)
        BranchGraph(config, info, Branch::Static, graph).add();
    BranchGraph(config, info, Branch::Event, graph).add();
    return graph.take();
}

} // namespace inspike::transfer
