// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pyramid/grid.h"

#include "core/pyramid/slab_scan.h"

#include <numeric>

namespace inspike {

namespace {

// The shape of the picture: bins and groups in powers of two.
CountGrid emptyGrid(const CountPyramid::Parts& parts, std::size_t rowsOfMap,
                    const GridRequest& request)
{
    CountGrid grid;
    grid.window = request.window.intersected(parts.facts.extent);
    const std::size_t end = std::min(request.rowEnd, rowsOfMap);
    if (request.rowBegin < end) {
        const std::size_t most = std::max<std::size_t>(request.maxRows, 1);
        const auto groups = [&](int shift) {
            return ((end - 1) >> static_cast<unsigned>(shift)) -
                   (request.rowBegin >> static_cast<unsigned>(shift)) + 1;
        };
        while (groups(grid.rowShift) > most)
            ++grid.rowShift;
        grid.firstGroup = request.rowBegin >> static_cast<unsigned>(grid.rowShift);
        grid.rows = groups(grid.rowShift);
    }
    if (!grid.window.empty()) {
        const std::size_t most = std::max<std::size_t>(request.maxColumns, 2);
        grid.binShift = binShiftFor(grid.window, most);
        grid.firstBin = grid.window.begin >> grid.binShift;
        grid.columns = static_cast<std::size_t>(binCount(grid.window, grid.binShift));
    }
    grid.counts.resize(grid.columns * grid.rows);
    return grid;
}

void sumUp(CountGrid& grid)
{
    for (const std::uint32_t count : grid.counts) {
        grid.total += count;
        grid.highest = std::max(grid.highest, count);
    }
}

} // namespace

CountGrid countGrid(const CountPyramid::Parts& parts, const RowMap& map,
                    [[maybe_unused]] std::span<const Plane> ordered, const GridRequest& request,
                    [[maybe_unused]] GridSource from, JobContext& job)
{
    CountGrid grid = emptyGrid(parts, map.rows, request);
    if (grid.counts.empty())
        return grid;
    const CountTarget target = {grid.counts.data(), grid.columns,    grid.binShift, grid.firstBin,
                                grid.rowShift,      grid.firstGroup, grid.rows};
    const ScanArea area = {grid.window, request.rowBegin, std::min(request.rowEnd, map.rows)};
    scanSlabs(parts, map, area, target, job);
    sumUp(grid);
    return grid;
}

} // namespace inspike
