// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A long list of plain numbers in a file that is read piece by piece, and the conversion of such
// pieces to times and whole numbers, with every value checked.

#include "core/base/mapped_file.h"
#include "core/base/time.h"
#include "core/data/tensor.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace inspike {

class Column
{
public:
    virtual ~Column() = default;

    virtual std::uint64_t size() const = 0;
    virtual DType dtype() const = 0; // one of isColumnType()
    // Copies elements [first, first + count) in native byte order to `to`. May be called from
    // several threads at once. Throws Error{BadShape} for a range beyond the end and
    // Error{BadFormat} for damage.
    virtual void read(std::uint64_t first, std::uint64_t count, std::byte* to) const = 0;
};

// Integers of 8 to 64 bits, float32 and float64.
bool isColumnType(DType type);

// Elements that lie in a file one after the other.
struct ColumnStretch
{
    std::uint64_t first = 0; // element
    std::uint64_t count = 0;
    std::uint64_t offset = 0; // of the first byte in the file
};

// A column that lies in a file as it is in memory, apart perhaps from the byte order.
class MappedColumn : public Column
{
public:
    // The stretches come in order of their elements, without gaps; elements are `stride` bytes
    // apart (0: no gap). Throws Error{BadFormat} for a stretch beyond the end of the file.
    MappedColumn(std::shared_ptr<const MappedFile> file, DType type,
                 std::vector<ColumnStretch> stretches, std::size_t stride = 0,
                 bool swapped = false);

    std::uint64_t size() const override { return m_size; }
    DType dtype() const override { return m_type; }
    void read(std::uint64_t first, std::uint64_t count, std::byte* to) const override;

private:
    void copy(std::uint64_t offset, std::uint64_t count, std::byte* to) const;

    std::shared_ptr<const MappedFile> m_file;
    DType m_type;
    std::vector<ColumnStretch> m_stretches;
    std::uint64_t m_size = 0;
    std::size_t m_width; // bytes of an element
    std::size_t m_stride;
    bool m_swapped;
};

// Elements [first, first + count) in us, replacing `times`. Integers at 1 us per unit are taken as
// they are. Throws Error{BadFormat} for what is not finite or beyond kMaxTime.
void readTimes(const Column& column, double microsecondsPerUnit, std::uint64_t first,
               std::uint64_t count, std::vector<Time>& times);
// Elements [first, first + count) as they are, replacing `values`.
void readDoubles(const Column& column, std::uint64_t first, std::uint64_t count,
                 std::vector<double>& values);
// Elements [first, first + count), replacing `numbers`. Throws Error{BadFormat}, which calls them
// `what`, for what is no whole number of 64 bits.
void readWholeNumbers(const Column& column, const char* what, std::uint64_t first,
                      std::uint64_t count, std::vector<std::int64_t>& numbers);
// The same for numbers below `limit`, without negative ones.
void readIndices(const Column& column, const char* what, std::uint64_t limit, std::uint64_t first,
                 std::uint64_t count, std::vector<std::uint32_t>& numbers);

} // namespace inspike
