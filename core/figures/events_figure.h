// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Events of a sensor: those of a short window counted per pixel, how recent the last ones are, or
// each as a point in space and time; and below the rate of all events over time with the window
// shaded. The picture comes from events in memory, from the counts of a large recording, straight
// from disk while these are not there yet, or from the frames that a network was given.

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

struct EventAmounts; // event_layers.h
struct EventCloud;
struct PixelPicture;
struct Run;

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
    std::shared_ptr<const EventCloud> cloud;   // instead of the cells
    std::shared_ptr<const PixelPicture> below; // of the same sensor, under the cells
    std::shared_ptr<const PixelPicture> still; // beside them
    std::vector<Text> notes;                   // what else is to be known about the picture

    AxisInfo time, rate;           // of the strip
    std::vector<double> rateEdges; // time units; one more than values
    std::vector<double> rateValues;
    Shade window; // on the time axis
    Fidelity fidelity;
};

// Where the events of a figure come from; one of the four, or none when there are no events.
struct EventsSource
{
    std::string streamId;
    std::shared_ptr<const EventStream> events;
    std::shared_ptr<const CountAtlas> atlas;
    std::shared_ptr<const AddressSource> stored;
    std::shared_ptr<const Run> run;         // frames that went into a network; times are steps
    std::shared_ptr<const Frames> pictures; // of the same sensor, each with its time; may be null
    std::uint32_t width = 0, height = 0;
    TimeRange extent;
    std::size_t samples = 1; // of the run

    // Events on disk that cannot be shown before they are counted, because they are not sorted.
    bool waits() const;
};

// Ids of the streams of events of a sensor.
std::vector<std::string> eventStreams(const Recording& recording);
// The stream of that id or name, empty = the first one. Throws Error{NotFound}.
EventsSource eventsSourceOf(const std::shared_ptr<const Recording>& recording,
                            const std::map<std::string, std::shared_ptr<const CountAtlas>>& atlases,
                            std::string_view stream);

// The frames of events that a run kept of its input "event" [sample, step, polarity, height,
// width]; nullopt without. Throws Error{BadShape} for another shape.
std::optional<EventsSource> eventsSourceOf(const std::shared_ptr<const Run>& run);

// show (frame, surface, cloud); from (auto, recording, run); stream; time-ms where the window
// begins, after the beginning of the recording; window-ms, or window-events if that is not 0;
// mode (polarity, counts); tau-ms and tau-steps of the surface; points, at most, of the cloud;
// picture, how opaque the pictures of the sensor are under the events; trial or samples (the first
// counts) and step of a run.
ParamSpecs eventsParams();
// Throws Error{Unsupported} for a source that waits. Cells of several pixels when the sensor has
// more pixels than the viewport; the sum over them is the number of events in the window.
EventsFigure buildEvents(const EventsSource& source, const Params& params, const Viewport& viewport,
                         JobContext& job);

} // namespace inspike
