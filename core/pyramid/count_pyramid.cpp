// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pyramid/count_pyramid.h"

#include "core/base/error.h"
#include "core/base/memory.h"
#include "core/base/parallel.h"
#include "core/pyramid/grid.h"
#include "core/pyramid/slab_scan.h"

namespace inspike {

namespace {

constexpr std::size_t kUnitsAtOnce = 4096;
constexpr std::size_t kReleasedFrom = 64; // trains of so many units touch most pages

bool inside(const Slab& slab, TimeRange window)
{
    return slab.first >= window.begin && slab.last < window.end;
}

void requireUnit(const CountPyramid& pyramid, std::uint32_t unit)
{
    if (unit >= pyramid.units())
        throw Error(ErrorKind::BadShape, "there is no unit " + std::to_string(unit) +
                                             "; the stream has " + std::to_string(pyramid.units()));
}

// Times of [units] in the window, one unit after the other; offsets[i] is where those of units[i]
// begin.
std::vector<Time> timesOf(const CountPyramid::Parts& parts, std::span<const std::uint32_t> units,
                          TimeRange window, std::vector<std::size_t>& offsets, JobContext& job)
{
    const auto [from, to] = parts.slabsIn(window);
    offsets.assign(units.size() + 1, 0);
    for (std::size_t s = from; s < to; ++s) {
        job.checkpoint();
        for (std::size_t i = 0; i < units.size(); ++i) {
            const auto [begin, end] = cutRun(parts.slabs[s], units[i], window);
            offsets[i + 1] += end - begin;
        }
    }
    for (std::size_t i = 1; i < offsets.size(); ++i)
        offsets[i] += offsets[i - 1];
    std::vector<Time> times(offsets.back());
    std::vector<std::size_t> next(offsets.begin(), offsets.end() - 1);
    for (std::size_t s = from; s < to; ++s) {
        job.checkpoint();
        for (std::size_t i = 0; i < units.size(); ++i) {
            const auto [begin, end] = cutRun(parts.slabs[s], units[i], window);
            for (std::uint64_t spike = begin; spike < end; ++spike)
                times[next[i]++] = parts.slabs[s].time(spike);
        }
        if (units.size() > kReleasedFrom)
            parts.release(parts.slabs[s]);
    }
    return times;
}

// Adds the spikes of units [unitBegin, unitEnd) in the window.
void addCounts(const CountPyramid::Parts& parts, TimeRange window, std::size_t unitBegin,
               std::size_t unitEnd, std::vector<std::uint32_t>& counts, JobContext& job)
{
    const auto [from, to] = parts.slabsIn(window);
    for (std::size_t s = from; s < to; ++s) {
        const Slab& slab = parts.slabs[s];
        job.checkpoint();
        if (inside(slab, window)) {
            for (std::size_t unit = unitBegin; unit < unitEnd; ++unit)
                counts[unit] += slab.starts[unit + 1] - slab.starts[unit];
            continue;
        }
        for (std::size_t unit = unitBegin; unit < unitEnd; ++unit) {
            const auto [begin, end] = cutRun(slab, unit, window);
            counts[unit] += static_cast<std::uint32_t>(end - begin);
        }
    }
}

} // namespace

CountPyramid::CountPyramid(std::unique_ptr<Parts> parts) : m_parts(std::move(parts)) {}

CountPyramid::~CountPyramid() = default;

const AddressFacts& CountPyramid::facts() const
{
    return m_parts->facts;
}

std::uint64_t CountPyramid::bytes() const
{
    return m_parts->bytes;
}

std::span<const std::uint32_t> CountPyramid::unitCounts() const
{
    return m_parts->unitCounts;
}

std::span<const Time> CountPyramid::firstSpikes() const
{
    return m_parts->firstSpikes;
}

CountGrid CountPyramid::grid(const GridRequest& request, JobContext& job) const
{
    return countGrid(*m_parts, m_parts->unitRows(), {}, request, GridSource::Cheapest, job);
}

std::uint64_t CountPyramid::count(TimeRange window, JobContext& job) const
{
    return grid({window, 0, units(), 2, 1}, job).total;
}

std::vector<std::uint32_t> CountPyramid::countsPerUnit(TimeRange window, JobContext& job) const
{
    window = window.intersected(extent());
    std::vector<std::uint32_t> counts(units());
    if (window.empty())
        return counts;
    const std::size_t pieces = (units() + kUnitsAtOnce - 1) / kUnitsAtOnce;
    const auto [from, to] = m_parts->slabsIn(window);
    const int threads = to - from < 2 ? 1 : m_parts->threads;
    parallelPieces(pieces, threads, [&](std::size_t piece) {
        addCounts(*m_parts, window, piece * kUnitsAtOnce,
                  std::min((piece + 1) * kUnitsAtOnce, units()), counts, job);
    });
    return counts;
}

CountStrip CountPyramid::strip(TimeRange window, std::size_t maxBins, JobContext& job) const
{
    const CountGrid counted = grid({window, 0, units(), maxBins, 1}, job);
    return {counted.window,
            counted.binShift,
            counted.firstBin,
            {counted.counts.begin(), counted.counts.end()}};
}

CountPyramid::Profiles CountPyramid::profiles(std::size_t maxBins, JobContext& job) const
{
    CountGrid counted = grid({extent(), 0, units(), maxBins, units()}, job);
    return {counted.columns, counted.binShift, counted.firstBin, std::move(counted.counts)};
}

std::vector<Time> CountPyramid::train(std::uint32_t unit, TimeRange window) const
{
    requireUnit(*this, unit);
    window = window.intersected(extent());
    if (window.empty())
        return {};
    std::vector<std::size_t> offsets;
    JobContext job = nullJob();
    return timesOf(*m_parts, {&unit, 1}, window, offsets, job);
}

void CountPyramid::visit(
    std::span<const std::uint32_t> units, TimeRange window,
    const std::function<void(std::uint32_t unit, std::span<const Time> times)>& take,
    JobContext& job) const
{
    for (const std::uint32_t unit : units)
        requireUnit(*this, unit);
    window = window.intersected(extent());
    if (window.empty())
        return;
    const std::uint64_t most = memoryBudget() / 32 / sizeof(Time);
    std::vector<std::size_t> offsets;
    for (std::size_t done = 0; done < units.size();) {
        job.progress(static_cast<double>(done) / static_cast<double>(units.size()));
        std::uint64_t spikes = 0;
        std::size_t count = 0;
        for (; done + count < units.size(); ++count) {
            spikes += m_parts->unitCounts[units[done + count]];
            if (count > 0 && spikes > most)
                break;
        }
        const auto block = units.subspan(done, count);
        const std::vector<Time> times = timesOf(*m_parts, block, window, offsets, job);
        for (std::size_t i = 0; i < count; ++i) {
            if (offsets[i + 1] > offsets[i])
                take(block[i], std::span(times).subspan(offsets[i], offsets[i + 1] - offsets[i]));
        }
        done += count;
    }
}

} // namespace inspike
