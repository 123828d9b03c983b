// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/event_stream.h"

#include "core/base/error.h"

#include <algorithm>
#include <numeric>
#include <string>

namespace inspike {

namespace {

template <typename T>
void reorder(std::vector<T>& column, const std::vector<std::size_t>& order)
{
    std::vector<T> sorted;
    sorted.reserve(column.size());
    for (const std::size_t i : order)
        sorted.push_back(column[i]);
    column = std::move(sorted);
}

} // namespace

EventStream::EventStream(EventColumns columns, std::uint32_t width, std::uint32_t height)
    : m_columns(std::move(columns)), m_width(width), m_height(height)
{
    const std::size_t count = m_columns.t.size();
    if (m_columns.x.size() != count || m_columns.y.size() != count ||
        m_columns.polarity.size() != count)
        throw Error(ErrorKind::BadShape, "event columns differ in length");
    for (std::size_t i = 0; i < count; ++i) {
        if (m_columns.x[i] >= width || m_columns.y[i] >= height) {
            throw Error(ErrorKind::BadFormat,
                        "event " + std::to_string(i) + " at (" + std::to_string(m_columns.x[i]) +
                            ", " + std::to_string(m_columns.y[i]) + ") is outside the sensor of " +
                            std::to_string(width) + " x " + std::to_string(height));
        }
        if (m_columns.t[i] < -kMaxTime || m_columns.t[i] > kMaxTime)
            throw Error(ErrorKind::BadFormat, "an event time is beyond 100,000 years");
        m_on += m_columns.polarity[i] != 0 ? 1 : 0;
    }
    if (std::is_sorted(m_columns.t.begin(), m_columns.t.end()))
        return;
    m_wasSorted = true;
    std::vector<std::size_t> order(count);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [this](std::size_t a, std::size_t b) {
        return m_columns.t[a] < m_columns.t[b];
    });
    reorder(m_columns.t, order);
    reorder(m_columns.x, order);
    reorder(m_columns.y, order);
    reorder(m_columns.polarity, order);
}

TimeRange EventStream::extent() const
{
    if (m_columns.t.empty())
        return {};
    return {m_columns.t.front(), m_columns.t.back() + 1};
}

EventSpan EventStream::all() const
{
    return {m_columns.t, m_columns.x, m_columns.y, m_columns.polarity};
}

EventSpan EventStream::slice(TimeRange range) const
{
    const auto& t = m_columns.t;
    const auto from = std::lower_bound(t.begin(), t.end(), range.begin);
    const auto to = range.empty() ? from : std::lower_bound(from, t.end(), range.end);
    const auto offset = static_cast<std::size_t>(from - t.begin());
    const auto count = static_cast<std::size_t>(to - from);
    const EventSpan whole = all();
    return {whole.t.subspan(offset, count), whole.x.subspan(offset, count),
            whole.y.subspan(offset, count), whole.polarity.subspan(offset, count)};
}

} // namespace inspike
