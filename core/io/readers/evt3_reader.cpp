// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Prophesee recordings encoded as EVT 3.0: little-endian words of 16 bits, the kind in bits 12-15.
// Row, time and the base of vectors are remembered from word to word. The time has 24 bits and
// wraps after 16.8 s; only its upper half tells, because real chips let the lower half step back
// by some 10 us.
#include "core/io/assemble.h"
#include "core/io/prophesee_raw.h"

#include <algorithm>
#include <cstring>

namespace inspike {

namespace {

constexpr std::size_t kWordBytes = 2;
constexpr std::size_t kEventsAtOnce = 8192;
constexpr std::size_t kMostPerWord = 12;
constexpr std::int64_t kHighRange = std::int64_t{1} << 12U;
constexpr Time kWrap = Time{1} << 24U; // us
constexpr std::uint32_t kColumns = 2048;

enum Kind : std::uint32_t {
    kRow = 0x0,
    kColumn = 0x2,
    kVectorBase = 0x3,
    kVector12 = 0x4,
    kVector8 = 0x5,
    kTimeLow = 0x6,
    kContinued4 = 0x7,
    kTimeHigh = 0x8,
    kTrigger = 0xA,
    kOthers = 0xE,
    kContinued12 = 0xF
};

class Evt3Decoder : public RecordDecoder
{
public:
    Evt3Decoder(MappedFile recording, std::size_t begin)
        : RecordDecoder(std::move(recording), begin, kWordBytes)
    {}

    bool decode(DecoderState& state, std::vector<DecodedEvent>& block,
                DecoderCounts& counts) const override
    {
        const auto bytes = file().bytes();
        block.resize(kEventsAtOnce + kMostPerWord);
        DecodedEvent* to = block.data();
        const DecodedEvent* const full = to + kEventsAtOnce;
        // Words without events do not fill the block: a limit for them, too.
        const std::size_t end =
            state.offset + std::min(recordsLeft(state), 4 * kEventsAtOnce) * kWordBytes;
        for (; state.offset < end && to < full; state.offset += kWordBytes) {
            std::uint16_t word = 0;
            std::memcpy(&word, bytes.data() + state.offset, kWordBytes);
            to = take(word, state, to, counts);
        }
        block.resize(static_cast<std::size_t>(to - block.data()));
        return goesOn(state, counts);
    }

private:
    // One word; returns where the next event goes.
    static DecodedEvent* take(std::uint32_t word, DecoderState& state, DecodedEvent* to,
                              DecoderCounts& counts)
    {
        switch (word >> 12U) {
        case kRow:
            state.row = static_cast<std::int32_t>(word & 0x7FFU);
            break;
        case kColumn:
            return put(word & 0x7FFU, word >> 11U & 1U, state, to, counts);
        case kVectorBase:
            state.column = word & 0x7FFU;
            state.polarity = static_cast<std::uint8_t>(word >> 11U & 1U);
            break;
        case kVector12:
            return putVector(word & 0xFFFU, 12, state, to, counts);
        case kVector8:
            return putVector(word & 0xFFU, 8, state, to, counts);
        case kTimeLow:
            if (state.high >= 0)
                state.time = state.base + (state.high << 12U) + static_cast<Time>(word & 0xFFFU);
            break;
        case kTimeHigh:
            takeTimeHigh(word & 0xFFFU, state);
            break;
        case kTrigger:
            if (state.high >= 0)
                takeTrigger(word >> 8U & 0xFU, word & 1U, state.time, counts);
            else
                ++counts.early;
            break;
        case kContinued4:
        case kOthers:
        case kContinued12:
            break;
        default:
            ++counts.unknown;
        }
        return to;
    }

    static void takeTimeHigh(std::int64_t high, DecoderState& state)
    {
        if (high == state.high)
            return;
        if (state.high - high > kHighRange / 2 && state.base < kMaxTime)
            state.base += kWrap;
        state.high = high;
        state.time = state.base + (high << 12U);
    }

    static DecodedEvent* put(std::uint32_t x, std::uint32_t polarity, const DecoderState& state,
                             DecodedEvent* to, DecoderCounts& counts)
    {
        if (state.high < 0 || state.row < 0) {
            ++counts.early;
            return to;
        }
        to->t = state.time;
        to->x = static_cast<std::uint16_t>(x);
        to->y = static_cast<std::uint16_t>(state.row);
        to->polarity = static_cast<std::uint8_t>(polarity);
        return to + 1;
    }

    static DecodedEvent* putVector(std::uint32_t mask, std::uint32_t length, DecoderState& state,
                                   DecodedEvent* to, DecoderCounts& counts)
    {
        for (std::uint32_t i = 0; mask >> i != 0; ++i) {
            if ((mask >> i & 1U) == 0)
                continue;
            if (state.column + i < kColumns)
                to = put(state.column + i, state.polarity, state, to, counts);
            else
                ++counts.beyond;
        }
        state.column = std::min(state.column + length, kColumns);
        return to;
    }
};

class Evt3Reader : public Reader
{
public:
    ReaderInfo info() const override { return {"evt3", "Prophesee EVT 3 events", {".raw"}}; }

    Sniff sniff(const FilePeek& peek) const noexcept override
    {
        return sniffPropheseeRaw(peek, "EVT3");
    }

    Recording read(const ReadRequest& request, JobContext& job) const override
    {
        return readPropheseeRaw(request, "evt3", "EVT3", job,
                                [](MappedFile file, std::size_t begin) {
                                    return std::make_shared<Evt3Decoder>(std::move(file), begin);
                                });
    }
};

} // namespace

std::unique_ptr<Reader> makeEvt3Reader()
{
    return std::make_unique<Evt3Reader>();
}

} // namespace inspike
