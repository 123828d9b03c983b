// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A network that nobody trained but that behaves like one, and pictures like those it would see,
// for measurements and tests.

#include "core/systems/transfer/network.h"

namespace inspike::transfer {

struct MadePictures
{
    at::Tensor events; // [T, B, 2, S, S]: counts, which lie along the outlines of moving shapes
    at::Tensor stills; // [1, B, 2, S, S]: the shapes on a smooth background, 0 ... 1
};

MadePictures madePictures(const Config& config, std::size_t samples, std::uint64_t seed);

// Random weights with the running statistics of batch norms set from a pass over events, as
// training leaves them, so that every tenth to fifth neuron fires per step. SCNN has no batch norm;
// its weights are larger than they start.
Network spikingNetwork(const Config& config, std::uint64_t seed);

} // namespace inspike::transfer
