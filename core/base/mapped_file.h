// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A file seen as memory: the kernel reads pages when they are touched and may drop them again, so
// that files larger than memory can be used. Read only. The content stays valid after the file was
// deleted; a file that another program shortens meanwhile is damage that cannot be caught.

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>

namespace inspike {

class MappedFile
{
public:
    MappedFile() = default;
    // Throws Error{NotFound} for a missing or unreadable file and for a folder, Error{OutOfMemory}
    // when the address space does not suffice. An empty file gives an empty span.
    explicit MappedFile(const std::filesystem::path& path);
    // Of an open descriptor, which is not kept; for temporary files without a name.
    static MappedFile fromDescriptor(int descriptor);
    MappedFile(MappedFile&& other) noexcept;
    MappedFile& operator=(MappedFile&& other) noexcept;
    ~MappedFile();

    std::span<const std::byte> bytes() const { return m_bytes; }
    // Pages of this part are not needed soon; they leave resident memory.
    void release(std::size_t offset, std::size_t count) const noexcept;
    // Read ahead: the file will be read from front to back.
    void adviseSequential() const noexcept;

private:
    void close() noexcept;

    std::span<const std::byte> m_bytes;
};

} // namespace inspike
