// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Pyramids kept as sidecar files in the cache folder, so that a recording that was seen before
// opens at once. A sidecar belongs to one stream of one file of one content: its name and its
// header hold a hash of the file's size, modification time and 64 sampled blocks, and of the
// stream. It is mapped, not loaded. A sidecar that is truncated, damaged or of other content is
// rebuilt. Any sidecar may be deleted at any time, also while it is in use; several processes may
// build the same one at once (the last rename wins).

#include "core/pyramid/count_pyramid.h"

#include <functional>
#include <string>

namespace inspike {

struct PyramidCacheOptions
{
    std::filesystem::path folder; // empty = $XDG_CACHE_HOME/inspike/pyramids
    // Of all sidecars together; the longest unused ones are deleted first.
    std::uint64_t maxBytes = std::uint64_t{20} << 30U;
    PyramidOptions build;
};

// Which stream of which content: file size, modification time, sampled hash, stream id and trial.
// Throws Error{NotFound}.
std::string pyramidKey(const std::filesystem::path& recording, const std::string& streamId,
                       std::size_t trial);

// The sidecar of that key, checked; nullptr if there is none or it cannot be trusted.
std::shared_ptr<const CountPyramid> cachedPyramid(const std::string& key,
                                                  const PyramidCacheOptions& options);

// From the cache or built from the source. When the sidecar cannot be written (read-only folder,
// full disk) the pyramid is used from memory or a temporary file, and `notes` says so.
std::shared_ptr<const CountPyramid> openPyramid(const std::string& key,
                                                std::shared_ptr<const AddressSource> source,
                                                const PyramidCacheOptions& options,
                                                std::vector<std::string>& notes, JobContext& job);

} // namespace inspike
