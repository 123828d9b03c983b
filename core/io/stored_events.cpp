// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/stored_events.h"

#include "core/base/error.h"
#include "core/io/assemble.h"

#include <algorithm>
#include <limits>

namespace inspike {

namespace {

constexpr std::uint64_t kCheckpointEvents = std::uint64_t{1} << 16U;
constexpr std::size_t kReleaseBytes = std::size_t{64} << 20U;
constexpr std::uint64_t kBytesPerEvent = sizeof(Time) + 2 * sizeof(std::uint16_t) + 1;

struct Checkpoint
{
    std::uint64_t first = 0; // number of the event that is decoded next
    DecoderState state;
};

struct Scan
{
    AddressFacts facts;
    std::vector<Checkpoint> checkpoints;
    std::uint64_t outside = 0;   // events outside the declared sensor
    std::uint64_t backwards = 0; // steps back in time
    std::uint32_t reachX = 0, reachY = 0;
    Time earliest = std::numeric_limits<Time>::max();
    Time latest = std::numeric_limits<Time>::min();
};

// Takes the events of one block into account; those outside `bounds` are not counted.
void scanBlock(const std::vector<DecodedEvent>& block, const SensorShape& bounds, Time& last,
               Scan& scan)
{
    std::uint64_t kept = 0, on = 0, backwards = 0;
    std::uint32_t reachX = scan.reachX, reachY = scan.reachY;
    Time earliest = scan.earliest, latest = scan.latest;
    for (const DecodedEvent& event : block) {
        if (event.x >= bounds.width || event.y >= bounds.height)
            continue;
        ++kept;
        on += event.polarity;
        backwards += event.t < last ? 1 : 0;
        last = event.t;
        earliest = std::min(earliest, event.t);
        latest = std::max(latest, event.t);
        reachX = std::max<std::uint32_t>(reachX, event.x + 1U);
        reachY = std::max<std::uint32_t>(reachY, event.y + 1U);
    }
    scan.facts.count += kept;
    scan.facts.on += on;
    scan.outside += block.size() - kept;
    scan.backwards += backwards;
    scan.reachX = reachX;
    scan.reachY = reachY;
    scan.earliest = earliest;
    scan.latest = latest;
}

SensorShape chosenSensor(const SensorHint& hint, const Scan& scan)
{
    if (hint.declared.isKnown())
        return hint.declared;
    if (hint.likely.width >= scan.reachX && hint.likely.height >= scan.reachY &&
        hint.likely.isKnown())
        return hint.likely;
    return {std::max(scan.reachX, 1U), std::max(scan.reachY, 1U)};
}

// The one pass over the whole file.
Scan scanned(const EventDecoder& decoder, const SensorHint& hint, DecoderCounts& counts,
             JobContext& job)
{
    constexpr std::uint32_t kAny = std::numeric_limits<std::uint32_t>::max();
    const SensorShape bounds = hint.declared.isKnown() ? hint.declared : SensorShape{kAny, kAny};
    const MappedFile& file = decoder.file();
    file.adviseSequential();
    const auto size = static_cast<double>(std::max<std::size_t>(file.bytes().size(), 1));
    Scan scan;
    DecoderState state = decoder.start();
    scan.checkpoints.push_back({0, state});
    std::vector<DecodedEvent> block;
    Time last = std::numeric_limits<Time>::min();
    std::size_t released = 0;
    for (bool more = true; more;) {
        job.checkpoint();
        job.progress(static_cast<double>(state.offset) / size, "counting events");
        block.clear();
        more = decoder.decode(state, block, counts);
        scanBlock(block, bounds, last, scan);
        if (scan.facts.count >= scan.checkpoints.back().first + kCheckpointEvents)
            scan.checkpoints.push_back({scan.facts.count, state});
        if (state.offset > released + kReleaseBytes) {
            file.release(released, state.offset - released);
            released = state.offset;
        }
    }
    const SensorShape sensor = chosenSensor(hint, scan);
    scan.facts.width = sensor.width;
    scan.facts.height = sensor.height;
    scan.facts.addresses = std::uint64_t{2} * sensor.width * sensor.height;
    scan.facts.sorted = scan.backwards == 0;
    if (scan.facts.count > 0)
        scan.facts.extent = {scan.earliest, scan.latest + 1};
    return scan;
}

void note(std::uint64_t count, const char* before, const char* noun, const std::string& after,
          std::vector<std::string>& notes)
{
    if (count > 0)
        notes.push_back(before + counted(static_cast<std::size_t>(count), noun) + after);
}

void describe(const Scan& scan, const SensorHint& hint, const DecoderCounts& counts,
              std::vector<std::string>& notes)
{
    const std::string size =
        std::to_string(scan.facts.width) + " x " + std::to_string(scan.facts.height);
    note(counts.early, "dropped ", "event", " before the first time of the file", notes);
    note(counts.beyond, "dropped ", "event", " at a place or time that no sensor has", notes);
    note(scan.outside, "dropped ", "event", " outside the sensor of " + size, notes);
    note(counts.unknown, "ignored ", "word", " of an unknown kind", notes);
    note(counts.damaged, "skipped ", "damaged packet", "", notes);
    note(counts.rest, "truncated: ignored ", "byte", " after the last event", notes);
    note(scan.backwards, "event times were not sorted (", "step", " back)", notes);
    if (!hint.declared.isKnown())
        notes.push_back("the file does not say how large the sensor is: took " + size);
}

class StoredEvents : public AddressSource
{
public:
    StoredEvents(std::shared_ptr<const EventDecoder> decoder, Scan scan)
        : m_decoder(std::move(decoder)),
          m_facts(scan.facts),
          m_checkpoints(std::move(scan.checkpoints))
    {}

    const AddressFacts& facts() const override { return m_facts; }

    void read(std::uint64_t first, std::uint64_t count, AddressColumns& columns) const override
    {
        columns.time.clear();
        columns.address.clear();
        columns.time.reserve(static_cast<std::size_t>(count));
        columns.address.reserve(static_cast<std::size_t>(count));
        forEachEvent(first, count, [&](const DecodedEvent& event) {
            const std::uint32_t side = event.polarity != 0 ? m_facts.height : 0;
            columns.time.push_back(event.t);
            columns.address.push_back((side + event.y) * m_facts.width + event.x);
        });
    }

    EventStream inMemory(JobContext& job) const
    {
        EventColumns columns;
        const auto size = static_cast<std::size_t>(m_facts.count);
        columns.t.reserve(size);
        columns.x.reserve(size);
        columns.y.reserve(size);
        columns.polarity.reserve(size);
        for (std::uint64_t first = 0; first < m_facts.count; first += kBlock) {
            job.checkpoint();
            forEachEvent(first, std::min(kBlock, m_facts.count - first),
                         [&](const DecodedEvent& event) {
                             columns.t.push_back(event.t);
                             columns.x.push_back(event.x);
                             columns.y.push_back(event.y);
                             columns.polarity.push_back(event.polarity);
                         });
        }
        return {std::move(columns), m_facts.width, m_facts.height};
    }

private:
    static constexpr std::uint64_t kBlock = std::uint64_t{1} << 20U;

    template <typename Take>
    void forEachEvent(std::uint64_t first, std::uint64_t count, const Take& take) const
    {
        if (first > m_facts.count || count > m_facts.count - first)
            throw Error(ErrorKind::BadShape, "events beyond the end of a recording were asked for");
        if (count == 0)
            return;
        auto from = std::upper_bound(
            m_checkpoints.begin(), m_checkpoints.end(), first,
            [](std::uint64_t number, const Checkpoint& point) { return number < point.first; });
        --from;
        DecoderState state = from->state;
        const std::size_t begin = state.offset;
        std::uint64_t number = from->first;
        std::vector<DecodedEvent> block;
        DecoderCounts ignored;
        for (bool more = true; more && number < first + count;) {
            block.clear();
            more = m_decoder->decode(state, block, ignored);
            for (const DecodedEvent& event : block) {
                if (event.x >= m_facts.width || event.y >= m_facts.height)
                    continue;
                if (number >= first && number < first + count)
                    take(event);
                ++number;
            }
        }
        if (number < first + count)
            throw Error(ErrorKind::BadFormat, "the recording changed while it was read");
        // What was read leaves resident memory again; the kernel may still keep it.
        if (m_decoder->file().bytes().size() > kReleaseBytes)
            m_decoder->file().release(begin, state.offset - begin);
    }

    std::shared_ptr<const EventDecoder> m_decoder;
    AddressFacts m_facts;
    std::vector<Checkpoint> m_checkpoints;
};

} // namespace

StreamData readEvents(const std::shared_ptr<const EventDecoder>& decoder, const SensorHint& hint,
                      std::vector<std::string>& notes, JobContext& job, DecoderCounts* counts)
{
    DecoderCounts found;
    JobContext scanning = job.part(0.0, 0.6);
    Scan scan = scanned(*decoder, hint, found, scanning);
    describe(scan, hint, found, notes);
    if (counts != nullptr)
        *counts = std::move(found);
    const bool large = staysOnDisk(scan.facts.count, kBytesPerEvent);
    auto source = std::make_shared<const StoredEvents>(decoder, std::move(scan));
    if (large)
        return StoredStream{std::move(source)};
    JobContext loading = job.part(0.6, 1.0);
    return source->inMemory(loading);
}

void addTriggers(const DecoderCounts& counts, Recording& recording)
{
    if (counts.triggers > counts.trigger.values.size()) {
        recording.info.notes.push_back("kept the first " +
                                       counted(counts.trigger.values.size(), "trigger") + " of " +
                                       std::to_string(counts.triggers));
    }
    if (!counts.trigger.values.empty())
        recording.streams.push_back({"labels/triggers", "triggers", "", "", counts.trigger});
}

} // namespace inspike
