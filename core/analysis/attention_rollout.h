// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Attention roll-out (Abnar and Zuidema, "Quantifying attention flow in transformers", ACL 2020,
// 4190-4197) for networks in which two groups of tokens ask each other. All tokens of both groups
// are the nodes of one graph; a layer is a matrix whose row i says how much of token i after the
// layer comes from each token before it: `residual` from itself and `alpha` from the tokens it
// attends, in proportion to their counts, divided by the sum of both. A row without any attention
// keeps its token. Blocks that read the same features side by side (S-CMRL: audio asks visual and
// visual asks audio) make one joint layer, not two; layers that follow each other are multiplied.
// The result describes where attention points, not what causes an output.

#include "core/analysis/attention.h"

#include <cstddef>
#include <span>
#include <utility>
#include <vector>

namespace inspike {

// Attention of one block, heads and whatever else was not fixed added up.
struct AttentionCounts
{
    std::size_t queries = 0;
    std::size_t keys = 0;
    std::vector<double> values; // queries x keys, not negative
};

enum class HeadWeights {
    Counts, // a head with more matching spikes weighs more, as in the network
    Equal   // rows of every map are normalised first, as in Abnar and Zuidema
};

// Adds up the maps at the given places of some axes, over all places of the others. Throws
// Error{BadParameter} for a place that there is not and Error{Unsupported} for entries that are
// negative or not finite.
AttentionCounts attentionCounts(const AttentionMaps& maps,
                                std::span<const std::pair<AxisKind, std::size_t>> at,
                                HeadWeights heads, JobContext& job);

struct JointAttention
{
    std::size_t first = 0;       // tokens of the first group, which come first
    std::size_t second = 0;      // 0 for self-attention
    std::vector<double> weights; // row = token after, column = token before; rows sum to 1
    std::size_t silentRows = 0;  // of the maps: tokens that attend nobody

    std::size_t tokens() const { return first + second; }
    double at(std::size_t to, std::size_t from) const { return weights[to * tokens() + from]; }
};

struct LayerWeights
{
    double alpha = 1.0;    // of what is attended
    double residual = 1.0; // of the token itself
};

// `firstAsks`: tokens of the first group ask those of the second; `secondAsks` the other way. Null
// when that group is left alone. Throws Error{BadShape} when they do not fit each other or both are
// null, and Error{OutOfMemory} when the joint matrix would be beyond the memory budget.
JointAttention crossLayer(const AttentionCounts* firstAsks, const AttentionCounts* secondAsks,
                          LayerWeights weights);
// Tokens ask each other. Throws Error{BadShape} unless the map is square, and as above.
JointAttention selfLayer(const AttentionCounts& counts, LayerWeights weights);

// The product of layers, the first one applied first. Throws Error{BadShape} unless they are of one
// shape and there is at least one.
JointAttention attentionRollout(std::span<const JointAttention> layers, JobContext& job);

} // namespace inspike
