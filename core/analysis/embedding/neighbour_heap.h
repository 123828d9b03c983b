// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The nearest points found so far for one point, in memory that somebody else owns: a heap with
// the farthest on top. Of two at the same distance the one with the lower number is nearer, so
// that the result does not depend on the order of the offers.

#include "core/analysis/embedding/nearest_neighbours.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace inspike {

struct Neighbour
{
    float square = std::numeric_limits<float>::infinity(); // of the distance
    std::uint32_t index = std::numeric_limits<std::uint32_t>::max();

    friend bool operator<(const Neighbour& a, const Neighbour& b)
    {
        return a.square != b.square ? a.square < b.square : a.index < b.index;
    }
};

// Entries of a new heap are Neighbour{}.
class NeighbourHeap
{
public:
    explicit NeighbourHeap(std::span<Neighbour> entries) : m_entries(entries) {}

    float farthest() const { return m_entries.front().square; }
    // The caller takes care that a point is offered once.
    void offer(const Neighbour& neighbour)
    {
        if (!(neighbour < m_entries.front()))
            return;
        std::size_t at = 0;
        for (;;) {
            std::size_t child = 2 * at + 1;
            if (child >= m_entries.size())
                break;
            if (child + 1 < m_entries.size() && m_entries[child] < m_entries[child + 1])
                ++child;
            if (!(neighbour < m_entries[child]))
                break;
            m_entries[at] = m_entries[child];
            at = child;
        }
        m_entries[at] = neighbour;
    }

private:
    std::span<Neighbour> m_entries;
};

// Rows for `each` neighbours of every point, or for as many as there are.
Neighbours emptyNeighbours(const PointsView& points, std::size_t each);
// Sorts the entries of a heap into the row of a point.
void writeSorted(std::span<Neighbour> entries, std::size_t point, Neighbours& found);

} // namespace inspike
