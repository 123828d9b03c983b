// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Streams of any size as part of a recording file: in order of time, uncompressed, with a time
// index so that the file opens without being read. Memory does not grow with the stream.

#include "core/base/job.h"
#include "core/data/address_source.h"
#include "core/io/hdf5/hdf5_file.h"

#include <filesystem>
#include <string>

namespace inspike {

// Fills `group` ("/spikes/name" or "/events/name"); `folder` takes temporary files while sorting.
// Throws Error{BadOutput} when the disk is full.
void writeStoredStream(Hdf5File& file, const std::string& group, const StoredStream& stream,
                       const std::filesystem::path& folder, JobContext& job);

} // namespace inspike
