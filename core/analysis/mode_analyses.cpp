// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/analysis_registry.h"
#include "core/analysis/projection.h"
#include "core/base/error.h"

#include <algorithm>
#include <string>

namespace inspike {

namespace {

// --- mode-importance

ParamSpecs noParams()
{
    return {};
}

// A parameter of the model, else of the run; nullopt when neither has it.
std::optional<LabelledArray> parameterOf(const AnalysisInputs& inputs, const std::string& name)
{
    if (inputs.model) {
        for (const ParameterInfo& parameter : inputs.model->info().parameters) {
            if (parameter.name == name)
                return inputs.model->parameter(name);
        }
    }
    if (inputs.run) {
        const auto found = inputs.run->parameters.find(name);
        if (found != inputs.run->parameters.end())
            return found->second;
    }
    return std::nullopt;
}

std::optional<std::string> lacksModes(const AnalysisInputs& inputs)
{
    for (const char* name : {"l", "pin", "pout"}) {
        if (!parameterOf(inputs, name))
            return std::string("a model with modes (parameter '") + name + "')";
    }
    return std::nullopt;
}

AnalysisResult callModeImportance(const AnalysisInputs& inputs, const Params&, JobContext&)
{
    const std::vector<ModeImportance> modes = modeImportance(
        *parameterOf(inputs, "l"), *parameterOf(inputs, "pin"), *parameterOf(inputs, "pout"));
    AnalysisResult result;
    result.columns = {"rank", "mode", "tau", "|lambda|"};
    for (std::size_t i = 0; i < modes.size(); ++i) {
        result.rows.push_back({static_cast<double>(i + 1), static_cast<double>(modes[i].mode + 1),
                               modes[i].tau, modes[i].score});
    }
    result.summary = {{"modes", static_cast<double>(modes.size())}};
    result.note = "tau = gamma |xi_in| + gamma |xi_out| + |lambda|, "
                  "gamma = sum |lambda| / sum (|xi_in| + |xi_out|)";
    return result;
}

// --- pca

ParamSpecs pcaParams()
{
    return {
        {"count", "Components", "How many components to list", std::int64_t{10}, 1, 100000},
        {"probe", "Probe", "Quantity to decompose; R is the filtered spikes", std::string("R")}};
}

std::optional<std::string> lacksProbe(const AnalysisInputs& inputs)
{
    if (!inputs.run)
        return "a run";
    for (const auto& [id, activation] : inputs.run->probes) {
        if (hasSteps(activation.axes()))
            return std::nullopt;
    }
    return "a probe over time in the run (R, the filtered spikes)";
}

AnalysisResult callPca(const AnalysisInputs& inputs, const Params& params, JobContext& job)
{
    const Activation* activation = inputs.run->find(params.text("probe"));
    if (activation == nullptr)
        throw Error(ErrorKind::NotFound, "the run has no probe '" + params.text("probe") + "'");
    const PrincipalVariances variances = principalVariances(trialArray(activation->dense()), job);
    AnalysisResult result;
    result.columns = {"component", "variance", "share of variance", "cumulative share"};
    const auto count =
        std::min(variances.variance.size(), static_cast<std::size_t>(params.integer("count")));
    double cumulative = 0.0;
    for (std::size_t i = 0; i < count; ++i) {
        const double variance = variances.variance[i];
        const double share = variances.total > 0.0 ? variance / variances.total : 0.0;
        cumulative += share;
        result.rows.push_back({static_cast<double>(i + 1), variance, share, cumulative});
    }
    double sum = 0.0;
    double squares = 0.0;
    for (const double variance : variances.variance) {
        sum += variance;
        squares += variance * variance;
    }
    result.summary = {{"total variance", variances.total},
                      {"participation ratio", squares > 0.0 ? sum * sum / squares : 0.0}};
    result.note = "eigenvalues of the covariance over all steps and trials; "
                  "participation ratio = (sum v)^2 / sum v^2";
    return result;
}

} // namespace

Analysis makeModeImportanceAnalysis()
{
    return {"mode-importance",
            "Importance of modes",
            "Modes ranked by tau, with the magnitude of their score (Zhang et al., Phys. Rev. E "
            "110, 024306)",
            &noParams,
            &lacksModes,
            &callModeImportance};
}

Analysis makePcaAnalysis()
{
    return {"pca",
            "Principal components",
            "Share of variance of the principal components of the filtered spikes (Hotelling, J. "
            "Educ. Psychol. 24, 417, 1933)",
            &pcaParams,
            &lacksProbe,
            &callPca};
}

} // namespace inspike
