// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/ledger_figure.h"

#include "core/base/error.h"
#include "core/figures/series_lines.h"
#include "core/figures/stream_parts.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace inspike {

namespace {

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();
constexpr double kPjPerNj = 1000.0;
constexpr double kSecondsPerUs = 1e-6;
constexpr std::size_t kMostLines = 6; // with the rest and the total as many as a legend takes
constexpr std::size_t kFewSteps = 40; // are marked by points
constexpr std::size_t kMostNotes = 4; // of layers that lack something

enum class Quantity { Energy, Operations, SynOps, Spikes };

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

class Builder
{
public:
    Builder(const LayerGraph& graph, const EnergyLedger& ledger, const Params& params,
            std::uint64_t keySource)
        : m_graph(graph),
          m_ledger(ledger),
          m_constants(energyConstants(params)),
          m_scale(scaleOfSteps(ledger.stepDuration)),
          m_sample(params.integer("sample")),
          m_keySource(keySource)
    {
        if (hasRun() && params.flag("at-step"))
            m_step = std::min(static_cast<std::size_t>(params.integer("step")),
                              std::max<std::size_t>(ledger.steps, 1) - 1);
        const std::string& wanted = params.text("quantity");
        m_quantity = wanted == "operations" ? Quantity::Operations
                     : wanted == "synops"   ? Quantity::SynOps
                     : wanted == "spikes"   ? Quantity::Spikes
                                            : Quantity::Energy;
    }

    bool hasRun() const { return m_ledger.samples > 0; }

    TableFigure table() const
    {
        TableFigure figure;
        figure.title.id = TextId::EnergyLedger;
        figure.columns = columns();
        for (const LedgerLayer& layer : m_ledger.layers)
            figure.rows.push_back(rowOf(layer));
        figure.rows.push_back(totalRow());
        figure.notes = notes();
        return figure;
    }

    SeriesFigure steps(const Viewport& viewport) const
    {
        SeriesFigure figure;
        figure.title.id = TextId::EnergyLedger;
        figure.x = stepAxis();
        SeriesPanel panel;
        panel.y.label.id = labelOf(m_quantity);
        panel.y.unit = m_quantity == Quantity::Energy ? "nJ" : "";
        for (const Line& line : lines())
            panel.lines.push_back(drawn(line, viewport, figure.fidelity));
        std::vector<double> all;
        for (const SeriesLine& line : panel.lines)
            all.insert(all.end(), line.y.begin(), line.y.end());
        setRange(panel.y, all, true);
        figure.panels.push_back(std::move(panel));
        return figure;
    }

private:
    struct Line
    {
        Text label;
        Key key;
        Colour colour;
        std::vector<double> values;
    };

    Key keyOf(const LedgerLayer& layer) const
    {
        return {KeyKind::Layer, m_keySource, static_cast<std::int64_t>(layer.node)};
    }
    const std::string& idOf(const LedgerLayer& layer) const { return m_graph.nodes[layer.node].id; }

    // Of all steps, or of one; a layer that works less often gives nothing at later steps.
    LayerCost costOf(const LedgerLayer& layer) const
    {
        if (!m_step)
            return layer.total();
        return *m_step < layer.steps.size() ? layer.steps[*m_step] : LayerCost{};
    }

    double densePjOf(const LedgerLayer& layer) const
    {
        const double steps = !hasRun() || m_step ? 1.0 : static_cast<double>(layer.steps.size());
        return steps * m_constants.picojoules(layer.dense);
    }

    // How long the counted steps are, in the unit of rates.
    double duration(const LedgerLayer& layer) const
    {
        const double steps = m_step ? 1.0 : static_cast<double>(layer.steps.size());
        return m_ledger.stepDuration
                   ? steps * kSecondsPerUs * static_cast<double>(*m_ledger.stepDuration)
                   : steps;
    }

    std::vector<TableColumn> columns() const
    {
        if (!hasRun())
            return {{{TextId::Layer}},
                    {{TextId::LayerKind}},
                    {{TextId::DenseMacs}, "", true},
                    {{TextId::DenseEnergy}, "nJ"}};
        return {{{TextId::Layer}},
                {{TextId::LayerKind}},
                {{TextId::Macs}, "", true},
                {{TextId::Acs}, "", true},
                {{TextId::SynOps}, "", true},
                {{TextId::NeuronUpdates}, "", true},
                {{TextId::SpikeCount}, "", true},
                {{TextId::MeanRate}, m_ledger.stepDuration ? "Hz" : "1/step"},
                {{TextId::Sparsity}, "%"},
                {{TextId::EstimatedEnergy}, "nJ"},
                {{TextId::DenseEnergy}, "nJ"},
                {{TextId::ShareOfDense}, "%"}};
    }

    TableRow rowOf(const LedgerLayer& layer) const
    {
        const bool synapses = layer.hasSynapses;
        const double dense = only(synapses, densePjOf(layer));
        TableRow row;
        row.key = keyOf(layer);
        row.cells = {verbatim(idOf(layer)), verbatim(m_graph.nodes[layer.node].kind)};
        if (!hasRun()) {
            row.cells.insert(row.cells.end(), {only(synapses, layer.dense.macs), dense / kPjPerNj});
            return row;
        }
        const LayerCost cost = costOf(layer);
        const double energy = m_constants.picojoules(cost);
        const double zeros = layer.spikes ? cost.silent : cost.unmoved;
        row.cells.insert(
            row.cells.end(),
            {only(synapses, cost.macs), only(synapses, cost.acs), only(synapses, cost.synOps),
             only(layer.hasNeurons, cost.updates), only(layer.spikes, cost.spikes),
             only(layer.spikes, cost.spikes / (layer.units * duration(layer))), 100.0 * zeros,
             energy / kPjPerNj, dense / kPjPerNj, 100.0 * ratioOf(energy, dense)});
        return row;
    }

    TableRow totalRow() const
    {
        LayerCost sum;
        double dense = 0.0;
        double denseMacs = 0.0;
        for (const LedgerLayer& layer : m_ledger.layers) {
            const LayerCost cost = costOf(layer);
            sum.macs += cost.macs;
            sum.acs += cost.acs;
            sum.synOps += cost.synOps;
            sum.biases += cost.biases;
            sum.updates += cost.updates;
            sum.spikes += layer.spikes ? cost.spikes : 0.0;
            dense += densePjOf(layer);
            denseMacs += layer.dense.macs;
        }
        TableRow row;
        row.isTotal = true;
        row.cells = {Text{TextId::Total}, verbatim("")};
        if (!hasRun()) {
            row.cells.insert(row.cells.end(), {denseMacs, dense / kPjPerNj});
            return row;
        }
        const double energy = m_constants.picojoules(sum);
        row.cells.insert(row.cells.end(), {sum.macs, sum.acs, sum.synOps, sum.updates, sum.spikes,
                                           kUnknown, kUnknown, energy / kPjPerNj, dense / kPjPerNj,
                                           100.0 * ratioOf(energy, dense)});
        return row;
    }

    // Whose numbers these are.
    Text shown() const
    {
        const std::string step = m_step ? std::to_string(*m_step) : "";
        const bool mean = m_sample < 0 && m_ledger.samples > 1;
        const std::string number = std::to_string(mean ? static_cast<std::int64_t>(m_ledger.samples)
                                                       : std::max<std::int64_t>(m_sample, 0));
        if (m_step)
            return {mean ? TextId::MeanAtStep : TextId::SampleAtStep, {number, step}};
        return {mean ? TextId::MeanOverSamples : TextId::SampleNumber, {number}};
    }

    std::vector<Text> notes() const
    {
        std::vector<Text> all;
        all.push_back(hasRun() ? shown() : Text{TextId::DenseOnly});
        addConstants(all);
        if (!hasRun())
            return all;
        if (!m_step)
            all.push_back(comparison());
        all.push_back({TextId::SparsityMeaning});
        std::size_t lacking = 0;
        for (const LedgerLayer& layer : m_ledger.layers) {
            if (layer.lack && ++lacking <= kMostNotes)
                all.push_back(lackNote(idOf(layer), layer.lack));
        }
        if (!m_ledger.uncounted.empty()) {
            std::string kinds;
            for (const std::string& kind : m_ledger.uncounted)
                kinds += (kinds.empty() ? "" : ", ") + kind;
            all.push_back({TextId::NotCounted, {kinds}});
        }
        return all;
    }

    void addConstants(std::vector<Text>& all) const
    {
        const std::string mac = shortText(m_constants.macPj);
        const std::string ac = shortText(m_constants.acPj);
        if (m_constants.neuronPj > 0.0)
            all.push_back(
                {TextId::EnergyEstimateNeurons, {mac, ac, shortText(m_constants.neuronPj)}});
        else
            all.push_back({TextId::EnergyEstimate, {mac, ac}});
        if (const EnergyPreset* preset = presetOf(m_constants))
            all.push_back({TextId::EnergySource, {preset->id}});
        if (m_constants.biases)
            all.push_back({TextId::BiasesCost});
    }

    Text comparison() const
    {
        double once = 0.0;
        double each = 0.0;
        for (const LedgerLayer& layer : m_ledger.layers) {
            once += m_constants.picojoules(layer.dense);
            each += densePjOf(layer);
        }
        return {TextId::DenseComparison,
                {shortText(each / kPjPerNj), std::to_string(m_ledger.steps),
                 shortText(once / kPjPerNj)}};
    }

    AxisInfo stepAxis() const
    {
        const auto steps = static_cast<double>(std::max<std::size_t>(m_ledger.steps, 1));
        const double room = m_ledger.steps <= kFewSteps ? 0.5 : 0.0;
        return timeAxis(m_scale, m_scale.axisFromTick(-room),
                        m_scale.axisFromTick(steps - 1.0 + room));
    }

    static TextId labelOf(Quantity quantity)
    {
        switch (quantity) {
        case Quantity::Energy:
            return TextId::EstimatedEnergy;
        case Quantity::Operations:
            return TextId::Operations;
        case Quantity::SynOps:
            return TextId::SynOps;
        case Quantity::Spikes:
            break;
        }
        return TextId::SpikeCount;
    }

    bool counts(const LedgerLayer& layer) const
    {
        if (m_quantity == Quantity::Spikes)
            return layer.spikes;
        return layer.hasSynapses ||
               (m_quantity == Quantity::Energy && m_constants.neuronPj > 0.0 && layer.hasNeurons);
    }

    double valueOf(const LayerCost& cost) const
    {
        switch (m_quantity) {
        case Quantity::Energy:
            return m_constants.picojoules(cost) / kPjPerNj;
        case Quantity::Operations:
            return cost.macs + cost.acs;
        case Quantity::SynOps:
            return cost.synOps;
        case Quantity::Spikes:
            break;
        }
        return cost.spikes;
    }

    std::vector<double> valuesOf(const LedgerLayer& layer) const
    {
        std::vector<double> values;
        for (const LayerCost& step : layer.steps)
            values.push_back(valueOf(step));
        return values;
    }

    // The layers that take the most, in the order of the network; the rest; all together.
    std::vector<Line> lines() const
    {
        std::vector<const LedgerLayer*> shown;
        for (const LedgerLayer& layer : m_ledger.layers) {
            if (counts(layer))
                shown.push_back(&layer);
        }
        std::vector<const LedgerLayer*> ranked = shown;
        const auto most = [this](const LedgerLayer* layer) {
            const double value = valueOf(layer->total());
            return std::isfinite(value) ? value : -1.0;
        };
        std::stable_sort(ranked.begin(), ranked.end(),
                         [&](const auto* a, const auto* b) { return most(a) > most(b); });
        ranked.resize(std::min(ranked.size(), kMostLines));
        std::vector<Line> all;
        Line rest{{}, {KeyKind::Stream, m_keySource, 0}, {ColourRole::Muted}, emptySteps()};
        Line total{{TextId::Total},
                   {KeyKind::Stream, m_keySource, 1},
                   {ColourRole::Foreground},
                   emptySteps()};
        int others = 0;
        for (const LedgerLayer* layer : shown) {
            const std::vector<double> values = valuesOf(*layer);
            addTo(total.values, values);
            if (std::find(ranked.begin(), ranked.end(), layer) == ranked.end()) {
                ++others;
                addTo(rest.values, values);
                continue;
            }
            all.push_back({verbatim(idOf(*layer)),
                           keyOf(*layer),
                           {ColourRole::Category, static_cast<int>(all.size())},
                           values});
        }
        if (others > 0) {
            rest.label = {TextId::OtherLayers, {std::to_string(others)}};
            all.push_back(std::move(rest));
        }
        if (all.size() > 1)
            all.push_back(std::move(total));
        return all;
    }

    std::vector<double> emptySteps() const { return std::vector<double>(m_ledger.steps, 0.0); }

    static void addTo(std::vector<double>& sum, const std::vector<double>& values)
    {
        for (std::size_t t = 0; t < values.size(); ++t)
            sum[t] += values[t];
    }

    SeriesLine drawn(const Line& line, const Viewport& viewport, Fidelity& fidelity) const
    {
        SeriesLine made;
        made.label = line.label;
        made.key = line.key;
        made.colour = line.colour;
        made.style = m_ledger.steps <= kFewSteps ? LineStyle::PointsAndLine : LineStyle::Solid;
        const std::size_t perMark = sampleLine(line.values, m_scale.perTick, viewport, made);
        fidelity.perMark = std::max<std::uint64_t>(fidelity.perMark, perMark);
        return made;
    }

    const LayerGraph& m_graph;
    const EnergyLedger& m_ledger;
    EnergyConstants m_constants;
    TimeScale m_scale;
    std::int64_t m_sample;
    std::uint64_t m_keySource;
    std::optional<std::size_t> m_step; // else all of them together
    Quantity m_quantity = Quantity::Energy;
};

// A row of the table needs about as much of a page as this.
double shareOfTable(std::size_t rows, std::size_t notes)
{
    constexpr double kLine = 0.034;
    constexpr double kLeast = 0.35;
    constexpr double kMost = 0.68;
    return std::clamp(kLine * static_cast<double>(rows + notes + 3), kLeast, kMost);
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
    const Builder builder(graph, ledger, params, keySource);
    TableFigure table = builder.table();
    CompositeFigure page;
    page.title = table.title;
    const double upper =
        builder.hasRun() ? shareOfTable(table.rows.size(), table.notes.size()) : 1.0;
    page.parts.push_back(
        {kLedgerTable, std::make_shared<const Figure>(std::move(table)), 0.0, 0.0, 1.0, upper});
    if (!builder.hasRun())
        return page;
    SeriesFigure steps = builder.steps(viewport);
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
