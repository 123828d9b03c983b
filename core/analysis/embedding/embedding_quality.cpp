// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/embedding/embedding_quality.h"

#include "core/base/error.h"
#include "core/base/parallel.h"

#include <algorithm>
#include <numeric>

namespace inspike {

namespace {

std::vector<std::pair<double, std::size_t>> squaresFrom(const PointsView& points, std::size_t point)
{
    std::vector<std::pair<double, std::size_t>> squares(points.count);
    const auto here = points.row(point);
    for (std::size_t other = 0; other < points.count; ++other) {
        const auto there = points.row(other);
        double square = 0.0;
        for (std::size_t c = 0; c < points.width; ++c) {
            const double difference = static_cast<double>(here[c]) - static_cast<double>(there[c]);
            square += difference * difference;
        }
        squares[other] = {square, other};
    }
    squares[point].first = -1.0; // before its duplicates
    return squares;
}

// Sum of rank - k over the intruders of one point.
double intrusion(const PointsView& points, const PointsView& embedded, std::size_t point,
                 std::size_t k)
{
    auto near = squaresFrom(embedded, point);
    const auto last = near.begin() + static_cast<std::ptrdiff_t>(k) + 1;
    std::nth_element(near.begin(), last, near.end());
    const auto truth = squaresFrom(points, point);
    double sum = 0.0;
    for (auto entry = near.begin(); entry != last; ++entry) {
        if (entry->second == point)
            continue;
        const auto& self = truth[entry->second];
        // The point itself is before all: this counts from 1.
        const auto rank = static_cast<std::size_t>(std::count_if(
            truth.begin(), truth.end(), [&](const auto& other) { return other < self; }));
        if (rank > k)
            sum += static_cast<double>(rank - k);
    }
    return sum;
}

} // namespace

double trustworthiness(const PointsView& points, const PointsView& embedded, std::size_t k,
                       std::size_t samples, int threads, JobContext& job)
{
    if (points.count != embedded.count)
        throw Error(ErrorKind::BadShape, "an embedding of another number of points");
    const std::size_t count = points.count;
    k = std::min(k, count > 0 ? (count - 1) / 2 : 0);
    if (k == 0 || count < 4)
        return 1.0;
    const std::size_t chosen = std::min(std::max<std::size_t>(1, samples), count);
    std::vector<double> parts(chosen);
    parallelPieces(chosen, threads, [&](std::size_t i) {
        job.checkpoint();
        parts[i] = intrusion(points, embedded, i * count / chosen, k);
    });
    const double sum = std::accumulate(parts.begin(), parts.end(), 0.0);
    const auto n = static_cast<double>(count);
    const auto kk = static_cast<double>(k);
    return 1.0 - 2.0 * sum / (static_cast<double>(chosen) * kk * (2.0 * n - 3.0 * kk - 1.0));
}

} // namespace inspike
