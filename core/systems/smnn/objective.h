// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The two losses of the paper and the derivative of each with respect to what the network puts out.

#include <cstdint>
#include <span>

namespace inspike::smnn {

// Context task: the square root of the squared error summed over steps and samples. (The mean
// squared error is its square over steps * samples.)
double rootSumLoss(std::span<const float> y, std::span<const float> target);

// MNIST: y = softmax(logits) of each row.
void softmaxRows(std::span<const float> logits, std::size_t classes, std::span<float> y);
// Cross entropy applied to y, which takes a second softmax; mean over the samples.
double doubleSoftmaxLoss(std::span<const float> y, std::size_t classes,
                         std::span<const std::int64_t> labels);
// One sample: d loss / d logits, scaled by `weight` (1 / samples).
void doubleSoftmaxGradient(std::span<const float> y, std::int64_t label, double weight,
                           std::span<float> logitsGradient);

} // namespace inspike::smnn
