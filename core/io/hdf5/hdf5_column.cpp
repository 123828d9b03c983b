// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Long data sets of one dimension, read piece by piece: mapped where the file holds the elements as
// they are in memory, else through the library.
#include "core/io/hdf5/hdf5_detail.h"

#include <algorithm>
#include <mutex>

namespace inspike {

namespace {

// The library walks all chunks to find one: the cost of asking for all grows with the square.
constexpr hsize_t kMostChunks = 4096;
constexpr std::size_t kMostCache = std::size_t{64} << 20U;

// Elements as the library converts them. Keeps the file open.
class LibraryColumn : public Column
{
public:
    LibraryColumn(std::shared_ptr<const void> file, Hdf5Handle dataset, Hdf5Handle stored,
                  DType type, std::uint64_t size, std::string name)
        : m_file(std::move(file)),
          m_dataset(std::move(dataset)),
          m_stored(std::move(stored)),
          m_type(type),
          m_size(size),
          m_name(std::move(name))
    {}

    std::uint64_t size() const override { return m_size; }
    DType dtype() const override { return m_type; }

    void read(std::uint64_t first, std::uint64_t count, std::byte* to) const override
    {
        if (first > m_size || count > m_size - first)
            throw Error(ErrorKind::BadShape, "elements beyond the end of " + m_name);
        if (count == 0)
            return;
        silenceHdf5();
        const std::scoped_lock lock(m_mutex);
        const hsize_t start = first;
        const hsize_t length = count;
        const Hdf5Handle inFile(H5Dget_space(m_dataset.get()), &H5Sclose);
        const Hdf5Handle inMemory(H5Screate_simple(1, &length, nullptr), &H5Sclose);
        const Hdf5Handle native = hdf5TypeOf(m_type);
        const bool enumerated = H5Tget_class(m_stored.get()) == H5T_ENUM;
        const hid_t readType = enumerated ? m_stored.get() : native.get();
        if (H5Sselect_hyperslab(inFile.get(), H5S_SELECT_SET, &start, nullptr, &length, nullptr) <
                0 ||
            H5Dread(m_dataset.get(), readType, inMemory.get(), inFile.get(), H5P_DEFAULT, to) < 0)
            fail();
        if (!enumerated)
            return;
        // The library converts no enumeration to numbers; its base has the width of m_type.
        const Hdf5Handle base(H5Tget_super(m_stored.get()), &H5Tclose);
        if (H5Tconvert(base.get(), native.get(), count, to, nullptr, H5P_DEFAULT) < 0)
            fail();
    }

private:
    [[noreturn]] void fail() const
    {
        const std::string cause = hdf5Cause();
        const std::string missing = missingHdf5Filter(m_dataset.get());
        if (!missing.empty())
            throw Error(ErrorKind::Unsupported, "cannot read " + m_name + ": " + missing);
        throw Error(ErrorKind::BadFormat,
                    "cannot read " + m_name + (cause.empty() ? "" : ": " + cause));
    }

    std::shared_ptr<const void> m_file; // closed after all handles
    Hdf5Handle m_dataset;
    Hdf5Handle m_stored; // type in the file
    DType m_type;
    std::uint64_t m_size;
    std::string m_name;
    mutable std::mutex m_mutex;
};

std::optional<std::vector<ColumnStretch>> chunkStretches(hid_t dataset, hid_t creation,
                                                         std::uint64_t size, std::size_t width)
{
    hsize_t chunk = 0;
    hsize_t stored = 0;
    const Hdf5Handle space(H5Dget_space(dataset), &H5Sclose);
    if (H5Pget_chunk(creation, 1, &chunk) != 1 || chunk == 0 || H5Pget_nfilters(creation) != 0 ||
        H5Dget_num_chunks(dataset, space.get(), &stored) < 0)
        return std::nullopt;
    const hsize_t expected = size / chunk + (size % chunk != 0 ? 1 : 0);
    if (stored != expected || stored > kMostChunks)
        return std::nullopt;
    std::vector<ColumnStretch> stretches(static_cast<std::size_t>(expected));
    for (hsize_t i = 0; i < expected; ++i) {
        hsize_t first = 0;
        hsize_t bytes = 0;
        unsigned mask = 0;
        haddr_t address = HADDR_UNDEF;
        if (H5Dget_chunk_info(dataset, space.get(), i, &first, &mask, &address, &bytes) < 0 ||
            address == HADDR_UNDEF || bytes != chunk * width || first % chunk != 0 || first >= size)
            return std::nullopt;
        stretches[static_cast<std::size_t>(first / chunk)] = {
            first, std::min<std::uint64_t>(chunk, size - first), address};
    }
    // Each place is filled once.
    const bool whole = std::all_of(stretches.begin(), stretches.end(),
                                   [](const ColumnStretch& each) { return each.count > 0; });
    return whole ? std::optional(std::move(stretches)) : std::nullopt;
}

// Where the elements lie, if they lie there as they are in memory.
std::optional<std::vector<ColumnStretch>> stretchesOf(hid_t dataset, std::uint64_t size,
                                                      std::size_t width)
{
    if (size == 0)
        return std::vector<ColumnStretch>();
    const Hdf5Handle creation(H5Dget_create_plist(dataset), &H5Pclose);
    if (H5Pget_layout(creation.get()) == H5D_CHUNKED)
        return chunkStretches(dataset, creation.get(), size, width);
    const haddr_t address = H5Dget_offset(dataset);
    if (H5Pget_layout(creation.get()) != H5D_CONTIGUOUS || address == HADDR_UNDEF ||
        H5Dget_storage_size(dataset) < size * width)
        return std::nullopt;
    return std::vector<ColumnStretch>{{0, size, address}};
}

// Room for two chunks, so that neighbouring pieces of a compressed one unpack it once.
Hdf5Handle cachedAccess(hid_t dataset, std::size_t width)
{
    Hdf5Handle access(H5Pcreate(H5P_DATASET_ACCESS), &H5Pclose);
    const Hdf5Handle creation(H5Dget_create_plist(dataset), &H5Pclose);
    hsize_t chunk = 0;
    if (H5Pget_layout(creation.get()) == H5D_CHUNKED &&
        H5Pget_chunk(creation.get(), 1, &chunk) == 1 && chunk < kMostCache / width / 2)
        H5Pset_chunk_cache(access.get(), H5D_CHUNK_CACHE_NSLOTS_DEFAULT,
                           std::max<std::size_t>(2 * width * chunk, std::size_t{1} << 20U), 1.0);
    return access;
}

} // namespace

std::shared_ptr<const Column> Hdf5File::column(std::string_view name) const
{
    Hdf5Handle dataset = m_impl->openDataset(name);
    if (m_impl->shapeOf(dataset.get(), name).size() != 1) {
        throw Error(ErrorKind::BadFormat,
                    std::string(name) + " in " + m_impl->path.string() + " is not a list");
    }
    const std::uint64_t size = m_impl->checkedCount(dataset.get(), name);
    Hdf5Handle stored(H5Dget_type(dataset.get()), &H5Tclose);
    const DType declared = m_impl->dtypeOf(stored.get(), name);
    if (declared == DType::Complex64 || declared == DType::Complex128) {
        throw Error(ErrorKind::Unsupported,
                    std::string(name) + " in " + m_impl->path.string() + " holds complex numbers");
    }
    // Halves are converted on the way; truth values are the bytes they are stored as.
    DType type = declared == DType::Bool ? DType::Int8 : declared;
    if (!isColumnType(type))
        type = DType::Float32;
    const bool enumerated = H5Tget_class(stored.get()) == H5T_ENUM;
    const Hdf5Handle base(enumerated ? H5Tget_super(stored.get()) : H5Tcopy(stored.get()),
                          &H5Tclose);
    const bool asInMemory = H5Tequal(base.get(), hdf5TypeOf(type).get()) > 0;
    // Of files with a user block the library does not say clearly where addresses count from.
    if (asInMemory && hdf5LayoutOf(m_impl->file.get()).base == 0) {
        if (auto stretches = stretchesOf(dataset.get(), size, sizeOf(type))) {
            if (!m_impl->mapped)
                m_impl->mapped = std::make_shared<const MappedFile>(m_impl->path);
            return std::make_shared<MappedColumn>(m_impl->mapped, type, std::move(*stretches));
        }
    }
    const Hdf5Handle access = cachedAccess(dataset.get(), H5Tget_size(stored.get()));
    dataset.close(); // else the library keeps the cache it has
    dataset = {H5Dopen2(m_impl->file.get(), std::string(name).c_str(), access.get()), &H5Dclose};
    if (!dataset)
        m_impl->failReading(name);
    return std::make_shared<LibraryColumn>(m_impl, std::move(dataset), std::move(stored), type,
                                           size, std::string(name));
}

} // namespace inspike
