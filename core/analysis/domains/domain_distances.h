// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Distances of two domains in one feature space, samples paired.
//   CORAL        |C_x - C_y|^2 / (4 d^2), C the covariances, d the number of features (Sun, Saenko
//                2016)
//   Procrustes   min over rotations R of |X' - Y' R|, with X', Y' centred and of norm 1: 0 for the
//                same shape, at most sqrt(2) (Ding, Denain, Steinhardt 2021)
//   paired       |x_i - y_i| of every pair, and the mean of all other pairs for comparison
// NaN = undefined: too few samples, equal samples, no features. All throw Error{BadShape} when the
// numbers of samples or features differ and Error{BadFormat} for values that are not finite.

#include "core/analysis/embedding/points.h"
#include "core/base/job.h"

#include <vector>

namespace inspike {

double coralDistance(const PointsView& x, const PointsView& y, JobContext& job);

// Needs the singular values of a matrix of min(samples, features) rows; throws Error{BadShape} for
// more than 2000. Features may differ in number. Not cancellable in between: seconds at worst.
double procrustesDistance(const PointsView& x, const PointsView& y, JobContext& job);

struct PairedDistances
{
    std::vector<double> euclidean; // of each pair
    std::vector<double> cosine;    // 1 - cos of the angle; NaN where one is all zero
    double meanEuclidean;
    double meanCosine; // over pairs that have one
    // Root of the mean squared distance of pairs, and of x_i and y_j with i != j: what a pair would
    // be if it were none.
    double rootMeanSquare;
    double rootMeanSquareOfOthers;
};
PairedDistances pairedDistances(const PointsView& x, const PointsView& y, JobContext& job);

} // namespace inspike
