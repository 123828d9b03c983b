// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"

#include "core/base/error.h"

#include <fstream>
#include <iostream>
#include <string>
#include <system_error>
#include <unistd.h>

namespace inspike {

namespace fs = std::filesystem;

namespace {

// Removes the temporary file unless it was renamed into place.
class TemporaryFile
{
public:
    explicit TemporaryFile(fs::path path) : m_path(std::move(path)) {}
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;
    ~TemporaryFile()
    {
        std::error_code ignored;
        fs::remove(m_path, ignored);
    }
    const fs::path& path() const { return m_path; }

private:
    fs::path m_path;
};

fs::path folderOf(const fs::path& path)
{
    return path.has_parent_path() ? path.parent_path() : fs::path(".");
}

} // namespace

void requireFreeOutput(const fs::path& path, bool replace)
{
    if (path == "-")
        return;
    std::error_code code;
    if (fs::is_directory(path, code))
        throw Error(ErrorKind::BadOutput, path.string() + " is a folder");
    if (!replace && fs::exists(path, code))
        throw Error(ErrorKind::BadOutput, path.string() + " exists; use --force to replace it");
    const fs::path folder = folderOf(path);
    if (!fs::is_directory(folder, code))
        throw Error(ErrorKind::BadOutput, "folder " + folder.string() + " does not exist");
}

void writeAtomically(const fs::path& path, bool replace,
                     const std::function<void(const fs::path& temporary)>& write)
{
    requireFreeOutput(path, replace);
    std::error_code code;
    const fs::path folder = folderOf(path);
    // The extension is kept because some writers choose the format by it.
    const TemporaryFile temporary(folder /
                                  ("." + path.stem().string() + "." + std::to_string(::getpid()) +
                                   ".part" + path.extension().string()));
    write(temporary.path());
    fs::rename(temporary.path(), path, code);
    if (code)
        throw Error(ErrorKind::BadOutput, "cannot write " + path.string() + ": " + code.message());
}

void writeFile(const fs::path& path, std::string_view content, bool replace)
{
    if (path == "-") {
        std::cout << content << std::flush;
        return;
    }
    writeAtomically(path, replace, [&](const fs::path& temporary) {
        std::ofstream file(temporary, std::ios::binary);
        file.write(content.data(), static_cast<std::streamsize>(content.size()));
        file.close();
        if (!file)
            throw Error(ErrorKind::BadOutput, "cannot write " + path.string());
    });
}

} // namespace inspike
