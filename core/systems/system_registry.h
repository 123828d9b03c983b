// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// All model systems, and opening a model file with the right one.

#include "core/nn/model_system.h"

#include <memory>
#include <span>

namespace inspike {

std::span<const std::unique_ptr<ModelSystem>> systems();
// Throws Error{BadModel} that lists the known ids.
const ModelSystem& systemById(std::string_view id);

// Reads the checkpoint and opens it: with `systemId` if given, else the system the file names, else
// the first that accepts the parameters. `settings` are KEY=VALUE texts for the system's open
// options; Throws Error{BadModel} when no system fits, naming what was found.
std::shared_ptr<const Model> openModel(const std::filesystem::path& path, std::string_view systemId,
                                       std::span<const std::string> settings, JobContext& job);

} // namespace inspike
