// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/systems/scmrl/fast_layers.h"

#include "core/nn/detail/bridge.h"

#include <cmath>

namespace inspike::scmrl {

using nn::ActiveForm;

namespace {

constexpr float kBatchNormEpsilon = 1e-5F;
constexpr std::size_t kImageKernel = 3;

std::vector<float> floatsOf(const at::Tensor& tensor)
{
    std::vector<float> values(static_cast<std::size_t>(tensor.numel()));
    nn::copyToFloats(tensor.detach(), values);
    return values;
}

class Preparation
{
public:
    explicit Preparation(const Network& network) : m_network(network) {}

    FastFrontEnd frontEnd(const std::string& name) const
    {
        FastFrontEnd front{name, {}, normed(name, "rpe", "", kImageKernel, ActiveForm::Spikes)};
        const int stages = m_network.config.shallow ? 2 : 4;
        for (int i = 0; i < stages; ++i)
            front.stages.push_back(normed(name, "proj", i == 0 ? "" : std::to_string(i),
                                          kImageKernel,
                                          i == 0 ? ActiveForm::Values : ActiveForm::Groups));
        return front;
    }

    FastAttention attention(const std::string& name) const
    {
        return {name,
                normed(name, "q", "", 1, ActiveForm::Spikes),
                normed(name, "k", "", 1, ActiveForm::Spikes),
                normed(name, "v", "", 1, ActiveForm::Spikes),
                normed(name, "proj", "", 1, ActiveForm::Spikes),
                name + ".attn_lif"};
    }

    FastMlp mlp(const std::string& name, ActiveForm form) const
    {
        return {normed(name, "fc1", "", 1, form), normed(name, "fc2", "", 1, ActiveForm::Spikes)};
    }

    FastBlock block(const std::string& name) const
    {
        const Config& config = m_network.config;
        const std::string attn = name + ".attn";
        FastBlock block;
        block.name = name;
        bool residual = true;
        switch (config.fusion) {
        case Fusion::SpatialTemporal:
            block.spatial = attention(attn + ".spatial_attn");
            block.temporal = attention(attn + ".temporal_attn");
            break;
        case Fusion::Spatial:
            block.spatial = attention(attn);
            break;
        case Fusion::Temporal:
            block.temporal = attention(attn);
            break;
        case Fusion::Sca:
            block.spatial = attention(attn);
            residual = false;
            break;
        case Fusion::WeightAttention:
            block.weighting = {linear(attn + ".fc1"), linear(attn + ".fc2")};
            residual = false;
            break;
        case Fusion::Cmci:
            block.mixing = mixing(attn);
            block.mixingMlp = mlp(attn + ".mlp.mlp", ActiveForm::Spikes);
            residual = false;
            break;
        }
        if (residual && config.alignment)
            block.alignment = plain(name + ".trans_linear", name + ".trans_lif");
        return block;
    }

    FastLinear linear(const std::string& name) const
    {
        const at::Tensor& weight = m_network.at(name + ".weight");
        return {static_cast<std::size_t>(weight.size(1)), static_cast<std::size_t>(weight.size(0)),
                floatsOf(weight), floatsOf(m_network.at(name + ".bias"))};
    }

private:
    // A convolution, batch norm with its running statistics, neurons.
    FastLayer normed(const std::string& module, const std::string& part, const std::string& number,
                     std::size_t kernel, ActiveForm form) const
    {
        const std::string prefix = module + "." + part;
        const std::string norm = prefix + "_bn" + number;
        const at::Tensor& weight = m_network.at(prefix + "_conv" + number + ".weight");
        std::vector<float> scale = floatsOf(m_network.at(norm + ".weight"));
        std::vector<float> shift = floatsOf(m_network.at(norm + ".bias"));
        const std::vector<float> mean = floatsOf(m_network.at(norm + ".running_mean"));
        const std::vector<float> variance = floatsOf(m_network.at(norm + ".running_var"));
        const std::string bias = prefix + "_conv" + number + ".bias";
        const std::vector<float> offset =
            m_network.has(bias) ? floatsOf(m_network.at(bias)) : std::vector<float>(mean.size());
        for (std::size_t o = 0; o < scale.size(); ++o) {
            scale[o] *= 1.0F / std::sqrt(variance[o] + kBatchNormEpsilon);
            shift[o] += (offset[o] - mean[o]) * scale[o];
        }
        return {nn::SpikeLayer(form, floatsOf(weight), static_cast<std::size_t>(weight.size(1)),
                               kernel, scale, shift),
                prefix + "_lif" + number};
    }

    // A linear map with bias, neurons.
    FastLayer plain(const std::string& name, const std::string& neurons) const
    {
        const FastLinear map = linear(name);
        return {nn::SpikeLayer(ActiveForm::Values, map.weights, map.inputs, 1,
                               std::vector<float>(map.outputs, 1.0F), map.bias),
                neurons};
    }

    // Two linear maps whose results are added, neurons.
    FastLayer mixing(const std::string& name) const
    {
        const FastLinear own = linear(name + ".fc1");
        const FastLinear other = linear(name + ".fc2");
        std::vector<float> weights;
        std::vector<float> bias;
        for (std::size_t o = 0; o < own.outputs; ++o) {
            for (const FastLinear* map : {&own, &other}) {
                const auto row =
                    map->weights.begin() + static_cast<std::ptrdiff_t>(o * map->inputs);
                weights.insert(weights.end(), row, row + static_cast<std::ptrdiff_t>(map->inputs));
            }
            bias.push_back(own.bias[o] + other.bias[o]);
        }
        return {nn::SpikeLayer(ActiveForm::Spikes, weights, own.inputs + other.inputs, 1,
                               std::vector<float>(own.outputs, 1.0F), bias),
                name + ".v_lif"};
    }

    const Network& m_network;
};

} // namespace

std::vector<float> FastLinear::apply(std::span<const float> x, std::size_t offset,
                                     bool biased) const
{
    std::vector<float> result(outputs);
    for (std::size_t o = 0; o < outputs; ++o) {
        double sum = biased ? bias[o] : 0.0;
        for (std::size_t i = 0; i < x.size(); ++i)
            sum += static_cast<double>(weights[o * inputs + offset + i]) * x[i];
        result[o] = static_cast<float>(sum);
    }
    return result;
}

FastLayers::FastLayers(const Network& network) : config(network.config)
{
    const Preparation prepare(network);
    if (config.modality != Modality::Both) {
        fronts.push_back(prepare.frontEnd("patch_embed"));
        blocks.emplace_back().name = "block.0";
        blocks.front().spatial = prepare.attention("block.0.attn");
        mlps.push_back(prepare.mlp("block.0.mlp", ActiveForm::Values));
        heads.push_back(prepare.linear("head"));
        return;
    }
    for (const char* name : {"audio_patch_embed", "visual_patch_embed"})
        fronts.push_back(prepare.frontEnd(name));
    // Features that nothing was added to are still sums of spikes.
    const bool sums = config.crossAttention && config.fusion != Fusion::Cmci;
    for (const char* name : {"mlp.0.mlp", "mlp.1.mlp"})
        mlps.push_back(prepare.mlp(name, sums ? ActiveForm::Values : ActiveForm::Spikes));
    if (config.crossAttention) {
        for (const char* name : {"block.0", "block.1"})
            blocks.push_back(prepare.block(name));
    }
    if (config.crossAttention && config.fusion == Fusion::Cmci) {
        for (const char* name : {"head.0", "head.1", "head.2"})
            heads.push_back(prepare.linear(name));
    } else {
        heads.push_back(prepare.linear("head"));
    }
}

} // namespace inspike::scmrl
