// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/domains/domain_distances.h"
#include "core/analysis/domains/domain_params.h"
#include "core/analysis/domains/mmd.h"
#include "core/analysis/domains/neighbour_agreement.h"
#include "core/analysis/number_list.h"
#include "core/analysis/sample_classes.h"
#include "core/base/error.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace inspike {

namespace {

constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();

std::optional<std::string> lacks(const AnalysisInputs& inputs)
{
    return lacksCounterparts(inputs.runs);
}

ParamSpecs joined(std::initializer_list<ParamSpecs> lists)
{
    ParamSpecs all;
    for (const ParamSpecs& list : lists)
        all.insert(all.end(), list.begin(), list.end());
    return all;
}

// A row per counterpart, or per counterpart and step; `measure` gives the numbers after these.
AnalysisResult
table(const PairedFeatures& paired, const Params& params, std::vector<std::string> columns,
      JobContext& job,
      const std::function<std::vector<double>(const ComparedLayers&, JobContext&)>& measure)
{
    AnalysisResult result;
    result.nameColumns = {"layer"};
    result.columns = std::move(columns);
    if (perStep(params))
        result.columns.insert(result.columns.begin(), "step");
    forEachCounterpart(paired, params, job, [&](const ComparedLayers& compared, JobContext& part) {
        result.names.push_back({compared.layer.name});
        std::vector<double>& row = result.rows.emplace_back();
        if (perStep(params))
            row.push_back(compared.step);
        const std::vector<double> numbers = measure(compared, part);
        row.insert(row.end(), numbers.begin(), numbers.end());
    });
    addPairSummary(paired, paired.counterparts.size(), result);
    return result;
}

ParamSpecs mmdSpecs()
{
    return joined(
        {{perSpec()},
         pairingSpecs(),
         {{"bandwidths", "Bandwidths",
           "Of the Gaussian kernels, in median distances, separated by commas; the kernel "
           "is their mean",
           std::string("1")},
          {"permutations", "Permutations", "Of the test; 0 = no test", std::int64_t{200}, 0.0,
           100'000.0},
          {"permute",
           "Permute",
           "Swap partners (pairs), or draw any sample for any side (pooled)",
           std::string("pairs"),
           {},
           {},
           {"pairs", "pooled"}}},
         bootstrapSpecs(),
         {seedSpec("Seed of permutations and bootstrap draws")}});
}

AnalysisResult callMmd(const AnalysisInputs& inputs, const Params& params, JobContext& job)
{
    MmdParams settings;
    settings.bandwidths = numbersFromText(params.text("bandwidths"), "bandwidths");
    settings.permutations = static_cast<std::size_t>(params.integer("permutations"));
    settings.permutation =
        params.text("permute") == "pooled" ? Permutation::Pooled : Permutation::Pairs;
    settings.bootstrap = bootstrapParams(params);
    settings.seed = static_cast<std::uint64_t>(params.integer("seed"));
    const PairedFeatures paired = pairFeatures(inputs.runs, pairingParams(params));
    AnalysisResult result =
        table(paired, params, {"MMD^2", "low", "high", "p", "median distance"}, job,
              [&](const ComparedLayers& compared, JobContext& part) -> std::vector<double> {
                  const Mmd found = mmd(compared.a.view(), compared.b.view(), settings, part);
                  return {found.squared.value, found.squared.low, found.squared.high, found.p,
                          found.medianDistance};
              });
    result.note =
        pairNote("Maximum mean discrepancy, unbiased, Gaussian kernel by the median "
                 "heuristic; p by permutation of " +
                     std::string(params.text("permute") == "pooled" ? "all samples" : "partners"),
                 paired, result);
    return result;
}

ParamSpecs coralSpecs()
{
    return joined({{perSpec()}, pairingSpecs()});
}

AnalysisResult callCoral(const AnalysisInputs& inputs, const Params& params, JobContext& job)
{
    const PairedFeatures paired = pairFeatures(inputs.runs, pairingParams(params));
    AnalysisResult result =
        table(paired, params, {"CORAL distance", "features"}, job,
              [](const ComparedLayers& compared, JobContext& part) -> std::vector<double> {
                  return {coralDistance(compared.a.view(), compared.b.view(), part),
                          static_cast<double>(compared.a.width)};
              });
    result.note =
        pairNote("CORAL: squared distance of the covariances / (4 features^2)", paired, result);
    return result;
}

ParamSpecs procrustesSpecs()
{
    ParamSpec per = perSpec();
    per.help = "One row per layer, per layer and step, or per layer and sample";
    per.choices.push_back("sample");
    return joined({{per}, pairingSpecs()});
}

AnalysisResult perSample(const PairedFeatures& paired, const Params& params, JobContext& job)
{
    AnalysisResult result;
    result.nameColumns = {"layer", "sample"};
    result.columns = {"label", "distance", "cosine distance"};
    forEachCounterpart(paired, params, job, [&](const ComparedLayers& compared, JobContext& part) {
        const PairedDistances found = pairedDistances(compared.a.view(), compared.b.view(), part);
        for (std::size_t i = 0; i < paired.samples; ++i) {
            result.names.push_back(
                {compared.layer.name, paired.ids.empty() ? std::to_string(i) : paired.ids[i]});
            result.rows.push_back(
                {paired.label[i] < 0 ? kUndefined : static_cast<double>(paired.label[i]),
                 found.euclidean[i], found.cosine[i]});
        }
    });
    addPairSummary(paired, paired.counterparts.size(), result);
    return result;
}

AnalysisResult callProcrustes(const AnalysisInputs& inputs, const Params& params, JobContext& job)
{
    const PairedFeatures paired = pairFeatures(inputs.runs, pairingParams(params));
    if (params.text("per") == "sample") {
        AnalysisResult result = perSample(paired, params, job);
        result.note = pairNote("Distances of partners", paired, result);
        return result;
    }
    AnalysisResult result =
        table(paired, params,
              {"Procrustes distance", "mean distance of partners", "RMS distance of partners",
               "RMS distance of others", "mean cosine distance of partners"},
              job, [](const ComparedLayers& compared, JobContext& part) -> std::vector<double> {
                  const PointsView a = compared.a.view();
                  const PointsView b = compared.b.view();
                  const PairedDistances found = pairedDistances(a, b, part);
                  return {procrustesDistance(a, b, part), found.meanEuclidean, found.rootMeanSquare,
                          found.rootMeanSquareOfOthers, found.meanCosine};
              });
    result.note = pairNote("Procrustes: distance of the shapes of centred features of norm 1 after "
                           "the best rotation, 0 to 1.414; partners: the same sample on both sides",
                           paired, result);
    return result;
}

ParamSpecs neighbourSpecs()
{
    return joined({{perSpec()},
                   pairingSpecs(),
                   {{"k", "Neighbours", "How many of the nearest samples are asked",
                     std::int64_t{10}, 1.0, 1e6},
                    {"partner", "Ask the partner",
                     "Whether the same sample of the other domain counts as a neighbour", false}}});
}

std::optional<std::string> lacksNeighbours(const AnalysisInputs& inputs)
{
    if (auto missing = lacks(inputs))
        return missing;
    const auto labelled = [](const std::shared_ptr<const Run>& run) {
        return run->inputs.contains("label");
    };
    if (!std::any_of(inputs.runs.begin(), inputs.runs.end(), labelled))
        return "labels of the samples (input 'label') in the run";
    return std::nullopt;
}

AnalysisResult callNeighbours(const AnalysisInputs& inputs, const Params& params, JobContext& job)
{
    NeighbourParams settings;
    settings.k = static_cast<std::size_t>(params.integer("k"));
    settings.withoutPartner = !params.flag("partner");
    const PairedFeatures paired = pairFeatures(inputs.runs, pairingParams(params));
    AnalysisResult result =
        table(paired, params, {"agreement", "of a among b", "of b among a", "chance", "k"}, job,
              [&](const ComparedLayers& compared, JobContext& part) -> std::vector<double> {
                  const NeighbourAgreement found =
                      neighbourAgreement(compared.a.view(), paired.label, compared.b.view(),
                                         paired.label, settings, part);
                  return {found.mean, found.fromX, found.fromY, found.chance,
                          static_cast<double>(found.k)};
              });
    const auto labelled = std::count_if(paired.label.begin(), paired.label.end(),
                                        [](std::int64_t label) { return label != kNoClass; });
    result.summary.emplace_back("samples with label", static_cast<double>(labelled));
    result.note = pairNote("Share of the k nearest samples of the other domain that have the label "
                           "of the sample",
                           paired, result);
    return result;
}

} // namespace

Analysis makeMmdAnalysis()
{
    return {"mmd",
            "Discrepancy of domains (MMD)",
            "Maximum mean discrepancy of two domains, layer by layer, with a permutation test "
            "(Gretton et al., JMLR 2012)",
            &mmdSpecs,
            &lacks,
            &callMmd,
            true};
}

Analysis makeCoralAnalysis()
{
    return {"coral",
            "Covariance distance of domains (CORAL)",
            "Distance of the covariances of two domains, layer by layer (Sun, Saenko 2016)",
            &coralSpecs,
            &lacks,
            &callCoral,
            true};
}

Analysis makeProcrustesAnalysis()
{
    return {"procrustes",
            "Procrustes and paired distances",
            "Distance of the shapes of two domains after the best rotation, and of partners "
            "(Ding, Denain, Steinhardt, NeurIPS 2021)",
            &procrustesSpecs,
            &lacks,
            &callProcrustes,
            true};
}

Analysis makeNeighbourAgreementAnalysis()
{
    return {"neighbour-agreement",
            "Neighbours across domains",
            "Whether the nearest samples of the other domain are of the same class",
            &neighbourSpecs,
            &lacksNeighbours,
            &callNeighbours,
            true};
}

} // namespace inspike
