// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The only door to HDF5: files, groups, data sets and attributes as values that close themselves,
// every failure an Error. Names are paths ("/spikes/times"). Shapes are checked against what the
// file really stores before anything is allocated. Not for use from several threads at once.

#include "core/data/tensor.h"
#include "core/io/column.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace inspike {

// Fills a list of a file that is being made; at most one chunk is kept in memory. Must not outlive
// the file.
class Hdf5Appender
{
public:
    static constexpr std::uint64_t kChunk = std::uint64_t{1} << 20U; // elements

    Hdf5Appender(Hdf5Appender&&) noexcept;
    ~Hdf5Appender();

    // Elements in native byte order. Throws Error{BadShape} for more than the list is to hold and
    // Error{BadOutput} when they cannot be written.
    void append(std::span<const std::byte> elements);

private:
    friend class Hdf5File;
    struct Impl;
    explicit Hdf5Appender(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

// What a group holds under a name.
struct Hdf5Entry
{
    enum class Kind {
        Group,
        Dataset,
        Other // a link that leads nowhere or into another file
    };
    std::string name;
    Kind kind = Kind::Other;
    std::uint64_t identity = 0; // the same for two names of one object
};

class Hdf5File
{
public:
    // Throws Error{NotFound} (missing, unreadable, folder) or Error{BadFormat} (not HDF5, damaged).
    static Hdf5File open(const std::filesystem::path& path);
    // Throws Error{BadOutput}. Files carry no time stamps: same content, same bytes.
    static Hdf5File create(const std::filesystem::path& path);
    Hdf5File(Hdf5File&&) noexcept;
    Hdf5File& operator=(Hdf5File&&) noexcept;
    ~Hdf5File();

    // Writes what is still pending; throws Error{BadOutput}, which the destructor cannot. The
    // object must not be used afterwards.
    void close();

    // --- what there is
    bool hasGroup(std::string_view path) const;
    bool hasDataset(std::string_view path) const;
    std::vector<std::string> children(std::string_view group) const; // names, sorted
    std::vector<Hdf5Entry> entries(std::string_view group) const;    // sorted by name
    std::vector<std::size_t> shape(std::string_view dataset) const;
    DType dtype(std::string_view dataset) const; // Error{Unsupported} for text, compounds, ...

    // --- reading; converted to the type asked for by the library
    Tensor readTensor(std::string_view dataset) const; // in its own type
    std::vector<float> readFloats(std::string_view dataset) const;
    std::vector<double> readDoubles(std::string_view dataset) const;
    std::vector<std::int64_t> readIntegers(std::string_view dataset) const;
    std::vector<std::string> readTexts(std::string_view dataset) const; // fixed or variable length
    bool isText(std::string_view dataset) const; // false, too, if there is no such
    // Entry `index` of a data set of variable-length numbers (float16/32/64 or integers); reads no
    // other.
    std::vector<double> readVariableLength(std::string_view dataset, std::size_t index) const;
    bool isVariableLength(std::string_view dataset) const; // false, too, if there is no such
    // Lengths of all entries, without reading them.
    std::vector<std::uint64_t> variableLengths(std::string_view dataset) const;
    // A list of numbers that is read piece by piece; outlives this object. Mapped, and read without
    // the library, where the file holds the elements as they are in memory. Other element types
    // become float32. Throws Error{BadFormat} for more than one dimension.
    std::shared_ptr<const Column> column(std::string_view dataset) const;

    // --- attributes of a group or data set ("/" is the root)
    bool hasAttribute(std::string_view object, std::string_view name) const;
    std::optional<std::string> textAttribute(std::string_view object, std::string_view name) const;
    std::optional<double> numberAttribute(std::string_view object, std::string_view name) const;
    // Empty if there is none or it is not of numbers.
    std::vector<std::int64_t> integersAttribute(std::string_view object,
                                                std::string_view name) const;

    // --- writing; missing groups on the way are made
    // Data sets written from now on are compressed (deflate) if that may pay; off at first.
    void setCompressed(bool on);
    void makeGroup(std::string_view path);
    void writeTensor(std::string_view dataset, const Tensor& tensor);
    void writeFloats(std::string_view dataset, const std::vector<std::size_t>& shape,
                     std::span<const float> values);
    void writeIntegers(std::string_view dataset, std::span<const std::int64_t> values);
    void writeUnsigned(std::string_view dataset, std::span<const std::uint64_t> values);
    void writeTexts(std::string_view dataset, std::span<const std::string> texts); // UTF-8
    // Of variable length, as other programs write text; a shape of no dimensions is one text.
    void writeTexts(std::string_view dataset, const std::vector<std::size_t>& shape,
                    std::span<const std::string> texts);
    // A list of `size` elements that is filled from front to back; never compressed, so that it can
    // be mapped.
    Hdf5Appender makeList(std::string_view dataset, DType type, std::uint64_t size);
    void setAttribute(std::string_view object, std::string_view name, std::string_view text);
    void setAttribute(std::string_view object, std::string_view name, double number);
    void setAttribute(std::string_view object, std::string_view name, std::int64_t number);
    void setAttribute(std::string_view object, std::string_view name,
                      const std::vector<std::int64_t>& numbers);

private:
    friend class Hdf5Appender;
    struct Impl;
    explicit Hdf5File(std::shared_ptr<Impl> impl);
    std::shared_ptr<Impl> m_impl; // columns keep the file open
};

// True if the file starts like HDF5 (also with a user block); never throws.
bool isHdf5(const std::filesystem::path& path) noexcept;
// Root attribute inspike_kind, if the file is HDF5 and has one; never throws.
std::optional<std::string> inspikeKind(const std::filesystem::path& path) noexcept;

} // namespace inspike
