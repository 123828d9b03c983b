// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Sound files (WAV, FLAC). Only sound_file.cpp knows libsndfile. Samples come as floats, integers
// scaled to [-1, 1). What was repaired or is odd (truncated, silent, clipped, not a number) is
// noted.

#include "core/base/job.h"
#include "core/data/recording.h"

#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace inspike {

// True for the first bytes of a file that readSound() takes.
bool looksLikeSound(std::span<const std::byte> head);

// All channels. Throws Error{NotFound} for a missing or unreadable file and for a folder,
// Error{BadFormat}, Error{Unsupported}, and Error{OutOfMemory}, with both amounts, for more than
// the memory budget.
Signal readSound(const std::filesystem::path& path, std::vector<std::string>& notes,
                 JobContext& job);
// The mean of all channels; needs the memory of one.
Signal readMonoSound(const std::filesystem::path& path, std::vector<std::string>& notes,
                     JobContext& job);

} // namespace inspike
