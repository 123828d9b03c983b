// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Recordings as what a static-to-event network takes (specs: static-to-event 1): tensors as they
// are (fixtures), single recordings of an event camera, and lists of recordings and of still
// pictures, which are paired by class.

#include "core/base/job.h"
#include "core/data/recording.h"
#include "core/systems/transfer/config.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace inspike::transfer {

// Training-time changes of the event frames (specs 1.1, step 5); all frames share a draw.
enum class Augmentation {
    None,
    Crop,          // random crop after padding with 4 zeros
    CropFlipRotate // and horizontal flip with probability 1/2, and rotation up to 15 degrees
};

// Pictures [steps][channels][size][size]; steps 1 = the same at every step.
struct Pictures
{
    std::vector<float> values;
    std::size_t steps = 1;
};

class Samples
{
public:
    virtual ~Samples() = default;

    virtual std::size_t count() const = 0; // of event samples
    // Reads and frames one. `draw` seeds the augmentation. Throws Error that names the item.
    virtual Pictures events(std::size_t index, Augmentation augmentation, std::uint64_t draw,
                            JobContext& job) const = 0;
    virtual std::int64_t label(std::size_t index) const = 0; // -1 = unknown
    virtual Split split(std::size_t index) const = 0;
    virtual std::string nameOf(std::size_t index) const = 0; // "1.bin"; unique

    virtual std::size_t stillCount() const = 0; // 0: no pictures
    virtual Pictures still(std::size_t index, JobContext& job) const = 0;
    virtual std::int64_t stillLabel(std::size_t index) const = 0;
    virtual Split stillSplit(std::size_t index) const = 0;
    virtual std::string stillName(std::size_t index) const = 0;
    // Pictures of a class that serve samples of that part (specs 1.4): those of the same part and
    // those of none; Split::None: all.
    virtual std::vector<std::size_t> stillsOf(std::int64_t label, Split split) const;
    // The picture that belongs to an event sample, where the recording says so (tensors).
    virtual std::optional<std::size_t> partnerOf(std::size_t index) const = 0;

    virtual std::vector<std::string> classNames() const = 0; // may be empty
};

// Tensors "event" [B, T, 2, S, S], "static" [B, 1 or T, 1 or 2, S, S], "label" [B] and perhaps
// "id"; streams of SampleList of domain "event" and "static"; or one EventStream with perhaps
// Frames or a picture. Throws Error{BadModel} that says what the recording lacks and what it has,
// and Error{BadShape} for sizes that are not the network's (naming both).
std::unique_ptr<Samples> samplesOf(std::shared_ptr<const Recording> recording,
                                   const Config& config);
// A picture for an event sample: its partner, or one drawn uniformly among those of its class and,
// where pictures name their split, of `split` (specs 1.4). nullopt without pictures; throws
// Error{BadModel} naming the class when it has none.
std::optional<std::size_t> drawPartner(const Samples& samples, std::size_t index, Split split,
                                       std::uint64_t seed);

// Positions of `count` draws with replacement, every class equally likely (weights 1 / n_class).
std::vector<std::size_t> balancedDraws(std::span<const std::int64_t> labels, std::size_t count,
                                       std::uint64_t seed);

// The share of static inputs that are replaced by events in iteration b of epoch e: min(1, ((b + e
// N) / (E N))^power), N iterations in each of E epochs (specs 1.5; power 3).
double replacementShare(std::uint64_t iteration, std::uint64_t epoch, std::uint64_t iterations,
                        std::uint64_t epochs, double power = 3.0);

} // namespace inspike::transfer
