// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// SHA-256, for provenance and caches. OpenSSL does the work and stays in the .cpp.

#include "core/base/job.h"

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>

namespace inspike {

// Lower-case hexadecimal, 64 characters.
std::string sha256(std::span<const std::byte> bytes);
// Of a whole file, read in blocks. Throws Error{NotFound} if it cannot be read.
std::string sha256OfFile(const std::filesystem::path& path, JobContext& job);
// Of the names and sizes of all files below a folder, not of what they hold: data sets are large.
std::string sha256OfFolder(const std::filesystem::path& path, JobContext& job);

} // namespace inspike
