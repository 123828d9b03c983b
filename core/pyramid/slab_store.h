// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Where the slabs of a pyramid under construction go: into the file that becomes its sidecar, else
// into memory, and beyond a limit into a temporary file without a name.

#include "core/pyramid/blob_file.h"
#include "core/pyramid/pyramid_parts.h"

#include <optional>

namespace inspike {

// A slab in a file.
struct SlabPlace
{
    Time first = 0, last = 0;
    std::uint64_t count = 0;
    std::uint64_t starts = 0; // offsets in the file
    std::uint64_t times = 0;
    std::uint64_t wide = 0; // 1: times are 64 bits
};

// The slab at that place of a mapped file.
Slab slabAt(const SlabPlace& place, std::span<const std::byte> bytes);

class SlabStore
{
public:
    // `kept` may be nullptr; it outlives the store.
    SlabStore(BlobFile* kept, std::filesystem::path spillFolder, std::uint64_t memoryLimit,
              int threads);

    // Throws Error{BadOutput} when the temporary file cannot be written. When it is the kept file
    // that cannot, the other places are used from then on, and keptFailure() says why.
    void put(std::vector<SlabData> slabs);
    // Maps the files and hands all slabs over, in the order in which they came.
    void moveInto(CountPyramid::Parts& parts);
    const std::string& keptFailure() const { return m_keptFailure; }
    // Of the kept file; all slabs if it did not fail.
    const std::vector<SlabPlace>& keptPlaces() const { return m_keptPlaces; }

private:
    std::vector<SlabPlace> write(BlobFile& file, const std::vector<SlabData>& slabs) const;

    BlobFile* m_kept;
    std::filesystem::path m_spillFolder;
    std::uint64_t m_memoryLeft;
    int m_threads;
    std::optional<BlobFile> m_spill;
    std::vector<SlabPlace> m_keptPlaces, m_spillPlaces;
    std::vector<SlabData> m_inMemory;
    std::string m_keptFailure;
};

} // namespace inspike
