// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The steps of neuron_bank.h for what fuses them with sums; only for files that include lanes.h in
// the way it says. Lane l of vector v of a row is channel v + l * vectors of its tile.

#include "core/nn/detail/neuron_bank.h"

#include <algorithm>
#include <bit>
#include <cstdint>

namespace inspike::nn {

constexpr std::size_t kTileOutputs = SpikeBits::kWordBits;

// Of rows of so many vectors of lanes, in floats.
constexpr std::size_t strideOf(int vectors)
{
    return std::max(kBlock, static_cast<std::size_t>(vectors) * kLanes);
}

// Vectors of lanes for so many outputs.
inline std::size_t vectorsFor(std::size_t outputs)
{
    return std::bit_ceil((outputs + kLanes - 1) / kLanes);
}

// Where a channel of a tile lies in a row.
constexpr std::size_t laneOf(std::size_t channel, std::size_t vectors)
{
    return channel % vectors * kLanes + channel / vectors;
}

// Bit v of lane l becomes bit v + l * Vectors.
template <int Vectors>
INSPIKE_INLINE std::uint64_t wordOf(LaneMask bits)
{
    using Bytes = std::uint8_t __attribute__((vector_size(8)));
    const Bytes bytes = __builtin_convertvector(bits, Bytes);
    std::uint64_t word = 0;
    std::memcpy(&word, &bytes, sizeof word);
    if constexpr (Vectors < 8) { // closes the gaps between bytes, then pairs, then fours
        word = (word | word >> (8 - Vectors)) & (0x0001000100010001U * ((1U << (2 * Vectors)) - 1));
        word = (word | word >> (16 - 2 * Vectors)) &
               (0x0000000100000001U * ((1ULL << (4 * Vectors)) - 1));
        word = (word | word >> (32 - 4 * Vectors)) & ((1ULL << (8 * Vectors)) - 1);
    }
    return word;
}

// The steps of one position and tile.
class BankPass
{
public:
    enum Parameter { Gain, Rate, Leak, Threshold, Reset, SynapticRate, InputWeight, Count };

    struct Target // of step 0; the next one lies a stride further
    {
        std::uint64_t* words = nullptr;
        std::size_t wordStride = 0;
        float* received = nullptr;
        float* membranes = nullptr;
        float* currents = nullptr;
        std::size_t stride = 0;
        std::size_t width = 0; // channels of the tile

        void advance(std::size_t steps)
        {
            words += words != nullptr ? steps * wordStride : 0;
            for (float** trace : {&received, &membranes, &currents})
                *trace += *trace != nullptr ? steps * stride : 0;
        }
    };

    BankPass(const NeuronBank& bank, NeuronState& state, std::size_t tile, std::size_t position)
        : m_bank(bank),
          m_parameters(
              bank.m_tiles[tile].parameters.row(bank.m_alike ? 0 : position * Parameter::Count)),
          m_stride(bank.m_tiles[tile].parameters.stride()),
          m_potential(state.m_tiles[tile].row(2 * position)),
          m_current(state.m_tiles[tile].row(2 * position + 1))
    {}

    // received [step][strideOf(Vectors)]
    template <int Vectors>
    INSPIKE_INLINE void run(const float* received, std::size_t steps, Target target) const
    {
        switch (m_bank.m_model) {
        case NeuronModel::Integrate:
            return runModel<Vectors, NeuronModel::Integrate>(received, steps, target);
        case NeuronModel::Leaky:
            return runModel<Vectors, NeuronModel::Leaky>(received, steps, target);
        case NeuronModel::Synaptic:
            return runModel<Vectors, NeuronModel::Synaptic>(received, steps, target);
        }
    }

private:
    INSPIKE_INLINE const Lanes& parameter(Parameter which, int vector) const
    {
        return lanesAt(m_parameters + which * m_stride, static_cast<std::size_t>(vector) * kLanes);
    }
    template <int Vectors>
    static INSPIKE_INLINE void keep(float* target, std::size_t width,
                                    const Lanes (&values)[Vectors])
    {
        for (std::size_t o = 0; o < width; ++o)
            target[o] = values[o % Vectors][o / Vectors];
    }

    template <int Vectors, NeuronModel Model>
    INSPIKE_INLINE void runModel(const float* received, std::size_t steps, Target target) const
    {
        Lanes potential[Vectors];
        Lanes current[Vectors];
        for (int v = 0; v < Vectors; ++v) {
            potential[v] = lanesAt(m_potential, v * kLanes);
            current[v] = lanesAt(m_current, v * kLanes);
        }
        for (std::size_t step = 0; step < steps; ++step, received += strideOf(Vectors)) {
            const LaneMask fired = stepModel<Vectors, Model>(received, potential, current);
            if (target.words != nullptr)
                *target.words = wordOf<Vectors>(fired);
            if (target.received != nullptr) {
                Lanes x[Vectors];
                for (int v = 0; v < Vectors; ++v)
                    x[v] = lanesAt(received, v * kLanes);
                keep(target.received, target.width, x);
            }
            if (target.membranes != nullptr)
                keep(target.membranes, target.width, potential);
            if (target.currents != nullptr)
                keep(target.currents, target.width, current);
            target.advance(1);
        }
        for (int v = 0; v < Vectors; ++v) {
            lanesAt(m_potential, v * kLanes) = potential[v];
            lanesAt(m_current, v * kLanes) = current[v];
        }
    }

    // The bits of those that spike.
    template <int Vectors, NeuronModel Model>
    INSPIKE_INLINE LaneMask stepModel(const float* received, Lanes (&potential)[Vectors],
                                      Lanes (&current)[Vectors]) const
    {
        LaneMask bits = {};
        for (int v = 0; v < Vectors; ++v) {
            const Lanes& x = lanesAt(received, v * kLanes);
            Lanes h = potential[v];
            if constexpr (Model == NeuronModel::Integrate) {
                h += parameter(Gain, v) * x;
            } else {
                if constexpr (Model == NeuronModel::Synaptic)
                    current[v] +=
                        parameter(SynapticRate, v) * (parameter(InputWeight, v) * x - current[v]);
                const Lanes driven = Model == NeuronModel::Synaptic ? current[v] : x;
                h += parameter(Rate, v) * ((parameter(Leak, v) - h) + parameter(Gain, v) * driven);
            }
            if (m_bank.m_fires) {
                const LaneMask spikes = h > parameter(Threshold, v);
                const Lanes after =
                    m_bank.m_subtracts ? h - parameter(Threshold, v) : parameter(Reset, v);
                h = spikes ? after : h;
                bits |= spikes & (1 << v);
            }
            potential[v] = h;
        }
        return bits;
    }

    const NeuronBank& m_bank;
    const float* m_parameters;
    std::size_t m_stride;
    float* m_potential;
    float* m_current;
};

} // namespace inspike::nn
