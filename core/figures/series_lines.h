// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Shared by the builders of curves: sampling a line for a viewport, and ranges of panels.

#include "core/figures/series_figure.h"

#include <span>

namespace inspike {

// Fills x and y of the line with the values at x = index * spacing that the viewport shows, plus
// one neighbour on each side. With more than two values per pixel, stretches are drawn as their
// least and greatest value in order (gaps stay gaps). Returns how many values share a mark: 1 =
// exact.
std::size_t sampleLine(std::span<const double> values, double spacing, const Viewport& viewport,
                       SeriesLine& line);

// Sets the range of y so that lines, bands and levels show, with a margin of 5 %.
void setPanelRange(SeriesPanel& panel);

} // namespace inspike
