// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/attention_figure.h"

#include "core/analysis/number_list.h"
#include "core/figures/stream_parts.h"

namespace inspike {

namespace {

std::optional<std::string> lacks(const FigureInputs& inputs)
{
    return lacksAttention({inputs.recording, inputs.model, inputs.run});
}

Figure build(const FigureInputs& inputs, const Params& params, const Viewport& viewport,
             JobContext& job)
{
    const AttentionPicture picture(inputs, params, job);
    return picture.figure(pinsOf(params, picture.queries(), picture.keys()), std::nullopt, viewport,
                          job);
}

ParamSpec choice(std::string id, std::string title, std::string help,
                 std::vector<std::string> choices)
{
    ParamSpec spec{std::move(id), std::move(title), std::move(help), choices.front()};
    spec.choices = std::move(choices);
    return spec;
}

} // namespace

Key tokenKey(std::uint64_t source, int side, std::size_t token)
{
    return {KeyKind::Token, source, side * kTokenSide + static_cast<std::int64_t>(token)};
}

AttentionPins pinsOf(const Params& params, std::size_t queries, std::size_t keys)
{
    AttentionPins pins;
    pins.asKeys = params.text("direction") == "key";
    pins.tokens = indicesFromText(params.text("query"), "query", pins.asKeys ? keys : queries);
    return pins;
}

ParamSpecs attentionParams()
{
    return {choice("block", "Block", "Which stream asks and is enriched by the other one",
                   {"audio", "visual"}),
            choice("form", "Form", "Between tokens at a step, or between steps at a token",
                   {"spatial", "temporal"}),
            {"step", "Step", "Number of the step, from 0; -1 = mean over all steps",
             std::int64_t{0}, -1},
            {"token", "Token", "Token whose map over steps is shown, from 0 (temporal form)",
             std::int64_t{0}, 0},
            {"head", "Head", "mean, max, each (one picture for each head) or the number of a head",
             std::string("mean")},
            {"query", "Pinned",
             "Tokens (steps in the temporal form) that ask, such as 27,3; empty = the mean of all",
             std::string()},
            choice("direction", "Direction", "Where the pinned tokens look, or who looks at them",
                   {"query", "key"}),
            choice("normalise", "Normalise", "Matching channels, or their share of each row",
                   {"none", "rows"}),
            {"matrix", "Matrix", "Show the whole map of queries and keys", true},
            {"probe", "Probe",
             "Attention map to show, such as attn/block.0.attn; empty = that of block and form",
             std::string()},
            trialParam()};
}

FigureKind makeAttentionKind()
{
    return {"attention", "Attention", &attentionParams, &lacks, {"attn/*"}, &build};
}

} // namespace inspike
