// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pyramid/slab_store.h"

#include "core/base/error.h"
#include "core/base/parallel.h"

namespace inspike {

Slab slabAt(const SlabPlace& place, std::span<const std::byte> bytes)
{
    Slab slab;
    slab.first = place.first;
    slab.last = place.last;
    slab.count = place.count;
    slab.starts = reinterpret_cast<const std::uint32_t*>(bytes.data() + place.starts);
    if (place.wide != 0)
        slab.wide = reinterpret_cast<const std::uint64_t*>(bytes.data() + place.times);
    else
        slab.narrow = reinterpret_cast<const std::uint32_t*>(bytes.data() + place.times);
    return slab;
}

SlabStore::SlabStore(BlobFile* kept, std::filesystem::path spillFolder, std::uint64_t memoryLimit,
                     int threads)
    : m_kept(kept),
      m_spillFolder(std::move(spillFolder)),
      m_memoryLeft(memoryLimit),
      m_threads(threads)
{
    if (m_spillFolder.empty())
        m_spillFolder = std::filesystem::temp_directory_path();
}

std::vector<SlabPlace> SlabStore::write(BlobFile& file, const std::vector<SlabData>& slabs) const
{
    std::vector<SlabPlace> places;
    for (const SlabData& slab : slabs) {
        const bool wide = !slab.wide.empty();
        const auto times = wide ? bytesOf(slab.wide) : bytesOf(slab.narrow);
        const std::uint64_t starts = file.reserve(bytesOf(slab.starts).size());
        places.push_back({slab.first, slab.last, slab.count, starts, file.reserve(times.size()),
                          wide ? std::uint64_t{1} : std::uint64_t{0}});
    }
    parallelPieces(slabs.size(), m_threads, [&](std::size_t i) {
        file.write(places[i].starts, bytesOf(slabs[i].starts));
        file.write(places[i].times,
                   places[i].wide != 0 ? bytesOf(slabs[i].wide) : bytesOf(slabs[i].narrow));
    });
    return places;
}

void SlabStore::put(std::vector<SlabData> slabs)
{
    if (m_kept != nullptr && m_keptFailure.empty()) {
        const std::uint64_t before = m_kept->size();
        try {
            const auto places = write(*m_kept, slabs);
            m_keptPlaces.insert(m_keptPlaces.end(), places.begin(), places.end());
            m_kept->startFlush(before, m_kept->size() - before);
            return;
        } catch (const Error& error) {
            m_keptFailure = error.message();
            m_kept->truncate(before);
        }
    }
    std::uint64_t bytes = 0;
    for (const SlabData& slab : slabs)
        bytes += slab.bytes();
    if (!m_spill && bytes <= m_memoryLeft) {
        m_memoryLeft -= bytes;
        std::move(slabs.begin(), slabs.end(), std::back_inserter(m_inMemory));
        return;
    }
    try {
        if (!m_spill)
            m_spill.emplace(BlobFile::unnamed(m_spillFolder));
        const auto places = write(*m_spill, slabs);
        m_spillPlaces.insert(m_spillPlaces.end(), places.begin(), places.end());
    } catch (Error& error) {
        error.addContext("writing counts to a temporary file in " + m_spillFolder.string());
        throw;
    }
}

void SlabStore::moveInto(CountPyramid::Parts& parts)
{
    const auto addMapped = [&](const BlobFile& file, const std::vector<SlabPlace>& places) {
        parts.files.push_back(file.map());
        for (const SlabPlace& place : places)
            parts.slabs.push_back(slabAt(place, parts.files.back().bytes()));
    };
    // In order of time: first the kept file is filled, then memory, then the temporary file.
    if (!m_keptPlaces.empty())
        addMapped(*m_kept, m_keptPlaces);
    parts.slabData = std::move(m_inMemory);
    for (const SlabData& slab : parts.slabData)
        parts.slabs.push_back(slab.view());
    if (!m_spillPlaces.empty())
        addMapped(*m_spill, m_spillPlaces);
    for (const Slab& slab : parts.slabs)
        parts.bytes += (parts.units() + 1) * sizeof(std::uint32_t) +
                       slab.count * (slab.wide != nullptr ? 8 : 4);
}

} // namespace inspike
