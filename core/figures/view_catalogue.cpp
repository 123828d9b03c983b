// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/view_catalogue.h"

#include "core/analysis/trial_array.h"
#include "core/figures/psychometric_figure.h"

#include <array>

namespace inspike {

namespace {

using Lack = std::optional<std::string>;

// --- raster

Lack rasterLacks(const FigureInputs& inputs)
{
    if (inputs.run && spikesProbeOf(*inputs.run))
        return std::nullopt;
    if (inputs.recording && !rasterStreams(*inputs.recording).empty())
        return std::nullopt;
    return inputs.run ? "a probe of spikes over time in the run" : "a run, or spikes to show";
}

Figure rasterFigure(const FigureInputs& inputs, const Params& params, const Viewport& viewport,
                    JobContext& job)
{
    return buildRaster(rasterSourceOf(inputs, params), params, viewport, job);
}

// --- manifold

Lack manifoldLacks(const FigureInputs& inputs)
{
    if (!inputs.run)
        return "a run";
    for (const char* probe : {"R", "proj_in", "proj_out", "mu"}) {
        const Activation* activation = inputs.run->find(probe);
        if (activation != nullptr && hasSteps(activation->axes()))
            return std::nullopt;
    }
    return "probe R (filtered spikes) in the run";
}

Figure manifoldFigure(const FigureInputs& inputs, const Params& params, const Viewport&,
                      JobContext& job)
{
    ManifoldFigure figure = buildManifold(*inputs.run, params, job);
    for (ManifoldPath& path : figure.paths)
        path.key.source = inputs.keySource;
    return figure;
}

// --- traces

Lack tracesLacks(const FigureInputs& inputs)
{
    if (!inputs.run)
        return "a run";
    for (const auto& [id, activation] : inputs.run->probes) {
        const ProbeKind kind = activation.probe.kind;
        const bool traced = kind == ProbeKind::Membrane || kind == ProbeKind::Current || id == "R";
        if (traced && hasSteps(activation.axes()))
            return std::nullopt;
    }
    for (const auto& [id, activation] : inputs.run->outputs) {
        if (hasSteps(activation.axes()))
            return std::nullopt;
    }
    return "a probe to trace (membrane potential U, current I) or an output over time";
}

Figure tracesFigure(const FigureInputs& inputs, const Params& params, const Viewport& viewport,
                    JobContext& job)
{
    SeriesFigure figure = buildTraces(*inputs.run, params, viewport, job);
    for (SeriesPanel& panel : figure.panels) {
        for (SeriesLine& line : panel.lines)
            line.key.source = inputs.keySource;
    }
    return figure;
}

// --- psychometrics

Lack psychometricsLack(const FigureInputs& inputs)
{
    return lacksForPsychometrics(inputs.model.get());
}

Figure psychometricsFigure(const FigureInputs& inputs, const Params& params, const Viewport&,
                           JobContext& job)
{
    return buildPsychometrics(runPsychometrics(*inputs.model, params, job));
}

} // namespace

RasterSource rasterSourceOf(const FigureInputs& inputs, const Params& params)
{
    const bool fromRun = inputs.run && spikesProbeOf(*inputs.run);
    RasterSource source =
        fromRun
            ? rasterSourceFromRun(*inputs.run, params.text("probe"),
                                  static_cast<std::size_t>(params.integer("trial")))
            : rasterSourceFromRecording(inputs.recording, params.text("stream"), inputs.atlases);
    source.keySource = inputs.keySource;
    return source;
}

std::span<const FigureKind> figureKinds()
{
    // One entry per view.
    static const std::array kKinds{
        FigureKind{
            "raster", "Spike raster", &rasterParams, &rasterLacks, {"S", "*spike*"}, &rasterFigure},
        FigureKind{
            "manifold", "Mode space", &manifoldParams, &manifoldLacks, {"R"}, &manifoldFigure},
        FigureKind{
            "traces", "Traces", &tracesParams, &tracesLacks, {"S", "U", "I", "R"}, &tracesFigure},
        FigureKind{"psychometrics",
                   "Psychometric curves",
                   &psychometricParams,
                   &psychometricsLack,
                   {},
                   &psychometricsFigure},
    };
    return kKinds;
}

const FigureKind* findFigureKind(std::string_view id)
{
    for (const FigureKind& kind : figureKinds()) {
        if (kind.id == id)
            return &kind;
    }
    return nullptr;
}

} // namespace inspike
