// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pyramid/pyramid_builder.h"

#include "core/base/error.h"
#include "core/base/memory.h"
#include "core/base/parallel.h"
#include "core/data/time_sorter.h"
#include "core/pyramid/planes.h"
#include "core/pyramid/slab_builder.h"

namespace inspike {

namespace {

constexpr std::uint64_t kSlabSpikes = std::uint64_t{1} << 20U;
constexpr std::size_t kPiecesPerThread = 4;
constexpr double kPassShare = 0.95; // of the time; the rest is for the coarser planes

class Builder
{
public:
    Builder(const AddressSource& source, const PyramidOptions& options, BlobFile* kept)
        : m_source(source),
          m_parts(std::make_unique<CountPyramid::Parts>()),
          m_store(kept, options.spillFolder, memoryBudget() / 4, options.threads)
    {
        m_parts->facts = source.facts();
        m_parts->threads = options.threads;
        m_parts->slabSpikes = options.slabSpikes != 0
                                  ? options.slabSpikes
                                  : std::max(kSlabSpikes, 2 * m_parts->facts.addresses);
        m_parts->unitCountData.resize(m_parts->units());
        m_parts->firstSpikeData.assign(m_parts->units(), m_parts->facts.extent.end);
        const PlaneDemand demand = {m_parts->units(), m_parts->facts.extent, m_parts->facts.count,
                                    m_parts->enough(), memoryBudget() / 4};
        m_planes = std::make_unique<PlaneBuilder>(
            demand, kPiecesPerThread * static_cast<std::size_t>(threadCount(options.threads)));
    }

    BuiltPyramid run(JobContext& job)
    {
        const std::uint64_t count = m_parts->facts.count;
        const std::uint64_t batch = m_parts->slabSpikes * slabsAtOnce();
        for (std::uint64_t first = 0; first < count; first += batch) {
            job.progress(kPassShare * static_cast<double>(first) / static_cast<double>(count),
                         "counting");
            takeBatch(first, std::min(batch, count - first), job);
        }
        m_parts->planeSet = m_planes->finish(m_parts->threads, job);
        m_parts->planes = m_parts->planeSet.planes;
        m_parts->unitCounts = m_parts->unitCountData;
        m_parts->firstSpikes = m_parts->firstSpikeData;
        m_parts->bytes =
            m_parts->planeSet.bytes() + m_parts->units() * (sizeof(std::uint32_t) + sizeof(Time));
        m_store.moveInto(*m_parts);
        m_parts->sumUp();
        job.progress(1.0);
        return {std::move(m_parts), m_store.keptPlaces(), m_store.keptFailure()};
    }

private:
    void takeBatch(std::uint64_t first, std::uint64_t count, JobContext& job)
    {
        const std::uint64_t each = m_parts->slabSpikes;
        std::vector<SlabData> slabs(static_cast<std::size_t>((count + each - 1) / each));
        parallelPieces(slabs.size(), m_parts->threads, [&](std::size_t i) {
            slabs[i] = slabFrom(m_source, first + i * each, std::min(each, count - i * each), job);
        });
        for (const SlabData& slab : slabs) {
            if (slab.first < m_last)
                throw NotSorted();
            m_last = slab.last;
        }
        parallelPieces(m_planes->pieces(), m_parts->threads, [&](std::size_t piece) {
            for (const SlabData& slab : slabs) {
                job.checkpoint();
                m_planes->add(slab.view(), m_parts->unitRows(), piece);
                countUnits(slab.view(), m_planes->rowsOf(piece));
            }
        });
        m_store.put(std::move(slabs));
    }

    // As many as there are threads, unless that takes too much memory: reading and sorting needs
    // about 24 bytes for each spike.
    std::uint64_t slabsAtOnce() const
    {
        const std::uint64_t each =
            24 * std::min(m_parts->slabSpikes, m_parts->facts.count) + 4 * m_parts->units();
        const std::uint64_t fit = memoryBudget() / 4 / std::max<std::uint64_t>(each, 1);
        return std::clamp<std::uint64_t>(fit, 1,
                                         static_cast<std::uint64_t>(threadCount(m_parts->threads)));
    }

    void countUnits(const Slab& slab, std::pair<std::size_t, std::size_t> units)
    {
        for (std::size_t unit = units.first; unit < units.second; ++unit) {
            const std::uint32_t count = slab.starts[unit + 1] - slab.starts[unit];
            if (count > 0 && m_parts->unitCountData[unit] == 0)
                m_parts->firstSpikeData[unit] = slab.time(slab.starts[unit]);
            m_parts->unitCountData[unit] += count;
        }
    }

    const AddressSource& m_source;
    std::unique_ptr<CountPyramid::Parts> m_parts;
    std::unique_ptr<PlaneBuilder> m_planes;
    SlabStore m_store;
    Time m_last = std::numeric_limits<Time>::min();
};

} // namespace

BuiltPyramid buildPyramid(std::shared_ptr<const AddressSource> source,
                          const PyramidOptions& options, BlobFile* kept, JobContext& job)
{
    requireBuildable(source->facts());
    const std::uint64_t reserved = kept != nullptr ? kept->size() : 0;
    const SortOptions sorting = {std::min(std::uint64_t{512} << 20U, memoryBudget() / 4),
                                 options.spillFolder};
    if (source->facts().sorted) {
        try {
            return Builder(*source, options, kept).run(job);
        } catch (const NotSorted&) {
            // Sorted below, whatever it says.
        }
    }
    JobContext before = job.part(0.0, 0.5);
    JobContext after = job.part(0.5, 1.0);
    source = sortedByTime(std::move(source), sorting, before);
    if (kept != nullptr)
        kept->truncate(reserved);
    try {
        return Builder(*source, options, kept).run(after);
    } catch (const NotSorted&) {
        throw Error(ErrorKind::BadFormat, "the stream changed while it was read");
    }
}

std::shared_ptr<const CountPyramid> CountPyramid::build(std::shared_ptr<const AddressSource> source,
                                                        const PyramidOptions& options,
                                                        JobContext& job)
{
    return std::make_shared<const CountPyramid>(
        buildPyramid(std::move(source), options, nullptr, job).parts);
}

} // namespace inspike
