// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A published system (or an open model format): how to recognise its checkpoints, make a runnable
// network, and train one. One folder in core/systems, one line in system_registry.cpp.

#include "core/nn/checkpoint.h"
#include "core/nn/model.h"

#include <functional>

namespace inspike {

struct SystemInfo
{
    std::string id;    // "smnn"
    std::string title; // "SMNN: spiking mode-based network"
    std::string citation;
    ParamSpecs openOptions = {};  // what a checkpoint may leave open (filter, task...)
    ParamSpecs trainOptions = {}; // empty: cannot be trained here
};

struct EpochReport
{
    int epoch = 0; // 1...
    int epochs = 0;
    std::vector<std::pair<std::string, double>>
        metrics; // every loss, named; columns of the CSV log
};

struct TrainRequest
{
    std::vector<std::shared_ptr<const Recording>> data;
    Params options;
    int epochs = 0; // 0 = the system's default
    std::uint64_t seed = 0;
    int threads = 0;
    std::filesystem::path output;                   // the model; checkpoints go beside it
    std::optional<std::filesystem::path> resume;    // a checkpoint of an interrupted training
    std::function<void(const EpochReport&)> report; // called after each epoch
};

class ModelSystem
{
public:
    virtual ~ModelSystem() = default;

    virtual SystemInfo info() const = 0;
    // True if the parameters look like this system's (names and shapes).
    virtual bool accepts(const Checkpoint& checkpoint) const noexcept = 0;
    // Throws Error{BadModel, BadShape, BadParameter}.
    virtual std::shared_ptr<const Model> open(const Checkpoint& checkpoint, const Params& options,
                                              JobContext& job) const = 0;
    // Returns the trained model's checkpoint. On cancellation writes a resumable checkpoint to
    // output + ".resume.h5" and throws Error{Cancelled} that names it.
    virtual Checkpoint train(const TrainRequest& request, JobContext& job) const;
};

} // namespace inspike
