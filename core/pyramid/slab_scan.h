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

// About how many spikes could be read one after the other in the time that scanSlabs takes.
std::uint64_t scanCost(const CountPyramid::Parts& parts, const RowMap& map, const ScanArea& area);

// Runs of chosen units lie here and there in a slab: asks for what will be needed soon.
template <typename Offset>
void fetchAhead(const Slab& slab, const Offset* offsets, std::span<const std::uint32_t> units,
                std::size_t i)
{
    constexpr std::size_t kStarts = 32;
    constexpr std::size_t kSpikes = 16;
    constexpr std::size_t kLine = 64 / sizeof(Offset); // short runs often lie in two lines
    if (i + kStarts < units.size())
        __builtin_prefetch(slab.starts + units[i + kStarts]);
    if (i + kSpikes < units.size()) {
        const Offset* const run = offsets + slab.start(units[i + kSpikes]);
        __builtin_prefetch(run);
        __builtin_prefetch(run + kLine);
    }
}

// The part of a run of one unit that lies in the window: indices into the slab.
std::pair<std::uint64_t, std::uint64_t> cutRun(const Slab& slab, std::size_t unit,
                                               TimeRange window);

} // namespace inspike
