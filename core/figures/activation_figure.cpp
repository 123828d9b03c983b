// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/activation_figure.h"

#include "core/analysis/spike_activation_map.h"
#include "core/base/error.h"
#include "core/figures/stream_parts.h"

#include <algorithm>

namespace inspike {

namespace {

constexpr double kUsualGamma = 0.4; // per step: intervals of up to about three steps count
constexpr double kOpacity = 0.8;

struct Shown
{
    MappedLayer layer;
    SpikeActivationMap map;
};

// "audio_patch_embed.rpe_lif"
std::string layerName(const std::string& probe)
{
    return probe.starts_with("lif/") ? probe.substr(4) : probe;
}

// "rpe_lif": beside the name of its stream.
std::string shortName(const MappedLayer& layer)
{
    const std::string name = layerName(layer.probe);
    const std::string front = layer.stream == 0 ? "audio_patch_embed." : "visual_patch_embed.";
    return name.starts_with(front) ? name.substr(front.size()) : name;
}

HeatPanel panelOf(const Run& run, const Shown& shown, std::size_t sample, int step)
{
    const std::size_t inputStep = step == kAllSteps ? 0 : static_cast<std::size_t>(step);
    HeatPanel panel = inputPanel(run, shown.layer.stream, sample, inputStep);
    panel.title = {shown.layer.stream == 0 ? TextId::AudioLayer : TextId::VisualLayer,
                   {shortName(shown.layer)}};
    panel.cells.rows = shown.map.rows;
    panel.cells.columns = shown.map.columns;
    panel.cells.values = shown.map.picture(step);
    if (!panel.underlay) {
        panel.x = AxisInfo{{TextId::PictureColumn}, {}, 0.0, double(shown.map.columns)};
        panel.y = AxisInfo{{TextId::PictureRow}, {}, 0.0, double(shown.map.rows)};
        panel.equalAspect = shown.layer.stream == 1;
        panel.yDown = shown.layer.stream == 1;
    }
    panel.cells.right = panel.x.high;
    panel.cells.bottom = panel.y.high;
    panel.opacity = panel.underlay ? kOpacity : 1.0;
    return panel;
}

Text noteOf(const std::vector<Shown>& shown, std::size_t sample, int step)
{
    const std::string number = std::to_string(sample);
    if (step == kAllSteps)
        return {TextId::SampleOverSteps, {number}};
    const bool empty = std::all_of(shown.begin(), shown.end(), [&](const Shown& one) {
        const std::vector<float> values = one.map.picture(step);
        return std::all_of(values.begin(), values.end(), [](float value) { return value == 0.0F; });
    });
    return {empty ? TextId::NoIntervals : TextId::SampleAtStep, {number, std::to_string(step)}};
}

// Of the mean, or of any step, so that steps compare.
double highestOf(const std::vector<Shown>& shown, int step)
{
    double highest = 0.0;
    for (const Shown& one : shown) {
        if (step != kAllSteps) {
            highest = std::max(highest, one.map.highest());
            continue;
        }
        for (const float value : one.map.picture(step))
            highest = std::max(highest, static_cast<double>(value));
    }
    return highest;
}

HeatFigure figureOf(const Run& run, const std::vector<Shown>& shown, std::size_t sample, int step)
{
    HeatFigure figure;
    figure.title.id = TextId::ActivationMap;
    figure.note = noteOf(shown, sample, step);
    const double highest = highestOf(shown, step);
    for (const Shown& one : shown) {
        HeatPanel panel = panelOf(run, one, sample, step);
        panel.gridColumn = static_cast<int>(figure.panels.size());
        panel.scale = figure.scales.size();
        HeatScale scale;
        scale.label.id = TextId::SpikeActivation;
        scale.high = highest > 0.0 ? highest : 1.0;
        scale.tint.role = kStreamColours[one.layer.stream];
        figure.scales.push_back(std::move(scale));
        figure.panels.push_back(std::move(panel));
    }
    return figure;
}

ParamSpecs activationParams()
{
    ParamSpecs specs{{"layer", "Layer",
                      "Layer of spiking neurons, such as rpe_lif, proj_lif2 or block.0.trans_lif",
                      std::string(kUsualMappedLayer)},
                     {"gamma", "Decay",
                      "How fast an earlier spike loses weight, per step: exp(-decay x interval)",
                      kUsualGamma, 0.0, 100.0}};
    addStepParams(specs);
    specs.push_back(trialParam());
    return specs;
}

std::optional<std::string> lacks(const FigureInputs& inputs)
{
    if (!inputs.run)
        return "a run";
    if (mappedLayers(*inputs.run).empty())
        return "spikes of a layer with places (probes lif/*) in the run";
    return std::nullopt;
}

// The usual layer need not exist in every network: else the first one of each stream.
std::vector<MappedLayer> layersFor(const Run& run, const std::string& name)
{
    std::vector<MappedLayer> layers = layersNamed(run, name);
    if (!layers.empty())
        return layers;
    const std::vector<MappedLayer> all = mappedLayers(run);
    if (name != kUsualMappedLayer) {
        throw Error(ErrorKind::BadParameter, "layer: no layer '" + name +
                                                 "' with places in the run; there is " +
                                                 layerName(all.front().probe) + " and " +
                                                 std::to_string(all.size() - 1) + " more");
    }
    for (const MappedLayer& layer : all) {
        const bool known = std::any_of(layers.begin(), layers.end(), [&](const MappedLayer& one) {
            return one.stream == layer.stream;
        });
        if (!known)
            layers.push_back(layer);
    }
    std::sort(layers.begin(), layers.end(), [](const MappedLayer& one, const MappedLayer& other) {
        return one.stream < other.stream;
    });
    return layers;
}

Figure build(const FigureInputs& inputs, const Params& params, const Viewport&, JobContext& job)
{
    const Run& run = *inputs.run;
    const std::size_t sample = shownSample(params, samplesIn(run));
    const int step = chosenStep(params);
    std::vector<Shown> shown;
    for (const MappedLayer& layer : layersFor(run, params.text("layer"))) {
        job.checkpoint();
        shown.push_back({layer, spikeActivationMap(run, layer, sample, params.number("gamma"))});
        if (step != kAllSteps && static_cast<std::size_t>(step) >= shown.back().map.steps) {
            throw Error(ErrorKind::BadShape, "step " + std::to_string(step) +
                                                 " asked for, but the run has " +
                                                 std::to_string(shown.back().map.steps));
        }
    }
    return figureOf(run, shown, sample, step);
}

} // namespace

FigureKind makeActivationKind()
{
    // The spikes of all layers would be hundreds of megabytes: the window records the last layers.
    return {"activation",
            "Spike activation map",
            &activationParams,
            &lacks,
            {"lif/*rpe_lif", "lif/block.?.trans_lif"},
            &build};
}

} // namespace inspike
