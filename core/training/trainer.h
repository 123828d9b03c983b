// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The loop that all trainings share: update, clip, Adam, report. Everything random in a training is
// a function of its seed and the number of the update, so the state below is all that a later start
// needs to go on with the same bits.

#include "core/base/job.h"
#include "core/nn/model_system.h"
#include "core/training/adam.h"

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace inspike {

using Metrics = std::vector<std::pair<std::string, double>>;

struct TrainingStep
{
    std::vector<std::vector<float>> gradients; // as the parameters
    Metrics metrics;                           // the first one is the loss
};

struct TrainingPlan
{
    std::vector<std::string> names;
    std::vector<std::span<float>> parameters; // changed in place
    // Must depend on nothing but the parameters and the number of the update.
    std::function<TrainingStep(std::uint64_t update, JobContext& job)> step;
    int epochs = 1;
    std::uint64_t updatesPerEpoch = 1;
    AdamParams adam;
    double gradientLimit = 0.0;                     // 0 = none
    std::function<void(const EpochReport&)> report; // means over the updates of the epoch
};

struct TrainingState
{
    std::uint64_t updates = 0; // done
    AdamState adam;
    Metrics sums; // of the metrics in the epoch that has begun
    Metrics last; // means of the last complete epoch
};

// Runs to the end of the plan. On Error{Cancelled} parameters and state are those after the last
// complete update. Throws Error{BadParameter} when the loss stops being finite.
void runTraining(const TrainingPlan& plan, TrainingState& state, JobContext& job);

// The state, without the parameters themselves, in a checkpoint: tensors "adam_first.NAME" and
// "adam_second.NAME", the rest as the member "state" of its training object.
void storeTraining(const TrainingState& state, const TrainingPlan& plan, Checkpoint& checkpoint);
// Throws Error{BadModel} when the checkpoint holds no such state or one of other parameters.
TrainingState loadTraining(const Checkpoint& checkpoint, const TrainingPlan& plan);

} // namespace inspike
