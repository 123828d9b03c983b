// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The energy ledger (core/analysis/energy.h) as a page: a table with a row per layer and their
// total, and below it what the layers take step by step.

#include "core/analysis/energy.h"
#include "core/figures/view_catalogue.h"

namespace inspike {

// Ids of the parts of the page.
constexpr const char* kLedgerTable = "table";
constexpr const char* kLedgerSteps = "steps";

// Parameters: energyParams(); sample (-1 = mean over all); quantity (of the lower part); at-step
// and step (the table shows one step). Without a run only the table, of the dense network.
FigureKind makeLedgerKind();

// What is slow, to be kept while only constants and steps change.
LedgerOptions ledgerOptions(const Params& params);
const LayerGraph& ledgerGraph(const FigureInputs& inputs);
CompositeFigure buildLedger(const LayerGraph& graph, const EnergyLedger& ledger,
                            const Params& params, std::uint64_t keySource,
                            const Viewport& viewport);

} // namespace inspike
