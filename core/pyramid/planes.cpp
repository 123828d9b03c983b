// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pyramid/planes.h"

#include "core/base/parallel.h"

#include <numeric>

namespace inspike {

namespace {

constexpr std::uint64_t kMostGroups = 2048; // of the coarsest plane
constexpr std::uint64_t kFewBins = 1024;    // of the coarsest plane
constexpr int kStep = 2;                    // planes follow in steps of 2^2
constexpr std::uint64_t kSpikesPerCell = 2; // at least, in the finest bins
constexpr std::uint64_t kMeanOfBytes = 24;  // with more spikes per cell two bytes are taken

std::uint64_t groupsOf(std::uint64_t rows, int shift)
{
    return ((rows - 1) >> static_cast<unsigned>(shift)) + 1;
}

// Row shifts from the coarsest to the finest.
std::vector<int> rowShifts(const PlaneDemand& demand)
{
    int coarsest = 0;
    while (groupsOf(demand.rows, coarsest) > kMostGroups)
        ++coarsest;
    std::vector<int> shifts;
    for (int shift = coarsest; shift >= 0; shift = shift == 1 ? 0 : shift - kStep) {
        // A picture of this plane shows so many groups; of all the spikes they have this share.
        const double share = std::min(1.0, static_cast<double>(kMostGroups) /
                                               static_cast<double>(groupsOf(demand.rows, shift)));
        const bool wanted = shift > 0 || !demand.groupsOnly;
        if (wanted &&
            static_cast<double>(demand.spikes) * share > static_cast<double>(demand.enough))
            shifts.push_back(shift);
        if (shift == 0)
            break;
    }
    return shifts;
}

Plane makePlane(const PlaneDemand& demand, int rowShift, int binShift)
{
    Plane plane;
    plane.rowShift = rowShift;
    plane.binShift = binShift;
    plane.firstBin = demand.extent.begin >> binShift;
    plane.groups = groupsOf(demand.rows, rowShift);
    plane.bins = binCount(demand.extent, binShift);
    plane.cellBytes = demand.spikes / plane.cellCount() <= kMeanOfBytes ? 1 : 2;
    return plane;
}

std::vector<Plane> planesFor(const PlaneDemand& demand, std::uint64_t spikesPerCell)
{
    std::vector<Plane> planes;
    for (const int rowShift : rowShifts(demand)) {
        const std::uint64_t groups = groupsOf(demand.rows, rowShift);
        const std::uint64_t most = demand.spikes / spikesPerCell / groups;
        if (most < 2)
            continue;
        Plane plane = makePlane(demand, rowShift, binShiftFor(demand.extent, most));
        planes.push_back(plane);
        while (plane.bins > kFewBins && plane.binShift + kStep < 63) {
            plane = makePlane(demand, rowShift, plane.binShift + kStep);
            planes.push_back(plane);
        }
    }
    return planes;
}

std::uint64_t bytesOf(const std::vector<Plane>& planes)
{
    return std::accumulate(planes.begin(), planes.end(), std::uint64_t{0},
                           [](std::uint64_t sum, const Plane& plane) {
                               return sum + plane.cellCount() * plane.cellBytes;
                           });
}

// A plane seen from a slab, for counting its spikes. Cells that wrap are noted.
template <typename Offset>
class SlabCounter
{
public:
    SlabCounter(const Plane& plane, std::byte* cells, const Slab& slab, const Offset* offsets,
                std::vector<std::uint64_t>& wraps)
        : m_offsets(offsets),
          m_cells(cells),
          m_bins(plane.bins),
          m_phase(distance(binBegin(plane.firstBin, plane.binShift), slab.first)),
          m_rowShift(static_cast<unsigned>(plane.rowShift)),
          m_binShift(static_cast<unsigned>(plane.binShift)),
          m_bytes(plane.cellBytes == 1),
          m_wraps(&wraps)
    {}

    // Spikes [begin, end) of the slab belong to this row.
    void count(std::uint64_t begin, std::uint64_t end, std::size_t row) const
    {
        if (m_bytes)
            countIn(reinterpret_cast<std::uint8_t*>(m_cells), begin, end, row >> m_rowShift);
        else
            countIn(reinterpret_cast<std::uint16_t*>(m_cells), begin, end, row >> m_rowShift);
    }

private:
    template <typename Cell>
    void countIn(Cell* cells, std::uint64_t begin, std::uint64_t end, std::uint64_t group) const
    {
        const std::uint64_t phase = m_phase;
        const unsigned shift = m_binShift;
        Cell* const line = cells + group * m_bins;
        for (std::uint64_t i = begin; i < end; ++i) {
            const std::uint64_t bin = (phase + m_offsets[i]) >> shift;
            if (bin >= m_bins) [[unlikely]]
                continue; // never, unless the file was damaged
            if (++line[bin] == 0) [[unlikely]]
                m_wraps->push_back(group * m_bins + bin);
        }
    }

    const Offset* m_offsets;
    std::byte* m_cells;
    std::uint64_t m_bins;
    std::uint64_t m_phase; // of the slab's begin in the plane's bins
    unsigned m_rowShift, m_binShift;
    bool m_bytes;
    std::vector<std::uint64_t>* m_wraps;
};

// Carries from the cells that wrapped, once for each time.
std::vector<Carry> carriesFrom(std::vector<std::uint64_t> wraps, std::uint64_t cellBytes)
{
    std::sort(wraps.begin(), wraps.end());
    std::vector<Carry> carries;
    for (const std::uint64_t cell : wraps) {
        if (carries.empty() || carries.back().cell != cell)
            carries.push_back({cell, 0});
        carries.back().amount += std::uint64_t{1} << (8 * cellBytes);
    }
    return carries;
}

// True counts of one row.
void decodeRow(const Plane& plane, std::uint64_t row, std::vector<std::uint64_t>& counts)
{
    counts.resize(plane.bins);
    const std::uint64_t begin = row * plane.bins;
    for (std::uint64_t bin = 0; bin < plane.bins; ++bin)
        counts[bin] = plane.cellBytes == 1
                          ? std::to_integer<std::uint8_t>(plane.cells[begin + bin])
                          : reinterpret_cast<const std::uint16_t*>(plane.cells)[begin + bin];
    for (const Carry& carry : carriesIn(plane, begin, begin + plane.bins))
        counts[carry.cell - begin] += carry.amount;
}

// Rows [from, to) of a plane, from the next finer one.
void coarsen(const Plane& fine, const Plane& coarse, std::byte* cells, std::uint64_t from,
             std::uint64_t to, std::vector<Carry>& carries)
{
    std::vector<std::uint64_t> counts;
    std::vector<std::uint64_t> sums;
    const std::uint64_t most = coarse.cellBytes == 1 ? 0xFF : 0xFFFF;
    for (std::uint64_t row = from; row < to; ++row) {
        decodeRow(fine, row, counts);
        sums.assign(coarse.bins, 0);
        for (std::uint64_t bin = 0; bin < fine.bins; ++bin) {
            const std::int64_t whole = fine.firstBin + static_cast<std::int64_t>(bin);
            sums[distance(coarse.firstBin, whole >> kStep)] += counts[bin];
        }
        for (std::uint64_t bin = 0; bin < coarse.bins; ++bin) {
            const std::uint64_t cell = row * coarse.bins + bin;
            if (coarse.cellBytes == 1)
                cells[cell] = static_cast<std::byte>(sums[bin] & most);
            else
                reinterpret_cast<std::uint16_t*>(cells)[cell] =
                    static_cast<std::uint16_t>(sums[bin] & most);
            if (sums[bin] > most)
                carries.push_back({cell, sums[bin] & ~most});
        }
    }
}

} // namespace

std::uint64_t PlaneSet::bytes() const
{
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < planes.size(); ++i)
        sum += cells[i].size() + carries[i].size() * sizeof(Carry);
    return sum;
}

PlaneBuilder::PlaneBuilder(const PlaneDemand& demand, std::size_t pieces)
{
    if (demand.spikes > demand.enough && demand.rows > 0) {
        std::uint64_t perCell = kSpikesPerCell;
        m_set.planes = planesFor(demand, perCell);
        while (!m_set.planes.empty() && bytesOf(m_set.planes) > demand.mostBytes)
            m_set.planes = planesFor(demand, perCell *= 2);
    }
    for (std::size_t i = 0; i < m_set.planes.size(); ++i) {
        Plane& plane = m_set.planes[i];
        if (i == 0 || m_set.planes[i - 1].rowShift != plane.rowShift)
            m_finest.push_back(i);
        m_set.cells.emplace_back(plane.cellCount() * plane.cellBytes);
        plane.cells = m_set.cells.back().data();
    }
    m_set.carries.resize(m_set.planes.size());
    // Pieces end where groups of the coarsest plane end.
    const auto coarsest =
        static_cast<unsigned>(m_set.planes.empty() ? 0 : m_set.planes.front().rowShift);
    const std::size_t groups =
        demand.rows == 0 ? 0 : groupsOf(demand.rows, static_cast<int>(coarsest));
    pieces = std::clamp<std::size_t>(pieces, 1, std::max<std::size_t>(groups, 1));
    for (std::size_t i = 0; i <= pieces; ++i)
        m_rowsFrom.push_back(std::min(demand.rows, (groups * i / pieces) << coarsest));
    m_wraps.assign(pieces, std::vector<std::vector<std::uint64_t>>(m_finest.size()));
}

std::pair<std::size_t, std::size_t> PlaneBuilder::rowsOf(std::size_t piece) const
{
    return {m_rowsFrom[piece], m_rowsFrom[piece + 1]};
}

void PlaneBuilder::add(const Slab& slab, const RowMap& map, std::size_t piece)
{
    const auto add = [&](const auto* offsets) {
        if (map.byUnit())
            addByUnit(slab, offsets, piece);
        else
            addByMap(slab, offsets, map, piece);
    };
    if (slab.wide != nullptr)
        add(slab.wide);
    else
        add(slab.narrow);
}

// The spikes of a row group are one run.
template <typename Offset>
void PlaneBuilder::addByUnit(const Slab& slab, const Offset* offsets, std::size_t piece)
{
    const auto rows = rowsOf(piece);
    for (std::size_t i = 0; i < m_finest.size(); ++i) {
        const SlabCounter counter(m_set.planes[m_finest[i]], m_set.cells[m_finest[i]].data(), slab,
                                  offsets, m_wraps[piece][i]);
        const auto shift = static_cast<unsigned>(m_set.planes[m_finest[i]].rowShift);
        for (std::size_t row = rows.first; row < rows.second;) {
            const std::size_t next = std::min(rows.second, ((row >> shift) + 1) << shift);
            counter.count(slab.start(row), slab.start(next), row);
            row = next;
        }
    }
}

// Row by row, since one slab fits the caches better than the planes do.
template <typename Offset>
void PlaneBuilder::addByMap(const Slab& slab, const Offset* offsets, const RowMap& map,
                            std::size_t piece)
{
    std::vector<SlabCounter<Offset>> counters;
    for (std::size_t i = 0; i < m_finest.size(); ++i)
        counters.emplace_back(m_set.planes[m_finest[i]], m_set.cells[m_finest[i]].data(), slab,
                              offsets, m_wraps[piece][i]);
    const auto [from, to] = rowsOf(piece);
    const std::span units(map.unitOfRow + from, to - from);
    for (std::size_t i = 0; i < units.size(); ++i) {
        fetchAhead(slab, offsets, units, i);
        const std::uint32_t unit = units[i];
        const std::uint64_t begin = slab.start(unit);
        const std::uint64_t end = slab.start(unit + 1);
        for (const auto& counter : counters)
            counter.count(begin, end, from + i);
    }
}

PlaneSet PlaneBuilder::finish(int threads, JobContext& job)
{
    for (std::size_t i = 0; i < m_finest.size(); ++i) {
        std::vector<std::uint64_t> wraps;
        for (auto& piece : m_wraps) {
            wraps.insert(wraps.end(), piece[i].begin(), piece[i].end());
            piece[i] = {};
        }
        const std::size_t at = m_finest[i];
        m_set.carries[at] = carriesFrom(std::move(wraps), m_set.planes[at].cellBytes);
        m_set.planes[at].carries = m_set.carries[at];
    }
    for (std::size_t i = 1; i < m_set.planes.size(); ++i) {
        const Plane& fine = m_set.planes[i - 1];
        Plane& coarse = m_set.planes[i];
        if (fine.rowShift != coarse.rowShift)
            continue;
        const std::size_t blocks = std::min<std::size_t>(coarse.groups, 64);
        std::vector<std::vector<Carry>> carries(blocks);
        parallelPieces(blocks, threads, [&](std::size_t block) {
            job.checkpoint();
            coarsen(fine, coarse, m_set.cells[i].data(), coarse.groups * block / blocks,
                    coarse.groups * (block + 1) / blocks, carries[block]);
        });
        for (const auto& each : carries)
            m_set.carries[i].insert(m_set.carries[i].end(), each.begin(), each.end());
        coarse.carries = m_set.carries[i];
    }
    return std::move(m_set);
}

} // namespace inspike
