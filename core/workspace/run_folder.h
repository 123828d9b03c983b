// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A folder of runs, as a training leaves it: OUTPUT.epochs/epoch-0010.run.h5, ...

#include "core/workspace/workspace.h"

#include <filesystem>
#include <string>
#include <vector>

namespace inspike {

// In the settings of the recipes of items that came from one folder: the folder.
constexpr const char* kGroupSetting = "group";
// Empty when the item is in no group.
std::string groupOf(const Workspace& workspace, ItemId item);
// The item first, then the others of its group.
std::vector<ItemId> withGroup(const Workspace& workspace, ItemId item);

// The run files in a folder, by name; empty when it is no folder, or holds none.
std::vector<std::filesystem::path> runFilesIn(const std::filesystem::path& folder);

} // namespace inspike
