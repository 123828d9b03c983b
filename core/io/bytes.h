// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Whole files as bytes or text, for formats that are parsed here.

#include "core/base/job.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace inspike {

// Throw Error{NotFound} for a missing or unreadable file and for a folder, Error{OutOfMemory} when
// it does not fit. Cancellable; progress goes from 0 to 1.
std::vector<std::byte> readBytes(const std::filesystem::path& path, JobContext& job);
std::string readText(const std::filesystem::path& path, JobContext& job);

inline std::uint32_t byteAt(const std::vector<std::byte>& bytes, std::size_t position)
{
    return std::to_integer<std::uint32_t>(bytes[position]);
}

inline std::uint32_t bigEndian32(const std::vector<std::byte>& bytes, std::size_t position)
{
    return byteAt(bytes, position) << 24U | byteAt(bytes, position + 1) << 16U |
           byteAt(bytes, position + 2) << 8U | byteAt(bytes, position + 3);
}

} // namespace inspike
