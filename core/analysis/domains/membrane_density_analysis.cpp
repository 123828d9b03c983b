// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/domains/domain_params.h"
#include "core/analysis/domains/membrane_density.h"
#include "core/analysis/sample_classes.h"
#include "core/base/error.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace inspike {

namespace {

constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();
constexpr double kTransferThreshold = 0.5; // of every neuron of that system

ParamSpecs specs()
{
    ParamSpecs all = {perSpec(),
                      {"shape",
                       "Shape",
                       "Histogram, or smooth (Gaussian kernel of Silverman's bandwidth)",
                       std::string("histogram"),
                       {},
                       {},
                       {"histogram", "smooth"}},
                      {"bins", "Bins", "How many bins", std::int64_t{100}, 2.0, 100'000.0},
                      {"threshold", "Threshold",
                       "Where potentials are cut: auto = as the model says, none, or a number",
                       std::string("auto")},
                      {"resets", "Resets",
                       "Whether exact zeros count: neurons that just fired or never moved", true}};
    for (ParamSpec& spec : pairingSpecs()) {
        if (spec.id == "step" || spec.id == "places")
            continue;
        if (spec.id == "layers")
            spec.help = "Which layers, such as mem/*,feature; empty = all potentials";
        all.push_back(std::move(spec));
    }
    return all;
}

std::optional<std::string> lacks(const AnalysisInputs& inputs)
{
    if (auto missing = lacksPairs(inputs.runs))
        return missing;
    for (const FeatureLayer& layer : featureLayers(*inputs.runs[0])) {
        if (layer.kind == ProbeKind::Membrane)
            return std::nullopt;
    }
    return "membrane potentials among the probes of the run";
}

double thresholdOf(const Run& run, const Params& params)
{
    const std::string& text = params.text("threshold");
    if (text == "none")
        return kUndefined;
    if (text == "auto") {
        const Json& stored = configOf(run, "threshold");
        if (stored.isNumber())
            return stored.toDouble();
        return run.made.system == "static-to-event" ? kTransferThreshold : kUndefined;
    }
    double value = kUndefined;
    const char* end = text.data() + text.size();
    const auto [stopped, error] = std::from_chars(text.data(), end, value);
    if (error != std::errc() || stopped != end || !std::isfinite(value)) {
        throw Error(ErrorKind::BadParameter,
                    "threshold must be auto, none or a number, not '" + text + "'");
    }
    return value;
}

// Membranes of every layer, unless layers were named.
PairedFeatures membranesOf(const AnalysisInputs& inputs, const Params& params)
{
    PairingParams pairing = pairingParams(params);
    if (!pairing.layers.empty())
        return pairFeatures(inputs.runs, pairing);
    std::string globs;
    for (const FeatureLayer& layer : featureLayers(*inputs.runs[0])) {
        if (layer.kind == ProbeKind::Membrane)
            globs += (globs.empty() ? "" : ",") + layer.id;
    }
    pairing.layers = globs;
    return pairFeatures(inputs.runs, pairing);
}

// Layers by counterparts; each alone where there are no two domains.
std::vector<std::pair<std::size_t, std::optional<std::size_t>>> rowsOf(const PairedFeatures& paired)
{
    std::vector<std::pair<std::size_t, std::optional<std::size_t>>> rows;
    for (const auto& [a, b] : paired.counterparts)
        rows.emplace_back(a, b);
    if (paired.pairing == Pairing::Layers) {
        for (std::size_t i = 0; i < paired.a.layers.size(); ++i)
            rows.emplace_back(i, std::nullopt);
    }
    if (rows.empty())
        throw Error(ErrorKind::NotFound, "no layer of the same name and size on both sides");
    return rows;
}

void listDensity(const std::string& layer, double step, bool two, const MembraneDensity& density,
                 AnalysisResult& result)
{
    for (std::size_t i = 0; i + 1 < density.edges.size(); ++i) {
        result.names.push_back({layer});
        result.rows.push_back({step, density.edges[i], density.edges[i + 1], density.a.density[i],
                               two ? density.b.density[i] : kUndefined});
    }
}

void summarise(const std::string& layer, bool two, const MembraneDensity& density,
               AnalysisResult& result)
{
    const auto add = [&](const char* what, double value) {
        result.summary.emplace_back(layer + ": " + what, value);
    };
    add("mean a", density.a.mean);
    add("exact zeros a", density.a.zeroShare);
    if (two) {
        add("mean b", density.b.mean);
        add("exact zeros b", density.b.zeroShare);
        add("overlap", density.overlap);
    }
    add("below the range",
        static_cast<double>(density.a.below) + static_cast<double>(density.b.below));
    add("above the range",
        static_cast<double>(density.a.above) + static_cast<double>(density.b.above));
}

class Densities
{
public:
    Densities(const PairedFeatures& paired, const Params& params)
        : m_paired(paired), m_params(params), m_perStep(perStep(params))
    {
        m_settings.bins = static_cast<std::size_t>(params.integer("bins"));
        m_settings.smooth = params.text("shape") == "smooth";
        m_settings.withoutResets = !params.flag("resets");
        m_settings.threshold = thresholdOf(*paired.a.run, params);
    }

    void add(std::size_t a, std::optional<std::size_t> b, AnalysisResult& result,
             JobContext& job) const
    {
        const FeatureLayer& layer = m_paired.a.layers[a];
        FeatureChoice choice;
        choice.steps = m_perStep ? StepUse::One : StepUse::All;
        const std::size_t steps = m_perStep ? std::max<std::size_t>(1, layer.steps) : 1;
        const std::string name = b ? layer.name : layer.id;
        for (std::size_t step = 0; step < steps; ++step) {
            choice.step = step;
            const Points ofA = featuresOf(m_paired.a, a, choice, job);
            const Points ofB = b ? featuresOf(m_paired.b, *b, choice, job) : Points{};
            const MembraneDensity density =
                membraneDensity(ofA.values, ofB.values, m_settings, job);
            listDensity(name, m_perStep ? static_cast<double>(step) : kUndefined, b.has_value(),
                        density, result);
            summarise(m_perStep ? name + ", step " + std::to_string(step) : name, b.has_value(),
                      density, result);
        }
    }

private:
    const PairedFeatures& m_paired;
    const Params& m_params;
    bool m_perStep;
    DensityParams m_settings;
};

AnalysisResult call(const AnalysisInputs& inputs, const Params& params, JobContext& job)
{
    const PairedFeatures paired = membranesOf(inputs, params);
    const auto rows = rowsOf(paired);
    const Densities densities(paired, params);
    AnalysisResult result;
    result.nameColumns = {"layer"};
    result.columns = {"step", "potential from", "potential to", "density a", "density b"};
    addPairSummary(paired, rows.size(), result);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        JobContext part = job.part(static_cast<double>(i) / static_cast<double>(rows.size()),
                                   static_cast<double>(i + 1) / static_cast<double>(rows.size()));
        densities.add(rows[i].first, rows[i].second, result, part);
    }
    const double threshold = thresholdOf(*paired.a.run, params);
    if (!std::isnan(threshold))
        result.summary.emplace_back("threshold", threshold);
    result.note = pairNote("Density of membrane potentials, area 1; without a step: of all steps",
                           paired, {});
    return result;
}

} // namespace

Analysis makeMembraneDensityAnalysis()
{
    return {"membrane-density",
            "Densities of membrane potentials",
            "How the membrane potentials of two domains are distributed, layer by layer",
            &specs,
            &lacks,
            &call,
            true};
}

} // namespace inspike
