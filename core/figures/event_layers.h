// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What a figure of events may hold besides counts: amounts per cell, and pictures below the cells
// or beside them.

#include "core/figures/figure.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace inspike {

// Per cell of the grid of the frame, [row * columns + column]; 0 = none.
struct EventAmounts
{
    std::vector<float> on, off;
    // How recent the last events are (of 0 ... 1): the greater of both is shown, else ON minus OFF.
    bool recency = false;

    // What the colours tell of a cell: positive for ON. `difference` as in EventsFigure.
    float shown(std::size_t cell, bool difference) const;
};

// Grey or colour, [(y * width + x) * channels + channel], 0 = black, 1 = white.
struct PixelPicture
{
    std::size_t width = 0, height = 0;
    std::size_t channels = 1; // 1 or 3
    std::vector<float> values;
    Text label;
    double opacity = 1.0;

    float at(std::size_t x, std::size_t y, std::size_t channel) const
    {
        return values[(y * width + x) * channels + (channels == 1 ? 0 : channel)];
    }
};

} // namespace inspike
