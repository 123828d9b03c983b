// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/systems/scmrl/objective.h"

#include <algorithm>
#include <cmath>

namespace inspike::scmrl {

namespace {

// In place: a row of scores to the logarithm of its softmax.
void logSoftmax(std::span<double> row)
{
    const double top = *std::ranges::max_element(row);
    double sum = 0.0;
    for (const double value : row)
        sum += std::exp(value - top);
    const double shift = top + std::log(sum);
    for (double& value : row)
        value -= shift;
}

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

CrossEntropy crossEntropy(std::span<const float> logits, std::span<const std::int64_t> labels,
                          double smoothing)
{
    CrossEntropy result;
    if (labels.empty())
        return result;
    const std::size_t classes = logits.size() / labels.size();
    const auto samples = static_cast<double>(labels.size());
    const double each = smoothing / static_cast<double>(classes);
    for (std::size_t i = 0; i < labels.size(); ++i) {
        const std::span<const float> given = logits.subspan(i * classes, classes);
        std::vector<double> row(given.begin(), given.end());
        logSoftmax(row);
        for (std::size_t k = 0; k < classes; ++k) {
            const bool own = static_cast<std::int64_t>(k) == labels[i];
            const double target = each + (own ? 1.0 - smoothing : 0.0);
            result.loss -= target * row[k] / samples;
            result.gradient.push_back(static_cast<float>((std::exp(row[k]) - target) / samples));
        }
    }
    return result;
}

double shareCorrect(std::span<const float> logits, std::span<const std::int64_t> labels)
{
    if (labels.empty())
        return 0.0;
    const std::size_t classes = logits.size() / labels.size();
    std::size_t correct = 0;
    for (std::size_t i = 0; i < labels.size(); ++i) {
        const std::span<const float> row = logits.subspan(i * classes, classes);
        correct += std::ranges::max_element(row) - row.begin() == labels[i] ? 1 : 0;
    }
    return static_cast<double>(correct) / static_cast<double>(labels.size());
}

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
