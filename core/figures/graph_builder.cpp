// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/graph_builder.h"

#include "core/base/error.h"
#include "core/figures/graph_nesting.h"
#include "core/figures/graph_tree.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <map>

namespace inspike {

namespace {

// Text in a box: letters of this share of a line, with air at both sides.
constexpr double kLetter = 0.76;
constexpr double kBoldMore = 1.08;
constexpr double kAir = 1.4;
constexpr double kLeastWidth = 8.0;
constexpr double kMostWidth = 26.0;
constexpr double kBoxEdges = 0.9; // above and below the lines

constexpr std::size_t kTryBothWays = 3000; // boxes; more are laid out in one direction only
constexpr double kTopToBottom = 1.15;      // how much better the other direction must be

std::set<std::string> listOf(const std::string& text)
{
    std::set<std::string> items;
    for (std::size_t from = 0; from < text.size();) {
        const std::size_t comma = std::min(text.find(',', from), text.size());
        std::size_t begin = text.find_first_not_of(' ', from);
        std::size_t end = comma;
        while (end > from && text[end - 1] == ' ')
            --end;
        begin = std::min(begin, end);
        if (end > begin)
            items.insert(text.substr(begin, end - begin));
        from = comma + 1;
    }
    return items;
}

std::string lowered(std::string text)
{
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
    return text;
}

class GraphBuilder
{
public:
    GraphBuilder(const LayerGraph& graph, const GraphMeasures& measures, std::uint64_t keySource,
                 const Params& params)
        : m_graph(graph),
          m_measures(measures),
          m_source(keySource),
          m_params(params),
          m_search(lowered(params.text("search"))),
          m_found(graph.nodes.size(), false)
    {
        GraphOpening opening;
        opening.depth = static_cast<int>(params.integer("depth"));
        opening.collapsed = listOf(params.text("collapsed"));
        opening.opened = listOf(params.text("opened"));
        m_tree = graphTree(graph, opening);
        checkGroups(opening);
    }

    GraphFigure build(const Viewport& viewport, JobContext& job)
    {
        figure.title.id = TextId::ModelGraph;
        search();
        addGroup(0, -1);
        equaliseWidths();
        addLinks();
        place(viewport, job);
        addScale();
        addNotes();
        return std::move(figure);
    }

private:
    void checkGroups(const GraphOpening& opening) const
    {
        for (const auto* list : {&opening.collapsed, &opening.opened}) {
            for (const std::string& id : *list) {
                const bool known = std::any_of(m_tree.groups.begin(), m_tree.groups.end(),
                                               [&](const GraphGroup& group) {
                                                   return group.id == id && !group.children.empty();
                                               });
                if (!known)
                    throw Error(ErrorKind::BadParameter, "the network has no group '" + id + "'");
            }
        }
    }

    void search()
    {
        figure.isSearch = !m_search.empty();
        for (std::size_t node = 0; figure.isSearch && node < m_graph.nodes.size(); ++node) {
            const LayerNode& layer = m_graph.nodes[node];
            m_found[node] = lowered(layer.id).find(m_search) != std::string::npos ||
                            lowered(layer.kind).find(m_search) != std::string::npos;
        }
    }

    // What is shown of a group, in the order of its layers.
    void addGroup(std::size_t index, int parent)
    {
        const std::vector<GraphGroup::Child> children = m_tree.groups[index].children;
        for (const GraphGroup::Child& child : children) {
            if (!child.isGroup) {
                addLayer(child.index, parent);
            } else if (m_tree.groups[child.index].open) {
                const int frame = addFrame(child.index, parent);
                addGroup(child.index, frame);
            } else {
                addClosed(child.index, parent);
            }
        }
    }

    std::size_t add(GraphBox box, int parent)
    {
        NestedBox nested;
        nested.parent = parent;
        nested.isFrame = box.isGroup && !box.isCollapsed;
        figure.boxes.push_back(std::move(box));
        m_nested.boxes.push_back(nested);
        return figure.boxes.size() - 1;
    }

    void addLayer(std::size_t index, int parent)
    {
        const LayerNode& node = m_graph.nodes[index];
        GraphBox box;
        box.id = node.id;
        box.name.args = {m_tree.nameOfNode[index]};
        box.kind.args = {node.kind};
        box.key = Key{KeyKind::Layer, m_source, static_cast<std::int64_t>(index)};
        box.isFound = m_found[index];
        addShapes(box, node);
        addParameters(box, static_cast<double>(node.parameters));
        if (index < m_measures.layers.size()) {
            const LayerMeasure& measure = m_measures.layers[index];
            box.value = m_measures.rateOf(measure.spikes, measure.unitSteps);
            addRate(box);
            addOperations(box, measure.synOps, measure.macs);
        }
        m_boxOfNode[index] = add(std::move(box), parent);
    }

    static void addShapes(GraphBox& box, const LayerNode& node)
    {
        const std::string in = shapeWords(node.inputShape);
        const std::string out = shapeWords(node.outputShape);
        if (in.empty() && out.empty())
            return;
        if (in == out || in.empty())
            box.lines.push_back({TextId::Verbatim, {out}});
        else if (out.empty())
            box.lines.push_back({TextId::Verbatim, {in}});
        else
            box.lines.push_back({TextId::Verbatim, {in + " \u2192 " + out}});
    }

    static void addParameters(GraphBox& box, double count)
    {
        if (count > 0.0)
            box.lines.push_back({TextId::ParameterCount, {countText(count)}});
    }

    void addRate(GraphBox& box) const
    {
        if (std::isnan(box.value))
            return;
        const TextId id = m_measures.stepDuration ? TextId::RateInHertz : TextId::RatePerStep;
        box.lines.push_back({id, {roundedText(box.value)}});
    }

    // Of values rather than spikes there are only MACs.
    static void addOperations(GraphBox& box, double synOps, double macs)
    {
        if (macs > 0.0)
            box.lines.push_back({TextId::MacCount, {countText(macs)}});
        if (synOps > 0.0 || (synOps == 0.0 && !(macs > 0.0)))
            box.lines.push_back({TextId::SynOpCount, {countText(synOps)}});
    }

    std::vector<std::size_t> layersIn(std::size_t group) const
    {
        std::vector<std::size_t> layers;
        std::vector<std::size_t> due{group};
        while (!due.empty()) {
            const std::size_t one = due.back();
            due.pop_back();
            for (const GraphGroup::Child& child : m_tree.groups[one].children)
                (child.isGroup ? due : layers).push_back(child.index);
        }
        return layers;
    }

    GraphBox groupBox(std::size_t index) const
    {
        const GraphGroup& group = m_tree.groups[index];
        GraphBox box;
        box.id = group.id;
        box.name.args = {group.name};
        box.kind = {TextId::LayerCount, {std::to_string(group.layers)}};
        box.isGroup = true;
        return box;
    }

    int addFrame(std::size_t index, int parent)
    {
        GraphBox box = groupBox(index);
        const double words =
            kBoldMore * textWidth(box.name.args[0]) + textWidth(plainText(box.kind));
        const auto place = static_cast<int>(add(std::move(box), parent));
        m_nested.boxes.back().width = kLetter * words + 4.0;
        return place;
    }

    // What a closed group says is the sum of its layers.
    void addClosed(std::size_t index, int parent)
    {
        GraphBox box = groupBox(index);
        box.isCollapsed = true;
        double parameters = 0.0, spikes = 0.0, unitSteps = 0.0, synOps = 0.0, macs = 0.0;
        bool isCounted = false;
        std::size_t found = 0;
        for (const std::size_t node : layersIn(index)) {
            parameters += static_cast<double>(m_graph.nodes[node].parameters);
            found += m_found[node] ? 1 : 0;
            if (node >= m_measures.layers.size())
                continue;
            const LayerMeasure& measure = m_measures.layers[node];
            if (!std::isnan(measure.spikes)) {
                spikes += measure.spikes;
                unitSteps += measure.unitSteps;
            }
            if (!std::isnan(measure.synOps)) {
                synOps += measure.synOps;
                macs += measure.macs;
                isCounted = true;
            }
        }
        box.isFound = found > 0;
        if (found > 0)
            box.lines.push_back({TextId::MatchingInside, {std::to_string(found)}});
        addParameters(box, parameters);
        box.value = m_measures.rateOf(spikes, unitSteps);
        addRate(box);
        if (isCounted)
            addOperations(box, synOps, macs);
        const std::size_t place = add(std::move(box), parent);
        for (const std::size_t node : layersIn(index))
            m_boxOfNode[node] = place;
    }

    // Boxes of a group are of one width, so that they line up.
    void equaliseWidths()
    {
        std::map<int, double> widths;
        for (std::size_t index = 0; index < figure.boxes.size(); ++index) {
            const GraphBox& box = figure.boxes[index];
            NestedBox& nested = m_nested.boxes[index];
            if (nested.isFrame)
                continue;
            // A closed group has a sign beside its name.
            double words = kBoldMore * textWidth(box.name.args[0]) + (box.isCollapsed ? 2.0 : 0.0);
            words = std::max(words, textWidth(wordsOf(box.kind)));
            for (const Text& line : box.lines)
                words = std::max(words, textWidth(wordsOf(line)));
            double& width = widths[nested.parent];
            width = std::max(width, std::clamp(kLetter * words + kAir, kLeastWidth, kMostWidth));
            nested.height = kBoxEdges + 2.0 + static_cast<double>(box.lines.size());
        }
        for (NestedBox& nested : m_nested.boxes) {
            if (!nested.isFrame)
                nested.width = widths[nested.parent];
        }
    }

    // About as long as the words that are put around the arguments.
    static std::string wordsOf(const Text& text)
    {
        std::string words = text.args.empty() ? std::string() : text.args.front();
        switch (text.id) {
        case TextId::ParameterCount:
            return words + " parameters";
        case TextId::RateInHertz:
            return "Mean rate Hz " + words;
        case TextId::RatePerStep:
            return words + " spikes per step";
        case TextId::SynOpCount:
            return words + " SynOps";
        case TextId::MacCount:
            return words + " MACs";
        case TextId::LayerCount:
            return words + " layers";
        case TextId::MatchingInside:
            return words + " match";
        default:
            return words;
        }
    }

    void addLinks()
    {
        std::map<std::tuple<std::size_t, std::size_t, bool>, std::size_t> known;
        for (const LayerEdge& edge : m_graph.edges) {
            const std::size_t from = m_boxOfNode.at(edge.from);
            const std::size_t to = m_boxOfNode.at(edge.to);
            if (from == to && figure.boxes[from].isGroup)
                continue;
            if (!known.try_emplace({from, to, edge.recurrent}, figure.links.size()).second)
                continue;
            GraphLink link;
            link.from = from;
            link.to = to;
            link.isRecurrent = edge.recurrent;
            figure.links.push_back(std::move(link));
            m_nested.links.push_back({from, to, edge.recurrent});
        }
    }

    void place(const Viewport& viewport, JobContext& job)
    {
        const double width = std::max(1, viewport.widthPx);
        const double height = std::max(1, viewport.heightPx);
        const std::string& direction = m_params.text("direction");
        NestedGraph best = m_nested;
        if (direction != "auto" || m_nested.boxes.size() > kTryBothWays) {
            figure.leftToRight = direction == "right";
            layoutNested(best, figure.leftToRight, width, height, job);
        } else {
            NestedGraph across = m_nested;
            const double down = layoutNested(best, false, width, height, job);
            const double right = layoutNested(across, true, width, height, job);
            figure.leftToRight = right > kTopToBottom * down;
            if (figure.leftToRight)
                best = std::move(across);
        }
        for (std::size_t index = 0; index < figure.boxes.size(); ++index) {
            GraphBox& box = figure.boxes[index];
            const NestedBox& nested = best.boxes[index];
            box.left = nested.left;
            box.top = nested.top;
            box.width = nested.width;
            box.height = nested.height;
        }
        for (std::size_t index = 0; index < figure.links.size(); ++index)
            figure.links[index].points = std::move(best.links[index].points);
        figure.width = std::max(best.width, 1.0);
        figure.height = std::max(best.height, 1.0);
    }

    void addScale()
    {
        double high = 0.0;
        bool any = false;
        for (const GraphBox& box : figure.boxes) {
            if (std::isnan(box.value))
                continue;
            any = true;
            high = std::max(high, box.value);
        }
        if (!any)
            return;
        GraphScale scale;
        scale.label.id = m_measures.stepDuration ? TextId::MeanRate : TextId::SpikesPerStep;
        scale.unit = m_measures.rateUnit();
        scale.high = high > 0.0 ? high : 1.0;
        figure.scale = std::move(scale);
    }

    void addNotes()
    {
        const auto closed = static_cast<std::size_t>(
            std::count_if(figure.boxes.begin(), figure.boxes.end(),
                          [](const GraphBox& box) { return box.isCollapsed; }));
        const std::string layers = std::to_string(m_graph.nodes.size());
        const auto groups = static_cast<std::size_t>(
            std::count_if(m_tree.groups.begin() + 1, m_tree.groups.end(),
                          [](const GraphGroup& group) { return !group.children.empty(); }));
        if (closed > 0)
            figure.notes.push_back({TextId::LayersInGroups, {layers, std::to_string(groups)}});
        if (figure.isSearch) {
            const auto found = std::count(m_found.begin(), m_found.end(), true);
            figure.notes.push_back({TextId::LayersMatching, {std::to_string(found), layers}});
        }
    }

    const LayerGraph& m_graph;
    const GraphMeasures& m_measures;
    std::uint64_t m_source;
    const Params& m_params;
    std::string m_search;
    std::vector<bool> m_found; // of nodes
    GraphTree m_tree;
    NestedGraph m_nested; // as figure.boxes and figure.links
    std::map<std::size_t, std::size_t> m_boxOfNode;
    GraphFigure figure;
};

std::optional<std::string> lacks(const FigureInputs& inputs)
{
    if (graphOf(inputs) == nullptr)
        return "a model, or a run that keeps its graph";
    return std::nullopt;
}

Figure build(const FigureInputs& inputs, const Params& params, const Viewport& viewport,
             JobContext& job)
{
    const LayerGraph& graph = *graphOf(inputs);
    GraphMeasures measures;
    if (inputs.run && &graph == &inputs.run->graph)
        measures = measureLayers(graph, *inputs.run, job);
    return buildGraph(graph, measures, inputs.keySource, params, viewport, job);
}

} // namespace

ParamSpecs graphParams()
{
    return {
        {"depth", "Open levels",
         "How many levels of groups are open; -1 = as many as leave few boxes", std::int64_t{-1},
         -1, 32},
        {"direction",
         "Direction",
         "Which way the network flows",
         std::string("auto"),
         std::nullopt,
         std::nullopt,
         {"auto", "down", "right"}},
        {"search", "Search", "Layers whose name or kind contains this stand out", std::string()},
        {"collapsed", "Closed groups", "Groups that are closed all the same, such as block.0,fc",
         std::string()},
        {"opened", "Opened groups", "Groups that are open all the same", std::string()}};
}

GraphFigure buildGraph(const LayerGraph& graph, const GraphMeasures& measures,
                       std::uint64_t keySource, const Params& params, const Viewport& viewport,
                       JobContext& job)
{
    return GraphBuilder(graph, measures, keySource, params).build(viewport, job);
}

const LayerGraph* graphOf(const FigureInputs& inputs)
{
    if (inputs.run && !inputs.run->graph.isEmpty())
        return &inputs.run->graph;
    if (inputs.model && !inputs.model->info().graph.isEmpty())
        return &inputs.model->info().graph;
    return nullptr;
}

FigureKind makeGraphKind()
{
    return {"graph", "Model", &graphParams, &lacks, {}, &build};
}

} // namespace inspike
