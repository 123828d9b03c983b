// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/systems/nir/nir_shapes.h"

#include "core/systems/nir/nir_numbers.h"
#include "core/systems/nir/nir_parameters.h"
#include "core/systems/nir/nir_windows.h"

#include <algorithm>
#include <deque>
#include <limits>

namespace inspike::nir {

namespace {

constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();
constexpr std::int64_t kMostElements = std::int64_t{1} << 28U; // of one node

class ShapeFinder
{
public:
    ShapeFinder(FlatGraph& graph, const GraphOrder& order, const std::vector<std::size_t>& inputs,
                std::vector<NetworkNode>& nodes)
        : m_graph(graph), m_order(order), m_nodes(nodes)
    {
        const std::size_t count = nodes.size();
        m_isInput.assign(count, false);
        for (const std::size_t input : inputs)
            m_isInput[input] = true;
        m_out.resize(count);
        m_in.resize(count);
        for (std::size_t e = 0; e < graph.edges.size(); ++e) {
            m_out[graph.edges[e].first].push_back(e);
            m_in[graph.edges[e].second].push_back(e);
        }
        m_known.assign(count, false);
        m_origin.assign(count, kNone);
    }

    void run()
    {
        findDemands();
        m_allBatch = everyShapeMayBeBatch();
        for (const std::size_t node : m_order.order)
            resolveFromSources(node);
        resolveRest();
        for (const auto& [from, to] : m_graph.edges)
            checkEdge(from, to);
        for (std::size_t i = 0; i < m_nodes.size(); ++i) {
            if (m_in[i].empty() && !m_isInput[i])
                m_graph.notes.push_back("nothing leads to node " + m_graph.nameOf(i) +
                                        "; it gets zeros");
        }
    }

private:
    NodeNumbers numbersOf(std::size_t node) const { return {m_graph, node}; }
    bool isPort(std::size_t node) const
    {
        return m_nodes[node].type == NodeType::Input || m_nodes[node].type == NodeType::Output;
    }

    // What a node takes, as far as it says itself; empty if it does not.
    Shape ownDemand(std::size_t node) const
    {
        const NodeNumbers numbers = numbersOf(node);
        const NodeType type = m_nodes[node].type;
        if (type == NodeType::Linear || type == NodeType::Affine) {
            const auto weight = numbers.shape("weight");
            if (!weight)
                numbers.fail(ErrorKind::BadModel, "there is no parameter 'weight'");
            if (weight->size() < 2 || productOf(*weight) == 0) {
                numbers.fail(ErrorKind::BadShape,
                             "its weight is " + textOf(*weight) + ", not [out, in]");
            }
            return {weight->back()};
        }
        if (isConvolution(type) || isPool(type))
            return windowDemand(numbers, type);
        Shape demand;
        for (const std::string_view name : elementNumbers(type)) {
            Shape shape = numbers.shape(name).value_or(Shape());
            if (maybeBatch(shape))
                shape.erase(shape.begin());
            if (productOf(shape) == 1 || shape.size() < demand.size())
                continue;
            if (shape.size() > demand.size())
                demand.insert(demand.begin(), shape.size() - demand.size(), -1);
            for (std::size_t i = 0; i < shape.size(); ++i)
                demand[i] = shape[i] > 1 ? shape[i] : demand[i];
        }
        // With all dimensions of 1 said by a parameter of many: [1, 28, 28] is that.
        return demand;
    }

    // Own demands, and through nodes that change no shape those of what they feed.
    void findDemands()
    {
        m_demand.resize(m_nodes.size());
        for (auto node = m_order.order.rbegin(); node != m_order.order.rend(); ++node) {
            Shape& demand = m_demand[*node];
            demand = ownDemand(*node);
            if (!demand.empty() || m_nodes[*node].type == NodeType::Flatten)
                continue;
            for (const std::size_t edge : m_out[*node]) {
                const std::size_t to = m_graph.edges[edge].second;
                if (!m_order.recurrent[edge] && !m_demand[to].empty()) {
                    demand = m_demand[to];
                    break;
                }
            }
        }
    }

    bool everyShapeMayBeBatch() const
    {
        bool any = false;
        for (std::size_t i = 0; i < m_nodes.size(); ++i) {
            std::vector<std::string_view> names = elementNumbers(m_nodes[i].type);
            if (isPort(i))
                names = {"shape"};
            for (const std::string_view name : names) {
                const NodeNumbers numbers = numbersOf(i);
                const Shape shape = isPort(i) ? declared(i) : numbers.shape(name).value_or(Shape());
                if (shape.size() < 2)
                    continue;
                if (!maybeBatch(shape))
                    return false;
                any = true;
            }
        }
        return any;
    }

    Shape declared(std::size_t port) const
    {
        const NodeNumbers numbers = numbersOf(port);
        const auto shape = numbers.integers("shape");
        return shape && isKnown(*shape) ? *shape : Shape();
    }

    void note(std::size_t node, const std::string& text)
    {
        m_graph.notes.push_back("node " + m_graph.nameOf(node) + ": " + text);
    }

    // What the outside gives to an Input.
    std::optional<Shape> inputShape(std::size_t node)
    {
        const Shape said = declared(node);
        const Shape& demand = m_demand[node];
        if (said.empty()) {
            if (!isKnown(demand))
                return std::nullopt;
            note(node, "it does not say its shape; taken from what it feeds: " + textOf(demand));
            return demand;
        }
        if (demand.empty()) {
            if (!m_allBatch)
                return said;
            m_batch = true;
            note(node, "the leading 1 of " + textOf(said) + " is taken as a batch and dropped");
            return Shape(said.begin() + 1, said.end());
        }
        if (const auto shape = adapted(said, demand)) {
            if (shape->size() < said.size()) {
                m_batch = m_batch || said.front() == 1;
                note(node, "the leading 1 of " + textOf(said) + " is taken as a batch and dropped");
            } else if (*shape != said) {
                note(node, "its shape " + textOf(said) + " is taken as " + textOf(*shape));
            }
            return shape;
        }
        if (said.size() > demand.size()) {
            const Shape last(said.end() - static_cast<std::ptrdiff_t>(demand.size()), said.end());
            if (matches(last, demand)) {
                note(node, "of its shape " + textOf(said) + " only " + textOf(last) +
                               " is taken; what is before are steps");
                return last;
            }
        }
        return said;
    }

    void resolveFromSources(std::size_t node)
    {
        if (m_known[node])
            return;
        if (m_nodes[node].type == NodeType::Input && m_isInput[node]) {
            if (const auto shape = inputShape(node))
                resolve(node, *shape, kNone);
            return;
        }
        for (const bool recurrent : {false, true}) {
            for (const std::size_t edge : m_in[node]) {
                const std::size_t from = m_graph.edges[edge].first;
                if (m_order.recurrent[edge] != recurrent || !m_known[from])
                    continue;
                resolve(node, m_nodes[from].output, from);
                return;
            }
        }
        if (m_in[node].empty() && isKnown(m_demand[node]))
            resolve(node, m_demand[node], kNone);
    }

    // Nodes that no source gave a shape: by what they say or feed.
    void resolveRest()
    {
        for (const int stage : {0, 1, 2}) {
            for (auto node = m_order.order.rbegin(); node != m_order.order.rend(); ++node) {
                if (m_known[*node])
                    continue;
                const Shape guess = guessOf(*node, stage);
                if (!isKnown(guess))
                    continue;
                resolve(*node, guess, kNone);
                propagate(*node);
            }
        }
        for (const std::size_t node : m_order.order) {
            if (!m_known[node]) {
                numbersOf(node).fail(ErrorKind::BadShape,
                                     "neither it nor what it is connected to says its shape");
            }
        }
    }

    Shape guessOf(std::size_t node, int stage) const
    {
        if (stage == 0)
            return m_demand[node];
        const NodeType type = m_nodes[node].type;
        if (isPort(node) && !declared(node).empty())
            return declared(node);
        if (type == NodeType::Flatten || isConvolution(type) || isPool(type))
            return {};
        for (const std::size_t edge : m_out[node]) {
            const std::size_t to = m_graph.edges[edge].second;
            if (m_known[to])
                return m_nodes[to].input;
        }
        if (stage == 1)
            return {};
        // Parameters of one element, [1], may be those of one neuron.
        for (const std::string_view name : elementNumbers(type)) {
            const auto shape = numbersOf(node).shape(name);
            if (shape && !shape->empty())
                return {1};
        }
        return {};
    }

    void propagate(std::size_t start)
    {
        std::deque<std::size_t> queue = {start};
        while (!queue.empty()) {
            const std::size_t node = queue.front();
            queue.pop_front();
            for (const std::size_t edge : m_out[node]) {
                const std::size_t to = m_graph.edges[edge].second;
                if (m_known[to])
                    continue;
                resolveFromSources(to);
                if (m_known[to])
                    queue.push_back(to);
            }
        }
    }

    [[noreturn]] void failChain(std::size_t from, std::size_t to, const Shape& wanted) const
    {
        throw Error(ErrorKind::BadShape, "shapes do not chain: " + m_graph.nameOf(from) +
                                             " gives " + textOf(m_nodes[from].output) + ", but " +
                                             m_graph.nameOf(to) + " takes " + textOf(wanted));
    }

    void failInput(std::size_t node, const Shape& shape, std::size_t from,
                   const Shape& wanted) const
    {
        if (from != kNone)
            failChain(from, node, wanted);
        numbersOf(node).fail(ErrorKind::BadShape,
                             "it takes " + textOf(wanted) + ", not " + textOf(shape));
    }

    // Sets the shapes of a node that gets `shape` from the node `from`.
    void resolve(std::size_t index, const Shape& shape, std::size_t from)
    {
        NetworkNode& node = m_nodes[index];
        const NodeNumbers numbers = numbersOf(index);
        node.input = node.output = shape;
        if (node.type == NodeType::Linear || node.type == NodeType::Affine) {
            resolveLinear(index, shape, from);
        } else if (isConvolution(node.type) || isPool(node.type)) {
            const Shape demand = ownDemand(index);
            const auto taken = adapted(shape, demand);
            if (!taken)
                failInput(index, shape, from, demand);
            node.input = *taken;
            readWindow(numbers, node);
        } else if (node.type == NodeType::Flatten) {
            resolveFlatten(index, from);
        } else if (isPort(index)) {
            resolvePort(index, from);
        } else {
            for (const std::string_view name : elementNumbers(node.type)) {
                const auto own = numbers.shape(name);
                if (own && !broadcasts(*own, shape))
                    failInput(index, shape, from, *own);
            }
        }
        if (productOf(node.output) > kMostElements || productOf(node.input) > kMostElements)
            numbers.fail(ErrorKind::BadShape, textOf(node.output) + " is too large");
        m_known[index] = true;
        m_origin[index] = from;
    }

    void resolveLinear(std::size_t index, const Shape& shape, std::size_t from)
    {
        NetworkNode& node = m_nodes[index];
        const Shape weight = *numbersOf(index).shape("weight");
        const Shape demand = {weight.back()};
        if (!adapted(shape, demand))
            failInput(index, shape, from, demand);
        node.input = demand;
        node.output.assign(weight.begin(), weight.end() - 1);
        while (node.output.size() > 1 && node.output.front() == 1)
            node.output.erase(node.output.begin());
        node.weightShape = {productOf(node.output), weight.back()};
    }

    void resolvePort(std::size_t index, std::size_t from)
    {
        const Shape said = declared(index);
        const Shape& shape = m_nodes[index].input;
        if (said.empty() || said == shape || (m_isInput[index] && from == kNone))
            return;
        const bool suffix =
            said.size() > shape.size() && std::equal(shape.rbegin(), shape.rend(), said.rbegin());
        const bool inner = !m_graph.nodes[index].outermost;
        if (withoutOnes(said) != withoutOnes(shape) && !suffix && !inner)
            failInput(index, shape, from, said);
        if (m_batch && said.size() == shape.size() + 1 && said.front() == 1)
            return; // the batch that was dropped from the input
        note(index, "it says " + textOf(said) + ", but gets " + textOf(shape));
    }

    void resolveFlatten(std::size_t index, std::size_t from)
    {
        NetworkNode& node = m_nodes[index];
        const NodeNumbers numbers = numbersOf(index);
        auto said = numbers.integers("input_type");
        if (!said)
            said = numbers.integers("input_type/input");
        const std::size_t rank = node.input.size();
        bool withBatch = m_batch && !said;
        if (said && said->size() == rank + 1) {
            withBatch = true;
            said->erase(said->begin());
        }
        if (said && isKnown(*said) && withoutOnes(*said) != withoutOnes(node.input))
            failInput(index, node.input, from, *said);
        auto flat = flattened(numbers, node.input, withBatch);
        const Shape& demand = demandBehind(index);
        if (!said && !withBatch && !demand.empty() && (!flat || !adapted(*flat, demand))) {
            // Without an input_type, files of some exporters count a batch.
            const auto other = flattened(numbers, node.input, true);
            if (other && adapted(*other, demand)) {
                flat = other;
                note(index, "its dimensions are taken to count a batch in front");
            }
        }
        if (!flat)
            flat = flattened(numbers, node.input, true);
        if (!flat) {
            numbers.fail(ErrorKind::BadModel, "it flattens dimensions that its input of " +
                                                  textOf(node.input) + " does not have");
        }
        node.output = *flat;
    }

    // The demand of the first node that takes what this one gives.
    const Shape& demandBehind(std::size_t index) const
    {
        static const Shape kNothing;
        for (const std::size_t edge : m_out[index]) {
            const std::size_t to = m_graph.edges[edge].second;
            if (!m_demand[to].empty())
                return m_demand[to];
        }
        return kNothing;
    }

    void checkEdge(std::size_t from, std::size_t to) const
    {
        const Shape& given = m_nodes[from].output;
        const Shape& taken = m_nodes[to].input;
        if (withoutOnes(given) == withoutOnes(taken))
            return;
        const std::size_t origin = m_origin[to];
        if (origin == kNone || origin == from)
            failChain(from, to, taken);
        throw Error(ErrorKind::BadShape, "shapes do not chain: " + m_graph.nameOf(to) +
                                             " adds up " + textOf(m_nodes[origin].output) + " of " +
                                             m_graph.nameOf(origin) + " and " + textOf(given) +
                                             " of " + m_graph.nameOf(from));
    }

    FlatGraph& m_graph;
    const GraphOrder& m_order;
    std::vector<NetworkNode>& m_nodes;
    std::vector<bool> m_isInput, m_known;
    std::vector<std::vector<std::size_t>> m_in, m_out; // edges
    std::vector<Shape> m_demand;
    std::vector<std::size_t> m_origin; // the node whose output decided the input
    bool m_allBatch = false;
    bool m_batch = false; // a leading 1 of an input was dropped
};

} // namespace

void findShapes(FlatGraph& graph, const GraphOrder& order, const std::vector<std::size_t>& inputs,
                std::vector<NetworkNode>& nodes)
{
    ShapeFinder(graph, order, inputs, nodes).run();
}

} // namespace inspike::nir
