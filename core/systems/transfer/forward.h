// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The forward pass of one branch (specs: static-to-event 2, 3), all steps layer by layer: the same
// numbers as step by step, because only neurons connect steps. In training each step of each branch
// has batch statistics of its own, which move the running ones step after step. Everything inside
// is offered to a Recorder under the reference's module names:
//   <branch>/lif/<module>  spikes [T, B, ...]
//   <branch>/mem/<module>  potential after the reset, same shape
//   <branch>/running_mean  mean of the logits up to a step [T, B, class]
//   rate/<branch>/lif/<module>  mean of the spikes
// with <branch> = static or event.

#include "core/base/job.h"
#include "core/nn/detail/run_recorder.h"
#include "core/systems/transfer/network.h"

#include <map>
#include <string>

namespace inspike::transfer {

using nn::Recorder;

enum class Branch { Static, Event };
std::string nameOf(Branch branch); // "static"

// Potentials after the reset at the end of a stretch of steps, by module, [B, ...]. Empty: all 0.
using Potentials = std::map<std::string, at::Tensor, std::less<>>;

struct BranchOutputs
{
    at::Tensor logits;  // [T, B, class]
    at::Tensor feature; // the domain feature, [T, B, ...]
};

struct Pass
{
    bool training = false; // batch statistics; gradients where autograd is on
    bool moves = true;     // in training, batch statistics move the running ones
    bool fused = false;    // in training, batch norm and neurons in one pass (normed_neurons.h)
    Recorder* recorder = nullptr;
};

// x [T, B, 2, H, W], or a first dimension of 1 for a picture that repeats at each of `steps` steps.
// Goes on from `potentials` and leaves there what the last step leaves. Event-only networks have no
// static branch. Call within nn::guarded and, unless gradients are wanted, c10::InferenceMode.
BranchOutputs forwardPlain(const Network& network, Branch branch, const at::Tensor& x,
                           std::int64_t steps, Potentials& potentials, const Pass& pass,
                           JobContext& job);

} // namespace inspike::transfer
