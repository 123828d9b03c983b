// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/systems/scmrl/parameters.h"

namespace inspike::scmrl {

namespace {

using Role = ParameterRole;

constexpr std::int64_t kGateWidth = 32; // of the unused gate
constexpr std::int64_t kKernel = 3;
constexpr std::int64_t kExpansion = 4; // of the MLP

class Lister
{
public:
    explicit Lister(const Config& config)
        : m_config(config), m_width(static_cast<std::int64_t>(config.embed))
    {}

    std::vector<ParameterEntry> all()
    {
        if (m_config.modality == Modality::Both)
            twoStreams();
        else
            oneStream();
        return std::move(m_entries);
    }

private:
    void add(const std::string& name, std::vector<std::int64_t> shape, Role role,
             std::int64_t inputs = 0)
    {
        m_entries.push_back({name, std::move(shape), role, m_used, inputs});
    }

    void lif(const std::string& name)
    {
        add(name + ".threshold", {}, Role::FrozenThreshold);
        add(name + ".act_fun.alpha", {}, Role::FrozenSlope);
    }

    void batchNorm(const std::string& name, std::int64_t width)
    {
        add(name + ".weight", {width}, Role::NormWeight);
        add(name + ".bias", {width}, Role::NormBias);
        add(name + ".running_mean", {width}, Role::RunningMean);
        add(name + ".running_var", {width}, Role::RunningVariance);
        add(name + ".num_batches_tracked", {}, Role::BatchesTracked);
    }

    // 3 x 3 convolution, batch norm, neuron; the reference numbers them from the second one on.
    void stage(const std::string& front, const std::string& name, const std::string& number,
               std::int64_t from, std::int64_t to)
    {
        add(front + "." + name + "_conv" + number + ".weight", {to, from, kKernel, kKernel},
            Role::ConvWeight, from * kKernel * kKernel);
        batchNorm(front + "." + name + "_bn" + number, to);
        lif(front + "." + name + "_lif" + number);
    }

    void frontEnd(const std::string& name, std::int64_t channels)
    {
        const int stages = m_config.shallow ? 2 : 4;
        std::int64_t from = channels;
        for (int i = 0; i < stages; ++i) {
            const std::int64_t to = m_width >> (stages - 1 - i);
            stage(name, "proj", i == 0 ? "" : std::to_string(i), from, to);
            from = to;
        }
        stage(name, "rpe", "", m_width, m_width);
    }

    void attention(const std::string& name)
    {
        for (const char* part : {"q", "k", "v", "proj"}) {
            add(name + "." + part + "_conv.weight", {m_width, m_width, 1}, Role::ConvWeight,
                m_width);
            batchNorm(name + "." + part + "_bn", m_width);
            lif(name + "." + part + "_lif");
        }
        lif(name + ".attn_lif");
        const bool used = m_used;
        m_used = false;
        lif(name + ".res_lif");
        m_used = used;
    }

    void mlp(const std::string& name)
    {
        const std::int64_t hidden = kExpansion * m_width;
        const auto layer = [&](const std::string& part, std::int64_t from, std::int64_t to) {
            add(name + "." + part + "_conv.weight", {to, from, 1}, Role::ConvWeight, from);
            add(name + "." + part + "_conv.bias", {to}, Role::ConvBias, from);
            batchNorm(name + "." + part + "_bn", to);
            lif(name + "." + part + "_lif");
        };
        layer("fc1", m_width, hidden);
        layer("fc2", hidden, m_width);
    }

    void linear(const std::string& name, std::int64_t from, std::int64_t to)
    {
        add(name + ".weight", {to, from}, Role::LinearWeight);
        add(name + ".bias", {to}, Role::LinearBias);
    }

    void unusedNorms(const std::string& block)
    {
        m_used = false;
        for (const char* norm : {".norm1", ".norm2"}) {
            add(block + norm + ".weight", {m_width}, Role::NormWeight);
            add(block + norm + ".bias", {m_width}, Role::NormBias);
        }
        m_used = true;
    }

    void fusionOf(const std::string& name)
    {
        switch (m_config.fusion) {
        case Fusion::SpatialTemporal:
            attention(name + ".spatial_attn");
            attention(name + ".temporal_attn");
            break;
        case Fusion::Spatial:
        case Fusion::Temporal:
        case Fusion::Sca:
            attention(name);
            break;
        case Fusion::WeightAttention:
            linear(name + ".fc1", 2 * m_width, m_width);
            linear(name + ".fc2", m_width, 1);
            break;
        case Fusion::Cmci:
            linear(name + ".fc1", m_width, m_width);
            linear(name + ".fc2", m_width, m_width);
            lif(name + ".v_lif");
            mlp(name + ".mlp.mlp");
            break;
        }
    }

    void block(const std::string& name)
    {
        unusedNorms(name);
        if (!m_config.crossAttention)
            return;
        fusionOf(name + ".attn");
        if (m_config.alignment) {
            linear(name + ".trans_linear", m_width, m_width);
            lif(name + ".trans_lif");
        }
    }

    void unusedGate()
    {
        m_used = false;
        linear("av_attention.fc", m_width, kGateWidth);
        linear("av_attention.fcs.0", kGateWidth, m_width);
        linear("av_attention.fcs.1", kGateWidth, m_width);
        m_used = true;
    }

    void twoStreams()
    {
        frontEnd("audio_patch_embed", 1);
        frontEnd("visual_patch_embed", static_cast<std::int64_t>(m_config.visualChannels));
        block("block.0");
        block("block.1");
        unusedGate();
        mlp("mlp.0.mlp");
        mlp("mlp.1.mlp");
        const auto classes = static_cast<std::int64_t>(m_config.classes);
        if (m_config.fusion == Fusion::Cmci && m_config.crossAttention) {
            for (const char* head : {"head.0", "head.1", "head.2"})
                linear(head, m_width, classes);
        } else {
            linear("head", m_config.interaction == Interaction::Concat ? 2 * m_width : m_width,
                   classes);
        }
    }

    void oneStream()
    {
        const bool audio = m_config.modality == Modality::Audio;
        frontEnd("patch_embed", audio ? 1 : static_cast<std::int64_t>(m_config.visualChannels));
        unusedNorms("block.0");
        attention("block.0.attn");
        mlp("block.0.mlp");
        linear("head", m_width, static_cast<std::int64_t>(m_config.classes));
    }

    const Config& m_config;
    std::int64_t m_width;
    bool m_used = true;
    std::vector<ParameterEntry> m_entries;
};

} // namespace

std::vector<ParameterEntry> parametersOf(const Config& config)
{
    return Lister(config).all();
}

} // namespace inspike::scmrl
