// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A training that can be stopped: where its state goes, and how a network that learns is described
// to the loop of trainer.h.

#include "core/training/trainer.h"

#include <filesystem>
#include <functional>

namespace inspike {

// Beside the model that is asked for.
std::filesystem::path resumePath(const TrainRequest& request);

// Runs the plan to its end. Every `every` epochs (0 = never), and when it is cancelled, the network
// as `checkpointNow` makes it goes with the state to resumePath(); the Error{Cancelled} names it.
void runResumable(TrainingPlan& plan, TrainingState& state, const TrainRequest& request, int every,
                  const std::function<Checkpoint()>& checkpointNow, JobContext& job);

// A network with names(), values(), dimensions(), buffers(), counters() and counter(). Parameters
// of one dimension (biases, batch norm) have no weight decay.
template <typename Learner>
void describeNetwork(Learner& learner, double weightDecay, TrainingPlan& plan)
{
    for (const std::string& name : learner.names()) {
        plan.names.push_back(name);
        plan.parameters.push_back(learner.values(name));
        plan.weightDecay.push_back(learner.dimensions(name) >= 2 ? weightDecay : 0.0);
    }
    for (const std::string& name : learner.buffers()) {
        plan.bufferNames.push_back(name);
        plan.buffers.push_back(learner.values(name));
    }
    for (const std::string& name : learner.counters()) {
        plan.counterNames.push_back(name);
        plan.counters.push_back(learner.counter(name));
    }
}

} // namespace inspike
