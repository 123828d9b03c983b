// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/event_times.h"

#include "core/base/error.h"

#include <algorithm>
#include <numeric>

namespace inspike {

namespace {

constexpr std::uint64_t kFirstBlock = std::uint64_t{1} << 14U; // events read at once
constexpr std::uint64_t kLargestBlock = std::uint64_t{1} << 18U;

void requireSensor(const AddressFacts& facts)
{
    if (!facts.isSensor())
        throw Error(ErrorKind::BadShape, "the stream holds spikes, not events of a sensor");
}

void requireSorted(const AddressFacts& facts)
{
    requireSensor(facts);
    if (!facts.sorted)
        throw Error(ErrorKind::BadShape, "the events of the stream are not sorted by time");
}

struct Pixel
{
    std::uint32_t x, y;
    bool on;
};

Pixel pixelOf(std::uint32_t address, const AddressFacts& facts)
{
    const std::uint32_t line = address / facts.width;
    const bool on = line >= facts.height;
    return {address % facts.width, on ? line - facts.height : line, on};
}

// Takes events in any order.
class LastKeeper
{
public:
    explicit LastKeeper(const PixelGrid& grid)
    {
        m_last.grid = grid;
        m_last.on.assign(grid.cells(), kNever);
        m_last.off.assign(grid.cells(), kNever);
    }

    void add(const Pixel& pixel, Time t)
    {
        const PixelGrid& grid = m_last.grid;
        // Pixels before the first one wrap around to large numbers.
        const std::uint32_t column = (pixel.x - grid.x) / grid.binning;
        const std::uint32_t row = (pixel.y - grid.y) / grid.binning;
        if (column >= grid.columns || row >= grid.rows)
            return;
        Time& last = (pixel.on ? m_last.on : m_last.off)[std::size_t{row} * grid.columns + column];
        if (last == kNever)
            ++(pixel.on ? m_last.onCells : m_last.offCells);
        last = std::max(last, t);
    }

    bool full() const { return m_last.onCells + m_last.offCells == 2 * m_last.grid.cells(); }
    LastEvents take() { return std::move(m_last); }

private:
    LastEvents m_last;
};

std::uint64_t powerOfTwoFor(std::uint64_t total, std::uint64_t most)
{
    std::uint64_t oneIn = 1;
    while (total / oneIn > std::max<std::uint64_t>(most, 1))
        oneIn *= 2;
    return oneIn;
}

std::vector<std::uint32_t> allUnits(const CountPyramid& counts)
{
    std::vector<std::uint32_t> units(counts.units());
    std::iota(units.begin(), units.end(), 0U);
    return units;
}

} // namespace

LastEvents lastEvents(const EventStream& events, TimeRange window, const PixelGrid& grid)
{
    LastKeeper keeper(grid);
    const EventSpan shown = events.slice(window);
    for (std::size_t i = shown.size(); i-- > 0 && !keeper.full();)
        keeper.add({shown.x[i], shown.y[i], shown.polarity[i] != 0}, shown.t[i]);
    return keeper.take();
}

LastEvents lastEvents(const CountPyramid& counts, TimeRange window, const PixelGrid& grid,
                      JobContext& job)
{
    const AddressFacts& facts = counts.facts();
    requireSensor(facts);
    LastKeeper keeper(grid);
    counts.visit(
        allUnits(counts), window,
        [&](std::uint32_t unit, std::span<const Time> times) {
            keeper.add(pixelOf(unit, facts), times.back());
        },
        job);
    return keeper.take();
}

LastEvents lastEvents(const AddressSource& events, TimeRange window, const PixelGrid& grid,
                      JobContext& job)
{
    const AddressFacts& facts = events.facts();
    requireSorted(facts);
    LastKeeper keeper(grid);
    if (window.empty())
        return keeper.take();
    AddressColumns columns;
    std::uint64_t block = kFirstBlock;
    for (std::uint64_t end = entriesBefore(events, window.end); end > 0 && !keeper.full();) {
        job.checkpoint();
        const std::uint64_t count = std::min(block, end);
        end -= count;
        events.read(end, count, columns);
        block = std::min(2 * block, kLargestBlock);
        for (std::size_t i = columns.time.size(); i-- > 0;) {
            if (columns.time[i] < window.begin)
                return keeper.take();
            keeper.add(pixelOf(columns.address[i], facts), columns.time[i]);
        }
    }
    return keeper.take();
}

EventPoints eventPoints(const EventStream& events, TimeRange window, std::uint64_t most)
{
    EventPoints made;
    const EventSpan shown = events.slice(window);
    made.total = shown.size();
    made.oneIn = powerOfTwoFor(made.total, most);
    made.points.reserve(static_cast<std::size_t>(made.total / made.oneIn + 1));
    const auto first = static_cast<std::uint64_t>(shown.t.data() - events.all().t.data());
    for (std::size_t i = 0; i < shown.size(); ++i) {
        made.onTotal += shown.polarity[i] != 0 ? 1 : 0;
        if ((first + i) % made.oneIn == 0)
            made.points.push_back({shown.t[i], shown.x[i], shown.y[i], shown.polarity[i] != 0});
    }
    return made;
}

EventPoints eventPoints(const CountPyramid& counts, TimeRange window, std::uint64_t most,
                        JobContext& job)
{
    const AddressFacts& facts = counts.facts();
    requireSensor(facts);
    EventPoints made;
    made.total = counts.count(window, job);
    made.oneIn = powerOfTwoFor(made.total, most);
    std::uint64_t index = 0;
    counts.visit(
        allUnits(counts), window,
        [&](std::uint32_t unit, std::span<const Time> times) {
            const Pixel pixel = pixelOf(unit, facts);
            made.onTotal += pixel.on ? times.size() : 0;
            for (const Time t : times) {
                if (index++ % made.oneIn == 0)
                    made.points.push_back({t, static_cast<std::uint16_t>(pixel.x),
                                           static_cast<std::uint16_t>(pixel.y), pixel.on});
            }
        },
        job);
    std::stable_sort(made.points.begin(), made.points.end(),
                     [](const EventPoint& a, const EventPoint& b) { return a.t < b.t; });
    return made;
}

EventPoints eventPoints(const AddressSource& events, TimeRange window, std::uint64_t most,
                        JobContext& job)
{
    const AddressFacts& facts = events.facts();
    requireSorted(facts);
    EventPoints made;
    if (window.empty())
        return made;
    const std::uint64_t first = entriesBefore(events, window.begin);
    const std::uint64_t end = entriesBefore(events, window.end);
    made.total = end - first;
    made.oneIn = powerOfTwoFor(made.total, most);
    AddressColumns columns;
    for (std::uint64_t at = first; at < end; at += columns.time.size()) {
        job.checkpoint();
        events.read(at, std::min(kLargestBlock, end - at), columns);
        for (std::size_t i = 0; i < columns.time.size(); ++i) {
            const Pixel pixel = pixelOf(columns.address[i], facts);
            made.onTotal += pixel.on ? 1 : 0;
            if ((at + i) % made.oneIn == 0)
                made.points.push_back({columns.time[i], static_cast<std::uint16_t>(pixel.x),
                                       static_cast<std::uint16_t>(pixel.y), pixel.on});
        }
    }
    return made;
}

TimeRange windowOfCount(const EventStream& events, Time begin, std::uint64_t count)
{
    const auto times = events.all().t;
    const auto from = std::lower_bound(times.begin(), times.end(), begin);
    if (count == 0 || from == times.end())
        return {begin, begin};
    const auto left = static_cast<std::uint64_t>(times.end() - from);
    return {begin, from[static_cast<std::ptrdiff_t>(std::min(count, left)) - 1] + 1};
}

TimeRange windowOfCount(const CountPyramid& counts, Time begin, std::uint64_t count,
                        JobContext& job)
{
    Time low = begin; // too few events before this moment, enough before `high`
    Time high = std::max(begin, counts.extent().end);
    if (count == 0 || counts.count({begin, high}, job) <= count)
        return {begin, count == 0 ? begin : high};
    while (high - low > 1) {
        job.checkpoint();
        const Time middle = low + (high - low) / 2;
        (counts.count({begin, middle}, job) < count ? low : high) = middle;
    }
    return {begin, high};
}

TimeRange windowOfCount(const AddressSource& events, Time begin, std::uint64_t count)
{
    const AddressFacts& facts = events.facts();
    requireSorted(facts);
    const std::uint64_t first = entriesBefore(events, begin);
    if (count == 0 || first == facts.count)
        return {begin, begin};
    AddressColumns columns;
    events.read(first + std::min(count, facts.count - first) - 1, 1, columns);
    return {begin, columns.time.front() + 1};
}

} // namespace inspike
