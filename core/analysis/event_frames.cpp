// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/event_frames.h"

#include "core/base/error.h"

#include <algorithm>

namespace inspike {

namespace {

constexpr std::uint64_t kFirstBlock = std::uint64_t{1} << 14U; // events read at once
constexpr std::uint64_t kLargestBlock = std::uint64_t{1} << 20U;
constexpr std::uint64_t kLastStep = std::uint64_t{1} << 14U;

class FrameCounter
{
public:
    explicit FrameCounter(const PixelGrid& grid)
    {
        m_frame.grid = grid;
        m_frame.on.assign(grid.cells(), 0);
        m_frame.off.assign(grid.cells(), 0);
    }

    void add(std::uint32_t x, std::uint32_t y, bool on, std::uint32_t count = 1)
    {
        const PixelGrid& grid = m_frame.grid;
        // Pixels before the first one wrap around to large numbers.
        const std::uint32_t column = (x - grid.x) / grid.binning;
        const std::uint32_t row = (y - grid.y) / grid.binning;
        if (column >= grid.columns || row >= grid.rows)
            return;
        (on ? m_frame.on : m_frame.off)[std::size_t{row} * grid.columns + column] += count;
        (on ? m_frame.onTotal : m_frame.offTotal) += count;
    }

    EventFrame take() { return std::move(m_frame); }

private:
    EventFrame m_frame;
};

void requireSensor(const AddressFacts& facts)
{
    if (!facts.isSensor())
        throw Error(ErrorKind::BadShape, "the stream holds spikes, not events of a sensor");
}

void requireSorted(const AddressFacts& facts)
{
    if (!facts.sorted)
        throw Error(ErrorKind::BadShape, "the events of the stream are not sorted by time");
}

// Entries before the first one of the moment `time`, to which entry `index` belongs.
std::uint64_t beginOfMoment(const AddressSource& source, std::uint64_t index, Time time,
                            AddressColumns& columns)
{
    for (std::uint64_t step = 256; index > 0; step *= 4) {
        const std::uint64_t first = index - std::min(step, index);
        source.read(first, index - first, columns);
        const auto place = std::lower_bound(columns.time.begin(), columns.time.end(), time);
        if (place != columns.time.begin())
            return first + static_cast<std::uint64_t>(place - columns.time.begin());
        index = first;
    }
    return 0;
}

Time timeAt(const AddressSource& source, std::uint64_t index, AddressColumns& columns)
{
    source.read(index, 1, columns);
    return columns.time.front();
}

std::size_t binsOf(TimeRange window, int shift)
{
    return static_cast<std::size_t>(((window.end - 1) >> shift) - (window.begin >> shift) + 1);
}

// Edges of the bins of 2^shift us over a window that is not empty.
std::vector<Time> edgesOf(TimeRange window, int shift)
{
    std::vector<Time> edges{window.begin};
    const std::size_t bins = binsOf(window, shift);
    const Time first = window.begin >> shift;
    for (std::size_t bin = 1; bin < bins; ++bin)
        edges.push_back((first + static_cast<Time>(bin)) << shift);
    edges.push_back(window.end);
    return edges;
}

} // namespace

EventFrame eventFrame(const EventStream& events, TimeRange window, const PixelGrid& grid)
{
    FrameCounter counter(grid);
    const EventSpan shown = events.slice(window);
    for (std::size_t i = 0; i < shown.size(); ++i)
        counter.add(shown.x[i], shown.y[i], shown.polarity[i] != 0);
    return counter.take();
}

EventFrame eventFrame(const CountPyramid& counts, TimeRange window, const PixelGrid& grid,
                      JobContext& job)
{
    const AddressFacts& facts = counts.facts();
    requireSensor(facts);
    FrameCounter counter(grid);
    const std::vector<std::uint32_t> perUnit = counts.countsPerUnit(window, job);
    std::size_t unit = 0;
    for (std::uint32_t line = 0; line < 2 * facts.height; ++line) {
        const bool on = line >= facts.height;
        const std::uint32_t y = on ? line - facts.height : line;
        for (std::uint32_t x = 0; x < facts.width; ++x, ++unit) {
            if (perUnit[unit] > 0)
                counter.add(x, y, on, perUnit[unit]);
        }
    }
    return counter.take();
}

EventFrame eventFrame(const AddressSource& events, TimeRange window, const PixelGrid& grid,
                      JobContext& job)
{
    const AddressFacts& facts = events.facts();
    requireSensor(facts);
    requireSorted(facts);
    FrameCounter counter(grid);
    if (window.empty())
        return counter.take();
    AddressColumns columns;
    std::uint64_t block = kFirstBlock;
    for (std::uint64_t first = entriesBefore(events, window.begin); first < facts.count;) {
        job.checkpoint();
        events.read(first, std::min(block, facts.count - first), columns);
        first += columns.time.size();
        block = std::min(2 * block, kLargestBlock);
        const auto end = std::lower_bound(columns.time.begin(), columns.time.end(), window.end);
        const auto inside = static_cast<std::size_t>(end - columns.time.begin());
        for (std::size_t i = 0; i < inside; ++i) {
            const std::uint32_t line = columns.address[i] / facts.width;
            const bool on = line >= facts.height;
            counter.add(columns.address[i] % facts.width, on ? line - facts.height : line, on);
        }
        if (end != columns.time.end())
            break;
    }
    return counter.take();
}

std::uint64_t entriesBefore(const AddressSource& source, Time time)
{
    AddressColumns columns;
    std::uint64_t low = 0;                     // entries before this one are earlier,
    std::uint64_t high = source.facts().count; // those from this one on are not
    while (high - low > kLastStep) {
        const std::uint64_t middle = low + (high - low) / 2;
        if (timeAt(source, middle, columns) < time)
            low = middle + 1;
        else
            high = middle;
    }
    source.read(low, high - low, columns);
    const auto place = std::lower_bound(columns.time.begin(), columns.time.end(), time);
    return low + static_cast<std::uint64_t>(place - columns.time.begin());
}

EventRate eventRate(const EventStream& events, TimeRange window, std::size_t maxBins)
{
    EventRate rate;
    if (window.empty())
        return rate;
    int shift = 0;
    while (shift < 62 && binsOf(window, shift) > std::max<std::size_t>(maxBins, 1))
        ++shift;
    rate.edges = edgesOf(window, shift);
    const auto times = events.slice(window).t;
    auto from = times.begin();
    for (std::size_t bin = 0; bin + 1 < rate.edges.size(); ++bin) {
        const auto to = std::lower_bound(from, times.end(), rate.edges[bin + 1]);
        rate.counts.push_back(static_cast<std::uint64_t>(to - from));
        from = to;
    }
    return rate;
}

EventRate eventRate(const CountPyramid& counts, TimeRange window, std::size_t maxBins,
                    JobContext& job)
{
    EventRate rate;
    if (window.empty())
        return rate;
    CountStrip strip = counts.strip(window, maxBins, job);
    if (strip.counts.empty())
        return rate;
    rate.edges = edgesOf(strip.window, strip.binShift);
    rate.counts = std::move(strip.counts);
    return rate;
}

EventRate eventRate(const AddressSource& events, std::size_t maxBins, JobContext& job)
{
    const AddressFacts& facts = events.facts();
    requireSorted(facts);
    EventRate rate;
    if (facts.count == 0)
        return rate;
    AddressColumns columns;
    rate.edges.push_back(facts.extent.begin);
    std::uint64_t counted = 0;
    const std::uint64_t bins = std::clamp<std::uint64_t>(maxBins, 1, facts.count);
    for (std::uint64_t bin = 1; bin < bins; ++bin) {
        job.checkpoint();
        const std::uint64_t wanted = facts.count / bins * bin;
        const Time time = timeAt(events, wanted, columns);
        // Events of one moment belong to one stretch: it begins with the first of them.
        if (time <= rate.edges.back())
            continue;
        const std::uint64_t before = beginOfMoment(events, wanted, time, columns);
        rate.counts.push_back(before - counted);
        rate.edges.push_back(time);
        counted = before;
    }
    rate.counts.push_back(facts.count - counted);
    rate.edges.push_back(facts.extent.end);
    return rate;
}

} // namespace inspike
