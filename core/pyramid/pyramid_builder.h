// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// One pass over a source that makes slabs, planes and tables; used with and without a sidecar.

#include "core/pyramid/slab_store.h"

namespace inspike {

struct BuiltPyramid
{
    std::unique_ptr<CountPyramid::Parts> parts;
    std::vector<SlabPlace> keptPlaces; // of the slabs in the kept file
    std::string keptFailure;           // why not all of them are there; empty: they are
};

// `kept`: the file that the slabs are to be written to, whose first `kept->size()` bytes stay as
// they are; nullptr: none. Throws as CountPyramid::build.
BuiltPyramid buildPyramid(std::shared_ptr<const AddressSource> source,
                          const PyramidOptions& options, BlobFile* kept, JobContext& job);

} // namespace inspike
