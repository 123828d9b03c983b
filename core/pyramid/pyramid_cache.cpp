// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pyramid/pyramid_cache.h"

#include "core/base/error.h"
#include "core/base/hash.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace inspike {

namespace {

constexpr std::uint64_t kBlock = 4096;
constexpr std::uint64_t kSampledBlocks = 64;

} // namespace

std::string pyramidKey(const std::filesystem::path& recording, const std::string& streamId,
                       std::size_t trial)
{
    const int file = ::open(recording.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0)
        throw Error(ErrorKind::NotFound,
                    "cannot open " + recording.string() + ": " + std::strerror(errno));
    struct stat facts = {};
    ::fstat(file, &facts);
    const auto size = static_cast<std::uint64_t>(facts.st_size);
    std::string text = std::to_string(size) + ' ' + std::to_string(facts.st_mtim.tv_sec) + ' ' +
                       std::to_string(facts.st_mtim.tv_nsec) + ' ' + std::to_string(trial) + ' ' +
                       streamId + '\n';
    std::vector<char> block(kBlock);
    const std::uint64_t blocks = std::min(kSampledBlocks, (size + kBlock - 1) / kBlock);
    for (std::uint64_t i = 0; i < blocks; ++i) {
        // The first block, the last one, and evenly between.
        const std::uint64_t at = i == 0 || size <= kBlock ? 0 : (size - kBlock) * i / (blocks - 1);
        const ssize_t got = ::pread(file, block.data(), kBlock, static_cast<off_t>(at));
        text.append(block.data(), got > 0 ? static_cast<std::size_t>(got) : 0);
    }
    ::close(file);
    return sha256(std::as_bytes(std::span(text)));
}

std::shared_ptr<const CountPyramid> openPyramid([[maybe_unused]] const std::string& key,
                                                std::shared_ptr<const AddressSource> source,
                                                const PyramidCacheOptions& options,
                                                [[maybe_unused]] std::vector<std::string>& notes,
                                                JobContext& job)
{
    return CountPyramid::build(std::move(source), options.build, job);
}

} // namespace inspike
