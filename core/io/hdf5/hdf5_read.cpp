// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Shapes, element types and whole data sets of numbers or text.
#include "core/io/hdf5/hdf5_detail.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <new>

namespace inspike {

namespace {

// Deflate shrinks at most 1032-fold; anything that claims more was not stored.
constexpr std::size_t kMaxCompression = 1100;
// How many times more than its allocated chunks a sparsely filled data set may claim.
constexpr std::size_t kMaxSparseness = 16;
// Below this, a data set that was never written may be read as its fill value.
constexpr std::size_t kHarmlessBytes = std::size_t{64} * 1024;

std::size_t saturatingProduct(std::size_t a, std::size_t b)
{
    std::size_t product = 0;
    return __builtin_mul_overflow(a, b, &product) ? SIZE_MAX : product;
}

// Most bytes that the stored chunks can unfold to.
std::size_t chunkedLimit(hid_t dataset, hid_t creation, std::size_t elementSize, std::size_t stored)
{
    std::array<hsize_t, H5S_MAX_RANK> chunk{};
    const int rank = H5Pget_chunk(creation, static_cast<int>(chunk.size()), chunk.data());
    std::size_t chunkBytes = elementSize;
    for (int i = 0; i < rank; ++i)
        chunkBytes = saturatingProduct(chunkBytes, chunk[static_cast<std::size_t>(i)]);
    hsize_t chunks = 0;
    const Hdf5Handle space(H5Dget_space(dataset), &H5Sclose);
    if (rank <= 0 || H5Dget_num_chunks(dataset, space.get(), &chunks) < 0)
        return 0;
    const std::size_t compressed = saturatingProduct(stored, kMaxCompression);
    // Reading any chunk needs memory for the whole of it.
    if (chunkBytes > std::max(compressed, kHarmlessBytes))
        return 0;
    return std::min(compressed,
                    saturatingProduct(saturatingProduct(chunkBytes, chunks), kMaxSparseness));
}

Hdf5Handle floatType(std::size_t mantissaBits, std::size_t exponentBits, std::size_t bias)
{
    Hdf5Handle type(H5Tcopy(H5T_NATIVE_FLOAT), &H5Tclose);
    H5Tset_fields(type.get(), mantissaBits + exponentBits, mantissaBits, exponentBits, 0,
                  mantissaBits);
    H5Tset_precision(type.get(), 16);
    H5Tset_size(type.get(), 2);
    H5Tset_ebias(type.get(), bias);
    return type;
}

Hdf5Handle complexType(hid_t part, std::size_t size)
{
    Hdf5Handle type(H5Tcreate(H5T_COMPOUND, 2 * size), &H5Tclose);
    H5Tinsert(type.get(), "r", 0, part);
    H5Tinsert(type.get(), "i", size, part);
    return type;
}

// As other tools store truth values: an enumeration FALSE, TRUE over int8.
Hdf5Handle boolType()
{
    Hdf5Handle type(H5Tenum_create(H5T_NATIVE_INT8), &H5Tclose);
    const std::int8_t no = 0;
    const std::int8_t yes = 1;
    H5Tenum_insert(type.get(), "FALSE", &no);
    H5Tenum_insert(type.get(), "TRUE", &yes);
    return type;
}

std::optional<DType> integerDType(hid_t type)
{
    const bool isSigned = H5Tget_sign(type) == H5T_SGN_2;
    switch (H5Tget_size(type)) {
    case 1:
        return isSigned ? DType::Int8 : DType::UInt8;
    case 2:
        return isSigned ? DType::Int16 : DType::UInt16;
    case 4:
        return isSigned ? DType::Int32 : DType::UInt32;
    case 8:
        return isSigned ? DType::Int64 : DType::UInt64;
    default:
        return std::nullopt;
    }
}

std::optional<DType> floatDType(hid_t type)
{
    switch (H5Tget_size(type)) {
    case 2:
        return H5Tget_ebias(type) == 127 ? DType::BFloat16 : DType::Float16;
    case 4:
        return DType::Float32;
    case 8:
        return DType::Float64;
    default:
        return std::nullopt;
    }
}

bool isBool(hid_t type)
{
    std::int8_t value = 0;
    return H5Tget_nmembers(type) == 2 && H5Tget_size(type) == 1 &&
           H5Tenum_valueof(type, "TRUE", &value) >= 0 && value == 1;
}

std::optional<DType> complexDType(hid_t type)
{
    if (H5Tget_nmembers(type) != 2 || H5Tget_member_index(type, "r") != 0 ||
        H5Tget_member_index(type, "i") != 1)
        return std::nullopt;
    const Hdf5Handle part(H5Tget_member_type(type, 0), &H5Tclose);
    if (!part || H5Tget_class(part.get()) != H5T_FLOAT)
        return std::nullopt;
    return H5Tget_size(part.get()) == 4 ? DType::Complex64 : DType::Complex128;
}

// "32000 (lzf)".
std::string filterName(H5Z_filter_t filter, const char* stored)
{
    static constexpr std::array<std::pair<int, std::string_view>, 13> kNames = {
        {{4, "szip"},
         {305, "lzo"},
         {307, "bzip2"},
         {32000, "lzf"},
         {32001, "blosc"},
         {32004, "lz4"},
         {32008, "bitshuffle"},
         {32013, "zfp"},
         {32015, "zstd"},
         {32017, "sz"},
         {32024, "sz3"},
         {32026, "blosc2"},
         {36559, "Prophesee ECF"}}};
    std::string_view name(stored);
    for (const auto& [id, known] : kNames) {
        if (id == filter)
            name = known;
    }
    return std::to_string(filter) + (name.empty() ? "" : " (" + std::string(name) + ")");
}

} // namespace

Hdf5Handle hdf5TypeOf(DType type)
{
    const auto copyOf = [](hid_t native) {
        return Hdf5Handle(H5Tcopy(native), &H5Tclose);
    };
    switch (type) {
    case DType::Bool:
        return boolType();
    case DType::UInt8:
        return copyOf(H5T_NATIVE_UINT8);
    case DType::Int8:
        return copyOf(H5T_NATIVE_INT8);
    case DType::UInt16:
        return copyOf(H5T_NATIVE_UINT16);
    case DType::Int16:
        return copyOf(H5T_NATIVE_INT16);
    case DType::UInt32:
        return copyOf(H5T_NATIVE_UINT32);
    case DType::Int32:
        return copyOf(H5T_NATIVE_INT32);
    case DType::UInt64:
        return copyOf(H5T_NATIVE_UINT64);
    case DType::Int64:
        return copyOf(H5T_NATIVE_INT64);
    case DType::Float16:
        return floatType(10, 5, 15);
    case DType::BFloat16:
        return floatType(7, 8, 127);
    case DType::Float32:
        return copyOf(H5T_NATIVE_FLOAT);
    case DType::Float64:
        return copyOf(H5T_NATIVE_DOUBLE);
    case DType::Complex64:
        return complexType(H5T_NATIVE_FLOAT, 4);
    case DType::Complex128:
        return complexType(H5T_NATIVE_DOUBLE, 8);
    }
    throw Error(ErrorKind::Internal, "unknown element type");
}

std::string missingHdf5Filter(hid_t dataset)
{
    constexpr std::size_t kLongestName = 256;
    const Hdf5Handle creation(H5Dget_create_plist(dataset), &H5Pclose);
    for (int i = 0; creation && i < H5Pget_nfilters(creation.get()); ++i) {
        unsigned flags = 0;
        std::size_t values = 0;
        std::array<char, kLongestName> stored{};
        const H5Z_filter_t filter =
            H5Pget_filter2(creation.get(), static_cast<unsigned>(i), &flags, &values, nullptr,
                           stored.size() - 1, stored.data(), nullptr);
        if (filter < 0 || H5Zfilter_avail(filter) > 0)
            continue;
        return "it needs the HDF5 filter " + filterName(filter, stored.data()) +
               ", which is not installed; save the file with gzip or without compression, or set "
               "HDF5_PLUGIN_PATH to the folder of the filter's plug-in";
    }
    return {};
}

void Hdf5File::Impl::failReading(std::string_view object, hid_t dataset) const
{
    const std::string cause = hdf5Cause();
    const std::string missing = missingHdf5Filter(dataset);
    if (missing.empty()) {
        throw Error(ErrorKind::BadFormat, "cannot read " + std::string(object) + " in " +
                                              path.string() + (cause.empty() ? "" : ": " + cause));
    }
    throw Error(ErrorKind::Unsupported,
                "cannot read " + std::string(object) + " in " + path.string() + ": " + missing);
}

std::vector<std::size_t> Hdf5File::Impl::shapeOf(hid_t dataset, std::string_view name) const
{
    const Hdf5Handle space(H5Dget_space(dataset), &H5Sclose);
    if (!space)
        failReading(name);
    if (H5Sget_simple_extent_type(space.get()) == H5S_NULL)
        return {0};
    std::array<hsize_t, H5S_MAX_RANK> sizes{};
    const int rank = H5Sget_simple_extent_dims(space.get(), sizes.data(), nullptr);
    if (rank < 0)
        failReading(name);
    return {sizes.begin(), sizes.begin() + rank};
}

std::size_t Hdf5File::Impl::checkedCount(hid_t dataset, std::string_view name) const
{
    const auto shape = shapeOf(dataset, name);
    const std::size_t count = checkedElements(shape);
    const Hdf5Handle type(H5Dget_type(dataset), &H5Tclose);
    const Hdf5Handle creation(H5Dget_create_plist(dataset), &H5Pclose);
    if (!type || !creation)
        failReading(name);
    const H5D_layout_t layout = H5Pget_layout(creation.get());
    if (layout == H5D_VIRTUAL || H5Pget_external_count(creation.get()) > 0) {
        throw Error(ErrorKind::Unsupported,
                    std::string(name) + " in " + path.string() + " keeps its data in other files");
    }
    const std::size_t elementSize = H5Tget_size(type.get());
    // The claimed storage size may be damaged, too.
    const std::size_t stored = std::min<std::size_t>(H5Dget_storage_size(dataset), fileSize);
    const std::size_t claimed = saturatingProduct(count, elementSize);
    const std::size_t limit =
        layout == H5D_CHUNKED ? chunkedLimit(dataset, creation.get(), elementSize, stored) : stored;
    const bool harmless = claimed <= kHarmlessBytes && layout != H5D_CHUNKED;
    if (claimed > limit && !harmless && !(stored == 0 && claimed <= kHarmlessBytes)) {
        throw Error(ErrorKind::BadFormat, std::string(name) + " in " + path.string() + " claims " +
                                              shapeText(shape) + " elements, but the file stores " +
                                              std::to_string(stored) + " bytes of it");
    }
    return count;
}

DType Hdf5File::Impl::dtypeOf(hid_t type, std::string_view name) const
{
    std::optional<DType> found;
    switch (H5Tget_class(type)) {
    case H5T_INTEGER:
        found = integerDType(type);
        break;
    case H5T_FLOAT:
        found = floatDType(type);
        break;
    case H5T_ENUM:
        if (isBool(type)) {
            found = DType::Bool;
        } else {
            const Hdf5Handle base(H5Tget_super(type), &H5Tclose);
            found = integerDType(base.get());
        }
        break;
    case H5T_COMPOUND:
        found = complexDType(type);
        break;
    default:
        break;
    }
    if (!found) {
        throw Error(ErrorKind::Unsupported,
                    std::string(name) + " in " + path.string() + " does not hold plain numbers");
    }
    return *found;
}

std::vector<std::byte> Hdf5File::Impl::readAs(std::string_view name, hid_t memoryType,
                                              std::size_t size) const
{
    const Hdf5Handle dataset = openDataset(name);
    return readAs(dataset.get(), name, memoryType, size);
}

std::vector<std::byte> Hdf5File::Impl::readAs(hid_t dataset, std::string_view name,
                                              hid_t memoryType, std::size_t size) const
{
    const std::size_t count = checkedCount(dataset, name);
    const Hdf5Handle type(H5Dget_type(dataset), &H5Tclose);
    // The library converts no enumeration to numbers: its values are read as they are.
    const bool enumerated = H5Tget_class(type.get()) == H5T_ENUM;
    const Hdf5Handle base(enumerated ? H5Tget_super(type.get()) : -1, &H5Tclose);
    const std::size_t width = enumerated ? std::max(size, H5Tget_size(type.get())) : size;
    std::vector<std::byte> bytes;
    try {
        bytes.resize(saturatingProduct(count, width));
    } catch (const std::exception&) {
        throw Error(ErrorKind::OutOfMemory,
                    std::string(name) + " in " + path.string() + " does not fit into memory");
    }
    if (count == 0)
        return bytes;
    const hid_t readType = enumerated ? type.get() : memoryType;
    if (H5Dread(dataset, readType, H5S_ALL, H5S_ALL, H5P_DEFAULT, bytes.data()) < 0)
        failReading(name, dataset);
    if (enumerated) {
        if (H5Tconvert(base.get(), memoryType, count, bytes.data(), nullptr, H5P_DEFAULT) < 0)
            failReading(name);
        bytes.resize(count * size);
    }
    return bytes;
}

template <typename T>
std::vector<T> Hdf5File::Impl::readNumbers(std::string_view name, hid_t memoryType) const
{
    {
        const Hdf5Handle dataset = openDataset(name);
        const Hdf5Handle type(H5Dget_type(dataset.get()), &H5Tclose);
        const DType stored = dtypeOf(type.get(), name);
        if (stored == DType::Complex64 || stored == DType::Complex128) {
            throw Error(ErrorKind::Unsupported,
                        std::string(name) + " in " + path.string() + " holds complex numbers");
        }
    }
    const auto bytes = readAs(name, memoryType, sizeof(T));
    std::vector<T> values(bytes.size() / sizeof(T));
    if (!values.empty())
        std::memcpy(values.data(), bytes.data(), bytes.size());
    return values;
}

std::vector<std::size_t> Hdf5File::shape(std::string_view dataset) const
{
    return m_impl->shapeOf(m_impl->openDataset(dataset).get(), dataset);
}

DType Hdf5File::dtype(std::string_view dataset) const
{
    const Hdf5Handle object = m_impl->openDataset(dataset);
    const Hdf5Handle type(H5Dget_type(object.get()), &H5Tclose);
    return m_impl->dtypeOf(type.get(), dataset);
}

Tensor Hdf5File::readTensor(std::string_view dataset) const
{
    const Hdf5Handle object = m_impl->openDataset(dataset);
    const Hdf5Handle type(H5Dget_type(object.get()), &H5Tclose);
    Tensor tensor;
    tensor.dtype = m_impl->dtypeOf(type.get(), dataset);
    tensor.shape = m_impl->shapeOf(object.get(), dataset);
    // Truth values are read as the numbers they are stored as.
    const bool isBool = tensor.dtype == DType::Bool;
    const Hdf5Handle memory = hdf5TypeOf(isBool ? DType::Int8 : tensor.dtype);
    tensor.bytes = m_impl->readAs(object.get(), dataset, memory.get(), sizeOf(tensor.dtype));
    return tensor;
}

std::vector<float> Hdf5File::readFloats(std::string_view dataset) const
{
    return m_impl->readNumbers<float>(dataset, H5T_NATIVE_FLOAT);
}

std::vector<double> Hdf5File::readDoubles(std::string_view dataset) const
{
    return m_impl->readNumbers<double>(dataset, H5T_NATIVE_DOUBLE);
}

std::vector<std::int64_t> Hdf5File::readIntegers(std::string_view dataset) const
{
    return m_impl->readNumbers<std::int64_t>(dataset, H5T_NATIVE_INT64);
}

} // namespace inspike
