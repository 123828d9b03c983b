// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/io/event_files.h"

#include "core/base/memory.h"
#include "core/base/random.h"

#include <algorithm>

namespace inspike::test {

namespace {

bool partIsTheSame(const AddressSource& source, const EventStream& events, std::uint64_t first,
                   std::uint64_t count)
{
    AddressColumns columns;
    source.read(first, count, columns);
    if (columns.time.size() != count || columns.address.size() != count)
        return false;
    const EventSpan all = events.all();
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t at = static_cast<std::size_t>(first) + i;
        const std::uint32_t side = all.polarity[at] != 0 ? events.height() : 0;
        if (columns.time[i] != all.t[at] ||
            columns.address[i] != (side + all.y[at]) * events.width() + all.x[at])
            return false;
    }
    return true;
}

} // namespace

SmallBudget::SmallBudget()
{
    setMemoryBudget(std::uint64_t{64} << 20U);
}

SmallBudget::~SmallBudget()
{
    setMemoryBudget(0);
}

Reach reach(const EventStream& events)
{
    const EventSpan all = events.all();
    const auto [xFirst, xLast] = std::minmax_element(all.x.begin(), all.x.end());
    const auto [yFirst, yLast] = std::minmax_element(all.y.begin(), all.y.end());
    return {*xFirst, *xLast, *yFirst, *yLast};
}

bool holdsTheSame(const AddressSource& source, const EventStream& events)
{
    const AddressFacts& facts = source.facts();
    return facts.count == events.size() && facts.on == events.onCount() &&
           facts.extent == events.extent() && facts.width == events.width() &&
           facts.height == events.height() && partIsTheSame(source, events, 0, events.size());
}

bool anyPartIsTheSame(const AddressSource& source, const EventStream& events)
{
    Random random(7);
    const auto size = static_cast<std::uint32_t>(events.size());
    for (int round = 0; round < 40; ++round) {
        const std::uint32_t first = random.below(size);
        const std::uint32_t most = round % 2 == 0 ? 3 : 200000;
        const std::uint32_t count = std::min(random.below(most), size - first);
        if (!partIsTheSame(source, events, first, count))
            return false;
    }
    return partIsTheSame(source, events, size - 1, 1) && partIsTheSame(source, events, size, 0);
}

} // namespace inspike::test
