// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Samples of a recording, batch by batch, as tensors for the network; and what went in, for the
// run.

#include "core/nn/model.h"
#include "core/systems/scmrl/samples.h"

#include <ATen/core/Tensor.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace inspike::scmrl {

struct BatchRequest
{
    std::string split = "all"; // train, validation, test
    std::size_t mostSamples = 0;
    std::size_t samplesPerBatch = 16;
    std::string ablated = "none";   // audio, visual: zeros in its place
    std::optional<double> audioSnr; // dB
    std::optional<double> visualSnr;
    std::uint64_t seed = 0; // of the noise
};

struct Batch
{
    std::size_t samples = 0;
    at::Tensor audio;  // [1 or T, B, 1, H, W]; undefined when the network does not hear
    at::Tensor visual; // [1 or T, B, channels, H, W]
};

class Batches
{
public:
    // Throws Error{BadModel} when no pair is in the split.
    Batches(std::unique_ptr<Samples> samples, const Config& config, const BatchRequest& request);

    std::size_t samples() const { return m_chosen.size(); }
    std::size_t count() const;
    // In order; what goes in is kept.
    Batch load(std::size_t index, JobContext& job);
    // Inputs of all loaded batches: audio, visual, label, audio_seconds, picture.
    void keepInputs(Run& run) const;

private:
    struct Kept // one modality of all samples loaded
    {
        std::size_t steps = 0;
        std::vector<float> values;
        void add(const std::vector<float>& sample, std::size_t sampleSteps, const char* name);
    };
    at::Tensor tensorOf(const std::vector<Sample>& samples, bool visual) const;
    void disturb(at::Tensor& pictures, std::optional<double> snr, std::uint64_t seed) const;
    void keep(const Sample& sample);

    std::unique_ptr<Samples> m_samples;
    const Config& m_config;
    BatchRequest m_request;
    std::vector<std::size_t> m_chosen; // samples of the split
    Kept m_audio, m_visual;
    std::vector<std::int64_t> m_labels;
    std::vector<float> m_seconds;
    std::vector<float> m_pictures;
};

} // namespace inspike::scmrl
