// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The layout of a sidecar: a header of one page, the arrays of slabs, planes and tables, and a list
// of where they are. The header holds a hash of the list and of sampled blocks of the arrays, and
// of itself. Numbers as this machine stores them; another byte order is another version.

#include "core/pyramid/pyramid_builder.h"

#include <string>

namespace inspike {

// What the header takes; written last, so that an unfinished file is never taken for a whole one.
constexpr std::uint64_t kSidecarHeader = 4096;

// Adds everything but the slabs, which are in the file already, and the header.
void finishSidecar(BlobFile& file, const std::string& key, const BuiltPyramid& built);

// The pyramid in that file; nullptr if the file does not exist or is not what this version would
// have written for the key.
std::unique_ptr<CountPyramid::Parts> readSidecar(const std::filesystem::path& path,
                                                 const std::string& key);

} // namespace inspike
