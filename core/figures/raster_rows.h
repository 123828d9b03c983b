// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The rows of a raster: which unit each one shows. The table behind it is made once for an order of
// the units and shared by all pictures of that order, so that panning 100,000 rows copies nothing.

#include "core/base/id.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <iterator>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace inspike {

struct RasterRow
{
    Key key; // the unit
    std::uint32_t unit = 0;
    std::uint64_t spikes = 0; // in the whole recording
};

// Immutable; copies share the table.
class RasterRows
{
public:
    RasterRows() = default;
    // units[row], each at most once, and the spikes of each row.
    RasterRows(std::vector<std::uint32_t> units, std::vector<std::uint64_t> spikes,
               std::uint64_t keySource);

    std::size_t size() const { return m_table ? m_table->units.size() : 0; }
    bool empty() const { return size() == 0; }
    RasterRow operator[](std::size_t row) const;
    RasterRow front() const { return (*this)[0]; }
    RasterRow back() const { return (*this)[size() - 1]; }
    std::span<const std::uint32_t> units() const;
    std::uint64_t keySource() const { return m_keySource; }
    // Rows whose unit has spikes.
    std::size_t active() const { return m_table ? m_table->active : 0; }
    std::optional<std::size_t> rowOfUnit(std::int64_t unit) const;
    // A key of source 0 stands for any source, and so do rows of source 0.
    std::optional<std::size_t> rowOf(const Key& key) const;
    // The same rows, with keys of that source.
    RasterRows withSource(std::uint64_t keySource) const;
    // Whether both show the same units in the same places because they share one table.
    bool sharesTable(const RasterRows& other) const { return m_table == other.m_table; }

    class Iterator
    {
    public:
        using iterator_category = std::input_iterator_tag;
        using value_type = RasterRow;
        using difference_type = std::ptrdiff_t;
        using pointer = const RasterRow*;
        using reference = RasterRow;

        Iterator(const RasterRows* rows, std::size_t row) : m_rows(rows), m_row(row) {}
        RasterRow operator*() const { return (*m_rows)[m_row]; }
        Iterator& operator++()
        {
            ++m_row;
            return *this;
        }
        friend bool operator==(const Iterator&, const Iterator&) = default;

    private:
        const RasterRows* m_rows;
        std::size_t m_row;
    };
    Iterator begin() const { return {this, 0}; }
    Iterator end() const { return {this, size()}; }

private:
    struct Table
    {
        std::vector<std::uint32_t> units;
        std::vector<std::uint64_t> spikes;
        std::vector<std::uint32_t> rowOfUnit; // kNoRow where there is none
        std::size_t active = 0;
    };
    std::shared_ptr<const Table> m_table;
    std::uint64_t m_keySource = 0;
};

// The rows of that order of what `owner` holds: those of the last pictures, or made now. Forgets
// them when the owner is gone. `make` is called without a lock.
RasterRows rowsKept(const std::shared_ptr<const void>& owner, const std::string& order,
                    const std::function<RasterRows()>& make);

} // namespace inspike
