// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pyramid/planes.h"

namespace inspike {

namespace {

// Adds 2^shift neighbouring cells to each count.
template <typename Cell>
void addCells(const Cell* cells, std::uint32_t* counts, std::size_t columns, unsigned shift)
{
    if (shift == 0) {
        for (std::size_t i = 0; i < columns; ++i)
            counts[i] += cells[i];
        return;
    }
    if (shift == 1) {
        for (std::size_t i = 0; i < columns; ++i)
            counts[i] += static_cast<std::uint32_t>(cells[2 * i]) + cells[2 * i + 1];
        return;
    }
    for (std::size_t i = 0; i < columns; ++i) {
        std::uint32_t sum = 0;
        for (std::size_t k = i << shift; k < (i + 1) << shift; ++k)
            sum += cells[k];
        counts[i] += sum;
    }
}

// A stretch of bins of a plane that is added to the columns of a target.
class PlaneBins
{
public:
    PlaneBins(const Plane& plane, const PlaneArea& area, const CountTarget& target)
        : m_plane(plane),
          m_begin(area.binBegin),
          m_end(area.binEnd),
          m_shift(static_cast<unsigned>(target.binShift - plane.binShift)),
          m_origin((static_cast<std::uint64_t>(target.firstBin) << m_shift) -
                   static_cast<std::uint64_t>(plane.firstBin))
    {
        // Columns of which all bins are there.
        const std::uint64_t most = (std::uint64_t{1} << m_shift) - 1;
        m_wholeBegin = (m_begin - m_origin + most) >> m_shift;
        m_wholeEnd = std::max(m_wholeBegin, (m_end - m_origin) >> m_shift);
    }

    void add(std::uint64_t row, std::uint32_t* counts) const
    {
        const std::uint64_t line = row * m_plane.bins;
        if (m_plane.cellBytes == 1)
            addCellsOf(reinterpret_cast<const std::uint8_t*>(m_plane.cells) + line, counts);
        else
            addCellsOf(reinterpret_cast<const std::uint16_t*>(m_plane.cells) + line, counts);
        if (m_plane.carries.empty())
            return;
        for (const Carry& carry : carriesIn(m_plane, line + m_begin, line + m_end)) {
            const std::uint64_t bin = carry.cell - line;
            if (bin >= m_begin && bin < m_end) // always, unless the file was damaged
                counts[columnOf(bin)] += static_cast<std::uint32_t>(carry.amount);
        }
    }

private:
    std::uint64_t columnOf(std::uint64_t bin) const { return (bin - m_origin) >> m_shift; }

    template <typename Cell>
    void addCellsOf(const Cell* line, std::uint32_t* counts) const
    {
        const std::uint64_t wholeFrom = std::min(m_end, (m_wholeBegin << m_shift) + m_origin);
        for (std::uint64_t bin = m_begin; bin < wholeFrom; ++bin)
            counts[columnOf(bin)] += line[bin];
        if (wholeFrom == m_end)
            return;
        addCells(line + wholeFrom, counts + m_wholeBegin, m_wholeEnd - m_wholeBegin, m_shift);
        for (std::uint64_t bin = (m_wholeEnd << m_shift) + m_origin; bin < m_end; ++bin)
            counts[columnOf(bin)] += line[bin];
    }

    const Plane& m_plane;
    std::uint64_t m_begin, m_end;
    unsigned m_shift;
    std::uint64_t m_origin; // bin of the target's begin, modulo 2^64
    std::uint64_t m_wholeBegin = 0, m_wholeEnd = 0;
};

} // namespace

std::span<const Carry> carriesIn(const Plane& plane, std::uint64_t begin, std::uint64_t end)
{
    const auto before = [](const Carry& carry, std::uint64_t cell) {
        return carry.cell < cell;
    };
    const auto from = std::lower_bound(plane.carries.begin(), plane.carries.end(), begin, before);
    const auto to = std::lower_bound(from, plane.carries.end(), end, before);
    return {from, to};
}

void addFromPlane(const Plane& plane, const PlaneArea& area, const CountTarget& target,
                  const std::uint32_t* unitOfRow)
{
    const PlaneBins bins(plane, area, target);
    const auto shift = static_cast<unsigned>(target.rowShift - plane.rowShift);
    for (std::uint64_t group = area.groupBegin; group < area.groupEnd; ++group) {
        std::uint32_t* const counts =
            target.counts + ((group >> shift) - target.firstGroup) * target.columns;
        bins.add(unitOfRow != nullptr ? unitOfRow[group] : group, counts);
    }
}

} // namespace inspike
