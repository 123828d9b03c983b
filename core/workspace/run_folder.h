// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A folder of runs, as a training leaves it: OUTPUT.epochs/epoch-0010.run.h5, ...

#include <filesystem>
#include <vector>

namespace inspike {

// The run files in a folder, by name; empty when it is no folder, or holds none.
std::vector<std::filesystem::path> runFilesIn(const std::filesystem::path& folder);

} // namespace inspike
