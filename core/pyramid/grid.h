// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A grid of counts from planes where they are fine enough, and from slabs for what is cut.

#include "core/pyramid/pyramid_parts.h"

namespace inspike {

enum class GridSource {
    Cheapest,
    Slabs,  // every spike is read; the reference of tests
    Planes, // whenever there is a plane that is fine enough
};

// `ordered` are planes of the map's rows (empty: none); the planes of the pyramid are used where
// they fit the map.
CountGrid countGrid(const CountPyramid::Parts& parts, const RowMap& map,
                    std::span<const Plane> ordered, const GridRequest& request, GridSource from,
                    JobContext& job);

} // namespace inspike
