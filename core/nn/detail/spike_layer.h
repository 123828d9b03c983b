// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A convolution (3x3 or 1x1, stride 1, borders filled with zeros) or linear map, scale and shift of
// a folded batch norm, and leaky integrate-and-fire neurons, in one pass: for each position the
// weights of active inputs are added up and the neurons go through all steps, so that neither
// currents nor potentials ever reach memory. Sums have one order on every processor and with any
// number of threads.

#include "core/nn/detail/lanes.h"
#include "core/nn/detail/spike_maps.h"

#include <span>
#include <vector>

namespace inspike::nn {

// Prepared weights; immutable.
class SpikeLayer
{
public:
    SpikeLayer() = default;
    // weights [outputs][inputs][kernel][kernel], kernel 1 or 3; scale and shift per output: a
    // neuron receives scale * sum + shift. For inputs in groups, the sums of each set of four
    // weights are made here: fewer additions later for 15/4 of the memory, which pays where many
    // positions share the weights.
    SpikeLayer(ActiveForm form, std::span<const float> weights, std::size_t inputs,
               std::size_t kernel, std::span<const float> scale, std::span<const float> shift);
    std::size_t inputs() const { return m_inputs; }
    std::size_t outputs() const { return m_outputs; }

    // Spikes [steps][lines * columns][outputs]. Maps of one step stand for the same input at every
    // step, which is summed up once. If not null, `currents` receives what the neurons receive,
    // [steps][position][output]. Throws Error{BadShape} for inputs of another form or width than
    // the layer's.
    SpikeBits run(const ActiveMaps& input, std::size_t steps, int threads,
                  std::vector<float>* currents = nullptr) const;

private:
    struct Tile // up to 64 outputs
    {
        std::size_t vectors = 0; // of 8 outputs: 1, 2, 4 or 8
        LaneRows weights;        // a row per [line of the kernel][its column][activeRows]
        LaneRows fold;           // scale, shift
    };
    struct Work;
    template <int Vectors, bool Valued>
    static void addWindow(Lanes (&sum)[Vectors], const Work& work, std::size_t step,
                          std::size_t line, std::size_t column);
    template <int Vectors, bool Valued>
    static void runTile(const Work& work);
    static void runLines(const Work& work);
    Tile tileOf(std::span<const float> weights, std::size_t first, std::size_t count) const;

    ActiveForm m_form = ActiveForm::Values;
    std::size_t m_inputs = 0;
    std::size_t m_outputs = 0;
    std::size_t m_kernel = 1;
    std::vector<Tile> m_tiles;
};

// The same neurons on currents [step][position][channel] times `scale`.
SpikeBits spikesOf(std::span<const float> currents, float scale, std::size_t steps,
                   std::size_t positions, std::size_t channels);

} // namespace inspike::nn
