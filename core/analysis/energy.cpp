// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/energy.h"

#include "core/analysis/layer_kinds.h"
#include "core/analysis/trial_array.h"
#include "core/base/error.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace inspike {

namespace {

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

constexpr std::array<EnergyPreset, 4> kPresets = {{
    {"float32", 4.6, 0.9},
    {"float16", 1.5, 0.4},
    {"int32", 3.2, 0.1},
    {"int8", 0.23, 0.03},
}};

bool integrates(const LayerNode& node)
{
    constexpr std::array<std::string_view, 5> kKinds = {"LI", "CubaLI", "I", "Rate", "Leaky"};
    return std::find(kKinds.begin(), kKinds.end(), node.kind) != kKinds.end();
}

bool hasNeurons(const LayerDrive& drive, std::size_t node)
{
    const LayerNode& layer = drive.graph().nodes[node];
    return (drive.emitsSpikes(node) && layer.kind != "Threshold") || integrates(layer);
}

// Of one layer.
class Counter
{
public:
    Counter(LayerDrive& drive, std::size_t node, JobContext& job)
        : m_drive(drive), m_node(drive.graph().nodes[node]), m_job(job)
    {
        m_layer.node = node;
        m_layer.hasSynapses = m_node.synapses.has_value();
        m_layer.hasNeurons = hasNeurons(drive, node);
        m_layer.spikes = drive.emitsSpikes(node);
        findShape();
    }

    LedgerLayer count(bool withRun)
    {
        if (withRun) {
            m_layer.steps.resize(m_drive.stepsOf(m_layer.node));
            countInput();
            if (m_layer.spikes)
                countOutput();
            for (LayerCost& step : m_layer.steps) {
                step.biases = m_layer.dense.biases;
                step.updates = m_layer.hasNeurons ? m_layer.units : 0.0;
            }
        }
        return std::move(m_layer);
    }

private:
    void findShape()
    {
        const LayerShape output = m_drive.outputShape(m_layer.node);
        m_layer.units = isKnown(output) ? static_cast<double>(elementsOf(output)) : kUnknown;
        LayerCost& dense = m_layer.dense;
        dense.spikes = kUnknown;
        if (!m_node.synapses)
            return;
        dense.biases = m_node.synapses->bias ? m_layer.units : 0.0;
        try {
            m_synapses.emplace(*m_node.synapses, m_drive.inputShape(m_layer.node), output);
        } catch (const Error&) {
            m_layer.lack = {LedgerLack::Why::Shape, m_node.id};
            dense.macs = dense.acs = dense.synOps = kUnknown;
            return;
        }
        if (isMaxPool(m_node))
            return;
        (isPool() ? dense.acs : dense.macs) = m_synapses->dense();
    }

    bool isPool() const { return m_node.synapses->kind == Synapses::Kind::Window; }

    void setUnknown()
    {
        for (LayerCost& step : m_layer.steps)
            step.macs = step.acs = step.synOps = kUnknown;
    }

    void countInput()
    {
        if (!m_node.synapses)
            return;
        if (!m_synapses) {
            setUnknown();
            return;
        }
        countZeros();
        if (isMaxPool(m_node))
            return;
        LedgerLack lack;
        const DriveKind kind = m_drive.kindOfInput(m_layer.node, m_job, lack);
        if (kind == DriveKind::Values) {
            for (LayerCost& step : m_layer.steps) {
                step.macs = m_layer.dense.macs;
                step.acs = m_layer.dense.acs;
            }
            return;
        }
        std::vector<double> sums(m_layer.steps.size(), 0.0);
        if (kind == DriveKind::Spikes)
            lack = m_drive.addInput(m_layer.node, m_synapses->fanOuts(), sums, m_job);
        if (lack) {
            m_layer.lack = lack;
            setUnknown();
            if (kind == DriveKind::Spikes) { // whatever they were
                for (LayerCost& step : m_layer.steps)
                    step.macs = 0.0;
            }
            return;
        }
        for (std::size_t t = 0; t < sums.size(); ++t) {
            const double mean = sums[t] / static_cast<double>(m_drive.summed());
            m_layer.steps[t].acs = m_layer.steps[t].synOps = mean;
        }
    }

    void countZeros()
    {
        std::vector<double> active(m_layer.steps.size(), 0.0);
        if (!m_drive.addActiveInputs(m_layer.node, active, m_job))
            return;
        const double all =
            static_cast<double>(m_synapses->inputs()) * static_cast<double>(m_drive.summed());
        for (std::size_t t = 0; t < active.size(); ++t)
            m_layer.steps[t].unmoved = 1.0 - active[t] / all;
    }

    void countOutput()
    {
        const std::size_t steps = m_layer.steps.size();
        std::vector<double> sums(steps, 0.0);
        std::vector<double> active(steps, 0.0);
        const LedgerLack lack = m_drive.addOutput(m_layer.node, sums, active, m_job);
        const auto samples = static_cast<double>(m_drive.summed());
        for (std::size_t t = 0; t < steps; ++t) {
            m_layer.steps[t].spikes = lack ? kUnknown : sums[t] / samples;
            m_layer.steps[t].silent = lack ? kUnknown : 1.0 - active[t] / (samples * m_layer.units);
        }
        if (lack && !m_layer.lack)
            m_layer.lack = lack;
    }

    LayerDrive& m_drive;
    const LayerNode& m_node;
    JobContext& m_job;
    std::optional<SynapseCounts> m_synapses;
    LedgerLayer m_layer;
};

ParamSpec numberSpec(const char* id, const char* title, const char* help, double fallback)
{
    return {id, title, help, fallback, 0.0, 1e9, {}, "pJ"};
}

} // namespace

LayerCost LedgerLayer::total() const
{
    LayerCost sum;
    double silent = 0.0;
    double unmoved = 0.0;
    for (const LayerCost& step : steps) {
        sum.macs += step.macs;
        sum.acs += step.acs;
        sum.synOps += step.synOps;
        sum.biases += step.biases;
        sum.updates += step.updates;
        sum.spikes += step.spikes;
        silent += step.silent;
        unmoved += step.unmoved;
    }
    const auto count = static_cast<double>(steps.size());
    sum.silent = silent / count;
    sum.unmoved = unmoved / count;
    return sum;
}

EnergyLedger energyLedger(const LayerGraph& graph, const Run* run, const LedgerOptions& options,
                          JobContext& job)
{
    LayerDrive drive(graph, run, options.sample, options.inputs);
    EnergyLedger ledger;
    std::map<std::string, int> uncounted; // by kind
    const auto nodes = static_cast<double>(std::max<std::size_t>(graph.nodes.size(), 1));
    for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
        job.progress(static_cast<double>(i) / nodes);
        job.checkpoint();
        const LayerNode& node = graph.nodes[i];
        if (node.synapses || drive.emitsSpikes(i) || hasNeurons(drive, i))
            ledger.layers.push_back(Counter(drive, i, job).count(run != nullptr));
        else if (node.parameters > 0 || node.kind.find("ttention") != std::string::npos)
            ++uncounted[node.kind];
    }
    for (const auto& [kind, count] : uncounted)
        ledger.uncounted.push_back(kind + " (" + std::to_string(count) + ")");
    if (run == nullptr)
        return ledger;
    ledger.samples = drive.samples();
    for (const LedgerLayer& layer : ledger.layers)
        ledger.steps = std::max(ledger.steps, layer.steps.size());
    ledger.stepDuration = run->stepDuration;
    for (const LayerNode& node : graph.nodes) {
        const Activation* activation = run->find(node.output);
        if (!ledger.stepDuration && activation != nullptr)
            ledger.stepDuration = stepDurationOf(*run, activation->axes());
    }
    return ledger;
}

double EnergyConstants::picojoules(const LayerCost& cost) const
{
    double energy = cost.macs * macPj + cost.acs * acPj;
    // Unknown numbers that cost nothing leave the rest known.
    if (biases)
        energy += cost.biases * acPj;
    if (neuronPj > 0.0)
        energy += cost.updates * neuronPj;
    return energy;
}

std::span<const EnergyPreset> energyPresets()
{
    return kPresets;
}

const EnergyPreset* presetOf(const EnergyConstants& constants)
{
    const auto* found =
        std::find_if(kPresets.begin(), kPresets.end(), [&](const EnergyPreset& preset) {
            return preset.macPj == constants.macPj && preset.acPj == constants.acPj;
        });
    return found == kPresets.end() ? nullptr : found;
}

ParamSpecs energyParams()
{
    ParamSpec preset{"constants", "Constants",
                     "Energy of an operation in 45 nm at 0.9 V: 32-bit or 16-bit float, 32-bit or "
                     "8-bit integer (Horowitz, ISSCC 2014); memory is not counted",
                     std::string(kPresets.front().id)};
    for (const EnergyPreset& each : kPresets)
        preset.choices.emplace_back(each.id);
    return {
        preset,
        numberSpec("mac-pj", "MAC",
                   "Energy of a multiplication and addition; as the constants say unless given",
                   kPresets.front().macPj),
        numberSpec("ac-pj", "AC", "Energy of an addition; as the constants say unless given",
                   kPresets.front().acPj),
        numberSpec("neuron-pj", "Neuron update",
                   "Energy of one update of a neuron; usually left out", 0.0),
        {"biases", "Count biases", "Each addition of a bias costs an AC; usually left out", false},
        {"inputs",
         "Inputs of the network",
         "Whether they drive the first layer as spikes (ACs by their number) or as values "
         "(MACs); auto = spikes where all are whole numbers",
         std::string("auto"),
         std::nullopt,
         std::nullopt,
         {"auto", "spikes", "values"}}};
}

EnergyConstants energyConstants(const Params& params)
{
    EnergyConstants constants;
    for (const EnergyPreset& preset : kPresets) {
        if (preset.id == params.text("constants")) {
            constants.macPj = preset.macPj;
            constants.acPj = preset.acPj;
        }
    }
    if (params.isSet("mac-pj"))
        constants.macPj = params.number("mac-pj");
    if (params.isSet("ac-pj"))
        constants.acPj = params.number("ac-pj");
    constants.neuronPj = params.number("neuron-pj");
    constants.biases = params.flag("biases");
    return constants;
}

InputNumbers inputNumbers(const Params& params)
{
    const std::string& wanted = params.text("inputs");
    return wanted == "spikes"   ? InputNumbers::Spikes
           : wanted == "values" ? InputNumbers::Values
                                : InputNumbers::Auto;
}

} // namespace inspike
