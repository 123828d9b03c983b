// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Spikes of a population: for each unit its sorted times (compressed rows). Immutable; several
// spikes of one unit at one time are kept, each counts.

#include "core/base/time.h"

#include <cstdint>
#include <span>
#include <vector>

namespace inspike {

using UnitIndex = std::uint32_t;

class SpikeTrains
{
public:
    SpikeTrains() = default;
    // Sorts by unit, then time. Throws Error{BadShape} when the spans differ in length and
    // Error{BadFormat} when a unit is not below `units` or a time is beyond kMaxTime.
    static SpikeTrains fromPairs(std::span<const Time> times, std::span<const UnitIndex> spikeUnits,
                                 std::size_t units);

    std::size_t units() const { return m_start.empty() ? 0 : m_start.size() - 1; }
    std::size_t spikes() const { return m_times.size(); }
    // From the first spike to just after the last one; empty when there are none.
    TimeRange extent() const { return m_extent; }

    // Throw Error{BadShape} for a unit that does not exist.
    std::span<const Time> train(UnitIndex unit) const;
    std::span<const Time> train(UnitIndex unit, TimeRange range) const; // binary search
    std::size_t count(TimeRange range) const;

private:
    std::vector<std::size_t> m_start; // units + 1 offsets into m_times
    std::vector<Time> m_times;
    TimeRange m_extent;
};

} // namespace inspike
