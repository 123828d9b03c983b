// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The losses (specs: s-cmrl 5) and their derivatives with respect to what the network puts out, on
// plain arrays, row-major; sums in double precision.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace inspike::scmrl {

struct CrossEntropy
{
    double loss = 0.0;           // mean over the samples
    std::vector<float> gradient; // as the logits
};

// logits [sample, class]; (1 - smoothing) (-log p_y) + smoothing (-1/K sum_k log p_k).
CrossEntropy crossEntropy(std::span<const float> logits, std::span<const std::int64_t> labels,
                          double smoothing);

// Share of the samples whose own class has the largest logit; 0 without samples.
double shareCorrect(std::span<const float> logits, std::span<const std::int64_t> labels);

struct AlignmentLoss
{
    double loss = 0.0;
    std::vector<float> audio; // gradients, as the residuals
    std::vector<float> visual;
};

// Residuals [step, sample, channel]. With a_i and v_j their means over the steps,
// S_ij = a_i . v_j / temperature, P = log softmax of S over j:
// loss = -1/B^2 sum over all pairs of one label of P_ij; pairs i = j count, too.
AlignmentLoss alignmentLoss(std::span<const float> audio, std::span<const float> visual,
                            std::size_t steps, std::span<const std::int64_t> labels,
                            double temperature);

} // namespace inspike::scmrl
