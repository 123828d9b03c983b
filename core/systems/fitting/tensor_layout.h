// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Which axis of a tensor is steps, which is samples, and what is left of one sample at one step.
//
// Axes by name where the tensor or input-axes has them: step or time, sample, all others are the
// sample. Without names the shape of the network is looked for at the right end; of what is left,
// an axis as long as the labels is samples, else the longest is steps (samples for a network
// without steps), and the other one samples. A tensor without an axis of steps is the same at every
// step.

#include "core/data/tensor.h"
#include "core/systems/fitting/encoder.h"

namespace inspike::fitting {

struct TensorLayout
{
    std::optional<std::size_t> step, sample; // axes
    std::vector<std::size_t> others;         // axes of a sample at a step
    std::size_t steps = 1, samples = 1;
    bool isGuessed = false; // from sizes alone
};

// `labels`: how many there are, 0 = none. Throws Error{BadShape, BadParameter}.
TensorLayout layoutOf(const Piece& piece, const EncoderRequest& request, std::size_t labels);
// "[step 310, sample 10, 784]"
std::string layoutText(const Tensor& tensor, const TensorLayout& layout);
// Of a sample at a step, after input-channels. Throws Error{BadParameter} for channels that do not
// exist.
Shape sampleShape(const Tensor& tensor, const TensorLayout& layout, const Settings& settings);

} // namespace inspike::fitting
