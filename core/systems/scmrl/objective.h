// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The contrastive loss (specs: s-cmrl 5) and its derivatives with respect to the residuals, on
// plain arrays, row-major; sums in double precision. Cross entropy: core/training/classification.h.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace inspike::scmrl {

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
