// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Groups and data sets of a file that is being made. Nothing carries a time stamp.
#include "core/io/hdf5/hdf5_chunks.h"
#include "core/io/hdf5/hdf5_detail.h"

#include <algorithm>

namespace inspike {

Hdf5Handle hdf5LinkMaker()
{
    Hdf5Handle links(H5Pcreate(H5P_LINK_CREATE), &H5Pclose);
    H5Pset_char_encoding(links.get(), H5T_CSET_UTF8);
    return links;
}

Hdf5Handle hdf5DatasetMaker()
{
    Hdf5Handle creation(H5Pcreate(H5P_DATASET_CREATE), &H5Pclose);
    H5Pset_obj_track_times(creation.get(), false);
    H5Pset_attr_phase_change(creation.get(), kMaxHeaderAttributes, 0);
    return creation;
}

// One by one, because the library gives a time stamp to those it makes on its own.
void makeHdf5Groups(hid_t file, std::string_view path, bool whole)
{
    const Hdf5Handle links = hdf5LinkMaker();
    const Hdf5Handle creation(H5Pcreate(H5P_GROUP_CREATE), &H5Pclose);
    H5Pset_obj_track_times(creation.get(), false);
    H5Pset_attr_phase_change(creation.get(), kMaxHeaderAttributes, 0);
    for (std::size_t end = path.find('/', 1);; end = path.find('/', end + 1)) {
        if (end == std::string_view::npos && !whole)
            return;
        const std::string group(path.substr(0, end));
        if (H5Lexists(file, group.c_str(), H5P_DEFAULT) <= 0) {
            const Hdf5Handle made(
                H5Gcreate2(file, group.c_str(), links.get(), creation.get(), H5P_DEFAULT),
                &H5Gclose);
        }
        if (end == std::string_view::npos)
            return;
    }
}

namespace {

Hdf5Handle spaceOf(const std::vector<std::size_t>& shape)
{
    if (shape.empty())
        return {H5Screate(H5S_SCALAR), &H5Sclose};
    const std::vector<hsize_t> sizes(shape.begin(), shape.end());
    return {H5Screate_simple(static_cast<int>(sizes.size()), sizes.data(), nullptr), &H5Sclose};
}

} // namespace

void Hdf5File::Impl::writeArray(std::string_view dataset, hid_t fileType, hid_t memoryType,
                                std::size_t elementSize, const std::vector<std::size_t>& shape,
                                const void* data)
{
    silenceHdf5();
    const std::size_t count = checkedElements(shape);
    const Hdf5Handle space = spaceOf(shape);
    makeHdf5Groups(file.get(), dataset, false);
    const Hdf5Handle links = hdf5LinkMaker();
    const Hdf5Handle creation = hdf5DatasetMaker();
    const std::span bytes(static_cast<const std::byte*>(data), count * elementSize);
    const bool packable = compressed && !shape.empty() && H5Tis_variable_str(fileType) <= 0 &&
                          H5Tequal(fileType, memoryType) > 0;
    const Packing packing = packable ? packingFor(bytes, elementSize) : Packing::None;
    const std::vector<hsize_t> chunk =
        packing == Packing::None ? std::vector<hsize_t>() : chunkOf(shape);
    setPacking(creation.get(), packing, chunk);
    const Hdf5Handle made(H5Dcreate2(file.get(), std::string(dataset).c_str(), fileType,
                                     space.get(), links.get(), creation.get(), H5P_DEFAULT),
                          &H5Dclose);
    if (!made)
        failWriting(dataset);
    const bool written =
        count == 0 ||
        (packing == Packing::None
             ? H5Dwrite(made.get(), memoryType, H5S_ALL, H5S_ALL, H5P_DEFAULT, data) >= 0
             : writeChunks(made.get(), packing, elementSize, shape, chunk, bytes));
    if (!written)
        failWriting(dataset);
}

void Hdf5File::setCompressed(bool on)
{
    m_impl->compressed = on;
}

void Hdf5File::makeGroup(std::string_view path)
{
    if (hasGroup(path))
        return;
    makeHdf5Groups(m_impl->file.get(), path, true);
    if (!hasGroup(path))
        m_impl->failWriting(path);
}

void Hdf5File::writeTensor(std::string_view dataset, const Tensor& tensor)
{
    if (tensor.bytes.size() != tensor.elements() * sizeOf(tensor.dtype)) {
        throw Error(ErrorKind::BadShape, "tensor " + std::string(dataset) + " of shape " +
                                             shapeText(tensor.shape) + " has " +
                                             std::to_string(tensor.bytes.size()) + " bytes");
    }
    const Hdf5Handle type = hdf5TypeOf(tensor.dtype);
    m_impl->writeArray(dataset, type.get(), type.get(), sizeOf(tensor.dtype), tensor.shape,
                       tensor.bytes.data());
}

void Hdf5File::writeFloats(std::string_view dataset, const std::vector<std::size_t>& shape,
                           std::span<const float> values)
{
    if (checkedElements(shape) != values.size()) {
        throw Error(ErrorKind::BadShape, std::string(dataset) + " of shape " + shapeText(shape) +
                                             " with " + std::to_string(values.size()) + " values");
    }
    m_impl->writeArray(dataset, H5T_IEEE_F32LE, H5T_NATIVE_FLOAT, sizeof(float), shape,
                       values.data());
}

void Hdf5File::writeIntegers(std::string_view dataset, std::span<const std::int64_t> values)
{
    m_impl->writeArray(dataset, H5T_STD_I64LE, H5T_NATIVE_INT64, sizeof(std::int64_t),
                       {values.size()}, values.data());
}

void Hdf5File::writeUnsigned(std::string_view dataset, std::span<const std::uint64_t> values)
{
    m_impl->writeArray(dataset, H5T_STD_U64LE, H5T_NATIVE_UINT64, sizeof(std::uint64_t),
                       {values.size()}, values.data());
}

void Hdf5File::writeTexts(std::string_view dataset, std::span<const std::string> texts)
{
    std::size_t width = 1;
    for (const std::string& text : texts)
        width = std::max(width, text.size());
    std::vector<char> padded(width * texts.size(), '\0');
    for (std::size_t i = 0; i < texts.size(); ++i)
        std::ranges::copy(texts[i], padded.begin() + static_cast<std::ptrdiff_t>(i * width));
    const Hdf5Handle type(H5Tcopy(H5T_C_S1), &H5Tclose);
    H5Tset_size(type.get(), width);
    H5Tset_strpad(type.get(), H5T_STR_NULLPAD);
    H5Tset_cset(type.get(), H5T_CSET_UTF8);
    m_impl->writeArray(dataset, type.get(), type.get(), width, {texts.size()}, padded.data());
}

void Hdf5File::writeTexts(std::string_view dataset, const std::vector<std::size_t>& shape,
                          std::span<const std::string> texts)
{
    if (checkedElements(shape) != texts.size()) {
        throw Error(ErrorKind::BadShape, std::string(dataset) + " of shape " + shapeText(shape) +
                                             " with " + std::to_string(texts.size()) + " texts");
    }
    std::vector<const char*> starts;
    for (const std::string& text : texts)
        starts.push_back(text.c_str());
    const Hdf5Handle type(H5Tcopy(H5T_C_S1), &H5Tclose);
    H5Tset_size(type.get(), H5T_VARIABLE);
    H5Tset_cset(type.get(), H5T_CSET_UTF8);
    m_impl->writeArray(dataset, type.get(), type.get(), sizeof(const char*), shape, starts.data());
}

} // namespace inspike
