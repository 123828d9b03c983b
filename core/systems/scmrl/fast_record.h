// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What a Recorder wants of samples that the fast path computes side by side: each sample fills its
// part of the tensors, which are handed over when all are done.

#include "core/nn/detail/spike_maps.h"
#include "core/systems/scmrl/forward.h"

#include <map>
#include <mutex>
#include <span>
#include <string>
#include <vector>

namespace inspike::scmrl {

class FastRecord
{
public:
    FastRecord(Recorder* recorder, std::size_t steps, std::size_t samples)
        : m_recorder(recorder), m_steps(steps), m_samples(samples)
    {}
    std::size_t steps() const { return m_steps; }
    std::size_t samples() const { return m_samples; }

    // Both from any thread.
    bool wants(const std::string& id);
    float* values(const std::string& id, const std::vector<std::int64_t>& shape);
    void addSpikes(const std::string& id, double mean);

    void deliver();

private:
    Recorder* m_recorder;
    std::size_t m_steps;
    std::size_t m_samples;
    std::mutex m_guard;
    std::map<std::string, at::Tensor> m_tensors;
    std::map<std::string, double> m_means;
};

// How neurons lie in the tensors of forward.h; steps and samples come first.
enum class NeuronLayout {
    Pictures,   // [T*B, C, H, W]
    Tokens,     // [T*B, C, N]
    Transposed, // [T*B, N, C]
    Apart       // [T, B, C, N]
};

// The part of one sample. Cheap when nobody records.
class SampleRecord
{
public:
    SampleRecord(FastRecord* record, std::size_t sample) : m_record(record), m_sample(sample) {}

    bool wants(const std::string& id) const { return m_record != nullptr && m_record->wants(id); }
    // Of the neurons of a module; `currents` [step][position][channel] may be empty.
    void neurons(const std::string& module, const nn::SpikeBits& spikes,
                 std::span<const float> currents, NeuronLayout layout, std::size_t columns) const;
    // values [step][token][channel] as [T, B, C, N].
    void tokens(const std::string& id, std::span<const float> values, std::size_t channels) const;
    // `parts` blocks of `shape` as [parts, B, shape...].
    void blocks(const std::string& id, std::span<const float> values, std::size_t parts,
                const std::vector<std::int64_t>& shape) const;
    // One row as [B, size].
    void row(const std::string& id, std::span<const float> values) const;

private:
    FastRecord* m_record;
    std::size_t m_sample;
};

} // namespace inspike::scmrl
