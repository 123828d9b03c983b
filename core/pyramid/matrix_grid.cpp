// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pyramid/matrix_grid.h"

namespace inspike {

namespace {

void addEntries(const float* values, std::size_t size, MatrixWanted wanted, MatrixSums& sums)
{
    double* const sum = sums.sum.data();
    double* const weight = sums.weight.data();
    float* const best = sums.most.data();
    for (std::size_t i = 0; wanted.most && i < size; ++i)
        best[i] = values[i] > best[i] ? values[i] : best[i];
    for (std::size_t i = 0; wanted.mean && i < size; ++i)
        sum[i] += values[i] == values[i] ? static_cast<double>(values[i]) : 0.0;
    for (std::size_t i = 0; i < size; ++i)
        weight[i] += values[i] == values[i] ? 1.0 : 0.0;
}

} // namespace

void addRow(const MatrixGrid& grid, std::size_t row, std::size_t begin, std::size_t end,
            MatrixWanted wanted, MatrixSums& sums)
{
    const std::size_t size = end - begin;
    const std::size_t start = row * grid.stride + begin;
    if (grid.shift == 0) {
        addEntries(grid.mean + start, size, wanted, sums);
        return;
    }
    const std::size_t side = std::size_t{1} << grid.shift;
    const std::size_t high = std::min(side, grid.entryRows - (row << grid.shift));
    for (std::size_t i = 0; i < size; ++i) {
        const std::size_t wide = std::min(side, grid.entryColumns - ((begin + i) << grid.shift));
        const double entries = grid.count != nullptr ? static_cast<double>(grid.count[start + i])
                                                     : static_cast<double>(high * wide);
        if (entries > 0.0) {
            sums.sum[i] += entries * static_cast<double>(grid.mean[start + i]);
            sums.weight[i] += entries;
            sums.most[i] = std::max(sums.most[i], grid.most[start + i]);
        }
    }
}

std::size_t fold(MatrixSums& sums, std::size_t begin, std::size_t size, unsigned shift)
{
    if (shift == 0)
        return size;
    const std::size_t first = begin >> shift;
    std::size_t blocks = 0;
    for (std::size_t i = 0; i < size; ++blocks) {
        const std::size_t end = std::min(size, ((first + blocks + 1) << shift) - begin);
        double sum = 0.0;
        double weight = 0.0;
        float most = -std::numeric_limits<float>::infinity();
        for (; i < end; ++i) {
            sum += sums.sum[i];
            weight += sums.weight[i];
            most = std::max(most, sums.most[i]);
        }
        sums.sum[blocks] = sum;
        sums.weight[blocks] = weight;
        sums.most[blocks] = most;
    }
    return blocks;
}

} // namespace inspike
