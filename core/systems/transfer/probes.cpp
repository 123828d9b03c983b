// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/systems/transfer/probes.h"

#include "core/systems/transfer/forward.h"

namespace inspike::transfer {

namespace {

const std::vector<AxisKind> kLogits = {AxisKind::Step, AxisKind::Sample, AxisKind::Class};

std::vector<AxisKind> axesFor(const std::vector<std::size_t>& shape)
{
    std::vector<AxisKind> axes = {AxisKind::Step, AxisKind::Sample};
    if (shape.size() == 1)
        axes.push_back(AxisKind::Feature);
    else
        axes.insert(axes.end(), {AxisKind::Channel, AxisKind::Height, AxisKind::Width});
    return axes;
}

std::vector<Branch> branchesOf(const Config& config)
{
    if (config.transfer)
        return {Branch::Static, Branch::Event};
    return {Branch::Event};
}

std::string titled(const std::string& what, Branch branch, const std::string& where)
{
    const char* domain = branch == Branch::Static ? "still pictures" : "events";
    return what + (where.empty() ? "" : " of " + where) + ", " + domain;
}

} // namespace

std::vector<Probe> probesOf(const Config& config)
{
    std::vector<Probe> probes;
    for (const Branch branch : branchesOf(config)) {
        const std::string name = nameOf(branch);
        for (const SpikingLayer& layer : spikingLayers(config)) {
            const std::vector<AxisKind> axes = axesFor(layer.shape);
            probes.push_back({name + "/lif/" + layer.name, titled("Spikes", branch, layer.name),
                              ProbeKind::Spikes, axes});
            probes.push_back({name + "/mem/" + layer.name,
                              titled("Potential after reset", branch, layer.name),
                              ProbeKind::Membrane, axes});
            probes.push_back({"rate/" + name + "/lif/" + layer.name,
                              titled("Mean of the spikes", branch, layer.name),
                              ProbeKind::Other,
                              {}});
        }
        probes.push_back({name + "/running_mean", titled("Mean of the logits so far", branch, ""),
                          ProbeKind::Other, kLogits});
    }
    return probes;
}

std::vector<Probe> outputsOf(const Config& config)
{
    std::vector<Probe> outputs = {{"prediction",
                                   "Mean logits of the events",
                                   ProbeKind::Other,
                                   {AxisKind::Sample, AxisKind::Class}}};
    for (const Branch branch : branchesOf(config)) {
        const std::string name = nameOf(branch);
        outputs.push_back(
            {name + "_logits", titled("Logits", branch, ""), ProbeKind::Other, kLogits});
        outputs.push_back({name + "_feature", titled("Domain feature", branch, ""),
                           ProbeKind::Embedding, axesFor(featureShape(config))});
    }
    return outputs;
}

} // namespace inspike::transfer
