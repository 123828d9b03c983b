// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/adam.h"

#include <algorithm>
#include <cmath>

namespace inspike {

void adamStep(std::span<const std::span<float>> parameters,
              std::span<const std::vector<float>> gradients, const AdamParams& params,
              AdamState& state, std::span<const double> weightDecay)
{
    if (state.first.empty()) {
        for (const std::span<float>& values : parameters) {
            state.first.emplace_back(values.size());
            state.second.emplace_back(values.size());
        }
    }
    ++state.steps;
    const auto steps = static_cast<double>(state.steps);
    const double rate = params.learningRate / (1.0 - std::pow(params.beta1, steps));
    const double root = std::sqrt(1.0 - std::pow(params.beta2, steps));
    for (std::size_t p = 0; p < parameters.size(); ++p) {
        if (gradients[p].empty())
            continue;
        const double kept = weightDecay.empty() ? 1.0 : 1.0 - params.learningRate * weightDecay[p];
        for (std::size_t i = 0; i < parameters[p].size(); ++i) {
            const double gradient = gradients[p][i];
            float& first = state.first[p][i];
            float& second = state.second[p][i];
            first = static_cast<float>(params.beta1 * first + (1.0 - params.beta1) * gradient);
            second = static_cast<float>(params.beta2 * second +
                                        (1.0 - params.beta2) * gradient * gradient);
            const double scale = std::sqrt(static_cast<double>(second)) / root + params.epsilon;
            parameters[p][i] = static_cast<float>(kept * parameters[p][i] - rate * first / scale);
        }
    }
}

double clipNorm(std::span<std::vector<float>> gradients, double limit)
{
    double sum = 0.0;
    for (const std::vector<float>& values : gradients) {
        for (const float value : values)
            sum += static_cast<double>(value) * value;
    }
    const double norm = std::sqrt(sum);
    if (norm > limit) {
        const double factor = limit / (norm + 1e-6);
        for (std::vector<float>& values : gradients) {
            for (float& value : values)
                value = static_cast<float>(value * factor);
        }
    }
    return norm;
}

} // namespace inspike
