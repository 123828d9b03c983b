// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/address_source.h"

#include "core/base/error.h"
#include "core/base/memory.h"
#include "core/data/event_stream.h"
#include "core/data/radix_sort.h"
#include "core/data/spike_trains.h"

#include <algorithm>
#include <functional>

namespace inspike {

namespace {

constexpr std::uint64_t kBlock = std::uint64_t{1} << 20U; // entries read at once

void requireInside(const AddressFacts& facts, std::uint64_t first, std::uint64_t count)
{
    if (first > facts.count || count > facts.count - first)
        throw Error(ErrorKind::BadShape, "entries beyond the end of a stream were asked for");
}

class TrainsSource : public AddressSource
{
public:
    explicit TrainsSource(const std::shared_ptr<const SpikeTrains>& trains)
    {
        m_facts.count = trains->spikes();
        m_facts.addresses = trains->units();
        m_facts.extent = trains->extent();
        m_columns.time.reserve(trains->spikes());
        m_columns.address.reserve(trains->spikes());
        for (std::size_t unit = 0; unit < trains->units(); ++unit) {
            const auto train = trains->train(static_cast<UnitIndex>(unit));
            m_columns.time.insert(m_columns.time.end(), train.begin(), train.end());
            m_columns.address.insert(m_columns.address.end(), train.size(),
                                     static_cast<std::uint32_t>(unit));
        }
        AddressColumns scratch;
        sortByTime(m_columns, scratch);
    }

    const AddressFacts& facts() const override { return m_facts; }

    void read(std::uint64_t first, std::uint64_t count, AddressColumns& columns) const override
    {
        requireInside(m_facts, first, count);
        const auto from = static_cast<std::ptrdiff_t>(first);
        const auto to = static_cast<std::ptrdiff_t>(first + count);
        columns.time.assign(m_columns.time.begin() + from, m_columns.time.begin() + to);
        columns.address.assign(m_columns.address.begin() + from, m_columns.address.begin() + to);
    }

private:
    AddressFacts m_facts;
    AddressColumns m_columns;
};

class EventsSource : public AddressSource
{
public:
    explicit EventsSource(std::shared_ptr<const EventStream> events) : m_events(std::move(events))
    {
        m_facts.count = m_events->size();
        m_facts.width = m_events->width();
        m_facts.height = m_events->height();
        m_facts.addresses = std::uint64_t{2} * m_facts.width * m_facts.height;
        m_facts.extent = m_events->extent();
        m_facts.on = m_events->onCount();
    }

    const AddressFacts& facts() const override { return m_facts; }

    void read(std::uint64_t first, std::uint64_t count, AddressColumns& columns) const override
    {
        requireInside(m_facts, first, count);
        const EventSpan all = m_events->all();
        const auto part =
            all.t.subspan(static_cast<std::size_t>(first), static_cast<std::size_t>(count));
        columns.time.assign(part.begin(), part.end());
        columns.address.resize(part.size());
        for (std::size_t i = 0; i < part.size(); ++i) {
            const std::size_t at = static_cast<std::size_t>(first) + i;
            const std::uint32_t side = all.polarity[at] != 0 ? m_facts.height : 0;
            columns.address[i] = (side + all.y[at]) * m_facts.width + all.x[at];
        }
    }

private:
    std::shared_ptr<const EventStream> m_events;
    AddressFacts m_facts;
};

void requireBudget(std::uint64_t entries, std::uint64_t bytesPerEntry, const char* what)
{
    std::uint64_t need = 0;
    if (__builtin_mul_overflow(entries, bytesPerEntry, &need))
        need = UINT64_MAX;
    if (need > memoryBudget())
        throw Error(ErrorKind::OutOfMemory, std::to_string(entries) + " " + what + " need " +
                                                textFromBytes(need) + " of memory; the budget is " +
                                                textFromBytes(memoryBudget()));
}

// Calls take(columns) for the whole source, block by block.
void forEachBlock(const AddressSource& source, JobContext& job,
                  const std::function<void(const AddressColumns&)>& take)
{
    const std::uint64_t count = source.facts().count;
    AddressColumns columns;
    for (std::uint64_t first = 0; first < count; first += kBlock) {
        job.checkpoint();
        job.progress(static_cast<double>(first) / static_cast<double>(count));
        source.read(first, std::min(kBlock, count - first), columns);
        take(columns);
    }
}

} // namespace

bool staysOnDisk(std::uint64_t entries, std::uint64_t bytesPerEntry)
{
    return entries > kMostInMemory || entries * bytesPerEntry > memoryBudget() / 8;
}

std::shared_ptr<const AddressSource> sourceOf(std::shared_ptr<const SpikeTrains> trains)
{
    return std::make_shared<TrainsSource>(trains);
}

std::shared_ptr<const AddressSource> sourceOf(std::shared_ptr<const EventStream> events)
{
    return std::make_shared<EventsSource>(std::move(events));
}

SpikeTrains loadSpikes(const AddressSource& source, JobContext& job)
{
    const AddressFacts& facts = source.facts();
    if (facts.isSensor())
        throw Error(ErrorKind::BadShape, "the stream holds events of a sensor, not spikes");
    // Columns, and the trains made of them.
    requireBudget(facts.count, 2 * (sizeof(Time) + sizeof(UnitIndex)), "spikes");
    std::vector<Time> times;
    std::vector<UnitIndex> units;
    times.reserve(static_cast<std::size_t>(facts.count));
    units.reserve(static_cast<std::size_t>(facts.count));
    forEachBlock(source, job, [&](const AddressColumns& columns) {
        times.insert(times.end(), columns.time.begin(), columns.time.end());
        units.insert(units.end(), columns.address.begin(), columns.address.end());
    });
    return SpikeTrains::fromPairs(times, units, static_cast<std::size_t>(facts.addresses));
}

EventStream loadEvents(const AddressSource& source, JobContext& job)
{
    const AddressFacts& facts = source.facts();
    if (!facts.isSensor())
        throw Error(ErrorKind::BadShape, "the stream holds spikes, not events of a sensor");
    requireBudget(facts.count, sizeof(Time) + 2 * sizeof(std::uint16_t) + 1, "events");
    EventColumns events;
    const auto count = static_cast<std::size_t>(facts.count);
    events.t.reserve(count);
    events.x.reserve(count);
    events.y.reserve(count);
    events.polarity.reserve(count);
    forEachBlock(source, job, [&](const AddressColumns& columns) {
        events.t.insert(events.t.end(), columns.time.begin(), columns.time.end());
        for (const std::uint32_t address : columns.address) {
            const std::uint32_t line = address / facts.width;
            events.x.push_back(static_cast<std::uint16_t>(address % facts.width));
            events.y.push_back(static_cast<std::uint16_t>(line % facts.height));
            events.polarity.push_back(line >= facts.height ? 1 : 0);
        }
    });
    return EventStream(std::move(events), facts.width, facts.height);
}

} // namespace inspike
