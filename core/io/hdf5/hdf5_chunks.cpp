// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/hdf5/hdf5_chunks.h"

#include "core/base/parallel.h"

#include <zlib.h>

#include <algorithm>
#include <cstring>
#include <new>

namespace inspike {

namespace {

// Smaller data sets cost more by their chunk index than compression saves.
constexpr std::size_t kPackFrom = 4096;
constexpr std::size_t kChunkElements = 65536;
// Higher levels take twice as long and save 3 % more of recorded activity.
constexpr int kDeflateLevel = 1;
// Currents and membranes shrink to 0.73 at 60 MB/s and processor; a disk is faster than that.
constexpr double kPaysBelow = 0.6;
constexpr std::size_t kTrials = 3;
constexpr std::size_t kTrialElements = 16384;
// Chunks held in memory before they are written.
constexpr std::size_t kBatch = 64;

std::vector<std::byte> shuffled(std::span<const std::byte> data, std::size_t elementSize)
{
    std::vector<std::byte> result(data.size());
    const std::size_t count = data.size() / elementSize;
    for (std::size_t b = 0; b < elementSize; ++b)
        for (std::size_t i = 0; i < count; ++i)
            result[b * count + i] = data[i * elementSize + b];
    return result;
}

std::vector<std::byte> deflated(std::span<const std::byte> data)
{
    uLongf size = compressBound(data.size());
    std::vector<std::byte> result(size);
    if (compress2(reinterpret_cast<Bytef*>(result.data()), &size,
                  reinterpret_cast<const Bytef*>(data.data()), data.size(), kDeflateLevel) != Z_OK)
        throw std::bad_alloc(); // its only failure with room enough
    result.resize(size);
    return result;
}

std::vector<std::byte> packed(std::span<const std::byte> data, Packing packing,
                              std::size_t elementSize)
{
    return deflated(packing == Packing::ShuffleDeflate ? shuffled(data, elementSize)
                                                       : std::vector(data.begin(), data.end()));
}

// Where the chunks of a data set lie in memory, in the order of the file.
class ChunkWalk
{
public:
    ChunkWalk(const std::vector<std::size_t>& shape, const std::vector<hsize_t>& chunk)
        : m_shape(shape), m_chunk(chunk)
    {
        while (m_split + 1 < shape.size() && chunk[m_split] == 1)
            ++m_split;
        for (std::size_t i = m_split + 1; i < shape.size(); ++i)
            m_row *= shape[i];
        m_perBlock = (shape[m_split] + chunk[m_split] - 1) / chunk[m_split];
        m_blocks = 1;
        for (std::size_t i = 0; i < m_split; ++i)
            m_blocks *= shape[i];
    }

    std::size_t count() const { return m_blocks * m_perBlock; }
    std::size_t chunkElements() const { return m_chunk[m_split] * m_row; }

    // First element in memory and number of elements; less than a chunk at the end of a block.
    std::pair<std::size_t, std::size_t> elementsOf(std::size_t index) const
    {
        const std::size_t first = index % m_perBlock * m_chunk[m_split];
        const std::size_t rows = std::min<std::size_t>(m_chunk[m_split], m_shape[m_split] - first);
        return {(index / m_perBlock * m_shape[m_split] + first) * m_row, rows * m_row};
    }

    std::vector<hsize_t> offsetOf(std::size_t index) const
    {
        std::vector<hsize_t> offset(m_shape.size(), 0);
        offset[m_split] = index % m_perBlock * m_chunk[m_split];
        std::size_t block = index / m_perBlock;
        for (std::size_t i = m_split; i-- > 0; block /= m_shape[i])
            offset[i] = block % m_shape[i];
        return offset;
    }

private:
    const std::vector<std::size_t>& m_shape;
    const std::vector<hsize_t>& m_chunk;
    std::size_t m_split = 0; // the dimension that is cut
    std::size_t m_row = 1;   // elements of all dimensions after it
    std::size_t m_perBlock = 0;
    std::size_t m_blocks = 0;
};

} // namespace

Packing packingFor(std::span<const std::byte> data, std::size_t elementSize)
{
    if (data.size() < kPackFrom)
        return Packing::None;
    const std::size_t count = data.size() / elementSize;
    const std::size_t length = std::min(kTrialElements, count);
    std::size_t tried = 0;
    std::size_t plain = 0;
    std::size_t shuffle = 0;
    for (std::size_t i = 0; i < kTrials; ++i) {
        const std::size_t first = (count - length) / (kTrials + 1) * (i + 1);
        const auto piece = data.subspan(first * elementSize, length * elementSize);
        tried += piece.size();
        plain += deflated(piece).size();
        shuffle += packed(piece, Packing::ShuffleDeflate, elementSize).size();
    }
    if (static_cast<double>(std::min(plain, shuffle)) > kPaysBelow * static_cast<double>(tried))
        return Packing::None;
    return shuffle < plain ? Packing::ShuffleDeflate : Packing::Deflate;
}

std::vector<hsize_t> chunkOf(const std::vector<std::size_t>& shape)
{
    std::vector<hsize_t> chunk(shape.size(), 1);
    std::size_t elements = 1;
    for (std::size_t i = shape.size(); i-- > 0;) {
        chunk[i] = std::min(shape[i], std::max<std::size_t>(kChunkElements / elements, 1));
        elements *= chunk[i];
        if (chunk[i] < shape[i])
            break; // else the chunk would not lie in one piece
    }
    return chunk;
}

void setPacking(hid_t creation, Packing packing, const std::vector<hsize_t>& chunk)
{
    if (packing == Packing::None)
        return;
    H5Pset_chunk(creation, static_cast<int>(chunk.size()), chunk.data());
    if (packing == Packing::ShuffleDeflate)
        H5Pset_shuffle(creation);
    H5Pset_deflate(creation, kDeflateLevel);
}

bool writeChunks(hid_t dataset, Packing packing, std::size_t elementSize,
                 const std::vector<std::size_t>& shape, const std::vector<hsize_t>& chunk,
                 std::span<const std::byte> data)
{
    const ChunkWalk walk(shape, chunk);
    std::vector<std::vector<std::byte>> ready(std::min(kBatch, walk.count()));
    for (std::size_t first = 0; first < walk.count(); first += kBatch) {
        const std::size_t count = std::min(kBatch, walk.count() - first);
        parallelPieces(count, 0, [&](std::size_t i) {
            const auto [begin, length] = walk.elementsOf(first + i);
            const auto piece = data.subspan(begin * elementSize, length * elementSize);
            std::vector<std::byte> whole(piece.begin(), piece.end());
            whole.resize(walk.chunkElements() * elementSize);
            ready[i] = packed(whole, packing, elementSize);
        });
        for (std::size_t i = 0; i < count; ++i) {
            const std::vector<hsize_t> offset = walk.offsetOf(first + i);
            if (H5Dwrite_chunk(dataset, H5P_DEFAULT, 0, offset.data(), ready[i].size(),
                               ready[i].data()) < 0)
                return false;
        }
    }
    return true;
}

} // namespace inspike
