// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/layer_choice.h"

#include "core/analysis/spike_activation_map.h"
#include "core/analysis/trial_array.h"

#include <algorithm>
#include <array>

namespace inspike {

namespace {

bool isRecorded(const Run& run, const LayerNode& layer, const std::string& id, ProbeKind kind)
{
    const Activation* activation = run.find(id);
    if (activation == nullptr || !hasSteps(activation->axes()))
        return false;
    if (kind == ProbeKind::Other)
        return id == layer.output;
    return activation->probe.kind == kind ||
           (kind == ProbeKind::Spikes && layer.spiking && id == layer.output);
}

bool isTraced(const Run& run, const LayerNode& layer)
{
    constexpr std::array kTraced{ProbeKind::Membrane, ProbeKind::Current, ProbeKind::Other};
    return std::any_of(kTraced.begin(), kTraced.end(),
                       [&](ProbeKind kind) { return probeOfLayer(run, layer, kind).has_value(); });
}

// The name that the picture of activations gives a layer with places.
std::optional<std::string> mappedName(const Run& run, const LayerNode& layer)
{
    for (const MappedLayer& mapped : mappedLayers(run)) {
        if (std::find(layer.probes.begin(), layer.probes.end(), mapped.probe) !=
                layer.probes.end() ||
            layer.output == mapped.probe)
            return mapped.probe.starts_with("lif/") ? mapped.probe.substr(4) : mapped.probe;
    }
    return std::nullopt;
}

bool setLayer(Params& params, std::string_view figureKind, const Run* run, const LayerNode& layer)
{
    if (figureKind == "weights" || figureKind == "traces") {
        if (!params.text("layer").empty() ||
            (figureKind == "traces" && (run == nullptr || !isTraced(*run, layer))))
            return false;
        params.set("layer", layer.id);
        return true;
    }
    if (figureKind != "activation" || run == nullptr || params.text("layer") != kUsualMappedLayer)
        return false;
    const auto name = mappedName(*run, layer);
    if (name)
        params.set("layer", *name);
    return name.has_value();
}

} // namespace

std::optional<std::string> probeOfLayer(const Run& run, const LayerNode& layer, ProbeKind kind)
{
    if (!layer.output.empty() && isRecorded(run, layer, layer.output, kind))
        return layer.output;
    for (const std::string& id : layer.probes) {
        if (isRecorded(run, layer, id, kind))
            return id;
    }
    return std::nullopt;
}

bool followLayer(Params& params, std::string_view figureKind, const Run* run,
                 const LayerNode& layer)
{
    bool followed = params.has("layer") && setLayer(params, figureKind, run, layer);
    if (run != nullptr && params.has("probe") && params.text("probe").empty()) {
        const ProbeKind kind = figureKind == "attention" ? ProbeKind::Attention : ProbeKind::Spikes;
        if (const auto probe = probeOfLayer(*run, layer, kind)) {
            params.set("probe", *probe);
            followed = true;
        }
    }
    return followed;
}

} // namespace inspike
