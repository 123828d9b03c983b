// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The numbers of a NIR node as its type needs them; every fault names the node.

#include "core/base/error.h"
#include "core/systems/nir/nir_flatten.h"
#include "core/systems/nir/nir_shape_rules.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace inspike::nir {

class NodeNumbers
{
public:
    NodeNumbers(const FlatGraph& graph, std::size_t node)
        : m_graph(graph), m_index(node), m_node(*graph.nodes[node].node)
    {}

    [[noreturn]] void fail(ErrorKind kind, const std::string& fault) const;

    bool has(std::string_view name) const;
    std::optional<std::string> text(std::string_view name) const;
    // Shape of the data set; nothing if there is none.
    std::optional<Shape> shape(std::string_view name) const;
    // Throws Error{BadModel} if there is none or it is not of real numbers.
    std::vector<double> values(std::string_view name) const;
    // A list of whole numbers, a single one as a list of one; nothing if there is none.
    std::optional<Shape> integers(std::string_view name) const;
    std::int64_t integer(std::string_view name, std::int64_t otherwise) const;
    // One number for both or one for each.
    std::array<std::int64_t, 2> pair(std::string_view name, std::int64_t otherwise) const;

private:
    const Tensor* find(std::string_view name) const;

    const FlatGraph& m_graph;
    std::size_t m_index;
    const Node& m_node;
};

} // namespace inspike::nir
