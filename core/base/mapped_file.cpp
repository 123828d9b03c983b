// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/mapped_file.h"

#include "core/base/error.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace inspike {

namespace {

std::span<const std::byte> mapped(int descriptor, const std::string& name)
{
    struct stat facts = {};
    if (::fstat(descriptor, &facts) != 0)
        throw Error(ErrorKind::NotFound, "cannot read " + name + ": " + std::strerror(errno));
    if (!S_ISREG(facts.st_mode))
        throw Error(ErrorKind::NotFound, name + " is not a file");
    if (facts.st_size == 0)
        return {};
    const auto size = static_cast<std::size_t>(facts.st_size);
    void* const address = ::mmap(nullptr, size, PROT_READ, MAP_SHARED, descriptor, 0);
    if (address == MAP_FAILED)
        throw Error(ErrorKind::OutOfMemory, "cannot map " + name + ": " + std::strerror(errno));
    return {static_cast<const std::byte*>(address), size};
}

} // namespace

MappedFile::MappedFile(const std::filesystem::path& path)
{
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0)
        throw Error(ErrorKind::NotFound,
                    "cannot open " + path.string() + ": " + std::strerror(errno));
    try {
        m_bytes = mapped(descriptor, path.string());
    } catch (...) {
        ::close(descriptor);
        throw;
    }
    ::close(descriptor);
}

MappedFile MappedFile::fromDescriptor(int descriptor)
{
    MappedFile file;
    file.m_bytes = mapped(descriptor, "a temporary file");
    return file;
}

MappedFile::MappedFile(MappedFile&& other) noexcept : m_bytes(std::exchange(other.m_bytes, {})) {}

MappedFile& MappedFile::operator=(MappedFile&& other) noexcept
{
    if (this != &other) {
        close();
        m_bytes = std::exchange(other.m_bytes, {});
    }
    return *this;
}

MappedFile::~MappedFile()
{
    close();
}

void MappedFile::close() noexcept
{
    if (!m_bytes.empty())
        ::munmap(const_cast<std::byte*>(m_bytes.data()), m_bytes.size());
    m_bytes = {};
}

void MappedFile::release(std::size_t offset, std::size_t count) const noexcept
{
    const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
    const std::size_t begin = (offset + page - 1) / page * page;
    const std::size_t end = std::min(offset + count, m_bytes.size()) / page * page;
    if (begin < end)
        ::madvise(const_cast<std::byte*>(m_bytes.data()) + begin, end - begin, MADV_DONTNEED);
}

void MappedFile::adviseSequential() const noexcept
{
    if (!m_bytes.empty())
        ::madvise(const_cast<std::byte*>(m_bytes.data()), m_bytes.size(), MADV_SEQUENTIAL);
}

} // namespace inspike
