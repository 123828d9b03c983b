// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/systems/smnn/objective.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

namespace inspike::smnn {

namespace {

std::vector<double> softmax(std::span<const float> row)
{
    const double top = *std::ranges::max_element(row);
    std::vector<double> values;
    double sum = 0.0;
    for (const float value : row)
        sum += values.emplace_back(std::exp(value - top));
    for (double& value : values)
        value /= sum;
    return values;
}

} // namespace

double rootSumLoss(std::span<const float> y, std::span<const float> target)
{
    double sum = 0.0;
    for (std::size_t i = 0; i < y.size(); ++i) {
        const double error = static_cast<double>(y[i]) - target[i];
        sum += error * error;
    }
    return std::sqrt(sum);
}

void softmaxRows(std::span<const float> logits, std::size_t classes, std::span<float> y)
{
    for (std::size_t begin = 0; begin < logits.size(); begin += classes) {
        const std::vector<double> row = softmax(logits.subspan(begin, classes));
        std::ranges::transform(row, y.begin() + static_cast<std::ptrdiff_t>(begin),
                               [](double value) { return static_cast<float>(value); });
    }
}

double doubleSoftmaxLoss(std::span<const float> y, std::size_t classes,
                         std::span<const std::int64_t> labels)
{
    double sum = 0.0;
    for (std::size_t sample = 0; sample < labels.size(); ++sample) {
        const std::vector<double> row = softmax(y.subspan(sample * classes, classes));
        sum -= std::log(row[static_cast<std::size_t>(labels[sample])]);
    }
    return labels.empty() ? 0.0 : sum / static_cast<double>(labels.size());
}

void doubleSoftmaxGradient(std::span<const float> y, std::int64_t label, double weight,
                           std::span<float> logitsGradient)
{
    std::vector<double> outer = softmax(y);
    outer[static_cast<std::size_t>(label)] -= 1.0; // d loss / d y
    double projected = 0.0;
    for (std::size_t c = 0; c < outer.size(); ++c)
        projected += outer[c] * y[c];
    for (std::size_t c = 0; c < outer.size(); ++c)
        logitsGradient[c] = static_cast<float>(weight * y[c] * (outer[c] - projected));
}

} // namespace inspike::smnn
