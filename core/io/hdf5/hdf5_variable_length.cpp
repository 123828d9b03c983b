// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Variable-length entries and text. The library up to 1.12 trusts the lengths in damaged files and
// writes beyond its buffers, so the references and the heap objects they name are read here, with
// every size checked; the library only converts the numbers.
#include "core/io/hdf5/hdf5_detail.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <fstream>

namespace inspike {

namespace {

// How often the same stored bytes may be referred to before a file counts as hostile.
constexpr std::size_t kMaxReuse = 16;

std::vector<std::byte> inflated(const std::vector<std::byte>& packed, std::size_t size)
{
    std::vector<std::byte> bytes(size);
    uLongf length = size;
    const int result = uncompress(reinterpret_cast<Bytef*>(bytes.data()), &length,
                                  reinterpret_cast<const Bytef*>(packed.data()), packed.size());
    bytes.resize(result == Z_OK ? length : 0);
    return bytes;
}

std::vector<std::byte> unshuffled(const std::vector<std::byte>& bytes, std::size_t elementSize)
{
    const std::size_t elements = bytes.size() / elementSize;
    std::vector<std::byte> result = bytes;
    for (std::size_t i = 0; i < elements; ++i) {
        for (std::size_t part = 0; part < elementSize; ++part)
            result[i * elementSize + part] = bytes[part * elements + i];
    }
    return result;
}

// Undoes the filters of a chunk; empty if one of them is unknown or the data are damaged.
std::vector<std::byte> unfiltered(std::vector<std::byte> bytes, hid_t creation, unsigned skipped,
                                  std::size_t chunkBytes, std::size_t elementSize)
{
    for (int i = H5Pget_nfilters(creation); i-- > 0;) {
        if ((skipped >> static_cast<unsigned>(i) & 1U) != 0)
            continue;
        unsigned flags = 0;
        std::size_t values = 0;
        const H5Z_filter_t filter = H5Pget_filter2(creation, static_cast<unsigned>(i), &flags,
                                                   &values, nullptr, 0, nullptr, nullptr);
        if (filter == H5Z_FILTER_DEFLATE)
            bytes = inflated(bytes, chunkBytes);
        else if (filter == H5Z_FILTER_SHUFFLE)
            bytes = unshuffled(bytes, elementSize);
        else if (filter == H5Z_FILTER_FLETCHER32 && bytes.size() >= 4)
            bytes.resize(bytes.size() - 4);
        else
            return {};
    }
    return bytes;
}

std::vector<std::byte> chunkedReferences(hid_t dataset, hid_t creation, std::size_t count,
                                         std::size_t elementSize, std::uint64_t fileSize)
{
    std::vector<std::byte> all(count * elementSize);
    hsize_t chunk = 0;
    if (H5Pget_chunk(creation, 1, &chunk) != 1 || chunk == 0)
        return {};
    const std::size_t chunkBytes = chunk * elementSize;
    for (hsize_t first = 0; first < count; first += chunk) {
        unsigned skipped = 0;
        haddr_t address = HADDR_UNDEF;
        hsize_t size = 0;
        if (H5Dget_chunk_info_by_coord(dataset, &first, &skipped, &address, &size) < 0)
            return {};
        if (address == HADDR_UNDEF)
            continue; // never written: empty entries
        if (size > fileSize)
            return {};
        std::vector<std::byte> bytes(size);
        std::uint32_t mask = 0;
        if (H5Dread_chunk(dataset, H5P_DEFAULT, &first, &mask, bytes.data()) < 0)
            return {};
        bytes = unfiltered(std::move(bytes), creation, mask, chunkBytes, elementSize);
        const std::size_t wanted = std::min<std::size_t>(chunk, count - first) * elementSize;
        if (bytes.size() < wanted)
            return {};
        std::copy_n(bytes.begin(), wanted,
                    all.begin() + static_cast<std::ptrdiff_t>(first * elementSize));
    }
    return all;
}

// Text up to its padding.
std::string trimmedText(const std::byte* bytes, std::size_t size, bool spacePadded)
{
    std::string text(reinterpret_cast<const char*>(bytes), size);
    text.resize(std::min(text.find('\0'), text.size()));
    while (spacePadded && !text.empty() && text.back() == ' ')
        text.pop_back();
    return text;
}

} // namespace

std::vector<Hdf5File::Impl::HeapReference>
Hdf5File::Impl::readReferences(hid_t dataset, std::string_view name) const
{
    const std::size_t count = checkedCount(dataset, name);
    const Hdf5Handle creation(H5Dget_create_plist(dataset), &H5Pclose);
    const Hdf5Layout layout = hdf5LayoutOf(file.get());
    const std::size_t size = layout.referenceBytes();
    std::vector<HeapReference> references(count);
    if (count == 0)
        return references;
    std::vector<std::byte> bytes;
    if (H5Pget_layout(creation.get()) == H5D_CHUNKED) {
        bytes = chunkedReferences(dataset, creation.get(), count, size, fileSize);
    } else if (H5Pget_layout(creation.get()) == H5D_CONTIGUOUS) {
        const haddr_t offset = H5Dget_offset(dataset);
        if (offset == HADDR_UNDEF)
            return references; // never written
        std::ifstream stream(path, std::ios::binary);
        bytes = bytesAt(stream, fileSize, offset, count * size);
    }
    if (bytes.size() != count * size)
        failReading(name);
    for (std::size_t i = 0; i < count; ++i) {
        const std::byte* at = bytes.data() + i * size;
        references[i] = referenceAt(at, layout);
    }
    return references;
}

std::vector<std::byte> Hdf5File::Impl::readHeapObject(const HeapReference& reference,
                                                      std::size_t elementSize,
                                                      std::string_view name) const
{
    if (reference.length == 0)
        return {};
    const auto damaged = [&] {
        return Error(ErrorKind::BadFormat, "an entry of " + std::string(name) + " in " +
                                               path.string() + " lies outside the file's heap");
    };
    const Hdf5Layout layout = hdf5LayoutOf(file.get());
    const std::size_t header = layout.heapHeaderBytes();
    std::ifstream stream(path, std::ios::binary);
    if (reference.address > fileSize)
        throw damaged();
    std::uint64_t at = layout.base + reference.address;
    const auto head = bytesAt(stream, fileSize, at, header);
    if (head.empty() || std::memcmp(head.data(), "GCOL", 4) != 0)
        throw damaged();
    const std::uint64_t collection = littleEndian(head.data() + 8, layout.lengthBytes);
    if (collection > fileSize)
        throw damaged();
    const std::uint64_t end = at + collection;
    at += header;
    while (at < end) {
        const auto object = bytesAt(stream, fileSize, at, header);
        if (object.empty() || littleEndian(object.data(), 2) == 0)
            break; // the rest is free
        const std::uint64_t size = littleEndian(object.data() + 8, layout.lengthBytes);
        if (size > fileSize)
            break;
        if (littleEndian(object.data(), 2) == reference.index) {
            if (reference.length * elementSize > size)
                break;
            auto bytes = bytesAt(stream, fileSize, at + header, reference.length * elementSize);
            if (bytes.empty())
                break;
            return bytes;
        }
        at += header + (size + 7) / 8 * 8;
    }
    throw damaged();
}

bool Hdf5File::isVariableLength(std::string_view dataset) const
{
    if (!hasDataset(dataset))
        return false;
    const Hdf5Handle object = m_impl->openDataset(dataset);
    const Hdf5Handle type(H5Dget_type(object.get()), &H5Tclose);
    return H5Tget_class(type.get()) == H5T_VLEN;
}

std::vector<std::uint64_t> Hdf5File::variableLengths(std::string_view dataset) const
{
    const Hdf5Handle object = m_impl->openDataset(dataset);
    const Hdf5Handle type(H5Dget_type(object.get()), &H5Tclose);
    if (H5Tget_class(type.get()) != H5T_VLEN) {
        throw Error(ErrorKind::BadFormat, std::string(dataset) + " in " + m_impl->path.string() +
                                              " does not hold entries of variable length");
    }
    std::vector<std::uint64_t> lengths;
    for (const auto& reference : m_impl->readReferences(object.get(), dataset)) {
        if (reference.length > m_impl->fileSize) {
            throw Error(ErrorKind::BadFormat, "an entry of " + std::string(dataset) + " in " +
                                                  m_impl->path.string() + " claims " +
                                                  std::to_string(reference.length) + " elements");
        }
        lengths.push_back(reference.length);
    }
    return lengths;
}

std::vector<double> Hdf5File::readVariableLength(std::string_view dataset, std::size_t index) const
{
    const auto lengths = variableLengths(dataset);
    if (index >= lengths.size()) {
        throw Error(ErrorKind::NotFound, "no entry " + std::to_string(index) + " in " +
                                             std::string(dataset) + " of " + m_impl->path.string() +
                                             ", which has " + std::to_string(lengths.size()));
    }
    const Hdf5Handle object = m_impl->openDataset(dataset);
    const Hdf5Handle type(H5Dget_type(object.get()), &H5Tclose);
    const Hdf5Handle element(H5Tget_super(type.get()), &H5Tclose);
    const H5T_class_t kind = H5Tget_class(element.get());
    const std::size_t size = H5Tget_size(element.get());
    if ((kind != H5T_FLOAT && kind != H5T_INTEGER) || size > sizeof(double)) {
        throw Error(ErrorKind::Unsupported, std::string(dataset) + " in " + m_impl->path.string() +
                                                " does not hold plain numbers");
    }
    const auto reference = m_impl->readReferences(object.get(), dataset)[index];
    const auto bytes = m_impl->readHeapObject(reference, size, dataset);
    std::vector<double> values(reference.length);
    if (values.empty())
        return values;
    std::memcpy(values.data(), bytes.data(), bytes.size());
    // Half floats of the file become doubles before anybody scales them.
    if (H5Tconvert(element.get(), H5T_NATIVE_DOUBLE, values.size(), values.data(), nullptr,
                   H5P_DEFAULT) < 0)
        m_impl->failReading(dataset);
    return values;
}

bool Hdf5File::isText(std::string_view dataset) const
{
    if (!hasDataset(dataset))
        return false;
    const Hdf5Handle object = m_impl->openDataset(dataset);
    const Hdf5Handle type(H5Dget_type(object.get()), &H5Tclose);
    return H5Tget_class(type.get()) == H5T_STRING;
}

std::vector<std::string> Hdf5File::readTexts(std::string_view dataset) const
{
    const Hdf5Handle object = m_impl->openDataset(dataset);
    const Hdf5Handle type(H5Dget_type(object.get()), &H5Tclose);
    if (H5Tget_class(type.get()) != H5T_STRING) {
        throw Error(ErrorKind::Unsupported,
                    std::string(dataset) + " in " + m_impl->path.string() + " does not hold text");
    }
    const bool spacePadded = H5Tget_strpad(type.get()) == H5T_STR_SPACEPAD;
    std::vector<std::string> texts;
    if (H5Tis_variable_str(type.get()) > 0) {
        std::size_t total = 0;
        for (const auto& reference : m_impl->readReferences(object.get(), dataset)) {
            const auto bytes = m_impl->readHeapObject(reference, 1, dataset);
            total += bytes.size();
            if (total > kMaxReuse * m_impl->fileSize) {
                throw Error(ErrorKind::BadFormat, std::string(dataset) + " in " +
                                                      m_impl->path.string() +
                                                      " claims more text than the file holds");
            }
            texts.push_back(trimmedText(bytes.data(), bytes.size(), spacePadded));
        }
        return texts;
    }
    const std::size_t size = H5Tget_size(type.get());
    const auto bytes = m_impl->readAs(dataset, type.get(), size);
    for (std::size_t at = 0; size > 0 && at < bytes.size(); at += size)
        texts.push_back(trimmedText(bytes.data() + at, size, spacePadded));
    return texts;
}

} // namespace inspike
