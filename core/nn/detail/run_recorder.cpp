// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/detail/run_recorder.h"

#include "core/base/error.h"
#include "core/base/memory.h"
#include "core/nn/detail/bridge.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/stack.h>

#include <algorithm>

namespace inspike::nn {

namespace {

std::size_t placeOfSamples(const Probe& probe)
{
    const auto found = std::ranges::find(probe.axes, AxisKind::Sample);
    return static_cast<std::size_t>(found - probe.axes.begin());
}

bool isSpikes(const Probe& probe)
{
    return probe.kind == ProbeKind::Spikes;
}

// Positions of the ones in row-major order.
std::vector<std::uint64_t> positionsOf(const at::Tensor& spikes)
{
    const at::Tensor plain = spikes.contiguous();
    const bool* values = plain.data_ptr<bool>();
    std::vector<std::uint64_t> index;
    for (std::int64_t i = 0; i < plain.numel(); ++i) {
        if (values[i])
            index.push_back(static_cast<std::uint64_t>(i));
    }
    return index;
}

} // namespace

RunRecorder::RunRecorder(const ModelInfo& info, const std::vector<std::string>& globs,
                         std::size_t samples)
    : m_info(info), m_samples(samples)
{
    for (const Probe& probe : info.probes) {
        if (probeWanted(globs, probe.id))
            m_wanted.insert(probe.id);
    }
}

void RunRecorder::begin(std::size_t samplesOfBatch)
{
    m_batch = samplesOfBatch;
}

bool RunRecorder::wants(std::string_view id) const
{
    return m_wanted.contains(id);
}

void RunRecorder::take(std::string_view id, const at::Tensor& values)
{
    keep(*m_info.probe(id), values);
}

void RunRecorder::keep(const Probe& probe, const at::Tensor& values)
{
    std::vector<at::Tensor>& parts = m_parts[probe.id];
    at::Tensor part = values.detach();
    if (probe.axes.empty()) {
        // A mean over samples: weighted by how many there were.
        parts.push_back(part.to(at::kDouble) * static_cast<double>(m_batch));
        return;
    }
    if (probe.joined) {
        std::vector<std::int64_t> shape = part.sizes().vec();
        const auto batch = static_cast<std::int64_t>(m_batch);
        shape[0] /= batch;
        shape.insert(shape.begin() + 1, batch);
        part = part.reshape(shape);
    }
    part = isSpikes(probe) ? part.ne(0.0) : part.contiguous();
    if (parts.empty()) {
        m_bytes += static_cast<std::uint64_t>(part.nbytes()) / m_batch * m_samples;
        // Parts and the arrays made of them.
        if (2 * m_bytes > memoryBudget())
            throw Error(ErrorKind::OutOfMemory,
                        "the probes of " + std::to_string(m_samples) + " samples need more than " +
                            textFromBytes(memoryBudget()) +
                            "; ask for fewer probes, or for fewer samples (most-samples)");
    }
    parts.push_back(std::move(part));
}

Activation RunRecorder::activationOf(const Probe& probe, JobContext& job)
{
    job.checkpoint();
    const std::vector<at::Tensor> parts = std::move(m_parts[probe.id]);
    if (probe.axes.empty()) {
        const double sum = at::stack(parts).sum().item().toDouble();
        const auto mean = static_cast<float>(sum / static_cast<double>(m_samples));
        return {probe, LabelledArray({}, {mean})};
    }
    const at::Tensor all = parts.size() == 1
                               ? parts.front()
                               : at::cat(parts, static_cast<std::int64_t>(placeOfSamples(probe)));
    std::vector<Axis> axes;
    for (std::size_t d = 0; d < probe.axes.size(); ++d) {
        axes.emplace_back().kind = probe.axes[d];
        axes.back().size = static_cast<std::size_t>(all.size(static_cast<std::int64_t>(d)));
    }
    if (isSpikes(probe))
        return {probe, SparseSpikes{std::move(axes), positionsOf(all)}};
    std::vector<float> values(static_cast<std::size_t>(all.numel()));
    copyToFloats(all, values);
    return {probe, LabelledArray(std::move(axes), std::move(values))};
}

void RunRecorder::finish(Run& run, JobContext& job)
{
    for (const Probe& output : m_info.outputs) {
        if (m_parts.contains(output.id))
            run.outputs[output.id] = activationOf(output, job);
    }
    for (const Probe& probe : m_info.probes) {
        if (m_parts.contains(probe.id))
            run.probes[probe.id] = activationOf(probe, job);
    }
}

} // namespace inspike::nn
