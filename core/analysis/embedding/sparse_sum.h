// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The symmetric matrix of a weight per neighbour: entry (i, j) is merge(weight of j for i, weight
// of i for j), a weight being 0 where one is no neighbour of the other. Rows sorted by column.

#include "core/analysis/embedding/nearest_neighbours.h"

#include <algorithm>

namespace inspike {

template <typename Merge>
void symmetricSum(const Neighbours& neighbours, std::span<const float> weights, Merge merge,
                  const JobContext& job, std::vector<std::size_t>& begin,
                  std::vector<std::uint32_t>& column, std::vector<float>& value)
{
    const std::size_t count = neighbours.count;
    const std::size_t each = neighbours.each;
    job.checkpoint();
    // Against the direction of the neighbours: who has me, in the order of their numbers.
    std::vector<std::size_t> backBegin(count + 1, 0);
    for (const std::uint32_t index : neighbours.index)
        ++backBegin[index + 1];
    for (std::size_t i = 0; i < count; ++i)
        backBegin[i + 1] += backBegin[i];
    std::vector<std::pair<std::uint32_t, float>> back(neighbours.index.size());
    std::vector<std::size_t> next(backBegin.begin(), backBegin.end());
    for (std::size_t i = 0; i < neighbours.index.size(); ++i)
        back[next[neighbours.index[i]]++] = {static_cast<std::uint32_t>(i / each), weights[i]};

    begin.assign(1, 0);
    std::vector<std::pair<std::uint32_t, float>> forth(each);
    for (std::size_t point = 0; point < count; ++point) {
        if (point % 1024 == 0)
            job.checkpoint();
        for (std::size_t k = 0; k < each; ++k)
            forth[k] = {neighbours.index[point * each + k], weights[point * each + k]};
        std::sort(forth.begin(), forth.end());
        auto one = forth.cbegin();
        auto other = back.cbegin() + static_cast<std::ptrdiff_t>(backBegin[point]);
        const auto end = back.cbegin() + static_cast<std::ptrdiff_t>(backBegin[point + 1]);
        while (one != forth.cend() || other != end) {
            const bool takeOne =
                other == end || (one != forth.cend() && one->first <= other->first);
            const bool takeOther =
                one == forth.cend() || (other != end && other->first <= one->first);
            column.push_back(takeOne ? one->first : other->first);
            value.push_back(merge(takeOne ? one->second : 0.0F, takeOther ? other->second : 0.0F));
            one += takeOne ? 1 : 0;
            other += takeOther ? 1 : 0;
        }
        begin.push_back(column.size());
    }
}

} // namespace inspike
