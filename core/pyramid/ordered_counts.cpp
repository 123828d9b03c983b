// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pyramid/ordered_counts.h"

#include "core/base/error.h"
#include "core/base/memory.h"
#include "core/base/parallel.h"
#include "core/pyramid/grid.h"
#include "core/pyramid/planes.h"

#include <atomic>

namespace inspike {

struct OrderedCounts::Planes
{
    PlaneSet set;
};

OrderedCounts::OrderedCounts(std::shared_ptr<const CountPyramid> pyramid,
                             std::vector<std::uint32_t> rowUnits)
    : m_pyramid(std::move(pyramid)), m_unitOfRow(std::move(rowUnits))
{
    if (m_unitOfRow.empty())
        return;
    m_rowOfUnit.assign(m_pyramid->units(), kNoRow);
    for (std::size_t row = 0; row < m_unitOfRow.size(); ++row) {
        const std::uint32_t unit = m_unitOfRow[row];
        if (unit >= m_pyramid->units())
            throw Error(ErrorKind::BadShape, "there is no unit " + std::to_string(unit) +
                                                 "; the stream has " +
                                                 std::to_string(m_pyramid->units()));
        if (m_rowOfUnit[unit] != kNoRow)
            throw Error(ErrorKind::BadShape,
                        "unit " + std::to_string(unit) + " is in an order of rows twice");
        m_rowOfUnit[unit] = static_cast<std::uint32_t>(row);
    }
}

OrderedCounts::~OrderedCounts() = default;

RowMap OrderedCounts::rowMap() const
{
    return {m_pyramid->units(), m_unitOfRow.size(), m_unitOfRow.data(), m_rowOfUnit.data()};
}

std::size_t OrderedCounts::rows() const
{
    return m_unitOfRow.empty() ? m_pyramid->units() : m_unitOfRow.size();
}

std::uint32_t OrderedCounts::unitOfRow(std::size_t row) const
{
    return m_unitOfRow.empty() ? static_cast<std::uint32_t>(row) : m_unitOfRow.at(row);
}

void OrderedCounts::prepare(JobContext& job) const
{
    if (prepared())
        return;
    const CountPyramid::Parts& parts = m_pyramid->parts();
    PlaneDemand demand = {m_unitOfRow.size(), parts.facts.extent, 0, parts.enough(),
                          memoryBudget() / 8};
    for (const std::uint32_t unit : m_unitOfRow)
        demand.spikes += parts.unitCounts[unit];
    // A plane of single units serves every order.
    demand.groupsOnly = std::any_of(parts.planes.begin(), parts.planes.end(),
                                    [](const Plane& plane) { return plane.rowShift == 0; });
    // Each piece looks at the table of every slab, so there are only as many as threads.
    PlaneBuilder builder(demand, static_cast<std::size_t>(threadCount(parts.threads)));
    std::atomic<std::size_t> done = 0;
    parallelPieces(builder.pieces(), parts.threads, [&](std::size_t piece) {
        for (const Slab& slab : parts.slabs) {
            job.checkpoint();
            builder.add(slab, rowMap(), piece);
            parts.release(slab);
            job.progress(static_cast<double>(++done) /
                         static_cast<double>(parts.slabs.size() * builder.pieces()));
        }
    });
    auto planes = std::make_shared<const Planes>(Planes{builder.finish(parts.threads, job)});
    const std::scoped_lock lock(m_mutex);
    m_planes = std::move(planes);
}

bool OrderedCounts::prepared() const
{
    const std::scoped_lock lock(m_mutex);
    return m_unitOfRow.empty() || m_planes;
}

CountGrid OrderedCounts::grid(const GridRequest& request, JobContext& job) const
{
    if (m_unitOfRow.empty())
        return m_pyramid->grid(request, job);
    std::shared_ptr<const Planes> planes;
    {
        const std::scoped_lock lock(m_mutex);
        planes = m_planes;
    }
    const std::span<const Plane> ordered =
        planes ? std::span<const Plane>(planes->set.planes) : std::span<const Plane>();
    return countGrid(m_pyramid->parts(), rowMap(), ordered, request, GridSource::Cheapest, job);
}

} // namespace inspike
