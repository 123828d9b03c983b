// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Where a network looks: the sound and the picture side by side, over one of them the attention of
// the tokens that are pinned, beside them the whole map of queries and keys. Works for any run with
// attention probes; sound and picture are shown as far as the run kept them.

#include "core/figures/attention_map.h"
#include "core/figures/view_catalogue.h"

#include <memory>
#include <optional>
#include <vector>

namespace inspike {

// The index of Key{KeyKind::Token} is side * kTokenSide + token; sides: 0 = audio, 1 = visual.
constexpr std::int64_t kTokenSide = 1'000'000;
Key tokenKey(std::uint64_t source, int side, std::size_t token);

// What is asked about: tokens (steps, in the temporal form) as queries, or as keys.
struct AttentionPins
{
    std::vector<std::size_t> tokens;
    bool asKeys = false;

    friend bool operator==(const AttentionPins&, const AttentionPins&) = default;
};

// What the pointer is at, shown in place of the pins, which keep their outlines.
struct AttentionHover
{
    std::size_t token = 0;              // or step
    bool asKey = false;                 // who looks at it, rather than where it looks
    std::optional<std::size_t> partner; // the other end of a cell of the matrix
    bool placeOnly = false;             // temporal form: the token whose map over steps is shown

    friend bool operator==(const AttentionHover&, const AttentionHover&) = default;
};

// The colour of the n-th pin; not those of the modalities.
Colour pinColour(std::size_t pin);

// Everything about an attention figure but what is pinned: made once, drawn for every hover.
class AttentionPicture
{
public:
    // Throws Error{BadParameter}, Error{NotFound} and Error{BadShape}.
    AttentionPicture(const FigureInputs& inputs, const Params& params, JobContext& job);
    ~AttentionPicture();
    AttentionPicture(const AttentionPicture&) = delete;
    AttentionPicture& operator=(const AttentionPicture&) = delete;

    bool temporal() const; // steps ask steps, at one token
    bool eachHead() const;
    int querySide() const;
    int keySide() const;
    bool oneSide() const { return querySide() == keySide(); } // tokens ask their own modality
    std::size_t queries() const;
    std::size_t keys() const;
    std::size_t heads() const;

    HeatFigure figure(const AttentionPins& pins, const std::optional<AttentionHover>& hover,
                      const Viewport& viewport, JobContext& job) const;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

// block, form, step, token, head, query, direction, normalise, matrix, probe, trial.
ParamSpecs attentionParams();
// What the parameters pin, of so many queries and keys. Throws Error{BadParameter}.
AttentionPins pinsOf(const Params& params, std::size_t queries, std::size_t keys);
FigureKind makeAttentionKind();

} // namespace inspike
