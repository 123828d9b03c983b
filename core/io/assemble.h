// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// From the columns of a file to streams of a recording: the checks and repairs that all readers
// share, each counted in a note.

#include "core/data/recording.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace inspike {

// More units than any recording has; beyond it a unit number is damage.
constexpr std::int64_t kMaxUnits = std::int64_t{1} << 24U;

// "1 event", "3 events"
std::string counted(std::size_t count, const std::string& noun);

// Throws Error{BadFormat} for what is not finite or beyond 100,000 years.
Time timeFrom(double value, double microsecondsPerUnit);
std::vector<Time> timesFrom(std::span<const double> values, double microsecondsPerUnit);

// `declared` units, or as many as occur. Throws Error{BadFormat} for a unit that is negative, not
// declared or beyond kMaxUnits, and Error{BadShape} for columns of different length.
SpikeTrains spikesFromColumns(std::span<const Time> times, std::span<const std::int64_t> units,
                              std::optional<std::int64_t> declared,
                              std::vector<std::string>& notes);

// Columns as a file has them; polarity: ON if greater than 0.
struct RawEvents
{
    std::vector<Time> t;
    std::vector<std::int64_t> x, y, polarity;
};

// Drops events outside the sensor; without a size, the sensor reaches to the largest x and y.
// Throws Error{BadFormat} for a size that is not in 1 ... 65536.
EventStream eventsFromColumns(const RawEvents& raw, std::optional<std::int64_t> width,
                              std::optional<std::int64_t> height, std::vector<std::string>& notes);

} // namespace inspike
