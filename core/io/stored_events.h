// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Event recordings that are decoded from front to back, of any size: a format supplies a decoder,
// and readEvents() makes a stream of it. One pass counts everything and remembers a state of the
// decoder now and then, so that a large recording stays on disk and any part of it can be decoded
// again without what comes before.

#include "core/base/job.h"
#include "core/base/mapped_file.h"
#include "core/data/recording.h"

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace inspike {

struct DecodedEvent
{
    Time t = 0;
    std::uint16_t x = 0, y = 0;
    std::uint8_t polarity = 0;
};

// Where a decoder is and what it remembers of the words before; each format uses what it needs.
struct DecoderState
{
    std::size_t offset = 0;    // of the next word in the file
    Time base = 0;             // sum of the wraps of the clock so far
    std::int64_t high = -1;    // upper bits of the time; -1 = none yet
    Time time = 0;             // current time
    std::int32_t row = -1;     // current row; -1 = none yet
    std::uint32_t column = 0;  // base of vectors
    std::uint8_t polarity = 0; // of vectors
};

// What decoding met besides events; only the first pass uses it.
struct DecoderCounts
{
    std::uint64_t early = 0;   // events before the first time or row: they have no place
    std::uint64_t beyond = 0;  // events at a column, row or time that the format cannot have
    std::uint64_t unknown = 0; // words of a kind that the format does not have
    std::uint64_t damaged = 0; // packets that cannot be unpacked
    std::uint64_t rest = 0;    // bytes after the last complete record
    std::uint64_t triggers = 0;
    Labels trigger; // those with a time, at most kMostTriggers
};

constexpr std::size_t kMostTriggers = std::size_t{1} << 20U;

class EventDecoder
{
public:
    virtual ~EventDecoder() = default;

    virtual DecoderState start() const = 0;
    // Appends the next events, at least a few thousand unless the file ends; false once there is
    // nothing more to decode. May be called from several threads at once.
    virtual bool decode(DecoderState& state, std::vector<DecodedEvent>& block,
                        DecoderCounts& counts) const = 0;
    virtual const MappedFile& file() const = 0;
};

// What formats share that have a header and then records of one size until the end of the file.
class RecordDecoder : public EventDecoder
{
public:
    // The records begin at that byte.
    RecordDecoder(MappedFile file, std::size_t begin, std::size_t recordBytes)
        : m_file(std::move(file)), m_begin(begin), m_recordBytes(recordBytes)
    {}

    const MappedFile& file() const override { return m_file; }
    DecoderState start() const override
    {
        DecoderState state;
        state.offset = m_begin;
        return state;
    }

protected:
    std::size_t recordsLeft(const DecoderState& state) const
    {
        return (m_file.bytes().size() - state.offset) / m_recordBytes;
    }
    // What decode() returns; counts the bytes after the last record.
    bool goesOn(const DecoderState& state, DecoderCounts& counts) const
    {
        if (recordsLeft(state) > 0)
            return true;
        counts.rest = m_file.bytes().size() - state.offset;
        return false;
    }

private:
    MappedFile m_file;
    std::size_t m_begin;
    std::size_t m_recordBytes;
};

struct SensorShape
{
    std::uint32_t width = 0, height = 0; // 0 = not known

    bool isKnown() const { return width > 0 && height > 0; }
};

// Where the size of the sensor comes from. `declared` drops events outside it; without it the
// sensor is `likely` when all events fit in, else just large enough.
struct SensorHint
{
    SensorShape declared, likely;
};

// An EventStream, or a StoredStream when it is large; everything that was dropped or repaired goes
// to the notes. `counts`, if given, receives what else the file holds.
StreamData readEvents(const std::shared_ptr<const EventDecoder>& decoder, const SensorHint& hint,
                      std::vector<std::string>& notes, JobContext& job,
                      DecoderCounts* counts = nullptr);

// Adds the triggers as labels with a time, and a note when there are more than are kept.
void addTriggers(const DecoderCounts& counts, Recording& recording);

} // namespace inspike
