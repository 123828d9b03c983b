// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/embedding/sparse_sum.h"
#include "core/analysis/embedding/umap.h"
#include "core/base/parallel.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace inspike {

namespace {

constexpr std::size_t kPiece = 1024;
constexpr double kLeastScale = 1e-3; // of sigma, as a share of the mean distance

double meanOf(std::span<const float> values)
{
    double sum = 0.0;
    for (const float value : values)
        sum += static_cast<double>(value);
    return values.empty() ? 0.0 : sum / static_cast<double>(values.size());
}

// Memberships of the neighbours of one point.
void memberships(std::span<const float> distances, double meanOfAll, std::span<float> result)
{
    const auto firstApart = std::find_if(distances.begin(), distances.end(),
                                         [](float distance) { return distance > 0.0F; });
    const double rho = firstApart != distances.end() ? static_cast<double>(*firstApart) : 0.0;
    // The point itself counts as one of the k neighbours.
    const double wanted = std::log2(static_cast<double>(distances.size()) + 1.0);
    const auto membership = [rho](float distance, double sigma) {
        const double beyond = static_cast<double>(distance) - rho;
        return beyond <= 0.0 || !(sigma > 0.0) ? 1.0 : std::exp(-beyond / sigma);
    };
    const double mean = meanOf(distances);
    double sigma = mean > 0.0 ? mean : 1.0;
    double low = 0.0;
    double high = INFINITY;
    for (int step = 0; step < 64; ++step) {
        double sum = 0.0;
        for (const float distance : distances)
            sum += membership(distance, sigma);
        if (std::abs(sum - wanted) < 1e-5)
            break;
        (sum > wanted ? high : low) = sigma;
        sigma = std::isinf(high) ? 2.0 * sigma : 0.5 * (low + high);
    }
    sigma = std::max(sigma, kLeastScale * (rho > 0.0 ? mean : meanOfAll));
    for (std::size_t k = 0; k < distances.size(); ++k)
        result[k] = static_cast<float>(membership(distances[k], sigma));
}

// The curve that (1 + a d^2b)^-1 is fitted to.
struct Wanted
{
    double distance, closeness;
};

std::vector<Wanted> wantedCurve(double minimumDistance, double spread)
{
    constexpr int kPoints = 300;
    std::vector<Wanted> wanted;
    for (int i = 0; i < kPoints; ++i) {
        const double distance = 3.0 * spread * i / (kPoints - 1);
        wanted.push_back({distance, distance < minimumDistance
                                        ? 1.0
                                        : std::exp(-(distance - minimumDistance) / spread)});
    }
    return wanted;
}

double squaredError(const std::vector<Wanted>& wanted, double a, double b)
{
    double error = 0.0;
    for (const auto& [distance, closeness] : wanted) {
        const double difference = 1.0 / (1.0 + a * std::pow(distance, 2.0 * b)) - closeness;
        error += difference * difference;
    }
    return error;
}

} // namespace

UmapCurve umapCurve(double minimumDistance, double spread)
{
    const std::vector<Wanted> wanted = wantedCurve(minimumDistance, spread);
    // Levenberg-Marquardt in log a and log b, which keeps both positive.
    double logA = 0.0;
    double logB = 0.0;
    double damping = 1e-3;
    double error = squaredError(wanted, 1.0, 1.0);
    for (int step = 0; step < 200 && damping < 1e12; ++step) {
        const double a = std::exp(logA);
        const double b = std::exp(logB);
        double aa = 0.0, ab = 0.0, bb = 0.0, ea = 0.0, eb = 0.0;
        for (const auto& [distance, closeness] : wanted) {
            if (!(distance > 0.0))
                continue;
            const double power = a * std::pow(distance, 2.0 * b);
            const double value = 1.0 / (1.0 + power);
            const double slopeA = -value * value * power;
            const double slopeB = slopeA * 2.0 * b * std::log(distance);
            aa += slopeA * slopeA;
            ab += slopeA * slopeB;
            bb += slopeB * slopeB;
            ea += slopeA * (closeness - value);
            eb += slopeB * (closeness - value);
        }
        const double dampedA = aa * (1.0 + damping);
        const double dampedB = bb * (1.0 + damping);
        const double determinant = dampedA * dampedB - ab * ab;
        const double stepA = (ea * dampedB - eb * ab) / determinant;
        const double stepB = (eb * dampedA - ea * ab) / determinant;
        const double newError =
            squaredError(wanted, std::exp(logA + stepA), std::exp(logB + stepB));
        if (newError < error) {
            logA += stepA;
            logB += stepB;
            const bool settled = error - newError < 1e-15 * error;
            error = newError;
            damping *= 0.3;
            if (settled)
                break;
        } else {
            damping *= 4.0;
        }
    }
    return {std::exp(logA), std::exp(logB)};
}

FuzzyGraph fuzzyGraph(const Neighbours& neighbours, int threads, JobContext& job)
{
    std::vector<float> weights(neighbours.index.size());
    const double meanOfAll = meanOf(neighbours.distance);
    const std::size_t pieces = (neighbours.count + kPiece - 1) / kPiece;
    parallelPieces(neighbours.each > 0 ? pieces : 0, threads, [&](std::size_t piece) {
        const std::size_t end = std::min(neighbours.count, (piece + 1) * kPiece);
        for (std::size_t point = piece * kPiece; point < end; ++point) {
            if (point % 64 == 0)
                job.checkpoint();
            memberships(neighbours.distancesOf(point), meanOfAll,
                        std::span(weights).subspan(point * neighbours.each, neighbours.each));
        }
    });
    FuzzyGraph graph;
    symmetricSum(
        neighbours, weights, [](float one, float other) { return one + other - one * other; }, job,
        graph.begin, graph.column, graph.weight);
    return graph;
}

} // namespace inspike
