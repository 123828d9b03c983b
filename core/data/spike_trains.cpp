// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/spike_trains.h"

#include "core/base/error.h"

#include <algorithm>
#include <string>

namespace inspike {

SpikeTrains SpikeTrains::fromPairs(std::span<const Time> times,
                                   std::span<const UnitIndex> spikeUnits, std::size_t units)
{
    if (times.size() != spikeUnits.size()) {
        throw Error(ErrorKind::BadShape, std::to_string(times.size()) + " spike times but " +
                                             std::to_string(spikeUnits.size()) + " units");
    }
    const auto [first, last] = std::minmax_element(times.begin(), times.end());
    if (!times.empty() && (*first < -kMaxTime || *last > kMaxTime))
        throw Error(ErrorKind::BadFormat, "a spike time is beyond 100,000 years");
    SpikeTrains trains;
    trains.m_start.assign(units + 1, 0);
    for (const UnitIndex unit : spikeUnits) {
        if (unit >= units) {
            throw Error(ErrorKind::BadFormat, "spike of unit " + std::to_string(unit) +
                                                  ", but only " + std::to_string(units) +
                                                  " units are declared");
        }
        ++trains.m_start[unit + 1];
    }
    for (std::size_t unit = 0; unit < units; ++unit)
        trains.m_start[unit + 1] += trains.m_start[unit];

    trains.m_times.resize(times.size());
    std::vector<std::size_t> next(trains.m_start.begin(), trains.m_start.end() - 1);
    for (std::size_t i = 0; i < times.size(); ++i)
        trains.m_times[next[spikeUnits[i]]++] = times[i];
    for (std::size_t unit = 0; unit < units; ++unit) {
        const auto begin =
            trains.m_times.begin() + static_cast<std::ptrdiff_t>(trains.m_start[unit]);
        const auto end =
            trains.m_times.begin() + static_cast<std::ptrdiff_t>(trains.m_start[unit + 1]);
        if (!std::is_sorted(begin, end))
            std::sort(begin, end);
    }
    if (!times.empty())
        trains.m_extent = {*first, *last + 1};
    return trains;
}

std::span<const Time> SpikeTrains::train(UnitIndex unit) const
{
    if (unit >= units())
        throw Error(ErrorKind::BadShape, "no unit " + std::to_string(unit));
    return std::span(m_times).subspan(m_start[unit], m_start[unit + 1] - m_start[unit]);
}

std::span<const Time> SpikeTrains::train(UnitIndex unit, TimeRange range) const
{
    const auto all = train(unit);
    if (range.empty())
        return all.subspan(0, 0);
    const auto from = std::lower_bound(all.begin(), all.end(), range.begin);
    const auto to = std::lower_bound(from, all.end(), range.end);
    return all.subspan(static_cast<std::size_t>(from - all.begin()),
                       static_cast<std::size_t>(to - from));
}

std::size_t SpikeTrains::count(TimeRange range) const
{
    std::size_t total = 0;
    for (std::size_t unit = 0; unit < units(); ++unit)
        total += train(static_cast<UnitIndex>(unit), range).size();
    return total;
}

} // namespace inspike
