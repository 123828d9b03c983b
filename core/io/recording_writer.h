// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Writing a recording as Inspike's own HDF5 (formats: files.md).

#include "core/base/job.h"
#include "core/data/recording.h"

#include <filesystem>

namespace inspike {

// Atomic. Throws Error{BadOutput} if the file exists and `replace` is false, or if it cannot be
// written.
void writeRecording(const std::filesystem::path& path, const Recording& recording, bool replace,
                    JobContext& job);

} // namespace inspike
