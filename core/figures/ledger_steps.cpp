// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later

// What the layers of the energy ledger take step by step.

#include "core/figures/ledger_parts.h"
#include "core/figures/series_lines.h"
#include "core/figures/stream_parts.h"

#include <algorithm>
#include <cmath>

namespace inspike {

namespace {

constexpr std::size_t kMostLines = 6; // with the rest and the total as many as a legend takes
constexpr std::size_t kFewSteps = 12; // are marked by points

enum class Quantity { Energy, Operations, SynOps, Spikes };

Quantity quantityOf(const std::string& wanted)
{
    return wanted == "operations" ? Quantity::Operations
           : wanted == "synops"   ? Quantity::SynOps
           : wanted == "spikes"   ? Quantity::Spikes
                                  : Quantity::Energy;
}

class Steps
{
public:
    explicit Steps(const LedgerBuild& build)
        : m_build(build), m_quantity(quantityOf(build.quantity))
    {}

    SeriesFigure curves(const Viewport& viewport) const
    {
        SeriesFigure figure;
        figure.title.id = TextId::EnergyLedger;
        figure.x = stepAxis();
        SeriesPanel panel;
        panel.y.label.id = labelOf(m_quantity);
        panel.y.unit = m_quantity == Quantity::Energy ? "nJ" : "";
        std::vector<double> all;
        for (const Line& line : lines()) {
            panel.lines.push_back(drawn(line, viewport, figure.fidelity));
            all.insert(all.end(), line.values.begin(), line.values.end());
        }
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

    AxisInfo stepAxis() const
    {
        const auto steps = static_cast<double>(std::max<std::size_t>(m_build.ledger.steps, 1));
        const double room = m_build.ledger.steps <= kFewSteps ? 0.5 : 0.0;
        return timeAxis(m_build.scale, m_build.scale.axisFromTick(-room),
                        m_build.scale.axisFromTick(steps - 1.0 + room));
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
        return layer.hasSynapses || (m_quantity == Quantity::Energy &&
                                     m_build.constants.neuronPj > 0.0 && layer.hasNeurons);
    }

    double valueOf(const LayerCost& cost) const
    {
        switch (m_quantity) {
        case Quantity::Energy:
            return m_build.nanojoules(cost);
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
        for (const LedgerLayer& layer : m_build.ledger.layers) {
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
        // A single layer more is shown rather than called "others".
        if (ranked.size() > kMostLines + 1)
            ranked.resize(kMostLines);
        std::vector<Line> all;
        Line rest{{}, {KeyKind::Stream, m_build.keySource, 0}, {ColourRole::Muted}, emptySteps()};
        Line total{{TextId::Total},
                   {KeyKind::Stream, m_build.keySource, 1},
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
            all.push_back({Text{TextId::Verbatim, {m_build.nodeOf(*layer).id}},
                           m_build.keyOf(*layer),
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

    std::vector<double> emptySteps() const
    {
        return std::vector<double>(m_build.ledger.steps, 0.0);
    }

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
        made.style =
            m_build.ledger.steps <= kFewSteps ? LineStyle::PointsAndLine : LineStyle::Solid;
        const std::size_t perMark = sampleLine(line.values, m_build.scale.perTick, viewport, made);
        made.inLegend = std::any_of(line.values.begin(), line.values.end(),
                                    [](double value) { return std::isfinite(value); });
        fidelity.perMark = std::max<std::uint64_t>(fidelity.perMark, perMark);
        return made;
    }

    const LedgerBuild& m_build;
    Quantity m_quantity;
};

} // namespace

SeriesFigure ledgerSteps(const LedgerBuild& build, const Viewport& viewport)
{
    return Steps(build).curves(viewport);
}

} // namespace inspike
