// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/domains/domain_params.h"
#include "core/analysis/embedding/embedding.h"
#include "core/analysis/embedding/embedding_quality.h"
#include "core/analysis/number_text.h"
#include "core/analysis/sample_classes.h"
#include "core/base/error.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace inspike {

namespace {

constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kTrustNeighbours = 10;
constexpr double kTrustWork = 2e9; // differences that are taken to judge the embedding

ParamSpecs embedSpecs()
{
    ParamSpecs specs = embeddingSpecs();
    for (ParamSpec& spec : pairingSpecs()) {
        if (spec.id == "layers") {
            spec.title = "Layer";
            spec.help = "Which layer, such as lif/feature.10; of several, and if empty, the output "
                        "'feature', else the last";
        }
        specs.push_back(std::move(spec));
    }
    return specs;
}

std::optional<std::string> lacks(const AnalysisInputs& inputs)
{
    return lacksPairs(inputs.runs);
}

// A layer on both sides; with the layers of one run the second is the first.
struct ChosenLayer
{
    std::size_t a = 0;
    std::size_t b = 0;
};

ChosenLayer chosenLayer(const PairedFeatures& paired)
{
    std::vector<ChosenLayer> candidates;
    if (paired.pairing == Pairing::Layers) {
        for (std::size_t i = 0; i < paired.a.layers.size(); ++i)
            candidates.push_back({i, i});
    } else {
        for (const auto& [one, other] : paired.counterparts)
            candidates.push_back({one, other});
    }
    if (candidates.empty())
        throw Error(ErrorKind::NotFound, "no layer of the same name and size on both sides");
    const auto layerOf = [&](const ChosenLayer& layer) -> const FeatureLayer& {
        return paired.a.layers[layer.a];
    };
    for (const ChosenLayer& layer : candidates) {
        if (layerOf(layer).name == "feature")
            return layer;
    }
    const auto inner =
        std::find_if(candidates.rbegin(), candidates.rend(),
                     [&](const ChosenLayer& layer) { return !layerOf(layer).output; });
    return inner != candidates.rend() ? *inner : candidates.back();
}

// The points of both domains, one after the other.
Points pointsOf(const PairedFeatures& paired, const ChosenLayer& layer, const FeatureChoice& choice,
                JobContext& job)
{
    JobContext first = job.part(0.0, 0.5);
    Points points = featuresOf(paired.a, layer.a, choice, first);
    if (paired.pairing == Pairing::Layers)
        return points;
    JobContext second = job.part(0.5, 1.0);
    const Points others = featuresOf(paired.b, layer.b, choice, second);
    points.values.insert(points.values.end(), others.values.begin(), others.values.end());
    points.count += others.count;
    return points;
}

void addRows(const PairedFeatures& paired, const ChosenLayer& layer, const Points& places,
             AnalysisResult& result)
{
    const bool single = paired.pairing == Pairing::Layers;
    for (std::size_t i = 0; i < places.count; ++i) {
        const bool second = i >= paired.samples;
        const std::size_t sample = second ? i - paired.samples : i;
        const std::string& domain =
            single ? paired.a.layers[layer.a].branch : (second ? paired.b.title : paired.a.title);
        result.names.push_back(
            {paired.ids.empty() ? std::to_string(sample) : paired.ids[sample], domain});
        std::vector<double>& row = result.rows.emplace_back();
        const std::int64_t label = paired.label[sample];
        row.push_back(label == kNoClass ? kUndefined : static_cast<double>(label));
        for (const float coordinate : places.row(i))
            row.push_back(shortestDouble(coordinate));
    }
}

void addSummary(const Points& points, const Embedding& embedding, const EmbeddingParams& params,
                JobContext& job, AnalysisResult& result)
{
    result.summary.emplace_back("points", static_cast<double>(points.count));
    result.summary.emplace_back("features", static_cast<double>(points.width));
    for (std::size_t k = 0; k < embedding.varianceShare.size(); ++k) {
        result.summary.emplace_back("share of variance, component " + std::to_string(k + 1),
                                    embedding.varianceShare[k]);
    }
    if (embedding.method == EmbeddingMethod::Tsne)
        result.summary.emplace_back("KL divergence (nats)", embedding.divergence);
    const double perSample = std::max(1.0, static_cast<double>(points.values.size()));
    const auto samples = static_cast<std::size_t>(std::clamp(kTrustWork / perSample, 10.0, 1000.0));
    result.summary.emplace_back("trustworthiness of 10 neighbours",
                                trustworthiness(points.view(), embedding.coordinates.view(),
                                                kTrustNeighbours, samples, params.threads, job));
}

AnalysisResult call(const AnalysisInputs& inputs, const Params& params, JobContext& job)
{
    const PairedFeatures paired = pairFeatures(inputs.runs, pairingParams(params));
    const ChosenLayer layer = chosenLayer(paired);
    JobContext reading = job.part(0.0, 0.1);
    const Points points = pointsOf(paired, layer, featureChoice(params), reading);
    const EmbeddingParams settings = embeddingParams(params);
    JobContext embedding = job.part(0.1, 0.95);
    const Embedding found = embed(points.view(), settings, {}, embedding);
    AnalysisResult result;
    result.nameColumns = {"sample", "domain"};
    result.columns = {"label", "x", "y"};
    if (found.coordinates.width > 2)
        result.columns.push_back("z");
    addRows(paired, layer, found.coordinates, result);
    JobContext judging = job.part(0.95, 1.0);
    addSummary(points, found, settings, judging, result);
    result.note = "Layer " + paired.a.layers[layer.a].name + "; " + embeddingNote(found, settings) +
                  ". " + paired.note;
    return result;
}

} // namespace

Analysis makeEmbedAnalysis()
{
    return {"embed",
            "Embedding of samples",
            "Where the features of a layer lie in two or three dimensions, both domains together "
            "(principal components; t-SNE: van der Maaten 2014; UMAP: McInnes et al. 2018)",
            &embedSpecs,
            &lacks,
            &call,
            true};
}

} // namespace inspike
