// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/sampling.h"

#include "core/base/random.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <utility>

namespace inspike {

std::vector<std::size_t> shuffled(std::size_t count, std::uint64_t seed)
{
    std::vector<std::size_t> order(count);
    std::iota(order.begin(), order.end(), std::size_t{0});
    Random random(seed);
    for (std::size_t i = order.size(); i > 1; --i)
        std::swap(order[i - 1], order[random.below(static_cast<std::uint32_t>(i))]);
    return order;
}

std::vector<std::size_t> stratifiedPart(std::span<const std::int64_t> labels, double share,
                                        std::uint64_t seed)
{
    std::map<std::int64_t, std::vector<std::size_t>> classes;
    for (std::size_t i = 0; i < labels.size(); ++i)
        classes[labels[i]].push_back(i);
    std::vector<std::size_t> part;
    for (const auto& [label, members] : classes) {
        const auto wanted =
            static_cast<std::size_t>(std::llround(share * static_cast<double>(members.size())));
        const std::size_t count = std::min(wanted, members.size() - 1);
        const std::vector<std::size_t> order =
            shuffled(members.size(), mixedSeed(seed, static_cast<std::uint64_t>(label)));
        for (std::size_t i = 0; i < count; ++i)
            part.push_back(members[order[i]]);
    }
    std::ranges::sort(part);
    return part;
}

} // namespace inspike
