// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The container of AEDAT 4: a line, a FlatBuffer that describes the streams in XML, then packets,
// each of one stream and packed by itself.

#include "core/base/mapped_file.h"
#include "core/io/stored_events.h"
#include "core/io/unpack.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace inspike {

constexpr std::string_view kAedat4Magic = "#!AER-DAT4.0\r\n";

// What the XML says about a stream.
struct Aedat4Stream
{
    std::int32_t id = 0;
    std::string type; // EVTS, FRME, IMUS, TRIG; empty = not said
    std::string name;
    SensorShape sensor;
};

struct Aedat4Packet
{
    std::int32_t stream = 0;
    std::span<const std::byte> packed;
};

class Aedat4File
{
public:
    // Throws Error{BadFormat} for a damaged header, Error{Unsupported} for an unknown packing.
    explicit Aedat4File(const std::filesystem::path& path);

    const MappedFile& file() const { return m_file; }
    std::size_t begin() const { return m_begin; } // of the packets
    std::size_t end() const { return m_end; }
    const std::vector<Aedat4Stream>& streams() const { return m_streams; }

    // The packet at `offset`, which then is that of the next one; false at the end, where `offset`
    // is that of what is left of a packet that is cut off.
    bool next(std::size_t& offset, Aedat4Packet& packet) const;
    std::span<const std::byte> content(const Aedat4Packet& packet,
                                       std::vector<std::byte>& buffer) const;

private:
    MappedFile m_file;
    Packing m_packing = Packing::None;
    std::size_t m_begin = 0, m_end = 0;
    std::vector<Aedat4Stream> m_streams;
};

// The streams in the XML, as far as it can be understood.
std::vector<Aedat4Stream> aedat4StreamsFromXml(std::string_view xml);

// The events of one stream.
std::shared_ptr<const EventDecoder> makeAedat4Decoder(std::shared_ptr<const Aedat4File> file,
                                                      std::int32_t stream);

} // namespace inspike
