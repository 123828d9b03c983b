// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A large matrix of numbers (attention, similarities) as a picture of any size: any window at no
// more than a wanted number of cells, as the mean or the maximum of the entries behind each cell.
// Blocks of 4 x 4, 8 x 8, ... entries are reduced beforehand; finer pictures read the entries
// themselves, so a window that fits is shown entry by entry. NaN is "nothing": it is left out of
// mean and maximum. Immutable once built; may be asked from several threads.

#include "core/base/job.h"
#include "core/base/labelled_array.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace inspike {

// Row-major entries that somebody else owns; kept alive, never copied.
struct MatrixSource
{
    std::shared_ptr<const void> owner;
    const float* data = nullptr;
    std::size_t rows = 0;
    std::size_t columns = 0;
    std::size_t rowStride = 0; // entries from one row to the next, at least `columns`

    // An array of two axes; slices of a larger activation along its first axes share its numbers.
    // Throws Error{BadShape} for any other number of axes.
    static MatrixSource of(const LabelledArray& array);
    // Throws Error{BadShape} unless the matrix lies in `values` behind `offset`.
    static MatrixSource of(std::shared_ptr<const std::vector<float>> values, std::size_t rows,
                           std::size_t columns, std::size_t offset = 0);
};

struct MatrixWindow
{
    std::size_t firstRow = 0;
    std::size_t firstColumn = 0;
    std::size_t rows = 0;
    std::size_t columns = 0;

    friend bool operator==(const MatrixWindow&, const MatrixWindow&) = default;
};

enum class Reduce { Mean, Max };

// Cell (r, c) stands for the entries of rows window.firstRow + r * rowsPerCell and on, as far as
// the window reaches; columns likewise. The powers of two do not depend on where the window begins,
// so panning does not change the cells.
struct MatrixCells
{
    MatrixWindow window; // of the entries behind the cells: the wanted one, grown to whole cells
    std::size_t rows = 0;
    std::size_t columns = 0;
    std::size_t rowsPerCell = 1;
    std::size_t columnsPerCell = 1;
    std::vector<float> values; // rows x columns; NaN where there is nothing

    bool exact() const { return rowsPerCell == 1 && columnsPerCell == 1; }
};

// Smallest and largest finite entry; low > high when there is none.
struct MatrixRange
{
    float low = 0.0F;
    float high = 0.0F;
};

struct MatrixGrid; // what is reduced: entries or blocks of them

class MatrixPyramid
{
public:
    // Bytes of the reduced blocks, the entries not counted: a sixth of them (a quarter where
    // entries are NaN).
    static std::uint64_t bytesNeeded(std::size_t rows, std::size_t columns);

    // Throws Error{OutOfMemory} before anything is allocated when the blocks would not fit in the
    // memory budget, and Error{Cancelled}. threads: 0 = one per processor.
    static std::shared_ptr<const MatrixPyramid> build(MatrixSource source, int threads,
                                                      JobContext& job);

    std::size_t rows() const { return m_source.rows; }
    std::size_t columns() const { return m_source.columns; }
    std::uint64_t bytes() const; // of the reduced blocks
    const MatrixRange& range() const { return m_range; }
    // Throws Error{BadShape} when out of range.
    float at(std::size_t row, std::size_t column) const;

    // The window is cut to the matrix; `mostRows` and `mostColumns` count as 1 when 0. Empty for
    // an empty window.
    MatrixCells cells(const MatrixWindow& window, std::size_t mostRows, std::size_t mostColumns,
                      Reduce reduce) const;

private:
    struct Level; // blocks of one size
    MatrixPyramid() = default;
    void fill(Level& level, const MatrixGrid& from, int threads, JobContext& job);
    void fillCells(MatrixCells& cells, unsigned rowShift, unsigned columnShift,
                   Reduce reduce) const;

    MatrixSource m_source;
    MatrixRange m_range;
    std::vector<std::shared_ptr<const Level>> m_levels;
    bool m_hasGaps = false; // some entry is NaN
};

} // namespace inspike
