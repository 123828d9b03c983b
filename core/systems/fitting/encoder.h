// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// One kind of data made into steps: events, spikes, signals, pictures, tensors. An encoder is made
// from the first sample, then told how long the longest one is, then encodes each.

#include "core/base/job.h"
#include "core/base/json.h"
#include "core/data/recording.h"
#include "core/nn/input_wish.h"
#include "core/systems/fitting/fit_settings.h"

#include <memory>

namespace inspike::fitting {

// A sample: a stream, or one entry of it (a picture, an index along the sample axis).
struct Piece
{
    std::shared_ptr<const Recording> owner;
    const NamedStream* stream = nullptr;
    std::size_t entry = 0;
    std::size_t sample = 0;  // its number among all; seeds what is random
    std::int64_t label = -1; // -1 = unknown
};

// Where the values of a sample go: zeros at first.
struct Cells
{
    float* first = nullptr;
    std::size_t stride = 0; // from one step to the next
    std::size_t steps = 0;

    float* at(std::size_t step) const { return first + step * stride; }
};

// What did not go in.
struct Losses
{
    std::uint64_t taken = 0;   // events, spikes, samples that went in
    std::uint64_t before = 0;  // earlier than the first step
    std::uint64_t after = 0;   // later than the last step
    std::uint64_t outside = 0; // of the crop, or of other channels or units

    Losses& operator+=(const Losses& other);
};

class Encoder
{
public:
    virtual ~Encoder() = default;

    // Of one sample at one step, arranged as the network wishes.
    const Shape& shape() const { return m_shape; }
    std::size_t steps() const { return m_steps; }
    std::optional<Time> stepDuration() const { return m_stepDuration; }
    // False when lengthOf() of every sample is needed before settle().
    virtual bool hasSteps() const { return m_steps > 0; }

    // In the encoder's own measure: us, or steps.
    virtual std::uint64_t lengthOf(const Piece& piece, JobContext& job) const = 0;
    // `longest` is 0 where all samples are empty. Afterwards steps() is not 0.
    virtual void settle(std::uint64_t longest) = 0;
    // May be called from several threads. Throws Error.
    virtual void encode(const Piece& piece, const Cells& cells, Losses& losses,
                        JobContext& job) const = 0;

    // "OFF", "ON"; empty where channels are only numbered.
    virtual std::vector<std::string> channelNames() const { return {}; }
    // What becomes what, one line each.
    virtual std::vector<std::string> lines() const = 0;
    // "event", "spike": what losses are counted in.
    virtual std::string noun() const = 0;
    virtual void describe(Json& choice) const = 0;

protected:
    Shape m_shape;
    std::size_t m_steps = 0;
    std::optional<Time> m_stepDuration;
};

// What any encoder is made of.
struct EncoderRequest
{
    const Settings& settings;
    const InputWish& wish;
    std::uint64_t seed = 0;
};

struct TensorLayout;

// Throw Error{BadShape} with both shapes and what could be changed.
std::unique_ptr<Encoder> makeEventEncoder(const Piece& first, const EncoderRequest& request);
std::unique_ptr<Encoder> makePictureEncoder(const Piece& first, const EncoderRequest& request);
std::unique_ptr<Encoder> makeSignalEncoder(const Piece& first, const EncoderRequest& request);
std::unique_ptr<Encoder> makeSpikeEncoder(const Piece& first, const EncoderRequest& request);
std::unique_ptr<Encoder> makeTensorEncoder(const Piece& first, const EncoderRequest& request,
                                           const TensorLayout& layout);

// What a step of the network is in the data's clock: input-bin-ms, else the network's. Throws
// Error{BadParameter} below a microsecond.
Time stepWidth(const Settings& settings, const InputWish& wish);
// Error{BadShape}: "'events/main' gives [2, 34, 34] ..., the network takes [1, 28, 28]; " + advice.
[[noreturn]] void refuseShape(const Piece& piece, const std::string& gives, const InputWish& wish,
                              const std::string& advice);
// Of floats [steps, samples, shape]; the largest number where that overflows.
std::uint64_t bytesOf(std::uint64_t steps, std::uint64_t samples, const Shape& shape);

} // namespace inspike::fitting
