// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What trainings of classifiers share: cross entropy with its derivative and the share of correct
// answers, on plain arrays [sample, class], row-major; sums in double precision.

#include <cstdint>
#include <span>
#include <vector>

namespace inspike {

struct CrossEntropy
{
    double loss = 0.0;           // mean over the samples
    std::vector<float> gradient; // as the logits
};

// (1 - smoothing) (-log p_y) + smoothing (-1/K sum_k log p_k).
CrossEntropy crossEntropy(std::span<const float> logits, std::span<const std::int64_t> labels,
                          double smoothing);

// Share of the samples whose own class has the largest logit; 0 without samples.
double shareCorrect(std::span<const float> logits, std::span<const std::int64_t> labels);

// In place: a row of scores to the logarithm of its softmax.
void logSoftmax(std::span<double> row);

} // namespace inspike
