// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/systems/scmrl/train_options.h"

#include "core/systems/scmrl/recipe.h"
#include "core/training/classifier_recipe.h"

#include <array>
#include <utility>

namespace inspike::scmrl {

namespace {

constexpr std::size_t kShallowBelow = 64; // pixels

ParamSpecs networkOptions()
{
    return {
        choiceOption(
            "fusion", "Fusion", "How the two modalities inform each other; none = not at all.",
            {"SpatialTemporal", "Spatial", "Temporal", "WeightAttention", "SCA", "CMCI", "none"}),
        choiceOption("modality", "Modality", "Both, or a network of one modality alone.",
                     {"both", "audio", "visual"}),
        {"alignment", "Semantic alignment",
         "Residuals become spikes, and a contrastive loss draws those of one class together.",
         true},
        choiceOption("interaction", "Head", "Features of both modalities are added or joined.",
                     {"Add", "Concat"}),
        {"alpha", "Residual weight", "Weight of the cross-modal residual.", 1.5, 0.0, 100.0},
        {"alignment-gain", "Alignment gain",
         "Factor on the initial weights of semantic alignment; 1 as published.", 1.0, 0.0, 1000.0},
        {"alignment-bias", "Alignment bias",
         "Initial bias of semantic alignment; 0 as published, above 1 its neurons fire at once.",
         0.0, -10.0, 10.0},
        {"embed", "Width", "Channels of a token; a multiple of 16.", std::int64_t{256}, 1, 4096},
        {"size", "Picture size", "Height and width of spectrogram and picture, in pixels.",
         std::int64_t{128}, 4, 1024},
        choiceOption("front-end", "Front end",
                     "Pixels per token: deep 16, shallow 4; auto = shallow below 64 pixels.",
                     {"auto", "deep", "shallow"}),
        {"steps", "Time steps", "Steps for which an input is shown.", std::int64_t{4}, 1, 1000},
        {"visual-channels", "Visual channels", "3 = colours, 2 = ON and OFF events, 1 = grey.",
         std::int64_t{3}, 1, 3},
        {"resize", "Short side",
         "Pixels of a picture's short side before it is cropped; 0 = twice the picture size.",
         std::int64_t{0}, 0, 4096}};
}

ParamSpecs scheduleOptions()
{
    return {{"batch", "Batch", "Samples per update.", std::int64_t{128}, 1, 100'000},
            {"learning-rate", "Learning rate",
             "Highest, for a batch of 1024; scales with the batch.", 5e-3, 1e-8, 10.0},
            {"warm-up", "Warm-up", "Epochs in which the learning rate rises.", std::int64_t{5}, 0,
             10'000},
            {"weight-decay", "Weight decay", "Of weights; biases and batch norm have none.", 1e-4,
             0.0, 1.0},
            {"temperature", "Temperature", "Of the contrastive loss.", 0.07, 1e-4, 100.0},
            {"smoothing", "Label smoothing", "Share of a label that is given to all classes.", 0.1,
             0.0, 1.0}};
}

ParamSpecs dataOptions()
{
    return {
        choiceOption("augmentation", "Augmentation",
                     "Changes of training pictures; auto = crop-flip for colours, else shift.",
                     {"auto", "crop-flip", "shift", "none"}),
        {"draws", "Draws", "Variants of each training picture; 0 = a new one in every epoch.",
         std::int64_t{3}, 0, 1000},
        choiceOption("noise", "Noisy modality", "Gets noise while the network is trained.",
                     {"none", "visual", "audio"}),
        {"noise-snr",
         "Signal to noise",
         "Of the noisy modality in training.",
         10.0,
         -100.0,
         200.0,
         {},
         "dB"},
        choiceOption(
            "select", "Selected epoch",
            "The best one on the validation part, or (as published) on the test part, or the "
            "last.",
            {"validation", "test", "last"}),
        {"validation", "Validation share",
         "Of the training samples, if the data names no validation part.", 0.1, 0.0, 0.9},
        {"checkpoint", "Checkpoint", "Epochs from one resumable checkpoint to the next; 0 = none.",
         std::int64_t{1}, 0, 100'000},
        {"data-note", "About the data", "Names and licences, kept in the model.", std::string()}};
}

} // namespace

ParamSpecs trainOptions()
{
    ParamSpecs all = networkOptions();
    for (const ParamSpecs& more : {scheduleOptions(), dataOptions()})
        all.insert(all.end(), more.begin(), more.end());
    return all;
}

Config configFrom(const Params& options, std::vector<std::string> classNames)
{
    const auto sizeOf = [&](const char* id) {
        return static_cast<std::size_t>(options.integer(id));
    };
    Json json = Json::object();
    const std::string& fusion = options.text("fusion");
    json.set("attn_method", fusion == "none" ? "SpatialTemporal" : fusion);
    json.set("modality", options.text("modality"));
    json.set("interaction", options.text("interaction"));
    Config config = configFromJson(json);
    config.crossAttention = fusion != "none";
    const bool residual = config.fusion == Fusion::SpatialTemporal ||
                          config.fusion == Fusion::Spatial || config.fusion == Fusion::Temporal;
    config.alignment = options.flag("alignment") && residual && config.crossAttention &&
                       config.modality == Modality::Both;
    config.alpha = options.number("alpha");
    config.embed = sizeOf("embed");
    config.height = config.width = sizeOf("size");
    const std::string& front = options.text("front-end");
    config.shallow = front == "auto" ? config.height < kShallowBelow : front == "shallow";
    config.steps = sizeOf("steps");
    config.visualChannels = sizeOf("visual-channels");
    config.resize = sizeOf("resize");
    config.classes = classNames.size();
    config.classNames = std::move(classNames);
    check(config);
    return config;
}

DataChoice dataChoiceFrom(const Params& options, std::size_t visualChannels, std::uint64_t seed)
{
    DataChoice choice;
    choice.seed = seed;
    choice.validationShare = options.number("validation");
    choice.frozenDraws = static_cast<std::size_t>(options.integer("draws"));
    const std::string& augmentation = options.text("augmentation");
    if (augmentation == "auto")
        choice.augmentation = visualChannels == 3 ? Augmentation::CropFlip : Augmentation::Shift;
    else if (augmentation != "none")
        choice.augmentation =
            augmentation == "shift" ? Augmentation::Shift : Augmentation::CropFlip;
    return choice;
}

std::optional<TrainingNoise> noiseFrom(const Params& options)
{
    const std::string& text = options.text("noise");
    if (text == "none")
        return std::nullopt;
    return TrainingNoise{text == "audio" ? Modality::Audio : Modality::Visual,
                         options.number("noise-snr")};
}

} // namespace inspike::scmrl
