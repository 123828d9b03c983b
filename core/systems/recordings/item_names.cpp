// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/systems/recordings/item_names.h"

#include <algorithm>
#include <map>
#include <set>

namespace inspike {

namespace fs = std::filesystem;

namespace {

fs::path commonFolder(const std::vector<SampleList::Item>& items)
{
    fs::path common = items.front().file.path.parent_path();
    for (const SampleList::Item& item : items) {
        const fs::path& path = item.file.path;
        while (!common.empty() &&
               std::mismatch(common.begin(), common.end(), path.begin(), path.end()).first !=
                   common.end()) {
            const fs::path parent = common.parent_path();
            common = parent == common ? fs::path() : parent;
        }
    }
    return common;
}

} // namespace

std::string shortName(std::string file)
{
    for (const std::string_view ending :
         {".gz", "-idx3-ubyte", ".idx3-ubyte", "-idx1-ubyte", ".idx1-ubyte"}) {
        const bool isPacked = ending != ".gz" || file.find("ubyte") != std::string::npos;
        if (isPacked && file.size() > ending.size() && file.ends_with(ending))
            file.resize(file.size() - ending.size());
    }
    return file;
}

std::vector<std::string> namesOfItems(const std::vector<SampleList::Item>& items)
{
    std::map<fs::path, bool> hasEntries;
    std::map<std::string, std::set<fs::path>> byName;
    for (const SampleList::Item& item : items) {
        bool& entries = hasEntries[item.file.path];
        entries = entries || item.file.entry > 0;
    }
    for (const auto& [path, entries] : hasEntries)
        byName[path.filename().string()].insert(path);
    const bool isClear =
        std::ranges::all_of(byName, [](const auto& name) { return name.second.size() == 1; });
    const fs::path folder = isClear || items.empty() ? fs::path() : commonFolder(items);
    std::vector<std::string> names;
    std::map<std::string, std::size_t> uses;
    for (const SampleList::Item& item : items) {
        const fs::path& path = item.file.path;
        std::string name = shortName(isClear ? path.filename().string()
                                             : path.lexically_relative(folder).generic_string());
        if (hasEntries[path])
            name += "#" + std::to_string(item.file.entry);
        if (const std::size_t before = uses[name]++; before > 0)
            name += " (" + std::to_string(before + 1) + ")";
        names.push_back(std::move(name));
    }
    return names;
}

std::string nameBelow(const FileEntry& file, const fs::path& folder)
{
    const fs::path relative = file.path.lexically_relative(folder);
    return (relative.empty() ? file.path : relative).string() +
           (file.entry > 0 ? "#" + std::to_string(file.entry) : "");
}

} // namespace inspike
