// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/systems/scmrl/forward.h"

#include "core/nn/detail/spike_pool.h"
#include "core/systems/scmrl/layers.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/linear.h>
#include <ATen/ops/max_pool2d.h>

#include <utility>

namespace inspike::scmrl {

namespace {

class Forward
{
public:
    Forward(const Network& network, const Pass& pass, JobContext& job)
        : m_network(network), m_config(network.config), m_pass(pass), m_layers(network, pass, job)
    {}

    Outputs twoStreams(const at::Tensor& audio, const at::Tensor& visual)
    {
        const at::Tensor x = frontEnd("audio_patch_embed", audio);
        const at::Tensor y = frontEnd("visual_patch_embed", visual);
        Fused a{x, {}};
        Fused v{y, {}};
        if (m_config.crossAttention) {
            a = block("block.0", x, y, false);
            v = block("block.1", y, x, true);
        }
        const at::Tensor fa = residualMlp("mlp.0", a.features);
        const at::Tensor fv = residualMlp("mlp.1", v.features);
        if (m_config.fusion == Fusion::Cmci && m_config.crossAttention)
            return threeHeads(a.residual, fa, fv);
        Outputs outputs = oneHead(fa, fv);
        if (m_config.crossAttention) {
            outputs.audioResidual = a.residual.mean(3);
            outputs.visualResidual = v.residual.mean(3);
        }
        return outputs;
    }

    // "spikformer": self-attention, MLP, head.
    Outputs oneStream(const at::Tensor& input)
    {
        at::Tensor x = frontEnd("patch_embed", input);
        const at::Tensor attended = m_layers.spatialAttention("block.0.attn", x, x, false);
        m_layers.record("stage/block.0.attn_out", attended);
        x = x + attended;
        m_layers.record("stage/block.0.fused", x);
        x = x + m_layers.mlp("block.0.mlp", x);
        m_layers.record("stage/block.0", x);
        const at::Tensor tokens = x.mean(3);
        evidence(m_config.modality == Modality::Audio ? "audio" : "visual", tokens, 0);
        const at::Tensor feature = tokens.mean(0);
        m_layers.record("stage/fused_feature", feature);
        Outputs outputs;
        outputs.logits = m_layers.linear("head", feature);
        return outputs;
    }

private:
    struct Fused
    {
        at::Tensor features; // x'
        at::Tensor residual; // r
    };

    // Spiking patch splitting: convolutions that shrink the picture into tokens (spec 3.1).
    at::Tensor frontEnd(const std::string& name, const at::Tensor& input)
    {
        const std::int64_t steps = static_cast<std::int64_t>(m_config.steps);
        const std::int64_t samples = input.size(1);
        // In training, the first layer sees a picture that repeats only once.
        const bool once = m_pass.training && input.size(0) == 1 && steps > 1;
        at::Tensor x =
            once || input.size(0) == steps
                ? input
                : input.expand({steps, samples, input.size(2), input.size(3), input.size(4)});
        x = x.reshape(
            {once ? samples : steps * samples, input.size(2), input.size(3), input.size(4)});
        const int stages = m_config.shallow ? 2 : 4;
        for (int i = 0; i < stages; ++i) {
            const std::string number = i == 0 ? "" : std::to_string(i);
            x = m_layers.convolution(name, "proj", number, x, steps, samples);
            x = m_pass.training ? nn::maxPool3(x) : at::max_pool2d(x, {3, 3}, {2, 2}, {1, 1});
        }
        x = x + m_layers.convolution(name, "rpe", "", x, steps, samples);
        const at::Tensor tokens =
            x.reshape({steps, samples, x.size(1), x.size(2) * x.size(3)}).contiguous();
        m_layers.record("stage/" + name, tokens);
        return tokens;
    }

    Fused block(const std::string& name, const at::Tensor& x, const at::Tensor& y, bool visual)
    {
        Fused fused;
        const std::string attention = name + ".attn";
        switch (m_config.fusion) {
        case Fusion::SpatialTemporal:
            fused.residual = spatialTemporal(name, x, y);
            break;
        case Fusion::Spatial:
            fused.residual = m_layers.spatialAttention(attention, x, y, false);
            break;
        case Fusion::Temporal:
            fused.residual = m_layers.temporalAttention(attention, x, y);
            break;
        case Fusion::Sca:
            fused.residual = m_layers.spatialAttention(attention, x, y, visual);
            break;
        case Fusion::WeightAttention:
            fused.residual = m_layers.weighted(attention, x, y);
            break;
        case Fusion::Cmci:
            fused.residual = m_layers.mixed(attention, x, y);
            break;
        }
        m_layers.record("stage/" + name + ".attn_out", fused.residual);
        finish(name, x, fused);
        m_layers.record("stage/" + name + ".residual", fused.residual);
        m_layers.record("stage/" + name + ".fused", fused.features);
        return fused;
    }

    // How the result of a block's attention meets its input (spec 3.2, 4).
    void finish(const std::string& name, const at::Tensor& x, Fused& fused)
    {
        if (m_config.fusion == Fusion::Cmci) {
            fused.features = x;
            return;
        }
        if (m_config.fusion == Fusion::WeightAttention || m_config.fusion == Fusion::Sca) {
            fused.features = fused.residual;
            return;
        }
        if (m_config.alignment)
            fused.residual = m_layers.aligned(name, fused.residual);
        fused.features = x + fused.residual * m_config.alpha;
    }

    // Outer product of a spatial and a temporal mean per channel.
    at::Tensor spatialTemporal(const std::string& name, const at::Tensor& x, const at::Tensor& y)
    {
        const at::Tensor a = m_layers.spatialAttention(name + ".attn.spatial_attn", x, y, false);
        m_layers.record("stage/" + name + ".spatial_attn_out", a);
        const at::Tensor b = m_layers.temporalAttention(name + ".attn.temporal_attn", x, y);
        m_layers.record("stage/" + name + ".temporal_attn_out", b);
        return a.mean(3, true) * b.mean(0, true);
    }

    at::Tensor residualMlp(const std::string& name, const at::Tensor& x)
    {
        at::Tensor f = x + m_layers.mlp(name + ".mlp", x);
        m_layers.record("stage/" + name, f);
        return f;
    }

    // What one modality says about each class at each step; `offset` of its columns in the head.
    void evidence(const std::string& modality, const at::Tensor& tokens, std::int64_t offset)
    {
        const std::string id = "evidence/" + modality;
        if (m_layers.wants(id))
            m_layers.record(
                id,
                at::linear(tokens, m_network.at("head.weight").narrow(1, offset, tokens.size(2))));
    }

    Outputs oneHead(const at::Tensor& fa, const at::Tensor& fv)
    {
        const at::Tensor audio = fa.mean(3);
        const at::Tensor visual = fv.mean(3);
        const bool concat = m_config.interaction == Interaction::Concat;
        evidence("audio", audio, 0);
        evidence("visual", visual, concat ? audio.size(2) : 0);
        const at::Tensor both = concat ? at::cat({audio, visual}, 2) : audio + visual;
        const at::Tensor feature = both.mean(0);
        m_layers.record("stage/fused_feature", feature);
        Outputs outputs;
        outputs.logits = m_layers.linear("head", feature);
        return outputs;
    }

    Outputs threeHeads(const at::Tensor& mixed, const at::Tensor& fa, const at::Tensor& fv)
    {
        Outputs outputs;
        outputs.logits = m_layers.linear("head.0", mixed.mean(3).mean(0));
        outputs.audioResidual = m_layers.linear("head.1", fa.mean(3).mean(0));
        outputs.visualResidual = m_layers.linear("head.2", fv.mean(3).mean(0));
        return outputs;
    }

    const Network& m_network;
    const Config& m_config;
    const Pass& m_pass;
    Layers m_layers;
};

} // namespace

Outputs forwardPlain(const Network& network, const at::Tensor& audio, const at::Tensor& visual,
                     const Pass& pass, JobContext& job)
{
    Forward forward(network, pass, job);
    switch (network.config.modality) {
    case Modality::Audio:
        return forward.oneStream(audio);
    case Modality::Visual:
        return forward.oneStream(visual);
    default:
        return forward.twoStreams(audio, visual);
    }
}

} // namespace inspike::scmrl
