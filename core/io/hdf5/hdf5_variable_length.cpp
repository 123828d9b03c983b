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

// Copies the rows of a chunk that lie within the data set to where they belong.
void placeChunk(const std::vector<std::byte>& bytes, const std::vector<hsize_t>& chunk,
                const std::vector<hsize_t>& first, const std::vector<std::size_t>& shape,
                std::size_t elementSize, std::vector<std::byte>& all)
{
    const std::size_t last = shape.size() - 1;
    const std::size_t width =
        std::min<std::size_t>(chunk[last], shape[last] - first[last]) * elementSize;
    std::vector<hsize_t> row(shape.size(), 0); // within the chunk; the last one stays 0
    while (true) {
        std::size_t from = 0;
        std::size_t to = 0;
        bool inside = true;
        for (std::size_t d = 0; d <= last; ++d) {
            inside = inside && first[d] + row[d] < shape[d];
            from = from * chunk[d] + row[d];
            to = to * shape[d] + first[d] + row[d];
        }
        if (inside) {
            std::copy_n(bytes.begin() + static_cast<std::ptrdiff_t>(from * elementSize), width,
                        all.begin() + static_cast<std::ptrdiff_t>(to * elementSize));
        }
        std::size_t d = last;
        while (d > 0 && ++row[d - 1] == chunk[d - 1])
            row[--d] = 0;
        if (d == 0)
            return;
    }
}

// Moves on to the next chunk, row by row; false after the last.
bool nextChunk(std::vector<hsize_t>& first, const std::vector<hsize_t>& chunk,
               const std::vector<std::size_t>& shape)
{
    for (std::size_t d = shape.size(); d-- > 0;) {
        first[d] += chunk[d];
        if (first[d] < shape[d])
            return true;
        first[d] = 0;
    }
    return false;
}

// The bytes of a chunk without its filters; nothing if they are damaged, empty if never written.
std::optional<std::vector<std::byte>> chunkAt(hid_t dataset, hid_t creation,
                                              const std::vector<hsize_t>& first,
                                              std::size_t chunkBytes, std::size_t elementSize,
                                              std::uint64_t fileSize)
{
    unsigned skipped = 0;
    haddr_t address = HADDR_UNDEF;
    hsize_t size = 0;
    if (H5Dget_chunk_info_by_coord(dataset, first.data(), &skipped, &address, &size) < 0)
        return std::nullopt;
    if (address == HADDR_UNDEF)
        return std::vector<std::byte>();
    if (size > fileSize)
        return std::nullopt;
    std::vector<std::byte> bytes(size);
    std::uint32_t mask = 0;
    if (H5Dread_chunk(dataset, H5P_DEFAULT, first.data(), &mask, bytes.data()) < 0)
        return std::nullopt;
    bytes = unfiltered(std::move(bytes), creation, mask, chunkBytes, elementSize);
    if (bytes.size() < chunkBytes)
        return std::nullopt;
    return bytes;
}

std::vector<std::byte> chunkedReferences(hid_t dataset, hid_t creation,
                                         const std::vector<std::size_t>& shape,
                                         std::size_t elementSize, std::uint64_t fileSize)
{
    std::vector<std::byte> all(checkedElements(shape) * elementSize);
    std::vector<hsize_t> chunk(shape.size(), 0);
    const int rank = static_cast<int>(shape.size());
    if (rank == 0 || H5Pget_chunk(creation, rank, chunk.data()) != rank)
        return {};
    // checkedCount() found that the file stores about as much as chunks of this size unfold to.
    std::size_t chunkBytes = elementSize;
    for (const hsize_t size : chunk) {
        if (size == 0 || __builtin_mul_overflow(chunkBytes, size, &chunkBytes))
            return {};
    }
    std::vector<hsize_t> first(shape.size(), 0);
    do {
        const auto bytes = chunkAt(dataset, creation, first, chunkBytes, elementSize, fileSize);
        if (!bytes)
            return {};
        if (!bytes->empty())
            placeChunk(*bytes, chunk, first, shape, elementSize, all);
    } while (nextChunk(first, chunk, shape));
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
        bytes = chunkedReferences(dataset, creation.get(), shapeOf(dataset, name), size, fileSize);
    } else if (H5Pget_layout(creation.get()) == H5D_CONTIGUOUS) {
        const haddr_t offset = H5Dget_offset(dataset);
        if (offset == HADDR_UNDEF)
            return references; // never written
        std::ifstream stream(path, std::ios::binary);
        bytes = bytesAt(stream, fileSize, offset, count * size);
    } else if (H5Pget_layout(creation.get()) == H5D_COMPACT) {
        bytes = compactBytes(dataset);
    }
    if (bytes.size() != count * size)
        failReading(name, dataset);
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
    const HeapCollection* collection = heapCollection(reference.address);
    if (collection != nullptr) {
        const auto found = collection->objects.find(reference.index);
        if (found != collection->objects.end() &&
            reference.length <= found->second.size / elementSize) {
            const std::uint64_t size = reference.length * elementSize;
            if (!collection->bytes.empty()) {
                const auto from =
                    collection->bytes.begin() + static_cast<std::ptrdiff_t>(found->second.offset);
                return {from, from + static_cast<std::ptrdiff_t>(size)};
            }
            std::ifstream stream(path, std::ios::binary);
            auto bytes = bytesAt(stream, fileSize, collection->offset + found->second.offset, size);
            if (!bytes.empty())
                return bytes;
        }
    }
    throw Error(ErrorKind::BadFormat, "an entry of " + std::string(name) + " in " + path.string() +
                                          " lies outside the file's heap");
}

const Hdf5File::Impl::HeapCollection* Hdf5File::Impl::heapCollection(std::uint64_t address) const
{
    // Lists of texts name the same collections again and again.
    constexpr std::uint64_t kKeptWhole = std::uint64_t{1} << 20U; // bytes
    constexpr std::size_t kKept = 64;                             // collections
    const auto known = heap.find(address);
    if (known != heap.end())
        return &known->second;
    const Hdf5Layout layout = hdf5LayoutOf(file.get());
    const std::size_t header = layout.heapHeaderBytes();
    std::ifstream stream(path, std::ios::binary);
    if (address > fileSize)
        return nullptr;
    HeapCollection made;
    made.offset = layout.base + address;
    const auto head = bytesAt(stream, fileSize, made.offset, header);
    if (head.empty() || std::memcmp(head.data(), "GCOL", 4) != 0)
        return nullptr;
    const std::uint64_t end = littleEndian(head.data() + 8, layout.lengthBytes);
    if (end > fileSize)
        return nullptr;
    if (end <= kKeptWhole)
        made.bytes = bytesAt(stream, fileSize, made.offset, end);
    const auto headerAt = [&](std::uint64_t at) -> std::vector<std::byte> {
        if (made.bytes.empty())
            return bytesAt(stream, fileSize, made.offset + at, header);
        if (at + header > made.bytes.size())
            return {};
        const auto from = made.bytes.begin() + static_cast<std::ptrdiff_t>(at);
        return {from, from + static_cast<std::ptrdiff_t>(header)};
    };
    for (std::uint64_t at = header; at < end;) {
        const auto object = headerAt(at);
        if (object.empty() || littleEndian(object.data(), 2) == 0)
            break; // the rest is free
        const std::uint64_t size = littleEndian(object.data() + 8, layout.lengthBytes);
        if (size > end - at)
            break;
        const bool whole = at + header + size <= end;
        if (whole) {
            made.objects.try_emplace(static_cast<std::uint32_t>(littleEndian(object.data(), 2)),
                                     HeapCollection::Object{at + header, size});
        }
        at += header + (size + 7) / 8 * 8;
    }
    if (heap.size() >= kKept)
        heap.clear();
    return &heap.emplace(address, std::move(made)).first->second;
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
