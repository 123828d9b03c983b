// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/alignment_figure.h"

#include "core/base/error.h"
#include "core/figures/alignment_parts.h"
#include "core/figures/part_words.h"
#include "core/figures/stream_parts.h"

#include <algorithm>

namespace inspike {

namespace {

ParamSpec choiceOf(const char* id, const char* title, const char* help,
                   std::vector<std::string> choices)
{
    std::string fallback = choices.front();
    return {id, title, help, std::move(fallback), std::nullopt, std::nullopt, std::move(choices)};
}

void addSubjectParams(ParamSpecs& specs)
{
    specs.push_back(choiceOf("show", "Show", "All parts, or one of them",
                             {"overview", "embedding", "curves", "grid", "densities", "weights"}));
    specs.push_back(choiceOf("pairing", "Compare",
                             "Branches of one run, two runs, or the layers of one run; auto = what "
                             "is there",
                             {"auto", "branches", "runs", "layers"}));
    specs.push_back(
        {"layer", "Layer", "Of the first side; empty = the feature of the network", std::string()});
    specs.push_back({"other-layer", "Other layer",
                     "Of the second side; empty = the counterpart of the first one",
                     std::string()});
    specs.push_back({"layers", "Layers",
                     "Which layers, such as lif/*,feature; empty = all but membranes of spiking "
                     "layers",
                     std::string()});
    specs.push_back(choiceOf("steps", "Steps",
                             "The mean over steps, the step below (or that of the time cursor), or "
                             "every step as a point of its own",
                             {"mean", "one", "each"}));
    specs.push_back({"step", "Step", "Number of the step, from 0", std::int64_t{0}, 0});
    specs.push_back({"epoch", "Epoch", "Of a training; 0 = the last one", std::int64_t{0}, 0});
    specs.push_back(choiceOf("places", "Places",
                             "all = every neuron is a feature, mean = one feature per channel",
                             {"all", "mean"}));
    specs.push_back(choiceOf("join", "Join samples",
                             "Names of samples must be equal in order (strict), or in any order "
                             "(by-id)",
                             {"strict", "by-id"}));
}

void addEmbeddingParams(ParamSpecs& specs)
{
    for (ParamSpec& spec : embeddingSpecs()) {
        if (spec.id != "components")
            specs.push_back(std::move(spec));
    }
    specs.push_back(
        choiceOf("axes", "Axes", "Which two components are shown", {"1,2", "1,3", "2,3"}));
    specs.push_back(choiceOf("axes-of", "Axes of",
                             "Principal components of the last epoch for all of them, or of each",
                             {"last", "own"}));
    specs.push_back(choiceOf("colour", "Colour", "What the colours of points tell",
                             {"class", "domain", "predicted"}));
    specs.push_back({"means", "Means", "Mark the mean of each class", true});
    specs.push_back({"ellipses", "Ellipses",
                     "Outline each class at this many standard deviations; 0 = none",
                     std::int64_t{1}, 0, 3});
}

void addMeasureParams(ParamSpecs& specs)
{
    specs.push_back(choiceOf("measures", "Measures", "Which curves are drawn",
                             {"all", "cka", "mmd", "domain"}));
    specs.push_back(
        choiceOf("over", "Over", "What the curves go over", {"auto", "step", "layer", "epoch"}));
    specs.push_back(choiceOf("kernel", "Kernel", "Of CKA", {"linear", "rbf", "debiased"}));
    specs.push_back({"bootstrap", "Resamples", "Of the samples, for the bands; 0 = none",
                     std::int64_t{100}, 0, 10000});
    specs.push_back({"permutations", "Permutations", "For the p of MMD; 0 = no test",
                     std::int64_t{0}, 0, 100000});
    specs.push_back({"k", "Nearest samples", "How many neighbours of the other domain are asked",
                     std::int64_t{10}, 1, 1000});
    specs.push_back({"threshold", "Threshold", "Of the neurons, where densities are cut", 0.5});
    specs.push_back({"smooth", "Smooth", "Smooth densities instead of histograms", false});
    specs.push_back({"resets", "Resets",
                     "Count potentials of exactly 0: neurons that just fired or never moved",
                     false});
}

ParamSpecs alignmentParams()
{
    ParamSpecs specs;
    addSubjectParams(specs);
    addEmbeddingParams(specs);
    addMeasureParams(specs);
    return specs;
}

bool hasBranches(const Run& run)
{
    const std::vector<FeatureLayer> layers = featureLayers(run);
    const auto has = [&layers](const char* branch) {
        return std::any_of(layers.begin(), layers.end(),
                           [branch](const FeatureLayer& layer) { return layer.branch == branch; });
    };
    return has("static") && has("event");
}

std::optional<std::string> lacks(const FigureInputs& inputs)
{
    if (!inputs.run)
        return "a run";
    const auto runs = pairedRuns(inputs, Params(alignmentParams()));
    // The layers of any run can be compared among themselves, but that is no picture of domains.
    if (runs.size() < 2 && !hasBranches(*runs.front()))
        return "a static and an event branch in the run, or a second run";
    return lacksPairs(runs);
}

Figure figureOf(AlignmentPart part, const AlignmentBuild& build)
{
    switch (part) {
    case AlignmentPart::Embedding:
        return orPending(TextId::Alignment, embeddingPart(build));
    case AlignmentPart::Curves:
        return orPending(TextId::Alignment, curvesPart(build));
    case AlignmentPart::Grid:
        return orPending(TextId::Alignment, gridPart(build));
    case AlignmentPart::Densities:
        return orPending(TextId::Alignment, densitiesPart(build));
    case AlignmentPart::Weights:
        break;
    }
    return weightsPart(build);
}

// One of several parts may fail alone.
Figure figureOrReason(AlignmentPart part, const AlignmentBuild& build)
{
    try {
        return figureOf(part, build);
    } catch (const Error& error) {
        if (error.kind() == ErrorKind::Cancelled)
            throw;
        return saying(TextId::Alignment, {TextId::Verbatim, {error.message()}});
    }
}

std::size_t columnsFor(const Viewport& viewport, std::size_t count)
{
    const double aspect = static_cast<double>(std::max(1, viewport.widthPx)) /
                          static_cast<double>(std::max(1, viewport.heightPx));
    if (aspect < 0.8)
        return 1;
    return aspect > 2.6 ? count : std::min<std::size_t>(count, 2);
}

std::array<double, 4> placeOf(std::size_t index, std::size_t count, std::size_t columns)
{
    constexpr double kUpper = 0.54; // of two rows: the parts of the first one have more to show
    const std::size_t rows = (count + columns - 1) / columns;
    const std::size_t row = index / columns;
    const double width = 1.0 / static_cast<double>(columns);
    const double left = width * static_cast<double>(index % columns);
    if (rows == 2)
        return {left, row == 0 ? 0.0 : kUpper, width, row == 0 ? kUpper : 1.0 - kUpper};
    const double height = 1.0 / static_cast<double>(rows);
    return {left, height * static_cast<double>(row), width, height};
}

Figure build(const FigureInputs& inputs, const Params& params, const Viewport& viewport,
             JobContext& job)
{
    AlignmentResults results;
    return buildAlignment(inputs, params, viewport, results, AlignmentEffort::Compute, job);
}

} // namespace

const char* alignmentPartId(AlignmentPart part)
{
    constexpr const char* kIds[] = {"embedding", "curves", "grid", "densities", "weights"};
    return kIds[static_cast<std::size_t>(part)];
}

std::vector<AlignmentPart> shownParts(const Params& params)
{
    const std::string& show = params.text("show");
    for (const AlignmentPart part :
         {AlignmentPart::Embedding, AlignmentPart::Curves, AlignmentPart::Grid,
          AlignmentPart::Densities, AlignmentPart::Weights}) {
        if (show == alignmentPartId(part))
            return {part};
    }
    return {AlignmentPart::Embedding, AlignmentPart::Curves, AlignmentPart::Grid,
            AlignmentPart::Densities};
}

Figure buildAlignment(const FigureInputs& inputs, const Params& params, const Viewport& viewport,
                      AlignmentResults& results, AlignmentEffort effort, JobContext& job)
{
    const AlignmentSubject subject(inputs, params);
    const std::vector<AlignmentPart> parts = shownParts(params);
    const auto count = static_cast<double>(parts.size());
    if (parts.size() == 1)
        return figureOf(parts.front(), {subject, params, results, effort, job});
    CompositeFigure page;
    page.title.id = TextId::Alignment;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        JobContext part = job.part(double(i) / count, double(i + 1) / count);
        const AlignmentBuild each{subject, params, results, effort, part};
        FigurePart made;
        made.id = alignmentPartId(parts[i]);
        made.figure = std::make_shared<const Figure>(figureOrReason(parts[i], each));
        const auto place = placeOf(i, parts.size(), columnsFor(viewport, parts.size()));
        made.left = place[0];
        made.top = place[1];
        made.width = place[2];
        made.height = place[3];
        page.fidelity.perMark = std::max(page.fidelity.perMark, fidelityOf(*made.figure).perMark);
        page.parts.push_back(std::move(made));
    }
    return page;
}

void computePart(AlignmentPart part, const FigureInputs& inputs, const Params& params,
                 AlignmentResults& results, JobContext& job)
{
    const AlignmentSubject subject(inputs, params);
    figureOf(part, {subject, params, results, AlignmentEffort::Compute, job});
}

bool isPending(const Figure& part)
{
    const auto* series = std::get_if<SeriesFigure>(&part);
    return series != nullptr && series->panels.empty() && series->note.id == TextId::BeingComputed;
}

FigureKind makeAlignmentKind()
{
    // Features are outputs: recorded whatever the probes. Membranes of all layers would not fit, so
    // those of the last one in each architecture of specs/static-to-event.md are kept.
    FigureKind kind{"alignment",
                    "Alignment",
                    &alignmentParams,
                    &lacks,
                    {"event/lif/*", "static/lif/*", "*/mem/feature.10.node", "*/mem/layer4.1.node2",
                     "*/mem/node1"},
                    &build};
    kind.manyRuns = true;
    return kind;
}

} // namespace inspike
