// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Prophesee recordings encoded as EVT 2.0: little-endian words of 32 bits, the kind in bits 28-31.
// An event holds the low 6 bits of its time, a word of its own the 28 bits above them. They wrap
// after 2^34 us, nearly five hours.
#include "core/io/assemble.h"
#include "core/io/prophesee_raw.h"

#include <algorithm>
#include <cstring>

namespace inspike {

namespace {

constexpr std::size_t kWordBytes = 4;
constexpr std::size_t kWordsAtOnce = 8192;
constexpr std::int64_t kHighRange = std::int64_t{1} << 28U;
constexpr Time kWrap = Time{1} << 34U; // us

enum Kind : std::uint32_t {
    kOff = 0x0,
    kOn = 0x1,
    kTimeHigh = 0x8,
    kTrigger = 0xA,
    kOthers = 0xE,
    kContinued = 0xF
};

class Evt2Decoder : public RecordDecoder
{
public:
    Evt2Decoder(MappedFile recording, std::size_t begin)
        : RecordDecoder(std::move(recording), begin, kWordBytes)
    {}

    bool decode(DecoderState& state, std::vector<DecodedEvent>& block,
                DecoderCounts& counts) const override
    {
        const auto bytes = file().bytes();
        const std::size_t words = std::min(recordsLeft(state), kWordsAtOnce);
        block.resize(words);
        DecodedEvent* to = block.data();
        const std::byte* from = bytes.data() + state.offset;
        for (std::size_t i = 0; i < words; ++i) {
            std::uint32_t word = 0;
            std::memcpy(&word, from + i * kWordBytes, kWordBytes);
            const std::uint32_t kind = word >> 28U;
            if (kind <= kOn && state.high >= 0) {
                to->t = state.time | static_cast<Time>(word >> 22U & 0x3FU);
                to->x = static_cast<std::uint16_t>(word >> 11U & 0x7FFU);
                to->y = static_cast<std::uint16_t>(word & 0x7FFU);
                to->polarity = static_cast<std::uint8_t>(kind);
                ++to;
            } else {
                takeOther(word, state, counts);
            }
        }
        block.resize(static_cast<std::size_t>(to - block.data()));
        state.offset += words * kWordBytes;
        return goesOn(state, counts);
    }

private:
    static void takeOther(std::uint32_t word, DecoderState& state, DecoderCounts& counts)
    {
        switch (word >> 28U) {
        case kOff:
        case kOn:
            ++counts.early;
            break;
        case kTimeHigh: {
            const std::int64_t high = word & 0xFFFFFFFU;
            if (state.high - high > kHighRange / 2 && state.base < kMaxTime)
                state.base += kWrap;
            state.high = high;
            state.time = state.base + (high << 6U);
            break;
        }
        case kTrigger:
            if (state.high < 0) {
                ++counts.early;
                break;
            }
            takeTrigger(word >> 8U & 0x1FU, word & 1U, state.time + (word >> 22U & 0x3FU), counts);
            break;
        case kOthers:
        case kContinued:
            break;
        default:
            ++counts.unknown;
        }
    }
};

class Evt2Reader : public Reader
{
public:
    ReaderInfo info() const override { return {"evt2", "Prophesee EVT 2 events", {".raw"}}; }

    Sniff sniff(const FilePeek& peek) const noexcept override
    {
        return sniffPropheseeRaw(peek, "EVT2");
    }

    Recording read(const ReadRequest& request, JobContext& job) const override
    {
        return readPropheseeRaw(request, "evt2", "EVT2", job,
                                [](MappedFile file, std::size_t begin) {
                                    return std::make_shared<Evt2Decoder>(std::move(file), begin);
                                });
    }
};

} // namespace

std::unique_ptr<Reader> makeEvt2Reader()
{
    return std::make_unique<Evt2Reader>();
}

} // namespace inspike
