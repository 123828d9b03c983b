// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What a training leaves of its epochs: small runs of always the same pairs, in the folder
// MODEL.epochs, so that both domains can be watched while they come together.

#include "core/nn/checkpoint.h"
#include "core/systems/transfer/training_data.h"
#include "core/training/trainer.h"

#include <filesystem>
#include <memory>

namespace inspike::transfer {

// "model.h5.epochs/epoch-0010.run.h5"
std::filesystem::path snapshotPath(const std::filesystem::path& model, int epoch);

struct SnapshotPairs
{
    std::shared_ptr<const Recording> recording; // tensors "event", "static", "label"
    std::vector<std::string> ids;
};
// At most `most` members of a part, spread evenly, with their pictures.
SnapshotPairs snapshotPairs(TrainingData& data, Part part, std::size_t most, const Config& config,
                            std::uint64_t seed, JobContext& job);

// Logits, features and the potentials of the last layer that spikes, of both branches; the epoch
// and its metrics are settings of the run. Replaces a file of the same epoch.
void writeSnapshot(const Checkpoint& checkpoint, const Config& config, const SnapshotPairs& pairs,
                   int epoch, const Metrics& metrics, JobContext& job);

} // namespace inspike::transfer
