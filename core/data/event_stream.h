// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Address events of a neuromorphic sensor, as columns sorted by time. x to the right, y down,
// origin at the top left; polarity 1 = ON (brighter).

#include "core/base/time.h"

#include <cstdint>
#include <span>
#include <vector>

namespace inspike {

struct EventSpan
{
    std::span<const Time> t;
    std::span<const std::uint16_t> x;
    std::span<const std::uint16_t> y;
    std::span<const std::uint8_t> polarity;

    std::size_t size() const { return t.size(); }
};

struct EventColumns
{
    std::vector<Time> t;
    std::vector<std::uint16_t> x;
    std::vector<std::uint16_t> y;
    std::vector<std::uint8_t> polarity;
};

class EventStream
{
public:
    EventStream() = default;
    // Sorts stably by time if needed. Throws Error{BadShape} for columns of different length and
    // Error{BadFormat} for an event outside width x height or a time beyond kMaxTime.
    EventStream(EventColumns columns, std::uint32_t width, std::uint32_t height);

    std::uint32_t width() const { return m_width; }
    std::uint32_t height() const { return m_height; }
    std::size_t size() const { return m_columns.t.size(); }
    std::size_t onCount() const { return m_on; }
    TimeRange extent() const; // from the first event to just after the last one
    EventSpan all() const;
    EventSpan slice(TimeRange range) const; // no copy
    // True if the columns came unsorted and were sorted here.
    bool wasSorted() const { return m_wasSorted; }

private:
    EventColumns m_columns;
    std::uint32_t m_width = 0;
    std::uint32_t m_height = 0;
    std::size_t m_on = 0;
    bool m_wasSorted = false;
};

} // namespace inspike
