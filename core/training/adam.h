// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Adam (Kingma and Ba, 2015) with bias correction and, where asked for, decoupled weight decay
// (AdamW: Loshchilov and Hutter, 2019), on plain arrays; element by element in a fixed order, so
// that a training can stop and go on with the same bits.

#include <cstdint>
#include <span>
#include <vector>

namespace inspike {

struct AdamParams
{
    double learningRate = 1e-3;
    double beta1 = 0.9;
    double beta2 = 0.999;
    double epsilon = 1e-8;
};

struct AdamState
{
    std::uint64_t steps = 0;
    std::vector<std::vector<float>> first; // moments, one array per parameter
    std::vector<std::vector<float>> second;
};

// An empty state becomes zeros. `gradients` match `parameters` one by one; a parameter whose
// gradient is empty took no part and stays as it is. `weightDecay` holds one number per parameter,
// or nothing for none: each step first shrinks the parameter by learningRate * weightDecay.
void adamStep(std::span<const std::span<float>> parameters,
              std::span<const std::vector<float>> gradients, const AdamParams& params,
              AdamState& state, std::span<const double> weightDecay = {});

// Scales all gradients so that their common norm is at most `limit`; returns the norm before.
double clipNorm(std::span<std::vector<float>> gradients, double limit);

} // namespace inspike
