// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pyramid/grid.h"

#include "core/pyramid/planes.h"

namespace inspike {

namespace {

constexpr std::uint64_t kCellsPerSpike = 4; // that are read in the same time
constexpr std::uint64_t kPlaneCost = 1000;  // of using a plane at all, in spikes

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

// Cells of the plane that lie wholly inside of the area. Where the area ends with the recording or
// the rows, so does what can be counted.
PlaneArea wholeCells(const Plane& plane, const ScanArea& area, TimeRange extent, std::size_t rows)
{
    const auto shift = static_cast<unsigned>(plane.rowShift);
    const std::uint64_t most = (std::uint64_t{1} << shift) - 1;
    PlaneArea whole = {(area.rowBegin + most) >> shift,
                       area.rowEnd == rows ? (area.rowEnd + most) >> shift : area.rowEnd >> shift,
                       0, plane.bins};
    if (area.window.begin > extent.begin) {
        const std::int64_t bin = area.window.begin >> plane.binShift;
        whole.binBegin = distance(plane.firstBin, bin) +
                         (binBegin(bin, plane.binShift) == area.window.begin ? 0 : 1);
    }
    if (area.window.end < extent.end)
        whole.binEnd = distance(plane.firstBin, area.window.end >> plane.binShift);
    return whole;
}

// What of the area is not whole cells.
std::vector<ScanArea> edgesAround(const Plane& plane, const PlaneArea& whole, const ScanArea& area)
{
    const auto shift = static_cast<unsigned>(plane.rowShift);
    const auto timeOf = [&](std::uint64_t bin) {
        return binBegin(plane.firstBin + static_cast<std::int64_t>(bin), plane.binShift);
    };
    const std::size_t rowBegin = whole.groupBegin << shift;
    const std::size_t rowEnd = std::min(area.rowEnd, whole.groupEnd << shift);
    std::vector<ScanArea> edges;
    if (area.rowBegin < rowBegin)
        edges.push_back({area.window, area.rowBegin, rowBegin});
    if (rowEnd < area.rowEnd)
        edges.push_back({area.window, rowEnd, area.rowEnd});
    if (whole.binBegin > 0 && area.window.begin < timeOf(whole.binBegin))
        edges.push_back({{area.window.begin, timeOf(whole.binBegin)}, rowBegin, rowEnd});
    if (whole.binEnd < plane.bins && timeOf(whole.binEnd) < area.window.end)
        edges.push_back({{timeOf(whole.binEnd), area.window.end}, rowBegin, rowEnd});
    return edges;
}

// Fills a grid: from the plane that takes the least, and its edges likewise.
class Filler
{
public:
    Filler(const CountPyramid::Parts& parts, const RowMap& map, std::span<const Plane> ordered,
           const CountTarget& target, GridSource from, JobContext& job)
        : m_parts(parts), m_map(map), m_target(target), m_from(from), m_job(job)
    {
        if (from == GridSource::Slabs)
            return;
        for (const Plane& plane : parts.planes) {
            if (map.byUnit() || plane.rowShift == 0)
                offer(plane, map.unitOfRow);
        }
        for (const Plane& plane : ordered)
            offer(plane, nullptr);
    }

    void fill(const ScanArea& area) const
    {
        Way best;
        if (m_from != GridSource::Planes)
            best.cost = scanCost(m_parts, m_map, area);
        for (const Choice& choice : m_choices)
            consider(choice, area, best);
        if (best.choice == nullptr) {
            scanSlabs(m_parts, m_map, area, m_target, m_job);
            return;
        }
        addFromPlane(*best.choice->plane, best.whole, m_target, best.choice->unitOfRow);
        for (const ScanArea& edge : best.edges)
            fill(edge);
    }

private:
    struct Choice
    {
        const Plane* plane;
        const std::uint32_t* unitOfRow; // if the plane has units for rows, and the map an order
    };
    struct Way
    {
        const Choice* choice = nullptr; // none: the slabs
        PlaneArea whole;
        std::vector<ScanArea> edges;
        std::uint64_t cost = std::numeric_limits<std::uint64_t>::max(); // in spikes to read
    };

    void offer(const Plane& plane, const std::uint32_t* unitOfRow)
    {
        if (plane.rowShift <= m_target.rowShift && plane.binShift <= m_target.binShift)
            m_choices.push_back({&plane, unitOfRow});
    }

    void consider(const Choice& choice, const ScanArea& area, Way& best) const
    {
        const PlaneArea whole = wholeCells(*choice.plane, area, m_parts.facts.extent, m_map.rows);
        if (whole.empty())
            return;
        std::uint64_t cost = kPlaneCost + whole.cells() / kCellsPerSpike;
        if (cost >= best.cost)
            return;
        std::vector<ScanArea> edges = edgesAround(*choice.plane, whole, area);
        for (const ScanArea& edge : edges)
            cost += scanCost(m_parts, m_map, edge);
        if (cost < best.cost)
            best = {&choice, whole, std::move(edges), cost};
    }

    const CountPyramid::Parts& m_parts;
    const RowMap& m_map;
    const CountTarget& m_target;
    GridSource m_from;
    JobContext& m_job;
    std::vector<Choice> m_choices;
};

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
    Filler(parts, map, ordered, target, from, job).fill(area);
    sumUp(grid);
    parts.keepToBudget();
    return grid;
}

} // namespace inspike
