// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/layered_items.h"

#include <algorithm>
#include <limits>

namespace inspike {

namespace {

constexpr double kBetweenNodes = 2.0;
constexpr double kBesideLink = 1.3;
constexpr double kBetweenLinks = 1.0;
constexpr int kSweeps = 3; // down and up

std::size_t indexOf(int item)
{
    return static_cast<std::size_t>(item);
}

struct Wish
{
    double x = 0.0;
    double weight = 1.0;
};

bool isBefore(const Wish& a, const Wish& b)
{
    return a.x < b.x;
}

// Where the sum of weighted distances is least; the middle where a stretch is. Of ordered wishes.
double weightedMedian(const std::vector<Wish>& wishes)
{
    double whole = 0.0;
    for (const Wish& wish : wishes)
        whole += wish.weight;
    double sum = 0.0;
    for (std::size_t i = 0; i < wishes.size(); ++i) {
        sum += wishes[i].weight;
        if (2.0 * sum > whole * (1.0 + 1e-9))
            return wishes[i].x;
        if (2.0 * sum >= whole * (1.0 - 1e-9))
            return i + 1 < wishes.size() ? 0.5 * (wishes[i].x + wishes[i + 1].x) : wishes[i].x;
    }
    return wishes.empty() ? 0.0 : wishes.back().x;
}

// Neighbours that touch and move together; their wishes are as if all stood at one place.
struct Block
{
    std::vector<Wish> wishes; // ordered
    double x = 0.0;
    std::size_t first = 0;
};

class Placer
{
public:
    explicit Placer(Layering& layering) : m_made(layering) {}

    void run(JobContext& job)
    {
        start();
        for (int sweep = 0; sweep < kSweeps; ++sweep) {
            job.checkpoint();
            for (std::size_t rank = 1; rank < m_made.ranks.size(); ++rank)
                place(rank, true);
            if (sweep + 1 == kSweeps)
                break;
            for (std::size_t rank = m_made.ranks.size(); rank-- > 0;)
                place(rank, false);
        }
        job.checkpoint();
        straighten();
    }

private:
    void start()
    {
        for (const std::vector<int>& rank : m_made.ranks) {
            double x = 0.0;
            for (std::size_t i = 0; i < rank.size(); ++i) {
                if (i > 0)
                    x += distance(rank, i);
                item(rank[i]).x = x;
            }
            for (const int one : rank)
                item(one).x -= 0.5 * x;
        }
    }

    LayerItem& item(int index) { return m_made.items[indexOf(index)]; }
    const LayerItem& item(int index) const { return m_made.items[indexOf(index)]; }
    double distance(const std::vector<int>& rank, std::size_t i) const
    {
        return distanceOf(item(rank[i - 1]), item(rank[i]));
    }

    // By the items above, or by those below.
    Wish wishOf(int index, bool above)
    {
        m_wishes.clear();
        double weight = 0.0;
        for (const int one : (above ? m_made.above : m_made.below)[indexOf(index)]) {
            const LayerSegment& segment = m_made.segments[indexOf(one)];
            const double shift = segment.upperOffset - segment.lowerOffset;
            const double wish =
                above ? item(segment.upper).x + shift : item(segment.lower).x - shift;
            m_wishes.push_back({wish, segment.weight});
            weight += segment.weight;
        }
        if (m_wishes.empty())
            return {item(index).x, 0.05};
        std::sort(m_wishes.begin(), m_wishes.end(), &isBefore);
        return {weightedMedian(m_wishes), weight};
    }

    // The places with the least sum of weighted distances from the wishes, in this order and with
    // room between: isotonic regression by pooling blocks (Barlow et al. 1972, in the L1 norm).
    void place(std::size_t index, bool above)
    {
        const std::vector<int>& rank = m_made.ranks[index];
        std::vector<Block> blocks;
        std::vector<double> shift(rank.size(), 0.0);
        for (std::size_t i = 0; i < rank.size(); ++i) {
            if (i > 0)
                shift[i] = shift[i - 1] + distance(rank, i);
            Wish wish =
                item(rank[i]).owner >= 0 ? Wish{item(rank[i]).x, 0.01} : wishOf(rank[i], above);
            wish.x -= shift[i];
            Block block{{wish}, wish.x, i};
            while (!blocks.empty() && blocks.back().x >= block.x) {
                block = pooled(std::move(blocks.back()), block);
                blocks.pop_back();
            }
            blocks.push_back(std::move(block));
        }
        for (std::size_t b = 0; b < blocks.size(); ++b) {
            const std::size_t end = b + 1 < blocks.size() ? blocks[b + 1].first : rank.size();
            for (std::size_t i = blocks[b].first; i < end; ++i)
                item(rank[i]).x = blocks[b].x + shift[i];
        }
        keepSides(rank);
    }

    static Block pooled(Block left, const Block& right)
    {
        const auto middle = static_cast<std::ptrdiff_t>(left.wishes.size());
        left.wishes.insert(left.wishes.end(), right.wishes.begin(), right.wishes.end());
        std::inplace_merge(left.wishes.begin(), left.wishes.begin() + middle, left.wishes.end(),
                           &isBefore);
        left.x = weightedMedian(left.wishes);
        return left;
    }

    // What stays at the side of an item is as near to it as can be.
    void keepSides(const std::vector<int>& rank)
    {
        for (std::size_t i = 1; i < rank.size(); ++i) {
            if (item(rank[i]).owner >= 0)
                item(rank[i]).x = item(rank[i - 1]).x + distance(rank, i);
        }
    }

    // Long links in one line, where nothing is in the way.
    void straighten()
    {
        std::vector<std::size_t> places(m_made.items.size(), 0);
        for (const std::vector<int>& rank : m_made.ranks) {
            for (std::size_t i = 0; i < rank.size(); ++i)
                places[indexOf(rank[i])] = i;
        }
        for (int pass = 0; pass < 2; ++pass) {
            for (const LinkWay& way : m_made.ways)
                straighten(way, places);
        }
    }

    void straighten(const LinkWay& way, const std::vector<std::size_t>& places)
    {
        double low = std::numeric_limits<double>::lowest();
        double high = std::numeric_limits<double>::max();
        std::vector<double> passed;
        for (const int one : way.items) {
            if (item(one).node >= 0)
                continue;
            const std::vector<int>& rank = m_made.ranks[indexOf(item(one).rank)];
            const std::size_t at = places[indexOf(one)];
            if (at > 0)
                low = std::max(low, item(rank[at - 1]).x + distance(rank, at));
            if (at + 1 < rank.size())
                high = std::min(high, item(rank[at + 1]).x - distance(rank, at + 1));
            passed.push_back(item(one).x);
        }
        if (passed.size() < 2 || low > high)
            return;
        const auto middle = passed.begin() + static_cast<std::ptrdiff_t>(passed.size() / 2);
        std::nth_element(passed.begin(), middle, passed.end());
        // Beside boxes, as near as they allow.
        const double x = way.kind == LinkWay::Kind::Back ? low : std::clamp(*middle, low, high);
        for (const int one : way.items) {
            if (item(one).node < 0)
                item(one).x = x;
        }
    }

    Layering& m_made;
    std::vector<Wish> m_wishes;
};

} // namespace

double distanceOf(const LayerItem& left, const LayerItem& right)
{
    const int links = (left.node < 0 ? 1 : 0) + (right.node < 0 ? 1 : 0);
    const double gap = links == 0 ? kBetweenNodes : links == 1 ? kBesideLink : kBetweenLinks;
    return 0.5 * (left.across + right.across) + gap;
}

void placeAcross(Layering& layering, JobContext& job)
{
    Placer(layering).run(job);
}

} // namespace inspike
