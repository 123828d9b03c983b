// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Events of a sensor: those of a short window counted per pixel, and below the rate of all events
// over time with the window shaded. The picture comes from events in memory, from the counts of a
// large recording, or straight from disk while these are not there yet.

#include "core/analysis/event_frames.h"
#include "core/base/param_spec.h"
#include "core/data/recording.h"
#include "core/figures/figure.h"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace inspike {

class CountAtlas;

struct EventAmounts;   // event_layers.h
struct PixelPicture;   // event_layers.h
struct ManifoldFigure; // manifold_figure.h

enum class EventsShow { Frame, Surface, Cloud };

struct EventsFigure
{
    Text title;
    EventsShow show = EventsShow::Frame;
    AxisInfo x, y; // pixels, centres at whole numbers; y grows downwards
    EventFrame frame;
    bool difference = true; // coloured by ON minus OFF, else by their sum
    AxisInfo density; // of the colours, 0 or -high ... high per cell; a few cells may exceed it
    std::uint32_t highest = 0; // of one cell
    // Cells with amounts that are no counts, on the grid of `frame`: a time surface, or a frame
    // that was resized for a network.
    std::shared_ptr<const EventAmounts> amounts;
    std::shared_ptr<const ManifoldFigure> cloud; // instead of the cells
    std::shared_ptr<const PixelPicture> below;   // of the same sensor, under the cells
    std::shared_ptr<const PixelPicture> still;   // beside them
    std::vector<Text> notes;                     // what else is to be known about the picture

    AxisInfo time, rate;           // of the strip
    std::vector<double> rateEdges; // time units; one more than values
    std::vector<double> rateValues;
    Shade window; // on the time axis
    Fidelity fidelity;
};

// Where the events of a figure come from; one of the three, or none when there are no events.
struct EventsSource
{
    std::string streamId;
    std::shared_ptr<const EventStream> events;
    std::shared_ptr<const CountAtlas> atlas;
    std::shared_ptr<const AddressSource> stored;
    std::uint32_t width = 0, height = 0;
    TimeRange extent;

    // Events on disk that cannot be shown before they are counted, because they are not sorted.
    bool waits() const;
};

// Ids of the streams of events of a sensor.
std::vector<std::string> eventStreams(const Recording& recording);
// The stream of that id or name, empty = the first one. Throws Error{NotFound}.
EventsSource eventsSourceOf(const std::shared_ptr<const Recording>& recording,
                            const std::map<std::string, std::shared_ptr<const CountAtlas>>& atlases,
                            std::string_view stream);

// stream; time-ms where the window begins, after the beginning of the recording; window-ms; mode
// (polarity, counts).
ParamSpecs eventsParams();
// Throws Error{Unsupported} for a source that waits. Cells of several pixels when the sensor has
// more pixels than the viewport; the sum over them is the number of events in the window.
EventsFigure buildEvents(const EventsSource& source, const Params& params, const Viewport& viewport,
                         JobContext& job);

} // namespace inspike
