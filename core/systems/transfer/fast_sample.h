// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// One sample of one branch through all layers of the fast path.

#include "core/systems/transfer/fast.h"
#include "core/systems/transfer/fast_layers.h"
#include "core/systems/transfer/fast_record.h"

#include <chrono>

namespace inspike::transfer {

// What comes in and goes out, all in order; pictures [steps or 1][channel][line][column].
struct SampleView
{
    std::vector<const float*> pictures;
    std::size_t index = 0;
    std::size_t head = 0;
};

struct SampleOutputs
{
    std::vector<float> logits;  // [step][class]; empty for ResNet
    std::vector<float> feature; // [step][...]
};

class SamplePass
{
public:
    SamplePass(const FastLayers& layers, std::size_t steps, FastRecord& record, int threads,
               PartTimes* times, JobContext& job)
        : m_layers(layers),
          m_steps(steps),
          m_record(record),
          m_threads(threads),
          m_times(times),
          m_job(job)
    {}
    SampleOutputs run(const SampleView& view);

private:
    using Lists = std::vector<nn::ActiveMaps>;

    Lists pictures(const SampleView& view) const;
    SampleOutputs layered(const SampleView& view);
    SampleOutputs residual(const SampleView& view);
    nn::SpikeBits neurons(const FastLayer& layer, const Lists& input,
                          std::vector<float>* membranes);
    nn::SpikeBits neurons(const FastNeurons& layer, std::span<const float> values);
    std::vector<float> block(const FastResidual& block, std::vector<float> x);
    void addSums(const FastSums& sums, const Lists& input, std::span<float> totals);
    void remember(const std::string& module, const nn::SpikeBits& spikes,
                  std::span<const float> membranes);
    void lap(const std::string& part);

    const FastLayers& m_layers;
    std::size_t m_steps;
    FastRecord& m_record;
    int m_threads;
    PartTimes* m_times;
    JobContext& m_job;
    std::size_t m_sample = 0;
    std::size_t m_side = 0; // of the maps at hand
    std::chrono::steady_clock::time_point m_last;
};

} // namespace inspike::transfer
