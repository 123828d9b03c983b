// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/residual_figure.h"

#include "core/analysis/residual_energy.h"
#include "core/figures/stream_parts.h"

#include <algorithm>
#include <cmath>

namespace inspike {

namespace {

constexpr std::size_t kMostPoints = 12;

using Energies = std::array<std::optional<ResidualEnergy>, 2>;

class Builder
{
public:
    Builder(const Run& run, std::uint64_t keySource, std::size_t sample, Energies energies)
        : m_run(run),
          m_source(keySource),
          m_sample(sample),
          m_energies(std::move(energies)),
          m_classes(sampleClasses(run)),
          m_steps(stepAxis(run, anyProbe(), first().steps))
    {}

    SeriesFigure build()
    {
        m_figure.title.id = TextId::ResidualEnergy;
        m_figure.grid = true;
        m_figure.x = m_steps.axis;
        if (const Json& alpha = configOf(m_run, "alpha"); alpha.isNumber() && !first().change)
            m_figure.note = {TextId::ResidualWeight, {shortText(alpha.toDouble())}};
        addCurves(energyName(), {{energyName()}, {}}, &ResidualEnergy::energy);
        if (!first().rate.empty()) {
            const bool spikes = rateName() == TextId::ResidualRate;
            const AxisInfo rate{{spikes ? TextId::PopulationRate : TextId::Value},
                                spikes ? "1/step" : ""};
            addCurves(rateName(), rate, &ResidualEnergy::rate);
        }
        if (m_energies[0] && m_energies[1] && m_energies[0]->samples > 1)
            addSamples();
        addNumbers();
        return std::move(m_figure);
    }

private:
    const ResidualEnergy& first() const { return m_energies[0] ? *m_energies[0] : *m_energies[1]; }

    const Activation& anyProbe() const
    {
        return m_run.probes.at(m_energies[0] ? "stage/audio_patch_embed"
                                             : "stage/visual_patch_embed");
    }

    TextId energyName() const
    {
        return first().change ? TextId::RelativeChange : TextId::ResidualEnergy;
    }
    TextId rateName() const
    {
        const bool spikes = std::all_of(m_energies.begin(), m_energies.end(),
                                        [](const auto& one) { return !one || one->spikes; });
        return spikes ? TextId::ResidualRate : TextId::ResidualMean;
    }

    Key keyOf(std::size_t sample) const
    {
        return {KeyKind::Sample, m_source, static_cast<std::int64_t>(sample)};
    }

    using Values = std::vector<double> ResidualEnergy::*;

    SeriesLine meanLine(const ResidualEnergy& energy, std::size_t stream, Values values) const
    {
        SeriesLine line;
        line.label.id = stream == 0 ? TextId::AudioMean : TextId::VisualMean;
        line.key = {KeyKind::Stream, m_source, static_cast<std::int64_t>(stream)};
        line.colour = {kStreamColours[stream]};
        // Points with error bars while they are few, else a band.
        line.style = energy.steps <= kMostPoints ? LineStyle::PointsAndLine : LineStyle::Solid;
        line.n = energy.samples;
        for (std::size_t t = 0; t < energy.steps; ++t) {
            const MeanAndSpread found =
                meanAndSpread(energy.*values, t * energy.samples, energy.samples);
            line.x.push_back(m_steps.position(t));
            line.y.push_back(found.mean);
            line.low.push_back(found.mean - found.spread);
            line.high.push_back(found.mean + found.spread);
        }
        return line;
    }

    SeriesLine sampleLine(const ResidualEnergy& energy, std::size_t stream, Values values) const
    {
        SeriesLine line;
        line.label = {stream == 0 ? TextId::AudioSample : TextId::VisualSample,
                      {std::to_string(m_sample)}};
        line.key = {KeyKind::Stream, m_source, static_cast<std::int64_t>(stream)};
        line.colour = {kStreamColours[stream]};
        const bool alone = energy.samples == 1;
        line.style = alone               ? LineStyle::PointsAndLine
                     : energy.steps == 1 ? LineStyle::Points
                                         : LineStyle::Dashed;
        line.hollow = !alone;
        for (std::size_t t = 0; t < energy.steps; ++t) {
            line.x.push_back(m_steps.position(t));
            line.y.push_back((energy.*values)[t * energy.samples + m_sample]);
        }
        return line;
    }

    void addCurves(TextId quantity, AxisInfo y, Values values)
    {
        SeriesPanel panel;
        panel.heading.id = quantity;
        panel.y = std::move(y);
        std::vector<double> all;
        for (std::size_t stream = 0; stream < 2; ++stream) {
            const auto& energy = m_energies[stream];
            if (!energy || (*energy.*values).empty())
                continue;
            if (energy->samples > 1)
                panel.lines.push_back(meanLine(*energy, stream, values));
            panel.lines.push_back(sampleLine(*energy, stream, values));
        }
        for (const SeriesLine& line : panel.lines) {
            for (const auto* part : {&line.y, &line.low, &line.high})
                all.insert(all.end(), part->begin(), part->end());
        }
        setRange(panel.y, all, true);
        m_figure.panels.push_back(std::move(panel));
    }

    void addSamples()
    {
        SeriesPanel panel;
        panel.heading.id = TextId::EachSample;
        panel.lines = classLegend(m_classes);
        const std::size_t legend = panel.lines.size();
        std::vector<double> across;
        std::vector<double> up;
        for (std::size_t sample = 0; sample < first().samples; ++sample) {
            const std::int64_t one = m_classes.classOf(sample);
            const auto same = [&](const SeriesLine& line) {
                return line.label == className(m_classes, one);
            };
            auto line = std::find_if(panel.lines.begin() + static_cast<std::ptrdiff_t>(legend),
                                     panel.lines.end(), same);
            if (line == panel.lines.end()) {
                SeriesLine made;
                made.label = className(m_classes, one);
                made.colour = classColour(one);
                made.marker = classMarker(one);
                made.style = LineStyle::Points;
                made.inLegend = false;
                line = panel.lines.insert(panel.lines.end(), std::move(made));
            }
            across.push_back(m_energies[0]->meanOfSample(sample));
            up.push_back(m_energies[1]->meanOfSample(sample));
            line->x.push_back(across.back());
            line->y.push_back(up.back());
            line->keys.push_back(keyOf(sample));
        }
        panel.x = AxisInfo{{TextId::Audio}, {}};
        panel.y.label.id = TextId::Visual;
        setRange(*panel.x, across, false);
        setRange(panel.y, up, false);
        m_figure.panels.push_back(std::move(panel));
    }

    void addNumbers()
    {
        for (std::size_t stream = 0; stream < 2; ++stream) {
            const auto& energy = m_energies[stream];
            if (!energy)
                continue;
            const Text of{stream == 0 ? TextId::Audio : TextId::Visual};
            const MeanAndSpread all = meanAndSpread(energy->energy, 0, energy->energy.size());
            m_figure.numbers.push_back({{energyName()}, all.mean, {}, of});
            if (!energy->rate.empty()) {
                const MeanAndSpread rate = meanAndSpread(energy->rate, 0, energy->rate.size());
                m_figure.numbers.push_back({{rateName()}, rate.mean, {}, of});
            }
        }
    }

    const Run& m_run;
    std::uint64_t m_source;
    std::size_t m_sample;
    Energies m_energies;
    SampleClasses m_classes;
    StepAxis m_steps;
    SeriesFigure m_figure;
};

ParamSpecs residualParams()
{
    return {{"block",
             "Block",
             "Which stream: the one that is enriched",
             std::string("all"),
             std::nullopt,
             std::nullopt,
             {"all", "audio", "visual"}},
            trialParam()};
}

std::optional<std::string> lacks(const FigureInputs& inputs)
{
    return inputs.run ? lacksResidual(*inputs.run) : "a run";
}

Figure build(const FigureInputs& inputs, const Params& params, const Viewport&, JobContext& job)
{
    Energies energies = residualEnergies(*inputs.run, job);
    const std::string& block = params.text("block");
    if (energies[0] && energies[1] && block != "all")
        energies[block == "audio" ? 1 : 0].reset();
    const std::size_t samples = energies[0] ? energies[0]->samples : energies[1]->samples;
    return Builder(*inputs.run, inputs.keySource, shownSample(params, samples), std::move(energies))
        .build();
}

} // namespace

FigureKind makeResidualKind()
{
    return {"residual",
            "Residual energy",
            &residualParams,
            &lacks,
            {"stage/*embed", "stage/block*residual", "stage/block*fused"},
            &build};
}

} // namespace inspike
