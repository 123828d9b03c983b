// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/column_streams.h"

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/io/assemble.h"

#include <algorithm>
#include <atomic>
#include <functional>

namespace inspike {

namespace {

constexpr std::uint64_t kBlock = std::uint64_t{1} << 18U; // entries read at once
constexpr std::uint64_t kPiece = std::uint64_t{1} << 22U; // entries of a piece of the pass
constexpr std::uint64_t kClaimsChecked = 64;
constexpr std::uint64_t kMostSensor = 65536;
constexpr TimeRange kAnyTime = {-kMaxTime, kMaxTime + 1};
constexpr std::uint64_t kSpikeBytes = sizeof(Time) + sizeof(UnitIndex);
constexpr std::uint64_t kEventBytes = sizeof(Time) + 2 * sizeof(std::uint16_t) + 1;

// What a pass over a stretch of entries found.
struct Found
{
    bool any = false;
    Time first = 0, last = 0; // in the order of the file
    Time least = 0, most = 0;
    std::uint64_t backwards = 0; // steps back in time
    // Of the addresses, or of x and y.
    std::uint32_t firstAddress = 0, lastAddress = 0;
    std::uint32_t reachX = 0, reachY = 0;
    bool grouped = true; // addresses never fall: each unit's spikes come together
    std::uint64_t on = 0;

    void addTimes(const std::vector<Time>& times)
    {
        if (times.empty())
            return;
        if (!any)
            first = last = least = most = times.front();
        any = true;
        for (const Time time : times) {
            backwards += time < last ? 1 : 0;
            last = time;
            least = std::min(least, time);
            most = std::max(most, time);
        }
    }

    // What comes after this one.
    void append(const Found& next)
    {
        if (!next.any)
            return;
        if (!any) {
            *this = next;
            return;
        }
        backwards += next.backwards + (next.first < last ? 1 : 0);
        grouped = grouped && next.grouped && next.firstAddress >= lastAddress;
        last = next.last;
        lastAddress = next.lastAddress;
        least = std::min(least, next.least);
        most = std::max(most, next.most);
        reachX = std::max(reachX, next.reachX);
        reachY = std::max(reachY, next.reachY);
        on += next.on;
    }
};

// Takes entries [first, first + count) into account.
using Look = std::function<void(std::uint64_t first, std::uint64_t count, Found& found)>;

// One pass over all entries, on all processors.
Found passOver(std::uint64_t count, const Look& look, JobContext& job)
{
    std::vector<Found> pieces(static_cast<std::size_t>((count + kPiece - 1) / kPiece));
    std::atomic<std::uint64_t> done{0};
    parallelPieces(pieces.size(), 0, [&](std::size_t piece) {
        const std::uint64_t begin = piece * kPiece;
        const std::uint64_t end = std::min(begin + kPiece, count);
        for (std::uint64_t first = begin; first < end; first += kBlock) {
            job.checkpoint();
            const std::uint64_t length = std::min(kBlock, end - first);
            look(first, length, pieces[piece]);
            const std::uint64_t now = done += length;
            job.progress(static_cast<double>(now) / static_cast<double>(count), "reading");
        }
    });
    Found whole;
    for (const Found& piece : pieces)
        whole.append(piece);
    return whole;
}

void requireRange(const AddressFacts& facts, std::uint64_t first, std::uint64_t count)
{
    if (first > facts.count || count > facts.count - first)
        throw Error(ErrorKind::BadShape, "entries beyond the end of a stream were asked for");
}

void requireTimes(const AddressFacts& facts, const std::vector<Time>& times)
{
    const auto [least, most] = std::minmax_element(times.begin(), times.end());
    if (!times.empty() && (*least < facts.extent.begin || *most >= facts.extent.end))
        throw Error(ErrorKind::BadFormat,
                    "the file holds a time outside of what its time index says");
}

class SpikeSource : public AddressSource
{
public:
    SpikeSource(const SpikeColumns& columns, const AddressFacts& facts)
        : m_columns(columns), m_facts(facts)
    {}

    const AddressFacts& facts() const override { return m_facts; }

    void read(std::uint64_t first, std::uint64_t count, AddressColumns& columns) const override
    {
        requireRange(m_facts, first, count);
        readTimes(*m_columns.time, m_columns.microseconds, first, count, columns.time);
        requireTimes(m_facts, columns.time);
        readIndices(*m_columns.unit, "unit number", kMaxUnits, first, count, columns.address);
        std::uint32_t most = 0;
        for (const std::uint32_t unit : columns.address)
            most = std::max(most, unit);
        if (count > 0 && most >= m_facts.addresses)
            throw Error(ErrorKind::BadFormat,
                        "spike of unit " + std::to_string(most) + ", but only " +
                            std::to_string(m_facts.addresses) + " units are declared");
    }

private:
    SpikeColumns m_columns;
    AddressFacts m_facts;
};

class EventSource : public AddressSource
{
public:
    EventSource(const SensorColumns& columns, const AddressFacts& facts)
        : m_columns(columns), m_facts(facts)
    {}

    const AddressFacts& facts() const override { return m_facts; }

    void read(std::uint64_t first, std::uint64_t count, AddressColumns& columns) const override
    {
        requireRange(m_facts, first, count);
        readTimes(*m_columns.t, m_columns.microseconds, first, count, columns.time);
        requireTimes(m_facts, columns.time);
        std::vector<std::uint32_t> x;
        std::vector<std::int64_t> polarity;
        readIndices(*m_columns.x, "event at x =", m_facts.width, first, count, x);
        readIndices(*m_columns.y, "event at y =", m_facts.height, first, count, columns.address);
        readWholeNumbers(*m_columns.polarity, "polarity", first, count, polarity);
        for (std::size_t i = 0; i < x.size(); ++i) {
            const std::uint32_t side = polarity[i] > 0 ? m_facts.height : 0;
            columns.address[i] = (side + columns.address[i]) * m_facts.width + x[i];
        }
    }

private:
    SensorColumns m_columns;
    AddressFacts m_facts;
};

// True if everything that can be checked without reading all of the times is as claimed.
bool hold(const TimeClaims& claims, const Column& time, double microseconds)
{
    const std::uint64_t count = time.size();
    if (count == 0 || claims.step == 0 || claims.on > count || claims.first < -kMaxTime ||
        claims.last > kMaxTime || claims.times.size() != (count - 1) / claims.step + 1 ||
        !std::is_sorted(claims.times.begin(), claims.times.end()) ||
        claims.times.front() != claims.first || claims.times.back() > claims.last)
        return false;
    const auto isAt = [&](std::uint64_t entry, Time expected) {
        std::vector<Time> one;
        readTimes(time, microseconds, entry, 1, one);
        return one.front() == expected;
    };
    const std::uint64_t stride = (claims.times.size() - 1) / kClaimsChecked + 1;
    for (std::uint64_t i = 0; i < claims.times.size(); i += stride) {
        if (!isAt(i * claims.step, claims.times[static_cast<std::size_t>(i)]))
            return false;
    }
    return isAt(count - 1, claims.last);
}

bool usable(const std::optional<TimeClaims>& claims, const Column& time, double microseconds,
            std::vector<std::string>& notes)
{
    if (!claims)
        return false;
    if (hold(*claims, time, microseconds))
        return true;
    notes.emplace_back("the time index of the file does not fit its times and was not used");
    return false;
}

AddressFacts factsOf(const Found& found, std::uint64_t count)
{
    AddressFacts facts;
    facts.count = count;
    facts.sorted = found.backwards == 0;
    if (found.any)
        facts.extent = {found.least, found.most + 1};
    facts.on = found.on;
    return facts;
}

AddressFacts claimedFacts(const TimeClaims& claims, std::uint64_t count)
{
    AddressFacts facts;
    facts.count = count;
    facts.extent = {claims.first, claims.last + 1};
    facts.on = claims.on;
    return facts;
}

StreamData spikesOnDisk(const SpikeColumns& columns, std::vector<std::string>& notes,
                        JobContext& job)
{
    const std::uint64_t count = columns.time->size();
    if (columns.units && usable(columns.claims, *columns.time, columns.microseconds, notes)) {
        AddressFacts facts = claimedFacts(*columns.claims, count);
        facts.addresses = static_cast<std::uint64_t>(*columns.units);
        return StoredStream{std::make_shared<SpikeSource>(columns, facts)};
    }
    AddressFacts any;
    any.count = count;
    any.addresses = static_cast<std::uint64_t>(columns.units.value_or(kMaxUnits));
    any.extent = kAnyTime;
    const SpikeSource unknown(columns, any);
    const Found found = passOver(
        count,
        [&unknown](std::uint64_t first, std::uint64_t length, Found& piece) {
            AddressColumns block;
            unknown.read(first, length, block);
            Found part;
            part.addTimes(block.time);
            part.firstAddress = block.address.front();
            part.lastAddress = block.address.back();
            part.grouped = std::is_sorted(block.address.begin(), block.address.end());
            part.reachX = *std::max_element(block.address.begin(), block.address.end());
            piece.append(part);
        },
        job);
    AddressFacts facts = factsOf(found, count);
    facts.addresses = columns.units ? any.addresses : std::uint64_t{found.reachX} + 1;
    // Grouped by unit is a usual order, not damage.
    if (found.backwards > 0 && !found.grouped)
        notes.push_back("spike times were not sorted (" + counted(found.backwards, "step") +
                        " back)");
    return StoredStream{std::make_shared<SpikeSource>(columns, facts)};
}

std::uint32_t sensorSide(std::optional<std::int64_t> declared, std::uint32_t most, const char* name)
{
    const std::int64_t size = declared.value_or(std::int64_t{most} + 1);
    if (size < 1 || size > static_cast<std::int64_t>(kMostSensor))
        throw Error(ErrorKind::BadFormat,
                    std::string("sensor ") + name + " of " + std::to_string(size) + " pixels");
    return static_cast<std::uint32_t>(size);
}

StreamData eventsOnDisk(const SensorColumns& columns, std::vector<std::string>& notes,
                        JobContext& job)
{
    const std::uint64_t count = columns.t->size();
    AddressFacts facts;
    std::uint32_t reachX = 0;
    std::uint32_t reachY = 0;
    if (columns.width && columns.height &&
        usable(columns.claims, *columns.t, columns.microseconds, notes)) {
        facts = claimedFacts(*columns.claims, count);
    } else {
        const Found found = passOver(
            count,
            [&columns](std::uint64_t first, std::uint64_t length, Found& piece) {
                std::vector<Time> times;
                std::vector<std::uint32_t> x, y;
                std::vector<std::int64_t> polarity;
                readTimes(*columns.t, columns.microseconds, first, length, times);
                readIndices(*columns.x, "event at x =", kMostSensor, first, length, x);
                readIndices(*columns.y, "event at y =", kMostSensor, first, length, y);
                readWholeNumbers(*columns.polarity, "polarity", first, length, polarity);
                Found part;
                part.addTimes(times);
                part.reachX = *std::max_element(x.begin(), x.end());
                part.reachY = *std::max_element(y.begin(), y.end());
                part.on = static_cast<std::uint64_t>(std::count_if(
                    polarity.begin(), polarity.end(), [](std::int64_t p) { return p > 0; }));
                piece.append(part);
            },
            job);
        facts = factsOf(found, count);
        reachX = found.reachX;
        reachY = found.reachY;
        if (found.backwards > 0)
            notes.push_back("event times were not sorted (" + counted(found.backwards, "step") +
                            " back)");
    }
    facts.width = sensorSide(columns.width, reachX, "width");
    facts.height = sensorSide(columns.height, reachY, "height");
    if (reachX >= facts.width || reachY >= facts.height)
        throw Error(ErrorKind::BadFormat, "events outside the sensor of " +
                                              std::to_string(facts.width) + " x " +
                                              std::to_string(facts.height));
    facts.addresses = std::uint64_t{2} * facts.width * facts.height;
    if (facts.addresses > UINT32_MAX)
        throw Error(ErrorKind::Unsupported, "a sensor of more than 2^31 pixels");
    return StoredStream{std::make_shared<EventSource>(columns, facts)};
}

} // namespace

StreamData spikeStream(const SpikeColumns& columns, std::vector<std::string>& notes,
                       JobContext& job)
{
    const std::uint64_t count = columns.time->size();
    if (columns.unit->size() != count)
        throw Error(ErrorKind::BadShape,
                    counted(count, "spike time") + " but " + counted(columns.unit->size(), "unit"));
    const std::int64_t units = columns.units.value_or(0);
    if (units < 0 || units > kMaxUnits)
        throw Error(ErrorKind::BadFormat, std::to_string(units) + " units are declared");
    if (staysOnDisk(count, kSpikeBytes))
        return spikesOnDisk(columns, notes, job);
    std::vector<Time> times;
    std::vector<std::int64_t> numbers;
    readTimes(*columns.time, columns.microseconds, 0, count, times);
    readWholeNumbers(*columns.unit, "unit number", 0, count, numbers);
    return spikesFromColumns(times, numbers, columns.units, notes);
}

StreamData eventStream(const SensorColumns& columns, std::vector<std::string>& notes,
                       JobContext& job)
{
    const std::uint64_t count = columns.t->size();
    if (columns.x->size() != count || columns.y->size() != count ||
        columns.polarity->size() != count)
        throw Error(ErrorKind::BadShape, "event columns differ in length");
    if (staysOnDisk(count, kEventBytes))
        return eventsOnDisk(columns, notes, job);
    RawEvents raw;
    readTimes(*columns.t, columns.microseconds, 0, count, raw.t);
    readWholeNumbers(*columns.x, "x", 0, count, raw.x);
    readWholeNumbers(*columns.y, "y", 0, count, raw.y);
    readWholeNumbers(*columns.polarity, "polarity", 0, count, raw.polarity);
    return eventsFromColumns(raw, columns.width, columns.height, notes);
}

} // namespace inspike
