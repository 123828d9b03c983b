// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What the parts of the energy ledger's page share: the counts, what they cost, and which step of
// which sample is shown.

#include "core/analysis/energy.h"
#include "core/figures/series_figure.h"
#include "core/figures/table_figure.h"
#include "core/figures/time_axis.h"

namespace inspike {

struct LedgerBuild
{
    LedgerBuild(const LayerGraph& shownGraph, const EnergyLedger& shownLedger, const Params& params,
                std::uint64_t source);

    bool hasRun() const { return ledger.samples > 0; }
    const LayerNode& nodeOf(const LedgerLayer& layer) const { return graph.nodes[layer.node]; }
    Key keyOf(const LedgerLayer& layer) const
    {
        return {KeyKind::Layer, keySource, static_cast<std::int64_t>(layer.node)};
    }
    // Of all steps, or of one; a layer that works less often gives nothing at later steps.
    LayerCost costOf(const LedgerLayer& layer) const;
    // Of as many steps of the network without spikes.
    double densePjOf(const LedgerLayer& layer) const;
    double nanojoules(const LayerCost& cost) const { return constants.picojoules(cost) / kPjPerNj; }

    static constexpr double kPjPerNj = 1000.0;

    const LayerGraph& graph;
    const EnergyLedger& ledger;
    EnergyConstants constants;
    TimeScale scale;
    std::int64_t sample = -1;        // -1: the mean of all
    std::optional<std::size_t> step; // else all of them together
    std::string quantity;            // of the curves
    std::uint64_t keySource = 0;
};

TableFigure ledgerRows(const LedgerBuild& build);
SeriesFigure ledgerSteps(const LedgerBuild& build, const Viewport& viewport);

} // namespace inspike
