// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Principal components of points: the eigenvectors e of their covariance with the largest
// eigenvalues, coordinates e^T (x - mean x). Exact where one side of the matrix is small, else by
// block Krylov iteration (Musco & Musco 2015) until the variances stand. The sign of each component
// makes the entry of e of largest magnitude positive. One thread, so
// that BLAS gives the same bits.

#include "core/analysis/embedding/points.h"
#include "core/base/job.h"

namespace inspike {

struct PrincipalAxes
{
    Points coordinates; // [count, components]; zeros where the points have no further direction
    std::vector<double> varianceShare; // of each component; 0 when all points are equal
};

// Throws as requirePoints() does.
PrincipalAxes principalAxes(const PointsView& points, std::size_t components, JobContext& job);

} // namespace inspike
