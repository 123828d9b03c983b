// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/systems/scmrl/objective.h"

#include "core/training/classification.h"

#include <algorithm>
#include <cmath>

namespace inspike::scmrl {

namespace {

// [sample, channel]
std::vector<double> meanOverSteps(std::span<const float> values, std::size_t steps)
{
    std::vector<double> mean(values.size() / steps);
    for (std::size_t i = 0; i < values.size(); ++i)
        mean[i % mean.size()] += values[i];
    for (double& value : mean)
        value /= static_cast<double>(steps);
    return mean;
}

// The gradient of a mean over steps, given to each step.
std::vector<float> spreadOverSteps(std::span<const double> gradient, std::size_t steps)
{
    std::vector<float> all(gradient.size() * steps);
    for (std::size_t i = 0; i < all.size(); ++i)
        all[i] = static_cast<float>(gradient[i % gradient.size()] / static_cast<double>(steps));
    return all;
}

} // namespace

AlignmentLoss alignmentLoss(std::span<const float> audio, std::span<const float> visual,
                            std::size_t steps, std::span<const std::int64_t> labels,
                            double temperature)
{
    const std::size_t samples = labels.size();
    const std::size_t channels = audio.size() / steps / samples;
    const std::vector<double> a = meanOverSteps(audio, steps);
    const std::vector<double> v = meanOverSteps(visual, steps);
    const double weight = 1.0 / static_cast<double>(samples * samples);
    std::vector<double> audioGradient(a.size());
    std::vector<double> visualGradient(v.size());
    AlignmentLoss result;
    for (std::size_t i = 0; i < samples; ++i) {
        const double* ai = a.data() + i * channels;
        std::vector<double> row(samples);
        for (std::size_t j = 0; j < samples; ++j) {
            for (std::size_t c = 0; c < channels; ++c)
                row[j] += ai[c] * v[j * channels + c];
            row[j] /= temperature;
        }
        logSoftmax(row);
        const auto partners = static_cast<double>(std::ranges::count(labels, labels[i]));
        for (std::size_t j = 0; j < samples; ++j) {
            const bool paired = labels[i] == labels[j];
            result.loss -= paired ? weight * row[j] : 0.0;
            const double slope =
                weight * (partners * std::exp(row[j]) - (paired ? 1.0 : 0.0)) / temperature;
            for (std::size_t c = 0; c < channels; ++c) {
                audioGradient[i * channels + c] += slope * v[j * channels + c];
                visualGradient[j * channels + c] += slope * ai[c];
            }
        }
    }
    result.audio = spreadOverSteps(audioGradient, steps);
    result.visual = spreadOverSteps(visualGradient, steps);
    return result;
}

} // namespace inspike::scmrl
