// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Names below a group of an HDF5 file. Parameters and probes may have slashes in their names; HDF5
// makes groups of them.

#include "core/io/hdf5/hdf5_file.h"

#include <string>
#include <string_view>
#include <vector>

namespace inspike {

struct Hdf5Leaf
{
    std::string name;    // relative to the group: "lif/block.0"
    bool sparse = false; // a group {index, attribute shape}
};

// All data sets and sparse groups below `group`, sorted; none if there is no such group. Throws
// Error{BadFormat} for a tree without end.
std::vector<Hdf5Leaf> leavesBelow(const Hdf5File& file, std::string_view group);

// "/probe/" + "lif/block.0". Throws Error{BadOutput} for a name HDF5 cannot hold ("", "a//b",
// "..").
std::string hdf5PathOf(std::string_view group, std::string_view name);

} // namespace inspike
