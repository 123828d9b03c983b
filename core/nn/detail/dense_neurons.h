// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Leaky integrate-and-fire neurons behind a folded batch norm on sums that are not sparse, such as
// those of a residual stream, as bits for the layers of spike_layer.h.

#include "core/nn/detail/spike_layer.h"

namespace inspike::nn {

struct DenseNeurons
{
    std::vector<float> scale, shift; // per channel: a neuron receives scale * x + shift
    FiringRule rule;

    // Spikes [steps][positions][channels] of values [steps or 1][positions][channels]; one step
    // stands for the same values at every step. `membranes`, if not null, receives the potentials
    // after the reset. Throws Error{BadShape} for another number of values.
    SpikeBits run(std::span<const float> values, std::size_t steps, std::size_t positions,
                  std::vector<float>* membranes) const;
};

} // namespace inspike::nn
