// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Squares of all blocks of a large product X^T Y in float32, X and Y being layers side by side. The
// product is divided as by Strassen and Winograd: 7 products of half the size instead of 8, again
// at every level, as long as the parts are large. Rounding errors are those of a plain product
// times a small factor; sums are double. For the .cpp files of this folder.

#include "core/analysis/linalg.h"
#include "core/base/job.h"

#include <memory>
#include <vector>

namespace inspike {

// Layers side by side with zeros around them, so that rows and columns can be halved.
template <typename Number>
struct StackedLayers
{
    std::unique_ptr<Number[]> values; // [row][column]
    std::size_t rows = 0;
    std::size_t columns = 0;
    std::vector<std::size_t> ends; // column after each layer

    BlockView<Number> view() const { return {values.get(), rows, columns, columns}; }
    std::size_t begin(std::size_t layer) const { return layer == 0 ? 0 : ends[layer - 1]; }
};

// Rows and columns with room for the levels below.
std::size_t roomFor(std::size_t size);
// How often a product of that size is halved; 0 = it is too small to gain anything.
int halvings(std::size_t rows, std::size_t columnsOfX, std::size_t columnsOfY);
// Bytes that blockSquares needs beyond its arguments.
double bytesForSquares(const StackedLayers<float>& x, const StackedLayers<float>& y, int levels);
// Sum of squares of every block: [layer of x][layer of y]. 1 to 3 levels.
std::vector<double> blockSquares(const StackedLayers<float>& x, const StackedLayers<float>& y,
                                 int levels, int threads, JobContext& job);

} // namespace inspike
