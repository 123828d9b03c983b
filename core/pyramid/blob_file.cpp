// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pyramid/blob_file.h"

#include "core/base/error.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>
#include <utility>

namespace inspike {

namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t kAlignment = 64;

[[noreturn]] void fail(const fs::path& where)
{
    throw Error(ErrorKind::BadOutput,
                "cannot write in " + where.string() + ": " + std::strerror(errno));
}

int create(const fs::path& folder, const std::string& stem, std::string& name)
{
    name = (folder / ("." + stem + ".XXXXXX.part")).string();
    const int descriptor = ::mkostemps(name.data(), 5, O_CLOEXEC);
    if (descriptor < 0)
        fail(folder);
    return descriptor;
}

} // namespace

BlobFile::BlobFile(int descriptor, fs::path path)
    : m_descriptor(descriptor), m_path(std::move(path))
{}

BlobFile BlobFile::named(const fs::path& folder, const std::string& stem)
{
    std::string name;
    const int descriptor = create(folder, stem, name);
    return {descriptor, name};
}

BlobFile BlobFile::unnamed(const fs::path& folder)
{
    std::string name;
    const int descriptor = create(folder, "inspike", name);
    ::unlink(name.c_str());
    return {descriptor, {}};
}

BlobFile::BlobFile(BlobFile&& other) noexcept
    : m_descriptor(std::exchange(other.m_descriptor, -1)),
      m_path(std::move(other.m_path)),
      m_size(other.m_size)
{
    other.m_path.clear();
}

BlobFile::~BlobFile()
{
    if (!m_path.empty())
        ::unlink(m_path.c_str());
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

std::uint64_t BlobFile::reserve(std::uint64_t bytes)
{
    const std::uint64_t offset = (m_size + kAlignment - 1) / kAlignment * kAlignment;
    m_size = offset + bytes;
    return offset;
}

void BlobFile::write(std::uint64_t offset, std::span<const std::byte> bytes) const
{
    while (!bytes.empty()) {
        const ssize_t done =
            ::pwrite(m_descriptor, bytes.data(), bytes.size(), static_cast<off_t>(offset));
        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0)
            throw Error(ErrorKind::BadOutput, std::strerror(done == 0 ? ENOSPC : errno));
        bytes = bytes.subspan(static_cast<std::size_t>(done));
        offset += static_cast<std::uint64_t>(done);
    }
}

std::uint64_t BlobFile::append(std::span<const std::byte> bytes)
{
    const std::uint64_t offset = reserve(bytes.size());
    write(offset, bytes);
    return offset;
}

void BlobFile::truncate(std::uint64_t bytes)
{
    if (::ftruncate(m_descriptor, static_cast<off_t>(bytes)) != 0)
        throw Error(ErrorKind::BadOutput, std::strerror(errno));
    m_size = bytes;
}

void BlobFile::startFlush(std::uint64_t offset, std::uint64_t bytes) const
{
    ::sync_file_range(m_descriptor, static_cast<off64_t>(offset), static_cast<off64_t>(bytes),
                      SYNC_FILE_RANGE_WRITE);
}

void BlobFile::flush() const
{
    if (::fdatasync(m_descriptor) != 0)
        throw Error(ErrorKind::BadOutput, std::strerror(errno));
}

MappedFile BlobFile::map() const
{
    return MappedFile::fromDescriptor(m_descriptor);
}

void BlobFile::rename(const fs::path& path)
{
    flush();
    if (::rename(m_path.c_str(), path.c_str()) != 0)
        throw Error(ErrorKind::BadOutput, std::strerror(errno));
    m_path.clear();
}

} // namespace inspike
