// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A network that nobody trained but that behaves like one, for measurements and tests.

#include "core/systems/scmrl/network.h"

namespace inspike::scmrl {

struct NoisePictures
{
    at::Tensor audio;  // [1 or T, B, 1, H, W]
    at::Tensor visual; // [1 or T, B, channels, H, W]
};

// Standard normal pictures; one step, or all different.
NoisePictures noisePictures(const Config& config, std::size_t samples, bool repeated,
                            std::uint64_t seed);

// Random weights with batch norms set from a pass over noise, so that about every tenth neuron of
// the front ends fires per step, and every fourth in attention.
Network spikingNetwork(const Config& config, std::uint64_t seed);

} // namespace inspike::scmrl
