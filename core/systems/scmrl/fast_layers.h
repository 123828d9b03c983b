// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The parameters of an S-CMRL network made ready for spike-driven layers: batch norm as a scale and
// a shift per output. Used by the fast path only. Names are the reference's modules.

#include "core/nn/detail/spike_layer.h"
#include "core/systems/scmrl/network.h"

#include <optional>
#include <string>
#include <vector>

namespace inspike::scmrl {

struct FastLayer
{
    nn::SpikeLayer weights;
    std::string neurons; // "block.0.attn.q_lif"
};

struct FastFrontEnd
{
    std::string name;
    std::vector<FastLayer> stages; // each followed by a max-pool
    FastLayer relative;            // rpe
};

struct FastAttention
{
    std::string name; // of the map, "block.0.attn.spatial_attn"
    FastLayer query, key, value, projection;
    std::string neurons; // attn_lif
};

struct FastMlp
{
    FastLayer first, second;
};

struct FastLinear
{
    std::size_t inputs = 0;
    std::size_t outputs = 0;
    std::vector<float> weights; // [outputs][inputs]
    std::vector<float> bias;

    // weights[:, offset ... offset + x.size()] x, plus the bias if asked for.
    std::vector<float> apply(std::span<const float> x, std::size_t offset, bool biased) const;
};

struct FastBlock
{
    std::string name; // "block.0"
    std::optional<FastAttention> spatial;
    std::optional<FastAttention> temporal;
    std::optional<FastLayer> alignment;
    std::vector<FastLinear> weighting; // WeightAttention: two layers without neurons
    std::optional<FastLayer> mixing;   // CMCI: both inputs side by side
    std::optional<FastMlp> mixingMlp;
};

struct FastLayers
{
    explicit FastLayers(const Network& network);

    Config config;
    std::vector<FastFrontEnd> fronts; // audio, visual; or the one of a unimodal network
    std::vector<FastBlock> blocks;    // none without cross attention
    std::vector<FastMlp> mlps;
    std::vector<FastLinear> heads;
};

} // namespace inspike::scmrl
