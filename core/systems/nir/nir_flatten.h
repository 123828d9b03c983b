// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Nested graphs as one: nodes "outer/inner", edges to a graph lead to its Input, edges from it come
// from its Output (specs: nir 5).

#include "core/systems/nir/nir_network.h"

#include <string>
#include <utility>
#include <vector>

namespace inspike::nir {

struct FlatNode
{
    std::string id;
    const Node* node = nullptr; // of the file
    NodeType type = NodeType::Input;
    bool outermost = true; // not within a sub-graph
};

struct FlatGraph
{
    std::vector<FlatNode> nodes;
    std::vector<std::pair<std::size_t, std::size_t>> edges;
    std::vector<std::string> notes;

    // "'lif' (LIF)", for messages.
    std::string nameOf(std::size_t node) const;
};

// Throws Error{BadModel} for unknown types and edges to nodes that are not there. `file` must
// outlive the result.
FlatGraph flatten(const File& file, JobContext& job);

// "a, b, c, ... (12 in all)", for messages.
std::string listOf(const std::vector<std::string>& names);

} // namespace inspike::nir
