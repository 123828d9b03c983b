// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Puts a list of (time, address) into order of time with bounded memory: pieces are sorted and
// written to a temporary file without a name, then merged. Stable: entries of one time keep their
// order.

#include "core/data/address_source.h"

#include <filesystem>

namespace inspike {

struct SortOptions
{
    std::uint64_t memory = std::uint64_t{512} << 20U; // bytes for one piece and the merge
    std::filesystem::path folder = {};                // of the temporary file; empty = $TMPDIR
};

// The same entries in order of time; `source` itself if it is found to be sorted already, whatever
// its facts say. Throws Error{BadOutput} when the temporary file cannot be written (disk full).
std::shared_ptr<const AddressSource> sortedByTime(std::shared_ptr<const AddressSource> source,
                                                  const SortOptions& options, JobContext& job);

} // namespace inspike
