// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/systems/scmrl/config.h"

#include "core/base/error.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace inspike::scmrl {

namespace {

constexpr std::array<std::pair<Fusion, const char*>, 6> kFusions = {
    {{Fusion::SpatialTemporal, "SpatialTemporal"},
     {Fusion::Spatial, "Spatial"},
     {Fusion::Temporal, "Temporal"},
     {Fusion::WeightAttention, "WeightAttention"},
     {Fusion::Sca, "SCA"},
     {Fusion::Cmci, "CMCI"}}};
constexpr std::array<std::pair<Interaction, const char*>, 2> kInteractions = {
    {{Interaction::Add, "Add"}, {Interaction::Concat, "Concat"}}};
constexpr std::array<std::pair<Modality, const char*>, 3> kModalities = {
    {{Modality::Both, "both"}, {Modality::Audio, "audio"}, {Modality::Visual, "visual"}}};
constexpr std::int64_t kMostSide = 4096;
constexpr std::int64_t kMostSteps = 4096;
constexpr std::int64_t kMostWidth = 16'384;
constexpr double kMostAlpha = 1e6;

template <typename Table>
std::string nameIn(const Table& table, const auto& value)
{
    const auto found =
        std::ranges::find_if(table, [&](const auto& entry) { return entry.first == value; });
    return found->second;
}

template <typename Value, typename Table>
Value valueIn(const Table& table, const std::string& name, const char* what)
{
    std::string known;
    for (const auto& [value, text] : table) {
        if (name == text)
            return value;
        known += (known.empty() ? "" : ", ") + std::string(text);
    }
    throw Error(ErrorKind::BadModel, std::string("the configuration's ") + what + " is '" + name +
                                         "'; this program knows " + known);
}

std::size_t sizeFrom(const Json& json, const char* key, std::size_t fallback, std::int64_t most)
{
    if (json.find(key) == nullptr)
        return fallback;
    const std::int64_t value = json[key].toInteger(-1);
    if (value < 0 || value > most)
        throw Error(ErrorKind::BadModel, std::string("the configuration's ") + key + " is " +
                                             json[key].dump() + ", not a size up to " +
                                             std::to_string(most));
    return static_cast<std::size_t>(value);
}

const Tensor* tensorOf(const Checkpoint& checkpoint, const std::string& name)
{
    for (const std::string& prefix : {std::string(), std::string("module.")}) {
        const auto found = checkpoint.state.find(prefix + name);
        if (found != checkpoint.state.end())
            return &found->second;
    }
    return nullptr;
}

std::size_t sizeOf(const Checkpoint& checkpoint, const std::string& name, std::size_t dimension)
{
    const Tensor* tensor = tensorOf(checkpoint, name);
    if (tensor == nullptr || tensor->shape.size() <= dimension)
        throw Error(ErrorKind::BadModel,
                    "S-CMRL needs the parameter '" + name + "', which the file does not have");
    return tensor->shape[dimension];
}

bool has(const Checkpoint& checkpoint, const std::string& name)
{
    return tensorOf(checkpoint, name) != nullptr;
}

Fusion fusionFromNames(const Checkpoint& checkpoint, std::vector<std::string>& notes)
{
    if (has(checkpoint, "block.0.attn.spatial_attn.q_conv.weight"))
        return Fusion::SpatialTemporal;
    if (has(checkpoint, "block.0.attn.mlp.mlp.fc1_conv.weight"))
        return Fusion::Cmci;
    if (has(checkpoint, "block.0.attn.q_conv.weight")) {
        notes.emplace_back("the file does not say which attention it has: spatial assumed (set "
                           "fusion=Temporal or fusion=SCA if not)");
        return Fusion::Spatial;
    }
    return Fusion::WeightAttention;
}

// What names and shapes tell.
Config configFromNames(const Checkpoint& checkpoint, std::vector<std::string>& notes)
{
    Config config;
    if (has(checkpoint, "patch_embed.proj_conv.weight")) {
        const std::size_t channels = sizeOf(checkpoint, "patch_embed.proj_conv.weight", 1);
        config.modality = channels == 1 ? Modality::Audio : Modality::Visual;
        config.visualChannels = channels;
        config.embed = sizeOf(checkpoint, "patch_embed.rpe_conv.weight", 0);
        config.shallow = !has(checkpoint, "patch_embed.proj_conv2.weight");
        config.fusion = Fusion::Spatial;
        config.alignment = false;
    } else {
        config.visualChannels = sizeOf(checkpoint, "visual_patch_embed.proj_conv.weight", 1);
        config.embed = sizeOf(checkpoint, "audio_patch_embed.rpe_conv.weight", 0);
        config.shallow = !has(checkpoint, "audio_patch_embed.proj_conv2.weight");
        config.crossAttention = std::ranges::any_of(checkpoint.state, [](const auto& entry) {
            return entry.first.find("block.0.attn.") != std::string::npos;
        });
        config.fusion =
            config.crossAttention ? fusionFromNames(checkpoint, notes) : Fusion::SpatialTemporal;
        config.alignment = has(checkpoint, "block.0.trans_linear.weight");
    }
    const std::string head = config.fusion == Fusion::Cmci ? "head.0.weight" : "head.weight";
    config.classes = sizeOf(checkpoint, head, 0);
    if (sizeOf(checkpoint, head, 1) == 2 * config.embed)
        config.interaction = Interaction::Concat;
    const std::size_t side = config.shallow ? 28 : 128;
    config.height = config.width = side;
    config.steps = config.shallow ? 16 : 4;
    const std::string sideText = std::to_string(side);
    notes.push_back("the file has no configuration: pictures of " + sideText + " x " + sideText +
                    ", " + std::to_string(config.steps) +
                    " steps and alpha 1.5 assumed (set height, width, steps, alpha if not)");
    return config;
}

void takeOptions(const Params& options, Config& config)
{
    const auto given = [&](const char* id) {
        return options.has(id) && options.isSet(id);
    };
    if (given("alpha"))
        config.alpha = options.number("alpha");
    if (given("steps"))
        config.steps = static_cast<std::size_t>(options.integer("steps"));
    if (given("height"))
        config.height = static_cast<std::size_t>(options.integer("height"));
    if (given("width"))
        config.width = static_cast<std::size_t>(options.integer("width"));
    if (given("resize"))
        config.resize = static_cast<std::size_t>(options.integer("resize"));
    if (given("fusion") && options.text("fusion") != "auto")
        config.fusion = valueIn<Fusion>(kFusions, options.text("fusion"), "fusion");
    if (given("modality") && options.text("modality") != "auto")
        config.modality = valueIn<Modality>(kModalities, options.text("modality"), "modality");
}

void need(bool holds, const std::string& message)
{
    if (!holds)
        throw Error(ErrorKind::BadModel, message);
}

} // namespace

bool Config::hasSpatial() const
{
    if (modality != Modality::Both)
        return true;
    return crossAttention && (fusion == Fusion::SpatialTemporal || fusion == Fusion::Spatial ||
                              fusion == Fusion::Sca);
}

bool Config::hasTemporal() const
{
    return modality == Modality::Both && crossAttention &&
           (fusion == Fusion::SpatialTemporal || fusion == Fusion::Temporal);
}

std::string nameOf(Fusion fusion)
{
    return nameIn(kFusions, fusion);
}

std::string nameOf(Interaction interaction)
{
    return nameIn(kInteractions, interaction);
}

std::string nameOf(Modality modality)
{
    return nameIn(kModalities, modality);
}

Config configFromJson(const Json& json)
{
    Config config;
    config.modality = valueIn<Modality>(kModalities, json["modality"].toString("both"), "modality");
    config.fusion =
        valueIn<Fusion>(kFusions, json["attn_method"].toString("SpatialTemporal"), "attn_method");
    config.interaction =
        valueIn<Interaction>(kInteractions, json["interaction"].toString("Add"), "interaction");
    config.crossAttention = json["cross_attn"].toBool(true);
    config.alignment = json["contrastive"].toBool(true);
    config.alpha = json["alpha"].toDouble(config.alpha);
    config.shallow = json["shallow_sps"].toBool(false);
    config.embed = sizeFrom(json, "embed_dims", config.embed, kMostWidth);
    config.height = sizeFrom(json, "img_size_h", config.height, kMostSide);
    config.width = sizeFrom(json, "img_size_w", config.width, kMostSide);
    config.visualChannels = sizeFrom(json, "in_channels", config.visualChannels, 3);
    config.classes = sizeFrom(json, "num_classes", config.classes, kMostWidth);
    config.steps = sizeFrom(json, "step", config.steps, kMostSteps);
    config.resize = sizeFrom(json, "resize", config.resize, kMostSide);
    for (const Json& name : json["class_names"].items())
        config.classNames.push_back(name.toString());
    if (config.modality != Modality::Both)
        config.alignment = false;
    return config;
}

Json toJson(const Config& config)
{
    Json json = Json::object();
    if (config.modality != Modality::Both)
        json.set("modality", nameOf(config.modality));
    json.set("alpha", config.alpha);
    json.set("attn_method", nameOf(config.fusion));
    json.set("contrastive", config.alignment);
    json.set("cross_attn", config.crossAttention);
    json.set("embed_dims", static_cast<std::uint64_t>(config.embed));
    json.set("img_size_h", static_cast<std::uint64_t>(config.height));
    json.set("img_size_w", static_cast<std::uint64_t>(config.width));
    json.set("in_channels", static_cast<std::uint64_t>(config.visualChannels));
    json.set("interaction", nameOf(config.interaction));
    json.set("num_classes", static_cast<std::uint64_t>(config.classes));
    json.set("shallow_sps", config.shallow);
    json.set("step", static_cast<std::uint64_t>(config.steps));
    if (config.resize > 0)
        json.set("resize", static_cast<std::uint64_t>(config.resize));
    if (!config.classNames.empty()) {
        Json names = Json::array();
        for (const std::string& name : config.classNames)
            names.push(name);
        json.set("class_names", std::move(names));
    }
    return json;
}

void check(const Config& config)
{
    const std::string width = std::to_string(config.embed);
    need(config.embed > 0 && config.embed % kHeads == 0,
         "the width embed_dims = " + width + " is not divisible by the 16 heads of attention");
    const std::size_t reduction = config.reduction();
    need(config.height >= reduction && config.width >= reduction &&
             config.height % reduction == 0 && config.width % reduction == 0,
         "pictures of " + std::to_string(config.height) + " x " + std::to_string(config.width) +
             " do not suit the front end, which needs multiples of " + std::to_string(reduction));
    need(config.visualChannels >= 1 && config.visualChannels <= 3,
         "the visual input needs 1, 2 or 3 channels, not " + std::to_string(config.visualChannels));
    need(config.classes > 0, "the network has no classes");
    need(config.steps > 0, "the network has no time steps");
    need(std::isfinite(config.alpha) && std::abs(config.alpha) <= kMostAlpha,
         "alpha, the weight of the residual, is not a finite number");
    need(config.classNames.empty() || config.classNames.size() == config.classes,
         std::to_string(config.classNames.size()) + " class names do not fit " +
             std::to_string(config.classes) + " classes");
}

bool looksLikeNetwork(const Checkpoint& checkpoint)
{
    const bool both = has(checkpoint, "audio_patch_embed.proj_conv.weight") &&
                      has(checkpoint, "visual_patch_embed.proj_conv.weight");
    const bool one = has(checkpoint, "patch_embed.rpe_conv.weight") &&
                     has(checkpoint, "block.0.mlp.fc1_conv.weight");
    return both || one;
}

Config configOf(const Checkpoint& checkpoint, const Params& options,
                std::vector<std::string>& notes)
{
    Config config = checkpoint.config.find("embed_dims") != nullptr
                        ? configFromJson(checkpoint.config)
                        : configFromNames(checkpoint, notes);
    takeOptions(options, config);
    check(config);
    return config;
}

ParamSpecs openOptions()
{
    const auto size = [](const char* id, const char* title, const char* help,
                         std::int64_t fallback) {
        return ParamSpec{id, title, help, fallback, 1, kMostSide};
    };
    return {{"fusion",
             "Fusion",
             "Which fusion a checkpoint without configuration has.",
             std::string("auto"),
             {},
             {},
             {"auto", "SpatialTemporal", "Spatial", "Temporal", "WeightAttention", "SCA", "CMCI"}},
            {"modality",
             "Modality",
             "What a network of one modality was trained on.",
             std::string("auto"),
             {},
             {},
             {"auto", "both", "audio", "visual"}},
            {"alpha", "Residual weight", "Weight of the cross-modal residual.", 1.5, -kMostAlpha,
             kMostAlpha},
            size("steps", "Time steps", "Steps for which an input is shown.", 4),
            size("height", "Picture height", "Pixels of the network's input.", 128),
            size("width", "Picture width", "Pixels of the network's input.", 128),
            size("resize", "Short side", "Pixels of a picture's short side before it is cropped.",
                 256)};
}

} // namespace inspike::scmrl
