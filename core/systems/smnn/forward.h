// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What both ways of computing the network take and give: plain.cpp (LibTorch, the published order
// of operations) and fast.cpp (fused, low rank). All sequences are time first, row-major floats.

#include "core/base/job.h"
#include "core/systems/smnn/network.h"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace inspike::smnn {

struct InputView
{
    std::size_t steps = 0, samples = 0, channels = 0;
    std::span<const float> x; // [steps, samples, channels]

    const float* at(std::size_t step, std::size_t sample) const
    {
        return x.data() + (step * samples + sample) * channels;
    }
};

// One of both: a target for every step and sample (context task) or a class per sample (MNIST).
struct Targets
{
    std::vector<float> sequence; // [steps, samples]
    std::vector<std::int64_t> classes;

    bool empty() const { return sequence.empty() && classes.empty(); }
};

// Sequences [steps, samples, units]; those that are not wanted stay empty.
struct Traces
{
    std::vector<float> current, membrane, spikes, filtered, rise, lastSpike;
};

struct WantedTraces
{
    bool current = false, membrane = false, spikes = false, filtered = false, rise = false,
         lastSpike = false;
};

struct Outputs
{
    std::vector<float> y;       // [steps, samples] or, after the softmax, [samples, classes]
    std::vector<float> logits;  // [samples, classes]
    std::vector<float> maximum; // [samples, units]: what the MNIST read-out sees
};

struct Forward
{
    Outputs outputs;
    Traces traces;
};

struct Gradient
{
    double loss = 0.0;
    Outputs outputs;
    Weights weights; // d loss / d parameter
};

} // namespace inspike::smnn
