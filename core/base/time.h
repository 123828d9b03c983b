// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Time in recordings: integer microseconds, signed, 64 bits (292,000 years either way).

#include <algorithm>
#include <cstdint>

namespace inspike {

using Time = std::int64_t; // us

// 100,000 years in us: times of recordings lie within it on either side of 0, so that differences
// of them and the moment after one never overflow.
constexpr Time kMaxTime = 3'200'000'000'000'000'000;

constexpr double kMicrosecondsPerMs = 1e3;
constexpr double kMicrosecondsPerSecond = 1e6;

constexpr double msFromTime(Time time)
{
    return static_cast<double>(time) / kMicrosecondsPerMs;
}

// Half-open [begin, end). Every range with end <= begin is empty, and all empty ranges are equal.
struct TimeRange
{
    Time begin = 0;
    Time end = 0;

    constexpr bool empty() const { return end <= begin; }
    constexpr Time length() const { return empty() ? 0 : end - begin; }
    constexpr bool contains(Time time) const { return time >= begin && time < end; }
    constexpr TimeRange intersected(TimeRange other) const
    {
        return {std::max(begin, other.begin), std::min(end, other.end)};
    }
    friend constexpr bool operator==(TimeRange a, TimeRange b)
    {
        return (a.empty() && b.empty()) || (a.begin == b.begin && a.end == b.end);
    }
};

} // namespace inspike
