// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What a network sees (specs: s-cmrl 1.2, 1.3): a picture, or counts of ON and OFF events per step;
// as at test time, or changed as training does.

#include "core/data/event_stream.h"
#include "core/media/picture.h"
#include "core/systems/scmrl/config.h"
#include "core/systems/scmrl/samples.h"

#include <cstdint>
#include <vector>

namespace inspike::scmrl {

struct VisualInput
{
    std::vector<float> values;  // [steps, channels, height, width], normalised
    std::vector<float> picture; // [3, height, width] in 0...1 as it looks; empty for events
};

// For config.visualChannels 3 or 1.
VisualInput pictureInput(const BytePicture& picture, const Config& config,
                         Augmentation augmentation, std::uint64_t draw);

// [config.steps, 2, height, width]; channel 0 counts OFF, channel 1 ON.
VisualInput eventInput(const EventStream& events, const Config& config, Augmentation augmentation,
                       std::uint64_t draw);

} // namespace inspike::scmrl
