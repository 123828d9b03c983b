// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Uniform manifold approximation and projection (McInnes, Healy, Melville, arXiv 1802.03426). The
// fuzzy graph: with rho_i the distance to the nearest neighbour and sigma_i such that
//   sum_j exp(-max(0, d_ij - rho_i) / sigma_i) = log2 k,
// membership of an edge a_ij + a_ji - a_ij a_ji. Coordinates y minimise its cross-entropy with
// (1 + a |y_i - y_j|^2b)^-1 by stochastic gradient descent with negative samples; a and b come from
// minimum distance and spread. Graph and start are computed on several threads, piece by piece in a
// fixed order; the descent goes from edge to edge on one thread, as the paper has it. So the same
// seed gives the same bits whatever the number of threads.

#include "core/analysis/embedding/nearest_neighbours.h"

namespace inspike {

struct UmapParams
{
    int neighbours = 15; // fewer where there are fewer points
    double minimumDistance = 0.1;
    double spread = 1.0;
    int epochs = 0;               // 0: 500 up to 10,000 points, else 200
    double negativeSamples = 5.0; // per edge
    double learningRate = 1.0;
    bool spectral = true; // start from the graph's Laplacian, else from the principal components
};

struct UmapResult
{
    Points coordinates;
    std::size_t neighbours = 0; // used
    int epochs = 0;             // used
};

// a and b of (1 + a d^2b)^-1, fitted to 1 below the minimum distance and
// exp(-(d - minimum) / spread) above by least squares over [0, 3 spread].
struct UmapCurve
{
    double a = 0.0;
    double b = 0.0;
};
UmapCurve umapCurve(double minimumDistance, double spread);

// Symmetric, without loops; rows sorted by column.
struct FuzzyGraph
{
    std::vector<std::size_t> begin; // [count + 1]
    std::vector<std::uint32_t> column;
    std::vector<float> weight;

    std::size_t count() const { return begin.empty() ? 0 : begin.size() - 1; }
};
FuzzyGraph fuzzyGraph(const Neighbours& neighbours, int threads, JobContext& job);

// Start: the principal components [count, 2 or 3], taken when `spectral` is off or the graph does
// not hang together.
UmapResult umap(const Neighbours& neighbours, const PointsView& start, const UmapParams& params,
                std::uint64_t seed, int threads, const EmbeddingProgress& progress,
                JobContext& job);

} // namespace inspike
