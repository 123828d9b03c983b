// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Pairs of a recording, batch by batch, as tensors for the network; and what went in, for the run.

#include "core/nn/model.h"
#include "core/systems/transfer/samples.h"

#include <ATen/core/Tensor.h>

namespace inspike::transfer {

struct BatchRequest
{
    std::string split = "all"; // train, validation, test
    std::size_t mostSamples = 0;
    std::size_t samplesPerBatch = 16;
    std::uint64_t seed = 0; // of the pictures drawn as partners
};

struct Batch
{
    std::size_t samples = 0;
    at::Tensor event; // [T, B, 2, S, S]
    at::Tensor still; // [1 or T, B, 2, S, S]; undefined when the network takes none
};

class Batches
{
public:
    // Throws Error{BadModel} when no sample is in the split.
    Batches(std::unique_ptr<Samples> samples, const Config& config, const BatchRequest& request);

    std::size_t samples() const { return m_chosen.size(); }
    std::size_t count() const;
    // In order; what goes in is kept.
    Batch load(std::size_t index, JobContext& job);
    // Inputs of all loaded batches: event, static, label; and the names of the samples.
    void keepInputs(Run& run) const;
    // True if the events stand in for pictures that the recording does not have.
    bool eventsAsStills() const;

private:
    struct Kept // of one domain, all samples loaded
    {
        std::size_t steps = 0;
        std::vector<float> values;
        void add(const Pictures& pictures, const char* name);
    };

    std::unique_ptr<Samples> m_samples;
    const Config& m_config;
    BatchRequest m_request;
    std::vector<std::size_t> m_chosen;
    Kept m_events, m_stills;
    std::vector<std::int64_t> m_labels;
    std::vector<std::string> m_names;
};

} // namespace inspike::transfer
