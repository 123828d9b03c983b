// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pyramid/pyramid_file.h"

#include "core/base/error.h"
#include "core/base/hash.h"

#include <cstring>
#include <type_traits>

namespace inspike {

namespace {

constexpr std::array<char, 8> kMagic = {'I', 'N', 'S', 'P', 'Y', 'R', 'A', '\n'};
constexpr std::uint64_t kVersion = 1; // also of how slabs and planes are chosen
constexpr std::uint64_t kByteOrder = 0x0102030405060708;
constexpr std::uint64_t kBlock = 4096;
constexpr std::uint64_t kSampledBlocks = 64;

using HexHash = std::array<char, 64>;

struct Header
{
    std::array<char, 8> magic = kMagic;
    std::uint64_t byteOrder = kByteOrder;
    std::uint64_t version = kVersion;
    HexHash key = {};
    std::uint64_t count = 0, addresses = 0;
    Time extentBegin = 0, extentEnd = 0;
    std::uint64_t width = 0, height = 0, on = 0;
    std::uint64_t slabSpikes = 0, slabs = 0, planes = 0;
    std::uint64_t unitCounts = 0, firstSpikes = 0; // offsets
    std::uint64_t list = 0;                        // offset of the slabs, then the planes
    std::uint64_t bytes = 0;                       // of the whole file
    HexHash listHash = {};
    HexHash sampleHash = {};
    HexHash headerHash = {}; // of this header with zeros here
};
static_assert(sizeof(Header) <= kSidecarHeader && std::is_trivially_copyable_v<Header>);

struct PlanePlace
{
    std::int64_t rowShift = 0, binShift = 0;
    std::int64_t firstBin = 0;
    std::uint64_t groups = 0, bins = 0, cellBytes = 0;
    std::uint64_t cells = 0, carries = 0; // offsets
    std::uint64_t carryCount = 0;
};

HexHash hashOf(std::span<const std::byte> bytes)
{
    const std::string text = sha256(bytes);
    HexHash hash = {};
    std::copy_n(text.begin(), std::min(text.size(), hash.size()), hash.begin());
    return hash;
}

HexHash hashOf(const std::string& text)
{
    return hashOf(std::as_bytes(std::span(text)));
}

HexHash headerHash(Header header)
{
    header.headerHash = {};
    return hashOf(std::as_bytes(std::span(&header, 1)));
}

// Of the first and the last block of the arrays and evenly between.
HexHash sampleHash(std::span<const std::byte> arrays)
{
    if (arrays.size() <= kBlock * kSampledBlocks)
        return hashOf(arrays);
    std::vector<std::byte> sample;
    for (std::uint64_t i = 0; i < kSampledBlocks; ++i) {
        const std::uint64_t at = (arrays.size() - kBlock) * i / (kSampledBlocks - 1);
        const auto block = arrays.subspan(at, kBlock);
        sample.insert(sample.end(), block.begin(), block.end());
    }
    return hashOf(sample);
}

std::vector<PlanePlace> writePlanes(BlobFile& file, const PlaneSet& set)
{
    std::vector<PlanePlace> places;
    for (std::size_t i = 0; i < set.planes.size(); ++i) {
        const Plane& plane = set.planes[i];
        places.push_back({plane.rowShift, plane.binShift, plane.firstBin, plane.groups, plane.bins,
                          plane.cellBytes, file.append(bytesOf(set.cells[i])),
                          file.append(bytesOf(set.carries[i])), set.carries[i].size()});
    }
    return places;
}

Header headerOf(const std::string& key, const BuiltPyramid& built)
{
    const AddressFacts& facts = built.parts->facts;
    Header header;
    header.key = hashOf(key);
    header.count = facts.count;
    header.addresses = facts.addresses;
    header.extentBegin = facts.extent.begin;
    header.extentEnd = facts.extent.end;
    header.width = facts.width;
    header.height = facts.height;
    header.on = facts.on;
    header.slabSpikes = built.parts->slabSpikes;
    header.slabs = built.keptPlaces.size();
    header.planes = built.parts->planeSet.planes.size();
    return header;
}

// A sidecar that is being read; everything is checked before it is used.
class Sidecar
{
public:
    explicit Sidecar(const std::filesystem::path& path) : m_file(path) {}

    bool isOf(const std::string& key)
    {
        const auto bytes = m_file.bytes();
        if (bytes.size() < kSidecarHeader)
            return false;
        std::memcpy(&m_header, bytes.data(), sizeof m_header);
        return m_header.magic == kMagic && m_header.byteOrder == kByteOrder &&
               m_header.version == kVersion && m_header.headerHash == headerHash(m_header) &&
               m_header.key == hashOf(key) && m_header.bytes == bytes.size() && listIsIntact() &&
               m_header.sampleHash ==
                   sampleHash(bytes.subspan(kSidecarHeader, m_header.list - kSidecarHeader));
    }

    // nullptr if something lies outside of the file.
    std::unique_ptr<CountPyramid::Parts> parts()
    {
        auto parts = std::make_unique<CountPyramid::Parts>();
        parts->facts = {m_header.count,
                        m_header.addresses,
                        {m_header.extentBegin, m_header.extentEnd},
                        true,
                        static_cast<std::uint32_t>(m_header.width),
                        static_cast<std::uint32_t>(m_header.height),
                        m_header.on};
        parts->slabSpikes = m_header.slabSpikes;
        parts->bytes = m_header.bytes;
        if (!takeTables(*parts) || !takeSlabs(*parts) || !takePlanes(*parts))
            return nullptr;
        parts->files.push_back(std::move(m_file));
        parts->sumUp();
        return parts;
    }

private:
    bool listIsIntact() const
    {
        const std::uint64_t slabs = m_header.slabs;
        const std::uint64_t planes = m_header.planes;
        if (m_header.list < kSidecarHeader || m_header.list > m_header.bytes ||
            m_header.list % alignof(SlabPlace) != 0 || slabs > m_header.bytes ||
            planes > m_header.bytes)
            return false;
        const auto list = m_file.bytes().subspan(m_header.list);
        return list.size() == slabs * sizeof(SlabPlace) + planes * sizeof(PlanePlace) &&
               m_header.listHash == hashOf(list);
    }

    // Whether `count` values lie at `offset`, between header and list.
    template <typename Value>
    bool holds(std::uint64_t offset, std::uint64_t count) const
    {
        return offset >= kSidecarHeader && offset <= m_header.list &&
               offset % alignof(Value) == 0 && count <= (m_header.list - offset) / sizeof(Value);
    }

    template <typename Value>
    std::span<const Value> values(std::uint64_t offset, std::uint64_t count) const
    {
        return {reinterpret_cast<const Value*>(m_file.bytes().data() + offset),
                static_cast<std::size_t>(count)};
    }

    bool takeTables(CountPyramid::Parts& parts) const
    {
        if (!holds<std::uint32_t>(m_header.unitCounts, m_header.addresses) ||
            !holds<Time>(m_header.firstSpikes, m_header.addresses))
            return false;
        parts.unitCounts = values<std::uint32_t>(m_header.unitCounts, m_header.addresses);
        parts.firstSpikes = values<Time>(m_header.firstSpikes, m_header.addresses);
        return true;
    }

    bool takeSlabs(CountPyramid::Parts& parts) const
    {
        std::uint64_t sum = 0;
        for (const SlabPlace& place : values<SlabPlace>(m_header.list, m_header.slabs)) {
            const bool inFile = holds<std::uint32_t>(place.starts, m_header.addresses + 1) &&
                                (place.wide != 0 ? holds<std::uint64_t>(place.times, place.count)
                                                 : holds<std::uint32_t>(place.times, place.count));
            if (!inFile)
                return false;
            const Slab slab = slabAt(place, m_file.bytes());
            if (slab.starts[0] != 0 || slab.starts[m_header.addresses] != slab.count)
                return false;
            parts.slabs.push_back(slab);
            sum += slab.count;
        }
        return sum == m_header.count;
    }

    bool takePlanes(CountPyramid::Parts& parts) const
    {
        const std::uint64_t list = m_header.list + m_header.slabs * sizeof(SlabPlace);
        for (const PlanePlace& place : values<PlanePlace>(list, m_header.planes)) {
            if (place.bins == 0 || place.groups > m_header.bytes / place.bins ||
                !holds<Carry>(place.carries, place.carryCount) ||
                !holds<std::byte>(place.cells, place.groups * place.bins * place.cellBytes))
                return false;
            Plane plane;
            plane.rowShift = static_cast<std::int32_t>(place.rowShift);
            plane.binShift = static_cast<std::int32_t>(place.binShift);
            plane.firstBin = place.firstBin;
            plane.groups = place.groups;
            plane.bins = place.bins;
            plane.cellBytes = place.cellBytes;
            plane.cells = values<std::byte>(place.cells, 0).data();
            plane.carries = values<Carry>(place.carries, place.carryCount);
            parts.planes.push_back(plane);
        }
        return true;
    }

    MappedFile m_file;
    Header m_header;
};

} // namespace

void finishSidecar(BlobFile& file, const std::string& key, const BuiltPyramid& built)
{
    Header header = headerOf(key, built);
    header.unitCounts = file.append(bytesOf(built.parts->unitCountData));
    header.firstSpikes = file.append(bytesOf(built.parts->firstSpikeData));
    const std::vector<PlanePlace> planes = writePlanes(file, built.parts->planeSet);
    std::vector<std::byte> list;
    const auto slabBytes = bytesOf(built.keptPlaces);
    const auto planeBytes = bytesOf(planes);
    list.insert(list.end(), slabBytes.begin(), slabBytes.end());
    list.insert(list.end(), planeBytes.begin(), planeBytes.end());
    header.list = file.append(list);
    header.listHash = hashOf(list);
    header.bytes = file.size();
    const MappedFile mapped = file.map();
    header.sampleHash =
        sampleHash(mapped.bytes().subspan(kSidecarHeader, header.list - kSidecarHeader));
    header.headerHash = headerHash(header);
    file.write(0, std::as_bytes(std::span(&header, 1)));
}

std::unique_ptr<CountPyramid::Parts> readSidecar(const std::filesystem::path& path,
                                                 const std::string& key)
{
    try {
        Sidecar sidecar(path);
        return sidecar.isOf(key) ? sidecar.parts() : nullptr;
    } catch (const Error&) {
        return nullptr; // missing or unreadable
    }
}

} // namespace inspike
