// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/systems/transfer/config.h"

#include "core/base/error.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <optional>
#include <utility>

namespace inspike::transfer {

namespace {

constexpr std::size_t kMostSide = 1024;
constexpr std::size_t kMostSteps = 4096;
constexpr std::size_t kMostWidth = 65'536;
constexpr std::size_t kVggReduction = 16; // four poolings by 2
constexpr std::size_t kScnnLeastSide = 16;
constexpr std::size_t kStages = 4;

void need(bool holds, const std::string& message)
{
    if (!holds)
        throw Error(ErrorKind::BadModel, message);
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

bool has(const Checkpoint& checkpoint, const std::string& name)
{
    return tensorOf(checkpoint, name) != nullptr;
}

std::size_t sizeOf(const Checkpoint& checkpoint, const std::string& name, std::size_t dimension)
{
    const Tensor* tensor = tensorOf(checkpoint, name);
    if (tensor == nullptr || tensor->shape.size() <= dimension)
        throw Error(ErrorKind::BadModel, "a static-to-event network needs the parameter '" + name +
                                             "', which the file does not have");
    return tensor->shape[dimension];
}

std::optional<Arch> archOf(const Checkpoint& checkpoint)
{
    if (has(checkpoint, "feature.0.conv.weight") && has(checkpoint, "feature.10.conv.weight"))
        return Arch::Vgg;
    if (has(checkpoint, "layer1.0.node1.threshold") || has(checkpoint, "dvs_fc.weight"))
        return Arch::ResNet18;
    if (has(checkpoint, "feature.0.weight") && has(checkpoint, "feature.3.weight") &&
        has(checkpoint, "fc1.weight") && has(checkpoint, "fc2.weight"))
        return Arch::Scnn;
    return std::nullopt;
}

std::size_t countSteps(const Checkpoint& checkpoint)
{
    std::size_t steps = 0;
    while (has(checkpoint, "coefficient." + std::to_string(steps)))
        ++steps;
    return steps;
}

// A side of the pictures from the number of positions that a head sees, if it is a square.
std::optional<std::size_t> rootOf(std::size_t positions)
{
    const auto side = static_cast<std::size_t>(std::lround(std::sqrt(positions)));
    if (side * side != positions)
        return std::nullopt;
    return side;
}

void takeVggShapes(const Checkpoint& checkpoint, Config& config)
{
    config.widths.clear();
    for (const VggBlock& block : kVggBlocks)
        config.widths.push_back(
            sizeOf(checkpoint, "feature." + std::to_string(block.number) + ".conv.weight", 0));
    config.transfer = has(checkpoint, "dvs_fc.1.weight");
    const std::string head = config.transfer ? "dvs_fc.1.weight" : "fc.1.weight";
    config.classes = sizeOf(checkpoint, head, 0);
    const std::size_t inputs = sizeOf(checkpoint, head, 1);
    const std::size_t width = std::max<std::size_t>(config.widths.back(), 1);
    const std::optional<std::size_t> side = rootOf(inputs / width);
    need(side && *side * *side * width == inputs, "the head reads " + std::to_string(inputs) +
                                                      " values, which is no square of " +
                                                      std::to_string(width) + " channels");
    config.size = *side * kVggReduction;
}

void takeResNetShapes(const Checkpoint& checkpoint, Config& config)
{
    config.widths.clear();
    for (std::size_t stage = 1; stage <= kStages; ++stage)
        config.widths.push_back(
            sizeOf(checkpoint, "layer" + std::to_string(stage) + ".0.conv1.weight", 0));
    config.transfer = has(checkpoint, "dvs_fc.weight");
    config.classes = sizeOf(checkpoint, config.transfer ? "dvs_fc.weight" : "fc.weight", 0);
}

void takeScnnShapes(const Checkpoint& checkpoint, Config& config)
{
    config.widths = {sizeOf(checkpoint, "feature.0.weight", 0),
                     sizeOf(checkpoint, "feature.3.weight", 0),
                     sizeOf(checkpoint, "fc1.weight", 0)};
    config.classes = sizeOf(checkpoint, "fc2.weight", 0);
    config.transfer = has(checkpoint, "coefficient.0");
    const std::size_t inputs = sizeOf(checkpoint, "fc1.weight", 1);
    const std::size_t width = std::max<std::size_t>(config.widths[1], 1);
    const std::optional<std::size_t> side = rootOf(inputs / width);
    need(side && *side * *side * width == inputs, "fc1 reads " + std::to_string(inputs) +
                                                      " values, which is no square of " +
                                                      std::to_string(width) + " channels");
    config.size = (*side * 2 + 4) * 2 + 4; // backwards through both poolings and convolutions
}

// A number of the file's configuration, if it has it. Throws Error{BadModel} for one out of range.
std::optional<std::size_t> numberIn(const Json& json, const char* key, std::size_t most)
{
    if (json.find(key) == nullptr)
        return std::nullopt;
    const std::int64_t value = json[key].toInteger(-1);
    need(value >= 1 && static_cast<std::uint64_t>(value) <= most,
         std::string("the configuration's ") + key + " is " + json[key].dump() +
             ", not a whole number from 1 to " + std::to_string(most));
    return static_cast<std::size_t>(value);
}

// What the file says of a number that its shapes tell, too: both must agree.
void agree(const Json& json, const char* key, std::size_t most, std::size_t shape)
{
    const std::optional<std::size_t> said = numberIn(json, key, most);
    need(!said || *said == shape, std::string("the configuration's ") + key + " is " +
                                      std::to_string(said.value_or(0)) +
                                      ", but the parameters are those of " + std::to_string(shape));
}

void takeConfiguration(const Json& json, bool sizeFromShapes, std::size_t coefficients,
                       Config& config, std::vector<std::string>& notes)
{
    agree(json, "num_classes", kMostWidth, config.classes);
    if (sizeFromShapes)
        agree(json, "size", kMostSide, config.size);
    else if (const auto size = numberIn(json, "size", kMostSide))
        config.size = *size;
    else
        notes.push_back(
            "the file does not say the size of its pictures: " + std::to_string(config.size) +
            " x " + std::to_string(config.size) + " assumed (set size if not)");
    if (coefficients > 0) {
        agree(json, "step", kMostSteps, coefficients);
        config.steps = coefficients;
    } else if (const auto steps = numberIn(json, "step", kMostSteps)) {
        config.steps = *steps;
    } else {
        notes.push_back("the file does not say its number of time steps: " +
                        std::to_string(config.steps) + " assumed (set steps if not)");
    }
    config.framing = framingFromName(json["framing"].toString(
        nameOf(config.arch == Arch::Scnn ? Framing::Rate : Framing::Count)));
    config.stillColour = stillColourFromName(json["pictures"].toString(nameOf(StillColour::Value)));
    for (const Json& name : json["class_names"].items())
        config.classNames.push_back(name.toString());
}

void takeOptions(const Params& options, bool sizeFromShapes, std::size_t coefficients,
                 Config& config)
{
    const auto given = [&](const char* id) {
        return options.has(id) && options.isSet(id);
    };
    if (given("framing") && options.text("framing") != "auto")
        config.framing = framingFromName(options.text("framing"));
    if (given("pictures") && options.text("pictures") != "auto")
        config.stillColour = stillColourFromName(options.text("pictures"));
    if (given("size")) {
        const auto size = static_cast<std::size_t>(options.integer("size"));
        need(!sizeFromShapes || size == config.size,
             "size=" + std::to_string(size) + " does not fit the parameters, which are those of " +
                 std::to_string(config.size) + " x " + std::to_string(config.size) + " pixels");
        config.size = size;
    }
    if (given("steps")) {
        const auto steps = static_cast<std::size_t>(options.integer("steps"));
        need(coefficients == 0 || steps == coefficients,
             "steps=" + std::to_string(steps) + " does not fit the parameters, which have " +
                 std::to_string(coefficients) + " step coefficients");
        config.steps = steps;
    }
}

std::string lowerCase(std::string_view text)
{
    std::string lower(text);
    std::ranges::transform(lower, lower.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return lower;
}

} // namespace

std::size_t Config::headInputs() const
{
    switch (arch) {
    case Arch::Vgg:
        return widths.back() * (size / kVggReduction) * (size / kVggReduction);
    case Arch::ResNet18:
        return widths.back();
    case Arch::Scnn:
        break;
    }
    return widths.back();
}

std::vector<std::size_t> publishedWidths(Arch arch, std::size_t narrow)
{
    std::vector<std::size_t> widths;
    switch (arch) {
    case Arch::Vgg:
        widths = {64, 128, 256, 256, 512, 512, 512, 512};
        break;
    case Arch::ResNet18:
        widths = {64, 128, 256, 512};
        break;
    case Arch::Scnn:
        widths = {15, 40, 300};
        break;
    }
    for (std::size_t& width : widths)
        width = std::max<std::size_t>(1, width / std::max<std::size_t>(1, narrow));
    return widths;
}

std::string nameOf(Arch arch)
{
    switch (arch) {
    case Arch::Vgg:
        return "vgg";
    case Arch::ResNet18:
        return "resnet18";
    case Arch::Scnn:
        break;
    }
    return "scnn";
}

std::string titleOf(Arch arch)
{
    switch (arch) {
    case Arch::Vgg:
        return "VGG-SNN";
    case Arch::ResNet18:
        return "ResNet-18-SNN";
    case Arch::Scnn:
        break;
    }
    return "SCNN";
}

std::string nameOf(Framing framing)
{
    return framing == Framing::Count ? "count" : "rate";
}

Arch archFromName(std::string_view name)
{
    // The reference says "Transfer_VGG_SNN", "Transfer_ResNet18", "Transfer_SCNN".
    const std::string lower = lowerCase(name);
    for (const auto& [part, arch] :
         {std::pair{"vgg", Arch::Vgg}, {"resnet", Arch::ResNet18}, {"scnn", Arch::Scnn}}) {
        if (lower.find(part) != std::string::npos)
            return arch;
    }
    throw Error(ErrorKind::BadModel, "the configuration's arch is '" + std::string(name) +
                                         "'; this program knows vgg, resnet18, scnn");
}

Framing framingFromName(std::string_view name)
{
    if (name == "count")
        return Framing::Count;
    if (name == "rate")
        return Framing::Rate;
    throw Error(ErrorKind::BadModel, "the configuration's framing is '" + std::string(name) +
                                         "'; this program knows count, rate");
}

std::string nameOf(StillColour colour)
{
    return colour == StillColour::Value ? "value" : "blue";
}

StillColour stillColourFromName(std::string_view name)
{
    if (name == "value")
        return StillColour::Value;
    if (name == "blue")
        return StillColour::Blue;
    throw Error(ErrorKind::BadModel, "the configuration's pictures are '" + std::string(name) +
                                         "'; this program knows value, blue");
}

Json toJson(const Config& config)
{
    Json json = Json::object();
    json.set("arch", nameOf(config.arch));
    json.set("framing", nameOf(config.framing));
    json.set("pictures", nameOf(config.stillColour));
    json.set("num_classes", static_cast<std::uint64_t>(config.classes));
    json.set("size", static_cast<std::uint64_t>(config.size));
    json.set("step", static_cast<std::uint64_t>(config.steps));
    json.set("transfer", config.transfer);
    Json widths = Json::array();
    for (const std::size_t width : config.widths)
        widths.push(static_cast<std::uint64_t>(width));
    json.set("widths", std::move(widths));
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
    const std::size_t expected = publishedWidths(config.arch).size();
    need(config.widths.size() == expected, titleOf(config.arch) + " has " +
                                               std::to_string(expected) + " widths, not " +
                                               std::to_string(config.widths.size()));
    for (const std::size_t width : config.widths)
        need(width >= 1 && width <= kMostWidth,
             "a width of " + std::to_string(width) + " channels is not possible");
    need(config.classes >= 1 && config.classes <= kMostWidth,
         std::to_string(config.classes) + " classes are not possible");
    need(config.steps >= 1 && config.steps <= kMostSteps,
         std::to_string(config.steps) + " time steps are not possible");
    const std::string side = std::to_string(config.size) + " x " + std::to_string(config.size);
    need(config.size >= 1 && config.size <= kMostSide,
         "pictures of " + side + " pixels are not possible");
    if (config.arch == Arch::Vgg)
        need(config.size % kVggReduction == 0, "pictures of " + side +
                                                   " pixels do not suit VGG-SNN, which needs "
                                                   "multiples of 16");
    if (config.arch == Arch::Scnn)
        need(config.size >= kScnnLeastSide && config.size % 4 == 0,
             "pictures of " + side +
                 " pixels do not suit SCNN, which needs multiples of 4 from 16 on");
    need(config.classNames.empty() || config.classNames.size() == config.classes,
         std::to_string(config.classNames.size()) + " class names do not fit " +
             std::to_string(config.classes) + " classes");
}

bool looksLikeNetwork(const Checkpoint& checkpoint)
{
    return archOf(checkpoint).has_value();
}

Config configOf(const Checkpoint& checkpoint, const Params& options,
                std::vector<std::string>& notes)
{
    const std::optional<Arch> arch = archOf(checkpoint);
    need(arch.has_value(),
         "the parameters are not those of VGG-SNN, ResNet-18-SNN or SCNN of static-to-event "
         "transfer");
    // What else lies in a checkpoint of PyTorch is about its training ("step", "arch").
    const Json said = checkpoint.format == "pytorch-checkpoint" ? Json() : checkpoint.config;
    if (said.find("arch") != nullptr) {
        const Arch named = archFromName(said["arch"].toString());
        need(named == *arch, "the configuration says " + titleOf(named) +
                                 ", but the parameters are those of " + titleOf(*arch));
    }
    Config config;
    config.arch = *arch;
    if (*arch == Arch::Vgg)
        takeVggShapes(checkpoint, config);
    else if (*arch == Arch::ResNet18)
        takeResNetShapes(checkpoint, config);
    else
        takeScnnShapes(checkpoint, config);
    const bool sizeFromShapes = *arch != Arch::ResNet18;
    const std::size_t coefficients = countSteps(checkpoint);
    takeConfiguration(said, sizeFromShapes, coefficients, config, notes);
    takeOptions(options, sizeFromShapes, coefficients, config);
    check(config);
    return config;
}

ParamSpecs openOptions()
{
    return {{"size", "Picture size", "Pixels of a side, for ResNet checkpoints that do not say it.",
             std::int64_t{48}, 1, static_cast<double>(kMostSide)},
            {"steps", "Time steps", "Steps of a checkpoint without step coefficients.",
             std::int64_t{10}, 1, static_cast<double>(kMostSteps)},
            {"framing",
             "Event frames",
             "How events become frames: count per bin, or rate with the centre of the sensor.",
             std::string("auto"),
             {},
             {},
             {"auto", "count", "rate"}},
            {"pictures",
             "Coloured pictures",
             "The largest of red, green and blue, or blue alone as in the published ablation.",
             std::string("auto"),
             {},
             {},
             {"auto", "value", "blue"}}};
}

} // namespace inspike::transfer
