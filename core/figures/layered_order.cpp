// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/layered_items.h"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace inspike {

namespace {

constexpr int kMostSweeps = 24;
constexpr int kPatience = 4;                  // sweeps without fewer crossings
constexpr std::size_t kSweepWork = 6'000'000; // items and segments looked at, in all

using Ranks = std::vector<std::vector<int>>;

std::size_t indexOf(int item)
{
    return static_cast<std::size_t>(item);
}

class Orderer
{
public:
    explicit Orderer(Layering& layering) : m_made(layering), m_place(layering.items.size(), 0.0) {}

    void run(JobContext& job)
    {
        startFromSources();
        m_least = crossings();
        m_best = m_made.ranks;
        sweep(job);
        // What stays at a side is always on the right: the mirror image may suit it better.
        const bool sides = std::any_of(m_made.items.begin(), m_made.items.end(),
                                       [](const LayerItem& item) { return item.owner >= 0; });
        if (m_least > 0 && sides) {
            m_made.ranks = m_best;
            mirror();
            keepBest();
            sweep(job);
        }
        m_made.ranks = std::move(m_best);
    }

private:
    // Depth first along the links: a tree has no crossings then.
    void startFromSources()
    {
        std::vector<char> seen(m_made.items.size(), 0);
        Ranks ordered(m_made.ranks.size());
        std::vector<int> stack;
        const auto visit = [&](int root) {
            stack.push_back(root);
            while (!stack.empty()) {
                const int item = stack.back();
                stack.pop_back();
                if (std::exchange(seen[indexOf(item)], char{1}))
                    continue;
                ordered[indexOf(m_made.items[indexOf(item)].rank)].push_back(item);
                const std::vector<int>& below = m_made.below[indexOf(item)];
                for (auto segment = below.rbegin(); segment != below.rend(); ++segment)
                    stack.push_back(m_made.segments[indexOf(*segment)].lower);
            }
        };
        for (const std::vector<int>& rank : m_made.ranks) {
            for (const int item : rank) {
                if (m_made.items[indexOf(item)].node >= 0 && !seen[indexOf(item)])
                    visit(item);
            }
        }
        for (const std::vector<int>& rank : m_made.ranks) {
            for (const int item : rank)
                visit(item);
        }
        m_made.ranks = std::move(ordered);
        for (std::vector<int>& rank : m_made.ranks)
            bringToOwners(rank);
        number();
    }

    void sweep(JobContext& job)
    {
        const std::size_t work = m_made.items.size() + m_made.segments.size() + 1;
        const int sweeps = static_cast<int>(
            std::clamp<std::size_t>(kSweepWork / work, 2, static_cast<std::size_t>(kMostSweeps)));
        int stale = 0;
        for (int i = 0; i < sweeps && m_least > 0 && stale < kPatience; ++i) {
            job.checkpoint();
            sweepOnce(i % 2 == 0);
            stale = keepBest() ? 0 : stale + 1;
        }
    }

    bool keepBest()
    {
        const std::uint64_t now = crossings();
        if (now >= m_least)
            return false;
        m_least = now;
        m_best = m_made.ranks;
        return true;
    }

    void mirror()
    {
        for (std::vector<int>& rank : m_made.ranks) {
            std::reverse(rank.begin(), rank.end());
            bringToOwners(rank);
        }
        number();
    }

    // What stays at the side of an item follows it directly.
    void bringToOwners(std::vector<int>& rank)
    {
        const auto owned = [this](int item) {
            return m_made.items[indexOf(item)].owner >= 0;
        };
        if (std::none_of(rank.begin(), rank.end(), owned))
            return;
        std::vector<int> others;
        std::vector<int> sides;
        for (const int item : rank)
            (owned(item) ? sides : others).push_back(item);
        std::stable_sort(sides.begin(), sides.end(), [this](int a, int b) {
            return m_made.items[indexOf(a)].owner < m_made.items[indexOf(b)].owner;
        });
        rank.clear();
        for (const int item : others) {
            rank.push_back(item);
            auto side = std::lower_bound(sides.begin(), sides.end(), item, [this](int a, int b) {
                return m_made.items[indexOf(a)].owner < b;
            });
            for (; side != sides.end() && m_made.items[indexOf(*side)].owner == item; ++side)
                rank.push_back(*side);
        }
    }

    void number()
    {
        for (const std::vector<int>& rank : m_made.ranks)
            numberRank(rank);
    }

    void numberRank(const std::vector<int>& rank)
    {
        for (std::size_t i = 0; i < rank.size(); ++i)
            m_place[indexOf(rank[i])] = static_cast<double>(i);
    }

    // Where a link meets an item, in places: ends of wide items differ.
    double endOf(int item, double offset) const
    {
        const double across = m_made.items[indexOf(item)].across;
        return m_place[indexOf(item)] + (across > 0 ? 0.8 * offset / across : 0.0);
    }

    void sweepOnce(bool down)
    {
        const int count = static_cast<int>(m_made.ranks.size());
        for (int i = 1; i < count; ++i) {
            std::vector<int>& rank = m_made.ranks[indexOf(down ? i : count - 1 - i)];
            std::vector<std::pair<double, int>> wanted;
            wanted.reserve(rank.size());
            for (const int item : rank)
                wanted.emplace_back(barycentre(item, down), item);
            std::stable_sort(wanted.begin(), wanted.end(),
                             [](const auto& a, const auto& b) { return a.first < b.first; });
            std::transform(wanted.begin(), wanted.end(), rank.begin(),
                           [](const auto& one) { return one.second; });
            bringToOwners(rank);
            numberRank(rank);
        }
    }

    double barycentre(int item, bool down) const
    {
        const std::vector<int>& segments =
            down ? m_made.above[indexOf(item)] : m_made.below[indexOf(item)];
        if (segments.empty())
            return m_place[indexOf(item)];
        double sum = 0.0;
        for (const int index : segments) {
            const LayerSegment& segment = m_made.segments[indexOf(index)];
            sum += down ? endOf(segment.upper, segment.upperOffset)
                        : endOf(segment.lower, segment.lowerOffset);
        }
        return sum / static_cast<double>(segments.size());
    }

    // Inversions of the lower ends, with a tree of counts.
    std::uint64_t crossings() const
    {
        std::uint64_t sum = 0;
        std::vector<std::pair<double, double>> ends;
        std::vector<double> lower;
        std::vector<std::uint64_t> tree;
        for (const std::vector<int>& rank : m_made.ranks) {
            ends.clear();
            lower.clear();
            for (const int item : rank) {
                for (const int index : m_made.below[indexOf(item)]) {
                    const LayerSegment& segment = m_made.segments[indexOf(index)];
                    ends.emplace_back(endOf(segment.upper, segment.upperOffset),
                                      endOf(segment.lower, segment.lowerOffset));
                    lower.push_back(ends.back().second);
                }
            }
            std::sort(ends.begin(), ends.end());
            std::sort(lower.begin(), lower.end());
            lower.erase(std::unique(lower.begin(), lower.end()), lower.end());
            tree.assign(lower.size() + 1, 0);
            std::uint64_t before = 0;
            for (const auto& end : ends) {
                const auto at = static_cast<std::size_t>(
                    std::lower_bound(lower.begin(), lower.end(), end.second) - lower.begin());
                std::uint64_t notRight = 0;
                for (std::size_t i = at + 1; i > 0; i &= i - 1)
                    notRight += tree[i];
                sum += before - notRight;
                for (std::size_t i = at + 1; i < tree.size(); i += i & (~i + 1))
                    ++tree[i];
                ++before;
            }
        }
        return sum;
    }

    Layering& m_made;
    std::vector<double> m_place; // of items in their rank
    std::uint64_t m_least = 0;   // crossings, of
    Ranks m_best;
};

} // namespace

void reduceCrossings(Layering& layering, JobContext& job)
{
    Orderer(layering).run(job);
}

} // namespace inspike
