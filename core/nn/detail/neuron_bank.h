// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Neurons and integrators whose parameters may differ from one to the next, at every step
//     Integrate  v += gain * x
//     Leaky      v += rate * ((leak - v) + gain * x)
//     Synaptic   i += synapticRate * (inputWeight * x - i);  v += rate * ((leak - v) + gain * i)
// in float, in this order of operations. One that fires does so where v > threshold, and is then
// set to `reset` or gets its threshold taken off. State goes on from call to call, so that time may
// come in pieces of any length with the same result.

#include "core/nn/detail/lanes.h"
#include "core/nn/detail/spike_maps.h"

#include <span>
#include <vector>

namespace inspike::nn {

enum class NeuronModel { Integrate, Leaky, Synaptic };

// What a pass keeps, [steps][position][channel], of those that are not null.
struct BankTraces
{
    std::vector<float>* received = nullptr;  // x
    std::vector<float>* membranes = nullptr; // v after the reset
    std::vector<float>* currents = nullptr;  // i of Synaptic
};

class NeuronState;

// Parameters, immutable.
class NeuronBank
{
public:
    struct Parts
    {
        NeuronModel model = NeuronModel::Integrate;
        bool fires = true;
        bool subtracts = false;
        std::size_t positions = 1;
        std::size_t channels = 1;
        // [positions * channels], or one for all; those that the model does not have stay empty.
        std::span<const float> gain, rate, leak, threshold, reset, synapticRate, inputWeight;
    };

    NeuronBank() = default;
    // Throws Error{BadShape} for another number of parameters.
    explicit NeuronBank(const Parts& parts);

    bool fires() const { return m_fires; }
    std::size_t positions() const { return m_positions; }
    std::size_t channels() const { return m_channels; }

    // Spikes [steps][positions][channels] for what the neurons receive, in the same order; empty
    // where they never fire.
    SpikeBits run(std::span<const float> received, std::size_t steps, NeuronState& state,
                  const BankTraces& traces) const;

private:
    friend class NeuronState;
    friend class BankPass;
    struct Tile // up to 64 channels
    {
        std::size_t vectors = 0;
        LaneRows parameters; // [position or 0][parameter]
    };

    NeuronModel m_model = NeuronModel::Integrate;
    bool m_fires = true;
    bool m_subtracts = false;
    bool m_alike = true; // at all positions
    std::size_t m_positions = 0;
    std::size_t m_channels = 0;
    std::vector<Tile> m_tiles;
};

// v and i of the neurons of a bank, all 0 at first.
class NeuronState
{
public:
    NeuronState() = default;
    explicit NeuronState(const NeuronBank& bank);
    void clear(); // back to 0
    // False once a v or i is infinite or not a number.
    bool isFinite() const;

private:
    friend class BankPass;
    std::vector<LaneRows> m_tiles; // [position][v, i]
};

} // namespace inspike::nn
