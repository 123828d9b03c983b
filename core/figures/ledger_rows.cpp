// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later

// The table of the energy ledger.

#include "core/figures/ledger_parts.h"
#include "core/figures/stream_parts.h"

#include <algorithm>
#include <cmath>

namespace inspike {

namespace {

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kMostNotes = 4; // of layers that lack something

Text verbatim(const std::string& words)
{
    return {TextId::Verbatim, {words}};
}

double only(bool has, double number)
{
    return has ? number : kUnknown;
}

double ratioOf(double number, double of)
{
    return of > 0.0 ? number / of : kUnknown;
}

// "1,660", "19.3", "0.0644"
std::string readable(double value)
{
    if (!(std::abs(value) >= 1000.0))
        return shortText(value);
    std::string text = std::to_string(std::llround(value));
    for (std::size_t at = text.size(); at > 3 + (value < 0.0 ? 1U : 0U); at -= 3)
        text.insert(at - 3, ",");
    return text;
}

Text lackNote(const std::string& layer, const LedgerLack& lack)
{
    switch (lack.why) {
    case LedgerLack::Why::Probe:
        return {TextId::NeedsProbe, {layer, lack.what}};
    case LedgerLack::Why::Input:
        return {TextId::NeedsInput, {layer, lack.what}};
    case LedgerLack::Why::Size:
        return {TextId::SizeDiffers, {layer, lack.what}};
    case LedgerLack::Why::Source:
        return {TextId::NeedsSource, {layer, lack.what}};
    default:
        return {TextId::ShapesUnknown, {layer}};
    }
}

class Rows
{
public:
    explicit Rows(const LedgerBuild& build) : m_build(build) {}

    TableFigure table() const
    {
        TableFigure figure;
        figure.title.id = TextId::EnergyLedger;
        figure.columns = columns();
        for (const LedgerLayer& layer : m_build.ledger.layers)
            figure.rows.push_back(rowOf(layer));
        figure.rows.push_back(totalRow());
        figure.notes = notes();
        return figure;
    }

private:
    // How long the counted steps are, in the unit of rates.
    double duration(const LedgerLayer& layer) const
    {
        const double steps = m_build.step ? 1.0 : static_cast<double>(layer.steps.size());
        const std::optional<Time>& one = m_build.ledger.stepDuration;
        return one ? steps * static_cast<double>(*one) / kMicrosecondsPerSecond : steps;
    }

    std::vector<TableColumn> columns() const
    {
        if (!m_build.hasRun())
            return {{{TextId::Layer}},
                    {{TextId::LayerKind}},
                    {{TextId::DenseMacs}, "", true},
                    {{TextId::DenseEnergy}, "nJ"}};
        return {{{TextId::Layer}},
                {{TextId::LayerKind}},
                {{TextId::Macs}, "", true},
                {{TextId::Acs}, "", true},
                {{TextId::SynOps}, "", true},
                {{TextId::SpikeCount}, "", true},
                {{TextId::MeanRate}, m_build.ledger.stepDuration ? "Hz" : "1/step"},
                {{TextId::Sparsity}, "%"},
                {{TextId::EstimatedEnergy}, "nJ"},
                {{TextId::DenseEnergy}, "nJ"},
                {{TextId::ShareOfDense}, "%"},
                {{TextId::NeuronUpdates}, "", true}};
    }

    TableRow rowOf(const LedgerLayer& layer) const
    {
        const bool synapses = layer.hasSynapses;
        const double dense = only(synapses, m_build.densePjOf(layer));
        TableRow row;
        row.key = m_build.keyOf(layer);
        row.cells = {verbatim(m_build.nodeOf(layer).id), verbatim(m_build.nodeOf(layer).kind)};
        if (!m_build.hasRun()) {
            row.cells.insert(row.cells.end(),
                             {only(synapses, layer.dense.macs), dense / LedgerBuild::kPjPerNj});
            return row;
        }
        const LayerCost cost = m_build.costOf(layer);
        const double energy = m_build.constants.picojoules(cost);
        const double zeros = layer.spikes ? cost.silent : cost.unmoved;
        row.cells.insert(row.cells.end(),
                         {only(synapses, cost.macs), only(synapses, cost.acs),
                          only(synapses, cost.synOps), only(layer.spikes, cost.spikes),
                          only(layer.spikes, cost.spikes / (layer.units * duration(layer))),
                          100.0 * zeros, energy / LedgerBuild::kPjPerNj,
                          dense / LedgerBuild::kPjPerNj, 100.0 * ratioOf(energy, dense),
                          only(layer.hasNeurons, cost.updates)});
        return row;
    }

    TableRow totalRow() const
    {
        LayerCost sum;
        double dense = 0.0;
        double denseMacs = 0.0;
        for (const LedgerLayer& layer : m_build.ledger.layers) {
            const LayerCost cost = m_build.costOf(layer);
            sum.macs += cost.macs;
            sum.acs += cost.acs;
            sum.synOps += cost.synOps;
            sum.biases += cost.biases;
            sum.updates += cost.updates;
            sum.spikes += layer.spikes ? cost.spikes : 0.0;
            dense += m_build.densePjOf(layer);
            denseMacs += layer.dense.macs;
        }
        TableRow row;
        row.isTotal = true;
        row.cells = {Text{TextId::Total}, verbatim("")};
        if (!m_build.hasRun()) {
            row.cells.insert(row.cells.end(), {denseMacs, dense / LedgerBuild::kPjPerNj});
            return row;
        }
        const double energy = m_build.constants.picojoules(sum);
        row.cells.insert(row.cells.end(),
                         {sum.macs, sum.acs, sum.synOps, sum.spikes, kUnknown, kUnknown,
                          energy / LedgerBuild::kPjPerNj, dense / LedgerBuild::kPjPerNj,
                          100.0 * ratioOf(energy, dense), sum.updates});
        return row;
    }

    // Whose numbers these are.
    Text shown() const
    {
        const std::string step = m_build.step ? std::to_string(*m_build.step) : "";
        const bool mean = m_build.sample < 0 && m_build.ledger.samples > 1;
        const std::string number =
            std::to_string(mean ? static_cast<std::int64_t>(m_build.ledger.samples)
                                : std::max<std::int64_t>(m_build.sample, 0));
        if (m_build.step)
            return {mean ? TextId::MeanAtStep : TextId::SampleAtStep, {number, step}};
        return {mean ? TextId::MeanOverSamples : TextId::SampleNumber, {number}};
    }

    std::vector<Text> notes() const
    {
        std::vector<Text> all;
        all.push_back(m_build.hasRun() ? shown() : Text{TextId::DenseOnly});
        addConstants(all);
        if (!m_build.hasRun())
            return all;
        if (!m_build.step)
            all.push_back(comparison());
        all.push_back({TextId::SparsityMeaning});
        std::size_t lacking = 0;
        for (const LedgerLayer& layer : m_build.ledger.layers) {
            if (layer.lack && ++lacking <= kMostNotes)
                all.push_back(lackNote(m_build.nodeOf(layer).id, layer.lack));
        }
        if (!m_build.ledger.uncounted.empty()) {
            std::string kinds;
            for (const std::string& kind : m_build.ledger.uncounted)
                kinds += (kinds.empty() ? "" : ", ") + kind;
            all.push_back({TextId::NotCounted, {kinds}});
        }
        return all;
    }

    void addConstants(std::vector<Text>& all) const
    {
        const std::string mac = shortText(m_build.constants.macPj);
        const std::string ac = shortText(m_build.constants.acPj);
        if (m_build.constants.neuronPj > 0.0)
            all.push_back(
                {TextId::EnergyEstimateNeurons, {mac, ac, shortText(m_build.constants.neuronPj)}});
        else
            all.push_back({TextId::EnergyEstimate, {mac, ac}});
        if (const EnergyPreset* preset = presetOf(m_build.constants))
            all.push_back({TextId::EnergySource, {preset->id}});
        if (m_build.constants.biases)
            all.push_back({TextId::BiasesCost});
    }

    Text comparison() const
    {
        double once = 0.0;
        double each = 0.0;
        for (const LedgerLayer& layer : m_build.ledger.layers) {
            once += m_build.constants.picojoules(layer.dense);
            each += m_build.densePjOf(layer);
        }
        return {TextId::DenseComparison,
                {readable(each / LedgerBuild::kPjPerNj), std::to_string(m_build.ledger.steps),
                 readable(once / LedgerBuild::kPjPerNj)}};
    }

    const LedgerBuild& m_build;
};

} // namespace

TableFigure ledgerRows(const LedgerBuild& build)
{
    return Rows(build).table();
}

} // namespace inspike
