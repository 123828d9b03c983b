// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/systems/scmrl/probes.h"

#include "core/systems/scmrl/parameters.h"

namespace inspike::scmrl {

namespace {

using Axes = std::vector<AxisKind>;

const Axes kPictures = {AxisKind::Step, AxisKind::Sample, AxisKind::Channel, AxisKind::Height,
                        AxisKind::Width};
const Axes kTokens = {AxisKind::Step, AxisKind::Sample, AxisKind::Channel, AxisKind::Token};
const Axes kTransposed = {AxisKind::Step, AxisKind::Sample, AxisKind::Token, AxisKind::Channel};
const Axes kMaps = {AxisKind::Step, AxisKind::Sample, AxisKind::Head, AxisKind::Query,
                    AxisKind::Key};
const Axes kTemporalMaps = {AxisKind::Token, AxisKind::Sample, AxisKind::Head, AxisKind::Query,
                            AxisKind::Key};
const Axes kClasses = {AxisKind::Step, AxisKind::Sample, AxisKind::Class};

bool endsWith(const std::string& text, std::string_view end)
{
    return std::string_view(text).ends_with(end);
}

// The neurons of the network, by the frozen threshold each has in the state dict.
std::vector<std::string> neuronsOf(const Config& config)
{
    constexpr std::string_view kEnd = ".threshold";
    std::vector<std::string> modules;
    for (const ParameterEntry& entry : parametersOf(config)) {
        if (entry.role == ParameterRole::FrozenThreshold && entry.used)
            modules.push_back(entry.name.substr(0, entry.name.size() - kEnd.size()));
    }
    return modules;
}

class Lister
{
public:
    explicit Lister(const Config& config) : m_config(config) {}

    std::vector<Probe> all()
    {
        neurons();
        maps();
        stages();
        return std::move(m_probes);
    }

private:
    void add(const std::string& id, const std::string& title, ProbeKind kind, const Axes& axes,
             bool joined = false)
    {
        m_probes.push_back({id, title, kind, axes, joined});
    }

    void neurons()
    {
        for (const std::string& module : neuronsOf(m_config)) {
            const bool picture = module.find("patch_embed") != std::string::npos;
            const bool transposed = endsWith(module, "trans_lif");
            const bool apart = endsWith(module, ".v_lif") && m_config.fusion == Fusion::Cmci &&
                               m_config.modality == Modality::Both;
            const Axes& axes = picture ? kPictures : (transposed ? kTransposed : kTokens);
            add("lif/" + module, "Spikes of " + module, ProbeKind::Spikes, axes, !apart);
            add("lif_in/" + module, "Input of " + module, ProbeKind::Current, axes, !apart);
            add("rate/" + module, "Mean spikes of " + module, ProbeKind::Other, {});
        }
    }

    void map(const std::string& id, const std::string& title, const Axes& axes)
    {
        add("attn/" + id, title, ProbeKind::Attention, axes);
    }

    void maps()
    {
        const bool both = m_config.modality == Modality::Both;
        const bool two = both && m_config.fusion == Fusion::SpatialTemporal;
        const std::vector<std::string> titles =
            both ? std::vector<std::string>{"Audio enriched by visual", "Visual enriched by audio"}
                 : std::vector<std::string>{"Self-attention"};
        for (std::size_t k = 0; k < titles.size(); ++k) {
            const std::string block = "block." + std::to_string(k);
            if (m_config.hasSpatial())
                map(block + (two ? ".spatial_attn" : ".attn"), titles[k] + ", tokens", kMaps);
            if (m_config.hasTemporal())
                map(block + (two ? ".temporal_attn" : ".attn"), titles[k] + ", steps",
                    kTemporalMaps);
        }
    }

    void stage(const std::string& id, const std::string& title)
    {
        add("stage/" + id, title, ProbeKind::Embedding, kTokens);
    }

    void evidence(const std::string& modality)
    {
        add("evidence/" + modality, "Evidence from " + modality, ProbeKind::Other, kClasses);
    }

    void blockStages(const std::string& block)
    {
        if (m_config.fusion == Fusion::SpatialTemporal) {
            stage(block + ".spatial_attn_out", "Spatial attention of " + block);
            stage(block + ".temporal_attn_out", "Temporal attention of " + block);
        }
        stage(block + ".attn_out", "Attention of " + block);
        stage(block + ".residual", "Residual of " + block);
        stage(block + ".fused", "Fused features of " + block);
    }

    void stages()
    {
        const Axes feature = {AxisKind::Sample, AxisKind::Feature};
        if (m_config.modality != Modality::Both) {
            stage("patch_embed", "Tokens");
            stage("block.0.attn_out", "Attention of block.0");
            stage("block.0.fused", "Features after attention");
            stage("block.0", "Features of the block");
            add("stage/fused_feature", "Mean feature", ProbeKind::Embedding, feature);
            evidence(nameOf(m_config.modality));
            return;
        }
        stage("audio_patch_embed", "Audio tokens");
        stage("visual_patch_embed", "Visual tokens");
        if (m_config.crossAttention) {
            blockStages("block.0");
            blockStages("block.1");
        }
        stage("mlp.0", "Audio features");
        stage("mlp.1", "Visual features");
        if (m_config.fusion == Fusion::Cmci && m_config.crossAttention)
            return;
        add("stage/fused_feature", "Mean fused feature", ProbeKind::Embedding, feature);
        evidence("audio");
        evidence("visual");
    }

    const Config& m_config;
    std::vector<Probe> m_probes;
};

} // namespace

std::vector<Probe> probesOf(const Config& config)
{
    return Lister(config).all();
}

std::vector<Probe> outputsOf(const Config& config)
{
    const Axes classes = {AxisKind::Sample, AxisKind::Class};
    std::vector<Probe> outputs = {{"logits", "Logits", ProbeKind::Other, classes}};
    if (config.modality != Modality::Both || !config.crossAttention)
        return outputs;
    const bool heads = config.fusion == Fusion::Cmci;
    const Axes axes = heads ? classes : Axes{AxisKind::Step, AxisKind::Sample, AxisKind::Feature};
    const ProbeKind kind = heads ? ProbeKind::Other : ProbeKind::Embedding;
    outputs.push_back(
        {"audio_residual", heads ? "Logits of the audio head" : "Audio residual", kind, axes});
    outputs.push_back(
        {"visual_residual", heads ? "Logits of the visual head" : "Visual residual", kind, axes});
    return outputs;
}

} // namespace inspike::scmrl
