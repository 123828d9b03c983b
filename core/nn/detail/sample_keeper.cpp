// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/detail/sample_keeper.h"

#include "core/base/error.h"
#include "core/base/memory.h"

#include <algorithm>
#include <utility>

namespace inspike::nn {

namespace {

constexpr std::uint64_t kMostByDefault = std::uint64_t{1} << 30U;
// A list while it grows, and as part of the run.
constexpr std::uint64_t kBytesOfSpike = 3 * sizeof(std::uint64_t);

std::string nameOf(KeptKind kind)
{
    switch (kind) {
    case KeptKind::Membranes:
        return "membranes and currents";
    case KeptKind::Outputs:
        return "outputs of layers";
    case KeptKind::Spikes:
        return "spikes of layers";
    case KeptKind::Results:
        break;
    }
    return "outputs of the network";
}

} // namespace

SampleKeeper::SampleKeeper(std::vector<KeptProbe> probes, const std::vector<std::string>& globs,
                           std::size_t steps, std::size_t samples)
    : m_steps(steps),
      m_samples(samples),
      m_byDefault(std::ranges::all_of(globs, [](const std::string& glob) { return glob == "*"; }))
{
    for (KeptProbe& probe : probes) {
        Kept kept;
        kept.wanted = probe.output || probeWanted(globs, probe.probe.id);
        kept.size = 1;
        for (const std::size_t size : probe.shape)
            kept.size *= size;
        kept.kept = std::move(probe);
        m_probes.push_back(std::move(kept));
    }
    const std::uint64_t most =
        m_byDefault ? std::min(kMostByDefault, memoryBudget() / 2) : memoryBudget() / 2;
    for (const KeptKind kind : {KeptKind::Membranes, KeptKind::Outputs, KeptKind::Results}) {
        std::uint64_t all = 0;
        for (const Kept& kept : m_probes)
            all += bytesOf(kept);
        if (all <= most)
            break;
        if (!m_byDefault)
            throw Error(ErrorKind::OutOfMemory,
                        "what was asked for of " + std::to_string(m_samples) + " samples takes " +
                            textFromBytes(all) + ", more than " + textFromBytes(most) +
                            "; ask for fewer probes, or run fewer samples or steps");
        leaveOut(kind, total(kind));
    }
    for (Kept& kept : m_probes) {
        if (kept.wanted && kept.kept.sparse)
            kept.lists.resize(m_samples);
        else if (kept.wanted)
            kept.values.resize(bytesOf(kept) / sizeof(float));
    }
}

std::uint64_t SampleKeeper::bytesOf(const Kept& kept) const
{
    if (!kept.wanted || kept.kept.sparse)
        return 0;
    return std::uint64_t{kept.kept.stepped ? m_steps : 1} * m_samples * kept.size * sizeof(float);
}

std::uint64_t SampleKeeper::total(KeptKind kind) const
{
    std::uint64_t bytes = 0;
    for (const Kept& kept : m_probes)
        bytes += kept.kept.kind == kind && kept.kept.stepped ? bytesOf(kept) : 0;
    return bytes;
}

void SampleKeeper::leaveOut(KeptKind kind, std::uint64_t bytes)
{
    bool any = false;
    for (Kept& kept : m_probes) {
        if (!kept.wanted || !kept.kept.stepped || kept.kept.kind != kind)
            continue;
        kept.wanted = false;
        kept.lists.clear();
        any = true;
    }
    if (any)
        m_notes.push_back("left out to save memory: " + nameOf(kind) + " of " +
                          std::to_string(m_samples) + " samples (" + textFromBytes(bytes) +
                          "); name the probes that are needed (--probe), or run fewer samples");
}

void SampleKeeper::take(std::size_t probe, std::size_t sample, std::size_t first,
                        std::span<const float> rows)
{
    Kept& kept = m_probes[probe];
    if (!kept.wanted)
        return;
    for (std::size_t step = 0; step * kept.size < rows.size(); ++step)
        std::copy_n(rows.data() + step * kept.size, kept.size,
                    kept.values.data() + ((first + step) * m_samples + sample) * kept.size);
}

void SampleKeeper::add(std::size_t probe, std::size_t sample, std::span<const double> values)
{
    Kept& kept = m_probes[probe];
    if (!kept.wanted)
        return;
    float* target = kept.values.data() + sample * kept.size;
    for (std::size_t i = 0; i < kept.size; ++i)
        target[i] = static_cast<float>(static_cast<double>(target[i]) + values[i]);
}

void SampleKeeper::takeSpikes(std::size_t probe, std::size_t sample, std::size_t first,
                              std::span<const std::uint64_t> positions)
{
    Kept& kept = m_probes[probe];
    if (!kept.wanted)
        return;
    for (const std::uint64_t position : positions)
        kept.lists[sample].push_back(first * kept.size + position);
}

void SampleKeeper::settle(std::size_t samples)
{
    std::uint64_t spikes = 0;
    for (const Kept& kept : m_probes) {
        for (const std::vector<std::uint64_t>& list : kept.lists)
            spikes += list.size();
    }
    const std::uint64_t bytes =
        spikes * kBytesOfSpike / std::max<std::size_t>(1, samples) * m_samples;
    if (bytes <= memoryBudget() / 2)
        return;
    if (!m_byDefault)
        throw Error(ErrorKind::OutOfMemory,
                    "the spikes of " + std::to_string(m_samples) + " samples take about " +
                        textFromBytes(bytes) + ", more than " + textFromBytes(memoryBudget() / 2) +
                        "; ask for fewer probes, or run fewer samples or steps");
    leaveOut(KeptKind::Spikes, bytes);
}

Activation SampleKeeper::activationOf(Kept& kept, double stepDuration, JobContext& job) const
{
    job.checkpoint();
    Probe probe = kept.kept.probe;
    std::vector<Axis> axes;
    for (std::size_t d = 0; d < probe.axes.size(); ++d) {
        const std::size_t own = kept.kept.stepped ? 2 : 1;
        Axis axis;
        axis.kind = probe.axes[d];
        axis.size = d >= own ? kept.kept.shape[d - own] : m_samples;
        if (kept.kept.stepped && d == 0) {
            axis.size = m_steps;
            axis.kind = stepDuration > 0.0 ? AxisKind::Time : AxisKind::Step;
            axis.spacing = stepDuration > 0.0 ? stepDuration : 1.0;
        }
        probe.axes[d] = axis.kind;
        axes.push_back(axis);
    }
    if (!kept.kept.sparse)
        return {probe, LabelledArray(std::move(axes), std::move(kept.values))};
    SparseSpikes spikes{std::move(axes), {}};
    std::size_t count = 0;
    for (const std::vector<std::uint64_t>& list : kept.lists)
        count += list.size();
    spikes.index.reserve(count);
    std::vector<std::size_t> next(kept.lists.size());
    for (std::size_t step = 0; step < m_steps && spikes.index.size() < count; ++step) {
        for (std::size_t sample = 0; sample < kept.lists.size(); ++sample) {
            const std::vector<std::uint64_t>& list = kept.lists[sample];
            for (; next[sample] < list.size() && list[next[sample]] / kept.size == step;
                 ++next[sample])
                spikes.index.push_back((step * m_samples + sample) * kept.size +
                                       list[next[sample]] % kept.size);
        }
    }
    kept.lists.clear();
    return {probe, std::move(spikes)};
}

void SampleKeeper::finish(Run& run, double stepDuration, JobContext& job)
{
    for (Kept& kept : m_probes) {
        if (!kept.wanted)
            continue;
        auto& place = kept.kept.output ? run.outputs : run.probes;
        place[kept.kept.probe.id] = activationOf(kept, stepDuration, job);
    }
    run.notes.insert(run.notes.end(), m_notes.begin(), m_notes.end());
}

} // namespace inspike::nn
