// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/embedding/sparse_sum.h"
#include "core/analysis/embedding/tsne.h"
#include "core/base/parallel.h"

#include <algorithm>
#include <cmath>

namespace inspike {

namespace {

constexpr std::size_t kPiece = 1024;

// p_j|i of the neighbours of one point, so that the entropy is that of the perplexity.
void calibrate(std::span<const float> distances, double perplexity, std::span<float> result)
{
    const auto count = static_cast<double>(distances.size());
    // Squares beyond that of the nearest, by their mean: the same numbers for any unit of length.
    std::vector<double> squares(distances.size());
    double mean = 0.0;
    const auto nearest = static_cast<double>(distances.front());
    for (std::size_t k = 0; k < distances.size(); ++k) {
        const auto distance = static_cast<double>(distances[k]);
        squares[k] = distance * distance - nearest * nearest;
        mean += squares[k] / count;
    }
    if (!(mean > 0.0) || perplexity >= count) {
        std::fill(result.begin(), result.end(), static_cast<float>(1.0 / count));
        return;
    }
    const double wanted = std::log(perplexity);
    double beta = 1.0;
    double low = 0.0;
    double high = INFINITY;
    double total = 0.0;
    for (int step = 0; step < 100; ++step) {
        total = 0.0;
        double weighted = 0.0;
        for (const double square : squares) {
            const double weight = std::exp(-beta * square / mean);
            total += weight;
            weighted += weight * square / mean;
        }
        const double entropy = std::log(total) + beta * weighted / total;
        if (std::abs(entropy - wanted) < 1e-7 || beta > 1e12)
            break;
        (entropy > wanted ? low : high) = beta;
        beta = std::isinf(high) ? 2.0 * beta : 0.5 * (low + high);
    }
    for (std::size_t k = 0; k < squares.size(); ++k)
        result[k] = static_cast<float>(std::exp(-beta * squares[k] / mean) / total);
}

} // namespace

double usablePerplexity(double wanted, std::size_t count)
{
    const double most = (static_cast<double>(count) - 1.0) / 3.0;
    return std::max(1.0, std::min(wanted, most));
}

SparseAffinities tsneAffinities(const Neighbours& neighbours, double perplexity, int threads,
                                JobContext& job)
{
    std::vector<float> conditional(neighbours.index.size());
    const std::size_t pieces = (neighbours.count + kPiece - 1) / kPiece;
    parallelPieces(neighbours.each > 0 ? pieces : 0, threads, [&](std::size_t piece) {
        const std::size_t end = std::min(neighbours.count, (piece + 1) * kPiece);
        for (std::size_t point = piece * kPiece; point < end; ++point) {
            if (point % 64 == 0)
                job.checkpoint();
            calibrate(neighbours.distancesOf(point), perplexity,
                      std::span(conditional).subspan(point * neighbours.each, neighbours.each));
        }
    });
    SparseAffinities affinities;
    const float share =
        1.0F / (2.0F * static_cast<float>(std::max<std::size_t>(1, neighbours.count)));
    symmetricSum(
        neighbours, conditional, [share](float one, float other) { return (one + other) * share; },
        job, affinities.begin, affinities.column, affinities.value);
    return affinities;
}

} // namespace inspike
