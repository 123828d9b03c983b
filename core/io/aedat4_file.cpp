// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/aedat4_file.h"

#include "core/base/error.h"
#include "core/io/flatbuffer_walk.h"

#include <algorithm>
#include <charconv>
#include <cstring>

namespace inspike {

namespace {

constexpr std::size_t kPacketHeader = 8;
constexpr std::size_t kLargestPacket = std::size_t{128} << 20U; // unpacked
constexpr std::size_t kEventBytes = 16;
constexpr std::size_t kEventsAtOnce = 4096;
constexpr std::int32_t kLargestSensor = 32768; // positions have 16 bits with a sign
constexpr std::size_t kMostStreams = 64;

Packing packingOf(std::int32_t compression)
{
    switch (compression) {
    case 0:
        return Packing::None;
    case 1: // LZ4
    case 2: // LZ4, high
        return Packing::Lz4;
    case 3: // Zstandard
    case 4: // Zstandard, high
        return Packing::Zstd;
    default:
        throw Error(ErrorKind::Unsupported,
                    "AEDAT 4 packed by method " + std::to_string(compression));
    }
}

template <typename T>
T numberFrom(std::string_view text, T otherwise)
{
    T value = otherwise;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size() ? value : otherwise;
}

// The value of name="..." inside a tag.
std::string_view attribute(std::string_view tag, std::string_view name)
{
    const std::string start = " " + std::string(name) + "=\"";
    const std::size_t at = tag.find(start);
    if (at == std::string_view::npos)
        return {};
    const std::string_view value = tag.substr(at + start.size());
    return value.substr(0, value.find('"'));
}

Aedat4Stream& streamOf(std::vector<Aedat4Stream>& streams, std::int32_t id)
{
    for (Aedat4Stream& stream : streams) {
        if (stream.id == id)
            return stream;
    }
    streams.push_back({id, {}, {}, {}});
    return streams.back();
}

void setAttribute(Aedat4Stream& stream, std::string_view key, std::string_view value)
{
    const auto size = [&] {
        const auto number = numberFrom<std::int32_t>(value, 0);
        return number > 0 && number <= kLargestSensor ? static_cast<std::uint32_t>(number) : 0U;
    };
    if (key == "typeIdentifier")
        stream.type = value;
    else if (key == "originalOutputName")
        stream.name = value;
    else if (key == "sizeX")
        stream.sensor.width = size();
    else if (key == "sizeY")
        stream.sensor.height = size();
}

// The number of the stream that the open nodes are about: the one inside "outInfo".
std::int32_t streamIn(const std::vector<std::string_view>& nodes)
{
    const auto at = std::find(nodes.begin(), nodes.end(), "outInfo");
    if (at == nodes.end() || at + 1 == nodes.end())
        return -1;
    return numberFrom<std::int32_t>(*(at + 1), -1);
}

class Aedat4Decoder : public EventDecoder
{
public:
    Aedat4Decoder(std::shared_ptr<const Aedat4File> file, std::int32_t stream)
        : m_file(std::move(file)), m_stream(stream)
    {}

    const MappedFile& file() const override { return m_file->file(); }

    DecoderState start() const override
    {
        DecoderState state;
        state.offset = m_file->begin();
        return state;
    }

    bool decode(DecoderState& state, std::vector<DecodedEvent>& block,
                DecoderCounts& counts) const override
    {
        Aedat4Packet packet;
        std::vector<std::byte> buffer;
        while (block.size() < kEventsAtOnce) {
            if (!m_file->next(state.offset, packet))
                return false;
            if (packet.stream == m_stream)
                take(packet, buffer, block, counts);
        }
        return true;
    }

private:
    void take(const Aedat4Packet& packet, std::vector<std::byte>& buffer,
              std::vector<DecodedEvent>& block, DecoderCounts& counts) const
    {
        try {
            const auto content = m_file->content(packet, buffer);
            if (FlatTable::identifier(content) != "EVTS")
                throw Error(ErrorKind::BadFormat, "a packet of events holds something else");
            append(FlatTable::root(content).vector(0, kEventBytes), block, counts);
        } catch (const Error& error) {
            if (error.kind() != ErrorKind::BadFormat)
                throw;
            ++counts.damaged;
        }
    }

    static void append(const FlatVector& events, std::vector<DecodedEvent>& block,
                       DecoderCounts& counts)
    {
        for (std::size_t i = 0; i < events.count; ++i) {
            const std::byte* from = events.bytes.data() + i * kEventBytes;
            DecodedEvent event;
            std::memcpy(&event.t, from, sizeof event.t);
            std::memcpy(&event.x, from + 8, sizeof event.x);
            std::memcpy(&event.y, from + 10, sizeof event.y);
            event.polarity = from[12] != std::byte{0} ? 1 : 0;
            if (event.t > kMaxTime || event.t < -kMaxTime || event.x >= kLargestSensor ||
                event.y >= kLargestSensor)
                ++counts.beyond;
            else
                block.push_back(event);
        }
    }

    std::shared_ptr<const Aedat4File> m_file;
    std::int32_t m_stream = 0;
};

} // namespace

Aedat4File::Aedat4File(const std::filesystem::path& path) : m_file(path)
{
    const auto bytes = m_file.bytes();
    const std::string_view head(reinterpret_cast<const char*>(bytes.data()),
                                std::min(bytes.size(), kAedat4Magic.size()));
    if (head != kAedat4Magic)
        throw Error(ErrorKind::BadFormat, path.string() + " is no AEDAT 4 recording");
    const auto rest = bytes.subspan(kAedat4Magic.size());
    if (FlatTable::identifier(rest) != "IOHE")
        throw Error(ErrorKind::BadFormat, path.string() + " has no header of AEDAT 4");
    const FlatTable header = FlatTable::root(rest);
    std::uint32_t headerSize = 0;
    std::memcpy(&headerSize, rest.data(), sizeof headerSize);
    m_packing = packingOf(header.number<std::int32_t>(0, 0));
    m_begin = kAedat4Magic.size() + sizeof headerSize + headerSize;
    m_end = bytes.size();
    // A table of the packets follows them in files that were closed properly.
    const auto table = header.number<std::int64_t>(1, -1);
    if (table >= static_cast<std::int64_t>(m_begin) && table < static_cast<std::int64_t>(m_end))
        m_end = static_cast<std::size_t>(table);
    m_streams = aedat4StreamsFromXml(header.text(2));
}

bool Aedat4File::next(std::size_t& offset, Aedat4Packet& packet) const
{
    if (m_end - offset < kPacketHeader)
        return false;
    const auto bytes = m_file.bytes();
    std::int32_t size = 0;
    std::memcpy(&packet.stream, bytes.data() + offset, sizeof packet.stream);
    std::memcpy(&size, bytes.data() + offset + 4, sizeof size);
    if (size < 0 || static_cast<std::size_t>(size) > m_end - offset - kPacketHeader)
        return false;
    packet.packed = bytes.subspan(offset + kPacketHeader, static_cast<std::size_t>(size));
    offset += kPacketHeader + static_cast<std::size_t>(size);
    return true;
}

std::span<const std::byte> Aedat4File::content(const Aedat4Packet& packet,
                                               std::vector<std::byte>& buffer) const
{
    return unpack(packet.packed, m_packing, kLargestPacket, buffer);
}

std::vector<Aedat4Stream> aedat4StreamsFromXml(std::string_view xml)
{
    std::vector<Aedat4Stream> streams;
    std::vector<std::string_view> nodes;
    for (std::size_t at = xml.find('<'); at != std::string_view::npos; at = xml.find('<', at + 1)) {
        const std::size_t end = xml.find('>', at);
        if (end == std::string_view::npos)
            break;
        const std::string_view tag = xml.substr(at, end - at);
        if (tag.starts_with("<node")) {
            nodes.push_back(attribute(tag, "name"));
            if (tag.ends_with('/'))
                nodes.pop_back();
        } else if (tag == "</node" && !nodes.empty()) {
            nodes.pop_back();
        } else if (tag.starts_with("<attr")) {
            const std::int32_t id = streamIn(nodes);
            if (id < 0 || streams.size() >= kMostStreams)
                continue;
            const std::string_view value = xml.substr(end + 1);
            setAttribute(streamOf(streams, id), attribute(tag, "key"),
                         value.substr(0, value.find('<')));
        }
    }
    return streams;
}

std::shared_ptr<const EventDecoder> makeAedat4Decoder(std::shared_ptr<const Aedat4File> file,
                                                      std::int32_t stream)
{
    return std::make_shared<Aedat4Decoder>(std::move(file), stream);
}

} // namespace inspike
