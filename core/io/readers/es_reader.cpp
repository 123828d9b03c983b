// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Event Stream recordings (.es, version 2) of a sensor with polarities: one byte holds the time
// since the event before and the polarity, four bytes the place. Rows are counted from the bottom.
#include "core/base/error.h"
#include "core/io/assemble.h"
#include "core/io/reader.h"
#include "core/io/stored_events.h"

#include <cstring>

namespace inspike {

namespace {

constexpr std::string_view kMagic = "Event Stream";
constexpr std::size_t kVersionAt = 12;
constexpr std::size_t kKindAt = 15;
constexpr std::size_t kSizeAt = 16;
constexpr std::size_t kHeaderBytes = 20;
constexpr std::size_t kEventBytes = 5;
constexpr std::size_t kEventsAtOnce = 8192;
constexpr unsigned kOverflow = 0xFF; // no event: time passes
constexpr unsigned kReserved = 0xFE;
constexpr Time kOverflowTime = 0x7F; // us

class EsDecoder : public EventDecoder
{
public:
    EsDecoder(MappedFile file, SensorShape sensor) : m_file(std::move(file)), m_sensor(sensor) {}

    const MappedFile& file() const override { return m_file; }

    DecoderState start() const override
    {
        DecoderState state;
        state.offset = kHeaderBytes;
        return state;
    }

    bool decode(DecoderState& state, std::vector<DecodedEvent>& block,
                DecoderCounts& counts) const override
    {
        const auto bytes = m_file.bytes();
        // Bytes without events do not fill the block: a limit for them, too.
        const std::size_t end = std::min(bytes.size(), state.offset + kEventBytes * kEventsAtOnce);
        while (state.offset < end) {
            const auto first = std::to_integer<unsigned>(bytes[state.offset]);
            if (first >= kReserved) {
                state.time += first == kOverflow ? kOverflowTime : 0;
                ++state.offset;
                continue;
            }
            if (bytes.size() - state.offset < kEventBytes) {
                counts.rest = bytes.size() - state.offset;
                return false;
            }
            take(first, bytes.data() + state.offset + 1, state, block, counts);
            state.offset += kEventBytes;
        }
        return state.offset < bytes.size();
    }

private:
    void take(unsigned first, const std::byte* place, DecoderState& state,
              std::vector<DecodedEvent>& block, DecoderCounts& counts) const
    {
        std::uint16_t x = 0, fromBottom = 0;
        std::memcpy(&x, place, sizeof x);
        std::memcpy(&fromBottom, place + sizeof x, sizeof fromBottom);
        state.time += static_cast<Time>(first >> 1U);
        if (fromBottom >= m_sensor.height) {
            ++counts.beyond;
            return;
        }
        block.push_back({state.time, x,
                         static_cast<std::uint16_t>(m_sensor.height - 1 - fromBottom),
                         static_cast<std::uint8_t>(first & 1U)});
    }

    MappedFile m_file;
    SensorShape m_sensor;
};

class EsReader : public Reader
{
public:
    ReaderInfo info() const override { return {"es", "Event Stream events", {".es"}}; }

    Sniff sniff(const FilePeek& peek) const noexcept override
    {
        return peek.startsWith(kMagic) ? Sniff::Sure : Sniff::No;
    }

    Recording read(const ReadRequest& request, JobContext& job) const override
    {
        MappedFile file(request.path);
        const SensorShape sensor = sensorOf(file.bytes(), request.path.string());
        Recording recording;
        recording.info.format = "es";
        recording.info.path = request.path;
        recording.info.title = request.path.stem().string();
        StreamData events = readEvents(std::make_shared<EsDecoder>(std::move(file), sensor),
                                       {sensor, {}}, recording.info.notes, job);
        recording.streams.push_back({"events/main", "main", "visual", "event", std::move(events)});
        return recording;
    }

private:
    static SensorShape sensorOf(std::span<const std::byte> bytes, const std::string& name)
    {
        const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
        if (!text.starts_with(kMagic) || bytes.size() < kHeaderBytes)
            throw Error(ErrorKind::BadFormat, name + " has no header of Event Stream");
        if (bytes[kVersionAt] != std::byte{2} || bytes[kKindAt] != std::byte{1})
            throw Error(ErrorKind::Unsupported,
                        name + " holds Event Stream version " +
                            std::to_string(std::to_integer<int>(bytes[kVersionAt])) + " of kind " +
                            std::to_string(std::to_integer<int>(bytes[kKindAt])) +
                            "; version 2 of kind 1 (polarities) can be read");
        std::uint16_t width = 0, height = 0;
        std::memcpy(&width, bytes.data() + kSizeAt, sizeof width);
        std::memcpy(&height, bytes.data() + kSizeAt + sizeof width, sizeof height);
        if (width == 0 || height == 0 || width > kLargestSensor || height > kLargestSensor)
            throw Error(ErrorKind::BadFormat, name + " claims a sensor of " +
                                                  std::to_string(width) + " x " +
                                                  std::to_string(height) + " pixels");
        return {width, height};
    }

    static constexpr std::uint16_t kLargestSensor = 32767;
};

} // namespace

std::unique_ptr<Reader> makeEsReader()
{
    return std::make_unique<EsReader>();
}

} // namespace inspike
