// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Lists that are written piece by piece, so that they need not fit into memory.
#include "core/io/hdf5/hdf5_detail.h"

#include <algorithm>
#include <cstring>

namespace inspike {

struct Hdf5Appender::Impl
{
    std::shared_ptr<Hdf5File::Impl> file;
    std::string name;
    Hdf5Handle dataset;
    std::size_t width = 1;
    std::uint64_t left = 0;       // elements still to come
    hsize_t written = 0;          // elements in whole chunks
    std::vector<std::byte> chunk; // of kChunk elements
    std::size_t filled = 0;       // bytes of it

    void flush()
    {
        // Chunks are stored whole: what follows the last element is zero.
        std::fill(chunk.begin() + static_cast<std::ptrdiff_t>(filled), chunk.end(), std::byte{0});
        if (H5Dwrite_chunk(dataset.get(), H5P_DEFAULT, 0, &written, chunk.size(), chunk.data()) < 0)
            file->failWriting(name);
        written += kChunk;
        filled = 0;
    }
};

Hdf5Appender::Hdf5Appender(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
Hdf5Appender::Hdf5Appender(Hdf5Appender&&) noexcept = default;
Hdf5Appender::~Hdf5Appender() = default;

void Hdf5Appender::append(std::span<const std::byte> elements)
{
    const std::uint64_t count = elements.size() / m_impl->width;
    if (count > m_impl->left)
        throw Error(ErrorKind::BadShape, "more elements for " + m_impl->name + " than announced");
    m_impl->left -= count;
    while (!elements.empty()) {
        const std::size_t part = std::min(elements.size(), m_impl->chunk.size() - m_impl->filled);
        std::memcpy(m_impl->chunk.data() + m_impl->filled, elements.data(), part);
        m_impl->filled += part;
        elements = elements.subspan(part);
        if (m_impl->filled == m_impl->chunk.size() || (m_impl->left == 0 && elements.empty()))
            m_impl->flush();
    }
}

Hdf5Appender Hdf5File::makeList(std::string_view dataset, DType type, std::uint64_t size)
{
    silenceHdf5();
    makeHdf5Groups(m_impl->file.get(), dataset, false);
    auto impl = std::make_unique<Hdf5Appender::Impl>();
    impl->file = m_impl;
    impl->name = dataset;
    impl->width = sizeOf(type);
    impl->left = size;
    const hsize_t extent = size;
    // A chunk may not be larger than the list.
    const hsize_t chunk = std::clamp<hsize_t>(extent, 1, Hdf5Appender::kChunk);
    impl->chunk.resize(chunk * impl->width);
    const Hdf5Handle space(H5Screate_simple(1, &extent, nullptr), &H5Sclose);
    const Hdf5Handle creation = hdf5DatasetMaker();
    H5Pset_chunk(creation.get(), 1, &chunk);
    const Hdf5Handle links = hdf5LinkMaker();
    impl->dataset = {H5Dcreate2(m_impl->file.get(), impl->name.c_str(), hdf5TypeOf(type).get(),
                                space.get(), links.get(), creation.get(), H5P_DEFAULT),
                     &H5Dclose};
    if (!impl->dataset)
        m_impl->failWriting(dataset);
    return Hdf5Appender(std::move(impl));
}

} // namespace inspike
