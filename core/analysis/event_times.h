// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// When the events of a stretch of time happened: the last one of each cell and polarity (time
// surfaces), all of them as points in space and time, and the stretch that holds a number of them.
// From events in memory, from events on disk that are sorted, and from the counts of a large
// recording; each reads the stretch only.

#include "core/analysis/event_frames.h"

#include <array>

namespace inspike {

// Before every moment.
constexpr Time kNever = -kMaxTime - 1;

// Of the events in the window, per cell of the grid: [row * columns + column].
struct LastEvents
{
    PixelGrid grid;
    std::vector<Time> on, off; // kNever: none
    std::uint64_t onCells = 0, offCells = 0;
};

LastEvents lastEvents(const EventStream& events, TimeRange window, const PixelGrid& grid);
// Throws Error{BadShape} for spikes.
LastEvents lastEvents(const CountPyramid& counts, TimeRange window, const PixelGrid& grid,
                      JobContext& job);
// Searches backwards from the end, and no further than needed. Throws Error{BadShape} for spikes
// and unsorted events.
LastEvents lastEvents(const AddressSource& events, TimeRange window, const PixelGrid& grid,
                      JobContext& job);

struct EventPoint
{
    Time t = 0;
    std::uint16_t x = 0, y = 0;
    bool on = false;
};

// Every oneIn-th event of the recording (a power of two) that lies in the window, so that the same
// ones are chosen while a window moves; as many as asked for at most.
struct EventPoints
{
    std::vector<EventPoint> points; // in order of time
    std::uint64_t total = 0;        // events in the window
    std::uint64_t onTotal = 0;
    std::uint64_t oneIn = 1;
};

EventPoints eventPoints(const EventStream& events, TimeRange window, std::uint64_t most);
EventPoints eventPoints(const CountPyramid& counts, TimeRange window, std::uint64_t most,
                        JobContext& job);
EventPoints eventPoints(const AddressSource& events, TimeRange window, std::uint64_t most,
                        JobContext& job);

// From `begin` on until `count` events have happened, with those of the same moment as the last
// one; to the end of the recording when there are fewer.
TimeRange windowOfCount(const EventStream& events, Time begin, std::uint64_t count);
TimeRange windowOfCount(const CountPyramid& counts, Time begin, std::uint64_t count,
                        JobContext& job);
TimeRange windowOfCount(const AddressSource& events, Time begin, std::uint64_t count);

} // namespace inspike
