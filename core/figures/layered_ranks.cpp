// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/layered_items.h"

#include <algorithm>
#include <numeric>

namespace inspike {

namespace {

using Pin = LayoutNode::Pin;

// Beyond these, the longest links are drawn straight: a dense graph has many more passages than
// boxes.
constexpr std::size_t kPassagesPerNode = 8;
constexpr std::size_t kMostPassages = 60'000;
constexpr double kPassage = 0.4; // width of a link

class Ranking
{
public:
    Ranking(std::span<const LayoutNode> nodes, std::span<const LayoutLink> links)
        : m_nodes(nodes), m_links(links), m_out(nodes.size()), m_in(nodes.size())
    {
        for (std::size_t i = 0; i < links.size(); ++i) {
            m_linked.resize(nodes.size());
            m_linked[links[i].from] = m_linked[links[i].to] = true;
            if (links[i].delayed || links[i].from == links[i].to)
                continue;
            m_out[links[i].from].push_back(i);
            m_in[links[i].to].push_back(i);
        }
        m_linked.resize(nodes.size());
        back.assign(links.size(), false);
    }

    void run()
    {
        findBackLinks();
        rankDown();
        pullUp();
        pinPorts();
        for (std::size_t i = 0; i < m_links.size(); ++i) {
            if (rank[m_links[i].from] >= rank[m_links[i].to])
                back[i] = true;
        }
    }

    bool linked(std::size_t node) const { return m_linked[node]; }

    std::vector<int> rank;
    std::vector<bool> back;

private:
    // Depth first, from the sources; a link to a node whose search is not finished closes a cycle.
    void findBackLinks()
    {
        enum State : char { New, Open, Done };
        std::vector<State> state(m_nodes.size(), New);
        std::vector<std::pair<std::size_t, std::size_t>> stack;
        const auto search = [&](std::size_t root) {
            if (state[root] != New)
                return;
            state[root] = Open;
            stack.emplace_back(root, 0);
            while (!stack.empty()) {
                auto& [node, next] = stack.back();
                if (next == m_out[node].size()) {
                    state[node] = Done;
                    m_finished.push_back(node);
                    stack.pop_back();
                    continue;
                }
                const std::size_t link = m_out[node][next++];
                const std::size_t to = m_links[link].to;
                if (state[to] == Open) {
                    back[link] = true;
                } else if (state[to] == New) {
                    state[to] = Open;
                    stack.emplace_back(to, 0);
                }
            }
        };
        for (std::size_t node = 0; node < m_nodes.size(); ++node) {
            if (m_in[node].empty())
                search(node);
        }
        for (std::size_t node = 0; node < m_nodes.size(); ++node)
            search(node);
    }

    bool hasPorts(Pin pin) const
    {
        return std::any_of(m_nodes.begin(), m_nodes.end(),
                           [pin](const LayoutNode& node) { return node.pin == pin; });
    }

    // As far up as what comes before allows.
    void rankDown()
    {
        const int first = hasPorts(Pin::First) ? 1 : 0;
        rank.assign(m_nodes.size(), first);
        for (auto node = m_finished.rbegin(); node != m_finished.rend(); ++node) {
            if (m_nodes[*node].pin == Pin::First)
                rank[*node] = 0;
            for (const std::size_t link : m_out[*node]) {
                if (!back[link])
                    rank[m_links[link].to] = std::max(rank[m_links[link].to], rank[*node] + 1);
            }
        }
    }

    // Nodes with more links down than up go down, so that their links are short.
    void pullUp()
    {
        for (const std::size_t node : m_finished) {
            if (m_nodes[node].pin != Pin::None || m_out[node].size() <= m_in[node].size())
                continue;
            int lowest = -1;
            for (const std::size_t link : m_out[node]) {
                const std::size_t to = m_links[link].to;
                if (!back[link] && m_nodes[to].pin != Pin::Last)
                    lowest = lowest < 0 ? rank[to] : std::min(lowest, rank[to]);
            }
            if (lowest > 0)
                rank[node] = std::max(rank[node], lowest - 1);
        }
    }

    void pinPorts()
    {
        int last = 0;
        for (std::size_t node = 0; node < m_nodes.size(); ++node) {
            if (m_nodes[node].pin != Pin::Last && m_linked[node])
                last = std::max(last, rank[node]);
        }
        for (std::size_t node = 0; node < m_nodes.size(); ++node) {
            if (m_nodes[node].pin == Pin::Last)
                rank[node] = last + 1;
        }
    }

    std::span<const LayoutNode> m_nodes;
    std::span<const LayoutLink> m_links;
    std::vector<std::vector<std::size_t>> m_out, m_in;
    std::vector<bool> m_linked;
    std::vector<std::size_t> m_finished;
};

class LayerMaker
{
public:
    LayerMaker(std::span<const LayoutNode> nodes, std::span<const LayoutLink> links,
               const Ranking& ranking)
        : m_nodes(nodes), m_links(links), m_ranking(ranking)
    {}

    Layering make()
    {
        addNodes();
        measureRuns();
        made.ways.resize(m_links.size());
        std::vector<std::size_t> order(m_links.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
        // Short links first: they are to keep clear of boxes when there are too many.
        std::stable_sort(order.begin(), order.end(),
                         [this](std::size_t a, std::size_t b) { return spanOf(a) < spanOf(b); });
        std::size_t passages = 0;
        const std::size_t most = kMostPassages + kPassagesPerNode * m_nodes.size();
        for (const std::size_t link : order) {
            passages += static_cast<std::size_t>(spanOf(link));
            if (passages > most)
                made.ways[link].kind = LinkWay::Kind::Direct;
        }
        for (std::size_t link = 0; link < m_links.size(); ++link) {
            if (made.ways[link].kind == LinkWay::Kind::Direct)
                continue;
            if (m_ranking.back[link])
                addBack(link);
            else
                addForward(link);
        }
        made.above.resize(made.items.size());
        made.below.resize(made.items.size());
        for (std::size_t i = 0; i < made.segments.size(); ++i) {
            made.below[static_cast<std::size_t>(made.segments[i].upper)].push_back(
                static_cast<int>(i));
            made.above[static_cast<std::size_t>(made.segments[i].lower)].push_back(
                static_cast<int>(i));
        }
        return std::move(made);
    }

private:
    int rankOf(std::size_t node) const { return m_ranking.rank[node]; }
    int spanOf(std::size_t link) const
    {
        return std::abs(rankOf(m_links[link].to) - rankOf(m_links[link].from));
    }

    int addItem(LayerItem item)
    {
        const int index = static_cast<int>(made.items.size());
        const auto rank = static_cast<std::size_t>(item.rank);
        if (made.ranks.size() <= rank)
            made.ranks.resize(rank + 1);
        made.ranks[rank].push_back(index);
        made.items.push_back(item);
        return index;
    }

    int addPassage(int rank, int owner = -1)
    {
        LayerItem item;
        item.across = kPassage;
        item.rank = rank;
        item.owner = owner;
        return addItem(item);
    }

    void addNodes()
    {
        made.itemOfNode.assign(m_nodes.size(), -1);
        for (std::size_t node = 0; node < m_nodes.size(); ++node) {
            if (!m_ranking.linked(node) && m_nodes[node].pin == Pin::None)
                continue;
            LayerItem item;
            item.node = static_cast<int>(node);
            item.across = m_nodes[node].across;
            item.along = m_nodes[node].along;
            item.rank = rankOf(node);
            made.itemOfNode[node] = addItem(item);
        }
    }

    // How many ranks one can go down from each node without a passage: the longest way is to be
    // straight.
    void measureRuns()
    {
        m_run.assign(m_nodes.size(), 0);
        m_rivals.assign(m_nodes.size(), 0);
        std::vector<std::size_t> order;
        for (std::size_t link = 0; link < m_links.size(); ++link) {
            if (!m_ranking.back[link] && spanOf(link) == 1)
                order.push_back(link);
        }
        std::stable_sort(order.begin(), order.end(), [this](std::size_t a, std::size_t b) {
            return rankOf(m_links[a].from) > rankOf(m_links[b].from);
        });
        for (const std::size_t link : order) {
            const std::size_t from = m_links[link].from;
            const int run = m_run[m_links[link].to] + 1;
            m_rivals[from] = run > m_run[from] ? 1 : m_rivals[from] + (run == m_run[from] ? 1 : 0);
            m_run[from] = std::max(m_run[from], run);
        }
    }

    bool isSpine(std::size_t link) const
    {
        const std::size_t from = m_links[link].from;
        return spanOf(link) == 1 && m_rivals[from] == 1 &&
               m_run[m_links[link].to] + 1 == m_run[from];
    }

    void join(int upper, int lower, double upperOffset, double lowerOffset)
    {
        const auto isPassage = [this](int item) {
            return made.items[static_cast<std::size_t>(item)].node < 0;
        };
        constexpr double kStraight = 8.0; // long links above all,
        constexpr double kChain = 4.0;    // then what follows directly
        const int passages = (isPassage(upper) ? 1 : 0) + (isPassage(lower) ? 1 : 0);
        const double weight = passages == 2 ? kStraight : passages == 1 ? 1.0 : kChain;
        made.segments.push_back({upper, lower, upperOffset, lowerOffset, weight});
    }

    void addForward(std::size_t index)
    {
        const LayoutLink& link = m_links[index];
        std::vector<int>& way = made.ways[index].items;
        way.push_back(made.itemOfNode[link.from]);
        double offset = link.fromOffset;
        for (int rank = rankOf(link.from) + 1; rank < rankOf(link.to); ++rank) {
            const int passage = addPassage(rank);
            join(way.back(), passage, offset, 0.0);
            way.push_back(passage);
            offset = 0.0;
        }
        join(way.back(), made.itemOfNode[link.to], offset, link.toOffset);
        if (isSpine(index))
            made.segments.back().weight *= 2.0;
        way.push_back(made.itemOfNode[link.to]);
    }

    // Beside the nodes at both ends and through the ranks between.
    void addBack(std::size_t index)
    {
        const LayoutLink& link = m_links[index];
        LinkWay& way = made.ways[index];
        way.kind = LinkWay::Kind::Back;
        const int from = made.itemOfNode[link.from];
        way.items.push_back(addPassage(rankOf(link.from), from));
        for (int rank = rankOf(link.from) - 1; rank >= rankOf(link.to); --rank) {
            const bool end = rank == rankOf(link.to);
            const int passage = addPassage(rank, end ? made.itemOfNode[link.to] : -1);
            join(passage, way.items.back(), 0.0, 0.0);
            way.items.push_back(passage);
        }
    }

    std::span<const LayoutNode> m_nodes;
    std::span<const LayoutLink> m_links;
    const Ranking& m_ranking;
    std::vector<int> m_run, m_rivals; // of nodes
    Layering made;
};

} // namespace

Layering makeLayers(std::span<const LayoutNode> nodes, std::span<const LayoutLink> links,
                    JobContext& job)
{
    job.checkpoint();
    Ranking ranking(nodes, links);
    ranking.run();
    return LayerMaker(nodes, links, ranking).make();
}

} // namespace inspike
