// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The arithmetic of the matrix pyramid: entries, or blocks of them, reduced to larger blocks as
// mean and maximum, with NaN left out. Used by matrix_pyramid.cpp only.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

namespace inspike {

// Blocks of 2^shift that cover so many entries.
inline std::size_t blocksOf(std::size_t entries, unsigned shift)
{
    return entries == 0 ? 0 : ((entries - 1) >> shift) + 1;
}

// Numbers to be reduced further: the entries, or blocks of 2^shift x 2^shift of them.
struct MatrixGrid
{
    const float* mean = nullptr;
    const float* most = nullptr;
    const std::uint32_t* count = nullptr; // entries behind a block; null: all there are
    std::size_t rows = 0;
    std::size_t columns = 0;
    std::size_t stride = 0;
    unsigned shift = 0;
    std::size_t entryRows = 0; // of the whole matrix, for the blocks at its end
    std::size_t entryColumns = 0;
};

constexpr float kNoEntry = std::numeric_limits<float>::quiet_NaN();

// A row of target blocks under reduction. The sums are doubles: the mean of a large block is as
// exact as that of a small one, and sums of large floats do not overflow.
struct MatrixSums
{
    std::vector<double> sum, weight;
    std::vector<float> most;

    void reset(std::size_t size)
    {
        sum.assign(size, 0.0);
        weight.assign(size, 0.0);
        most.assign(size, -std::numeric_limits<float>::infinity());
    }
    float mean(std::size_t i) const
    {
        return weight[i] > 0.0 ? static_cast<float>(sum[i] / weight[i]) : kNoEntry;
    }
    float maximum(std::size_t i) const { return weight[i] > 0.0 ? most[i] : kNoEntry; }
};

// What to add up: a picture needs one of the two.
struct MatrixWanted
{
    bool mean = true;
    bool most = true;
};

// Adds columns [begin, end) of one grid row to the sums, column by column.
void addRow(const MatrixGrid& grid, std::size_t row, std::size_t begin, std::size_t end,
            MatrixWanted wanted, MatrixSums& sums);
// Folds sums of `size` columns beginning at `begin` into blocks of 2^shift columns, in place;
// returns how many there are.
std::size_t fold(MatrixSums& sums, std::size_t begin, std::size_t size, unsigned shift);

// Reduces some rows of a grid to one row of blocks of 2^shift columns and calls take(first block,
// blocks) for one stretch of columns after the other. The columns begin with a whole block.
template <typename Take>
void reduceRows(const MatrixGrid& grid, std::pair<std::size_t, std::size_t> rows,
                std::pair<std::size_t, std::size_t> columns, unsigned shift, MatrixWanted wanted,
                MatrixSums& sums, const Take& take)
{
    constexpr std::size_t kStretch = 2048; // columns whose running sums stay in the cache
    const std::size_t stretch = std::max(kStretch, std::size_t{1} << shift);
    for (std::size_t left = columns.first; left < columns.second; left += stretch) {
        const std::size_t right = std::min(columns.second, left + stretch);
        sums.reset(right - left);
        for (std::size_t row = rows.first; row < rows.second; ++row)
            addRow(grid, row, left, right, wanted, sums);
        take(left >> shift, fold(sums, left, right - left, shift));
    }
}

} // namespace inspike
