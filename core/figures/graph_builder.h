// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The network of a model or of a run as a GraphFigure: which groups are open, what the boxes say,
// where they are.

#include "core/figures/graph_measures.h"
#include "core/figures/view_catalogue.h"

namespace inspike {

// depth, collapsed and opened (groups), direction, search.
ParamSpecs graphParams();
// Throws Error{BadParameter} for groups that are not there.
GraphFigure buildGraph(const LayerGraph& graph, const GraphMeasures& measures,
                       std::uint64_t keySource, const Params& params, const Viewport& viewport,
                       JobContext& job);
// Of the run, else of the model; nullptr if neither has one.
const LayerGraph* graphOf(const FigureInputs& inputs);

FigureKind makeGraphKind();

} // namespace inspike
