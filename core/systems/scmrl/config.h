// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What makes an S-CMRL network (specs: s-cmrl 3 and 4): from the `config` of a file, or read off
// the shapes of a checkpoint that has none.

#include "core/base/param_spec.h"
#include "core/nn/checkpoint.h"

#include <cstddef>
#include <string>
#include <vector>

namespace inspike::scmrl {

constexpr std::size_t kHeads = 16;           // fixed by the reference
constexpr std::size_t kShallowReduction = 4; // pixels per token and side
constexpr std::size_t kDeepReduction = 16;
constexpr double kAttentionScale = 0.25; // whatever the width of a head

enum class Fusion { SpatialTemporal, Spatial, Temporal, WeightAttention, Sca, Cmci };
enum class Interaction { Add, Concat };
// Audio and Visual: one front end, one block of self-attention and a head ("spikformer").
enum class Modality { Both, Audio, Visual };

struct Config
{
    Modality modality = Modality::Both;
    Fusion fusion = Fusion::SpatialTemporal;
    bool crossAttention = true; // false: two streams that meet in the head only
    bool alignment = true;      // semantic alignment of the residual ("contrastive")
    Interaction interaction = Interaction::Add;
    double alpha = 1.5; // weight of the residual
    bool shallow = false;
    std::size_t embed = 256; // C
    std::size_t height = 128;
    std::size_t width = 128;
    std::size_t visualChannels = 3; // 3: colours, 2: ON and OFF events, 1: grey
    std::size_t classes = 6;
    std::size_t steps = 4;  // T
    std::size_t resize = 0; // short side of a picture before the centre crop; 0 = twice the height
    std::vector<std::string> classNames; // may be empty

    std::size_t reduction() const { return shallow ? kShallowReduction : kDeepReduction; }
    std::size_t tokenRows() const { return height / reduction(); }
    std::size_t tokenColumns() const { return width / reduction(); }
    std::size_t tokens() const { return tokenRows() * tokenColumns(); }
    std::size_t headWidth() const { return embed / kHeads; }
    bool hasSpatial() const;  // probes attn/...spatial... exist
    bool hasTemporal() const; // probes attn/...temporal... exist
};

// Names as in the reference's configuration: "SpatialTemporal", "Add", "both".
std::string nameOf(Fusion fusion);
std::string nameOf(Interaction interaction);
std::string nameOf(Modality modality);

// "embed_dims", "attn_method", "contrastive", ... Throws Error{BadModel} for values that no network
// can have (a width that 16 does not divide, sizes that the front end does not divide).
Config configFromJson(const Json& json);
Json toJson(const Config& config);
void check(const Config& config);

// True if the names look like this system's.
bool looksLikeNetwork(const Checkpoint& checkpoint);
// From the file's configuration, else from names and shapes, with `options` (openOptions()) for
// what they do not tell; what was assumed goes to `notes`. Throws Error{BadModel}.
Config configOf(const Checkpoint& checkpoint, const Params& options,
                std::vector<std::string>& notes);
// alpha, steps, height, width, contrast, interaction... for PyTorch checkpoints.
ParamSpecs openOptions();

} // namespace inspike::scmrl
