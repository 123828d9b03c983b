// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/attention_probes.h"
#include "core/analysis/attention_rollout.h"
#include "core/base/error.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <initializer_list>
#include <limits>
#include <map>

namespace inspike {

namespace {

constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();

ParamSpecs rolloutParams()
{
    const auto choice = [](const char* id, const char* title, const char* help,
                           const char* fallback, std::vector<std::string> choices) {
        return ParamSpec{id, title, help, std::string(fallback), {}, {}, std::move(choices)};
    };
    return {
        choice("map", "Attention", "Between tokens inside a step, or between steps at a token",
               "auto", {"auto", "spatial", "temporal"}),
        choice("graph", "Graph",
               "cross: even blocks ask from audio to visual, odd ones back; self: tokens of one "
               "group; auto: cross for networks with both inputs",
               "auto", {"auto", "cross", "self"}),
        {"sample", "Sample", "Number of the sample, from 0; -1 = counts of all added up",
         std::int64_t{0}, -1, 1e9},
        {"step", "Step", "Step of spatial attention, from 0; -1 = all added up", std::int64_t{-1},
         -1, 1e9},
        {"token", "Token", "Token of temporal attention, from 0; -1 = all added up",
         std::int64_t{-1}, -1, 1e9},
        {"alpha", "Weight of attention", "A number, or model: alpha of its configuration, else 1",
         std::string("model")},
        {"residual", "Weight of the token itself",
         "1 as the networks add to a token; 0 for those that replace it", 1.0, 0.0, 1e6},
        choice(
            "heads", "Heads",
            "counts: as they are, busy heads weigh more; equal: rows of every map sum to 1 first",
            "counts", {"counts", "equal"}),
        choice("table", "Table", "A row for each token, or all weights that are not zero", "tokens",
               {"tokens", "matrix"})};
}

Json configOf(const Run& run)
{
    return run.made.settings["config"];
}

double alphaOf(const Run& run, const Params& params)
{
    const std::string& text = params.text("alpha");
    if (text == "model")
        return configOf(run)["alpha"].toDouble(1.0);
    const Json number = [&] {
        try {
            return Json::parse(text);
        } catch (const Error&) {
            return Json();
        }
    }();
    if (!number.isNumber() || !(number.toDouble() >= 0.0) || !std::isfinite(number.toDouble()))
        throw Error(ErrorKind::BadParameter,
                    "alpha must be 'model' or a number that is not negative, got '" + text + "'");
    return number.toDouble();
}

bool isCross(const Run& run, const Params& params)
{
    if (params.text("graph") != "auto")
        return params.text("graph") == "cross";
    const std::string modality = configOf(run)["modality"].toString("both");
    return modality == "both" && run.inputs.contains("audio") && run.inputs.contains("visual");
}

std::vector<AttentionProbe> chosenBlocks(const Run& run, const std::string& map)
{
    const std::vector<AttentionProbe> all = attentionProbes(run);
    const bool anySpatial =
        std::any_of(all.begin(), all.end(), [](const auto& probe) { return !probe.temporal; });
    const bool temporal = map == "temporal" || (map == "auto" && !anySpatial);
    std::vector<AttentionProbe> chosen;
    for (const AttentionProbe& probe : all) {
        if (probe.temporal == temporal)
            chosen.push_back(probe);
    }
    if (chosen.empty())
        throw Error(ErrorKind::NotFound, "the run has no " + map + " attention");
    return chosen;
}

// Where sample, step and token are fixed; axes that these maps do not have are left alone unless
// somebody asked for them.
std::vector<std::pair<AxisKind, std::size_t>> chosenPlaces(const AttentionMaps& maps,
                                                           const Params& params)
{
    std::vector<std::pair<AxisKind, std::size_t>> at;
    const auto fix = [&](const char* name, std::initializer_list<AxisKind> kinds) {
        const std::int64_t place = params.integer(name);
        if (place < 0)
            return;
        for (const Axis& axis : maps.outer()) {
            if (std::find(kinds.begin(), kinds.end(), axis.kind) != kinds.end()) {
                at.emplace_back(axis.kind, static_cast<std::size_t>(place));
                return;
            }
        }
        if (params.isSet(name))
            throw Error(ErrorKind::BadParameter, std::string(name) +
                                                     ": these attention maps have only " +
                                                     axisNames(maps.outer()));
    };
    fix("sample", {AxisKind::Sample});
    fix("step", {AxisKind::Step, AxisKind::Time});
    fix("token", {AxisKind::Token});
    return at;
}

AttentionCounts countsOf(const AttentionProbe& probe, const Params& params, JobContext& job)
{
    const AttentionMaps maps(probe.activation->dense());
    const HeadWeights heads =
        params.text("heads") == "equal" ? HeadWeights::Equal : HeadWeights::Counts;
    return withContext("reading " + probe.id, [&] {
        return attentionCounts(maps, chosenPlaces(maps, params), heads, job);
    });
}

// Blocks 2 k and 2 k + 1 read the same features and make layer k.
std::vector<JointAttention> crossLayers(const std::vector<AttentionProbe>& blocks,
                                        const Params& params, LayerWeights weights, JobContext& job)
{
    std::map<std::size_t, std::array<std::optional<AttentionCounts>, 2>> pairs;
    for (const AttentionProbe& block : blocks) {
        auto& place = pairs[block.block / 2][block.block % 2];
        if (place)
            throw Error(ErrorKind::Unsupported, "block " + std::to_string(block.block) +
                                                    " has several attention maps of this kind");
        place = countsOf(block, params, job);
    }
    std::vector<JointAttention> layers;
    for (const auto& [number, pair] : pairs) {
        layers.push_back(
            crossLayer(pair[0] ? &*pair[0] : nullptr, pair[1] ? &*pair[1] : nullptr, weights));
    }
    return layers;
}

// What one token takes from where.
struct TokenFlow
{
    double own = 0.0, sameSide = 0.0, otherSide = 0.0;
    double bits = 0.0;
    double received = 0.0; // by this token from all others
    std::size_t most = 0;  // attended token, itself left out
    double mostWeight = 0.0;
};

TokenFlow flowOf(const JointAttention& rollout, std::size_t token)
{
    TokenFlow flow;
    const bool first = token < rollout.first;
    for (std::size_t other = 0; other < rollout.tokens(); ++other) {
        const double weight = rollout.at(token, other);
        if (weight > 0.0)
            flow.bits -= weight * std::log2(weight);
        if (other == token) {
            flow.own = weight;
            continue;
        }
        ((other < rollout.first) == first ? flow.sameSide : flow.otherSide) += weight;
        flow.received += rollout.at(other, token);
        if (weight > flow.mostWeight) {
            flow.most = other;
            flow.mostWeight = weight;
        }
    }
    return flow;
}

double sideOf(const JointAttention& rollout, std::size_t token)
{
    return token < rollout.first ? 0.0 : 1.0;
}

double numberOn(const JointAttention& rollout, std::size_t token)
{
    return static_cast<double>(token < rollout.first ? token : token - rollout.first);
}

void listTokens(const JointAttention& rollout, AnalysisResult& result, JobContext& job)
{
    result.columns = {"side (0 = first, 1 = second)",
                      "token",
                      "weight of itself",
                      "weight of its own side",
                      "weight of the other side",
                      "entropy (bits)",
                      "received from others",
                      "side most attended",
                      "token most attended",
                      "its weight"};
    double shares[2] = {0.0, 0.0};
    double bits = 0.0;
    for (std::size_t token = 0; token < rollout.tokens(); ++token) {
        job.checkpoint();
        const TokenFlow flow = flowOf(rollout, token);
        const bool attends = flow.mostWeight > 0.0;
        result.rows.push_back({sideOf(rollout, token), numberOn(rollout, token), flow.own,
                               flow.sameSide, flow.otherSide, flow.bits, flow.received,
                               attends ? sideOf(rollout, flow.most) : kUndefined,
                               attends ? numberOn(rollout, flow.most) : kUndefined,
                               flow.mostWeight});
        shares[token < rollout.first ? 0 : 1] += flow.otherSide;
        bits += flow.bits;
    }
    const auto mean = [](double sum, std::size_t count) {
        return count > 0 ? sum / static_cast<double>(count) : kUndefined;
    };
    result.summary.emplace_back("share of the second side in the first",
                                mean(shares[0], rollout.second > 0 ? rollout.first : 0));
    result.summary.emplace_back("share of the first side in the second",
                                mean(shares[1], rollout.second));
    result.summary.emplace_back("mean entropy (bits)", mean(bits, rollout.tokens()));
}

void listWeights(const JointAttention& rollout, AnalysisResult& result, JobContext& job)
{
    result.columns = {"side (0 = first, 1 = second)", "token", "from side", "from token", "weight"};
    for (std::size_t to = 0; to < rollout.tokens(); ++to) {
        job.checkpoint();
        for (std::size_t from = 0; from < rollout.tokens(); ++from) {
            if (rollout.at(to, from) != 0.0)
                result.rows.push_back({sideOf(rollout, to), numberOn(rollout, to),
                                       sideOf(rollout, from), numberOn(rollout, from),
                                       rollout.at(to, from)});
        }
    }
}

AnalysisResult callRollout(const AnalysisInputs& inputs, const Params& params, JobContext& job)
{
    const Run& run = *inputs.run;
    const std::vector<AttentionProbe> blocks = chosenBlocks(run, params.text("map"));
    const LayerWeights weights{alphaOf(run, params), params.number("residual")};
    const bool cross = isCross(run, params);
    std::vector<JointAttention> layers;
    if (cross)
        layers = crossLayers(blocks, params, weights, job);
    for (const AttentionProbe& block : blocks) {
        if (!cross)
            layers.push_back(selfLayer(countsOf(block, params, job), weights));
    }
    const JointAttention rollout = attentionRollout(layers, job);
    AnalysisResult result;
    result.summary = {{"tokens of the first side", static_cast<double>(rollout.first)},
                      {"tokens of the second side", static_cast<double>(rollout.second)},
                      {"layers", static_cast<double>(layers.size())},
                      {"alpha", weights.alpha},
                      {"tokens that attend nobody", static_cast<double>(rollout.silentRows)}};
    if (params.text("table") == "tokens")
        listTokens(rollout, result, job);
    else
        listWeights(rollout, result, job);
    std::string names;
    for (const AttentionProbe& block : blocks)
        names += (names.empty() ? "" : ", ") + block.id;
    result.note =
        names +
        ": (residual I + alpha A) / (residual + alpha) with A the counts of all heads "
        "divided by their row sums; " +
        (cross ? "first side = audio; blocks 2k and 2k + 1 read the same features and are one "
                 "joint layer"
               : "layers multiplied in order") +
        (layers.size() > 1 && cross ? ", layers multiplied" : "") +
        "; tells where attention points, not what causes the output";
    return result;
}

} // namespace

Analysis makeAttentionRolloutAnalysis()
{
    return {"attention-rollout",
            "Attention roll-out",
            "How much of each token comes from every token of both modalities through all blocks "
            "(Abnar and Zuidema, ACL 2020, for two groups of tokens that ask each other)",
            &rolloutParams,
            &lacksAttention,
            &callRollout};
}

} // namespace inspike
