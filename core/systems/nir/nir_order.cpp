// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/systems/nir/nir_order.h"

#include "core/base/error.h"

#include <algorithm>
#include <deque>
#include <limits>

namespace inspike::nir {

namespace {

constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();
// Edges looked at before loops within loops are no longer told apart.
constexpr std::size_t kMostWork = 200'000'000;

enum class State { None, Kept, Spiking };

State stateOf(NodeType type)
{
    switch (type) {
    case NodeType::If:
    case NodeType::Lif:
    case NodeType::CubaLif:
        return State::Spiking;
    case NodeType::I:
    case NodeType::Li:
    case NodeType::CubaLi:
    case NodeType::Delay:
        return State::Kept;
    default:
        return State::None;
    }
}

// The edges of every node, one after the other.
class Adjacency
{
public:
    using Edges = std::vector<std::pair<std::size_t, std::size_t>>;

    Adjacency(std::size_t nodes, const Edges& edges, bool incoming) : m_start(nodes + 1, 0)
    {
        for (const auto& [from, to] : edges)
            ++m_start[(incoming ? to : from) + 1];
        for (std::size_t i = 1; i <= nodes; ++i)
            m_start[i] += m_start[i - 1];
        m_edges.resize(edges.size());
        std::vector<std::size_t> next(m_start.begin(), m_start.end() - 1);
        for (std::size_t e = 0; e < edges.size(); ++e)
            m_edges[next[incoming ? edges[e].second : edges[e].first]++] = e;
    }

    std::size_t begin(std::size_t node) const { return m_start[node]; }
    std::size_t end(std::size_t node) const { return m_start[node + 1]; }
    std::size_t edge(std::size_t at) const { return m_edges[at]; }

private:
    std::vector<std::size_t> m_start;
    std::vector<std::size_t> m_edges;
};

class Orderer
{
public:
    Orderer(const FlatGraph& graph, const std::vector<std::size_t>& inputs, JobContext& job)
        : m_graph(graph),
          m_job(job),
          m_out(graph.nodes.size(), graph.edges, false),
          m_in(graph.nodes.size(), graph.edges, true),
          m_isInput(graph.nodes.size(), false)
    {
        for (const std::size_t input : inputs)
            m_isInput[input] = true;
        measureDistances(inputs);
    }

    GraphOrder run()
    {
        const std::size_t nodes = m_graph.nodes.size();
        m_cut.assign(m_graph.edges.size(), false);
        m_part.assign(nodes, 0);
        std::vector<std::size_t> all(nodes);
        for (std::size_t i = 0; i < nodes; ++i)
            all[i] = i;
        auto whole = components(all, 0);
        const std::vector<std::size_t> partOf = m_part;
        std::deque<std::vector<std::size_t>> loops;
        const auto keepLoops = [&](const std::vector<std::vector<std::size_t>>& parts) {
            for (const auto& part : parts) {
                if (part.size() > 1 || hasSelfLoop(part.front()))
                    loops.push_back(part);
            }
        };
        keepLoops(whole);
        while (!loops.empty()) {
            m_job.checkpoint();
            const std::vector<std::size_t> loop = std::move(loops.front());
            loops.pop_front();
            cutLoop(loop);
            keepLoops(components(loop, m_part[loop.front()]));
        }
        return finish(std::move(whole), partOf);
    }

private:
    // Fewest edges from an input.
    void measureDistances(const std::vector<std::size_t>& inputs)
    {
        m_distance.assign(m_graph.nodes.size(), kNone);
        std::deque<std::size_t> queue(inputs.begin(), inputs.end());
        for (const std::size_t input : inputs)
            m_distance[input] = 0;
        while (!queue.empty()) {
            const std::size_t node = queue.front();
            queue.pop_front();
            for (std::size_t i = m_out.begin(node); i < m_out.end(node); ++i) {
                const std::size_t to = m_graph.edges[m_out.edge(i)].second;
                if (m_distance[to] == kNone) {
                    m_distance[to] = m_distance[node] + 1;
                    queue.push_back(to);
                }
            }
        }
    }

    bool hasSelfLoop(std::size_t node) const
    {
        for (std::size_t i = m_out.begin(node); i < m_out.end(node); ++i) {
            const std::size_t edge = m_out.edge(i);
            if (!m_cut[edge] && m_graph.edges[edge].second == node)
                return true;
        }
        return false;
    }

    // Strongly connected parts of the nodes whose part is `within`, over edges that are not cut;
    // numbers them anew. Tarjan's algorithm without recursion: graphs may be chains of any length.
    std::vector<std::vector<std::size_t>> components(const std::vector<std::size_t>& nodes,
                                                     std::size_t within)
    {
        struct Frame
        {
            std::size_t node, at;
        };
        if (m_index.empty()) {
            m_index.assign(m_graph.nodes.size(), 0);
            m_low.assign(m_graph.nodes.size(), 0);
        }
        for (const std::size_t node : nodes)
            m_index[node] = 0;
        std::vector<std::vector<std::size_t>> parts;
        std::vector<std::size_t> stack;
        std::vector<Frame> frames;
        std::size_t counter = 0;
        const auto visit = [&](std::size_t node) {
            m_index[node] = m_low[node] = ++counter;
            stack.push_back(node);
            frames.push_back({node, m_out.begin(node)});
        };
        for (const std::size_t root : nodes) {
            if (m_index[root] != 0)
                continue;
            visit(root);
            while (!frames.empty()) {
                Frame& frame = frames.back();
                const std::size_t node = frame.node;
                if (frame.at < m_out.end(node)) {
                    const std::size_t edge = m_out.edge(frame.at++);
                    const std::size_t to = m_graph.edges[edge].second;
                    ++m_work;
                    // Nodes of finished parts have a new number.
                    if (m_cut[edge] || m_part[to] != within)
                        continue;
                    if (m_index[to] == 0)
                        visit(to);
                    else
                        m_low[node] = std::min(m_low[node], m_index[to]);
                    continue;
                }
                frames.pop_back();
                if (!frames.empty())
                    m_low[frames.back().node] = std::min(m_low[frames.back().node], m_low[node]);
                if (m_low[node] == m_index[node])
                    parts.push_back(takePart(stack, node));
            }
        }
        return parts;
    }

    std::vector<std::size_t> takePart(std::vector<std::size_t>& stack, std::size_t root)
    {
        std::vector<std::size_t> part;
        ++m_parts;
        while (true) {
            const std::size_t node = stack.back();
            stack.pop_back();
            m_part[node] = m_parts;
            part.push_back(node);
            if (node == root)
                break;
        }
        std::ranges::sort(part);
        return part;
    }

    // Nodes of the loop that are fed from outside, of those the ones nearest to the inputs; all if
    // there are none.
    std::vector<std::size_t> entriesOf(const std::vector<std::size_t>& loop) const
    {
        if (m_work > kMostWork)
            return loop;
        std::vector<std::size_t> entries;
        std::size_t nearest = kNone;
        for (const std::size_t node : loop) {
            bool entry = m_isInput[node];
            for (std::size_t i = m_in.begin(node); i < m_in.end(node) && !entry; ++i) {
                const std::size_t edge = m_in.edge(i);
                entry = !m_cut[edge] && m_part[m_graph.edges[edge].first] != m_part[node];
            }
            if (!entry || m_distance[node] > nearest)
                continue;
            if (m_distance[node] < nearest)
                entries.clear();
            nearest = m_distance[node];
            entries.push_back(node);
        }
        return entries.empty() ? loop : entries;
    }

    // Cuts edges out of nodes with state through which the loop comes back to its entries.
    void cutLoop(const std::vector<std::size_t>& loop)
    {
        State holder = State::None;
        for (const std::size_t node : loop)
            holder = std::max(holder, stateOf(m_graph.nodes[node].type));
        if (holder == State::None)
            failStateless(loop);
        const std::size_t part = m_part[loop.front()];
        std::vector<std::size_t> waiting = entriesOf(loop);
        std::vector<bool>& seen = m_seen;
        seen.resize(m_graph.nodes.size(), false);
        for (const std::size_t node : waiting)
            seen[node] = true;
        std::vector<std::size_t> touched = waiting;
        while (!waiting.empty()) {
            const std::size_t node = waiting.back();
            waiting.pop_back();
            for (std::size_t i = m_in.begin(node); i < m_in.end(node); ++i) {
                const std::size_t edge = m_in.edge(i);
                const std::size_t from = m_graph.edges[edge].first;
                ++m_work;
                if (m_cut[edge] || m_part[from] != part)
                    continue;
                if (stateOf(m_graph.nodes[from].type) == holder) {
                    m_cut[edge] = true;
                } else if (!seen[from]) {
                    seen[from] = true;
                    touched.push_back(from);
                    waiting.push_back(from);
                }
            }
        }
        for (const std::size_t node : touched)
            seen[node] = false;
    }

    // The shortest way from a node of the loop back to itself.
    [[noreturn]] void failStateless(const std::vector<std::size_t>& loop) const
    {
        const std::size_t start = loop.front();
        std::vector<std::size_t> before(m_graph.nodes.size(), kNone);
        std::deque<std::size_t> queue = {start};
        while (before[start] == kNone) {
            const std::size_t node = queue.front();
            queue.pop_front();
            for (std::size_t i = m_out.begin(node); i < m_out.end(node); ++i) {
                const std::size_t edge = m_out.edge(i);
                const std::size_t to = m_graph.edges[edge].second;
                if (m_cut[edge] || m_part[to] != m_part[start] || before[to] != kNone)
                    continue;
                before[to] = node;
                queue.push_back(to);
            }
        }
        std::vector<std::string> names;
        for (std::size_t node = before[start]; node != start; node = before[node])
            names.push_back(m_graph.nodes[node].id);
        names.push_back(m_graph.nodes[start].id);
        std::ranges::reverse(names);
        constexpr std::size_t kMost = 8;
        std::string path;
        for (std::size_t i = 0; i < std::min(kMost, names.size()); ++i)
            path += names[i] + " -> ";
        if (names.size() > kMost)
            path += "... -> ";
        throw Error(ErrorKind::BadModel,
                    "the nodes " + path + m_graph.nodes[start].id +
                        " form a loop without a neuron, integrator or delay, so that no order of "
                        "computing them exists");
    }

    // Parts in topological order, within each part the nodes by the edges that are not cut. First
    // come, first served: feed-forward chains stay in their order.
    GraphOrder finish(std::vector<std::vector<std::size_t>> parts,
                      const std::vector<std::size_t>& partOf) const
    {
        GraphOrder result;
        result.recurrent = m_cut;
        std::vector<std::size_t> place(parts.size() + 1, 0); // of a part's number
        for (std::size_t p = 0; p < parts.size(); ++p)
            place[partOf[parts[p].front()]] = p;
        std::vector<std::size_t> waitsFor(parts.size(), 0);
        for (const auto& [from, to] : m_graph.edges) {
            if (partOf[from] != partOf[to])
                ++waitsFor[place[partOf[to]]];
        }
        std::deque<std::size_t> ready;
        std::vector<std::size_t> starts;
        for (std::size_t p = 0; p < parts.size(); ++p) {
            if (waitsFor[p] == 0)
                starts.push_back(p);
        }
        std::ranges::sort(starts, {}, [&](std::size_t p) {
            return std::pair(m_distance[parts[p].front()], parts[p].front());
        });
        ready.assign(starts.begin(), starts.end());
        while (!ready.empty()) {
            const std::size_t p = ready.front();
            ready.pop_front();
            const auto inner = orderWithin(parts[p], partOf);
            result.order.insert(result.order.end(), inner.begin(), inner.end());
            result.parts.push_back(inner);
            for (const std::size_t node : inner) {
                for (std::size_t i = m_out.begin(node); i < m_out.end(node); ++i) {
                    const std::size_t to = m_graph.edges[m_out.edge(i)].second;
                    const std::size_t next = place[partOf[to]];
                    if (next != p && --waitsFor[next] == 0)
                        ready.push_back(next);
                }
            }
        }
        return result;
    }

    std::vector<std::size_t> orderWithin(const std::vector<std::size_t>& part,
                                         const std::vector<std::size_t>& partOf) const
    {
        if (part.size() == 1)
            return part;
        std::vector<std::size_t> waitsFor(part.size(), 0);
        const auto placeOf = [&part](std::size_t node) {
            return static_cast<std::size_t>(std::ranges::lower_bound(part, node) - part.begin());
        };
        const auto each = [&](std::size_t node, auto visit) {
            for (std::size_t i = m_out.begin(node); i < m_out.end(node); ++i) {
                const std::size_t edge = m_out.edge(i);
                const std::size_t to = m_graph.edges[edge].second;
                if (!m_cut[edge] && partOf[to] == partOf[node])
                    visit(placeOf(to));
            }
        };
        for (const std::size_t node : part)
            each(node, [&](std::size_t to) { ++waitsFor[to]; });
        std::deque<std::size_t> ready;
        for (std::size_t i = 0; i < part.size(); ++i) {
            if (waitsFor[i] == 0)
                ready.push_back(part[i]);
        }
        std::vector<std::size_t> order;
        while (!ready.empty()) {
            const std::size_t node = ready.front();
            ready.pop_front();
            order.push_back(node);
            each(node, [&](std::size_t to) {
                if (--waitsFor[to] == 0)
                    ready.push_back(part[to]);
            });
        }
        return order;
    }

    const FlatGraph& m_graph;
    JobContext& m_job;
    Adjacency m_out, m_in;
    std::vector<bool> m_isInput, m_seen, m_cut;
    std::vector<std::size_t> m_distance;
    std::vector<std::size_t> m_part; // number of the part of a node; 0 = none yet
    std::vector<std::size_t> m_index, m_low;
    std::size_t m_parts = 0;
    std::size_t m_work = 0;
};

} // namespace

GraphOrder orderOf(const FlatGraph& graph, const std::vector<std::size_t>& inputs, JobContext& job)
{
    return Orderer(graph, inputs, job).run();
}

} // namespace inspike::nir
