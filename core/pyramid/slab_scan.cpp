// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pyramid/slab_scan.h"

#include "core/base/memory.h"
#include "core/base/parallel.h"

#include <mutex>

namespace inspike {

namespace {

constexpr std::uint64_t kLongRun = 32;          // spikes of a unit in a slab, from here on searched
constexpr std::uint64_t kWorthThreads = 300000; // spikes; starting a thread costs about 50 us
constexpr std::uint64_t kJump = 8;              // cost of reading a run elsewhere, in spikes
constexpr std::uint64_t kLook = 4;              // cost of reading how long a run is
constexpr std::size_t kCountsInCache = std::size_t{1} << 16U;
constexpr std::size_t kFewRows = 16; // below units / kFewRows, units are taken from the rows

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

    // `chosen`: the units in the area, ascending.
    void countByMap(const RowMap& map, std::span<const std::uint32_t> chosen)
    {
        const bool search = !m_whole && m_slab.count / map.units >= kLongRun;
        const auto shift = static_cast<unsigned>(m_target.rowShift);
        for (std::size_t i = 0; i < chosen.size(); ++i) {
            fetchAhead(m_slab, m_offsets, chosen, i);
            const std::uint32_t unit = chosen[i];
            const std::size_t group = map.rowOfUnit[unit] >> shift;
            if (search)
                countCut(unit, group);
            else
                countRun(m_slab.start(unit), m_slab.start(unit + 1), group);
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
        if (m_whole)
            countAll(begin, end, row);
        else
            countInside(begin, end, row);
    }

    void countAll(std::uint64_t begin, std::uint64_t end, std::uint32_t* row) const
    {
        const Offset span = m_span;
        const std::uint64_t phase = m_phase;
        const auto shift = static_cast<unsigned>(m_target.binShift);
        for (std::uint64_t i = begin; i < end; ++i) {
            const Offset offset = m_offsets[i];
            if (offset <= span) [[likely]] // always, unless the file was damaged
                ++row[(phase + offset) >> shift];
        }
    }

    // Runs are short, so a branch would often be guessed wrongly; what does not count goes to
    // places that nobody reads.
    void countInside(std::uint64_t begin, std::uint64_t end, std::uint32_t* row)
    {
        const Offset low = m_low;
        const Offset span = m_span;
        const std::uint64_t phase = m_phase;
        const auto shift = static_cast<unsigned>(m_target.binShift);
        for (std::uint64_t i = begin; i < end; ++i) {
            const Offset offset = m_offsets[i];
            const bool counts = static_cast<Offset>(offset - low) <= span;
            std::uint32_t* const line = counts ? row : &m_outside[i % m_outside.size()];
            ++line[counts ? (phase + offset) >> shift : 0];
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
    std::array<std::uint32_t, 16> m_outside = {};
};

// The units of an area, ascending, so that reading them goes through a slab in one direction.
std::vector<std::uint32_t> unitsIn(const RowMap& map, const ScanArea& area)
{
    std::vector<std::uint32_t> units;
    const std::size_t rows = area.rowEnd - area.rowBegin;
    units.reserve(rows);
    if (rows < map.units / kFewRows) {
        units.assign(map.unitOfRow + area.rowBegin, map.unitOfRow + area.rowEnd);
        std::sort(units.begin(), units.end());
        return units;
    }
    for (std::size_t unit = 0; unit < map.units; ++unit) {
        if (map.rowOfUnit[unit] - area.rowBegin < rows)
            units.push_back(static_cast<std::uint32_t>(unit));
    }
    return units;
}

class Scan
{
public:
    using Slabs = std::pair<std::size_t, std::size_t>;

    Scan(const CountPyramid::Parts& parts, const RowMap& map, const ScanArea& area,
         std::uint64_t cost, JobContext& job)
        : m_parts(parts),
          m_map(map),
          m_job(job),
          m_readsMuch(cost * sizeof(std::uint32_t) > memoryBudget() / 16)
    {
        if (!map.byUnit())
            m_units = unitsIn(map, area);
    }

    void all(Slabs slabs, const ScanArea& area, const CountTarget& target) const
    {
        for (std::size_t i = slabs.first; i < slabs.second; ++i) {
            const Slab& slab = m_parts.slabs[i];
            if (slab.first >= area.window.end || slab.last < area.window.begin)
                continue;
            m_job.checkpoint();
            if (slab.wide != nullptr)
                one(slab, slab.wide, area, target);
            else
                one(slab, slab.narrow, area, target);
            if (m_readsMuch)
                m_parts.release(slab);
        }
    }

    // Threads own row groups, in pieces whose counts stay in the cache while all slabs are read.
    // Only where rows are units.
    void byRows(Slabs slabs, const ScanArea& area, const CountTarget& target, int threads) const
    {
        const auto shift = static_cast<unsigned>(target.rowShift);
        const std::size_t groups =
            std::clamp<std::size_t>(target.rows / static_cast<std::size_t>(threads) / 4, 1,
                                    std::max<std::size_t>(1, kCountsInCache / target.columns));
        const std::size_t pieces = (target.rows + groups - 1) / groups;
        parallelPieces(pieces, threads, [&](std::size_t piece) {
            const std::size_t from = target.firstGroup + groups * piece;
            ScanArea part = area;
            part.rowBegin = std::max(area.rowBegin, from << shift);
            part.rowEnd = std::min(area.rowEnd, (from + groups) << shift);
            all(slabs, part, target);
        });
    }

    // Threads own stretches of slabs and count into columns of their own, which are added up at the
    // end: neighbouring stretches share at most one column.
    void byTime(Slabs slabs, const ScanArea& area, const CountTarget& target, int threads) const
    {
        const std::size_t count = slabs.second - slabs.first;
        const std::size_t pieces = std::min(count, static_cast<std::size_t>(threads) * 2);
        std::mutex guard;
        parallelPieces(pieces, threads, [&](std::size_t piece) {
            const Slabs own = {slabs.first + count * piece / pieces,
                               slabs.first + count * (piece + 1) / pieces};
            const Time first = std::max(area.window.begin, m_parts.slabs[own.first].first);
            const Time last = std::min(area.window.end - 1, m_parts.slabs[own.second - 1].last);
            CountTarget part = target;
            part.firstBin = first >> target.binShift;
            part.columns =
                static_cast<std::size_t>(distance(part.firstBin, last >> target.binShift) + 1);
            std::vector<std::uint32_t> counts(part.columns * part.rows);
            part.counts = counts.data();
            all(own, area, part);
            const std::scoped_lock lock(guard);
            addTo(target, part);
        });
    }

private:
    template <typename Offset>
    void one(const Slab& slab, const Offset* offsets, const ScanArea& area,
             const CountTarget& target) const
    {
        SlabWindow<Offset> window(slab, offsets, area, target);
        if (m_map.byUnit())
            window.countByUnit(m_parts.units());
        else
            window.countByMap(m_map, m_units);
    }

    static void addTo(const CountTarget& target, const CountTarget& part)
    {
        const auto shift = static_cast<std::size_t>(distance(target.firstBin, part.firstBin));
        for (std::size_t row = 0; row < part.rows; ++row) {
            std::uint32_t* const sums = target.counts + row * target.columns + shift;
            const std::uint32_t* const counts = part.counts + row * part.columns;
            for (std::size_t column = 0; column < part.columns; ++column)
                sums[column] += counts[column];
        }
    }

    const CountPyramid::Parts& m_parts;
    const RowMap& m_map;
    JobContext& m_job;
    bool m_readsMuch;                   // so much that pages should not stay
    std::vector<std::uint32_t> m_units; // of the area, unless rows are units
};

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

std::uint64_t scanCost(const CountPyramid::Parts& parts, const RowMap& map, const ScanArea& area)
{
    const auto [from, to] = parts.slabsIn(area.window);
    const std::size_t rows = area.rowEnd - area.rowBegin;
    const std::uint64_t jumps = (to - from) * (map.byUnit() ? 2 : rows);
    const double share =
        map.byUnit() ? static_cast<double>(parts.spikesOfUnits(area.rowBegin, area.rowEnd)) /
                           static_cast<double>(parts.facts.count)
                     : static_cast<double>(rows) / static_cast<double>(map.units);
    return jumps * kJump +
           static_cast<std::uint64_t>(share * static_cast<double>(parts.spikesInSlabs(from, to)));
}

void scanSlabs(const CountPyramid::Parts& parts, const RowMap& map, const ScanArea& area,
               const CountTarget& target, JobContext& job)
{
    const auto slabs = parts.slabsIn(area.window);
    const std::uint64_t cost = scanCost(parts, map, area);
    const Scan scan(parts, map, area, cost, job);
    const int threads = cost < kWorthThreads ? 1 : threadCount(parts.threads);
    if (map.byUnit() && target.rows >= static_cast<std::size_t>(threads) * 4)
        scan.byRows(slabs, area, target, threads);
    else if (threads > 1 && slabs.second - slabs.first > 1)
        scan.byTime(slabs, area, target, threads);
    else
        scan.all(slabs, area, target);
}

} // namespace inspike
