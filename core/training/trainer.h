// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The loop that all trainings share: update, clip, Adam, evaluate, keep the best, report.
// Everything random in a training is a function of its seed and the number of the update, so the
// state below is all that a later start needs to go on with the same bits.

#include "core/base/job.h"
#include "core/nn/model_system.h"
#include "core/training/adam.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace inspike {

// A value that is not a number is one that an update or an epoch does not have.
using Metrics = std::vector<std::pair<std::string, double>>;
double metric(const Metrics& metrics, std::string_view name); // NaN where there is none
Json jsonFrom(const Metrics& metrics);                        // null for such values

struct TrainingStep
{
    // As the parameters; an empty one belongs to a parameter that took no part.
    std::vector<std::vector<float>> gradients;
    Metrics metrics; // the first one is the loss
};

struct TrainingState;

struct TrainingPlan
{
    std::vector<std::string> names;
    std::vector<std::span<float>> parameters; // changed in place
    // What a step changes by itself, such as running statistics and their counts. A step that does
    // not end leaves no trace in them.
    std::vector<std::string> bufferNames;
    std::vector<std::span<float>> buffers;
    std::vector<std::string> counterNames;
    std::vector<std::span<std::int64_t>> counters;
    // Must depend on nothing but parameters, buffers, counters and the number of the update.
    std::function<TrainingStep(std::uint64_t update, JobContext& job)> step;
    int epochs = 1;
    std::uint64_t updatesPerEpoch = 1;
    AdamParams adam;
    std::vector<double> weightDecay;               // one per parameter; empty = none
    std::function<double(int epoch)> learningRate; // from epoch 0; empty: that of `adam`
    double gradientLimit = 0.0;                    // 0 = none
    // Measures the network after an epoch (1...); its metrics join the report and must be the same
    // ones each time. May be empty.
    std::function<Metrics(int epoch, JobContext& job)> evaluate;
    // How good an epoch was, compared like words, larger is better; the first of equal ones is
    // kept. Empty: no best is kept.
    std::function<std::vector<double>(const Metrics& epoch)> score;
    // Means over those updates of the epoch that have a value.
    std::function<void(const EpochReport&)> report;
    // After each epoch and its report, e.g. to write a checkpoint. May be empty.
    std::function<void(const TrainingState&)> epochDone;
};

// Parameters, buffers and counters of a plan, copied.
struct Snapshot
{
    std::vector<std::vector<float>> parameters;
    std::vector<std::vector<float>> buffers;
    std::vector<std::vector<std::int64_t>> counters;
};
Snapshot snapshotOf(const TrainingPlan& plan);
void restore(const Snapshot& snapshot, const TrainingPlan& plan);

struct BestEpoch
{
    int epoch = 0; // 1...
    std::vector<double> score;
    Metrics metrics;
    Snapshot snapshot;
};

struct TrainingState
{
    std::uint64_t updates = 0; // done
    int epochs = 0;            // evaluated and reported
    AdamState adam;
    Metrics sums;    // of the metrics in the epoch that has begun
    Metrics missing; // how many of its updates had no value
    Metrics last;    // of the last complete epoch
    std::optional<BestEpoch> best;
};

// Runs to the end of the plan. On Error{Cancelled} everything in place and the state are those
// after the last complete update. Throws Error{BadParameter} when the loss stops being finite.
void runTraining(const TrainingPlan& plan, TrainingState& state, JobContext& job);

// The state, without what the plan changes in place, in a checkpoint: tensors "adam_first.NAME",
// "adam_second.NAME" and "best.NAME", the rest as the member "state" of its training object.
void storeTraining(const TrainingState& state, const TrainingPlan& plan, Checkpoint& checkpoint);
// Throws Error{BadModel} when the checkpoint holds no such state or one of other parameters.
TrainingState loadTraining(const Checkpoint& checkpoint, const TrainingPlan& plan);
// Takes the tensors of storeTraining out of a checkpoint; what is left is the network's.
void dropTraining(Checkpoint& checkpoint);

} // namespace inspike
