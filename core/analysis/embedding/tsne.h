// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// t-distributed stochastic neighbour embedding (van der Maaten & Hinton, JMLR 9, 2008) with the
// Barnes-Hut approximation (van der Maaten, JMLR 15, 2014). With neighbours by perplexity
//   p_j|i = exp(-b_i d_ij^2) / sum_k exp(-b_i d_ik^2)   over the 3 u nearest neighbours, entropy
//           log2 u, and p_ij = (p_j|i + p_i|j) / 2n
//   q_ij  = (1 + |y_i - y_j|^2)^-1 / Z,   Z over all pairs
// it minimises KL(p|q) = sum p_ij log(p_ij / q_ij) by gradient descent with momentum and gains; p
// is exaggerated during the first iterations. Forces are summed per point in a fixed order, so that
// the same seed gives the same bits whatever the number of threads.

#include "core/analysis/embedding/nearest_neighbours.h"

namespace inspike {

struct TsneParams
{
    double perplexity = 30.0; // reduced to (n - 1) / 3 where there are fewer points
    int iterations = 1000;
    double exaggeration = 12.0;
    int exaggeratedIterations = 250;
    double theta = 0.5;        // cells seen under a smaller angle act as one point; 0: exact
    double learningRate = 0.0; // 0: n / exaggeration, at least 200 (Belkina et al. 2019)
};

struct TsneResult
{
    Points coordinates;
    double perplexity = 0.0; // used
    double divergence = 0.0; // KL of the last iteration, in nats
};

// p_ij: rows sorted by column, symmetric, sum 1.
struct SparseAffinities
{
    std::vector<std::size_t> begin; // [count + 1]
    std::vector<std::uint32_t> column;
    std::vector<float> value;

    std::size_t count() const { return begin.empty() ? 0 : begin.size() - 1; }
};

// The perplexity that `count` points can have at most: (count - 1) / 3.
double usablePerplexity(double wanted, std::size_t count);
SparseAffinities tsneAffinities(const Neighbours& neighbours, double perplexity, int threads,
                                JobContext& job);

// Of KL(p|q) at the coordinates [count, 2 or 3], with p times `exaggeration`.
struct TsneGradient
{
    std::vector<double> gradient; // [count * components]
    double divergence = 0.0;      // KL without exaggeration
};
TsneGradient tsneGradient(const SparseAffinities& affinities, const PointsView& coordinates,
                          double theta, double exaggeration, int threads, JobContext& job);

// From `start` [count, 2 or 3], which is scaled so that its first component has a standard
// deviation of 1e-4.
TsneResult tsne(const Neighbours& neighbours, const PointsView& start, const TsneParams& params,
                int threads, const EmbeddingProgress& progress, JobContext& job);

} // namespace inspike
