// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/graph_nesting.h"

#include "core/figures/layered_layout.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace inspike {

namespace {

using Pin = LayoutNode::Pin;

constexpr double kPortGap = 0.9; // of the room of a frame that the first gap of its ports replaces
constexpr double kColumnCost = 0.1; // a flow in one piece is read with more ease

// One open group, or the whole, as it is laid out.
struct Container
{
    std::vector<std::size_t> boxes; // in it
    std::vector<LayoutNode> nodes;  // the boxes, then ports
    std::vector<LayoutLink> links;
    std::map<std::size_t, std::size_t> entries; // source box -> port among the nodes
    std::map<std::size_t, std::size_t> exits;
    LayoutResult result;
    LayoutPoint corner; // of the result, in the whole
};

class Nesting
{
public:
    Nesting(NestedGraph& graph, bool leftToRight, JobContext& job)
        : m_graph(graph), m_right(leftToRight), m_job(job), m_containers(graph.boxes.size() + 1)
    {
        m_slot.resize(graph.boxes.size());
        for (std::size_t box = 0; box < graph.boxes.size(); ++box) {
            Container& holder = containerOf(graph.boxes[box].parent);
            m_slot[box] = holder.boxes.size();
            holder.boxes.push_back(box);
        }
        m_steps.resize(graph.links.size());
    }

    double run(LayoutPage page)
    {
        addPorts();
        // Frames come before what they hold: from the last to the first, insides are ready.
        for (std::size_t box = m_graph.boxes.size(); box-- > 0;) {
            if (m_graph.boxes[box].isFrame)
                layFrame(static_cast<int>(box));
        }
        lay(-1, page);
        placeAll();
        for (std::size_t link = 0; link < m_graph.links.size(); ++link)
            route(link);
        const LayoutResult& whole = containerOf(-1).result;
        m_graph.width = m_right ? whole.along : whole.across;
        m_graph.height = m_right ? whole.across : whole.along;
        return layoutScale(whole.across, whole.along, page) /
               (1.0 + kColumnCost * (whole.columns - 1));
    }

private:
    // A piece of the way of a link inside a container.
    struct Step
    {
        int container = -1;
        std::size_t link = 0; // of its links
    };

    Container& containerOf(int box) { return m_containers[static_cast<std::size_t>(box + 1)]; }

    std::vector<int> framesAround(std::size_t box) const
    {
        std::vector<int> frames;
        for (int at = m_graph.boxes[box].parent; at >= 0;
             at = m_graph.boxes[static_cast<std::size_t>(at)].parent)
            frames.push_back(at);
        return frames; // innermost first
    }

    std::size_t portOf(int frame, std::size_t source, Pin pin)
    {
        Container& container = containerOf(frame);
        auto& ports = pin == Pin::First ? container.entries : container.exits;
        const auto [found, isNew] = ports.try_emplace(source, 0);
        if (isNew) {
            // Boxes come first among the nodes.
            if (container.nodes.empty())
                container.nodes.resize(container.boxes.size());
            found->second = container.nodes.size();
            container.nodes.push_back({0.4, 0.0, pin});
        }
        return found->second;
    }

    // Which links each container has, once for links that share a source.
    void addPorts()
    {
        std::map<std::tuple<int, std::size_t, std::size_t, std::size_t, bool>, std::size_t> known;
        const auto addStep = [&](std::size_t link, int container, std::size_t from, std::size_t to,
                                 bool delayed) {
            const std::size_t source = m_graph.links[link].from;
            Container& holder = containerOf(container);
            const auto [found, isNew] =
                known.try_emplace({container, from, to, source, delayed}, holder.links.size());
            if (isNew)
                holder.links.push_back({from, to, 0.0, 0.0, delayed});
            m_steps[link].push_back({container, found->second});
        };
        for (std::size_t link = 0; link < m_graph.links.size(); ++link) {
            const NestedLink& one = m_graph.links[link];
            std::vector<int> out = framesAround(one.from);
            std::vector<int> in = framesAround(one.to);
            int common = -1;
            while (!out.empty() && !in.empty() && out.back() == in.back()) {
                common = out.back();
                out.pop_back();
                in.pop_back();
            }
            std::size_t from = m_slot[one.from];
            for (const int frame : out) {
                addStep(link, frame, from, portOf(frame, one.from, Pin::Last), false);
                from = m_slot[static_cast<std::size_t>(frame)];
            }
            const std::size_t to =
                in.empty() ? m_slot[one.to] : m_slot[static_cast<std::size_t>(in.back())];
            addStep(link, common, from, to, one.delayed);
            for (std::size_t i = in.size(); i-- > 0;) {
                const std::size_t inner =
                    i > 0 ? m_slot[static_cast<std::size_t>(in[i - 1])] : m_slot[one.to];
                addStep(link, in[i], portOf(in[i], one.from, Pin::First), inner, false);
            }
        }
        for (std::size_t link = 0; link < m_graph.links.size(); ++link) {
            for (const Step& step : m_steps[link])
                m_sourceOf[{step.container, step.link}] = m_graph.links[link].from;
        }
    }

    // Where a link from `source` meets a box, across from its middle.
    double offsetAt(std::size_t box, std::size_t source, Pin pin)
    {
        if (!m_graph.boxes[box].isFrame)
            return 0.0;
        const Container& inner = containerOf(static_cast<int>(box));
        const auto& ports = pin == Pin::First ? inner.entries : inner.exits;
        const auto port = ports.find(source);
        if (port == ports.end())
            return 0.0;
        const NestedBox& frame = m_graph.boxes[box];
        const double size = m_right ? frame.height : frame.width;
        return headAcross() + insetOf(box) + inner.result.nodes[port->second].across - 0.5 * size;
    }

    // The name of a frame is always above; rooms before the inside, across and along.
    double headAcross() const { return m_right ? kFrameHead : kFrameEdge; }
    // Ports have a gap of their own.
    double headAlong(int box)
    {
        const double room = m_right ? kFrameEdge : kFrameHead;
        return containerOf(box).entries.empty() ? room : room - kPortGap;
    }
    double footAlong(int box)
    {
        return containerOf(box).exits.empty() ? kFrameEdge : kFrameEdge - kPortGap;
    }
    // Of an inside that is narrower than its frame.
    double insetOf(std::size_t box)
    {
        const LayoutResult& inner = containerOf(static_cast<int>(box)).result;
        const NestedBox& frame = m_graph.boxes[box];
        const double size = m_right ? frame.height : frame.width;
        return 0.5 * (size - inner.across - headAcross() - kFrameEdge);
    }

    void layFrame(int box)
    {
        constexpr LayoutPage kFair{1.2, 1.0};
        lay(box, kFair);
        const LayoutResult& inner = containerOf(box).result;
        NestedBox& frame = m_graph.boxes[static_cast<std::size_t>(box)];
        const double across = inner.across + headAcross() + kFrameEdge;
        const double along = inner.along + headAlong(box) + footAlong(box);
        frame.width = std::max(frame.width, m_right ? along : across);
        frame.height = m_right ? across : along;
    }

    void lay(int box, LayoutPage page)
    {
        m_job.checkpoint();
        Container& container = containerOf(box);
        container.nodes.resize(std::max(container.nodes.size(), container.boxes.size()));
        for (std::size_t i = 0; i < container.boxes.size(); ++i) {
            const NestedBox& one = m_graph.boxes[container.boxes[i]];
            container.nodes[i] = {m_right ? one.height : one.width,
                                  m_right ? one.width : one.height, Pin::None, one.isFrame};
        }
        for (std::size_t i = 0; i < container.links.size(); ++i) {
            LayoutLink& link = container.links[i];
            const std::size_t source = m_sourceOf.at({box, i});
            if (link.from < container.boxes.size())
                link.fromOffset = offsetAt(container.boxes[link.from], source, Pin::Last);
            if (link.to < container.boxes.size())
                link.toOffset = offsetAt(container.boxes[link.to], source, Pin::First);
        }
        container.result = layoutLayers(container.nodes, container.links, page, m_job);
    }

    void placeAll()
    {
        for (std::size_t box = 0; box < m_graph.boxes.size(); ++box) {
            NestedBox& one = m_graph.boxes[box];
            const Container& holder = containerOf(one.parent);
            const LayoutPoint middle = holder.result.nodes[m_slot[box]];
            const double across = holder.corner.across + middle.across;
            const double along = holder.corner.along + middle.along;
            one.left = (m_right ? along : across) - 0.5 * one.width;
            one.top = (m_right ? across : along) - 0.5 * one.height;
            if (!one.isFrame)
                continue;
            Container& inner = containerOf(static_cast<int>(box));
            inner.corner.across = (m_right ? one.top : one.left) + headAcross() + insetOf(box);
            inner.corner.along = (m_right ? one.left : one.top) + headAlong(static_cast<int>(box));
        }
    }

    void route(std::size_t link)
    {
        auto& points = m_graph.links[link].points;
        points.clear();
        for (const Step& step : m_steps[link]) {
            const Container& container = containerOf(step.container);
            for (const LayoutPoint& point : container.result.routes[step.link]) {
                const double across = container.corner.across + point.across;
                const double along = container.corner.along + point.along;
                points.emplace_back(m_right ? along : across, m_right ? across : along);
            }
        }
    }

    NestedGraph& m_graph;
    bool m_right;
    JobContext& m_job;
    std::vector<Container> m_containers; // of the whole first
    std::vector<std::size_t> m_slot;     // of a box among those of its container
    std::vector<std::vector<Step>> m_steps;
    std::map<std::pair<int, std::size_t>, std::size_t> m_sourceOf; // of links of containers
};

} // namespace

double layoutNested(NestedGraph& graph, bool leftToRight, double pageWidth, double pageHeight,
                    JobContext& job)
{
    const LayoutPage page =
        leftToRight ? LayoutPage{pageHeight, pageWidth} : LayoutPage{pageWidth, pageHeight};
    return Nesting(graph, leftToRight, job).run(page);
}

} // namespace inspike
