// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Points for tests of embeddings.

#include "core/analysis/embedding/points.h"
#include "core/base/random.h"

#include <cmath>

namespace inspike::test {

// Points of `clusters` normal distributions of width 1 around corners that are `apart` from 0;
// point i belongs to cluster i % clusters.
inline Points makeClusters(std::size_t count, std::size_t width, std::size_t clusters,
                           double apart = 8.0, std::uint64_t seed = 7)
{
    Points points(count, width);
    Random random(seed);
    for (std::size_t i = 0; i < count; ++i) {
        for (std::size_t c = 0; c < width; ++c) {
            const double corner = c == i % clusters ? apart : 0.0;
            points.row(i)[c] = static_cast<float>(corner + random.normal());
        }
    }
    return points;
}

inline double squareBetween(const PointsView& points, std::size_t one, std::size_t other)
{
    double square = 0.0;
    for (std::size_t c = 0; c < points.width; ++c) {
        const double difference =
            static_cast<double>(points.row(one)[c]) - static_cast<double>(points.row(other)[c]);
        square += difference * difference;
    }
    return square;
}

// Share of points whose nearest other point belongs to the same of `clusters`.
inline double clusterAgreement(const PointsView& points, std::size_t clusters)
{
    std::size_t same = 0;
    for (std::size_t i = 0; i < points.count; ++i) {
        std::size_t nearest = i == 0 ? 1 : 0;
        for (std::size_t j = 0; j < points.count; ++j) {
            if (j != i && squareBetween(points, i, j) < squareBetween(points, i, nearest))
                nearest = j;
        }
        same += nearest % clusters == i % clusters ? 1 : 0;
    }
    return static_cast<double>(same) / static_cast<double>(points.count);
}

} // namespace inspike::test
