// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What a figure of events may hold besides counts: amounts per cell, events as points, and pictures
// below the cells or beside them.

#include "core/analysis/event_times.h"
#include "core/figures/manifold_figure.h"
#include "core/figures/time_axis.h"

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

// Events as points. `scene` draws them: a path for each polarity, OFF first, its time counted from
// the beginning of the window, so that the box stays where it is while the window moves.
struct EventCloud
{
    EventPoints events; // exact times
    ManifoldFigure scene;
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

// Each cell by the age of its last events: exp(-age / tau), `now` and tau in ticks.
EventAmounts surfaceOf(const LastEvents& last, Time now, double tau);
// The last one that was taken before `end`, labelled with its age then; null without.
std::shared_ptr<const PixelPicture> pictureBefore(const Frames& frames, Time end, double opacity);
// Points and their axis of time, from the beginning of the window on; the axes of pixels and the
// title are the caller's.
ManifoldFigure sceneOf(const EventPoints& events, TimeRange window, const TimeScale& scale);
// A moment of a time axis to the microsecond: "12.5 ms", "11.718656 s", or a step.
std::string momentText(double value, const TimeScale& scale);

} // namespace inspike
