// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What a count pyramid consists of; for the .cpp files of this folder and its tests only. Pointers
// and spans refer to the owners at the end of Parts: vectors or mapped files.

#include "core/base/mapped_file.h"
#include "core/pyramid/count_pyramid.h"

#include <array>
#include <atomic>
#include <limits>

namespace inspike {

// --- bins: [bin << shift, (bin + 1) << shift), also for negative times. Differences of times are
// taken modulo 2^64, so that no pair of 64-bit times overflows.

constexpr std::uint64_t distance(Time from, Time to)
{
    return static_cast<std::uint64_t>(to) - static_cast<std::uint64_t>(from);
}

constexpr Time binBegin(std::int64_t bin, int shift)
{
    return static_cast<Time>(static_cast<std::uint64_t>(bin) << static_cast<unsigned>(shift));
}

// Bins that a window which is not empty touches.
constexpr std::uint64_t binCount(TimeRange window, int shift)
{
    return distance(window.begin >> shift, (window.end - 1) >> shift) + 1;
}

// The finest bins of which the window touches at most `most` (at least 2).
constexpr int binShiftFor(TimeRange window, std::uint64_t most)
{
    int shift = 0;
    while (shift < 63 && binCount(window, shift) > most)
        ++shift;
    return shift;
}

// --- slabs

// A stretch of the time-sorted source. Spikes lie unit by unit: those of unit u are [starts[u],
// starts[u + 1]), with ascending times relative to `first`. Neighbouring slabs may share a time.
struct Slab
{
    Time first = 0, last = 0; // of its spikes, both inclusive
    std::uint64_t count = 0;
    const std::uint32_t* starts = nullptr; // units + 1
    const std::uint32_t* narrow = nullptr; // times - first, or nullptr and:
    const std::uint64_t* wide = nullptr;   // where the slab lasts 2^32 us or longer

    // Never beyond the slab, even if the mapped file was damaged after it was checked.
    std::uint64_t start(std::size_t unit) const
    {
        return std::min<std::uint64_t>(starts[unit], count);
    }
    Time time(std::uint64_t i) const
    {
        const std::uint64_t offset = narrow != nullptr ? narrow[i] : wide[i];
        return static_cast<Time>(static_cast<std::uint64_t>(first) + offset);
    }
};

// A slab that owns its arrays.
struct SlabData
{
    Time first = 0, last = 0;
    std::uint64_t count = 0;
    std::vector<std::uint32_t> starts;
    std::vector<std::uint32_t> narrow;
    std::vector<std::uint64_t> wide;

    std::uint64_t bytes() const
    {
        return starts.size() * sizeof(starts[0]) + narrow.size() * sizeof(narrow[0]) +
               wide.size() * sizeof(wide[0]);
    }
    Slab view() const
    {
        return {first,
                last,
                count,
                starts.data(),
                wide.empty() ? narrow.data() : nullptr,
                wide.empty() ? nullptr : wide.data()};
    }
};

// --- row orders

constexpr std::uint32_t kNoRow = std::numeric_limits<std::uint32_t>::max();

// Which unit is in which row; without tables row = unit.
struct RowMap
{
    std::size_t units = 0;
    std::size_t rows = 0;
    const std::uint32_t* unitOfRow = nullptr; // rows
    const std::uint32_t* rowOfUnit = nullptr; // units; kNoRow for units without a row

    bool byUnit() const { return unitOfRow == nullptr; }
};

// --- planes

// Spikes beyond what a cell can hold: cells count modulo 2^8 or 2^16, a carry says how much is
// missing. There is at most one per 2^8 spikes.
struct Carry
{
    std::uint64_t cell = 0;
    std::uint64_t amount = 0;
};

// Counts of groups of 2^rowShift rows in bins of 2^binShift us over the whole extent.
struct Plane
{
    std::int32_t rowShift = 0;
    std::int32_t binShift = 0;
    std::int64_t firstBin = 0;
    std::uint64_t groups = 0;
    std::uint64_t bins = 0;
    std::uint64_t cellBytes = 1;      // 1 or 2
    const std::byte* cells = nullptr; // [group * bins + bin]
    std::span<const Carry> carries;   // by cell

    std::uint64_t cellCount() const { return groups * bins; }
};

// Planes and the memory they lie in.
struct PlaneSet
{
    std::vector<Plane> planes;
    std::vector<std::vector<std::byte>> cells; // of each plane
    std::vector<std::vector<Carry>> carries;

    std::uint64_t bytes() const;
};

struct CountPyramid::Parts
{
    AddressFacts facts;
    int threads = 0;
    std::uint64_t slabSpikes = 0; // spikes of a full slab
    std::vector<Slab> slabs;      // in order of time
    std::vector<Plane> planes;
    std::span<const std::uint32_t> unitCounts;
    std::span<const Time> firstSpikes;
    std::uint64_t bytes = 0;

    // Spikes before each slab, and before each kUnitBlock units.
    static constexpr std::size_t kUnitBlock = 256;
    std::vector<std::uint64_t> slabSums;
    std::vector<std::uint64_t> unitSums;

    mutable std::atomic<std::int64_t> releasedAt = 0; // seconds of the steady clock

    // Owners.
    std::vector<SlabData> slabData;
    PlaneSet planeSet;
    std::vector<std::uint32_t> unitCountData;
    std::vector<Time> firstSpikeData;
    std::vector<MappedFile> files;

    std::size_t units() const { return static_cast<std::size_t>(facts.addresses); }
    RowMap unitRows() const { return {units(), units(), nullptr, nullptr}; }
    // Fewer spikes are rather counted one by one than from planes.
    std::uint64_t enough() const { return std::min(std::uint64_t{1} << 21U, 2 * slabSpikes); }
    // For estimates of what reading costs; once, when slabs and tables are in place.
    void sumUp();
    std::uint64_t spikesInSlabs(std::size_t from, std::size_t to) const
    {
        return slabSums[to] - slabSums[from];
    }
    std::uint64_t spikesOfUnits(std::size_t from, std::size_t to) const;
    // After reading much of a slab: lets its pages leave resident memory if the whole pyramid would
    // take too much of the memory budget. Only slabs in files have such pages.
    void release(const Slab& slab) const;
    // After a picture: lets all pages leave when the process has come near the budget; not often,
    // since the next pictures have to get theirs back.
    void keepToBudget() const;
    // Slabs [first, second) hold all spikes of the window.
    std::pair<std::size_t, std::size_t> slabsIn(TimeRange window) const;
};

} // namespace inspike
