// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What makes a static-to-event transfer network (specs: static-to-event 3): from the `config` of a
// file and the shapes of its parameters.

#include "core/base/param_spec.h"
#include "core/nn/checkpoint.h"

#include <array>
#include <cstddef>
#include <string>
#include <vector>

namespace inspike::transfer {

enum class Arch { Vgg, ResNet18, Scnn };

// How a recording becomes T frames (specs 1.1, 1.2).
enum class Framing {
    Count, // events per bin, whole sensor resized with corners aligned
    Rate   // per microsecond and divided by the largest, the centre of the sensor resized
};

// What counts of a coloured still picture.
enum class StillColour {
    Value, // V of HSV: the largest of red, green and blue
    Blue   // the published ablation without HSV, which reads the last channel only
};

struct Config
{
    Arch arch = Arch::Vgg;
    // Channels: of the eight blocks (VGG), the four stages (ResNet), or of both convolutions and
    // the hidden layer (SCNN).
    std::vector<std::size_t> widths;
    std::size_t classes = 10;
    std::size_t size = 48; // pixels of a side
    std::size_t steps = 10;
    bool transfer = true; // false: event branch only, a network without help from pictures
    Framing framing = Framing::Count;
    StillColour stillColour = StillColour::Value;
    std::vector<std::string> classNames = {}; // may be empty

    // Of one sample at the end of the trunk, which the heads read.
    std::size_t headInputs() const;
};

// Blocks of VGG-SNN: their number among the features, which counts the poolings, too, and whether a
// pooling by 2 follows.
struct VggBlock
{
    int number;
    bool pools;
};
constexpr std::array<VggBlock, 8> kVggBlocks = {
    {{0, false}, {1, true}, {3, false}, {4, true}, {6, false}, {7, true}, {9, false}, {10, true}}};

constexpr std::size_t kChannels = 2; // OFF and ON, or a picture twice

// The widths of the paper divided by `narrow`.
std::vector<std::size_t> publishedWidths(Arch arch, std::size_t narrow = 1);

std::string nameOf(Arch arch);       // "vgg", "resnet18", "scnn"
std::string titleOf(Arch arch);      // "VGG-SNN"
std::string nameOf(Framing framing); // "count", "rate"
Arch archFromName(std::string_view name);
Framing framingFromName(std::string_view name);
std::string nameOf(StillColour colour); // "value", "blue"
StillColour stillColourFromName(std::string_view name);

Json toJson(const Config& config);
// Throws Error{BadModel} for sizes that no network can have.
void check(const Config& config);

// True if the names look like one of the three networks.
bool looksLikeNetwork(const Checkpoint& checkpoint);
// From shapes, the file's configuration, and `options` (openOptions()) for what these leave open;
// what was assumed goes to `notes`. Throws Error{BadModel} where shapes and configuration
// contradict each other.
Config configOf(const Checkpoint& checkpoint, const Params& options,
                std::vector<std::string>& notes);
ParamSpecs openOptions();

} // namespace inspike::transfer
