// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/figures/events_figure.h"
#include "core/figures/events_run.h"
#include "core/figures/stream_parts.h"

namespace inspike {

namespace {

bool isEvents(const StreamData& data)
{
    const auto* stored = std::get_if<StoredStream>(&data);
    return std::holds_alternative<EventStream>(data) || (stored != nullptr && stored->isEvents());
}

// Pictures of the sensor that took the events: with a time each.
std::shared_ptr<const Frames> picturesOf(const std::shared_ptr<const Recording>& recording)
{
    const auto* frames = recording->first<Frames>();
    const bool usable =
        frames != nullptr && frames->count > 0 && frames->time.size() == frames->count &&
        (frames->channels == 1 || frames->channels == 3) && frames->width > 0 && frames->height > 0;
    return usable ? std::shared_ptr<const Frames>(recording, frames) : nullptr;
}

} // namespace

bool EventsSource::waits() const
{
    return !run && !events && !atlas && stored && !stored->facts().sorted;
}

std::vector<std::string> eventStreams(const Recording& recording)
{
    std::vector<std::string> ids;
    for (const NamedStream& stream : recording.streams) {
        if (isEvents(stream.data))
            ids.push_back(stream.id);
    }
    return ids;
}

EventsSource eventsSourceOf(const std::shared_ptr<const Recording>& recording,
                            const std::map<std::string, std::shared_ptr<const CountAtlas>>& atlases,
                            std::string_view stream)
{
    for (const NamedStream& candidate : recording->streams) {
        if (!isEvents(candidate.data) ||
            (!stream.empty() && candidate.id != stream && candidate.name != stream))
            continue;
        EventsSource source;
        source.streamId = candidate.id;
        source.pictures = picturesOf(recording);
        if (const auto* events = std::get_if<EventStream>(&candidate.data)) {
            source.events = std::shared_ptr<const EventStream>(recording, events);
            source.width = events->width();
            source.height = events->height();
            source.extent = events->extent();
            return source;
        }
        source.stored = std::get<StoredStream>(candidate.data).source;
        source.width = source.stored->facts().width;
        source.height = source.stored->facts().height;
        source.extent = source.stored->facts().extent;
        if (const auto found = atlases.find(candidate.id); found != atlases.end())
            source.atlas = found->second;
        return source;
    }
    throw Error(ErrorKind::NotFound, stream.empty()
                                         ? "the recording has no events of a sensor"
                                         : "no stream of events '" + std::string(stream) + "'");
}

std::optional<EventsSource> eventsSourceOf(const std::shared_ptr<const Run>& run)
{
    if (!run || !RunFrames::isIn(*run))
        return std::nullopt;
    const RunFrames frames(*run);
    EventsSource source;
    source.run = run;
    source.width = frames.width();
    source.height = frames.height();
    source.extent = {0, static_cast<Time>(frames.steps())};
    source.samples = frames.samples();
    return source;
}

ParamSpecs eventsParams()
{
    return {
        {"show",
         "Show",
         "Events counted per pixel, how recent the last ones are, or each as a point in space and "
         "time",
         "frame",
         {},
         {},
         {"frame", "surface", "cloud"}},
        {"from",
         "From",
         "A recording, or the frames that a run was given",
         "auto",
         {},
         {},
         {"auto", "recording", "run"}},
        {"stream", "Stream", "Events of this stream; empty = the first one", std::string()},
        {"time-ms",
         "Beginning",
         "Where the window begins, counted from the first event",
         0.0,
         0.0,
         {},
         {},
         "ms"},
        {"window-ms",
         "Window",
         "How long events are collected for one picture",
         33.0,
         0.001,
         1e7,
         {},
         "ms"},
        {"window-events", "Window by count",
         "Collect so many events instead, and those of the same moment as the last one; 0 = by "
         "length",
         std::int64_t{0}, 0, 1e9},
        {"mode",
         "Colours",
         "ON minus OFF events of a pixel, or all of them",
         "polarity",
         {},
         {},
         {"polarity", "counts"}},
        {"tau-ms",
         "Decay",
         "Time constant of the time surface, which ends with the window",
         20.0,
         0.001,
         1e6,
         {},
         "ms"},
        {"tau-steps", "Decay in steps", "Time constant of the time surface of a run", 2.0, 0.01,
         1e6},
        {"points", "Most points", "At most so many events of a cloud are drawn",
         std::int64_t{100'000}, 1, 5e6},
        {"picture", "Picture",
         "How opaque the pictures of the sensor are under the events; 0 = none", 0.6, 0.0, 1.0},
        trialParam(),
        {"samples", "Samples", "Selected samples of a run, such as 3,7; the first one is shown",
         std::string()},
        {"step", "Step", "Number of the step of a run, from 0", std::int64_t{0}, 0}};
}

} // namespace inspike
