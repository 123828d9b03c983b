// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/run_folder.h"

#include "core/nn/run_file.h"

#include <algorithm>

namespace inspike {

namespace fs = std::filesystem;

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
