// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pyramid/grid.h"

#include "core/pyramid/planes.h"

namespace inspike {

namespace {

constexpr std::uint64_t kCellsPerSpike = 4; // that are read in the same time

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

// What lies wholly inside of the area. Where the area ends with the recording or the rows, so does
// what can be counted.
PlaneArea wholeCells(const CountPyramid::Parts& parts, const RowMap& map, const ScanArea& area,
                     const CountTarget& target)
{
    const auto shift = static_cast<unsigned>(target.rowShift);
    PlaneArea whole = {0, target.rows, 0, target.columns};
    if (area.rowBegin > target.firstGroup << shift)
        whole.groupBegin = 1;
    if (area.rowEnd < map.rows)
        whole.groupEnd = (area.rowEnd >> shift) - target.firstGroup;
    if (area.window.begin > parts.facts.extent.begin &&
        area.window.begin != binBegin(target.firstBin, target.binShift))
        whole.columnBegin = 1;
    if (area.window.end < parts.facts.extent.end)
        whole.columnEnd =
            static_cast<std::size_t>(distance(target.firstBin, area.window.end >> target.binShift));
    return whole;
}

// What of the area is not whole cells.
std::vector<ScanArea> edgesAround(const PlaneArea& whole, const ScanArea& area,
                                  const CountTarget& target)
{
    const auto shift = static_cast<unsigned>(target.rowShift);
    const auto rowOf = [&](std::size_t group) {
        return (target.firstGroup + group) << shift;
    };
    const auto timeOf = [&](std::size_t column) {
        return binBegin(target.firstBin + static_cast<std::int64_t>(column), target.binShift);
    };
    const std::size_t rowBegin = std::max(area.rowBegin, rowOf(whole.groupBegin));
    const std::size_t rowEnd = std::min(area.rowEnd, rowOf(whole.groupEnd));
    std::vector<ScanArea> edges;
    if (area.rowBegin < rowBegin)
        edges.push_back({area.window, area.rowBegin, rowBegin});
    if (rowEnd < area.rowEnd)
        edges.push_back({area.window, rowEnd, area.rowEnd});
    if (whole.columnBegin > 0)
        edges.push_back({{area.window.begin, timeOf(whole.columnBegin)}, rowBegin, rowEnd});
    if (whole.columnEnd < target.columns && timeOf(whole.columnEnd) < area.window.end)
        edges.push_back({{timeOf(whole.columnEnd), area.window.end}, rowBegin, rowEnd});
    return edges;
}

struct Way
{
    const Plane* plane = nullptr; // none if no plane is fine enough
    bool byUnit = false;          // rows of the plane are units, whatever the map says
    PlaneArea area;
    std::vector<ScanArea> edges;
    std::uint64_t cost = 0; // in spikes that could be read instead
};

// The plane that takes the least.
Way wayFor(const CountPyramid::Parts& parts, const RowMap& map, std::span<const Plane> ordered,
           const ScanArea& area, const CountTarget& target)
{
    Way way;
    way.area = wholeCells(parts, map, area, target);
    const auto offer = [&](const Plane& plane, bool byUnit) {
        const std::uint64_t cost = planeCost(plane, way.area, target);
        if (cost > 0 && (way.plane == nullptr || cost < way.cost)) {
            way.plane = &plane;
            way.byUnit = byUnit;
            way.cost = cost;
        }
    };
    for (const Plane& plane : parts.planes) {
        if (map.byUnit() || plane.rowShift == 0)
            offer(plane, true);
    }
    for (const Plane& plane : ordered)
        offer(plane, false);
    if (way.plane == nullptr)
        return way;
    way.cost /= kCellsPerSpike;
    way.edges = edgesAround(way.area, area, target);
    for (const ScanArea& edge : way.edges)
        way.cost += scanCost(parts, map, edge, target);
    return way;
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
                    std::span<const Plane> ordered, const GridRequest& request, GridSource from,
                    JobContext& job)
{
    CountGrid grid = emptyGrid(parts, map.rows, request);
    if (grid.counts.empty())
        return grid;
    const CountTarget target = {grid.counts.data(), grid.columns,    grid.binShift, grid.firstBin,
                                grid.rowShift,      grid.firstGroup, grid.rows};
    const ScanArea area = {grid.window, request.rowBegin, std::min(request.rowEnd, map.rows)};
    const Way way = from == GridSource::Slabs ? Way{} : wayFor(parts, map, ordered, area, target);
    const bool scan = way.plane == nullptr || (from == GridSource::Cheapest &&
                                               scanCost(parts, map, area, target) <= way.cost);
    if (scan) {
        scanSlabs(parts, map, area, target, job);
    } else {
        addFromPlane(*way.plane, way.area, target, way.byUnit ? map.unitOfRow : nullptr, map.rows);
        for (const ScanArea& edge : way.edges)
            scanSlabs(parts, map, edge, target, job);
    }
    sumUp(grid);
    return grid;
}

} // namespace inspike
