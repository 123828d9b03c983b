// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Run files (formats: files.md): outputs, probes (spikes sparse), inputs, parameters, names of the
// samples and provenance.

#include "core/base/job.h"
#include "core/nn/model.h"

#include <filesystem>

namespace inspike {

// Atomic. Throws Error{BadOutput} if the file exists and `replace` is false, or if it cannot be
// written.
void writeRun(const std::filesystem::path& path, const Run& run, bool replace, JobContext& job);
Run readRun(const std::filesystem::path& path, JobContext& job);
// True when the file is HDF5 with inspike_kind = "run".
bool looksLikeRun(const std::filesystem::path& path);

} // namespace inspike
