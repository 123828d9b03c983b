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

// A part of a target: row groups and columns that lie wholly inside of what is counted.
struct PlaneArea
{
    std::size_t groupBegin = 0, groupEnd = 0;   // relative to the target's first
    std::size_t columnBegin = 0, columnEnd = 0; // likewise

    bool empty() const { return groupBegin >= groupEnd || columnBegin >= columnEnd; }
};

// Cells of the plane that this area takes; 0 if the plane is too coarse for it.
std::uint64_t planeCost(const Plane& plane, const PlaneArea& area, const CountTarget& target);

// Adds the counts of the area. `unitOfRow`: the plane has a row for each unit, but the target one
// for each row of an order.
void addFromPlane(const Plane& plane, const PlaneArea& area, const CountTarget& target,
                  const std::uint32_t* unitOfRow, std::size_t rows);

} // namespace inspike
