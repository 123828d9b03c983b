// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Maximum mean discrepancy: how far the distributions of two sets of features lie apart (Gretton et
// al., JMLR 2012), with the kernel k = mean over multiples s of exp(-d^2 / (2 (s m)^2)), m the
// median distance of samples that differ, of both sets together (at most 2000 of them, evenly
// taken). The unbiased estimate
//   MMD^2 = sum_{i!=j} k(x_i, x_j) / (n (n - 1)) + sum_{i!=j} k(y_i, y_j) / (m (m - 1))
//           - 2 sum_{i,j} k(x_i, y_j) / (n m)
// may be slightly negative. p = (1 + permutations at least as large) / (1 + permutations).
// NaN = undefined: fewer than 2 samples on a side, all samples equal, no features.

#include "core/analysis/domains/bootstrap.h"
#include "core/analysis/embedding/points.h"
#include "core/base/job.h"

#include <vector>

namespace inspike {

enum class Permutation {
    Pairs, // x_i and y_i change places: right for paired samples; needs equal numbers
    Pooled // any sample to any side: right for independent samples
};

struct MmdParams
{
    std::vector<double> bandwidths = {1.0}; // multiples of the median distance, > 0
    std::size_t permutations = 0;           // 0 = no test
    Permutation permutation = Permutation::Pairs;
    BootstrapParams bootstrap = {}; // of pairs, else of each side
    std::uint64_t seed = 1;         // of the permutations
    int threads = 0;                // 0 = one per processor
};

struct Mmd
{
    Band squared;          // the unbiased estimate of MMD^2
    double p;              // NaN without permutations
    double medianDistance; // m
    std::vector<double> permuted;
};

// Throws Error{BadShape} when the numbers of features (or, where needed, of samples) differ,
// Error{BadFormat} for values that are not finite.
Mmd mmd(const PointsView& x, const PointsView& y, const MmdParams& params, JobContext& job);

} // namespace inspike
