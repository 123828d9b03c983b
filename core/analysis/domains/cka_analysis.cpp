// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/domains/cka.h"
#include "core/analysis/domains/domain_params.h"
#include "core/base/error.h"

#include <cmath>

namespace inspike {

namespace {

ParamSpecs specs()
{
    ParamSpecs all = {{"kind",
                       "Kind",
                       "Linear, Gaussian kernel (rbf), without bias, or in minibatches",
                       std::string("linear"),
                       {},
                       {},
                       {"linear", "rbf", "debiased", "minibatch"}},
                      perSpec(),
                      {"table",
                       "Table",
                       "One row per pair of layers, or a matrix; a matrix has no bands",
                       std::string("list"),
                       {},
                       {},
                       {"list", "matrix"}}};
    for (const ParamSpecs& more : {pairingSpecs(), bootstrapSpecs()})
        all.insert(all.end(), more.begin(), more.end());
    for (ParamSpec& spec : all) {
        if (spec.id == "bootstrap")
            spec.help = "Draws of samples for confidence bands; between all layers only if given";
    }
    all.push_back(
        {"bandwidth", "Bandwidth", "Of the Gaussian kernel, in median distances", 1.0, 1e-6, 1e6});
    all.push_back({"batch", "Batch", "Samples of a minibatch", std::int64_t{256}, 4.0, 1e9});
    all.push_back(seedSpec("Seed of minibatches and bootstrap draws"));
    return all;
}

CkaParams ckaParams(const Params& params)
{
    CkaParams cka;
    const std::string& kind = params.text("kind");
    cka.kind = kind == "rbf"         ? CkaKind::Rbf
               : kind == "debiased"  ? CkaKind::Debiased
               : kind == "minibatch" ? CkaKind::Minibatch
                                     : CkaKind::Linear;
    cka.bandwidth = params.number("bandwidth");
    cka.batch = static_cast<std::size_t>(params.integer("batch"));
    cka.seed = static_cast<std::uint64_t>(params.integer("seed"));
    return cka;
}

std::vector<Points> allFeatures(const PairedSide& side, const FeatureChoice& choice,
                                JobContext& job)
{
    std::vector<Points> all;
    for (std::size_t i = 0; i < side.layers.size(); ++i)
        all.push_back(featuresOf(side, i, choice, job));
    return all;
}

std::vector<PointsView> viewsOf(const std::vector<Points>& points)
{
    std::vector<PointsView> views;
    for (const Points& one : points)
        views.push_back(one.view());
    return views;
}

// The mean of the defined ones; NaN without any.
double meanOf(const std::vector<double>& values)
{
    double sum = 0.0;
    double count = 0.0;
    for (const double value : values) {
        if (std::isnan(value))
            continue;
        sum += value;
        count += 1.0;
    }
    return sum / count;
}

void addGridSummary(const PairedFeatures& paired, const CkaGrid& grid, AnalysisResult& result)
{
    result.summary.emplace_back("samples", static_cast<double>(paired.samples));
    result.summary.emplace_back("layers a", static_cast<double>(grid.rows));
    result.summary.emplace_back("layers b", static_cast<double>(grid.columns));
    std::vector<double> diagonal;
    for (const auto& [a, b] : paired.counterparts)
        diagonal.push_back(grid(a, b));
    if (!diagonal.empty())
        result.summary.emplace_back("mean CKA of layers of the same name", meanOf(diagonal));
}

void listMatrix(const PairedFeatures& paired, const CkaGrid& grid, AnalysisResult& result)
{
    result.nameColumns = {"layer a"};
    for (const FeatureLayer& layer : paired.b.layers)
        result.columns.push_back(layer.id);
    for (std::size_t i = 0; i < grid.rows; ++i) {
        result.names.push_back({paired.a.layers[i].id});
        const auto row = grid.values.begin() + static_cast<std::ptrdiff_t>(i * grid.columns);
        result.rows.emplace_back(row, row + static_cast<std::ptrdiff_t>(grid.columns));
    }
}

void listPairs(const PairedFeatures& paired, const CkaGrid& grid, AnalysisResult& result)
{
    result.nameColumns = {"layer a", "layer b"};
    result.columns = {"CKA"};
    for (std::size_t i = 0; i < grid.rows; ++i) {
        for (std::size_t j = 0; j < grid.columns; ++j) {
            result.names.push_back({paired.a.layers[i].id, paired.b.layers[j].id});
            result.rows.push_back({grid(i, j)});
        }
    }
}

void addBands(const std::vector<PointsView>& a, const std::vector<PointsView>& b,
              const CkaParams& cka, const BootstrapParams& bootstrap, AnalysisResult& result,
              JobContext& job)
{
    result.columns.insert(result.columns.end(), {"low", "high"});
    for (std::size_t i = 0; i < result.rows.size(); ++i) {
        JobContext part =
            job.part(static_cast<double>(i) / static_cast<double>(result.rows.size()),
                     static_cast<double>(i + 1) / static_cast<double>(result.rows.size()));
        const Band band = ckaBand(a[i / b.size()], b[i % b.size()], cka, bootstrap, part);
        result.rows[i].insert(result.rows[i].end(), {band.low, band.high});
    }
}

AnalysisResult betweenLayers(const PairedFeatures& paired, const Params& params, JobContext& job)
{
    const FeatureChoice choice = featureChoice(params);
    const bool same = paired.pairing == Pairing::Layers;
    JobContext reading = job.part(0.0, 0.2);
    const std::vector<Points> ofA = allFeatures(paired.a, choice, reading);
    const std::vector<Points> ofB =
        same ? std::vector<Points>{} : allFeatures(paired.b, choice, reading);
    const std::vector<PointsView> a = viewsOf(ofA);
    const std::vector<PointsView> b = same ? a : viewsOf(ofB);
    const bool bands = params.isSet("bootstrap") && params.integer("bootstrap") > 0 &&
                       params.text("table") == "list";
    JobContext working = job.part(0.2, bands ? 0.5 : 1.0);
    const CkaGrid grid = ckaGrid(a, same ? std::span(a) : std::span(b), ckaParams(params), working);
    AnalysisResult result;
    if (params.text("table") == "matrix")
        listMatrix(paired, grid, result);
    else
        listPairs(paired, grid, result);
    if (bands) {
        JobContext drawing = job.part(0.5, 1.0);
        addBands(a, b, ckaParams(params), bootstrapParams(params), result, drawing);
    }
    addGridSummary(paired, grid, result);
    return result;
}

AnalysisResult alongSteps(const PairedFeatures& paired, const Params& params, JobContext& job)
{
    AnalysisResult result;
    result.nameColumns = {"layer"};
    result.columns = {"step", "CKA", "low", "high"};
    const auto add = [&](const ComparedLayers& compared, JobContext& part) {
        const Band band = ckaBand(compared.a.view(), compared.b.view(), ckaParams(params),
                                  bootstrapParams(params), part);
        result.names.push_back({compared.layer.name});
        result.rows.push_back({compared.step, band.value, band.low, band.high});
    };
    forEachCounterpart(paired, params, job, add);
    addPairSummary(paired, paired.counterparts.size(), result);
    std::vector<double> values;
    for (const std::vector<double>& row : result.rows)
        values.push_back(row[1]);
    result.summary.emplace_back("mean CKA", meanOf(values));
    return result;
}

std::string methodOf(const Params& params)
{
    const std::string& kind = params.text("kind");
    std::string method = "Centred kernel alignment, " + kind;
    if (kind == "rbf")
        method += ", median heuristic";
    if (kind == "minibatch")
        method += " of " + std::to_string(params.integer("batch"));
    if (!perStep(params))
        method += params.text("step") == "mean"  ? ", features averaged over steps"
                  : params.text("step") == "all" ? ", steps side by side"
                                                 : ", step " + params.text("step");
    return method;
}

// Numbers that say little are said so.
std::string cautionOf(const PairedFeatures& paired, const Params& params)
{
    const std::string& kind = params.text("kind");
    if (kind == "debiased" || kind == "minibatch")
        return {};
    if (paired.samples == 2)
        return ". Of two samples it is always 1";
    const FeatureChoice choice = featureChoice(params);
    for (const PairedSide* side : {&paired.a, &paired.b}) {
        for (const FeatureLayer& layer : side->layers) {
            if (featureCount(layer, choice) >= paired.samples)
                return ". Where there are not more samples than features it is too high; "
                       "kind=debiased is not";
        }
    }
    return {};
}

std::optional<std::string> lacks(const AnalysisInputs& inputs)
{
    return lacksPairs(inputs.runs);
}

AnalysisResult call(const AnalysisInputs& inputs, const Params& params, JobContext& job)
{
    const PairedFeatures paired = pairFeatures(inputs.runs, pairingParams(params));
    AnalysisResult result =
        perStep(params) ? alongSteps(paired, params, job) : betweenLayers(paired, params, job);
    result.note = pairNote(methodOf(params), paired, result) + cautionOf(paired, params);
    return result;
}

} // namespace

Analysis makeCkaAnalysis()
{
    return {"cka",
            "Alignment of layers (CKA)",
            "Centred kernel alignment of every layer with every layer, of two runs or two branches "
            "(Kornblith et al., ICML 2019)",
            &specs,
            &lacks,
            &call,
            true};
}

} // namespace inspike
