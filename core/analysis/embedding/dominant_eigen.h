// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The largest eigenvalues of a symmetric operator that is only known by what it does to vectors:
// block Krylov iteration with full orthogonalisation and Rayleigh-Ritz (Musco & Musco, NeurIPS
// 2015). Finds eigenvalues that occur several times, up to as often as the block is wide.

#include "core/analysis/linalg.h"
#include "core/base/job.h"

#include <cstdint>
#include <functional>

namespace inspike {

// A times each row of the block: [vectors, size] -> [vectors, size].
using SymmetricOperator = std::function<Matrix(const Matrix& block)>;

struct KrylovParams
{
    std::size_t wanted = 2;
    std::size_t block = 12;
    std::size_t maximumVectors = 240; // of the basis
    double tolerance = 1e-12;         // change of the wanted eigenvalues, relative to their sum
    std::uint64_t seed = 1;           // of the first block
};

struct DominantEigen
{
    std::vector<double> values; // descending; fewer than wanted where the operator has no more
    Matrix vectors;             // row k belongs to values[k]
};

DominantEigen dominantEigen(std::size_t size, const SymmetricOperator& apply,
                            const KrylovParams& params, JobContext& job);

} // namespace inspike
