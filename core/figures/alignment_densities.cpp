// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later

// How the membrane potentials of both sides are distributed.

#include "core/analysis/domains/membrane_density.h"
#include "core/base/error.h"
#include "core/figures/alignment_parts.h"
#include "core/figures/stream_parts.h"

#include <algorithm>

namespace inspike {

namespace {

bool isPotential(const FeatureLayer& layer)
{
    return layer.kind == ProbeKind::Membrane;
}

// The layer itself, the potential of the neurons whose spikes it is, or the last potential.
std::optional<std::size_t> potentialOf(const std::vector<FeatureLayer>& layers,
                                       const FeatureLayer& chosen)
{
    const auto module = chosen.name.substr(chosen.name.find('/') + 1);
    std::optional<std::size_t> last;
    for (std::size_t i = 0; i < layers.size(); ++i) {
        if (!isPotential(layers[i]) || layers[i].branch != chosen.branch)
            continue;
        if (layers[i].id == chosen.id || layers[i].name == "mem/" + module)
            return i;
        last = i;
    }
    return last;
}

struct Potentials
{
    MembraneDensity density;
    std::string name;
};

std::vector<float> valuesOf(const PairedSide& side, std::size_t layer, const FeatureChoice& choice,
                            JobContext& job)
{
    return featuresOf(side, layer, choice, job).values;
}

} // namespace

std::optional<SeriesFigure> densitiesPart(const AlignmentBuild& build)
{
    const AlignmentSubject& subject = build.subject;
    // Membranes are no layers to compare when spikes are there, so all are looked through.
    std::array<PairedSide, 2> sides{subject.side(0), subject.side(1)};
    std::array<std::size_t, 2> layers{};
    for (std::size_t i = 0; i < 2; ++i) {
        sides[i].layers = featureLayers(*sides[i].run);
        const auto found = potentialOf(sides[i].layers, subject.layerInfo(i));
        if (!found)
            throw Error(ErrorKind::NotFound, "no membrane potentials in the run");
        layers[i] = *found;
    }
    const std::string name = sides[0].layers[layers[0]].name;
    const bool smooth = build.params.flag("smooth");
    const double threshold = build.params.number("threshold");
    std::string key = "density|" + sides[0].layers[layers[0]].id + "|" +
                      sides[1].layers[layers[1]].id + "|" + subject.key(false) +
                      (smooth ? "|smooth|" : "|bins|") + shortText(threshold) +
                      (build.params.flag("resets") ? "|all" : "|moved");
    const auto found = build.result<MembraneDensity>(key, subject.owners(), [&] {
        DensityParams params;
        params.threshold = threshold;
        params.smooth = smooth;
        params.withoutResets = !build.params.flag("resets");
        FeatureChoice choice = subject.choice();
        choice.meanOverPlaces = false;
        if (choice.steps != StepUse::One)
            choice.steps = StepUse::All;
        return membraneDensity(valuesOf(sides[0], layers[0], choice, build.job),
                               valuesOf(sides[1], layers[1], choice, build.job), params, build.job);
    });
    if (!found)
        return std::nullopt;

    SeriesFigure figure;
    figure.title.id = TextId::MembranePotential;
    figure.note = {TextId::Verbatim, {name}};
    figure.xIsTime = false;
    figure.x.label.id = TextId::MembranePotential;
    figure.x.low = found->edges.front();
    figure.x.high = std::max(found->edges.back(), threshold);
    figure.x.high += 0.02 * (figure.x.high - figure.x.low);
    SeriesPanel panel;
    panel.y.label.id = TextId::ProbabilityDensity;
    std::vector<double> values;
    for (const std::size_t side : {std::size_t{0}, std::size_t{1}}) {
        const DensityOfSide& density = side == 0 ? found->a : found->b;
        SeriesLine line;
        line.label = subject.sideName(side);
        line.colour = subject.sideColour(side);
        line.style = LineStyle::Steps;
        line.filled = side == 0; // the other one lies over it
        line.x = found->edges;
        line.y = density.density;
        line.y.push_back(0.0); // closes the last bin
        values.insert(values.end(), line.y.begin(), line.y.end());
        panel.lines.push_back(std::move(line));
    }
    setRange(panel.y, values, true);
    SeriesLine level;
    level.label.id = TextId::Threshold;
    level.colour = {ColourRole::Threshold};
    level.style = LineStyle::Outline;
    level.hollow = true;
    level.x = {threshold, threshold};
    level.y = {panel.y.low, panel.y.high};
    panel.lines.push_back(std::move(level));
    figure.panels.push_back(std::move(panel));
    return figure;
}

} // namespace inspike
