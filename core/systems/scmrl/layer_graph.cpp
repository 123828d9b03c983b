// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/systems/scmrl/layer_graph.h"

#include "core/nn/graph_builder.h"

#include <utility>

namespace inspike::scmrl {

namespace {

constexpr std::int64_t kExpansion = 4; // of the MLP

std::int64_t signedSize(std::size_t size)
{
    return static_cast<std::int64_t>(size);
}

// In the order of the forward pass (forward.cpp). Ids are the reference's names, with the last part
// in a group of its own: "block.0.attn.spatial_attn/q_conv".
class Drawer
{
public:
    Drawer(const Config& config, const ModelInfo& info)
        : m_config(config), m_width(signedSize(config.embed)), m_graph(info.parameters)
    {}

    LayerGraph twoStreams()
    {
        const std::size_t x = frontEnd("audio_patch_embed", "audio", 1);
        const std::size_t y =
            frontEnd("visual_patch_embed", "visual", signedSize(m_config.visualChannels));
        const Block audio = block("block.0", x, y);
        const Block visual = block("block.1", y, x);
        const std::size_t fa = residualMlp("mlp.0", audio.fused);
        const std::size_t fv = residualMlp("mlp.1", visual.fused);
        if (m_config.fusion == Fusion::Cmci && m_config.crossAttention) {
            head("head.0", {mean("mean.0", {audio.residual})}, "logits");
            head("head.1", {mean("mean.1", {fa})}, "audio_residual");
            head("head.2", {mean("mean.2", {fv})}, "visual_residual");
        } else {
            head("head", {mean("mean", {fa, fv})}, "logits");
        }
        return m_graph.take();
    }

    LayerGraph oneStream()
    {
        const bool audio = m_config.modality == Modality::Audio;
        const std::size_t x = frontEnd("patch_embed", audio ? "audio" : "visual",
                                       audio ? 1 : signedSize(m_config.visualChannels));
        const std::size_t attended = attention("block.0.attn", x, x);
        const std::size_t fused = sum("block.0/fused", {x, attended}, "stage/block.0.fused");
        const std::size_t made = mlp("block.0.mlp", fused);
        const std::size_t features = sum("block.0/sum", {fused, made}, "stage/block.0");
        head("head", {mean("mean", {features})}, "logits");
        return m_graph.take();
    }

private:
    struct Block
    {
        std::size_t fused;
        std::size_t residual;
    };

    std::size_t neurons(const std::string& group, const std::string& part, std::size_t from)
    {
        const std::string module = group + "." + part;
        return m_graph.add({.id = group + "/" + part,
                            .kind = "LIF",
                            .module = module,
                            .output = "lif/" + module,
                            .probes = {"lif_in/" + module},
                            .spiking = true},
                           {from});
    }

    std::size_t sum(const std::string& id, const std::vector<std::size_t>& sources,
                    const std::string& output)
    {
        return m_graph.add({.id = id, .kind = "Sum", .output = output}, sources);
    }

    // Convolution, batch norm, neurons: "proj_conv1", "proj_bn1", "proj_lif1".
    std::size_t layer(const std::string& group, const std::string& part, const std::string& number,
                      std::size_t from, std::int64_t outputs, bool picture, bool bias)
    {
        const auto id = [&](const char* what) {
            return group + "/" + part + what + number;
        };
        const auto module = [&](const char* what) {
            return group + "." + part + what + number;
        };
        const std::size_t convolved =
            m_graph.add({.id = id("_conv"),
                         .kind = picture ? "Conv2d" : "Conv1d",
                         .module = module("_conv"),
                         .synapses = picture ? convolutionSynapses(3, 1, 1, false)
                                             : convolutionSynapses(1, 1, 0, bias),
                         .outputs = outputs},
                        {from});
        const std::size_t normed = m_graph.add({.id = id("_bn"),
                                                .kind = picture ? "BatchNorm2d" : "BatchNorm1d",
                                                .module = module("_bn")},
                                               {convolved});
        return neurons(group, part + "_lif" + number, normed);
    }

    std::size_t frontEnd(const std::string& group, const std::string& input, std::int64_t channels)
    {
        std::size_t x = m_graph.add(
            {.id = input,
             .kind = "Input",
             .shape = {channels, signedSize(m_config.height), signedSize(m_config.width)},
             .output = input});
        const int stages = m_config.shallow ? 2 : 4;
        for (int i = 0; i < stages; ++i) {
            const std::string number = i == 0 ? "" : std::to_string(i);
            x = layer(group, "proj", number, x, m_width >> (stages - 1 - i), true, false);
            x = m_graph.add({.id = group + "/maxpool" + number,
                             .kind = "MaxPool2d",
                             .synapses = windowSynapses(3, 2, 1)},
                            {x});
        }
        const std::size_t position = layer(group, "rpe", "", x, m_width, true, false);
        return m_graph.add({.id = group + "/tokens",
                            .kind = "Sum",
                            .shape = {m_width, signedSize(m_config.tokens())},
                            .output = "stage/" + group},
                           {x, position});
    }

    std::size_t pointwise(const std::string& group, const std::string& part, std::size_t from,
                          std::int64_t outputs, bool bias)
    {
        return layer(group, part, "", from, outputs, false, bias);
    }

    std::size_t attention(const std::string& group, std::size_t x, std::size_t y)
    {
        const std::size_t q = pointwise(group, "q", x, m_width, false);
        const std::size_t k = pointwise(group, "k", y, m_width, false);
        const std::size_t v = pointwise(group, "v", y, m_width, false);
        const std::size_t mixed =
            m_graph.add({.id = group + "/attention", .kind = "Attention"}, {q, k, v});
        return pointwise(group, "proj", neurons(group, "attn_lif", mixed), m_width, false);
    }

    std::size_t mlp(const std::string& group, std::size_t x)
    {
        const std::size_t hidden = pointwise(group, "fc1", x, kExpansion * m_width, true);
        return pointwise(group, "fc2", hidden, m_width, true);
    }

    std::size_t residualMlp(const std::string& name, std::size_t x)
    {
        return sum(name + "/sum", {x, mlp(name + ".mlp", x)}, "stage/" + name);
    }

    std::size_t linear(const std::string& group, const std::string& part,
                       const std::vector<std::size_t>& from, std::int64_t outputs)
    {
        return m_graph.add({.id = group + "/" + part,
                            .kind = "Linear",
                            .module = group + "." + part,
                            .synapses = convolutionSynapses(1, 1, 0, true),
                            .outputs = outputs},
                           from);
    }

    std::size_t fusionOf(const std::string& name, std::size_t x, std::size_t y)
    {
        const std::string group = name + ".attn";
        switch (m_config.fusion) {
        case Fusion::SpatialTemporal: {
            const std::size_t a = attention(group + ".spatial_attn", x, y);
            const std::size_t b = attention(group + ".temporal_attn", x, y);
            return m_graph.add({.id = group + "/product", .kind = "Outer product of means"},
                               {a, b});
        }
        case Fusion::Spatial:
        case Fusion::Temporal:
        case Fusion::Sca:
            return attention(group, x, y);
        case Fusion::WeightAttention: {
            const std::size_t hidden = linear(group, "fc1", {x, y}, m_width);
            const std::size_t weight = linear(group, "fc2", {hidden}, 1);
            return m_graph.add({.id = group + "/product", .kind = "Product"}, {x, weight});
        }
        case Fusion::Cmci: {
            const std::size_t both =
                sum(group + "/sum",
                    {linear(group, "fc1", {x}, m_width), linear(group, "fc2", {y}, m_width)}, "");
            const std::size_t mixed = neurons(group, "v_lif", both);
            return sum(group + "/mixed", {mixed, mlp(group + ".mlp.mlp", mixed)}, "");
        }
        }
        return x;
    }

    // Its probes have tokens before channels, as the reference computes it.
    std::size_t aligned(const std::string& name, std::size_t residual)
    {
        const std::size_t current = linear(name, "trans_linear", {residual}, m_width);
        const std::string module = name + ".trans_lif";
        const std::size_t spikes = m_graph.add({.id = name + "/trans_lif",
                                                .kind = "LIF",
                                                .module = module,
                                                .shape = {signedSize(m_config.tokens()), m_width},
                                                .output = "lif/" + module,
                                                .probes = {"lif_in/" + module},
                                                .spiking = true},
                                               {current});
        return m_graph.add({.id = name + "/transposed",
                            .kind = "Transpose",
                            .shape = {m_width, signedSize(m_config.tokens())},
                            .output = "stage/" + name + ".residual"},
                           {spikes});
    }

    Block block(const std::string& name, std::size_t x, std::size_t y)
    {
        if (!m_config.crossAttention)
            return {x, x};
        std::size_t residual = fusionOf(name, x, y);
        if (m_config.fusion == Fusion::Cmci)
            return {x, residual};
        if (m_config.fusion == Fusion::WeightAttention || m_config.fusion == Fusion::Sca)
            return {residual, residual};
        if (m_config.alignment)
            residual = aligned(name, residual);
        return {sum(name + "/fused", {x, residual}, "stage/" + name + ".fused"), residual};
    }

    std::size_t mean(const std::string& id, const std::vector<std::size_t>& sources)
    {
        const bool joined = sources.size() > 1 && m_config.interaction == Interaction::Concat;
        return m_graph.add({.id = id,
                            .kind = "Mean over tokens",
                            .shape = {joined ? 2 * m_width : m_width},
                            .output = id == "mean" ? "stage/fused_feature" : ""},
                           sources);
    }

    void head(const std::string& name, const std::vector<std::size_t>& from,
              const std::string& output)
    {
        m_graph.add({.id = name,
                     .kind = "Linear",
                     .module = name,
                     .synapses = denseSynapses(true),
                     .outputs = signedSize(m_config.classes),
                     .output = output},
                    from);
    }

    const Config& m_config;
    std::int64_t m_width;
    GraphBuilder m_graph;
};

} // namespace

LayerGraph layerGraphOf(const Config& config, const ModelInfo& info)
{
    Drawer drawer(config, info);
    return config.modality == Modality::Both ? drawer.twoStreams() : drawer.oneStream();
}

} // namespace inspike::scmrl
