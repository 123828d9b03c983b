// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/flatbuffer_walk.h"

#include "core/base/error.h"

namespace inspike {

namespace {

constexpr std::size_t kPrefixBytes = 4;
constexpr std::size_t kIdentifierAt = kPrefixBytes + 4;
constexpr std::size_t kIdentifierBytes = 4;
constexpr std::size_t kFieldsHeader = 4; // their size and the table's, 2 bytes each

[[noreturn]] void refuse()
{
    throw Error(ErrorKind::BadFormat, "a FlatBuffer points outside itself");
}

} // namespace

FlatTable::FlatTable(std::span<const std::byte> buffer, std::size_t at) : m_buffer(buffer), m_at(at)
{
    const auto back = std::int64_t{numberAt<std::int32_t>(at)};
    const std::int64_t fields = static_cast<std::int64_t>(at) - back;
    if (fields < 0 || fields >= static_cast<std::int64_t>(buffer.size()))
        refuse();
    m_fields = static_cast<std::size_t>(fields);
    m_fieldsSize = numberAt<std::uint16_t>(m_fields);
    m_size = numberAt<std::uint16_t>(m_fields + sizeof(std::uint16_t));
    requireInside(m_fields, m_fieldsSize);
    requireInside(m_at, m_size);
}

FlatTable FlatTable::root(std::span<const std::byte> sizePrefixed)
{
    if (sizePrefixed.size() < kPrefixBytes + sizeof(std::uint32_t))
        refuse();
    std::uint32_t size = 0;
    std::memcpy(&size, sizePrefixed.data(), kPrefixBytes);
    const auto buffer = sizePrefixed.subspan(kPrefixBytes);
    if (size > buffer.size() || size < sizeof(std::uint32_t))
        refuse();
    std::uint32_t at = 0;
    std::memcpy(&at, buffer.data(), sizeof at);
    return {buffer.first(size), at};
}

std::string_view FlatTable::identifier(std::span<const std::byte> sizePrefixed)
{
    if (sizePrefixed.size() < kIdentifierAt + kIdentifierBytes)
        return {};
    return {reinterpret_cast<const char*>(sizePrefixed.data()) + kIdentifierAt, kIdentifierBytes};
}

void FlatTable::requireInside(std::size_t at, std::size_t size) const
{
    if (at > m_buffer.size() || size > m_buffer.size() - at)
        refuse();
}

std::size_t FlatTable::placeOf(std::size_t field, std::size_t size) const
{
    const std::size_t entry = kFieldsHeader + field * sizeof(std::uint16_t);
    if (entry + sizeof(std::uint16_t) > m_fieldsSize)
        return 0;
    const std::size_t inside = numberAt<std::uint16_t>(m_fields + entry);
    if (inside == 0)
        return 0;
    if (inside + size > m_size)
        refuse();
    return m_at + inside;
}

FlatVector FlatTable::vector(std::size_t field, std::size_t elementBytes) const
{
    const std::size_t place = placeOf(field, sizeof(std::uint32_t));
    if (place == 0)
        return {};
    const std::size_t at = place + numberAt<std::uint32_t>(place);
    const std::size_t count = numberAt<std::uint32_t>(at);
    const std::size_t begin = at + sizeof(std::uint32_t);
    if (count > (m_buffer.size() - begin) / elementBytes)
        refuse();
    return {m_buffer.subspan(begin, count * elementBytes), count, begin};
}

std::string FlatTable::text(std::size_t field) const
{
    const FlatVector letters = vector(field, 1);
    return {reinterpret_cast<const char*>(letters.bytes.data()), letters.count};
}

FlatTable FlatTable::tableIn(const FlatVector& tables, std::size_t index) const
{
    const std::size_t place = tables.begin + index * sizeof(std::uint32_t);
    return {m_buffer, place + numberAt<std::uint32_t>(place)};
}

} // namespace inspike
