// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/series_figure.h"

#include "core/analysis/number_list.h"
#include "core/analysis/trial_array.h"
#include "core/analysis/trial_conditions.h"
#include "core/base/error.h"
#include "core/figures/layer_choice.h"
#include "core/figures/series_lines.h"
#include "core/figures/stream_parts.h"
#include "core/figures/time_axis.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <optional>

namespace inspike {

namespace {

constexpr double kSmnnThreshold = 1.0;
// Units are told apart by the colours that conditions do not use.
constexpr std::array kUnitColours{4, 5, 6, 7, 3};

struct PanelKind
{
    const char* id;
    const char* probe; // usual name
    ProbeKind kind;    // else the first one of this kind
    TextId label;
};
constexpr std::array kUnitPanels{
    PanelKind{"membrane", "U", ProbeKind::Membrane, TextId::MembranePotential},
    PanelKind{"current", "I", ProbeKind::Current, TextId::SynapticCurrent},
    PanelKind{"filtered", "R", ProbeKind::Other, TextId::FilteredSpikes},
};
// What a layer gives that has neither membrane nor current.
constexpr PanelKind kLayerPanel{"layer", "", ProbeKind::Other, TextId::NetworkOutput};
constexpr const char* kOutputPanel = "output";
constexpr const char* kUsualPanels = "membrane,current,output";

const Activation* activationOf(const Run& run, const LayerNode* layer, const PanelKind& panel)
{
    if (layer != nullptr) {
        if (panel.kind == ProbeKind::Other && panel.label != TextId::NetworkOutput)
            return nullptr;
        const auto id = probeOfLayer(run, *layer, panel.kind);
        return id ? run.find(*id) : nullptr;
    }
    const auto usual = run.probes.find(panel.probe);
    if (usual != run.probes.end() && hasSteps(usual->second.axes()))
        return &usual->second;
    if (panel.kind == ProbeKind::Other)
        return nullptr;
    for (const auto& [id, activation] : run.probes) {
        if (activation.probe.kind == panel.kind && hasSteps(activation.axes()))
            return &activation;
    }
    return nullptr;
}

const Activation* outputOf(const Run& run)
{
    const Activation* spikes = nullptr;
    for (const auto& [id, activation] : run.outputs) {
        if (!hasSteps(activation.axes()))
            continue;
        if (activation.probe.kind != ProbeKind::Spikes)
            return &activation;
        spikes = spikes == nullptr ? &activation : spikes;
    }
    return spikes;
}

std::vector<std::string> wantedPanels(const Params& params)
{
    std::string text = params.text("panels");
    if (text.empty())
        text = kUsualPanels;
    std::vector<std::string> panels;
    for (std::size_t from = 0; from <= text.size();) {
        const std::size_t comma = std::min(text.find(',', from), text.size());
        panels.push_back(text.substr(from, comma - from));
        from = comma + 1;
    }
    for (const std::string& panel : panels) {
        const bool known = panel == kOutputPanel ||
                           std::any_of(kUnitPanels.begin(), kUnitPanels.end(),
                                       [&](const PanelKind& kind) { return panel == kind.id; });
        if (!known) {
            throw Error(ErrorKind::BadParameter,
                        "panels: '" + panel +
                            "' is not one of membrane, current, filtered, output");
        }
    }
    return panels;
}

// The `count` units with the most spikes in the trial, or, without spikes, the greatest range of
// what is traced; in order of their number.
std::vector<std::size_t> mostActive(const Run& run, const std::optional<std::string>& probe,
                                    const TrialArray& traced, std::size_t trial, std::size_t count)
{
    std::vector<double> activity(traced.units, 0.0);
    if (probe && run.find(*probe)->axes().size() >= 2) {
        const TrialSpikes spikes = spikesOfTrial(run, *probe, trial);
        for (std::size_t unit = 0; unit < std::min(traced.units, spikes.spikes.units()); ++unit)
            activity[unit] =
                static_cast<double>(spikes.spikes.train(static_cast<UnitIndex>(unit)).size());
    } else if (traced.steps > 0) {
        for (std::size_t unit = 0; unit < traced.units; ++unit) {
            float low = traced.at(0, trial, unit);
            float high = low;
            for (std::size_t step = 1; step < traced.steps; ++step) {
                low = std::min(low, traced.at(step, trial, unit));
                high = std::max(high, traced.at(step, trial, unit));
            }
            activity[unit] = std::isfinite(high - low) ? static_cast<double>(high - low) : 0.0;
        }
    }
    std::vector<std::size_t> units(traced.units);
    std::iota(units.begin(), units.end(), std::size_t{0});
    std::stable_sort(units.begin(), units.end(),
                     [&](std::size_t a, std::size_t b) { return activity[a] > activity[b]; });
    units.resize(std::min(count, units.size()));
    std::sort(units.begin(), units.end());
    return units;
}

// Traces of the panels of one trial, added one after the other.
class TraceBuilder
{
public:
    TraceBuilder(const Run& run, const Params& params, const Viewport& viewport)
        : m_run(run),
          m_params(params),
          m_viewport(viewport),
          m_trial(static_cast<std::size_t>(params.integer("trial")))
    {
        figure.title.id = TextId::Traces;
        const std::string& layer = params.text("layer");
        if (layer.empty())
            return;
        m_layer = run.graph.find(layer);
        if (m_layer == nullptr)
            throw Error(ErrorKind::BadParameter, "layer: the run has no layer '" + layer + "'");
        figure.note.args = {layer};
    }

    void addUnits(const PanelKind& kind)
    {
        const Activation* activation = activationOf(m_run, m_layer, kind);
        if (activation == nullptr)
            return;
        m_tracesLayer = m_layer != nullptr;
        if (figure.note == Text{} && hasSeveral(kind.kind))
            figure.note.args = {activation->probe.id};
        const TrialArray traced = prepared(activation->dense());
        if (!m_units)
            m_units = chosenUnits(traced);
        SeriesPanel panel;
        panel.y.label.id = kind.label;
        panel.y.unit = "a.u.";
        for (std::size_t i = 0; i < m_units->size(); ++i) {
            const std::size_t unit = (*m_units)[i];
            if (unit >= traced.units)
                continue;
            SeriesLine line = traceOf(traced, unit);
            line.label = {TextId::UnitNumber, {std::to_string(unit)}};
            line.key = {KeyKind::Unit, 0, static_cast<std::int64_t>(unit)};
            line.colour = {ColourRole::Category, kUnitColours[i % kUnitColours.size()]};
            line.style = i < kUnitColours.size() ? LineStyle::Solid : LineStyle::Dashed;
            panel.lines.push_back(std::move(line));
        }
        if (const auto level = thresholdOf(kind))
            panel.levels.push_back({*level, {TextId::Threshold}, {ColourRole::Threshold}});
        add(std::move(panel));
    }

    void addOutput()
    {
        const Activation* output = outputOf(m_run);
        // Spikes are for rasters; as lines they are traced only where there is nothing else.
        if (output == nullptr ||
            (output->probe.kind == ProbeKind::Spikes && !figure.panels.empty()))
            return;
        const TrialArray traced = prepared(output->dense());
        SeriesPanel panel;
        panel.y.label.id = TextId::NetworkOutput;
        panel.y.unit = "a.u.";
        const auto target = m_run.inputs.find("target");
        if (target != m_run.inputs.end() && target->second.shape.size() >= 2) {
            const TrialArray wanted = trialArray(target->second);
            if (wanted.steps == traced.steps && wanted.trials == traced.trials &&
                wanted.units == traced.units)
                addOutputLines(panel, wanted, TextId::Target, {ColourRole::Muted},
                               LineStyle::Dashed);
        }
        addOutputLines(panel, traced, TextId::NetworkOutput, {ColourRole::Accent},
                       LineStyle::Solid);
        if (output->axes().back().kind == AxisKind::Class && traced.units > 1)
            tellClasses(panel, traced.units);
        add(std::move(panel));
    }

    // Before the output of the network: of a layer without potentials, what it gives.
    void addLayer()
    {
        if (m_layer != nullptr && !m_tracesLayer)
            addUnits(kLayerPanel);
    }

    void finish()
    {
        if (figure.panels.empty()) {
            throw Error(ErrorKind::NotFound,
                        "the run has no probe to trace (membrane potential U, current I) and no "
                        "output over time");
        }
        if (const auto steps = stimulusSteps(m_run, m_trial)) {
            figure.shades.push_back({m_scale.axisFromTick(static_cast<double>(steps->begin)),
                                     m_scale.axisFromTick(static_cast<double>(steps->end)),
                                     {TextId::StimulusWindow}});
        }
    }

    SeriesFigure figure;

private:
    // Potentials of several layers; the other quantities have names of their own.
    bool hasSeveral(ProbeKind kind) const
    {
        return kind != ProbeKind::Other &&
               std::count_if(m_run.probes.begin(), m_run.probes.end(), [kind](const auto& each) {
                   return each.second.probe.kind == kind;
               }) > 1;
    }

    // Checks the trial and sets the time axis from what is traced.
    TrialArray prepared(const LabelledArray& array)
    {
        TrialArray traced = trialArray(array);
        if (m_trial >= traced.trials) {
            throw Error(ErrorKind::BadShape, "trial " + std::to_string(m_trial) +
                                                 " asked for, but the run has " +
                                                 std::to_string(traced.trials));
        }
        m_scale = scaleOfSteps(stepDurationOf(m_run, array.axes()));
        figure.x = timeAxis(m_scale, 0.0, m_scale.axisFromTick(static_cast<double>(traced.steps)));
        return traced;
    }

    std::vector<std::size_t> chosenUnits(const TrialArray& traced) const
    {
        const std::string& wanted = m_params.text("units");
        if (!wanted.empty())
            return indicesFromText(wanted, "units", traced.units);
        const auto probe = m_layer != nullptr ? probeOfLayer(m_run, *m_layer, ProbeKind::Spikes)
                                              : spikesProbeOf(m_run);
        return mostActive(m_run, probe, traced, m_trial,
                          static_cast<std::size_t>(m_params.integer("count")));
    }

    SeriesLine traceOf(const TrialArray& traced, std::size_t unit)
    {
        std::vector<double> values(traced.steps);
        for (std::size_t step = 0; step < traced.steps; ++step)
            values[step] = static_cast<double>(traced.at(step, m_trial, unit));
        SeriesLine line;
        const std::size_t perMark = sampleLine(values, m_scale.perTick, m_viewport, line);
        figure.fidelity.perMark = std::max<std::uint64_t>(figure.fidelity.perMark, perMark);
        return line;
    }

    void addOutputLines(SeriesPanel& panel, const TrialArray& traced, TextId label, Colour colour,
                        LineStyle style)
    {
        for (std::size_t unit = 0; unit < traced.units; ++unit) {
            SeriesLine line = traceOf(traced, unit);
            line.label.id = label;
            if (traced.units > 1)
                line.label.args = {std::to_string(unit)};
            line.key = {KeyKind::Sample, 0, static_cast<std::int64_t>(m_trial)};
            line.colour = colour;
            line.style = style;
            panel.lines.push_back(std::move(line));
        }
    }

    // The last lines of the panel are one per class.
    void tellClasses(SeriesPanel& panel, std::size_t classes) const
    {
        const SampleClasses names = sampleClasses(m_run);
        const std::size_t first = panel.lines.size() - classes;
        for (std::size_t i = 0; i < classes; ++i) {
            panel.lines[first + i].label = className(names, static_cast<std::int64_t>(i));
            panel.lines[first + i].colour = classColour(static_cast<std::int64_t>(i));
            if (i >= static_cast<std::size_t>(kClassColours))
                panel.lines[first + i].style = LineStyle::Dashed;
        }
    }

    // Only a spiking network has one; a model may state its own in the settings of the run.
    std::optional<double> thresholdOf(const PanelKind& kind) const
    {
        if (kind.label != TextId::MembranePotential || !spikesProbeOf(m_run))
            return std::nullopt;
        const Json& stated = m_run.made.settings["threshold"];
        if (stated.isNumber())
            return stated.toDouble();
        if (m_run.made.system == "smnn")
            return kSmnnThreshold;
        return std::nullopt;
    }

    void add(SeriesPanel panel)
    {
        setPanelRange(panel);
        figure.panels.push_back(std::move(panel));
    }

    const Run& m_run;
    const Params& m_params;
    const Viewport& m_viewport;
    std::size_t m_trial;
    const LayerNode* m_layer = nullptr; // else the usual probes
    bool m_tracesLayer = false;
    std::optional<std::vector<std::size_t>> m_units;
    TimeScale m_scale;
};

} // namespace

ParamSpecs tracesParams()
{
    return {{"units", "Units", "Which units are traced, such as 0,5,12; empty = the most active",
             std::string()},
            {"count", "Number of units", "How many of the most active units are traced",
             std::int64_t{3}, 1, 50},
            {"trial", "Trial", "Number of the trial, from 0", std::int64_t{0}, 0},
            {"panels", "Panels",
             "Which of membrane, current, filtered, output; empty = all but filtered",
             std::string()},
            {"layer", "Layer", "Layer of the network that is traced; empty = the first one",
             std::string()}};
}

SeriesFigure buildTraces(const Run& run, const Params& params, const Viewport& viewport,
                         JobContext& job)
{
    TraceBuilder builder(run, params, viewport);
    for (const std::string& panel : wantedPanels(params)) {
        job.checkpoint();
        if (panel == kOutputPanel) {
            builder.addLayer();
            builder.addOutput();
            continue;
        }
        for (const PanelKind& kind : kUnitPanels) {
            if (panel == kind.id)
                builder.addUnits(kind);
        }
    }
    builder.finish();
    return std::move(builder.figure);
}

} // namespace inspike
