// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A made-up run of a network with an audio and a visual stream: everything that a real one offers
// to figures, with numbers that follow formulas of whole numbers, so that tests can compute them
// again.

#include "core/nn/model.h"

namespace inspike::test {

struct AvRunSize
{
    std::size_t steps = 4;
    std::size_t samples = 6;
    std::size_t classes = 3;
    std::size_t channels = 8;
    std::size_t rows = 4; // of tokens
    std::size_t columns = 4;
    std::size_t pixels = 16; // side of the inputs
};

// Sample b has label (2 b) % classes, is predicted right but for every fifth one, and lasts 2 s.
// alpha is 1.5; classes are called "class-a", "class-b", ... Features of a class fire in the same
// channels.
Run makeAvRun(const AvRunSize& size = {});

Axis axisOf(AxisKind kind, std::size_t size);
// Whether neuron (channel, token) of a stream (0, 1) of sample b fires at step t in rpe_lif.
bool avSpike(const AvRunSize& size, std::size_t stream, std::size_t t, std::size_t b, std::size_t c,
             std::size_t token);
// Evidence of a stream for a class; a multiple of 1/8, so that sums are exact.
float avEvidence(const AvRunSize& size, std::size_t stream, std::size_t t, std::size_t b,
                 std::size_t k);

} // namespace inspike::test
