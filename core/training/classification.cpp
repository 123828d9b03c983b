// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/classification.h"

#include <algorithm>
#include <cmath>

namespace inspike {

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

} // namespace inspike
