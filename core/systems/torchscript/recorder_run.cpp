// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/detail/bridge.h"
#include "core/systems/torchscript/recorder.h"

#include <ATen/ops/cat.h>

#include <algorithm>

namespace inspike::torchscript {

namespace {

std::vector<AxisKind> axesWithin(std::size_t rank, bool output)
{
    switch (rank) {
    case 0:
        return {};
    case 1:
        return {output ? AxisKind::Class : AxisKind::Unit};
    case 2:
        return {AxisKind::Channel, AxisKind::Unit};
    case 3:
        return {AxisKind::Channel, AxisKind::Height, AxisKind::Width};
    default:
        return {AxisKind::Feature, AxisKind::Channel, AxisKind::Height, AxisKind::Width};
    }
}

std::vector<std::uint64_t> positionsOf(const at::Tensor& spikes)
{
    std::vector<std::uint64_t> index;
    const bool* values = spikes.data_ptr<bool>();
    for (std::int64_t i = 0; i < spikes.numel(); ++i) {
        if (values[i])
            index.push_back(static_cast<std::uint64_t>(i));
    }
    return index;
}

Axis stepAxis(const Gathered& part, std::optional<Time> duration)
{
    Axis axis;
    axis.kind = AxisKind::Step;
    axis.size = static_cast<std::size_t>(part.values.size(0));
    if (duration && !part.ownSteps) {
        axis.kind = AxisKind::Time;
        axis.spacing = static_cast<double>(*duration);
    }
    return axis;
}

std::string baseOf(const std::string& layer)
{
    return layer.substr(0, layer.find(':'));
}

} // namespace

// One array of all batches, from place `group`.
Activation Recorder::activationOf(const Series& series, const std::string& id, std::size_t group,
                                  ProbeKind kind) const
{
    std::vector<at::Tensor> parts;
    for (const std::vector<Gathered>& batch : series.batches) {
        at::Tensor values = batch[group].values;
        parts.push_back(kind == ProbeKind::Spikes ? values.to(at::kBool) : values.to(at::kFloat));
    }
    const Gathered& first = series.batches.front()[group];
    const std::int64_t samples = first.stepped ? 1 : 0;
    at::Tensor all = (parts.size() == 1 ? parts.front() : at::cat(parts, samples)).contiguous();
    const auto leading = static_cast<std::size_t>(samples + 1);
    constexpr std::int64_t kMostWithin = 4;
    if (all.dim() > samples + 1 + kMostWithin)
        all = all.flatten(samples + 1, all.dim() - kMostWithin);
    std::vector<Axis> axes;
    if (first.stepped)
        axes.push_back(stepAxis(first, m_plan.stepDuration));
    axes.emplace_back().kind = AxisKind::Sample;
    for (const AxisKind within :
         axesWithin(static_cast<std::size_t>(all.dim()) - leading, series.part == Part::Output))
        axes.emplace_back().kind = within;
    Probe probe{id, id, kind, {}};
    for (std::size_t d = 0; d < axes.size(); ++d) {
        axes[d].size = static_cast<std::size_t>(all.size(static_cast<std::int64_t>(d)));
        probe.axes.push_back(axes[d].kind);
    }
    if (kind == ProbeKind::Spikes)
        return {std::move(probe), SparseSpikes{std::move(axes), positionsOf(all)}};
    std::vector<float> values(static_cast<std::size_t>(all.numel()));
    nn::copyToFloats(all, values);
    return {std::move(probe), LabelledArray(std::move(axes), std::move(values))};
}

// Files hold names with slashes as groups: no probe may be called like one.
std::string Recorder::idOf(const Series& series, const std::string& index) const
{
    if (series.part == Part::Output)
        return series.layer + index;
    const ProbeKind kind = kindOf(series);
    std::string name = series.name;
    if (series.part == Part::State)
        name = probeNameOfState(series.name);
    else if (name.empty())
        name = kind == ProbeKind::Spikes ? "spikes" : "output";
    std::string id = series.layer + index + "/" + name;
    while (std::any_of(m_paths.begin(), m_paths.end(), [&](const std::string& path) {
        return path == id || path.starts_with(id + "/");
    }))
        id += "_probe";
    return id;
}

void Recorder::finishSeries(Series& series, Run& run)
{
    if (series.batches.empty())
        return;
    std::size_t groups = series.batches.front().size();
    for (const std::vector<Gathered>& batch : series.batches)
        groups = std::min(groups, batch.size());
    if (groups == 0 || series.uneven) {
        m_notes.push_back("what '" + series.layer + (series.name.empty() ? "" : "/") + series.name +
                          "' gives has another shape each time, so it was not kept");
        return;
    }
    const ProbeKind kind = kindOf(series);
    for (std::size_t group = 0; group < groups; ++group) {
        const std::string index = groups > 1 ? "[" + std::to_string(group) + "]" : std::string();
        const std::string id = idOf(series, index);
        if (series.part == Part::Output) {
            run.outputs[id] = activationOf(series, id, group, kind);
            m_probesOf[series.layer].push_back(id);
            continue;
        }
        if (!probeWanted(m_plan.globs, id) || run.probes.contains(id))
            continue;
        run.probes[id] = activationOf(series, id, group, kind);
        auto& probes = m_probesOf[baseOf(series.layer)];
        // First what it gives, then what it keeps.
        probes.insert(
            series.part == Part::Value && series.name.empty() ? probes.begin() : probes.end(), id);
    }
    series.batches.clear();
}

void Recorder::addPrediction(Run& run) const
{
    const auto found = run.outputs.find("output");
    if (found == run.outputs.end())
        return;
    const std::vector<Axis>& axes = found->second.axes();
    if (axes.empty() || axes.back().kind != AxisKind::Class)
        return;
    const LabelledArray values = found->second.dense();
    const bool stepped = axes.size() == 3;
    const std::size_t steps = stepped ? axes[0].size : 1;
    const std::size_t cells = axes[axes.size() - 2].size * axes.back().size;
    std::vector<double> sums(cells, 0.0);
    for (std::size_t i = 0; i < steps * cells; ++i)
        sums[i % cells] += static_cast<double>(values.values()[i]);
    const bool spikes = found->second.probe.kind == ProbeKind::Spikes;
    std::vector<float> result(cells);
    for (std::size_t i = 0; i < cells; ++i)
        result[i] = static_cast<float>(spikes || steps == 0 ? sums[i]
                                                            : sums[i] / static_cast<double>(steps));
    Probe probe{"prediction", "Prediction", ProbeKind::Other, {AxisKind::Sample, AxisKind::Class}};
    run.outputs["prediction"] = {
        std::move(probe), LabelledArray({axes[axes.size() - 2], axes.back()}, std::move(result))};
}

// Shapes and probes of the layers, and how many spikes each gave.
void Recorder::fillGraph(Run& run) const
{
    for (LayerNode& node : run.graph.nodes) {
        const bool output = node.kind == "Output";
        const std::string layer = output ? "output" : node.id;
        if (const auto shape = m_inputShapes.find(layer); shape != m_inputShapes.end())
            node.inputShape = shape->second;
        if (const auto probes = m_probesOf.find(layer); probes != m_probesOf.end()) {
            node.probes = probes->second;
            node.output = node.probes.front();
        }
        const Series* given = nullptr;
        for (const auto& [key, series] : m_series) {
            const bool own = series.layer == layer || (output && series.layer == "output/0");
            if (own && series.part == (output ? Part::Output : Part::Value) &&
                (given == nullptr || (series.binary && !given->binary)))
                given = &series;
        }
        if (given == nullptr)
            continue;
        node.outputShape = given->shape;
        if (output)
            node.inputShape = given->shape;
        node.spiking = given->binary;
        if (!given->binary || given->counts.size() != m_plan.samples)
            continue;
        const std::string id = "count/" + node.id;
        if (!probeWanted(m_plan.globs, id))
            continue;
        Axis samples;
        samples.kind = AxisKind::Sample;
        samples.size = given->counts.size();
        Probe probe{id, id, ProbeKind::Other, {AxisKind::Sample}};
        run.probes[id] = {std::move(probe),
                          LabelledArray({samples}, std::vector<float>(given->counts.begin(),
                                                                      given->counts.end()))};
    }
}

void Recorder::finish(Run& run)
{
    for (auto& [key, series] : m_series)
        finishSeries(series, run);
    addPrediction(run);
    fillGraph(run);
    run.notes.insert(run.notes.end(), m_notes.begin(), m_notes.end());
}

} // namespace inspike::torchscript
