// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What a Recorder wants of samples that the fast path computes side by side: each sample fills its
// part of the tensors, which are handed over when all are done.

#include "core/nn/detail/spike_maps.h"
#include "core/systems/transfer/forward.h"

#include <map>
#include <mutex>
#include <span>
#include <string>
#include <vector>

namespace inspike::transfer {

class FastRecord
{
public:
    // `recorder` may be null.
    FastRecord(decltype(Pass::recorder) recorder, Branch branch, std::size_t steps,
               std::size_t samples)
        : m_recorder(recorder), m_branch(nameOf(branch)), m_steps(steps), m_samples(samples)
    {}

    // All from any thread.
    bool wantsMembranes(const std::string& module) { return wants(m_branch + "/mem/" + module); }
    // Of a sample; shape [channels, height, width] or [features]; `membranes`, which may be empty,
    // [step][position][channel].
    void neurons(const std::string& module, const nn::SpikeBits& spikes,
                 std::span<const float> membranes, const std::vector<std::int64_t>& shape,
                 std::size_t sample);

    void logits(const at::Tensor& logits); // [T, B, class]
    void deliver();

private:
    bool wants(const std::string& id);
    // [T, B, shape...], zeros at first.
    float* values(const std::string& id, const std::vector<std::int64_t>& shape);

    decltype(Pass::recorder) m_recorder;
    std::string m_branch;
    std::size_t m_steps;
    std::size_t m_samples;
    std::mutex m_guard;
    std::map<std::string, at::Tensor> m_tensors;
    std::map<std::string, double> m_means;
};

} // namespace inspike::transfer
