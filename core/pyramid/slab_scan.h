// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Counting by reading the spikes of slabs: exact for any window, rows and order, at a cost that
// grows with the spikes of the touched slabs. What the planes give is checked against this.

#include "core/pyramid/pyramid_parts.h"

namespace inspike {

// Where counts are added: bins and row groups of a grid.
struct CountTarget
{
    std::uint32_t* counts = nullptr; // [row * columns + column]
    std::size_t columns = 0;
    int binShift = 0;
    std::int64_t firstBin = 0;
    int rowShift = 0;
    std::size_t firstGroup = 0;
    std::size_t rows = 0;
};

// A window of time and rows; not empty, inside the extent and the rows.
struct ScanArea
{
    TimeRange window;
    std::size_t rowBegin = 0, rowEnd = 0;
};

// Adds the spikes of the area to the target, whose bins and groups contain the area.
void scanSlabs(const CountPyramid::Parts& parts, const RowMap& map, const ScanArea& area,
               const CountTarget& target, JobContext& job);

// Spikes that scanSlabs would read.
std::uint64_t scanCost(const CountPyramid::Parts& parts, const RowMap& map, const ScanArea& area,
                       const CountTarget& target);

// Rows in any order jump about in a slab: asks for what the rows after this one will need.
template <typename Offset>
void fetchAhead(const Slab& slab, const Offset* offsets, const RowMap& map, std::size_t row,
                std::size_t rowEnd)
{
    constexpr std::size_t kStarts = 16;
    constexpr std::size_t kSpikes = 8;
    if (row + kStarts < rowEnd)
        __builtin_prefetch(slab.starts + map.unitOfRow[row + kStarts]);
    if (row + kSpikes < rowEnd)
        __builtin_prefetch(offsets + slab.start(map.unitOfRow[row + kSpikes]));
}

// The part of a run of one unit that lies in the window: indices into the slab.
std::pair<std::uint64_t, std::uint64_t> cutRun(const Slab& slab, std::size_t unit,
                                               TimeRange window);

} // namespace inspike
