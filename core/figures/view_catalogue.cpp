// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/view_catalogue.h"

#include "core/analysis/trial_array.h"
#include "core/base/error.h"
#include "core/figures/activation_figure.h"
#include "core/figures/aligned_figure.h"
#include "core/figures/alignment_figure.h"
#include "core/figures/attention_figure.h"
#include "core/figures/compare_figure.h"
#include "core/figures/embedding_figure.h"
#include "core/figures/evidence_figure.h"
#include "core/figures/graph_builder.h"
#include "core/figures/ledger_figure.h"
#include "core/figures/psychometric_figure.h"
#include "core/figures/residual_figure.h"
#include "core/figures/similarity_figure.h"
#include "core/figures/statistics_figure.h"
#include "core/figures/weights_figure.h"

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

// --- events

Lack eventsLack(const FigureInputs& inputs)
{
    if (inputs.recording && !eventStreams(*inputs.recording).empty())
        return std::nullopt;
    if (inputs.run && inputs.run->inputs.contains("event"))
        return std::nullopt;
    return "events of a sensor in a recording, or an input 'event' in a run";
}

Figure eventsFigure(const FigureInputs& inputs, const Params& params, const Viewport& viewport,
                    JobContext& job)
{
    return buildEvents(eventsSourceOf(inputs, params), params, viewport, job);
}

// --- statistics

SpikeSources spikesOf(const FigureInputs& inputs)
{
    return {inputs.recording, inputs.run, inputs.atlases};
}

Lack statisticsLacks(const FigureInputs& inputs)
{
    return lacksSpikes(spikesOf(inputs));
}

Figure statisticsFigure(const FigureInputs& inputs, const Params& params, const Viewport&,
                        JobContext& job)
{
    const PopulationRequest request{params.text("probe"), params.text("stream"),
                                    params.integer("trial")};
    return buildStatistics(populationOf(spikesOf(inputs), request, job), inputs.keySource, params,
                           job);
}

// --- psth

Lack alignedLacks(const FigureInputs& inputs)
{
    return lacksAlignment(spikesOf(inputs));
}

Figure alignedFigure(const FigureInputs& inputs, const Params& params, const Viewport& viewport,
                     JobContext& job)
{
    return buildAligned(spikesOf(inputs), inputs.keySource, params, viewport, job);
}

} // namespace

EventsSource eventsSourceOf(const FigureInputs& inputs, const Params& params)
{
    const std::string& from = params.text("from");
    const bool recorded = inputs.recording && !eventStreams(*inputs.recording).empty();
    if (from != "recording" && params.text("stream").empty()) {
        if (auto source = eventsSourceOf(inputs.run))
            return *std::move(source);
    }
    if (from == "run" || !recorded)
        throw Error(ErrorKind::NotFound, from == "run" ? "there is no run with an input 'event'"
                                                       : "there is no recording with events");
    return eventsSourceOf(inputs.recording, inputs.atlases, params.text("stream"));
}

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
        FigureKind{"events", "Event frame", &eventsParams, &eventsLack, {}, &eventsFigure},
        FigureKind{"psychometrics",
                   "Psychometric curves",
                   &psychometricParams,
                   &psychometricsLack,
                   {},
                   &psychometricsFigure},
        FigureKind{"statistics",
                   "Statistics",
                   &statisticsParams,
                   &statisticsLacks,
                   {"S", "*spike*"},
                   &statisticsFigure},
        FigureKind{"psth",
                   "Aligned raster and PSTH",
                   &alignedParams,
                   &alignedLacks,
                   {"S", "*spike*"},
                   &alignedFigure},
        makeAttentionKind(),
        makeEvidenceKind(),
        makeResidualKind(),
        makeSimilarityKind(),
        makeEmbeddingKind(),
        makeActivationKind(),
        makeAlignmentKind(),
        makeCompareKind(),
        makeLedgerKind(),
        makeGraphKind(),
        makeWeightsKind(),
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
