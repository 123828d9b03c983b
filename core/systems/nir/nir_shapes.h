// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Shapes of all nodes of a flat graph. Files say them in part only, and differently: with a batch
// of one in front, with the time steps in front, or not at all (specs: nir 3 and 7).

#include "core/systems/nir/nir_order.h"

#include <string>
#include <vector>

namespace inspike::nir {

// Sets input and output of all nodes, and what of windows shapes follow from; adds to the notes of
// `graph`. `nodes` is indexed like `graph.nodes` and has ids and types. Throws Error{BadShape} that
// names both nodes and both shapes.
void findShapes(FlatGraph& graph, const GraphOrder& order, const std::vector<std::size_t>& inputs,
                std::vector<NetworkNode>& nodes);

// Names of the numbers that a node of that type has per element of its output.
std::vector<std::string_view> elementNumbers(NodeType type);

// True if an array of `shape` may stand for one of `whole`: its dimensions are the last ones of it
// or 1 (leading ones do not count).
bool broadcasts(Shape shape, const Shape& whole);

} // namespace inspike::nir
