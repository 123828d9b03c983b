// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Counts (core/pyramid) of the large streams of a recording: which streams need them, and getting
// them from the cache or by building.

#include "core/data/recording.h"
#include "core/pyramid/ordered_counts.h"
#include "core/pyramid/pyramid_cache.h"

#include <map>
#include <string>

namespace inspike {

// By stream id.
using Atlases = std::map<std::string, std::shared_ptr<const CountAtlas>>;

// Streams on disk, and those in memory with so many spikes or events that counting them for every
// picture would be felt.
bool needsAtlas(const StreamData& stream);
bool needsAtlas(const Recording& recording); // any of its streams

// Those that lie in the cache; takes a moment only. Never throws: what cannot be used is left out.
Atlases cachedAtlases(const Recording& recording, const PyramidCacheOptions& options = {});

// Of all streams that need one, from the cache or built (progress, cancel). `notes` says when one
// could not be kept. A recording that is no file is built without the cache.
Atlases openAtlases(const std::shared_ptr<const Recording>& recording,
                    const PyramidCacheOptions& options, std::vector<std::string>& notes,
                    JobContext& job);

} // namespace inspike
