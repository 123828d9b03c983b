// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Streams out of the columns of a file: in memory when they are small, else left on disk after one
// pass that finds out what a source has to know. Every reader of spikes or events as columns ends
// here, so that bad values are treated alike at every size.

#include "core/base/job.h"
#include "core/data/recording.h"
#include "core/io/column.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace inspike {

// What a file says about its times, so that they need not all be read to open it. Claims that do
// not hold where they can be checked cheaply are not used, and a note says so.
struct TimeClaims
{
    std::uint64_t step = 0;   // entries from one time of `times` to the next
    std::vector<Time> times;  // of the entries 0, step, 2 step, ...
    Time first = 0, last = 0; // of all entries, which are sorted
    std::uint64_t on = 0;     // events of polarity 1
};

struct SpikeColumns
{
    std::shared_ptr<const Column> time, unit;
    double microseconds = 1.0; // of one unit of time
    std::optional<std::int64_t> units = {};
    std::optional<TimeClaims> claims = {};
};

struct SensorColumns
{
    std::shared_ptr<const Column> t, x, y, polarity; // polarity: ON if greater than 0
    double microseconds = 1.0;
    std::optional<std::int64_t> width = {}, height = {};
    std::optional<TimeClaims> claims = {};
};

// SpikeTrains or a StoredStream. Throws Error{BadShape} for columns of different length and
// Error{BadFormat} for a unit that is negative, not declared or beyond kMaxUnits and for a time
// that is not finite or beyond kMaxTime.
StreamData spikeStream(const SpikeColumns& columns, std::vector<std::string>& notes,
                       JobContext& job);
// EventStream or a StoredStream. Small ones drop events outside the sensor, with a note; large ones
// are refused with Error{BadFormat} when there are any.
StreamData eventStream(const SensorColumns& columns, std::vector<std::string>& notes,
                       JobContext& job);

} // namespace inspike
