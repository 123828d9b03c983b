// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// How a recording becomes the input of a network that was not made for it: events to frames per
// step, spikes to [step, unit], signals to windows, pictures to direct, rate or latency coding,
// tensors as they are, and lists of files sample by sample. One set of options for all networks of
// open formats; what was chosen goes into the provenance of the run.

#include "core/base/job.h"
#include "core/base/json.h"
#include "core/base/param_spec.h"
#include "core/data/recording.h"
#include "core/nn/input_wish.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace inspike {

struct FittedBatch
{
    Tensor values; // float32 [step, sample, ...] with axes, shorter samples end with zeros
    std::vector<std::string> ids;     // one per sample; empty when unknown
    std::vector<std::int64_t> labels; // one per sample; empty when unknown
};

// Options "input-..." (stream, bin-ms, steps, count, polarity, crop, scale, flip, coding, window,
// hop, gain...), the same for every network; empty or 0 means: as fits.
ParamSpecs fitOptions();
// Ids of those that may matter to a recording, by its kinds of streams.
std::set<std::string> fitOptionsFor(const Recording& recording);

class FittedInput
{
public:
    virtual ~FittedInput() = default;

    virtual std::size_t samples() const = 0;
    virtual std::size_t steps() const = 0; // the same for every batch
    // Of one sample at one step.
    virtual std::vector<std::int64_t> shape() const = 0;
    virtual std::optional<Time> stepDuration() const = 0;    // unset where the data has no clock
    virtual std::vector<std::string> classNames() const = 0; // empty when unknown
    // "OFF", "ON"; empty where channels are only numbered.
    virtual std::vector<std::string> channelNames() const = 0;
    // What becomes what, one line each: "events of 'events/main', 34 x 34, 4,681 events",
    // "1 ms steps, counted, channels OFF, ON", "gives [306, 1, 2, 34, 34] (step, sample, channel,
    // height, width)"; repairs and losses with counts.
    virtual std::vector<std::string> explanation() const = 0;
    // For the provenance: the options that apply, by id, as they are in effect, so that they give
    // the same input again; "shape", "samples", "step_us" and "explanation".
    virtual Json choice() const = 0;
    // Samples [first, first + count). Throws Error.
    virtual FittedBatch load(std::size_t first, std::size_t count, JobContext& job) const = 0;
};

// Throws Error{BadModel} or Error{BadShape} with both shapes and what could be changed. Random
// coding draws from `seed`.
std::unique_ptr<FittedInput> fitInput(std::shared_ptr<const Recording> recording,
                                      const InputWish& wish, const Params& options,
                                      std::uint64_t seed, JobContext& job);

} // namespace inspike
