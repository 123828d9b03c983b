// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Where the cells of a density lie.

#include "core/figures/raster_figure.h"

#include <algorithm>
#include <cmath>

namespace inspike {

namespace {

double lowOf(std::size_t index, std::size_t count, double low, double high, double start,
             double step)
{
    if (step > 0)
        return std::clamp(start + static_cast<double>(index) * step, low, high);
    return index >= count
               ? high
               : low + (high - low) * (static_cast<double>(index) / static_cast<double>(count));
}

std::optional<std::size_t> indexAt(double value, std::size_t count, double low, double high,
                                   double start, double step)
{
    if (count == 0 || !(value >= low && value < high))
        return std::nullopt;
    const double at = step > 0 ? (value - start) / step
                               : (value - low) / (high - low) * static_cast<double>(count);
    return std::min(static_cast<std::size_t>(std::max(0.0, at)), count - 1);
}

} // namespace

double RasterBins::columnWidth() const
{
    return xStep > 0 ? xStep
                     : (xHigh - xLow) / static_cast<double>(std::max<std::size_t>(1, columns));
}

double RasterBins::rowHeight() const
{
    return yStep > 0 ? yStep : (yHigh - yLow) / static_cast<double>(std::max<std::size_t>(1, rows));
}

double RasterBins::columnLow(std::size_t column) const
{
    return lowOf(column, columns, xLow, xHigh, xStart, xStep);
}

double RasterBins::rowLow(std::size_t row) const
{
    return lowOf(row, rows, yLow, yHigh, yStart, yStep);
}

std::optional<std::size_t> RasterBins::columnAt(double x) const
{
    return indexAt(x, columns, xLow, xHigh, xStart, xStep);
}

std::optional<std::size_t> RasterBins::rowAt(double y) const
{
    return indexAt(y, rows, yLow, yHigh, yStart, yStep);
}

} // namespace inspike
