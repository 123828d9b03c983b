// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Differences and shifts of times that may lie anywhere in 64 bits, without overflow.

#include "core/base/time.h"

#include <limits>

namespace inspike {

// later - earlier for later >= earlier; exact for any two times.
constexpr std::uint64_t ticksBetween(Time earlier, Time later)
{
    return static_cast<std::uint64_t>(later) - static_cast<std::uint64_t>(earlier);
}

// time + by, held at the ends of what 64 bits can say.
constexpr Time shifted(Time time, Time by)
{
    constexpr Time kLast = std::numeric_limits<Time>::max();
    constexpr Time kFirst = std::numeric_limits<Time>::min();
    if (by > 0 && time > kLast - by)
        return kLast;
    if (by < 0 && time < kFirst - by)
        return kFirst;
    return time + by;
}

// Length of a range, which may be more than a Time can hold.
constexpr std::uint64_t ticksIn(TimeRange range)
{
    return range.empty() ? 0 : ticksBetween(range.begin, range.end);
}

} // namespace inspike
