// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/bytes.h"

#include "core/base/error.h"

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <system_error>

namespace inspike {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kBlock = 4U << 20U;

template <typename Buffer>
Buffer readWhole(const fs::path& path, JobContext& job)
{
    std::error_code code;
    if (fs::is_directory(path, code))
        throw Error(ErrorKind::NotFound, path.string() + " is a folder, not a file");
    std::ifstream file(path, std::ios::binary);
    if (!file) {
        throw Error(ErrorKind::NotFound,
                    "cannot read " + path.string() + ": " + std::generic_category().message(errno));
    }
    const std::uintmax_t size = fs::file_size(path, code);
    if (code)
        throw Error(ErrorKind::NotFound, "cannot read " + path.string() + ": " + code.message());
    Buffer buffer;
    try {
        buffer.resize(size);
    } catch (const std::exception&) {
        throw Error(ErrorKind::OutOfMemory, path.string() + " does not fit into memory");
    }
    std::size_t done = 0;
    while (done < size) {
        job.checkpoint();
        const std::size_t wanted = std::min<std::size_t>(kBlock, size - done);
        file.read(reinterpret_cast<char*>(buffer.data()) + done,
                  static_cast<std::streamsize>(wanted));
        done += static_cast<std::size_t>(file.gcount());
        if (!file)
            break; // it became shorter meanwhile
        job.progress(static_cast<double>(done) / static_cast<double>(size), "reading");
    }
    buffer.resize(done);
    return buffer;
}

} // namespace

std::vector<std::byte> readBytes(const fs::path& path, JobContext& job)
{
    return readWhole<std::vector<std::byte>>(path, job);
}

std::string readText(const fs::path& path, JobContext& job)
{
    return readWhole<std::string>(path, job);
}

} // namespace inspike
