// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Reads FlatBuffers of a known schema in place, without generated code. Every offset and size is
// checked against the buffer before it is followed, so that damage gives Error{BadFormat}; how deep
// to follow is up to the schema, so that cycles do no harm. The buffer must outlive the table.

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>

namespace inspike {

struct FlatVector
{
    std::span<const std::byte> bytes;
    std::size_t count = 0;
    std::size_t begin = 0; // of the first element in the buffer
};

class FlatTable
{
public:
    // The root table of a buffer with its size in front. Throws when the size does not fit.
    static FlatTable root(std::span<const std::byte> sizePrefixed);
    // The four letters that say what a buffer with its size in front is; empty if it is too short.
    static std::string_view identifier(std::span<const std::byte> sizePrefixed);

    // A scalar field; `otherwise` where it is absent.
    template <typename T>
    T number(std::size_t field, T otherwise) const
    {
        const std::size_t at = placeOf(field, sizeof(T));
        return at == 0 ? otherwise : numberAt<T>(at);
    }
    // A vector of scalars, structs or (elementBytes = 4) tables; empty where it is absent.
    FlatVector vector(std::size_t field, std::size_t elementBytes) const;
    std::string text(std::size_t field) const;
    // Element `index` of a vector of tables.
    FlatTable tableIn(const FlatVector& tables, std::size_t index) const;

private:
    FlatTable(std::span<const std::byte> buffer, std::size_t at);

    template <typename T>
    T numberAt(std::size_t at) const
    {
        requireInside(at, sizeof(T));
        T value;
        std::memcpy(&value, m_buffer.data() + at, sizeof(T));
        return value;
    }
    void requireInside(std::size_t at, std::size_t size) const;
    // Of the field's content; 0 where it is absent.
    std::size_t placeOf(std::size_t field, std::size_t size) const;

    std::span<const std::byte> m_buffer;
    std::size_t m_at = 0;         // of the table
    std::size_t m_fields = 0;     // of its list of fields
    std::size_t m_fieldsSize = 0; // bytes
    std::size_t m_size = 0;       // of the table, bytes
};

} // namespace inspike
