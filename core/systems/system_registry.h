// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// All model systems and formats of whole networks, and opening a model file with the right one.

#include "core/nn/model_format.h"
#include "core/nn/model_system.h"

#include <memory>
#include <span>

namespace inspike {

std::span<const std::unique_ptr<ModelSystem>> systems();
// Throws Error{BadModel} that lists the known ids.
const ModelSystem& systemById(std::string_view id);

std::span<const std::unique_ptr<ModelFormat>> modelFormats();
// The format of whole networks that claims the file; nullptr if none does.
const ModelFormat* formatOf(const std::filesystem::path& path);

// True for files that openModel opens or refuses with a reason.
bool looksLikeModel(const std::filesystem::path& path);

// Opens a file of a whole network with its format and `settings` as its open options. Else reads
// the checkpoint and opens it: with `systemId` if given, else the system the file names, else
// the first that accepts the parameters. `settings` are KEY=VALUE texts for the system's open
// options; Throws Error{BadModel} when no system fits, naming what was found.
std::shared_ptr<const Model> openModel(const std::filesystem::path& path, std::string_view systemId,
                                       std::span<const std::string> settings, JobContext& job);

} // namespace inspike
