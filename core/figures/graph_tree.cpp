// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/graph_tree.h"

#include <algorithm>
#include <unordered_map>

namespace inspike {

namespace {

constexpr int kDeepest = 32; // further slashes belong to the name

class TreeMaker
{
public:
    explicit TreeMaker(const LayerGraph& graph) : m_graph(graph) {}

    GraphTree make()
    {
        made.groups.emplace_back().open = true;
        made.groupOfNode.reserve(m_graph.nodes.size());
        std::unordered_map<std::string, std::size_t> known{{"", 0}};
        for (std::size_t node = 0; node < m_graph.nodes.size(); ++node) {
            const std::size_t group = groupFor(m_graph.nodes[node].id, known);
            made.groups[group].children.push_back({false, node});
            made.groupOfNode.push_back(group);
            made.nameOfNode.push_back(lastPartOf(m_graph.nodes[node].id));
        }
        nameGroups();
        dissolveSingles();
        setDepths();
        for (auto group = made.groups.rbegin(); group != made.groups.rend(); ++group) {
            for (const GraphGroup::Child& child : group->children)
                group->layers += child.isGroup ? made.groups[child.index].layers : 1;
        }
        return std::move(made);
    }

private:
    std::size_t groupFor(const std::string& id, std::unordered_map<std::string, std::size_t>& known)
    {
        std::size_t group = 0;
        std::size_t slash = id.find('/', 1);
        for (int depth = 1; depth <= kDeepest && slash != std::string::npos; ++depth) {
            const std::string name = id.substr(0, slash);
            const auto [found, isNew] = known.try_emplace(name, made.groups.size());
            if (isNew) {
                GraphGroup next;
                next.id = name;
                next.parent = static_cast<int>(group);
                next.depth = depth;
                made.groups[group].children.push_back({true, made.groups.size()});
                made.groups.push_back(std::move(next));
            }
            group = found->second;
            slash = id.find('/', slash + 1);
        }
        return group;
    }

    bool isSole(const GraphGroup& group) const
    {
        return group.parent > 0 &&
               made.groups[static_cast<std::size_t>(group.parent)].children.size() == 1;
    }

    // A group that holds nothing but one group is that group.
    void nameGroups()
    {
        for (std::size_t index = 1; index < made.groups.size(); ++index)
            made.groups[index].name = lastPartOf(made.groups[index].id);
        for (std::size_t index = made.groups.size(); index-- > 1;) {
            GraphGroup& group = made.groups[index];
            if (!isSole(group))
                continue;
            GraphGroup& parent = made.groups[static_cast<std::size_t>(group.parent)];
            parent.name += "/" + group.name;
            parent.id = group.id;
            parent.children = group.children;
            group.children.clear();
            for (const GraphGroup::Child& child : parent.children) {
                if (child.isGroup)
                    made.groups[child.index].parent = group.parent;
                else
                    made.groupOfNode[child.index] = static_cast<std::size_t>(group.parent);
            }
        }
    }

    // A group of one layer is that layer.
    void dissolveSingles()
    {
        for (std::size_t index = made.groups.size(); index-- > 1;) {
            GraphGroup& group = made.groups[index];
            if (group.children.size() != 1 || group.children.front().isGroup)
                continue;
            const std::size_t node = group.children.front().index;
            GraphGroup& parent = made.groups[static_cast<std::size_t>(group.parent)];
            const auto place = std::find_if(parent.children.begin(), parent.children.end(),
                                            [index](const GraphGroup::Child& child) {
                                                return child.isGroup && child.index == index;
                                            });
            *place = group.children.front();
            group.children.clear();
            made.groupOfNode[node] = static_cast<std::size_t>(group.parent);
            made.nameOfNode[node] = group.name + "/" + made.nameOfNode[node];
        }
    }

    void setDepths()
    {
        for (std::size_t index = 1; index < made.groups.size(); ++index) {
            GraphGroup& group = made.groups[index];
            group.depth = made.groups[static_cast<std::size_t>(group.parent)].depth + 1;
        }
    }

    const LayerGraph& m_graph;
    GraphTree made;
};

// Boxes shown when groups up to `depth` are open.
std::size_t boxesAt(const GraphTree& tree, int depth)
{
    std::size_t boxes = 0;
    for (const GraphGroup& group : tree.groups) {
        if (group.depth > depth)
            continue;
        for (const GraphGroup::Child& child : group.children)
            boxes += !child.isGroup || tree.groups[child.index].depth > depth ? 1 : 0;
    }
    return boxes;
}

int fittingDepth(const GraphTree& tree)
{
    int deepest = 0;
    for (const GraphGroup& group : tree.groups)
        deepest = std::max(deepest, group.children.empty() ? 0 : group.depth);
    int depth = 0;
    while (depth < deepest && boxesAt(tree, depth + 1) <= kFewBoxes)
        ++depth;
    return depth;
}

} // namespace

std::string lastPartOf(const std::string& id)
{
    const std::size_t slash = id.rfind('/');
    return slash == std::string::npos || slash + 1 == id.size() ? id : id.substr(slash + 1);
}

std::size_t GraphTree::closedGroupOf(std::size_t node) const
{
    std::size_t closed = 0;
    for (int group = static_cast<int>(groupOfNode[node]); group > 0;) {
        const GraphGroup& one = groups[static_cast<std::size_t>(group)];
        if (!one.open)
            closed = static_cast<std::size_t>(group);
        group = one.parent;
    }
    return closed;
}

GraphTree graphTree(const LayerGraph& graph, const GraphOpening& opening)
{
    GraphTree tree = TreeMaker(graph).make();
    const int depth = opening.depth >= 0 ? opening.depth : fittingDepth(tree);
    for (std::size_t index = 1; index < tree.groups.size(); ++index) {
        GraphGroup& group = tree.groups[index];
        group.open = (group.depth <= depth || opening.opened.contains(group.id)) &&
                     !opening.collapsed.contains(group.id);
    }
    return tree;
}

} // namespace inspike
