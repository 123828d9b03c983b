// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pyramid/pyramid_parts.h"

#include "core/base/memory.h"

#include <chrono>
#include <functional>
#include <numeric>

namespace inspike {

std::pair<std::size_t, std::size_t> CountPyramid::Parts::slabsIn(TimeRange window) const
{
    const auto from = std::partition_point(
        slabs.begin(), slabs.end(), [&](const Slab& slab) { return slab.last < window.begin; });
    const auto to = std::partition_point(from, slabs.end(),
                                         [&](const Slab& slab) { return slab.first < window.end; });
    return {static_cast<std::size_t>(from - slabs.begin()),
            static_cast<std::size_t>(to - slabs.begin())};
}

void CountPyramid::Parts::release(const Slab& slab) const
{
    if (bytes <= memoryBudget() / 2)
        return;
    const auto releaseArray = [&](const void* begin, std::size_t count) {
        const auto* const from = static_cast<const std::byte*>(begin);
        for (const MappedFile& file : files) {
            const auto all = file.bytes();
            const std::less<> before;
            if (!before(from, all.data()) && before(from, all.data() + all.size()))
                file.release(static_cast<std::size_t>(from - all.data()), count);
        }
    };
    releaseArray(slab.starts, (units() + 1) * sizeof(std::uint32_t));
    if (slab.wide != nullptr)
        releaseArray(slab.wide, slab.count * sizeof(std::uint64_t));
    else
        releaseArray(slab.narrow, slab.count * sizeof(std::uint32_t));
}

void CountPyramid::Parts::keepToBudget() const
{
    constexpr std::int64_t kPauseSeconds = 2;
    if (files.empty() || bytes <= memoryBudget() / 2)
        return;
    const std::int64_t now = std::chrono::duration_cast<std::chrono::seconds>(
                                 std::chrono::steady_clock::now().time_since_epoch())
                                 .count();
    std::int64_t before = releasedAt;
    if (now - before < kPauseSeconds || residentMemory() <= memoryBudget() / 4 * 3 ||
        !releasedAt.compare_exchange_strong(before, now))
        return;
    for (const MappedFile& file : files)
        file.release(0, file.bytes().size());
}

void CountPyramid::Parts::sumUp()
{
    slabSums = {0};
    for (const Slab& slab : slabs)
        slabSums.push_back(slabSums.back() + slab.count);
    unitSums = {0};
    for (std::size_t unit = 0; unit < units(); unit += kUnitBlock) {
        const auto block = unitCounts.subspan(unit, std::min(kUnitBlock, units() - unit));
        unitSums.push_back(std::accumulate(block.begin(), block.end(), unitSums.back()));
    }
}

std::uint64_t CountPyramid::Parts::spikesOfUnits(std::size_t from, std::size_t to) const
{
    const auto before = [&](std::size_t unit) {
        const std::size_t block = unit / kUnitBlock;
        const auto rest = unitCounts.subspan(block * kUnitBlock, unit % kUnitBlock);
        return std::accumulate(rest.begin(), rest.end(), unitSums[block]);
    };
    return before(to) - before(from);
}

} // namespace inspike
