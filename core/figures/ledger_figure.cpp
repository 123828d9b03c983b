// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/ledger_figure.h"

#include "core/figures/ledger_parts.h"

#include <algorithm>

namespace inspike {

namespace {

// A row of the table, or two notes, need about as much of a page as a line of this height.
double shareOfTable(std::size_t rows, std::size_t notes)
{
    constexpr double kLine = 0.03;
    constexpr double kLeast = 0.35;
    constexpr double kMost = 0.68;
    return std::clamp(kLine * static_cast<double>(rows + (notes + 1) / 2 + 4), kLeast, kMost);
}

ParamSpecs ledgerParams()
{
    ParamSpecs specs = energyParams();
    specs.push_back({"sample", "Sample", "Number of the sample, from 0; -1 = mean over all samples",
                     std::int64_t{-1}, -1});
    specs.push_back({"quantity",
                     "Over time",
                     "What the curves show",
                     std::string("energy"),
                     std::nullopt,
                     std::nullopt,
                     {"energy", "operations", "synops", "spikes"}});
    specs.push_back({"at-step", "One step",
                     "The table shows the step below, or that of the time cursor, instead of all "
                     "steps together",
                     false});
    specs.push_back({"step", "Step", "Number of the step, from 0", std::int64_t{0}, 0});
    return specs;
}

std::optional<std::string> lacks(const FigureInputs& inputs)
{
    if ((inputs.run || inputs.model) && !ledgerGraph(inputs).isEmpty())
        return std::nullopt;
    return "a run or a model that knows its layers";
}

Figure build(const FigureInputs& inputs, const Params& params, const Viewport& viewport,
             JobContext& job)
{
    const LayerGraph& graph = ledgerGraph(inputs);
    const EnergyLedger ledger = energyLedger(graph, inputs.run.get(), ledgerOptions(params), job);
    return buildLedger(graph, ledger, params, inputs.keySource, viewport);
}

} // namespace

LedgerBuild::LedgerBuild(const LayerGraph& shownGraph, const EnergyLedger& shownLedger,
                         const Params& params, std::uint64_t source)
    : graph(shownGraph),
      ledger(shownLedger),
      constants(energyConstants(params)),
      scale(scaleOfSteps(shownLedger.stepDuration)),
      sample(params.integer("sample")),
      quantity(params.text("quantity")),
      keySource(source)
{
    if (hasRun() && params.flag("at-step"))
        step = std::min(static_cast<std::size_t>(params.integer("step")),
                        std::max<std::size_t>(ledger.steps, 1) - 1);
}

LayerCost LedgerBuild::costOf(const LedgerLayer& layer) const
{
    if (!step)
        return layer.total();
    return *step < layer.steps.size() ? layer.steps[*step] : LayerCost{};
}

double LedgerBuild::densePjOf(const LedgerLayer& layer) const
{
    const double steps = !hasRun() || step ? 1.0 : static_cast<double>(layer.steps.size());
    return steps * constants.picojoules(layer.dense);
}

LedgerOptions ledgerOptions(const Params& params)
{
    LedgerOptions options;
    options.inputs = inputNumbers(params);
    if (params.integer("sample") >= 0)
        options.sample = static_cast<std::size_t>(params.integer("sample"));
    return options;
}

const LayerGraph& ledgerGraph(const FigureInputs& inputs)
{
    static const LayerGraph kNone;
    if (inputs.run && !inputs.run->graph.isEmpty())
        return inputs.run->graph;
    return inputs.model ? inputs.model->info().graph : kNone;
}

CompositeFigure buildLedger(const LayerGraph& graph, const EnergyLedger& ledger,
                            const Params& params, std::uint64_t keySource, const Viewport& viewport)
{
    const LedgerBuild build(graph, ledger, params, keySource);
    TableFigure table = ledgerRows(build);
    CompositeFigure page;
    page.title = table.title;
    const double upper = build.hasRun() ? shareOfTable(table.rows.size(), table.notes.size()) : 1.0;
    page.parts.push_back(
        {kLedgerTable, std::make_shared<const Figure>(std::move(table)), 0.0, 0.0, 1.0, upper});
    if (!build.hasRun())
        return page;
    SeriesFigure steps = ledgerSteps(build, viewport);
    page.fidelity = steps.fidelity;
    page.parts.push_back({kLedgerSteps, std::make_shared<const Figure>(std::move(steps)), 0.0,
                          upper, 1.0, 1.0 - upper});
    return page;
}

FigureKind makeLedgerKind()
{
    return {"ledger", "Energy", &ledgerParams, &lacks, {"*"}, &build};
}

} // namespace inspike
