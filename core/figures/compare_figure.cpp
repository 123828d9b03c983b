// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/compare_figure.h"

#include "core/base/error.h"
#include "core/figures/compare_parts.h"
#include "core/figures/part_words.h"
#include "core/figures/stream_parts.h"

#include <algorithm>
#include <cstdio>

namespace inspike {

namespace {

constexpr std::array kParts = {ComparePart::Raster, ComparePart::Rates, ComparePart::Similarity,
                               ComparePart::Answers};

ParamSpec choiceOf(const char* id, const char* title, const char* help,
                   std::vector<std::string> choices)
{
    std::string fallback = choices.front();
    return {id, title, help, std::move(fallback), std::nullopt, std::nullopt, std::move(choices)};
}

ParamSpecs compareParams()
{
    ParamSpecs specs = {
        choiceOf("show", "Show", "All parts, or one of them",
                 {"overview", "raster", "rates", "cka", "logits"}),
        {"layer", "Layer", "Whose spikes are shown; empty = the first one with spikes that differ",
         std::string()},
        choiceOf("order", "Row order",
                 "How the units are ordered from bottom to top; difference = those that differ "
                 "most on top",
                 {"index", "rate", "difference"}),
        choiceOf("scale", "Colour scale",
                 "How counts become colours where several spikes share a pixel", {"linear", "log"}),
        choiceOf("over", "Over", "Answers by class, or over time; auto = by class if there are any",
                 {"auto", "class", "time"}),
        trialParam()};
    for (ParamSpec& spec : matchSpecs())
        specs.push_back(std::move(spec));
    return specs;
}

std::vector<std::shared_ptr<const Run>> runsOf(const FigureInputs& inputs)
{
    if (inputs.runs.empty() && inputs.run)
        return {inputs.run};
    return inputs.runs;
}

std::optional<std::string> lacks(const FigureInputs& inputs)
{
    return lacksComparison(runsOf(inputs));
}

Figure figureOf(ComparePart part, const CompareBuild& build)
{
    switch (part) {
    case ComparePart::Raster:
        return compareRaster(build);
    case ComparePart::Rates:
        return orPending(TextId::CompareRuns, compareRates(build));
    case ComparePart::Similarity:
        return orPending(TextId::CompareRuns, compareGrid(build));
    case ComparePart::Answers:
        break;
    }
    return compareAnswers(build);
}

// What is not there in these runs is no failure: the reason, in words of the language.
Text reasonOf(ComparePart part, const CompareBuild& build, const Error& error)
{
    if (part == ComparePart::Raster && error.kind() == ErrorKind::NotFound)
        return {TextId::NoCommonSpikes};
    if (part == ComparePart::Answers && error.kind() == ErrorKind::NotFound)
        return {TextId::NoCommonOutput};
    if (part == ComparePart::Similarity && build.match.samples() < kLeastForCka) {
        return {TextId::SamplesTooFew,
                {std::to_string(kLeastForCka), std::to_string(build.match.samples())}};
    }
    return {TextId::Verbatim, {error.message()}};
}

// One of several parts may fail alone, but for wrong parameters.
Figure figureOrReason(ComparePart part, const CompareBuild& build)
{
    try {
        return figureOf(part, build);
    } catch (const Error& error) {
        if (error.kind() == ErrorKind::Cancelled || error.kind() == ErrorKind::BadParameter)
            throw;
        return saying(TextId::CompareRuns, reasonOf(part, build, error));
    }
}

void place(FigurePart& part, std::size_t index, std::size_t columns)
{
    const std::size_t rows = (kParts.size() + columns - 1) / columns;
    part.width = 1.0 / static_cast<double>(columns);
    part.height = 1.0 / static_cast<double>(rows);
    part.left = part.width * static_cast<double>(index % columns);
    part.top = part.height * static_cast<double>(index / columns);
}

// The raster gets the pixels of its place, and the range that is wanted of it.
Viewport viewportOf(const FigurePart& part, const Viewport& page)
{
    Viewport own = page;
    own.widthPx = std::max(1, static_cast<int>(part.width * page.widthPx));
    own.heightPx = std::max(1, static_cast<int>(part.height * page.heightPx));
    return own;
}

Figure build(const FigureInputs& inputs, const Params& params, const Viewport& viewport,
             JobContext& job)
{
    AlignmentResults results;
    return buildComparison(inputs, params, viewport, results, CompareEffort::Compute, job);
}

bool hasRaster(const RunMatch& match, std::size_t layer)
{
    const LayerMatch& shown = match.layers[layer];
    return !shown.spikes.empty() && shown.sameUnits &&
           ProbeExtent::of(match.find(0, shown.spikes).axes()).steps > 0 &&
           ProbeExtent::of(match.find(1, shown.spikes).axes()).steps > 0;
}

std::string addressOf(const void* thing)
{
    char text[32];
    std::snprintf(text, sizeof text, "%p", thing);
    return text;
}

} // namespace

std::size_t compareColumns(int width, int height, std::size_t parts)
{
    constexpr double kWide = 2.6;
    constexpr double kNarrow = 0.8;
    if (parts < 2 || width < kNarrow * height)
        return 1;
    return width > kWide * height ? parts : 2;
}

std::size_t CompareBuild::place() const
{
    return shownSample(params, match.samples());
}

std::optional<std::size_t> CompareBuild::layer() const
{
    const auto first = comparedLayer(match, params);
    if (!first || !params.text("layer").empty())
        return first;
    const auto all =
        result<RunDifferences>("differences", [&] { return differencesOf(match, job); });
    for (std::size_t i = 0; all && i < all->layers.size(); ++i) {
        const auto& spikes = all->layers[i].spikes;
        if (spikes && spikes->both < spikes->a + spikes->b - spikes->both && hasRaster(match, i))
            return i;
    }
    return first;
}

std::string CompareBuild::key() const
{
    return addressOf(match.runs[0].get()) + "|" + addressOf(match.runs[1].get()) + "|" +
           params.text("layers") + "|" + params.text("join");
}

const char* comparePartId(ComparePart part)
{
    constexpr const char* kIds[] = {"raster", "rates", "cka", "logits"};
    return kIds[static_cast<std::size_t>(part)];
}

std::vector<ComparePart> shownCompareParts(const Params& params)
{
    for (const ComparePart part : kParts) {
        if (params.text("show") == comparePartId(part))
            return {part};
    }
    return {kParts.begin(), kParts.end()};
}

RunMatch matchOf(const FigureInputs& inputs, const Params& params)
{
    return matchRuns(runsOf(inputs), matchParams(params));
}

std::optional<std::size_t> comparedLayer(const RunMatch& match, const Params& params)
{
    std::string known;
    std::optional<std::size_t> first;
    for (std::size_t i = 0; i < match.layers.size(); ++i) {
        if (!hasRaster(match, i))
            continue;
        first = first.value_or(i);
        known += (known.empty() ? "" : ", ") + match.layers[i].name();
    }
    const std::string& wanted = params.text("layer");
    if (wanted.empty())
        return first;
    const auto found = match.layerNamed(wanted);
    if (found && hasRaster(match, *found))
        return found;
    throw Error(ErrorKind::BadParameter,
                "layer: there are no spikes of '" + wanted + "' to compare" +
                    (known.empty() ? std::string() : "; there are those of " + known));
}

Key layerKey(const RunMatch& match, std::size_t layer, std::uint64_t keySource)
{
    return {KeyKind::Layer, keySource,
            static_cast<std::int64_t>(match.layers[layer].node.value_or(layer))};
}

Text runTitle(const RunMatch& match, std::size_t side)
{
    constexpr std::size_t kLongest = 24;
    const std::string& title = match.titles[side];
    if (title.size() <= kLongest)
        return {TextId::Verbatim, {title}};
    // The end of a file name says as much as its beginning.
    return {TextId::Verbatim,
            {title.substr(0, kLongest / 2) + "..." + title.substr(title.size() - kLongest / 2)}};
}

std::vector<Text> shortLayerNames(const RunMatch& match, const std::vector<std::size_t>& layers)
{
    std::string common;
    bool first = true;
    for (const std::size_t layer : layers) {
        if (match.layers[layer].output)
            continue;
        const std::string& name = match.layers[layer].names[0];
        const std::string folder = name.substr(0, name.rfind('/') + 1);
        while (!first && !folder.starts_with(common))
            common =
                common.substr(0, common.empty() ? 0 : common.rfind('/', common.size() - 2) + 1);
        if (std::exchange(first, false))
            common = folder;
    }
    std::vector<Text> names;
    for (const std::size_t layer : layers) {
        std::string name = match.layers[layer].name();
        if (name.starts_with(common) && match.layers[layer].names[0] == name)
            name.erase(0, common.size());
        names.push_back({TextId::Verbatim, {name}});
    }
    return names;
}

Figure buildComparison(const FigureInputs& inputs, const Params& params, const Viewport& viewport,
                       AlignmentResults& results, CompareEffort effort, JobContext& job)
{
    const RunMatch match = matchOf(inputs, params);
    const std::vector<ComparePart> parts = shownCompareParts(params);
    if (parts.size() == 1) {
        return figureOf(parts.front(),
                        {match, params, viewport, inputs.keySource, results, effort, job});
    }
    CompositeFigure page;
    page.title.id = TextId::CompareRuns;
    const auto count = static_cast<double>(parts.size());
    for (std::size_t i = 0; i < parts.size(); ++i) {
        FigurePart made;
        made.id = comparePartId(parts[i]);
        place(made, i, compareColumns(viewport.widthPx, viewport.heightPx, kParts.size()));
        JobContext part = job.part(double(i) / count, double(i + 1) / count);
        const Viewport own = viewportOf(made, viewport);
        made.figure = std::make_shared<const Figure>(figureOrReason(
            parts[i], {match, params, own, inputs.keySource, results, effort, part}));
        page.fidelity.perMark = std::max(page.fidelity.perMark, fidelityOf(*made.figure).perMark);
        page.parts.push_back(std::move(made));
    }
    return page;
}

void computeComparePart(ComparePart part, const FigureInputs& inputs, const Params& params,
                        AlignmentResults& results, JobContext& job)
{
    const RunMatch match = matchOf(inputs, params);
    const Viewport none;
    figureOf(part, {match, params, none, inputs.keySource, results, CompareEffort::Compute, job});
}

FigureKind makeCompareKind()
{
    FigureKind kind{
        "compare", "Compare runs", &compareParams, &lacks, {"S", "U", "*spike*", "*lif/*"}, &build};
    kind.manyRuns = true;
    return kind;
}

} // namespace inspike
