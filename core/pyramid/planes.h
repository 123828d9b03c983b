// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Planes: which ones a recording gets, how they are made, and how they are read. The coarsest rows
// are groups that give about as many rows as a screen has; finer ones follow in steps of four, as
// far as that many rows hold more spikes than can be counted one by one at once. In each, the
// finest bins leave a few spikes to a cell; coarser ones follow in steps of four. A picture so
// finds a plane that has at most twice its rows and twice its columns.

#include "core/pyramid/slab_scan.h"

namespace inspike {

// What planes are to be made for.
struct PlaneDemand
{
    std::size_t rows = 0;
    TimeRange extent;
    std::uint64_t spikes = 0;
    std::uint64_t enough = 0;    // so many spikes are counted one by one quickly enough
    std::uint64_t mostBytes = 0; // of all cells; finer bins are left out beyond
    bool groupsOnly = false;     // no plane of single rows
};

class PlaneBuilder
{
public:
    // Rows are split into about that many pieces. No planes for few spikes.
    PlaneBuilder(const PlaneDemand& demand, std::size_t pieces);

    std::size_t pieces() const { return m_rowsFrom.size() - 1; }
    // The rows of a piece are [first, second).
    std::pair<std::size_t, std::size_t> rowsOf(std::size_t piece) const;
    // Counts the spikes of these rows; different pieces may be added to at the same time.
    void add(const Slab& slab, const RowMap& map, std::size_t piece);
    // The planes, with the coarser ones made from the finest. Once.
    PlaneSet finish(int threads, JobContext& job);

private:
    template <typename Offset>
    void addByUnit(const Slab& slab, const Offset* offsets, std::size_t piece);
    template <typename Offset>
    void addByMap(const Slab& slab, const Offset* offsets, const RowMap& map, std::size_t piece);

    std::vector<std::size_t> m_rowsFrom;
    PlaneSet m_set;
    std::vector<std::size_t> m_finest; // planes that spikes are counted in
    std::vector<std::vector<std::vector<std::uint64_t>>> m_wraps; // [piece][finest]: cells
};

// Whole cells of a plane.
struct PlaneArea
{
    std::uint64_t groupBegin = 0, groupEnd = 0;
    std::uint64_t binBegin = 0, binEnd = 0; // relative to the plane's first

    bool empty() const { return groupBegin >= groupEnd || binBegin >= binEnd; }
    std::uint64_t cells() const { return (groupEnd - groupBegin) * (binEnd - binBegin); }
};

// The carries of cells [begin, end).
std::span<const Carry> carriesIn(const Plane& plane, std::uint64_t begin, std::uint64_t end);

// Adds the counts of the area. The target's rows and bins are at least as coarse as the plane's and
// hold the area. `unitOfRow`: groups of the area are rows of an order, those of the plane are
// units.
void addFromPlane(const Plane& plane, const PlaneArea& area, const CountTarget& target,
                  const std::uint32_t* unitOfRow);

} // namespace inspike
