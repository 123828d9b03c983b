// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Quantities of the mode picture, from parameters and filtered spikes. Sums in double precision.

#include "core/systems/smnn/network.h"

#include <span>
#include <vector>

namespace inspike::smnn {

// W = pin diag(l) pout^T, [units, units].
std::vector<float> recurrentMatrix(const Weights& weights);

// basis^T r for every row of r: [rows, units] and [units, components] -> [rows, components].
// Throws Error{Cancelled}.
std::vector<float> projected(std::span<const float> r, std::size_t units,
                             std::span<const float> basis, std::size_t components, JobContext& job);

// True if input weights and input modes can be orthogonalised together: not more than units.
bool hasOrthogonalModes(const Weights& weights);
// Gram-Schmidt over the columns of [Win | pin]; the last `modes` unit vectors, [units, modes].
std::vector<float> orthogonalModes(const Weights& weights);

// Importance tau of each mode: gamma (|pin| + |pout|) + |l|, gamma = sum |l| / sum of the norms.
std::vector<float> modeImportance(const Weights& weights);

} // namespace inspike::smnn
