// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/systems/nir/nir_flatten.h"

#include "core/base/error.h"

#include <algorithm>
#include <array>
#include <unordered_map>

namespace inspike::nir {

namespace {

constexpr std::size_t kDeepest = 200; // far more than files may have
constexpr std::size_t kMostEdges = 50'000'000;
constexpr std::string_view kGraphType = "NIRGraph";

constexpr std::array<std::pair<NodeType, std::string_view>, 18> kTypes = {{
    {NodeType::Input, "Input"},
    {NodeType::Output, "Output"},
    {NodeType::Linear, "Linear"},
    {NodeType::Affine, "Affine"},
    {NodeType::Scale, "Scale"},
    {NodeType::Conv1d, "Conv1d"},
    {NodeType::Conv2d, "Conv2d"},
    {NodeType::SumPool2d, "SumPool2d"},
    {NodeType::AvgPool2d, "AvgPool2d"},
    {NodeType::Flatten, "Flatten"},
    {NodeType::Delay, "Delay"},
    {NodeType::Threshold, "Threshold"},
    {NodeType::I, "I"},
    {NodeType::Li, "LI"},
    {NodeType::CubaLi, "CubaLI"},
    {NodeType::If, "IF"},
    {NodeType::Lif, "LIF"},
    {NodeType::CubaLif, "CubaLIF"},
}};

// Where edges to and from a name of a graph lead.
struct Ports
{
    std::vector<std::size_t> in, out;
};

class Flattener
{
public:
    Flattener(FlatGraph& flat, JobContext& job) : m_flat(flat), m_job(job) {}

    Ports add(const Graph& graph, const std::string& prefix, std::size_t depth)
    {
        if (depth > kDeepest) {
            throw Error(ErrorKind::BadModel,
                        "graphs are nested more than " + std::to_string(kDeepest) + " deep");
        }
        const std::size_t firstEdge = m_flat.edges.size();
        std::unordered_map<std::string, Ports> known;
        std::vector<std::size_t> inputs, outputs, all;
        for (const Node& node : graph.nodes) {
            m_job.checkpoint();
            Ports ports;
            const std::string id = prefix + node.name;
            if (!node.graph.empty()) {
                ports = add(node.graph.front(), id + "/", depth + 1);
                notePorts(id, ports);
            } else {
                const std::size_t index = addNode(node, id, depth);
                ports = {{index}, {index}};
                if (node.type == "Input")
                    inputs.push_back(index);
                if (node.type == "Output")
                    outputs.push_back(index);
            }
            all.insert(all.end(), ports.in.begin(), ports.in.end());
            all.insert(all.end(), ports.out.begin(), ports.out.end());
            if (!known.emplace(node.name, std::move(ports)).second)
                throw Error(ErrorKind::BadModel, "two nodes are named '" + id + "'");
        }
        addEdges(graph, prefix, known);
        return {inputs.empty() ? withoutEdges(all, firstEdge, true) : inputs,
                outputs.empty() ? withoutEdges(all, firstEdge, false) : outputs};
    }

private:
    std::size_t addNode(const Node& node, const std::string& id, std::size_t depth)
    {
        const auto type = nodeTypeFromName(node.type);
        if (!type) {
            std::vector<std::string> names;
            for (const auto& [known, name] : kTypes)
                names.emplace_back(name);
            names.emplace_back(kGraphType);
            std::string list;
            for (const std::string& name : names)
                list += (list.empty() ? "" : ", ") + name;
            throw Error(ErrorKind::BadModel, "node '" + id + "' has the unknown type '" +
                                                 node.type + "'; known types are " + list);
        }
        m_flat.nodes.push_back({id, &node, *type, depth == 0});
        return m_flat.nodes.size() - 1;
    }

    void notePorts(const std::string& id, const Ports& ports)
    {
        if (ports.in.size() > 1) {
            m_flat.notes.push_back("sub-graph " + id + " has " + std::to_string(ports.in.size()) +
                                   " inputs; what flows into it goes to each of them");
        }
        if (ports.out.size() > 1) {
            m_flat.notes.push_back("sub-graph " + id + " has " + std::to_string(ports.out.size()) +
                                   " outputs; what flows out of it is their sum");
        }
    }

    void addEdges(const Graph& graph, const std::string& prefix,
                  const std::unordered_map<std::string, Ports>& known)
    {
        std::string dangling;
        std::size_t count = 0;
        for (const auto& [from, to] : graph.edges) {
            const auto source = known.find(from);
            const auto target = known.find(to);
            if (source == known.end() || target == known.end()) {
                if (count++ == 0) {
                    dangling = "edge " + from + "->" + to + ": no node '" +
                               (source == known.end() ? from : to) + "'";
                }
                continue;
            }
            requirePorts(from, prefix, source->second.out, "output");
            requirePorts(to, prefix, target->second.in, "input");
            const std::size_t added = source->second.out.size() * target->second.in.size();
            if (m_flat.edges.size() + added > kMostEdges)
                throw Error(ErrorKind::BadModel, "the sub-graphs multiply into too many edges");
            for (const std::size_t a : source->second.out) {
                for (const std::size_t b : target->second.in)
                    m_flat.edges.emplace_back(a, b);
            }
        }
        if (count > 0)
            failDangling(graph, prefix, dangling, count);
    }

    static void requirePorts(const std::string& name, const std::string& prefix,
                             const std::vector<std::size_t>& ports, const std::string& what)
    {
        if (ports.empty()) {
            throw Error(ErrorKind::BadModel, "sub-graph " + prefix + name + " has no " + what +
                                                 " to which an edge could lead");
        }
    }

    [[noreturn]] static void failDangling(const Graph& graph, const std::string& prefix,
                                          const std::string& first, std::size_t count)
    {
        std::vector<std::string> names;
        for (const Node& node : graph.nodes)
            names.push_back(node.name);
        const std::string where =
            prefix.empty() ? "" : " in sub-graph " + prefix.substr(0, prefix.size() - 1);
        std::string more;
        if (count > 1) {
            more = " (" + std::to_string(count - 1) + " more edge" + (count > 2 ? "s" : "") +
                   " like that)";
        }
        throw Error(ErrorKind::BadModel, first + where + "; nodes are " + listOf(names) + more);
    }

    // Of `nodes` those that no edge from `firstEdge` on enters, or none leaves.
    std::vector<std::size_t> withoutEdges(std::vector<std::size_t> nodes, std::size_t firstEdge,
                                          bool entering) const
    {
        std::ranges::sort(nodes);
        const auto repeated = std::ranges::unique(nodes);
        nodes.erase(repeated.begin(), repeated.end());
        std::vector<std::size_t> met;
        for (std::size_t i = firstEdge; i < m_flat.edges.size(); ++i)
            met.push_back(entering ? m_flat.edges[i].second : m_flat.edges[i].first);
        std::ranges::sort(met);
        std::erase_if(nodes,
                      [&met](std::size_t node) { return std::ranges::binary_search(met, node); });
        return nodes;
    }

    FlatGraph& m_flat;
    JobContext& m_job;
};

} // namespace

std::string_view nodeTypeName(NodeType type)
{
    for (const auto& [known, name] : kTypes) {
        if (known == type)
            return name;
    }
    return "";
}

std::optional<NodeType> nodeTypeFromName(std::string_view name)
{
    for (const auto& [type, known] : kTypes) {
        if (known == name)
            return type;
    }
    return std::nullopt;
}

std::string FlatGraph::nameOf(std::size_t node) const
{
    return "'" + nodes[node].id + "' (" + std::string(nodeTypeName(nodes[node].type)) + ")";
}

FlatGraph flatten(const File& file, JobContext& job)
{
    FlatGraph flat;
    Flattener(flat, job).add(file.graph, "", 0);
    if (flat.nodes.empty())
        throw Error(ErrorKind::BadModel, "the graph has no nodes");
    return flat;
}

std::string listOf(const std::vector<std::string>& names)
{
    constexpr std::size_t kMost = 12;
    std::string list;
    for (std::size_t i = 0; i < std::min(kMost, names.size()); ++i)
        list += (list.empty() ? "" : ", ") + names[i];
    if (names.size() > kMost)
        list += ", ... (" + std::to_string(names.size()) + " in all)";
    return list.empty() ? "none" : list;
}

} // namespace inspike::nir
