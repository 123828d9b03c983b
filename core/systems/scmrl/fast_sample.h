// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// One sample through all layers of the fast path.

#include "core/systems/scmrl/fast.h"
#include "core/systems/scmrl/fast_layers.h"
#include "core/systems/scmrl/fast_record.h"

#include <chrono>
#include <utility>

namespace inspike::scmrl {

// Adds up where the time goes; does nothing without a table.
class PartClock
{
public:
    explicit PartClock(PartTimes* times) : m_times(times) { restart(); }
    void lap(const std::string& part)
    {
        if (m_times == nullptr)
            return;
        const auto before = m_last;
        restart();
        (*m_times)[part] += std::chrono::duration<double>(m_last - before).count();
    }

private:
    void restart()
    {
        if (m_times != nullptr)
            m_last = std::chrono::steady_clock::now();
    }

    PartTimes* m_times;
    std::chrono::steady_clock::time_point m_last;
};

// Values [step][token][channel] and what of them is active.
struct Tokens
{
    std::vector<float> values;
    nn::ActiveMaps active;
};

// A picture [channel][line][column] per step; one step for a picture that repeats.
struct PictureView
{
    std::vector<const float*> steps;
    std::size_t channels = 0;
};

struct SampleOutputs
{
    std::vector<float> logits;
    std::vector<float> audioResidual, visualResidual; // [step][channel]; CMCI: logits
};

class SamplePass
{
public:
    SamplePass(const FastLayers& layers, SampleRecord record, std::uint64_t seed, int threads,
               PartTimes* times, JobContext& job)
        : m_layers(layers),
          m_config(layers.config),
          m_record(record),
          m_seed(seed),
          m_threads(threads),
          m_clock(times),
          m_job(job)
    {}
    SampleOutputs oneStream(const PictureView& input);
    SampleOutputs twoStreams(const PictureView& audio, const PictureView& visual);

private:
    struct Fused
    {
        Tokens features;             // x'
        std::vector<float> residual; // r
    };
    nn::SpikeBits spikes(const FastLayer& layer, const nn::ActiveMaps& input, NeuronLayout layout,
                         std::size_t columns);
    Tokens frontEnd(const FastFrontEnd& front, const PictureView& input);
    nn::SpikeBits attention(const FastAttention& layers, const Tokens& x, const Tokens& y,
                            bool steps, bool relative);
    std::vector<float> relativeAttention(const std::vector<float>& map,
                                         const nn::SpikeBits& value) const;
    Fused block(const FastBlock& block, const Tokens& x, const Tokens& y, bool visual);
    std::vector<float> spatialTemporal(const FastBlock& block, const Tokens& x, const Tokens& y);
    std::vector<float> mixed(const FastBlock& block, const Tokens& x, const Tokens& y);
    std::vector<float> weighted(const FastBlock& block, const Tokens& x, const Tokens& y) const;
    Tokens residualSum(const Tokens& x, const std::vector<float>& residual) const;
    // x + mlp(x)
    std::vector<float> withMlp(const FastMlp& mlp, const nn::ActiveMaps& active,
                               std::vector<float> x);
    // Mean over tokens, [step][channel].
    std::vector<float> tokenMean(const std::vector<float>& values) const;
    std::vector<float> stepMean(const std::vector<float>& means) const;
    void evidence(const std::string& modality, const std::vector<float>& means,
                  std::size_t offset) const;
    SampleOutputs oneHead(const std::vector<float>& audio, const std::vector<float>& visual) const;
    std::vector<float> denseOf(const nn::SpikeBits& spikes) const;

    const FastLayers& m_layers;
    const Config& m_config;
    SampleRecord m_record;
    std::uint64_t m_seed;
    int m_threads;
    PartClock m_clock;
    JobContext& m_job;
};

} // namespace inspike::scmrl
