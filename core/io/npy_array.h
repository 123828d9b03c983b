// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A NumPy array file, mapped: its columns, to be read piece by piece, or all of it as a tensor.

#include "core/base/job.h"
#include "core/io/column.h"
#include "core/io/npy_header.h"

#include <filesystem>
#include <initializer_list>
#include <memory>
#include <string_view>

namespace inspike {

class NpyArray
{
public:
    // Throws Error{NotFound}, Error{BadFormat} or Error{Unsupported}. Of rows that lie one after
    // the other, the complete ones of a truncated file are kept.
    explicit NpyArray(const std::filesystem::path& path);

    const NpyHeader& header() const { return m_header; }
    std::uint64_t rows() const { return m_rows; } // of the first dimension, that the file has
    bool isTruncated() const;
    // Columns of a list (1) or of a table of rows; 0 for all other shapes.
    std::size_t columns() const;

    // Of a list or table. Throws Error{Unsupported} for elements that no Column has.
    std::shared_ptr<const Column> column(std::size_t index) const;
    // The first of the names that a structured array has; nullptr without one.
    std::shared_ptr<const Column> fieldNamed(std::initializer_list<std::string_view> names) const;
    // Rows and columns of a table are time and unit. Throws Error{OutOfMemory} for more than the
    // memory budget, Error{BadFormat} for a truncated file and Error{Unsupported} for fields.
    Tensor tensor(JobContext& job) const;

private:
    std::shared_ptr<const Column> columnAt(const NpyField& field, std::size_t offset,
                                           std::size_t stride) const;
    [[noreturn]] void refuseSize(std::size_t stored) const;

    std::filesystem::path m_path;
    std::shared_ptr<const MappedFile> m_file;
    NpyHeader m_header;
    std::uint64_t m_rows = 0;
};

} // namespace inspike
