// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The state dict of a network as tensors: what entries there are, how they come from a checkpoint
// and go back into one.

#include "core/nn/checkpoint.h"

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace inspike::nn {

enum class ParameterRole {
    ConvWeight,
    ConvBias,
    LinearWeight,
    LinearBias,
    NormWeight,
    NormBias,
    RunningMean,
    RunningVariance,
    BatchesTracked,  // int64 scalar
    FrozenThreshold, // scalars of neurons, which no training changes
    FrozenSlope,
    StepWeight // of one time step
};

struct ParameterEntry
{
    std::string name;
    std::vector<std::int64_t> shape;
    ParameterRole role = ParameterRole::ConvWeight;
    bool used = true;        // false: in checkpoints, but no part of the computation
    std::int64_t inputs = 0; // that a unit of a convolution sees, for its initialisation

    bool isTrained() const;
    // A checkpoint without it is incomplete.
    bool isRequired() const;
};

// By name: float32, counters int64; of entries that are not used, too.
using NetworkState = std::map<std::string, at::Tensor, std::less<>>;

// Names without the prefix of parallel training.
std::map<std::string, const Tensor*> namedTensors(const Checkpoint& checkpoint);

// Throws Error{BadModel} for missing parameters and wrong shapes (naming the first), and for values
// that are not finite; `system` is what the message calls the network.
NetworkState stateFrom(std::span<const ParameterEntry> entries,
                       const std::map<std::string, const Tensor*>& tensors,
                       std::string_view system);
// Throws Error{BadModel} when there is none of that name.
const at::Tensor& parameterOf(const NetworkState& state, std::string_view name,
                              std::string_view system);
// Of the entries that the state has, sorted.
std::vector<std::string> trainedNames(std::span<const ParameterEntry> entries,
                                      const NetworkState& state);
std::uint64_t elementsOf(const NetworkState& state, std::span<const std::string> names);
void storeState(const NetworkState& state, Checkpoint& checkpoint);

// Running means and variances, and how many batches moved them: what a lesson changes by itself.
std::vector<std::string> runningStatistics(const NetworkState& state);
std::vector<std::string> batchCounters(const NetworkState& state);

// A tensor of that shape from a function that is called for every element.
at::Tensor drawnTensor(const std::vector<std::int64_t>& shape, const std::function<double()>& draw);

} // namespace inspike::nn
