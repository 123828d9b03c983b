// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/assemble.h"

#include "core/base/error.h"

#include <algorithm>
#include <cmath>

namespace inspike {

namespace {

constexpr std::int64_t kMaxSensor = 65536;

std::uint32_t sensorSize(std::optional<std::int64_t> declared,
                         const std::vector<std::int64_t>& positions, const char* name)
{
    std::int64_t size = 1;
    if (declared) {
        size = *declared;
    } else {
        for (const std::int64_t position : positions)
            size = std::max(size, std::min(position, kMaxSensor - 1) + 1);
    }
    if (size < 1 || size > kMaxSensor) {
        throw Error(ErrorKind::BadFormat,
                    std::string("sensor ") + name + " of " + std::to_string(size) + " pixels");
    }
    return static_cast<std::uint32_t>(size);
}

} // namespace

std::string counted(std::size_t count, const std::string& noun)
{
    return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

Time timeFrom(double value, double microsecondsPerUnit)
{
    const double microseconds = value * microsecondsPerUnit;
    if (!(std::abs(microseconds) < static_cast<double>(kMaxTime)))
        throw Error(ErrorKind::BadFormat, "a time is not a number or beyond all bounds");
    return std::llround(microseconds);
}

std::vector<Time> timesFrom(std::span<const double> values, double microsecondsPerUnit)
{
    std::vector<Time> times;
    times.reserve(values.size());
    for (const double value : values)
        times.push_back(timeFrom(value, microsecondsPerUnit));
    return times;
}

SpikeTrains spikesFromColumns(std::span<const Time> times, std::span<const std::int64_t> units,
                              std::optional<std::int64_t> declared, std::vector<std::string>& notes)
{
    std::vector<UnitIndex> indices;
    indices.reserve(units.size());
    std::int64_t largest = -1;
    for (const std::int64_t unit : units) {
        if (unit < 0 || unit >= kMaxUnits)
            throw Error(ErrorKind::BadFormat, "unit number " + std::to_string(unit));
        largest = std::max(largest, unit);
        indices.push_back(static_cast<UnitIndex>(unit));
    }
    const std::int64_t count = declared.value_or(largest + 1);
    if (count < 0 || count > kMaxUnits)
        throw Error(ErrorKind::BadFormat, std::to_string(count) + " units are declared");
    std::size_t backwards = 0;
    for (std::size_t i = 1; i < times.size(); ++i)
        backwards += times[i] < times[i - 1] ? 1 : 0;
    // Grouped by unit is a usual order, not damage: only disorder within a unit is worth a note.
    if (backwards > 0 && !std::is_sorted(indices.begin(), indices.end()))
        notes.push_back("spike times were not sorted (" + counted(backwards, "step") + " back)");
    return SpikeTrains::fromPairs(times, indices, static_cast<std::size_t>(count));
}

EventStream eventsFromColumns(const RawEvents& raw, std::optional<std::int64_t> width,
                              std::optional<std::int64_t> height, std::vector<std::string>& notes)
{
    const std::size_t count = raw.t.size();
    if (raw.x.size() != count || raw.y.size() != count || raw.polarity.size() != count)
        throw Error(ErrorKind::BadShape, "event columns differ in length");
    const std::uint32_t sensorWidth = sensorSize(width, raw.x, "width");
    const std::uint32_t sensorHeight = sensorSize(height, raw.y, "height");
    EventColumns kept;
    kept.t.reserve(count);
    kept.x.reserve(count);
    kept.y.reserve(count);
    kept.polarity.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
        if (raw.x[i] < 0 || raw.x[i] >= sensorWidth || raw.y[i] < 0 || raw.y[i] >= sensorHeight)
            continue;
        kept.t.push_back(raw.t[i]);
        kept.x.push_back(static_cast<std::uint16_t>(raw.x[i]));
        kept.y.push_back(static_cast<std::uint16_t>(raw.y[i]));
        kept.polarity.push_back(raw.polarity[i] > 0 ? 1 : 0);
    }
    const std::size_t dropped = count - kept.t.size();
    if (dropped > 0) {
        notes.push_back("dropped " + counted(dropped, "event") + " outside the sensor of " +
                        std::to_string(sensorWidth) + " x " + std::to_string(sensorHeight));
    }
    std::size_t backwards = 0;
    for (std::size_t i = 1; i < kept.t.size(); ++i)
        backwards += kept.t[i] < kept.t[i - 1] ? 1 : 0;
    if (backwards > 0)
        notes.push_back("event times were not sorted (" + counted(backwards, "step") + " back)");
    return {std::move(kept), sensorWidth, sensorHeight};
}

} // namespace inspike
