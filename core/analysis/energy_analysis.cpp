// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/analysis_registry.h"
#include "core/analysis/energy.h"
#include "core/analysis/number_text.h"

#include <cmath>

namespace inspike {

namespace {

ParamSpecs params()
{
    ParamSpecs specs = energyParams();
    specs.push_back({"sample", "Sample", "Number of the sample, from 0; -1 = mean over all samples",
                     std::int64_t{-1}, -1});
    return specs;
}

const LayerGraph& graphOf(const AnalysisInputs& inputs)
{
    return inputs.run && (!inputs.run->graph.isEmpty() || !inputs.model)
               ? inputs.run->graph
               : inputs.model->info().graph;
}

std::optional<std::string> lacks(const AnalysisInputs& inputs)
{
    if ((inputs.run || inputs.model) && !graphOf(inputs).isEmpty())
        return std::nullopt;
    return "a run or a model that knows its layers";
}

// NaN where a layer has no such number.
double only(bool has, double number)
{
    return has ? number : std::numeric_limits<double>::quiet_NaN();
}

double ratioOf(double energy, double dense)
{
    return dense > 0.0 ? energy / dense : std::numeric_limits<double>::quiet_NaN();
}

std::vector<double> rowOf(const LedgerLayer& layer, std::size_t step, const LayerCost& cost,
                          const EnergyConstants& constants)
{
    const double energy = constants.picojoules(cost);
    const double dense = constants.picojoules(layer.dense);
    return {static_cast<double>(step),
            only(layer.hasSynapses, cost.macs),
            only(layer.hasSynapses, cost.acs),
            only(layer.hasSynapses, cost.synOps),
            only(layer.hasSynapses, cost.biases),
            only(layer.hasNeurons, cost.updates),
            only(layer.spikes, cost.spikes),
            only(layer.spikes, cost.spikes / layer.units),
            only(layer.spikes, cost.silent),
            cost.unmoved,
            energy,
            only(layer.hasSynapses, layer.dense.macs),
            dense,
            ratioOf(energy, dense)};
}

void summarise(const EnergyLedger& ledger, const EnergyConstants& constants, AnalysisResult& result)
{
    LayerCost sum;
    double dense = 0.0;
    double once = 0.0;
    double denseMacs = 0.0;
    for (const LedgerLayer& layer : ledger.layers) {
        const LayerCost cost = layer.total();
        sum.macs += cost.macs;
        sum.acs += cost.acs;
        sum.synOps += cost.synOps;
        sum.biases += cost.biases;
        sum.updates += cost.updates;
        sum.spikes += layer.spikes ? cost.spikes : 0.0;
        denseMacs += layer.dense.macs;
        once += constants.picojoules(layer.dense);
        dense += constants.picojoules(layer.dense) * static_cast<double>(layer.steps.size());
    }
    result.summary = {{"dense MACs per step", denseMacs}, {"dense energy per step (pJ)", once}};
    if (ledger.samples == 0)
        return;
    const double energy = constants.picojoules(sum);
    const std::vector<std::pair<std::string, double>> ofRun = {
        {"samples", static_cast<double>(ledger.samples)},
        {"steps", static_cast<double>(ledger.steps)},
        {"MACs", sum.macs},
        {"ACs", sum.acs},
        {"SynOps", sum.synOps},
        {"bias additions", sum.biases},
        {"neuron updates", sum.updates},
        {"spikes", sum.spikes},
        {"energy (pJ)", energy},
        {"dense energy at every step (pJ)", dense},
        {"energy / dense at every step", ratioOf(energy, dense)},
        {"energy / dense once", ratioOf(energy, once)}};
    result.summary.insert(result.summary.begin(), ofRun.begin(), ofRun.end());
}

std::string noteOf(const EnergyLedger& ledger, const LayerGraph& graph,
                   const EnergyConstants& constants)
{
    std::string note = "Estimate: energy = MACs x " + numberText(constants.macPj) + " pJ + ACs x " +
                       numberText(constants.acPj) + " pJ";
    if (constants.biases)
        note += " (with biases)";
    if (constants.neuronPj > 0.0)
        note += " + neuron updates x " + numberText(constants.neuronPj) + " pJ";
    if (presetOf(constants) != nullptr)
        note += std::string(", 45 nm ") + presetOf(constants)->id + " (Horowitz, ISSCC 2014)";
    note += "; memory not counted; per sample";
    for (const LedgerLayer& layer : ledger.layers) {
        if (layer.lack)
            note += "; " + graph.nodes[layer.node].id + " " + layer.lack.words();
    }
    for (std::size_t i = 0; i < ledger.uncounted.size(); ++i)
        note += (i == 0 ? "; not counted: " : ", ") + ledger.uncounted[i];
    return note;
}

AnalysisResult call(const AnalysisInputs& inputs, const Params& settings, JobContext& job)
{
    const LayerGraph& graph = graphOf(inputs);
    LedgerOptions options;
    options.inputs = inputNumbers(settings);
    if (settings.integer("sample") >= 0)
        options.sample = static_cast<std::size_t>(settings.integer("sample"));
    const EnergyLedger ledger = energyLedger(graph, inputs.run.get(), options, job);
    const EnergyConstants constants = energyConstants(settings);
    AnalysisResult result;
    result.nameColumns = {"layer", "kind"};
    result.columns = {"step",
                      "MACs",
                      "ACs",
                      "SynOps",
                      "bias additions",
                      "neuron updates",
                      "spikes",
                      "rate (1/step)",
                      "share of zeros given",
                      "share of zeros received",
                      "energy (pJ)",
                      "dense MACs",
                      "dense energy (pJ)",
                      "energy / dense"};
    const auto add = [&](const LedgerLayer& layer, std::vector<double> row) {
        result.names.push_back({graph.nodes[layer.node].id, graph.nodes[layer.node].kind});
        result.rows.push_back(std::move(row));
    };
    for (const LedgerLayer& layer : ledger.layers) {
        for (std::size_t t = 0; t < layer.steps.size(); ++t)
            add(layer, rowOf(layer, t, layer.steps[t], constants));
        if (!inputs.run) { // only what the network without spikes would take
            LayerCost none;
            none.macs = none.acs = none.synOps = none.biases = none.updates = none.spikes =
                std::numeric_limits<double>::quiet_NaN();
            std::vector<double> row = rowOf(layer, 0, none, constants);
            row.front() = row[10] = row.back() = none.macs;
            add(layer, std::move(row));
        }
    }
    summarise(ledger, constants, result);
    result.note = noteOf(ledger, graph, constants);
    return result;
}

} // namespace

Analysis makeEnergyAnalysis()
{
    return {"energy",
            "Energy",
            "Operations, spikes and estimated energy of every layer at every time step (45 nm "
            "constants: Horowitz, ISSCC 2014; SynOps: Merolla et al., Science 2014)",
            &params,
            &lacks,
            &call};
}

} // namespace inspike
