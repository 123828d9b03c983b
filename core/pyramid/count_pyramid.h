// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// All spikes (or events) of a stream, arranged so that any window of time and units is counted
// exactly, and its spikes are listed, at a cost bounded by the picture and not by the recording.
//
// Two parts, built in one pass over the source:
//  - slabs: stretches of time of about 2^20 spikes, inside of which the spikes lie unit by unit in
//    order of time, as 32-bit offsets from the beginning of the slab (64-bit where it is too long).
//    They hold the spikes themselves; a narrow window reads few of them.
//  - planes: counts of 2^a neighbouring units in bins of 2^b us (bins start at multiples of 2^b us
//    of absolute time), for several a and b; a wide window reads these.
// Row orders other than that of the units have planes of their own (ordered_counts.h).
//
// The parts lie in memory or in a mapped file (pyramid_cache.h). Immutable; all functions may be
// called from several threads at once. Units are the addresses of the source (for a sensor: pixels
// and polarities). Counts of one cell are 32 bits, all sums, positions and times 64 bits; a source
// of 2^32 entries or more is refused with Error{Unsupported}.

#include "core/base/job.h"
#include "core/data/address_source.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <vector>

namespace inspike {

// What a picture asks for: counts of rows [rowBegin, rowEnd) in a window of time, both cut to what
// there is. At least 2 columns: bins of any size that meet at 0 cannot become one.
struct GridRequest
{
    TimeRange window;
    std::size_t rowBegin = 0, rowEnd = 0;
    std::size_t maxColumns = 1000; // at most so many columns and rows come back, at least half as
    std::size_t maxRows = 1000;    // many unless there are no more rows or microseconds
};

// Exact counts. Column c holds the bin [(firstBin + c) << binShift, (firstBin + c + 1) << binShift)
// cut to the window; row r holds the rows [((firstGroup + r) << rowShift), ...) cut to the request.
// The sum of all cells is the number of spikes of these rows in the window.
struct CountGrid
{
    TimeRange window; // of the request, cut to the extent of the recording
    int binShift = 0;
    std::int64_t firstBin = 0;
    std::size_t columns = 0;
    int rowShift = 0;
    std::size_t firstGroup = 0;
    std::size_t rows = 0;
    std::vector<std::uint32_t> counts; // [row * columns + column]
    std::uint64_t total = 0;
    std::uint32_t highest = 0; // of one cell
};

// Counts per bin of 2^binShift us, of all units, the outer two cut to the window.
struct CountStrip
{
    TimeRange window;
    int binShift = 0;
    std::int64_t firstBin = 0;
    std::vector<std::uint64_t> counts;
};

struct PyramidOptions
{
    int threads = 0;                        // 0 = one per processor
    std::uint64_t slabSpikes = 0;           // 0 = chosen; tests use small ones
    std::filesystem::path spillFolder = {}; // for slabs beyond the memory budget and for sorting;
                                            // empty = $TMPDIR
};

class CountPyramid
{
public:
    // One pass over the source (two when it is not sorted: it is sorted first, see time_sorter.h),
    // with bounded memory: what exceeds a quarter of the memory budget goes to a temporary file.
    // Cancellable. Throws Error{Unsupported, BadFormat, BadOutput, OutOfMemory}.
    static std::shared_ptr<const CountPyramid> build(std::shared_ptr<const AddressSource> source,
                                                     const PyramidOptions& options,
                                                     JobContext& job);
    ~CountPyramid();
    CountPyramid(const CountPyramid&) = delete;
    CountPyramid& operator=(const CountPyramid&) = delete;

    const AddressFacts& facts() const;
    std::size_t units() const { return static_cast<std::size_t>(facts().addresses); }
    std::uint64_t spikes() const { return facts().count; }
    TimeRange extent() const { return facts().extent; }
    std::uint64_t bytes() const; // of all parts, in memory or mapped

    // --- per unit, whole recording
    std::span<const std::uint32_t> unitCounts() const;
    // Time of the first spike of a unit; of a silent one the end of the extent.
    std::span<const Time> firstSpikes() const;

    // --- exact counts of any window, rows = units
    CountGrid grid(const GridRequest& request, JobContext& job) const;
    std::uint64_t count(TimeRange window, JobContext& job) const;
    // One entry per unit.
    std::vector<std::uint32_t> countsPerUnit(TimeRange window, JobContext& job) const;
    // Of all units; the bins are the smallest powers of two that give at most maxBins.
    CountStrip strip(TimeRange window, std::size_t maxBins, JobContext& job) const;
    // Counts of every unit in equal power-of-two bins over the whole extent, at most `maxBins` and
    // at least half as many: [unit * bins + bin]. For row orders.
    struct Profiles
    {
        std::size_t bins = 0;
        int binShift = 0;
        std::int64_t firstBin = 0;
        std::vector<std::uint32_t> counts;
    };
    Profiles profiles(std::size_t maxBins, JobContext& job) const;

    // --- the spikes themselves
    // Times of one unit in the window, ascending.
    std::vector<Time> train(std::uint32_t unit, TimeRange window) const;
    // Calls take(unit, times) for each of the units that has spikes in the window, in the order
    // given; times ascend. Takes place in pieces that fit a fraction of the memory budget.
    void visit(std::span<const std::uint32_t> units, TimeRange window,
               const std::function<void(std::uint32_t unit, std::span<const Time> times)>& take,
               JobContext& job) const;

    // Internals, shared by the .cpp files of this folder.
    struct Parts;
    explicit CountPyramid(std::unique_ptr<Parts> parts);
    const Parts& parts() const { return *m_parts; }

private:
    std::unique_ptr<Parts> m_parts;
};

} // namespace inspike
