// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A file that arrays are written to and that is mapped later. Written with pwrite, never through a
// mapping: a full disk must be an Error{BadOutput} and not a signal.

#include "core/base/mapped_file.h"

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace inspike {

class BlobFile
{
public:
    // A new file in this folder. Named files have a name of their own that ends in ".part" and are
    // removed unless they are renamed; unnamed ones never show up.
    static BlobFile named(const std::filesystem::path& folder, const std::string& stem);
    static BlobFile unnamed(const std::filesystem::path& folder);
    BlobFile(BlobFile&& other) noexcept;
    BlobFile& operator=(BlobFile&&) = delete;
    ~BlobFile();

    // Where `bytes` bytes may be written; aligned to 64 bytes. Not for several threads.
    std::uint64_t reserve(std::uint64_t bytes);
    // Several threads may write different parts.
    void write(std::uint64_t offset, std::span<const std::byte> bytes) const;
    std::uint64_t append(std::span<const std::byte> bytes);
    std::uint64_t size() const { return m_size; }
    void truncate(std::uint64_t bytes);
    // Lets the disk begin with what was written so far.
    void startFlush(std::uint64_t offset, std::uint64_t bytes) const;
    void flush() const;
    MappedFile map() const;
    // Gives the file its lasting name; flushed before, so that a crash leaves no holes in it.
    void rename(const std::filesystem::path& path);

private:
    BlobFile(int descriptor, std::filesystem::path path);

    int m_descriptor = -1;
    std::filesystem::path m_path; // empty when it has no name
    std::uint64_t m_size = 0;
};

template <typename Value>
std::span<const std::byte> bytesOf(const std::vector<Value>& values)
{
    return std::as_bytes(std::span(values));
}

} // namespace inspike
