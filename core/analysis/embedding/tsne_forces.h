// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The forces of t-SNE on every point: attraction along the affinities, repulsion from all points,
// far cells acting as one. Reuses its memory from one iteration to the next.

#include "core/analysis/embedding/tsne.h"

#include <memory>

namespace inspike {

class TsneForces
{
public:
    virtual ~TsneForces() = default;

    // force = minus a quarter of the gradient at `coordinates`, in single precision:
    // sum_j (q_ij - e p_ij) (y_i - y_j) / (1 + |y_i - y_j|^2) with e the exaggeration.
    virtual void evaluate(std::span<const float> coordinates, double exaggeration,
                          std::span<float> force, const JobContext& job) = 0;
    // KL(p|q) at the coordinates that were evaluated last.
    virtual double divergence(std::span<const float> coordinates, const JobContext& job) = 0;
};

// The affinities must outlive the forces; `components` is 2 or 3.
std::unique_ptr<TsneForces> makeTsneForces(const SparseAffinities& affinities,
                                           std::size_t components, double theta, int threads);

} // namespace inspike
