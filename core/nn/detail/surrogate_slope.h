// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The surrogates of leaky_neuron.h for loops over neurons.

#include "core/nn/detail/leaky_neuron.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace inspike::nn {

template <Surrogate Kind>
inline float derivative(float u, float a)
{
    constexpr float kHalfPi = static_cast<float>(std::numbers::pi / 2.0);
    if constexpr (Kind == Surrogate::Gate)
        return std::abs(u) < 1.0F / a ? 0.5F * a : 0.0F;
    else if constexpr (Kind == Surrogate::QGate)
        return std::max(0.0F, a - a * a * std::abs(u));
    else if constexpr (Kind == Surrogate::Atan)
        return 0.5F * a / (1.0F + (kHalfPi * a * u) * (kHalfPi * a * u));
    else
        return std::abs(u) < 0.5F ? 1.0F : 0.0F;
}

} // namespace inspike::nn
