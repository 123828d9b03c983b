// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/run_folder.h"

#include "core/nn/run_file.h"

#include <algorithm>

namespace inspike {

namespace fs = std::filesystem;

std::string groupOf(const Workspace& workspace, ItemId item)
{
    return workspace.recipe(item).settings[kGroupSetting].toString();
}

std::vector<ItemId> withGroup(const Workspace& workspace, ItemId item)
{
    std::vector<ItemId> items{item};
    const std::string group = groupOf(workspace, item);
    for (const ItemId other : workspace.items()) {
        if (!group.empty() && other != item && groupOf(workspace, other) == group)
            items.push_back(other);
    }
    return items;
}

std::vector<fs::path> runFilesIn(const fs::path& folder)
{
    std::vector<fs::path> files;
    std::error_code failed;
    if (!fs::is_directory(folder, failed))
        return files;
    for (fs::directory_iterator entry(folder, failed), end; !failed && entry != end;
         entry.increment(failed)) {
        if (entry->path().string().ends_with(".run.h5") && looksLikeRun(entry->path()))
            files.push_back(entry->path());
    }
    std::sort(files.begin(), files.end());
    return files;
}

} // namespace inspike
