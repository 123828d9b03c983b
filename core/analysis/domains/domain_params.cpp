// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/domains/domain_params.h"

#include "core/base/error.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

namespace inspike {

namespace {

constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();

} // namespace

ParamSpecs pairingSpecs()
{
    return {{"pairing",
             "Compare",
             "Branches of one run, two runs, or the layers of one run; auto = what is there",
             std::string("auto"),
             {},
             {},
             {"auto", "branches", "runs", "layers"}},
            {"join",
             "Join samples",
             "Names of samples must be equal in order (strict), or in any order (by-id)",
             std::string("strict"),
             {},
             {},
             {"strict", "by-id"}},
            {"layers", "Layers",
             "Which layers, such as lif/*,feature; empty = all but membranes of spiking layers",
             std::string()},
            {"step", "Step",
             "mean = average over steps, all = steps side by side, or the number of a step",
             std::string("mean")},
            {"places",
             "Places",
             "all = every neuron is a feature, mean = one feature per channel",
             std::string("all"),
             {},
             {},
             {"all", "mean"}}};
}

ParamSpec perSpec()
{
    return {"per",
            "Rows",
            "One row per layer, or per layer and step",
            std::string("layer"),
            {},
            {},
            {"layer", "step"}};
}

ParamSpecs bootstrapSpecs()
{
    return {
        {"bootstrap", "Bootstrap replicates",
         "Draws of samples for the confidence band; 0 = no band", std::int64_t{200}, 0.0,
         100'000.0},
        {"confidence", "Confidence", "Share of the replicates inside the band", 0.95, 0.5, 0.9999}};
}

ParamSpec seedSpec(std::string help)
{
    return {"seed", "Seed", std::move(help), std::int64_t{1}, 0.0, 9e15};
}

PairingParams pairingParams(const Params& params)
{
    PairingParams pairing;
    const std::string& what = params.text("pairing");
    pairing.pairing = what == "branches" ? Pairing::Branches
                      : what == "runs"   ? Pairing::Runs
                      : what == "layers" ? Pairing::Layers
                                         : Pairing::Auto;
    pairing.join = params.text("join") == "by-id" ? JoinRule::ById : JoinRule::Strict;
    pairing.layers = params.text("layers");
    return pairing;
}

FeatureChoice featureChoice(const Params& params)
{
    FeatureChoice choice;
    choice.meanOverPlaces = params.text("places") == "mean";
    const std::string& step = params.text("step");
    if (step == "mean")
        return choice;
    if (step == "all") {
        choice.steps = StepUse::All;
        return choice;
    }
    choice.steps = StepUse::One;
    const char* end = step.data() + step.size();
    const auto [stopped, error] = std::from_chars(step.data(), end, choice.step);
    if (error != std::errc() || stopped != end) {
        throw Error(ErrorKind::BadParameter,
                    "step must be mean, all or a number from 0, not '" + step + "'");
    }
    return choice;
}

BootstrapParams bootstrapParams(const Params& params)
{
    BootstrapParams bootstrap;
    bootstrap.replicates = static_cast<std::size_t>(params.integer("bootstrap"));
    bootstrap.confidence = params.number("confidence");
    bootstrap.seed = static_cast<std::uint64_t>(params.integer("seed"));
    return bootstrap;
}

bool perStep(const Params& params)
{
    return params.text("per") == "step";
}

void forEachCounterpart(const PairedFeatures& paired, const Params& params, JobContext& job,
                        const std::function<void(const ComparedLayers&, JobContext&)>& body)
{
    if (paired.counterparts.empty()) {
        throw Error(ErrorKind::NotFound, paired.pairing == Pairing::Layers
                                             ? "layers of one run have no counterparts: this needs "
                                               "a second run, or branches 'static' and 'event'"
                                             : "no layer of the same name and size on both sides");
    }
    FeatureChoice choice = featureChoice(params);
    const bool steps = perStep(params);
    if (steps)
        choice.steps = StepUse::One;
    const auto total = static_cast<double>(paired.counterparts.size());
    for (std::size_t i = 0; i < paired.counterparts.size(); ++i) {
        const auto [a, b] = paired.counterparts[i];
        const FeatureLayer& layer = paired.a.layers[a];
        const std::size_t rows =
            steps ? std::min(layer.steps, paired.b.layers[b].steps) : std::size_t{1};
        for (std::size_t row = 0; row < rows; ++row) {
            if (steps)
                choice.step = row;
            const double each = 1.0 / (total * static_cast<double>(rows));
            const double done = static_cast<double>(i) / total + each * static_cast<double>(row);
            JobContext part = job.part(done, done + each);
            const ComparedLayers compared{layer, steps ? static_cast<double>(row) : kUndefined,
                                          featuresOf(paired.a, a, choice, part),
                                          featuresOf(paired.b, b, choice, part)};
            body(compared, part);
        }
    }
}

void addPairSummary(const PairedFeatures& paired, std::size_t layers, AnalysisResult& result)
{
    result.summary.emplace_back("samples", static_cast<double>(paired.samples));
    result.summary.emplace_back("layers", static_cast<double>(layers));
}

std::string pairNote(const std::string& method, const PairedFeatures& paired,
                     const AnalysisResult& result)
{
    std::string note = method;
    if (paired.pairing == Pairing::Branches)
        note += "; a = static branch, b = event branch";
    else if (paired.pairing == Pairing::Runs)
        note += "; a = " + paired.a.title + ", b = " + paired.b.title;
    note += ". " + paired.note;
    std::size_t undefined = 0;
    std::size_t numbers = 0;
    for (const std::vector<double>& row : result.rows) {
        numbers += row.size();
        undefined += static_cast<std::size_t>(
            std::count_if(row.begin(), row.end(), [](double value) { return std::isnan(value); }));
    }
    if (undefined > 0) {
        note += ". " + std::to_string(undefined) + " of " + std::to_string(numbers) +
                " numbers are undefined: too few samples, or samples that are all the same";
    }
    return note;
}

} // namespace inspike
