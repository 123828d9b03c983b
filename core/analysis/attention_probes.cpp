// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/attention_probes.h"

#include "core/base/error.h"

#include <algorithm>
#include <charconv>
#include <tuple>

namespace inspike {

namespace {

bool hasAxis(const Activation& activation, AxisKind kind)
{
    const auto& axes = activation.axes();
    return std::any_of(axes.begin(), axes.end(),
                       [&](const Axis& axis) { return axis.kind == kind; });
}

std::optional<std::size_t> blockNumber(const std::string& id)
{
    constexpr std::string_view kWord = "block.";
    const std::size_t at = id.find(kWord);
    if (at == std::string::npos)
        return std::nullopt;
    std::size_t block = 0;
    const char* const begin = id.data() + at + kWord.size();
    const auto [end, error] = std::from_chars(begin, id.data() + id.size(), block);
    if (error != std::errc() || end == begin)
        return std::nullopt;
    return block;
}

} // namespace

std::vector<AttentionProbe> attentionProbes(const Run& run)
{
    std::vector<AttentionProbe> found;
    for (const auto& [id, activation] : run.probes) {
        if (activation.probe.kind != ProbeKind::Attention ||
            !hasAxis(activation, AxisKind::Query) || !hasAxis(activation, AxisKind::Key))
            continue;
        AttentionProbe probe{id, &activation};
        probe.block = blockNumber(id).value_or(found.size());
        probe.temporal = hasAxis(activation, AxisKind::Token) &&
                         !hasAxis(activation, AxisKind::Step) &&
                         !hasAxis(activation, AxisKind::Time);
        found.push_back(std::move(probe));
    }
    std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) {
        return std::tie(a.block, a.id) < std::tie(b.block, b.id);
    });
    return found;
}

std::optional<std::string> lacksAttention(const AnalysisInputs& inputs)
{
    if (!inputs.run)
        return "a run";
    if (attentionProbes(*inputs.run).empty())
        return "an attention probe (axes query and key) in the run";
    return std::nullopt;
}

AttentionProbe attentionProbe(const Run& run, const std::string& id)
{
    const std::vector<AttentionProbe> all = attentionProbes(run);
    std::string known;
    for (const AttentionProbe& probe : all) {
        if (id.empty() || probe.id == id)
            return probe;
        known += (known.empty() ? "" : ", ") + probe.id;
    }
    throw Error(ErrorKind::NotFound, "the run has no attention map '" + id + "'" +
                                         (known.empty() ? "" : "; there are " + known));
}

ParamSpec attentionProbeParam()
{
    return {"probe", "Probe",
            "Attention map to read, such as attn/block.0.spatial_attn; empty = the first one",
            std::string()};
}

} // namespace inspike
