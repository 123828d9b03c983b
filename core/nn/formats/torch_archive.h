// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The zip archive that torch.save writes since 1.6: <name>/data.pkl and the raw storages
// <name>/data/<key>; and that of torch.jit.save, which holds code as well. libzip does the work and
// stays in the .cpp. Entry sizes are checked against the file before anything is allocated.

#include "core/base/job.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace inspike {

class TorchArchive
{
public:
    enum class Content { Checkpoint, Program };
    // Throws Error{NotFound, BadFormat, Unsupported}; the latter for zip files that PyTorch did not
    // write, and for those that hold the other content.
    explicit TorchArchive(const std::filesystem::path& path, Content content = Content::Checkpoint);
    TorchArchive(const TorchArchive&) = delete;
    TorchArchive& operator=(const TorchArchive&) = delete;
    ~TorchArchive();

    std::uintmax_t fileSize() const { return m_fileSize; }
    bool bigEndian() const { return m_bigEndian; }
    // Of all entries, below <name>/.
    std::vector<std::string> entries() const;
    // Size of an entry below <name>/ ("data.pkl", "data/0"); nullopt if there is none.
    std::optional<std::uint64_t> sizeOf(std::string_view entry) const;
    // Throws Error{BadFormat} if it is missing, damaged or longer than `limit`.
    std::vector<std::byte> read(std::string_view entry, std::uint64_t limit, JobContext& job) const;

    // True if the zip file has a data.pkl, TorchScript included; never throws.
    static bool looksLikeOne(const std::filesystem::path& path) noexcept;
    // True if it also has constants.pkl and code/, as TorchScript archives do; never throws.
    static bool looksLikeProgram(const std::filesystem::path& path) noexcept;

private:
    struct Zip;
    std::unique_ptr<Zip> m_zip;
    std::uintmax_t m_fileSize = 0;
    std::string m_prefix; // "archive/"
    bool m_bigEndian = false;
};

} // namespace inspike
