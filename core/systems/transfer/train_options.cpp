// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/systems/transfer/train_options.h"

#include "core/base/error.h"
#include "core/systems/transfer/recipe.h"
#include "core/training/classifier_recipe.h"

#include <charconv>

namespace inspike::transfer {

namespace {

ParamSpecs networkOptions()
{
    return {choiceOption("arch", "Network", "Which of the three published networks.",
                         {"vgg", "resnet18", "scnn"}),
            {"narrow", "Narrow", "Divides the published widths.", std::int64_t{1}, 1, 512},
            {"widths", "Widths",
             "Channels from input to output, such as 8,16,64; empty = as published.",
             std::string()},
            {"size", "Picture size", "Pixels of a side; 0 = 48, for SCNN 28.", std::int64_t{0}, 0,
             1024},
            {"steps", "Time steps", "Frames of a recording.", std::int64_t{10}, 1, 4096},
            choiceOption(
                "framing", "Event frames",
                "How events become frames: count per bin, or rate with the centre of the sensor.",
                {"auto", "count", "rate"}),
            choiceOption(
                "pictures", "Coloured pictures",
                "The largest of red, green and blue, or blue alone as in the published ablation.",
                {"value", "blue"}),
            {"transfer", "Transfer",
             "Pictures help; off = the baseline that learns from events alone.", true}};
}

ParamSpecs lossOptions()
{
    return {
        {"domain-weight", "Domain weight",
         "Of the loss that draws both domains together; 0 = it is only measured.", 0.5, 0.0, 1e3},
        {"tet", "Loss at every step", "Off = cross entropy of the logits averaged over the steps.",
         true},
        {"tet-share", "Share of the distance",
         "Of the squared distance between logits and 0.5 in the loss of every step.", 1e-3, 0.0,
         1.0},
        choiceOption("coefficients", "Step weights", "Learned per step, off, or one fixed number.",
                     {"learned", "off", "fixed"}),
        {"coefficient", "Fixed step weight", "For fixed step weights.", 0.5, 0.0, 1.0},
        choiceOption(
            "sliding", "Sliding",
            "Events replace pictures more and more, all at once after half of the epochs, or "
            "never.",
            {"on", "off", "never"}),
        {"power", "Sliding power", "Larger = pictures stay for longer.", 3.0, 0.0, 100.0}};
}

ParamSpecs scheduleOptions()
{
    return {{"batch", "Batch", "Samples per update.", std::int64_t{120}, 1, 100'000},
            {"learning-rate", "Learning rate",
             "Highest, for a batch of 1024; scales with the batch.", 5e-3, 1e-8, 100.0},
            {"warm-up", "Warm-up", "Epochs in which the learning rate rises.", std::int64_t{5}, 0,
             10'000},
            choiceOption("decay", "Decay of the rate",
                         "Half a cosine over all epochs, or a tenth after every so many epochs.",
                         {"cosine", "step"}),
            {"decay-epochs", "Epochs per step", "Of the rate that falls by steps.",
             std::int64_t{40}, 1, 100'000},
            {"weight-decay", "Weight decay", "Of weights; biases and batch norm have none.", 0.01,
             0.0, 1.0},
            {"segment", "Steps in memory",
             "Steps whose inside is kept for the gradients, computed twice if not all; 0 = all.",
             std::int64_t{0}, 0, 4096}};
}

ParamSpecs dataOptions()
{
    return {
        {"event-share", "Share of events",
         "Of the training recordings of every class, chosen by the seed.", 1.0, 1e-4, 1.0},
        {"still-share", "Share of pictures",
         "Of the training pictures of every class, chosen by the seed.", 1.0, 1e-4, 1.0},
        choiceOption(
            "augmentation", "Augmentation",
            "Changes of training frames; auto = crop, for ResNet also flip and rotation, for "
            "SCNN none.",
            {"auto", "crop", "crop-flip-rotate", "none"}),
        choiceOption(
            "sampling", "Sampling",
            "Balanced draws every class as often, with replacement; shuffled takes each sample "
            "once.",
            {"balanced", "shuffled"}),
        choiceOption(
            "select", "Selected epoch",
            "The last one, or the best one on the validation part or (as published) on the test "
            "part.",
            {"last", "validation", "test"}),
        {"validation", "Validation share",
         "Of the training samples, if the data names no validation part.", 0.0, 0.0, 0.9},
        {"evaluate", "Evaluation", "Epochs from one measurement to the next.", std::int64_t{1}, 1,
         100'000},
        {"checkpoint", "Checkpoint", "Epochs from one resumable checkpoint to the next; 0 = none.",
         std::int64_t{1}, 0, 100'000},
        {"snapshots", "Snapshots",
         "Epochs from one run of test pairs, kept beside the model, to the next; 0 = none.",
         std::int64_t{0}, 0, 100'000},
        {"snapshot-pairs", "Pairs in a snapshot", "At most so many.", std::int64_t{100}, 1, 10'000},
        {"data-note", "About the data", "Names and licences, kept in the model.", std::string()}};
}

std::vector<std::size_t> widthsFrom(const std::string& text)
{
    std::vector<std::size_t> widths;
    const char* at = text.data();
    const char* const end = at + text.size();
    while (at != end) {
        std::size_t width = 0;
        const auto [rest, problem] = std::from_chars(at, end, width);
        const bool goesOn = rest != end && *rest == ',' && rest + 1 != end;
        if (problem != std::errc() || (rest != end && !goesOn))
            throw Error(ErrorKind::BadParameter,
                        "widths must be numbers with commas between them, not '" + text + "'");
        widths.push_back(width);
        at = goesOn ? rest + 1 : rest;
    }
    return widths;
}

} // namespace

ParamSpecs trainOptions()
{
    ParamSpecs all = networkOptions();
    for (const ParamSpecs& more : {lossOptions(), scheduleOptions(), dataOptions()})
        all.insert(all.end(), more.begin(), more.end());
    return all;
}

Config configFrom(const Params& options)
{
    Config config;
    config.arch = archFromName(options.text("arch"));
    config.widths = widthsFrom(options.text("widths"));
    if (config.widths.empty())
        config.widths =
            publishedWidths(config.arch, static_cast<std::size_t>(options.integer("narrow")));
    config.size = static_cast<std::size_t>(options.integer("size"));
    if (config.size == 0)
        config.size = config.arch == Arch::Scnn ? 28 : 48;
    config.steps = static_cast<std::size_t>(options.integer("steps"));
    config.transfer = options.flag("transfer");
    const std::string& framing = options.text("framing");
    if (framing == "auto")
        config.framing = config.arch == Arch::Scnn ? Framing::Rate : Framing::Count;
    else
        config.framing = framingFromName(framing);
    config.stillColour = stillColourFromName(options.text("pictures"));
    return config;
}

DataChoice dataChoiceFrom(const Params& options, Arch arch, std::uint64_t seed)
{
    DataChoice choice;
    choice.seed = seed;
    choice.eventShare = options.number("event-share");
    choice.stillShare = options.number("still-share");
    choice.validationShare = options.number("validation");
    const std::string& augmentation = options.text("augmentation");
    if (augmentation == "crop" || (augmentation == "auto" && arch == Arch::Vgg))
        choice.augmentation = Augmentation::Crop;
    else if (augmentation == "crop-flip-rotate" ||
             (augmentation == "auto" && arch == Arch::ResNet18))
        choice.augmentation = Augmentation::CropFlipRotate;
    return choice;
}

Objective objectiveFrom(const Params& options)
{
    Objective objective;
    objective.tet = options.flag("tet");
    objective.tetShare = options.number("tet-share");
    objective.domainWeight = options.number("domain-weight");
    const std::string& coefficients = options.text("coefficients");
    if (coefficients == "off")
        objective.stepWeights = StepWeights::Off;
    else if (coefficients == "fixed")
        objective.stepWeights = StepWeights::Fixed;
    objective.fixedWeight = options.number("coefficient");
    return objective;
}

Sliding slidingFrom(const Params& options)
{
    const std::string& text = options.text("sliding");
    if (text == "on")
        return Sliding::Smooth;
    return text == "off" ? Sliding::Sudden : Sliding::Never;
}

double replacementAt(Sliding sliding, double power, std::uint64_t update,
                     std::uint64_t updatesPerEpoch, int epochs)
{
    const std::uint64_t epoch = update / updatesPerEpoch;
    switch (sliding) {
    case Sliding::Smooth:
        return replacementShare(update % updatesPerEpoch, epoch, updatesPerEpoch,
                                static_cast<std::uint64_t>(epochs), power);
    case Sliding::Sudden:
        return 2 * epoch <= static_cast<std::uint64_t>(epochs) ? 0.0 : 1.0;
    case Sliding::Never:
        break;
    }
    return 0.0;
}

} // namespace inspike::transfer
