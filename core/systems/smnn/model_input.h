// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What a recording holds for this network: the input sequence and, where present, targets.

#include "core/data/recording.h"
#include "core/systems/smnn/forward.h"

#include <map>
#include <string>

namespace inspike::smnn {

struct ModelInput
{
    std::size_t steps = 0, samples = 0, channels = 0;
    std::vector<float> x; // [steps, samples, channels]
    Targets targets;
    std::map<std::string, Tensor> kept; // for the views: x, target, context, offset, label

    InputView view() const { return {steps, samples, channels, x}; }
};

struct EncodingParams
{
    std::size_t steps = 50;
    std::size_t samples = 0; // at most so many pictures; 0 = all
    std::uint64_t seed = 0;
};

// Context task: the tensor "x" [steps, samples, 4]. MNIST: the tensor "spikes" [steps, samples,
// 784] or pictures of 28 x 28 (frames, or a tensor "image"), which are encoded. A last dimension of
// 1 may follow. Throws Error{BadModel} that names what is needed and what the recording has, and
// Error{BadShape}.
ModelInput inputFrom(const Recording& recording, const Config& config,
                     const EncodingParams& encoding, JobContext& job);

// All pictures of the recording, scaled to 0...1, [samples, 784]; empty if it has none.
std::vector<float> picturesOf(const Recording& recording);
// Classes of the first `samples` pictures; empty if the recording has none. Throws Error{BadModel}
// for a class outside 0...9.
std::vector<std::int64_t> classesOf(const Recording& recording, std::size_t samples);

} // namespace inspike::smnn
