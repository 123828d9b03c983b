// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pyramid/slab_scan.h"

#include "core/base/parallel.h"

#include <mutex>

namespace inspike {

namespace {

constexpr std::uint64_t kLongRun = 32;          // spikes of a unit in a slab, from here on searched
constexpr std::uint64_t kWorthThreads = 300000; // spikes; starting a thread costs about 50 us
constexpr std::size_t kFewRows = 32; // rows are looked up one by one below units / kFewRows

// One slab seen through a window: which offsets count, and in which column.
template <typename Offset>
class SlabWindow
{
public:
    SlabWindow(const Slab& slab, const Offset* offsets, const ScanArea& area,
               const CountTarget& target)
        : m_slab(slab), m_offsets(offsets), m_area(area), m_target(target)
    {
        const Time low = std::max(slab.first, area.window.begin);
        const Time high = std::min(slab.last, area.window.end - 1);
        m_low = static_cast<Offset>(distance(slab.first, low));
        m_span = static_cast<Offset>(distance(low, high));
        m_whole = low == slab.first && high == slab.last;
        m_phase = distance(binBegin(target.firstBin, target.binShift), slab.first);
        m_column = column(m_low);
        m_oneColumn = column(static_cast<Offset>(m_low + m_span)) == m_column;
    }

    void countByUnit(std::size_t units)
    {
        const bool search = !m_whole && m_slab.count / units >= kLongRun;
        for (std::size_t row = m_area.rowBegin; row < m_area.rowEnd;) {
            const std::size_t group = row >> static_cast<unsigned>(m_target.rowShift);
            const std::size_t next =
                std::min(m_area.rowEnd, (group + 1) << static_cast<unsigned>(m_target.rowShift));
            if (search) {
                for (std::size_t unit = row; unit < next; ++unit)
                    countCut(unit, group);
            } else {
                countRun(m_slab.start(row), m_slab.start(next), group);
            }
            row = next;
        }
    }

    void countByMap(const RowMap& map, std::size_t units)
    {
        const bool search = !m_whole && m_slab.count / units >= kLongRun;
        const auto shift = static_cast<unsigned>(m_target.rowShift);
        const auto count = [&](std::size_t unit, std::size_t row) {
            if (search)
                countCut(unit, row >> shift);
            else
                countRun(m_slab.start(unit), m_slab.start(unit + 1), row >> shift);
        };
        const std::size_t rows = m_area.rowEnd - m_area.rowBegin;
        if (rows < units / kFewRows) {
            for (std::size_t row = m_area.rowBegin; row < m_area.rowEnd; ++row) {
                fetchAhead(m_slab, m_offsets, map, row, m_area.rowEnd);
                count(map.unitOfRow[row], row);
            }
            return;
        }
        for (std::size_t unit = 0; unit < units; ++unit) {
            const std::size_t row = map.rowOfUnit[unit];
            if (row - m_area.rowBegin < rows)
                count(unit, row);
        }
    }

private:
    std::size_t column(Offset offset) const
    {
        return static_cast<std::size_t>((m_phase + offset) >>
                                        static_cast<unsigned>(m_target.binShift));
    }

    void countCut(std::size_t unit, std::size_t group)
    {
        const auto [begin, end] = cutRun(m_slab, unit, m_area.window);
        countRun(begin, end, group);
    }

    // Spikes of a run outside of the window are passed over.
    void countRun(std::uint64_t begin, std::uint64_t end, std::size_t group)
    {
        std::uint32_t* const row =
            m_target.counts + (group - m_target.firstGroup) * m_target.columns;
        if (m_oneColumn) {
            row[m_column] += m_whole ? static_cast<std::uint32_t>(end - begin) : inside(begin, end);
            return;
        }
        const Offset low = m_low;
        const Offset span = m_span;
        const std::uint64_t phase = m_phase;
        const auto shift = static_cast<unsigned>(m_target.binShift);
        for (std::uint64_t i = begin; i < end; ++i) {
            const Offset offset = m_offsets[i];
            if (static_cast<Offset>(offset - low) <= span)
                ++row[(phase + offset) >> shift];
        }
    }

    std::uint32_t inside(std::uint64_t begin, std::uint64_t end) const
    {
        std::uint32_t found = 0;
        for (std::uint64_t i = begin; i < end; ++i)
            found += static_cast<Offset>(m_offsets[i] - m_low) <= m_span ? 1U : 0U;
        return found;
    }

    const Slab& m_slab;
    const Offset* m_offsets;
    const ScanArea& m_area;
    const CountTarget& m_target;
    Offset m_low = 0;  // of the first offset that counts
    Offset m_span = 0; // to the last one
    bool m_whole = false;
    std::uint64_t m_phase = 0; // of the slab's begin in the target's bins
    std::size_t m_column = 0;
    bool m_oneColumn = false;
};

template <typename Offset>
void scanOne(const Slab& slab, const Offset* offsets, std::size_t units, const RowMap& map,
             const ScanArea& area, const CountTarget& target)
{
    SlabWindow<Offset> window(slab, offsets, area, target);
    if (map.byUnit())
        window.countByUnit(units);
    else
        window.countByMap(map, units);
}

bool touches(const Slab& slab, TimeRange window)
{
    return slab.first < window.end && slab.last >= window.begin;
}

void scanRange(const CountPyramid::Parts& parts, std::pair<std::size_t, std::size_t> slabs,
               const RowMap& map, const ScanArea& area, const CountTarget& target, JobContext& job)
{
    for (std::size_t i = slabs.first; i < slabs.second; ++i) {
        const Slab& slab = parts.slabs[i];
        if (!touches(slab, area.window))
            continue;
        job.checkpoint();
        if (slab.wide != nullptr)
            scanOne(slab, slab.wide, parts.units(), map, area, target);
        else
            scanOne(slab, slab.narrow, parts.units(), map, area, target);
    }
}

// Threads own row groups.
void scanByRows(const CountPyramid::Parts& parts, std::pair<std::size_t, std::size_t> slabs,
                const RowMap& map, const ScanArea& area, const CountTarget& target, int threads,
                JobContext& job)
{
    const auto shift = static_cast<unsigned>(target.rowShift);
    const std::size_t pieces = std::min(target.rows, static_cast<std::size_t>(threads) * 4);
    parallelPieces(pieces, threads, [&](std::size_t piece) {
        const std::size_t from = target.firstGroup + target.rows * piece / pieces;
        const std::size_t to = target.firstGroup + target.rows * (piece + 1) / pieces;
        ScanArea part = area;
        part.rowBegin = std::max(area.rowBegin, from << shift);
        part.rowEnd = std::min(area.rowEnd, to << shift);
        if (part.rowBegin < part.rowEnd)
            scanRange(parts, slabs, map, part, target, job);
    });
}

// Threads own stretches of slabs and count into columns of their own, which are added up at the
// end: neighbouring stretches share at most one column.
void scanByTime(const CountPyramid::Parts& parts, std::pair<std::size_t, std::size_t> slabs,
                const RowMap& map, const ScanArea& area, const CountTarget& target, int threads,
                JobContext& job)
{
    const std::size_t count = slabs.second - slabs.first;
    const std::size_t pieces = std::min(count, static_cast<std::size_t>(threads) * 2);
    std::mutex guard;
    parallelPieces(pieces, threads, [&](std::size_t piece) {
        const std::size_t from = slabs.first + count * piece / pieces;
        const std::size_t to = slabs.first + count * (piece + 1) / pieces;
        const TimeRange times = {std::max(area.window.begin, parts.slabs[from].first),
                                 std::min(area.window.end - 1, parts.slabs[to - 1].last)};
        CountTarget own = target;
        own.firstBin = times.begin >> target.binShift;
        own.columns =
            static_cast<std::size_t>(distance(own.firstBin, times.end >> target.binShift) + 1);
        std::vector<std::uint32_t> counts(own.columns * own.rows);
        own.counts = counts.data();
        scanRange(parts, {from, to}, map, area, own, job);
        const auto shift = static_cast<std::size_t>(distance(target.firstBin, own.firstBin));
        const std::scoped_lock lock(guard);
        for (std::size_t row = 0; row < own.rows; ++row) {
            std::uint32_t* const out = target.counts + row * target.columns + shift;
            const std::uint32_t* const in = own.counts + row * own.columns;
            for (std::size_t column = 0; column < own.columns; ++column)
                out[column] += in[column];
        }
    });
}

} // namespace

std::pair<std::uint64_t, std::uint64_t> cutRun(const Slab& slab, std::size_t unit, TimeRange window)
{
    const std::uint64_t begin = slab.start(unit);
    const std::uint64_t end = std::max(begin, slab.start(unit + 1));
    if (slab.first >= window.begin && slab.last < window.end)
        return {begin, end};
    const auto search = [&](const auto* offsets, Time time) -> std::uint64_t {
        if (time <= slab.first)
            return begin;
        const std::uint64_t offset = distance(slab.first, time);
        return static_cast<std::uint64_t>(std::lower_bound(offsets + begin, offsets + end, offset) -
                                          offsets);
    };
    const auto both = [&](const auto* offsets) {
        const std::uint64_t from = search(offsets, window.begin);
        return std::pair(from, std::max(from, search(offsets, window.end)));
    };
    return slab.wide != nullptr ? both(slab.wide) : both(slab.narrow);
}

std::uint64_t scanCost(const CountPyramid::Parts& parts, const RowMap& map, const ScanArea& area,
                       const CountTarget& target)
{
    const auto [from, to] = parts.slabsIn(area.window);
    const std::size_t rows = area.rowEnd - area.rowBegin;
    const bool few = rows < parts.units() / kFewRows;
    std::uint64_t cost = 0;
    for (std::size_t i = from; i < to; ++i) {
        const Slab& slab = parts.slabs[i];
        const bool whole = slab.first >= area.window.begin && slab.last < area.window.end;
        const bool oneColumn = slab.first >> target.binShift == slab.last >> target.binShift;
        // Reading a start costs about as much as a few spikes.
        if (map.byUnit())
            cost += whole && oneColumn ? 4 * target.rows
                                       : slab.start(area.rowEnd) - slab.start(area.rowBegin);
        else if (few)
            cost += rows * (48 + slab.count / parts.units());
        else
            cost += 3 * parts.units() + slab.count / parts.units() * rows;
    }
    return cost;
}

void scanSlabs(const CountPyramid::Parts& parts, const RowMap& map, const ScanArea& area,
               const CountTarget& target, JobContext& job)
{
    const auto slabs = parts.slabsIn(area.window);
    const int threads =
        scanCost(parts, map, area, target) < kWorthThreads ? 1 : threadCount(parts.threads);
    if (threads == 1 || (slabs.second - slabs.first < 2 && !map.byUnit()))
        scanRange(parts, slabs, map, area, target, job);
    else if (map.byUnit() && target.rows >= static_cast<std::size_t>(threads) * 4)
        scanByRows(parts, slabs, map, area, target, threads, job);
    else
        scanByTime(parts, slabs, map, area, target, threads, job);
}

} // namespace inspike
