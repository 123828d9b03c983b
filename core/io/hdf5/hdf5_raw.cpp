// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
// The bytes of a file where the library must not be trusted with damaged ones: plain reads, and the
// references that texts of variable length are stored as in the header of an object (found by
// walking it; formats: "HDF5 File Format Specification", IV.A).
#include "core/io/hdf5/hdf5_detail.h"

#include <algorithm>
#include <cstring>

namespace inspike {

namespace {

constexpr std::uint64_t kLayoutMessage = 0x08;
constexpr std::uint64_t kAttributeMessage = 0x0C;
constexpr std::uint64_t kContinuationMessage = 0x10;
constexpr std::size_t kMaxBlocks = 1000; // continuations of one header; more is a loop

struct Block
{
    std::uint64_t offset = 0;
    std::uint64_t length = 0;
};

// How the messages of a header are framed.
struct Framing
{
    bool modern = false;   // version 2
    bool numbered = false; // with creation order
    std::size_t head() const { return modern ? (numbered ? 6 : 4) : 8; }
};

std::vector<Hdf5Message> messagesIn(const std::vector<std::byte>& bytes, const Framing& framing)
{
    std::vector<Hdf5Message> messages;
    std::size_t at = 0;
    while (at + framing.head() <= bytes.size()) {
        const std::byte* head = bytes.data() + at;
        Hdf5Message message;
        message.type = littleEndian(head, framing.modern ? 1 : 2);
        const std::size_t size = littleEndian(head + (framing.modern ? 1 : 2), 2);
        message.flags = littleEndian(head + (framing.modern ? 3 : 4), 1);
        at += framing.head();
        if (size > bytes.size() - at)
            break;
        message.data.assign(bytes.begin() + static_cast<std::ptrdiff_t>(at),
                            bytes.begin() + static_cast<std::ptrdiff_t>(at + size));
        messages.push_back(std::move(message));
        at += size;
    }
    return messages;
}

// The first block of messages of the header at `at`; length 0 if there is no header.
Block firstBlock(std::ifstream& file, std::uint64_t fileSize, std::uint64_t at, Framing& framing)
{
    const auto head = bytesAt(file, fileSize, at, 16);
    if (head.empty())
        return {};
    if (littleEndian(head.data(), 1) == 1)
        return {at + 16, littleEndian(head.data() + 8, 4)};
    if (std::memcmp(head.data(), "OHDR", 4) != 0)
        return {};
    const std::uint64_t flags = littleEndian(head.data() + 5, 1);
    framing.modern = true;
    framing.numbered = (flags & 4U) != 0;
    const std::uint64_t sizeAt =
        at + 6 + ((flags & 0x20U) != 0 ? 16 : 0) + ((flags & 0x10U) != 0 ? 4 : 0);
    const std::size_t sizeBytes = std::size_t{1} << (flags & 3U);
    const auto size = bytesAt(file, fileSize, sizeAt, sizeBytes);
    if (size.empty())
        return {};
    return {sizeAt + sizeBytes, littleEndian(size.data(), sizeBytes)};
}

// The value of an attribute message if it has that name.
std::vector<std::byte> valueOf(const Hdf5Message& message, std::string_view name)
{
    const auto& data = message.data;
    if (data.size() < 9)
        return {};
    const std::uint64_t version = littleEndian(data.data(), 1);
    const auto padded = [version](std::uint64_t size) {
        return version == 1 ? (size + 7) / 8 * 8 : size;
    };
    const std::uint64_t nameSize = littleEndian(data.data() + 2, 2);
    const std::uint64_t nameAt = version == 3 ? 9 : 8;
    const std::uint64_t valueAt = nameAt + padded(nameSize) +
                                  padded(littleEndian(data.data() + 4, 2)) +
                                  padded(littleEndian(data.data() + 6, 2));
    if (nameSize != name.size() + 1 || valueAt > data.size() ||
        std::memcmp(data.data() + nameAt, name.data(), name.size()) != 0)
        return {};
    return {data.begin() + static_cast<std::ptrdiff_t>(valueAt), data.end()};
}

} // namespace

Hdf5Layout hdf5LayoutOf(hid_t file)
{
    const Hdf5Handle creation(H5Fget_create_plist(file), &H5Pclose);
    Hdf5Layout layout;
    hsize_t userBlock = 0;
    H5Pget_sizes(creation.get(), &layout.addressBytes, &layout.lengthBytes);
    H5Pget_userblock(creation.get(), &userBlock);
    layout.base = userBlock;
    return layout;
}

std::uint64_t littleEndian(const std::byte* bytes, std::size_t count)
{
    std::uint64_t value = 0;
    for (std::size_t i = count; i-- > 0;)
        value = value << 8U | std::to_integer<std::uint64_t>(bytes[i]);
    return value;
}

// Empty if the file has no such bytes.
std::vector<std::byte> bytesAt(std::ifstream& file, std::uint64_t fileSize, std::uint64_t offset,
                               std::uint64_t count)
{
    if (offset > fileSize || count > fileSize - offset)
        return {};
    std::vector<std::byte> bytes(count);
    file.clear();
    file.seekg(static_cast<std::streamoff>(offset));
    file.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(count));
    if (!file)
        bytes.clear();
    return bytes;
}

std::vector<Hdf5Message> Hdf5File::Impl::messagesOf(hid_t object) const
{
    H5O_info_t info;
    if (H5Oget_info(object, &info) < 0)
        return {};
    const Hdf5Layout layout = hdf5LayoutOf(file.get());
    std::ifstream stream(path, std::ios::binary);
    Framing framing;
    std::vector<Hdf5Message> all;
    std::vector<Block> blocks = {firstBlock(stream, fileSize, layout.base + info.addr, framing)};
    for (std::size_t i = 0; i < blocks.size() && blocks.size() < kMaxBlocks; ++i) {
        const auto bytes = bytesAt(stream, fileSize, blocks[i].offset, blocks[i].length);
        for (Hdf5Message& message : messagesIn(bytes, framing)) {
            if (message.type == kContinuationMessage &&
                message.data.size() >= layout.addressBytes + layout.lengthBytes) {
                Block next = {
                    layout.base + littleEndian(message.data.data(), layout.addressBytes),
                    littleEndian(message.data.data() + layout.addressBytes, layout.lengthBytes)};
                if (framing.modern && next.length >= 8) { // signature before, check sum after
                    next.offset += 4;
                    next.length -= 8;
                }
                blocks.push_back(next);
            }
            all.push_back(std::move(message));
        }
    }
    return all;
}

std::optional<Hdf5File::Impl::HeapReference>
Hdf5File::Impl::findTextReference(hid_t object, std::string_view name) const
{
    const Hdf5Layout layout = hdf5LayoutOf(file.get());
    for (const Hdf5Message& message : messagesOf(object)) {
        if (message.type != kAttributeMessage || (message.flags & 2U) != 0)
            continue;
        const auto value = valueOf(message, name);
        if (value.size() >= layout.referenceBytes())
            return referenceAt(value.data(), layout);
    }
    return std::nullopt;
}

std::vector<std::byte> Hdf5File::Impl::compactBytes(hid_t dataset) const
{
    for (const Hdf5Message& message : messagesOf(dataset)) {
        const auto& data = message.data;
        // Versions 3 and 4: version, class 0, size, bytes.
        if (message.type != kLayoutMessage || data.size() < 4 || littleEndian(data.data(), 1) < 3 ||
            littleEndian(data.data() + 1, 1) != 0)
            continue;
        const std::uint64_t size = littleEndian(data.data() + 2, 2);
        if (size <= data.size() - 4)
            return {data.begin() + 4, data.begin() + 4 + static_cast<std::ptrdiff_t>(size)};
    }
    return {};
}

Hdf5File::Impl::HeapReference Hdf5File::Impl::referenceAt(const std::byte* bytes,
                                                          const Hdf5Layout& layout)
{
    return {littleEndian(bytes, 4), littleEndian(bytes + 4, layout.addressBytes),
            static_cast<std::uint32_t>(littleEndian(bytes + 4 + layout.addressBytes, 4))};
}

} // namespace inspike
