// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The groups of a network, which its ids spell ("encoder/block.0/lif"), and which of them are open.

#include "core/nn/layer_graph.h"

#include <set>
#include <string>
#include <vector>

namespace inspike {

struct GraphGroup
{
    std::string id;   // "encoder/block.0"; "" of the whole
    std::string name; // "block.0"; "block.0/0" where only one group is inside
    int parent = -1;
    int depth = 0;          // of the whole: 0
    bool open = false;      // what it holds is shown, if it is shown itself
    std::size_t layers = 0; // in it and in its groups
    // In the order of the layers.
    struct Child
    {
        bool isGroup = false;
        std::size_t index = 0; // of a group, or of LayerGraph::nodes
    };
    std::vector<Child> children;
};

// Which groups are open.
struct GraphOpening
{
    int depth = -1; // groups up to this depth are open; -1 = as many as leave few boxes
    std::set<std::string> collapsed; // ids, against the depth
    std::set<std::string> opened;
};

struct GraphTree
{
    std::vector<GraphGroup> groups; // the whole first, groups before what they hold
    std::vector<std::size_t> groupOfNode;
    // "lif"; "attn/lif" where it is all that a group holds, which is no group then.
    std::vector<std::string> nameOfNode;

    // The outermost closed group that holds the node; 0 if all of them are open.
    std::size_t closedGroupOf(std::size_t node) const;
};

// About as many boxes as are told apart at a glance.
constexpr std::size_t kFewBoxes = 60;

GraphTree graphTree(const LayerGraph& graph, const GraphOpening& opening);
// "lif" of "encoder/lif".
std::string lastPartOf(const std::string& id);

} // namespace inspike
