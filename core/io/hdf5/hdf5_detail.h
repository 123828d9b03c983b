// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Inside of the HDF5 cage: handles that close themselves, the translation of the library's errors,
// and the state of an open file. Only for the .cpp files of this folder.

#include "core/base/error.h"
#include "core/io/hdf5/hdf5_file.h"

#include <hdf5.h>

#include <fstream>
#include <span>
#include <unordered_map>

namespace inspike {

// An identifier of the library with the function that closes it.
class Hdf5Handle
{
public:
    using Close = herr_t (*)(hid_t);

    Hdf5Handle() = default;
    Hdf5Handle(hid_t id, Close close) : m_id(id), m_close(close) {}
    Hdf5Handle(Hdf5Handle&& other) noexcept
        : m_id(std::exchange(other.m_id, -1)), m_close(other.m_close)
    {}
    Hdf5Handle& operator=(Hdf5Handle&& other) noexcept
    {
        std::swap(m_id, other.m_id);
        std::swap(m_close, other.m_close);
        return *this;
    }
    ~Hdf5Handle() { close(); }

    hid_t get() const { return m_id; }
    explicit operator bool() const { return m_id >= 0; }
    herr_t close()
    {
        const hid_t id = std::exchange(m_id, -1);
        return id >= 0 && m_close != nullptr ? m_close(id) : 0;
    }

private:
    hid_t m_id = -1;
    Close m_close = nullptr;
};

// Stops the library from printing; its error stacks are per thread.
void silenceHdf5();
// What the library says about the failure that just happened, innermost cause; may be empty.
std::string hdf5Cause();

// Attributes of own files stay in the header, where damaged ones can be told.
constexpr unsigned kMaxHeaderAttributes = 1000;

// How the file writes addresses and lengths.
struct Hdf5Layout
{
    std::size_t addressBytes = 8;
    std::size_t lengthBytes = 8;
    std::uint64_t base = 0; // length of the user block; addresses count from its end

    std::size_t referenceBytes() const { return 4 + addressBytes + 4; }
    std::size_t heapHeaderBytes() const { return 8 + lengthBytes; }
};

// Why a data set cannot be read: a filter that the library does not have. Empty if it has all.
std::string missingHdf5Filter(hid_t dataset);

Hdf5Layout hdf5LayoutOf(hid_t file);
std::uint64_t littleEndian(const std::byte* bytes, std::size_t count);
// Empty if the file has no such bytes.
std::vector<std::byte> bytesAt(std::ifstream& file, std::uint64_t fileSize, std::uint64_t offset,
                               std::uint64_t count);

// Part of the header of an object.
struct Hdf5Message
{
    std::uint64_t type = 0;
    std::uint64_t flags = 0;
    std::vector<std::byte> data;
};

struct Hdf5File::Impl
{
    std::filesystem::path path;
    Hdf5Handle file;
    Hdf5Handle linkAccess; // refuses links that lead into other files
    std::uintmax_t fileSize = 0;
    bool compressed = false;
    std::shared_ptr<const MappedFile> mapped; // once a column needs it

    // Where the file keeps entries of variable length.
    struct HeapCollection
    {
        struct Object
        {
            std::uint64_t offset = 0; // within the collection
            std::uint64_t size = 0;
        };
        std::uint64_t offset = 0;     // in the file
        std::vector<std::byte> bytes; // of small ones
        std::unordered_map<std::uint32_t, Object> objects;
    };
    mutable std::unordered_map<std::uint64_t, HeapCollection> heap; // those read last, by address

    // Error{kind} "cannot <action> <object> in <file>: <cause>".
    [[noreturn]] void fail(ErrorKind kind, const std::string& action,
                           std::string_view object) const;
    [[noreturn]] void failReading(std::string_view object) const;
    // Names a filter that the library lacks.
    [[noreturn]] void failReading(std::string_view object, hid_t dataset) const;
    [[noreturn]] void failWriting(std::string_view object) const;

    // The groups on the way to what was looked at last, because names come group by group.
    struct OpenGroup
    {
        std::string name;
        Hdf5Handle group;
    };
    mutable std::vector<OpenGroup> groups;
    // The group that the names lead to, outermost first; negative if there is none in this file.
    hid_t lookInto(std::span<const std::string> parts) const;
    // Nothing if the path does not lead to an object of this file.
    Hdf5Handle findObject(std::string_view object) const;
    Hdf5Handle openObject(std::string_view object) const;
    Hdf5Handle openDataset(std::string_view dataset) const;
    std::vector<std::size_t> shapeOf(hid_t dataset, std::string_view name) const;
    // Number of elements, after comparing the claimed size with what the file stores.
    std::size_t checkedCount(hid_t dataset, std::string_view name) const;
    DType dtypeOf(hid_t type, std::string_view name) const;

    // Reads all elements, converted to `memoryType` of `size` bytes each.
    std::vector<std::byte> readAs(std::string_view name, hid_t memoryType, std::size_t size) const;
    std::vector<std::byte> readAs(hid_t dataset, std::string_view name, hid_t memoryType,
                                  std::size_t size) const;
    template <typename T>
    std::vector<T> readNumbers(std::string_view name, hid_t memoryType) const;

    // Entry of a variable-length data set as the file refers to it.
    struct HeapReference
    {
        std::uint64_t length = 0; // in elements
        std::uint64_t address = 0;
        std::uint32_t index = 0;
    };
    std::vector<HeapReference> readReferences(hid_t dataset, std::string_view name) const;
    static HeapReference referenceAt(const std::byte* bytes, const Hdf5Layout& layout);
    std::vector<Hdf5Message> messagesOf(hid_t object) const;
    // The elements of a data set that lie in its header; empty if they are kept elsewhere.
    std::vector<std::byte> compactBytes(hid_t dataset) const;
    // Of a text attribute in the header of an object; nothing if it is kept elsewhere.
    std::optional<HeapReference> findTextReference(hid_t object, std::string_view name) const;
    // The bytes of an entry of elements of `elementSize` bytes each.
    std::vector<std::byte> readHeapObject(const HeapReference& reference, std::size_t elementSize,
                                          std::string_view name) const;
    // nullptr if there is none at that address.
    const HeapCollection* heapCollection(std::uint64_t address) const;

    Hdf5Handle openAttribute(std::string_view object, std::string_view name) const;
    void writeAttribute(std::string_view object, std::string_view name, hid_t type, hid_t space,
                        const void* data);
    void writeArray(std::string_view dataset, hid_t fileType, hid_t memoryType,
                    std::size_t elementSize, const std::vector<std::size_t>& shape,
                    const void* data);
};

// The library's type for elements of that kind in memory.
Hdf5Handle hdf5TypeOf(DType type);

// Makes the groups on the way to an object, and the object itself if `whole`.
void makeHdf5Groups(hid_t file, std::string_view path, bool whole);
// For links and data sets that are made here: names in UTF-8, no time stamps.
Hdf5Handle hdf5LinkMaker();
Hdf5Handle hdf5DatasetMaker();

} // namespace inspike
