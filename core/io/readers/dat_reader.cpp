// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Older Prophesee recordings (.dat): lines of text, two bytes that say what follows, then eight
// bytes per event: 32 bits time in us, which wrap, then x, y (14 bits each) and polarity.
#include "core/base/error.h"
#include "core/io/assemble.h"
#include "core/io/prophesee_header.h"
#include "core/io/reader.h"

#include <algorithm>
#include <cstring>

namespace inspike {

namespace {

constexpr std::size_t kKindBytes = 2;
constexpr std::size_t kEventBytes = 8;
constexpr std::size_t kEventsAtOnce = 8192;
constexpr Time kWrap = Time{1} << 32U; // us

// The two bytes after the text: events of a sensor, each of eight bytes.
bool announcesEvents(std::span<const std::byte> bytes)
{
    return bytes.size() >= kKindBytes && (bytes[0] == std::byte{0} || bytes[0] == std::byte{12}) &&
           bytes[1] == std::byte{kEventBytes};
}

class DatDecoder : public RecordDecoder
{
public:
    DatDecoder(MappedFile recording, std::size_t begin)
        : RecordDecoder(std::move(recording), begin, kEventBytes)
    {}

    bool decode(DecoderState& state, std::vector<DecodedEvent>& block,
                DecoderCounts& counts) const override
    {
        const auto bytes = file().bytes();
        const std::size_t events = std::min(recordsLeft(state), kEventsAtOnce);
        block.resize(events);
        for (DecodedEvent& event : block) {
            std::uint32_t words[2] = {};
            std::memcpy(words, bytes.data() + state.offset, kEventBytes);
            if (state.high - std::int64_t{words[0]} > kWrap / 2 && state.base < kMaxTime)
                state.base += kWrap;
            state.high = words[0];
            event.t = state.base + state.high;
            event.x = static_cast<std::uint16_t>(words[1] & 0x3FFFU);
            event.y = static_cast<std::uint16_t>(words[1] >> 14U & 0x3FFFU);
            event.polarity = static_cast<std::uint8_t>(words[1] >> 28U & 1U);
            state.offset += kEventBytes;
        }
        return goesOn(state, counts);
    }
};

class DatReader : public Reader
{
public:
    ReaderInfo info() const override { return {"dat", "Prophesee DAT events", {".dat"}}; }

    Sniff sniff(const FilePeek& peek) const noexcept override
    {
        const PropheseeHeader header = propheseeHeader(peek.head);
        if (!announcesEvents(std::span(peek.head).subspan(header.size)))
            return Sniff::No;
        if (header.size > 0)
            return Sniff::Sure;
        return peek.extension() == ".dat" ? Sniff::Maybe : Sniff::No;
    }

    Recording read(const ReadRequest& request, JobContext& job) const override
    {
        MappedFile file(request.path);
        const PropheseeHeader header = propheseeHeader(file.bytes());
        if (!announcesEvents(file.bytes().subspan(header.size)))
            throw Error(ErrorKind::Unsupported,
                        request.path.string() + " holds no events of a sensor");
        Recording recording;
        recording.info.format = "dat";
        recording.info.path = request.path;
        recording.info.title = request.path.stem().string();
        StreamData events =
            readEvents(std::make_shared<DatDecoder>(std::move(file), header.size + kKindBytes),
                       header.sensor, recording.info.notes, job);
        recording.streams.push_back({"events/main", "main", "visual", "event", std::move(events)});
        return recording;
    }
};

} // namespace

std::unique_ptr<Reader> makeDatReader()
{
    return std::make_unique<DatReader>();
}

} // namespace inspike
