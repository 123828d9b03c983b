// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Recordings as what an S-CMRL network takes (specs: s-cmrl 1): tensors as they are (fixtures), and
// lists of pairs of sound or cochlea spikes with pictures or events.

#include "core/base/job.h"
#include "core/data/recording.h"
#include "core/systems/scmrl/config.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace inspike::scmrl {

// Pictures: [steps, channels, height, width] with steps = 1 for one that repeats.
struct Sample
{
    std::vector<float> audio;
    std::vector<float> visual;
    std::size_t audioSteps = 1;
    std::size_t visualSteps = 1;
    std::int64_t label = -1;
    double seconds = 0.0;       // of the sound; 0 = unknown
    std::vector<float> picture; // [3, height, width] in 0...1 as it looks, before normalisation;
                                // empty for events and tensors
};

// Training-time changes of the visual input (specs: s-cmrl 1.2, 1.3).
enum class Augmentation {
    None,
    CropFlip, // random resized crop and horizontal flip
    Shift     // random crop after padding with 4 pixels
};

class Samples
{
public:
    virtual ~Samples() = default;
    virtual std::size_t count() const = 0;
    // Reads and prepares one. `draw` seeds the augmentation. Throws Error that names the item.
    virtual Sample load(std::size_t index, Augmentation augmentation, std::uint64_t draw,
                        JobContext& job) const = 0;
    virtual std::int64_t label(std::size_t index) const = 0; // -1 = unknown
    virtual Split split(std::size_t index) const = 0;
    virtual std::vector<std::string> classNames() const = 0; // may be empty
    // "digits/7_jackson_0.wav", for messages and tables; may be empty.
    virtual std::string nameOf(std::size_t index) const = 0;
};

// Tensors "audio" [B, 1 or T, 1, H, W], "visual" [B, 1 or T, channels, H, W] and "label" [B], or a
// stream of Pairs. Throws Error{BadModel} that says what the recording lacks and what it has, and
// Error{BadShape} for sizes that are not the network's.
std::unique_ptr<Samples> samplesOf(std::shared_ptr<const Recording> recording,
                                   const Config& config);

// Adds Gaussian noise of standard deviation sqrt(mean(x^2) / 10^(snr / 10)), the mean taken over
// the whole batch (specs: s-cmrl 6). Silence stays silent.
void addNoise(std::span<float> batch, double snrDb, std::uint64_t seed);

} // namespace inspike::scmrl
