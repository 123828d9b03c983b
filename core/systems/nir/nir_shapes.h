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

} // namespace inspike::nir
