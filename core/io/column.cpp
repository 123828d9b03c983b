// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/column.h"

#include "core/base/error.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <limits>
#include <string>
#include <type_traits>

namespace inspike {

namespace {

// What was read leaves resident memory again, with the neighbours that the kernel maps along: up to
// a huge page.
constexpr std::uint64_t kNeighbourhood = std::uint64_t{2} << 20U;

// Calls visit(T{}) with the element type of a column.
template <typename Visit>
void withType(DType type, Visit visit)
{
    switch (type) {
    case DType::UInt8:
        return visit(std::uint8_t{});
    case DType::Int8:
        return visit(std::int8_t{});
    case DType::UInt16:
        return visit(std::uint16_t{});
    case DType::Int16:
        return visit(std::int16_t{});
    case DType::UInt32:
        return visit(std::uint32_t{});
    case DType::Int32:
        return visit(std::int32_t{});
    case DType::UInt64:
        return visit(std::uint64_t{});
    case DType::Int64:
        return visit(std::int64_t{});
    case DType::Float32:
        return visit(float{});
    case DType::Float64:
        return visit(double{});
    default:
        throw Error(ErrorKind::Unsupported, "a column of " + std::string(nameOf(type)));
    }
}

template <typename T>
std::vector<T> elementsOf(const Column& column, std::uint64_t first, std::uint64_t count)
{
    std::vector<T> elements(static_cast<std::size_t>(count));
    column.read(first, count, reinterpret_cast<std::byte*>(elements.data()));
    return elements;
}

[[noreturn]] void refuseTime()
{
    throw Error(ErrorKind::BadFormat, "a time is not a number or beyond all bounds");
}

[[noreturn]] void refuseNumber(const char* what, double value)
{
    char text[32];
    std::snprintf(text, sizeof text, "%.17g", value);
    throw Error(ErrorKind::BadFormat, std::string(what) + " " + text);
}

template <typename T>
void narrow(const std::vector<T>& from, const char* what, std::uint64_t limit,
            std::vector<std::uint32_t>& to)
{
    to.resize(from.size());
    bool fits = true;
    for (std::size_t i = 0; i < from.size(); ++i) {
        // A negative number becomes one that is too large.
        fits = fits && static_cast<std::uint64_t>(from[i]) < limit;
        to[i] = static_cast<std::uint32_t>(from[i]);
    }
    if (fits)
        return;
    const auto wrong = std::find_if(from.begin(), from.end(), [limit](T number) {
        return static_cast<std::uint64_t>(number) >= limit;
    });
    throw Error(ErrorKind::BadFormat, std::string(what) + " " + std::to_string(*wrong));
}

void requireBounds(const std::vector<Time>& times)
{
    Time least = 0;
    Time most = 0;
    for (const Time time : times) {
        least = std::min(least, time);
        most = std::max(most, time);
    }
    if (least < -kMaxTime || most > kMaxTime)
        refuseTime();
}

} // namespace

bool isColumnType(DType type)
{
    switch (type) {
    case DType::Bool:
    case DType::Float16:
    case DType::BFloat16:
    case DType::Complex64:
    case DType::Complex128:
        return false;
    default:
        return true;
    }
}

MappedColumn::MappedColumn(std::shared_ptr<const MappedFile> file, DType type,
                           std::vector<ColumnStretch> stretches, std::size_t stride, bool swapped)
    : m_file(std::move(file)),
      m_type(type),
      m_stretches(std::move(stretches)),
      m_width(sizeOf(type)),
      m_stride(stride == 0 ? m_width : stride),
      m_swapped(swapped)
{
    const std::uint64_t bytes = m_file->bytes().size();
    std::erase_if(m_stretches, [](const ColumnStretch& stretch) { return stretch.count == 0; });
    for (const ColumnStretch& stretch : m_stretches) {
        const std::uint64_t room = stretch.offset < bytes ? bytes - stretch.offset : 0;
        if (stretch.first != m_size || room < m_width ||
            (room - m_width) / m_stride < stretch.count - 1)
            throw Error(ErrorKind::BadFormat, "a column reaches beyond the end of the file");
        m_size += stretch.count;
    }
}

void MappedColumn::copy(std::uint64_t offset, std::uint64_t count, std::byte* to) const
{
    const std::byte* from = m_file->bytes().data() + offset;
    if (m_stride == m_width) {
        std::memcpy(to, from, count * m_width);
    } else {
        for (std::uint64_t i = 0; i < count; ++i)
            std::memcpy(to + i * m_width, from + i * m_stride, m_width);
    }
    if (m_swapped) {
        for (std::uint64_t i = 0; i < count; ++i)
            std::reverse(to + i * m_width, to + (i + 1) * m_width);
    }
    const std::uint64_t begin = offset / kNeighbourhood * kNeighbourhood;
    m_file->release(begin, offset + count * m_stride + kNeighbourhood - begin);
}

void MappedColumn::read(std::uint64_t first, std::uint64_t count, std::byte* to) const
{
    if (first > m_size || count > m_size - first)
        throw Error(ErrorKind::BadShape, "elements beyond the end of a column were asked for");
    auto stretch = std::upper_bound(
        m_stretches.begin(), m_stretches.end(), first,
        [](std::uint64_t element, const ColumnStretch& each) { return element < each.first; });
    while (count > 0) {
        const ColumnStretch& from = *std::prev(stretch);
        const std::uint64_t skipped = first - from.first;
        const std::uint64_t part = std::min(count, from.count - skipped);
        copy(from.offset + skipped * m_stride, part, to);
        to += part * m_width;
        first += part;
        count -= part;
        ++stretch;
    }
}

void readTimes(const Column& column, double microsecondsPerUnit, std::uint64_t first,
               std::uint64_t count, std::vector<Time>& times)
{
    times.resize(static_cast<std::size_t>(count));
    if (column.dtype() == DType::Int64 && microsecondsPerUnit == 1.0) {
        column.read(first, count, reinterpret_cast<std::byte*>(times.data()));
        requireBounds(times);
        return;
    }
    withType(column.dtype(), [&]<typename T>(T) {
        const std::vector<T> elements = elementsOf<T>(column, first, count);
        if (std::is_integral_v<T> && microsecondsPerUnit == 1.0) {
            for (std::size_t i = 0; i < elements.size(); ++i) {
                times[i] = static_cast<Time>(elements[i]);
                if (std::is_unsigned_v<T> && times[i] < 0)
                    refuseTime();
            }
            requireBounds(times);
            return;
        }
        for (std::size_t i = 0; i < elements.size(); ++i) {
            const double time = static_cast<double>(elements[i]) * microsecondsPerUnit;
            if (!(std::abs(time) < static_cast<double>(kMaxTime)))
                refuseTime();
            times[i] = std::llround(time);
        }
    });
}

void readDoubles(const Column& column, std::uint64_t first, std::uint64_t count,
                 std::vector<double>& values)
{
    withType(column.dtype(), [&]<typename T>(T) {
        const std::vector<T> elements = elementsOf<T>(column, first, count);
        values.assign(elements.begin(), elements.end());
    });
}

void readWholeNumbers(const Column& column, const char* what, std::uint64_t first,
                      std::uint64_t count, std::vector<std::int64_t>& numbers)
{
    numbers.resize(static_cast<std::size_t>(count));
    withType(column.dtype(), [&]<typename T>(T) {
        const std::vector<T> elements = elementsOf<T>(column, first, count);
        for (std::size_t i = 0; i < elements.size(); ++i) {
            if constexpr (std::is_floating_point_v<T>) {
                // 2^63 is the first value that does not fit.
                if (!(std::abs(elements[i]) < T(0x1p63)) || std::floor(elements[i]) != elements[i])
                    refuseNumber(what, static_cast<double>(elements[i]));
            } else if constexpr (std::is_same_v<T, std::uint64_t>) {
                if (elements[i] > std::numeric_limits<std::int64_t>::max())
                    refuseNumber(what, static_cast<double>(elements[i]));
            }
            numbers[i] = static_cast<std::int64_t>(elements[i]);
        }
    });
}

void readIndices(const Column& column, const char* what, std::uint64_t limit, std::uint64_t first,
                 std::uint64_t count, std::vector<std::uint32_t>& numbers)
{
    if (column.dtype() == DType::UInt32) {
        numbers.resize(static_cast<std::size_t>(count));
        column.read(first, count, reinterpret_cast<std::byte*>(numbers.data()));
        std::uint32_t most = 0;
        for (const std::uint32_t number : numbers)
            most = std::max(most, number);
        if (!numbers.empty() && most >= limit)
            throw Error(ErrorKind::BadFormat, std::string(what) + " " + std::to_string(most));
        return;
    }
    withType(column.dtype(), [&]<typename T>(T) {
        if constexpr (std::is_floating_point_v<T>) {
            std::vector<std::int64_t> whole;
            readWholeNumbers(column, what, first, count, whole);
            narrow(whole, what, limit, numbers);
        } else {
            narrow(elementsOf<T>(column, first, count), what, limit, numbers);
        }
    });
}

} // namespace inspike
