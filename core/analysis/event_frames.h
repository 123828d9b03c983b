// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What a sensor saw: its events of a stretch of time counted per pixel and polarity, and their rate
// over time. The same numbers come from events in memory, from the counts of a large recording, and
// from events on disk that are sorted by time.

#include "core/data/address_source.h"
#include "core/data/event_stream.h"
#include "core/pyramid/count_pyramid.h"

#include <cstdint>
#include <vector>

namespace inspike {

// Cells of binning x binning pixels; the first begins at pixel (x, y).
struct PixelGrid
{
    std::uint32_t x = 0, y = 0;
    std::uint32_t columns = 0, rows = 0;
    std::uint32_t binning = 1;

    std::size_t cells() const { return std::size_t{columns} * rows; }
};

// Counts per cell, [row * columns + column]; events outside the grid are not counted.
struct EventFrame
{
    PixelGrid grid;
    std::vector<std::uint32_t> on, off;
    std::uint64_t onTotal = 0, offTotal = 0;

    std::uint64_t total() const { return onTotal + offTotal; }
};

EventFrame eventFrame(const EventStream& events, TimeRange window, const PixelGrid& grid);
// The units are the addresses of a sensor. Throws Error{BadShape} for spikes.
EventFrame eventFrame(const CountPyramid& counts, TimeRange window, const PixelGrid& grid,
                      JobContext& job);
// Only reads the events of the window. Throws Error{BadShape} for spikes and unsorted events.
EventFrame eventFrame(const AddressSource& events, TimeRange window, const PixelGrid& grid,
                      JobContext& job);

// Entries of a sorted source before `time`, in about 2 log2(count) short reads.
std::uint64_t entriesBefore(const AddressSource& source, Time time);

// counts[i] events happened in [edges[i], edges[i + 1]).
struct EventRate
{
    std::vector<Time> edges;
    std::vector<std::uint64_t> counts;
};

// In bins of the smallest power of two (us) that gives at most maxBins; bins start at multiples of
// it, the outer two are cut to the window.
EventRate eventRate(const EventStream& events, TimeRange window, std::size_t maxBins);
EventRate eventRate(const CountPyramid& counts, TimeRange window, std::size_t maxBins,
                    JobContext& job);
// Over the whole recording, in stretches of about equally many events, because only the times of
// the events between them are read; exact all the same. The source must be sorted.
EventRate eventRate(const AddressSource& events, std::size_t maxBins, JobContext& job);

} // namespace inspike
