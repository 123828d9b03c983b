// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What every embedding takes and gives: points, one after the other, each with the same number of
// coordinates.

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

namespace inspike {

// Points that somebody else owns: values[point * width + coordinate].
struct PointsView
{
    std::span<const float> values;
    std::size_t count = 0;
    std::size_t width = 0;

    std::span<const float> row(std::size_t point) const
    {
        return values.subspan(point * width, width);
    }
};

struct Points
{
    std::vector<float> values;
    std::size_t count = 0;
    std::size_t width = 0;

    Points() = default;
    Points(std::size_t pointCount, std::size_t pointWidth)
        : values(pointCount * pointWidth), count(pointCount), width(pointWidth)
    {}
    PointsView view() const { return {values, count, width}; }
    std::span<float> row(std::size_t point)
    {
        return std::span(values).subspan(point * width, width);
    }
    std::span<const float> row(std::size_t point) const { return view().row(point); }
};

// Coordinates as they are after an iteration, [count * components]; valid during the call only.
// Called on the thread that called the embedding.
using EmbeddingProgress = std::function<void(int iteration, std::span<const float> coordinates)>;

// Throws Error{BadShape} when the values are not count * width, and Error{BadFormat} that names the
// first point with a value that is not finite.
void requirePoints(const PointsView& points);

} // namespace inspike
