// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/workspace_file.h"

#include "core/base/error.h"
#include "core/base/files.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <sstream>
#include <system_error>

namespace inspike {

namespace fs = std::filesystem;

namespace {

constexpr std::int64_t kVersion = 1;
constexpr std::uintmax_t kMaxSize = std::uintmax_t{64} << 20U;
constexpr std::array<std::string_view, 7> kKnown = {"inspike", "version",   "items", "views",
                                                    "layout",  "selection", "cursor"};
constexpr std::array<std::string_view, 8> kKnownOfItem = {"id",   "kind",   "title",   "function",
                                                          "path", "sha256", "sources", "settings"};

template <typename Names>
Json unknownMembers(const Json& object, const Names& known)
{
    Json rest = Json::object();
    for (const auto& [name, value] : object.members()) {
        if (std::find(known.begin(), known.end(), name) == known.end())
            rest.set(name, value);
    }
    return rest;
}

SavedItem itemFromJson(const Json& json, const fs::path& folder)
{
    SavedItem item;
    const std::int64_t id = json["id"].toInteger();
    if (id <= 0)
        throw Error(ErrorKind::BadFormat, "an item without a number");
    item.id = static_cast<std::uint64_t>(id);
    item.kind = json["kind"].toString();
    item.title = json["title"].toString();
    item.function = json["function"].toString();
    const std::string path = json["path"].toString();
    if (!path.empty())
        item.path = (folder / path).lexically_normal(); // an absolute path stays itself
    item.sha256 = json["sha256"].toString();
    for (const Json& source : json["sources"].items())
        item.sources.push_back(static_cast<std::uint64_t>(source.toInteger()));
    item.settings = json["settings"];
    item.unknown = unknownMembers(json, kKnownOfItem);
    return item;
}

Json itemToJson(const SavedItem& item, const fs::path& folder,
                const std::map<std::uint64_t, std::int64_t>& numbers)
{
    Json json = Json::object();
    json.set("id", numbers.at(item.id));
    json.set("kind", item.kind);
    json.set("title", item.title);
    json.set("function", item.function);
    if (!item.path.empty()) {
        const fs::path relative = item.path.lexically_relative(folder);
        json.set("path", (relative.empty() ? item.path : relative).generic_string());
        json.set("sha256", item.sha256);
    }
    Json sources = Json::array();
    for (const std::uint64_t source : item.sources) {
        const auto number = numbers.find(source);
        if (number != numbers.end())
            sources.push(number->second);
    }
    if (!item.sources.empty())
        json.set("sources", std::move(sources));
    if (!item.settings.isNull())
        json.set("settings", item.settings);
    for (const auto& [name, value] : item.unknown.members())
        json.set(name, value);
    return json;
}

fs::path folderOf(const fs::path& path)
{
    return fs::absolute(path).lexically_normal().parent_path();
}

} // namespace

bool looksLikeWorkspaceFile(const fs::path& path) noexcept
{
    try {
        std::ifstream file(path, std::ios::binary);
        std::string head(256, '\0');
        file.read(head.data(), static_cast<std::streamsize>(head.size()));
        head.resize(static_cast<std::size_t>(file.gcount()));
        std::erase_if(head, [](unsigned char letter) { return letter <= ' '; });
        return head.starts_with(R"({"inspike":"workspace")");
    } catch (const std::exception&) {
        return false;
    }
}

WorkspaceFile readWorkspaceFile(const fs::path& path)
{
    return withContext("opening " + path.filename().string(), [&] {
        std::error_code code;
        std::ifstream file(path, std::ios::binary);
        if (!file || fs::is_directory(path, code))
            throw Error(ErrorKind::NotFound, "cannot read " + path.string());
        if (fs::file_size(path, code) > kMaxSize || code)
            throw Error(ErrorKind::BadFormat, path.string() + " is too large for a workspace");
        std::ostringstream content;
        content << file.rdbuf();
        const std::string text = content.str();
        const Json json = Json::parse(text);
        if (json["inspike"].toString() != "workspace")
            throw Error(ErrorKind::Unsupported, path.string() + " is not a workspace of Inspike");
        if (json["version"].toInteger() > kVersion)
            throw Error(ErrorKind::Unsupported,
                        path.string() + " was written by a later version of Inspike");
        WorkspaceFile workspace;
        for (const Json& item : json["items"].items())
            workspace.items.push_back(itemFromJson(item, folderOf(path)));
        workspace.views = json["views"];
        workspace.layout = json["layout"];
        workspace.selection = json["selection"];
        workspace.cursor = json["cursor"];
        workspace.unknown = unknownMembers(json, kKnown);
        return workspace;
    });
}

void writeWorkspaceFile(const fs::path& path, const WorkspaceFile& file, bool replace)
{
    std::map<std::uint64_t, std::int64_t> numbers;
    for (const SavedItem& item : file.items)
        numbers.emplace(item.id, static_cast<std::int64_t>(numbers.size()) + 1);
    Json items = Json::array();
    for (const SavedItem& item : file.items)
        items.push(itemToJson(item, folderOf(path), numbers));
    Json json = Json::object();
    json.set("inspike", "workspace");
    json.set("version", kVersion);
    json.set("items", std::move(items));
    for (const auto& [name, value] :
         {std::pair{"views", &file.views}, std::pair{"layout", &file.layout},
          std::pair{"selection", &file.selection}, std::pair{"cursor", &file.cursor}}) {
        if (!value->isNull())
            json.set(name, *value);
    }
    for (const auto& [name, value] : file.unknown.members())
        json.set(name, value);
    writeFile(path, json.dump(1) + "\n", replace);
}

} // namespace inspike
