// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/attention.h"
#include "core/analysis/attention_probes.h"
#include "core/analysis/head_agreement.h"
#include "core/base/error.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace inspike {

namespace {

constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();

// --- attention-entropy

ParamSpecs entropyParams()
{
    return {
        attentionProbeParam(),
        {"by", "List by",
         "Axes that get rows of their own, such as step,head or sample,query; empty = steps and "
         "heads",
         std::string()}};
}

std::vector<AxisKind> listedAxes(const std::string& text, const AttentionMaps& maps)
{
    std::vector<AxisKind> by;
    if (text.empty()) {
        for (const Axis& axis : maps.outer()) {
            if (axis.kind == AxisKind::Step || axis.kind == AxisKind::Time ||
                axis.kind == AxisKind::Head)
                by.push_back(axis.kind);
        }
        return by;
    }
    for (std::size_t begin = 0; begin <= text.size();) {
        const std::size_t end = std::min(text.find(',', begin), text.size());
        const std::string name = text.substr(begin, end - begin);
        const auto kind = axisKindFromName(name);
        if (!kind)
            throw Error(ErrorKind::BadParameter, "by: '" + name + "' is no axis");
        if (std::find(by.begin(), by.end(), *kind) == by.end())
            by.push_back(*kind);
        begin = end + 1;
    }
    return by;
}

void addEntropySummary(const AttentionMaps& maps, AnalysisResult& result, JobContext& job)
{
    const EntropyCell all = attentionEntropy(maps, {}, job).front();
    const auto rows = static_cast<double>(all.rows);
    const auto keys = static_cast<double>(maps.keys());
    result.summary = {
        {"maps", static_cast<double>(maps.count())},
        {"queries", static_cast<double>(maps.queries())},
        {"keys", keys},
        {"largest possible entropy (bits)", keys > 0.0 ? std::log2(keys) : kUndefined},
        {"mean entropy (bits)", all.bits},
        {"mean relative entropy", all.relative},
        {"mean row sum", all.total},
        {"share of silent rows", rows > 0.0 ? static_cast<double>(all.silent) / rows : kUndefined},
        {"invalid rows", static_cast<double>(all.invalid)}};
}

AnalysisResult callEntropy(const AnalysisInputs& inputs, const Params& params, JobContext& job)
{
    const AttentionProbe probe = attentionProbe(*inputs.run, params.text("probe"));
    const AttentionMaps maps(probe.activation->dense());
    const std::vector<AxisKind> by = listedAxes(params.text("by"), maps);
    AnalysisResult result;
    for (const AxisKind kind : by)
        result.columns.emplace_back(axisName(kind));
    for (const char* name : {"rows", "silent rows", "invalid rows", "mean row sum",
                             "entropy (bits)", "relative entropy"})
        result.columns.emplace_back(name);
    JobContext listing = job.part(0.0, 0.6);
    for (const EntropyCell& cell : attentionEntropy(maps, by, listing)) {
        std::vector<double> row(cell.at.begin(), cell.at.end());
        for (const double value :
             {static_cast<double>(cell.rows), static_cast<double>(cell.silent),
              static_cast<double>(cell.invalid), cell.total, cell.bits, cell.relative})
            row.push_back(value);
        result.rows.push_back(std::move(row));
    }
    JobContext summing = job.part(0.6, 1.0);
    addEntropySummary(maps, result, summing);
    result.note = probe.id + ": H = -sum p log2 p of each row divided by its sum, mean over rows "
                             "that are not silent; relative = H / log2(keys) (Shannon 1948)";
    return result;
}

// --- head-agreement

ParamSpecs agreementParams()
{
    return {attentionProbeParam(),
            {"measure",
             "Measure",
             "Pearson: correlation of the entries, 0 for unrelated maps; cosine: high for any two "
             "dense maps",
             std::string("pearson"),
             {},
             {},
             {"pearson", "cosine"}}};
}

AnalysisResult callAgreement(const AnalysisInputs& inputs, const Params& params, JobContext& job)
{
    const AttentionProbe probe = attentionProbe(*inputs.run, params.text("probe"));
    const AttentionMaps maps(probe.activation->dense());
    const bool pearson = params.text("measure") == "pearson";
    const HeadAgreement agreement =
        headAgreement(maps, pearson ? HeadMeasure::Pearson : HeadMeasure::Cosine, job);
    AnalysisResult result;
    result.columns = {"head", "other head", pearson ? "correlation" : "cosine", "maps compared"};
    double low = kUndefined;
    double high = kUndefined;
    std::size_t pairs = 0;
    for (std::size_t a = 0; a < agreement.heads; ++a) {
        for (std::size_t b = a + 1; b < agreement.heads; ++b) {
            const double value = agreement.matrix[a * agreement.heads + b];
            result.rows.push_back(
                {static_cast<double>(a), static_cast<double>(b), value,
                 static_cast<double>(agreement.counted[a * agreement.heads + b])});
            pairs += std::isnan(value) ? 0 : 1;
            low = std::fmin(low, value); // NaN only while nothing is defined
            high = std::fmax(high, value);
        }
    }
    result.summary = {{"heads", static_cast<double>(agreement.heads)},
                      {"maps of each head", static_cast<double>(agreement.maps)},
                      {"pairs with a value", static_cast<double>(pairs)},
                      {"mean agreement", agreement.mean},
                      {"lowest", low},
                      {"highest", high}};
    result.note =
        probe.id + (pearson ? ": Pearson correlation of the entries of two heads' maps, mean over "
                              "maps; heads without variation have none"
                            : ": cosine of the entries of two heads' maps, mean over maps; silent "
                              "heads have none");
    return result;
}

} // namespace

Analysis makeAttentionEntropyAnalysis()
{
    return {"attention-entropy",
            "Attention entropy",
            "How spread the attention of each query is, in bits and relative to an even spread, by "
            "step, head or any other axis (entropy: Shannon, Bell Syst. Tech. J. 27, 379, 1948)",
            &entropyParams,
            &lacksAttention,
            &callEntropy};
}

Analysis makeHeadAgreementAnalysis()
{
    return {"head-agreement",
            "Agreement of heads",
            "Correlation of the attention maps of every pair of heads, mean over all maps (Pearson "
            "1895)",
            &agreementParams,
            &lacksAttention,
            &callAgreement};
}

} // namespace inspike
