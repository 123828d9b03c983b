// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Compression of data sets. The library deflates on the calling thread only; here the chunks are
// deflated on all processors and handed over ready. Whether and how to compress is tried on a few
// pieces of the data first, because membranes and currents hardly shrink. The bytes of the file
// depend on the content alone. Only for the .cpp files of this folder.

#include "core/io/hdf5/hdf5_detail.h"

#include <span>

namespace inspike {

enum class Packing {
    None,
    Deflate,
    ShuffleDeflate // byte 0 of all elements, byte 1 of all elements...
};

// The packing that pays for these elements; None for less than kPackFrom bytes.
Packing packingFor(std::span<const std::byte> data, std::size_t elementSize);

// Chunks that lie in one piece in memory: whole rows of the last dimensions.
std::vector<hsize_t> chunkOf(const std::vector<std::size_t>& shape);

void setPacking(hid_t creation, Packing packing, const std::vector<hsize_t>& chunk);

// Writes `data`, which has the bytes the file is to have, into a data set made with setPacking.
// False if the library refuses.
bool writeChunks(hid_t dataset, Packing packing, std::size_t elementSize,
                 const std::vector<std::size_t>& shape, const std::vector<hsize_t>& chunk,
                 std::span<const std::byte> data);

} // namespace inspike
