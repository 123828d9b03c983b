// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The nearest neighbours of every point by Euclidean distance. Exact search compares all points;
// approximate search refines a graph of random projection trees by NN-descent (Dong, Charikar, Li,
// WWW 2011). Ties go to the lower number; a point is no neighbour of its own, its duplicates are.
// The same bits whatever the number of threads.

#include "core/analysis/embedding/points.h"
#include "core/base/job.h"

#include <cstdint>

namespace inspike {

struct Neighbours
{
    std::size_t count = 0;            // of points
    std::size_t each = 0;             // neighbours of a point
    std::vector<std::uint32_t> index; // [count * each], nearest first
    std::vector<float> distance;      // [count * each]
    bool approximate = false;

    std::span<const std::uint32_t> of(std::size_t point) const
    {
        return std::span(index).subspan(point * each, each);
    }
    std::span<const float> distancesOf(std::size_t point) const
    {
        return std::span(distance).subspan(point * each, each);
    }
};

// `each` at most count - 1 (fewer are given when there are fewer points).
Neighbours exactNeighbours(const PointsView& points, std::size_t each, int threads,
                           JobContext& job);
Neighbours approximateNeighbours(const PointsView& points, std::size_t each, std::uint64_t seed,
                                 int threads, JobContext& job);
// The exact ones where they take seconds at most, else approximate ones.
Neighbours nearestNeighbours(const PointsView& points, std::size_t each, std::uint64_t seed,
                             int threads, JobContext& job);

} // namespace inspike
