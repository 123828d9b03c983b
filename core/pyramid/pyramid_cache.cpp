// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pyramid/pyramid_cache.h"

#include "core/base/error.h"
#include "core/base/hash.h"
#include "core/pyramid/pyramid_file.h"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace inspike {

namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t kBlock = 4096;
constexpr std::uint64_t kSampledBlocks = 64;
constexpr const char* kExtension = ".pyramid";
constexpr auto kAbandoned = std::chrono::hours(24); // an unfinished sidecar nobody works on

fs::path folderOf(const PyramidCacheOptions& options)
{
    if (!options.folder.empty())
        return options.folder;
    const char* const cache = std::getenv("XDG_CACHE_HOME");
    if (cache != nullptr && fs::path(cache).is_absolute())
        return fs::path(cache) / "inspike" / "pyramids";
    const char* const home = std::getenv("HOME");
    if (home != nullptr && *home != '\0')
        return fs::path(home) / ".cache" / "inspike" / "pyramids";
    return fs::temp_directory_path() / "inspike" / "pyramids";
}

// Keys are hexadecimal; whatever else comes is made so.
std::string stemOf(const std::string& key)
{
    const bool plain = key.size() == 64 && std::all_of(key.begin(), key.end(), [](char c) {
                           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
                       });
    return plain ? key : sha256(std::as_bytes(std::span(key)));
}

fs::path pathOf(const std::string& key, const PyramidCacheOptions& options)
{
    return folderOf(options) / (stemOf(key) + kExtension);
}

// Deletes the sidecars that were not used for the longest time, and what crashes left behind.
// Others may delete at the same time, so nothing that is missing matters.
void evict(const fs::path& folder, const fs::path& justWritten, std::uint64_t maxBytes)
{
    struct Kept
    {
        fs::file_time_type used;
        std::uint64_t bytes = 0;
        fs::path path;
    };
    std::vector<Kept> sidecars;
    std::uint64_t sum = 0;
    std::error_code code;
    const auto now = fs::file_time_type::clock::now();
    for (fs::directory_iterator entry(folder, code), end; !code && entry != end;
         entry.increment(code)) {
        std::error_code failed;
        const auto used = entry->last_write_time(failed);
        const std::uint64_t bytes = failed ? 0 : entry->file_size(failed);
        if (failed)
            continue;
        if (entry->path().extension() == ".part" && now - used > kAbandoned)
            fs::remove(entry->path(), failed);
        if (entry->path().extension() != kExtension)
            continue;
        sum += bytes;
        if (entry->path() != justWritten)
            sidecars.push_back({used, bytes, entry->path()});
    }
    std::sort(sidecars.begin(), sidecars.end(),
              [](const Kept& a, const Kept& b) { return a.used < b.used; });
    for (const Kept& each : sidecars) {
        if (sum <= maxBytes)
            break;
        std::error_code ignored;
        fs::remove(each.path, ignored);
        sum -= each.bytes;
    }
}

// The file that is going to be the sidecar, or none and a note.
std::optional<BlobFile> startSidecar(const fs::path& folder, const std::string& key,
                                     std::string& failure)
{
    std::error_code code;
    fs::create_directories(folder, code);
    if (code) {
        failure = code.message();
        return std::nullopt;
    }
    try {
        BlobFile file = BlobFile::named(folder, stemOf(key));
        // The header comes last.
        file.append(std::vector<std::byte>(kSidecarHeader));
        return file;
    } catch (const Error& error) {
        failure = error.message();
        return std::nullopt;
    }
}

} // namespace

std::string pyramidKey(const fs::path& recording, const std::string& streamId, std::size_t trial)
{
    const int file = ::open(recording.c_str(), O_RDONLY | O_CLOEXEC);
    struct stat facts = {};
    if (file < 0 || ::fstat(file, &facts) != 0) {
        const std::string reason = std::strerror(errno);
        if (file >= 0)
            ::close(file);
        throw Error(ErrorKind::NotFound, "cannot open " + recording.string() + ": " + reason);
    }
    const auto size = static_cast<std::uint64_t>(facts.st_size);
    std::string text = std::to_string(size) + ' ' + std::to_string(facts.st_mtim.tv_sec) + ' ' +
                       std::to_string(facts.st_mtim.tv_nsec) + ' ' + std::to_string(trial) + ' ' +
                       streamId + '\n';
    std::vector<char> block(kBlock);
    const std::uint64_t blocks = std::min(kSampledBlocks, (size + kBlock - 1) / kBlock);
    for (std::uint64_t i = 0; i < blocks; ++i) {
        // The first block, the last one, and evenly between.
        const std::uint64_t at = i == 0 ? 0 : (size - kBlock) * i / (blocks - 1);
        const ssize_t got = ::pread(file, block.data(), kBlock, static_cast<off_t>(at));
        text.append(block.data(), got > 0 ? static_cast<std::size_t>(got) : 0);
    }
    ::close(file);
    return sha256(std::as_bytes(std::span(text)));
}

std::shared_ptr<const CountPyramid> cachedPyramid(const std::string& key,
                                                  const PyramidCacheOptions& options)
{
    const fs::path path = pathOf(key, options);
    std::unique_ptr<CountPyramid::Parts> parts = readSidecar(path, key);
    if (!parts)
        return nullptr;
    parts->threads = options.build.threads;
    std::error_code ignored; // used now; on a read-only disk nothing is evicted either
    fs::last_write_time(path, fs::file_time_type::clock::now(), ignored);
    return std::make_shared<const CountPyramid>(std::move(parts));
}

std::shared_ptr<const CountPyramid> openPyramid(const std::string& key,
                                                std::shared_ptr<const AddressSource> source,
                                                const PyramidCacheOptions& options,
                                                std::vector<std::string>& notes, JobContext& job)
{
    if (auto cached = cachedPyramid(key, options))
        return cached;
    const fs::path folder = folderOf(options);
    std::string failure;
    std::optional<BlobFile> file = startSidecar(folder, key, failure);
    BuiltPyramid built =
        buildPyramid(std::move(source), options.build, file ? &*file : nullptr, job);
    if (failure.empty())
        failure = built.keptFailure;
    if (failure.empty()) {
        try {
            finishSidecar(*file, key, built);
            file->rename(pathOf(key, options));
            evict(folder, pathOf(key, options), options.maxBytes);
            // From the file, so that the planes no longer take memory.
            if (auto cached = cachedPyramid(key, options))
                return cached;
            failure = "it could not be read again";
        } catch (const Error& error) {
            failure = error.message();
        }
    }
    notes.push_back("the count pyramid could not be kept in " + folder.string() + ": " + failure +
                    "; it will be built again next time");
    return std::make_shared<const CountPyramid>(std::move(built.parts));
}

} // namespace inspike
