// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/golden.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace inspike::test {

namespace {

std::filesystem::path goldenPath(const std::string& name)
{
    return std::filesystem::path(INSPIKE_SOURCE_DIR) / "tests/golden" / name;
}

std::string contentOf(const std::filesystem::path& path)
{
    std::ifstream file(path, std::ios::binary);
    if (!file)
        throw std::runtime_error("no golden file " + path.string() + " (set UPDATE_GOLDEN=1)");
    std::ostringstream content;
    content << file.rdbuf();
    return content.str();
}

} // namespace

Json goldenJson(const std::string& name)
{
    return Json::parse(contentOf(goldenPath(name)));
}

std::string compareGolden(const std::string& name, const std::string& content)
{
    const char* update = std::getenv("UPDATE_GOLDEN");
    if (update != nullptr && std::string(update) == "1") {
        std::ofstream file(goldenPath(name), std::ios::binary);
        file << content;
        return file.good() ? std::string() : "cannot write " + goldenPath(name).string();
    }
    const std::string stored = contentOf(goldenPath(name));
    if (stored == content)
        return {};
    const std::size_t shorter = std::min(stored.size(), content.size());
    std::size_t at = 0;
    while (at < shorter && stored[at] == content[at])
        ++at;
    const std::size_t from = at > 40 ? at - 40 : 0;
    return name + " differs at byte " + std::to_string(at) + ": stored '" +
           stored.substr(from, 80) + "', now '" + content.substr(from, 80) + "'";
}

} // namespace inspike::test
