// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/workspace/open_file.h"

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <system_error>

// INSPIKE_SOURCE_RESOURCES comes from CMake: where the program finds its resources before it is
// installed.

namespace inspike {

namespace fs = std::filesystem;

fs::path resourcesFolder()
{
    std::error_code code;
    std::string looked;
    const auto usable = [&](const fs::path& folder) {
        looked += (looked.empty() ? "" : ", ") + folder.string();
        return fs::is_directory(folder, code);
    };
    if (const char* given = std::getenv("INSPIKE_RESOURCES")) {
        // Named by the user: nothing else may quietly take its place.
        if (usable(given))
            return given;
        throw Error(ErrorKind::NotFound,
                    std::string("INSPIKE_RESOURCES names no folder: ") + given);
    }
    const fs::path executable = fs::read_symlink("/proc/self/exe", code);
    if (!code) {
        const fs::path installed = executable.parent_path().parent_path() / "share" / "inspike";
        if (usable(installed))
            return installed;
    }
    const fs::path source = INSPIKE_SOURCE_RESOURCES;
    if (usable(source))
        return source;
    throw Error(ErrorKind::NotFound,
                "the program's resources are missing; looked in " + looked +
                    ". Set INSPIKE_RESOURCES to the folder 'resources' of the source tree");
}

std::vector<Sample> shippedSamples()
{
    const fs::path folder = resourcesFolder() / "samples";
    const fs::path list = folder / "samples.json";
    std::ifstream file(list, std::ios::binary);
    if (!file)
        throw Error(ErrorKind::NotFound, "cannot read " + list.string());
    std::ostringstream content;
    content << file.rdbuf();
    const std::string text = content.str();
    const Json json = withContext("reading " + list.string(), [&] { return Json::parse(text); });
    std::vector<Sample> samples;
    for (const Json& entry : json["samples"].items()) {
        Sample sample;
        sample.id = entry["id"].toString();
        sample.title = entry["title"].toString(sample.id);
        for (const Json& name : entry["files"].items())
            sample.files.push_back(folder / name.toString());
        if (sample.id.empty() || sample.files.empty())
            throw Error(ErrorKind::BadFormat, list.string() + " has a sample without id or files");
        samples.push_back(std::move(sample));
    }
    return samples;
}

} // namespace inspike
