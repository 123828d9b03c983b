// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Where a forward pass offers what is inside, and what keeps it: batch after batch of samples, then
// labelled arrays of it.

#include "core/nn/model.h"

#include <ATen/core/Tensor.h>

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace inspike::nn {

class Recorder
{
public:
    virtual ~Recorder() = default;
    virtual bool wants(std::string_view id) const = 0;
    virtual void take(std::string_view id, const at::Tensor& values) = 0;
};

class RunRecorder : public Recorder
{
public:
    // Of `info`, what the globs name; `samples` in all.
    RunRecorder(const ModelInfo& info, const std::vector<std::string>& globs, std::size_t samples);

    // Before each batch. Outputs are always taken.
    void begin(std::size_t samplesOfBatch);
    bool wants(std::string_view id) const override;
    void take(std::string_view id, const at::Tensor& values) override;

    // Moves everything into the run. Throws Error{OutOfMemory} before that when the arrays would
    // not fit into the memory budget; take() already does once the first batch tells their size.
    void finish(Run& run, JobContext& job);

private:
    void keep(const Probe& probe, const at::Tensor& values);
    Activation activationOf(const Probe& probe, JobContext& job);

    const ModelInfo& m_info;
    std::set<std::string, std::less<>> m_wanted;
    std::size_t m_samples;
    std::size_t m_batch = 0;
    std::uint64_t m_bytes = 0; // of all probes of all samples, as far as known
    std::map<std::string, std::vector<at::Tensor>, std::less<>> m_parts;
};

} // namespace inspike::nn
