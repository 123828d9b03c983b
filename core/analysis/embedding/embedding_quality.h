// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// How far an embedding can be believed.

#include "core/analysis/embedding/points.h"
#include "core/base/job.h"

namespace inspike {

// Trustworthiness (Venna & Kaski 2001): 1 when the k nearest of every point in the embedding are
// among its k nearest in truth, less the farther the intruders come from; 0 at worst.
//   T = 1 - 2 / (n k (2n - 3k - 1)) sum_i sum_{j in U_i} (rank_i(j) - k)
// U_i: the intruders, rank_i(j): the place of j among the neighbours of i in truth. Of more than
// `samples` points the mean over that many, evenly chosen. k is reduced to (n - 1) / 2 at most;
// 1 for fewer than 4 points.
double trustworthiness(const PointsView& points, const PointsView& embedded, std::size_t k,
                       std::size_t samples, int threads, JobContext& job);

} // namespace inspike
