// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/trusted_files.h"

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/base/hash.h"
#include "core/nn/program_consent.h"

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <system_error>

namespace inspike {

namespace fs = std::filesystem;

namespace {

// {"trusted": [{"sha256": ..., "file": name when it was trusted}]}; a damaged list trusts nothing.
Json readList()
{
    constexpr std::uintmax_t kMaxSize = std::uintmax_t{16} << 20U;
    std::error_code code;
    const fs::path path = trustedFilesList();
    std::ifstream file(path, std::ios::binary);
    if (!file || fs::file_size(path, code) > kMaxSize || code)
        return Json::object();
    std::ostringstream text;
    text << file.rdbuf();
    try {
        const Json list = Json::parse(text.str());
        return list.isObject() ? list : Json::object();
    } catch (const Error&) {
        return Json::object();
    }
}

bool isListed(const Json& list, const std::string& hash)
{
    for (const Json& entry : list["trusted"].items()) {
        if (entry["sha256"].toString() == hash)
            return true;
    }
    return false;
}

} // namespace

fs::path trustedFilesList()
{
    const char* config = std::getenv("XDG_CONFIG_HOME");
    if (config != nullptr && *config != '\0')
        return fs::path(config) / "inspike" / "trusted.json";
    const char* home = std::getenv("HOME");
    return fs::path(home != nullptr ? home : ".") / ".config" / "inspike" / "trusted.json";
}

bool mayRun(const Model& model, const fs::path& path, JobContext& job)
{
    if (!model.info().isProgram)
        return true;
    const std::string hash = sha256OfFile(path, job);
    if (!consentedToProgram(hash) && isListed(readList(), hash))
        consentToProgram(hash);
    return consentedToProgram(hash);
}

void requireTrust(const Model& model, const fs::path& path, JobContext& job)
{
    if (!mayRun(model, path, job))
        throw Error(ErrorKind::BadModel, programRefusal(path.filename().string()));
}

std::string trustProgram(const fs::path& path, JobContext& job)
{
    const std::string hash = sha256OfFile(path, job);
    consentToProgram(hash);
    Json list = readList();
    if (isListed(list, hash))
        return {};
    Json entry = Json::object();
    entry.set("sha256", hash);
    entry.set("file", path.filename().string());
    Json entries = list["trusted"].isArray() ? list["trusted"] : Json::array();
    entries.push(std::move(entry));
    list.set("trusted", std::move(entries));
    const fs::path target = trustedFilesList();
    std::error_code code;
    fs::create_directories(target.parent_path(), code);
    try {
        writeFile(target, list.dump(1) + "\n", true);
    } catch (const Error& error) {
        return std::string("that the file is trusted could not be remembered: ") + error.message();
    }
    return {};
}

} // namespace inspike
