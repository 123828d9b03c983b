// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Which edges of a graph with loops carry what was given in the step before, and the order in which
// nodes are computed within a step (specs: nir 4). The choice depends on the edges alone, not on
// names or on the order in which a file lists them.

#include "core/systems/nir/nir_flatten.h"

#include <vector>

namespace inspike::nir {

struct GraphOrder
{
    std::vector<bool> recurrent; // per edge
    std::vector<std::size_t> order;
    std::vector<std::vector<std::size_t>> parts; // strongly connected, in that order
};

// Loops are cut at edges out of spiking nodes that lead back towards where the loop is entered; a
// loop without a spiking node at edges out of integrators and delays. `inputs` are the nodes that
// the outside feeds. Throws Error{BadModel} that names a loop of nodes without state.
GraphOrder orderOf(const FlatGraph& graph, const std::vector<std::size_t>& inputs, JobContext& job);

} // namespace inspike::nir
