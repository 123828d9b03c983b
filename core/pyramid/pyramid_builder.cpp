// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
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

class Builder
{
public:
    Builder(const AddressSource& source, const PyramidOptions& options)
        : m_source(source), m_parts(std::make_unique<CountPyramid::Parts>())
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

    std::unique_ptr<CountPyramid::Parts> run(JobContext& job)
    {
        const std::uint64_t count = m_parts->facts.count;
        const int threads = threadCount(m_parts->threads);
        const std::uint64_t batch = m_parts->slabSpikes * static_cast<std::uint64_t>(threads);
        for (std::uint64_t first = 0; first < count; first += batch) {
            job.progress(static_cast<double>(first) / static_cast<double>(count));
            takeBatch(first, std::min(batch, count - first), job);
        }
        for (const SlabData& slab : m_parts->slabData) {
            m_parts->slabs.push_back(slab.view());
            m_parts->bytes +=
                slab.starts.size() * 4 + slab.narrow.size() * 4 + slab.wide.size() * 8;
        }
        m_parts->planeSet = m_planes->finish(m_parts->threads, job);
        m_parts->planes = m_parts->planeSet.planes;
        m_parts->bytes += m_parts->planeSet.bytes();
        m_parts->unitCounts = m_parts->unitCountData;
        m_parts->firstSpikes = m_parts->firstSpikeData;
        m_parts->bytes += m_parts->units() * (sizeof(std::uint32_t) + sizeof(Time));
        job.progress(1.0);
        return std::move(m_parts);
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
        for (SlabData& slab : slabs)
            m_parts->slabData.push_back(std::move(slab));
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
    Time m_last = std::numeric_limits<Time>::min();
};

} // namespace

std::shared_ptr<const CountPyramid> CountPyramid::build(std::shared_ptr<const AddressSource> source,
                                                        const PyramidOptions& options,
                                                        JobContext& job)
{
    requireBuildable(source->facts());
    const SortOptions sorting = {.folder = options.spillFolder};
    if (!source->facts().sorted)
        source = sortedByTime(source, sorting, job);
    try {
        return std::make_shared<const CountPyramid>(Builder(*source, options).run(job));
    } catch (const NotSorted&) {
        source = sortedByTime(source, sorting, job);
    }
    try {
        return std::make_shared<const CountPyramid>(Builder(*source, options).run(job));
    } catch (const NotSorted&) {
        throw Error(ErrorKind::BadFormat, "the stream changed while it was read");
    }
}

} // namespace inspike
