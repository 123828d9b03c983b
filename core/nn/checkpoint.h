// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Parameters read from a file, before a model system makes a network of them: Inspike's own model
// files, fixtures, and PyTorch checkpoints. Reading never executes anything.

#include "core/base/job.h"
#include "core/base/json.h"
#include "core/data/tensor.h"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace inspike {

struct Checkpoint
{
    std::filesystem::path path;
    std::string format;                  // "inspike-model", "fixture", "pytorch-checkpoint"
    std::string system;                  // as the file says; empty when it does not
    Json config;                         // null when the file has none
    Json training;                       // null when unknown
    std::map<std::string, Tensor> state; // by parameter name
    std::vector<std::string> notes;      // e.g. "parameters found under 'state_dict'"
};

// True for files that readCheckpoint reads or refuses with a reason, by their first bytes (for
// HDF5, the root attribute inspike_kind = model or fixture), else by an extension of PyTorch's.
bool looksLikeCheckpoint(const std::filesystem::path& path);

// Throws Error{NotFound, BadFormat, Unsupported}. A pickle that names anything but the few
// constructors of state dicts is refused with that name; so are TorchScript archives and
// checkpoints of PyTorch before 1.6, which say how to save them again. before 1.6 and TorchScript
// archives.
Checkpoint readCheckpoint(const std::filesystem::path& path, JobContext& job);

// The PyTorch part alone (formats/pytorch.cpp): zip archives of torch >= 1.6.
Checkpoint readPyTorchCheckpoint(const std::filesystem::path& path, JobContext& job);
// The HDF5 part alone (formats/model_h5.cpp).
Checkpoint readModelFile(const std::filesystem::path& path, JobContext& job);
// Writes Inspike's own model file, atomically. Throws Error{BadOutput}.
void writeModelFile(const std::filesystem::path& path, const Checkpoint& checkpoint);

} // namespace inspike
