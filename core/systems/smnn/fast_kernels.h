// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// One sample through all steps, forward and backward, on padded rows. Used by fast.cpp only.

#include "core/nn/detail/lanes.h"
#include "core/systems/smnn/forward.h"

namespace inspike::smnn {

// The parameters with one row per input, mode or output, ready for passes over the units.
struct FastNetwork
{
    explicit FastNetwork(const Network& network);

    std::size_t units, stride, modes, inputs, outputs;
    nn::LaneRows win, pin, pout, wout;
    std::vector<float> l;
    bool rate;
    bool doubleFilter;
    float synapse, drive, membrane, decay, rise, riseGain, filterGain, refractory;
    std::vector<float> now; // dt * i in float32, as a tensor operation casts it
};

// Where a sequence of one sample goes: `width` floats a step, `stride` apart; null = nowhere.
struct Sink
{
    float* data = nullptr;
    std::size_t stride = 0;
    std::size_t width = 0;

    void put(std::size_t step, const float* row) const
    {
        if (data != nullptr)
            std::memcpy(data + step * stride, row, width * sizeof(float));
    }
};

struct SampleSinks
{
    Sink current, membrane, spikes, filtered, rise, lastSpike, gate;
    Sink modes;  // pout^T r of the step before, `modes` wide
    Sink output; // Wout r, context task
};

struct SampleScratch
{
    explicit SampleScratch(const FastNetwork& network);
    nn::LaneRows rows;
    std::vector<float> modes, scores; // pout^T r, times l
};

void forwardSpiking(const FastNetwork& network, const InputView& input, std::size_t sample,
                    SampleScratch& scratch, const SampleSinks& sinks);
void forwardRate(const FastNetwork& network, const InputView& input, std::size_t sample,
                 SampleScratch& scratch, const SampleSinks& sinks);

// What the backward pass needs of the forward pass of one sample, and its accumulators.
struct Tape
{
    Tape(const FastNetwork& network, std::size_t steps);
    nn::LaneRows membrane, gate, filtered; // a row per step
    std::vector<float> modes;              // [steps, modes]
    std::vector<float> output;             // [steps]
    // d loss / d (Wout r) per step, or d loss / d r at one step per unit: read-outs of the tasks
    std::vector<float> outputGradient;    // [steps]; empty for MNIST
    std::vector<std::uint32_t> maximumAt; // [units]
    std::vector<float> maximumGradient;   // [units]
    SampleSinks sinks();
};

// Gradients with the layout of FastNetwork, added up over samples.
struct FastGradient
{
    explicit FastGradient(const FastNetwork& network);
    nn::LaneRows win, pin, pout, wout;
    std::vector<float> l;
    nn::LaneRows work; // carries of the backward pass
};

void backwardSpiking(const FastNetwork& network, const InputView& input, std::size_t sample,
                     const Tape& tape, FastGradient& gradient);
void backwardRate(const FastNetwork& network, const InputView& input, std::size_t sample,
                  const Tape& tape, FastGradient& gradient);

} // namespace inspike::smnn
