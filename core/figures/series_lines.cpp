// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/series_lines.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace inspike {

namespace {

// The two extremes of one stretch, in their order; a stretch without any finite value is a gap.
void addStretch(std::span<const double> values, std::size_t begin, std::size_t end, double spacing,
                SeriesLine& line)
{
    std::size_t low = end;
    std::size_t high = end;
    for (std::size_t i = begin; i < end; ++i) {
        if (!std::isfinite(values[i]))
            continue;
        if (low == end || values[i] < values[low])
            low = i;
        if (high == end || values[i] > values[high])
            high = i;
    }
    if (low == end)
        low = high = begin;
    for (const std::size_t i : {std::min(low, high), std::max(low, high)}) {
        line.x.push_back(static_cast<double>(i) * spacing);
        line.y.push_back(values[i]);
        if (low == high)
            break;
    }
}

} // namespace

std::size_t sampleLine(std::span<const double> values, double spacing, const Viewport& viewport,
                       SeriesLine& line)
{
    std::size_t begin = 0;
    std::size_t end = values.size();
    if (viewport.xHigh > viewport.xLow) {
        const auto last = static_cast<double>(values.size());
        begin =
            static_cast<std::size_t>(std::clamp(std::floor(viewport.xLow / spacing), 0.0, last));
        end = static_cast<std::size_t>(std::clamp(std::ceil(viewport.xHigh / spacing) + 1.0,
                                                  static_cast<double>(begin), last));
    }
    const auto width = static_cast<std::size_t>(std::max(1, viewport.widthPx));
    std::size_t stretch = 1;
    if (end - begin > 2 * width)
        stretch = (end - begin + width - 1) / width;
    if (stretch == 1) {
        for (std::size_t i = begin; i < end; ++i) {
            line.x.push_back(static_cast<double>(i) * spacing);
            line.y.push_back(values[i]);
        }
        return 1;
    }
    // Stretches start at multiples of their length, so that panning does not change them.
    for (std::size_t from = begin / stretch * stretch; from < end; from += stretch)
        addStretch(values, from, std::min(from + stretch, values.size()), spacing, line);
    return stretch;
}

void setPanelRange(SeriesPanel& panel)
{
    double low = std::numeric_limits<double>::infinity();
    double high = -low;
    const auto include = [&](double value) {
        if (std::isfinite(value)) {
            low = std::min(low, value);
            high = std::max(high, value);
        }
    };
    for (const SeriesLine& line : panel.lines) {
        for (const auto* values : {&line.y, &line.low, &line.high})
            std::for_each(values->begin(), values->end(), include);
    }
    for (const HorizontalLine& level : panel.levels)
        include(level.y);
    if (!(low <= high)) {
        low = 0.0;
        high = 1.0;
    }
    const double margin = high > low ? 0.05 * (high - low) : 0.5;
    panel.y.low = low - margin;
    panel.y.high = high + margin;
}

} // namespace inspike
