// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/layered_layout.h"

#include "core/figures/layered_items.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace inspike {

namespace {

constexpr double kPageArea = 2400.0;  // lines of text that are read with ease, squared
constexpr double kGap = 1.8;          // between ranks,
constexpr double kGapPerShift = 0.07; // more where links go far across
constexpr double kMostGap = 6.0;
constexpr double kGutter = 3.0;  // between columns
constexpr double kChannel = 0.9; // of links that go around the ends of a column
constexpr double kLane = 0.7;
constexpr std::size_t kMostCutLinks = 3; // from one column to the next
constexpr double kFoldCost = 1.2;        // a fold must be worth it
constexpr double kColumnCost = 0.05;
constexpr double kLaneCost = 0.1;
constexpr std::size_t kMostColumns = 400;

std::size_t indexOf(int item)
{
    return static_cast<std::size_t>(item);
}

struct Band
{
    double top = 0.0, bottom = 0.0; // of a rank, within its column
    std::size_t column = 0;
};

struct Column
{
    std::size_t first = 0, end = 0; // ranks
    double low = 0.0, high = 0.0;   // across, as placed
    double shift = 0.0;             // to where it goes
    double length = 0.0;
    std::size_t lanes = 0; // links that go on in the next one
};

struct Columns
{
    std::vector<Column> all;
    double across = 0.0, along = 0.0;
    double lead = 0.0; // above the first ranks
};

class Folding
{
public:
    Folding(const Layering& layering) : m_made(layering) { measure(); }

    Columns best(LayoutPage page) const
    {
        Columns chosen = columnsOf(1);
        if (page.across <= 0.0 || page.along <= 0.0)
            return chosen;
        double most = layoutScale(chosen.across, chosen.along, page);
        const std::size_t ranks = m_made.ranks.size();
        for (std::size_t count = 2; count <= std::min(ranks, kMostColumns); ++count) {
            Columns columns = columnsOf(count);
            if (columns.all.size() < count)
                continue;
            std::size_t lanes = 0;
            for (const Column& column : columns.all)
                lanes = std::max(lanes, column.lanes);
            const double cost =
                kFoldCost + kColumnCost * static_cast<double>(count - 2) +
                kLaneCost * static_cast<double>(std::max<std::size_t>(lanes, 1) - 1);
            const double score = layoutScale(columns.across, columns.along, page) / cost;
            if (score > most) {
                most = score;
                chosen = std::move(columns);
            }
        }
        return chosen;
    }

    double heightOf(std::size_t rank) const { return m_height[rank]; }
    double gapAfter(std::size_t rank) const { return m_gap[rank]; }

private:
    void measure()
    {
        const std::size_t ranks = m_made.ranks.size();
        m_height.assign(ranks, 0.0);
        m_gap.assign(ranks, kGap);
        m_lanes.assign(ranks, 0);
        m_low.assign(ranks, 0.0);
        m_high.assign(ranks, 0.0);
        m_closed.assign(ranks, false);
        for (std::size_t rank = 0; rank < ranks; ++rank) {
            double low = std::numeric_limits<double>::max();
            double high = std::numeric_limits<double>::lowest();
            for (const int index : m_made.ranks[rank]) {
                const LayerItem& item = m_made.items[indexOf(index)];
                m_height[rank] = std::max(m_height[rank], item.along);
                low = std::min(low, item.x - 0.5 * item.across);
                high = std::max(high, item.x + 0.5 * item.across);
            }
            m_low[rank] = std::min(low, high);
            m_high[rank] = high;
        }
        for (const LayerSegment& segment : m_made.segments) {
            const LayerItem& upper = m_made.items[indexOf(segment.upper)];
            const LayerItem& lower = m_made.items[indexOf(segment.lower)];
            const auto rank = indexOf(upper.rank);
            const double shift =
                std::abs(upper.x + segment.upperOffset - lower.x - segment.lowerOffset);
            m_gap[rank] = std::max(m_gap[rank], std::min(kGap + kGapPerShift * shift, kMostGap));
            ++m_lanes[rank];
        }
        for (const LinkWay& way : m_made.ways) {
            if (way.kind != LinkWay::Kind::Back)
                continue;
            for (std::size_t i = 1; i < way.items.size(); ++i)
                m_closed[indexOf(m_made.items[indexOf(way.items[i])].rank)] = true;
        }
    }

    Columns columnsOf(std::size_t count) const
    {
        double whole = 0.0;
        for (std::size_t rank = 0; rank < m_height.size(); ++rank)
            whole += m_height[rank] + m_gap[rank];
        const double wanted = whole / static_cast<double>(count);
        Columns columns;
        std::size_t first = 0;
        while (first < m_height.size()) {
            const bool last = columns.all.size() + 1 == count;
            const std::size_t end = last ? m_height.size() : cutAfter(first, wanted);
            Column column;
            column.first = first;
            column.end = end;
            for (std::size_t rank = first; rank < end; ++rank)
                column.length += m_height[rank] + m_gap[rank];
            column.length -= m_gap[end - 1];
            column.lanes = end == m_height.size() ? 0 : m_lanes[end - 1];
            columns.all.push_back(column);
            first = end;
        }
        arrange(columns);
        return columns;
    }

    // Where a column that starts there and is about that long ends: at best where one link goes on.
    std::size_t cutAfter(std::size_t first, double wanted) const
    {
        constexpr double kSlack = 0.3; // of the length
        constexpr double kPerLane = 0.25;
        double length = 0.0;
        double least = std::numeric_limits<double>::max();
        std::size_t best = m_height.size();
        for (std::size_t rank = first; rank + 1 < m_height.size(); ++rank) {
            length += m_height[rank];
            const double off = length / wanted - 1.0;
            if (off > kSlack && best < m_height.size())
                break;
            const bool open = !m_closed[rank] && m_lanes[rank] <= kMostCutLinks;
            const double cost = std::abs(off) + kPerLane * static_cast<double>(m_lanes[rank]);
            if (open && off > -kSlack && cost < least) {
                least = cost;
                best = rank + 1;
            }
            length += m_gap[rank];
        }
        return best;
    }

    void arrange(Columns& columns) const
    {
        std::size_t lanes = 0;
        double at = 0.0;
        for (Column& column : columns.all) {
            column.low = *std::min_element(m_low.begin() + long(column.first),
                                           m_low.begin() + long(column.end));
            column.high = *std::max_element(m_high.begin() + long(column.first),
                                            m_high.begin() + long(column.end));
            column.shift = at - column.low;
            columns.across = at + column.high - column.low;
            at = columns.across + kGutter + kLane * static_cast<double>(column.lanes);
            lanes = std::max(lanes, column.lanes);
            columns.along = std::max(columns.along, column.length);
        }
        if (lanes > 0)
            columns.lead = kChannel + kLane * static_cast<double>(lanes);
        columns.along += 2.0 * columns.lead;
    }

    const Layering& m_made;
    std::vector<double> m_height, m_gap, m_low, m_high; // of ranks
    std::vector<std::size_t> m_lanes;
    std::vector<bool> m_closed; // a link beside the boxes passes below
};

class Router
{
public:
    Router(const Layering& layering, std::span<const LayoutNode> nodes,
           std::span<const LayoutLink> links, const Columns& columns, std::vector<Band> bands,
           std::vector<LayoutPoint> middles)
        : m_made(layering),
          m_nodes(nodes),
          m_links(links),
          m_columns(columns),
          m_bands(std::move(bands)),
          m_middles(std::move(middles)),
          m_turns(columns.all.size())
    {
        findTurns();
    }

    std::vector<std::vector<LayoutPoint>> routes()
    {
        std::vector<std::vector<LayoutPoint>> all(m_links.size());
        for (std::size_t link = 0; link < m_links.size(); ++link) {
            m_route.clear();
            switch (m_made.ways[link].kind) {
            case LinkWay::Kind::Forward:
                routeForward(link);
                break;
            case LinkWay::Kind::Back:
                routeBack(link);
                break;
            case LinkWay::Kind::Direct:
                add(bottomOf(link));
                add(topOf(link));
                break;
            }
            all[link] = m_route;
        }
        return all;
    }

private:
    void add(LayoutPoint point)
    {
        constexpr double kSame = 1e-9;
        const auto close = [](double a, double b) {
            return std::abs(a - b) < kSame;
        };
        if (!m_route.empty() && close(m_route.back().across, point.across) &&
            close(m_route.back().along, point.along))
            return;
        // A point in the middle of a straight way is none.
        if (m_route.size() > 1) {
            const LayoutPoint& before = m_route[m_route.size() - 2];
            const LayoutPoint& last = m_route.back();
            if ((close(before.across, last.across) && close(last.across, point.across)) ||
                (close(before.along, last.along) && close(last.along, point.along)))
                m_route.pop_back();
        }
        m_route.push_back(point);
    }

    LayoutPoint bottomOf(std::size_t link) const
    {
        const std::size_t node = m_links[link].from;
        return {m_middles[node].across + m_links[link].fromOffset,
                m_middles[node].along + 0.5 * m_nodes[node].along};
    }
    LayoutPoint topOf(std::size_t link) const
    {
        const std::size_t node = m_links[link].to;
        return {m_middles[node].across + m_links[link].toOffset,
                m_middles[node].along - 0.5 * m_nodes[node].along};
    }

    const Band& bandOf(int item) const
    {
        return m_bands[indexOf(m_made.items[indexOf(item)].rank)];
    }
    double acrossOf(int item) const
    {
        return m_made.items[indexOf(item)].x + m_columns.all[bandOf(item).column].shift;
    }

    void routeForward(std::size_t link)
    {
        const std::vector<int>& items = m_made.ways[link].items;
        add(bottomOf(link));
        double across = m_route.back().across;
        for (std::size_t i = 0; i + 1 < items.size(); ++i) {
            const Band& upper = bandOf(items[i]);
            const Band& lower = bandOf(items[i + 1]);
            add({across, upper.bottom});
            const bool end = i + 2 == items.size();
            const double next = end ? topOf(link).across : acrossOf(items[i + 1]);
            if (upper.column != lower.column)
                turn(upper.column, link, across, next);
            across = next;
            add({across, lower.top});
        }
        add(topOf(link));
    }

    // Which links go on in the next column, from left to right where they leave.
    void findTurns()
    {
        for (std::size_t link = 0; link < m_links.size(); ++link) {
            const LinkWay& way = m_made.ways[link];
            for (std::size_t i = 0; way.kind == LinkWay::Kind::Forward && i + 1 < way.items.size();
                 ++i) {
                const std::size_t column = bandOf(way.items[i]).column;
                if (column != bandOf(way.items[i + 1]).column)
                    m_turns[column].emplace_back(acrossOf(way.items[i]), link);
            }
        }
        for (auto& turns : m_turns)
            std::sort(turns.begin(), turns.end());
    }

    // Around the end of a column to the start of the next, without crossing the others there.
    void turn(std::size_t column, std::size_t link, double across, double next)
    {
        const auto& turns = m_turns[column];
        const auto at = std::find_if(turns.begin(), turns.end(),
                                     [link](const auto& one) { return one.second == link; });
        const auto outer = static_cast<double>(at - turns.begin());
        const double inner = static_cast<double>(turns.size()) - 1.0 - outer;
        const Column& after = m_columns.all[column + 1];
        const double below =
            m_columns.lead + m_columns.all[column].length + kChannel + kLane * inner;
        const double above = m_columns.lead - kChannel - kLane * outer;
        const double gutter = after.low + after.shift - 0.5 * kGutter - kLane * outer;
        add({across, below});
        add({gutter, below});
        add({gutter, above});
        add({next, above});
    }

    void routeBack(std::size_t link)
    {
        constexpr double kAttach = 0.2; // of a box, from its middle
        const std::vector<int>& items = m_made.ways[link].items;
        const std::size_t from = m_links[link].from;
        const std::size_t to = m_links[link].to;
        const auto sideOf = [&](std::size_t node, double share) {
            return LayoutPoint{m_middles[node].across + 0.5 * m_nodes[node].across,
                               m_middles[node].along + share * m_nodes[node].along};
        };
        if (m_nodes[from].frame) {
            add(bottomOf(link));
            add({m_route.back().across, m_route.back().along + kChannel});
        } else {
            add(sideOf(from, kAttach));
        }
        add({acrossOf(items.front()), m_route.back().along});
        for (std::size_t i = 1; i < items.size(); ++i) {
            add({acrossOf(items[i - 1]), bandOf(items[i - 1]).top});
            add({acrossOf(items[i]), bandOf(items[i]).bottom});
        }
        const double beside = acrossOf(items.back());
        const bool neighbours = items.size() == 1 && from != to;
        if (m_nodes[to].frame || neighbours) {
            const LayoutPoint end = topOf(link);
            const double above = std::min(end.along, bandOf(items.back()).top) - kChannel;
            add({beside, above});
            add({end.across, above});
            add(end);
        } else {
            const LayoutPoint end = sideOf(to, -kAttach);
            add({beside, end.along});
            add(end);
        }
    }

    const Layering& m_made;
    std::span<const LayoutNode> m_nodes;
    std::span<const LayoutLink> m_links;
    const Columns& m_columns;
    std::vector<Band> m_bands; // of ranks
    std::vector<LayoutPoint> m_middles;
    std::vector<std::vector<std::pair<double, std::size_t>>> m_turns; // after each column
    std::vector<LayoutPoint> m_route;
};

// Nodes without links, row by row below the others.
void placeLoose(std::span<const LayoutNode> nodes, const Layering& layering, LayoutPage page,
                LayoutResult& result)
{
    std::vector<std::size_t> loose;
    double across = 0.0;
    double along = 0.0;
    for (std::size_t node = 0; node < nodes.size(); ++node) {
        if (layering.itemOfNode[node] >= 0)
            continue;
        loose.push_back(node);
        across = std::max(across, nodes[node].across);
        along = std::max(along, nodes[node].along);
    }
    if (loose.empty())
        return;
    const double ratio = page.across > 0.0 && page.along > 0.0 ? page.across / page.along : 1.5;
    const double cell = across + kGap;
    const double line = along + kGap;
    const auto fair = std::ceil(std::sqrt(static_cast<double>(loose.size()) * ratio * line / cell));
    const double room = std::floor((result.across + kGap) / cell);
    const auto perRow = static_cast<std::size_t>(std::max({1.0, fair, room}));
    const double top = result.along > 0.0 ? result.along + 2.0 * kGap : 0.0;
    for (std::size_t i = 0; i < loose.size(); ++i) {
        LayoutPoint& middle = result.nodes[loose[i]];
        middle.across = 0.5 * across + cell * static_cast<double>(i % perRow);
        middle.along = top + 0.5 * along + line * static_cast<double>(i / perRow);
        result.across = std::max(result.across, middle.across + 0.5 * across);
        result.along = std::max(result.along, middle.along + 0.5 * along);
    }
}

// Everything from 0, with the room that routes take.
void fitToOrigin(std::span<const LayoutNode> nodes, LayoutResult& result)
{
    LayoutPoint low{std::numeric_limits<double>::max(), std::numeric_limits<double>::max()};
    LayoutPoint high{std::numeric_limits<double>::lowest(), std::numeric_limits<double>::lowest()};
    const auto include = [&](LayoutPoint point, double across, double along) {
        low.across = std::min(low.across, point.across - across);
        low.along = std::min(low.along, point.along - along);
        high.across = std::max(high.across, point.across + across);
        high.along = std::max(high.along, point.along + along);
    };
    for (std::size_t node = 0; node < nodes.size(); ++node)
        include(result.nodes[node], 0.5 * nodes[node].across, 0.5 * nodes[node].along);
    for (const auto& route : result.routes) {
        for (const LayoutPoint& point : route)
            include(point, 0.0, 0.0);
    }
    const auto shift = [&](LayoutPoint& point) {
        point.across -= low.across;
        point.along -= low.along;
    };
    std::for_each(result.nodes.begin(), result.nodes.end(), shift);
    for (auto& route : result.routes)
        std::for_each(route.begin(), route.end(), shift);
    result.across = high.across - low.across;
    result.along = high.along - low.along;
}

} // namespace

double layoutScale(double across, double along, LayoutPage page)
{
    const double unit = std::sqrt(kPageArea / (page.across * page.along));
    return std::min({1.0, unit * page.across / std::max(across, 1.0),
                     unit * page.along / std::max(along, 1.0)});
}

LayoutResult layoutLayers(std::span<const LayoutNode> nodes, std::span<const LayoutLink> links,
                          LayoutPage page, JobContext& job)
{
    LayoutResult result;
    result.nodes.resize(nodes.size());
    if (nodes.empty())
        return result;
    Layering layering = makeLayers(nodes, links, job);
    reduceCrossings(layering, job);
    placeAcross(layering, job);
    const Folding folding(layering);
    const Columns columns = layering.ranks.empty() ? Columns{} : folding.best(page);
    std::vector<Band> bands(layering.ranks.size());
    for (std::size_t index = 0; index < columns.all.size(); ++index) {
        double top = columns.lead;
        for (std::size_t rank = columns.all[index].first; rank < columns.all[index].end; ++rank) {
            bands[rank] = {top, top + folding.heightOf(rank), index};
            top = bands[rank].bottom + folding.gapAfter(rank);
        }
    }
    for (const LayerItem& item : layering.items) {
        if (item.node < 0)
            continue;
        const Band& band = bands[indexOf(item.rank)];
        result.nodes[indexOf(item.node)] = {item.x + columns.all[band.column].shift,
                                            0.5 * (band.top + band.bottom)};
    }
    result.across = columns.across;
    result.along = columns.along;
    result.columns = static_cast<int>(std::max<std::size_t>(1, columns.all.size()));
    placeLoose(nodes, layering, page, result);
    result.routes =
        Router(layering, nodes, links, columns, std::move(bands), result.nodes).routes();
    fitToOrigin(nodes, result);
    return result;
}

} // namespace inspike
