// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/events_figure.h"

#include "core/base/error.h"
#include "core/figures/time_axis.h"
#include "core/pyramid/ordered_counts.h"

#include <algorithm>
#include <cmath>

namespace inspike {

namespace {

constexpr std::size_t kLeastBins = 16; // of the rate strip
constexpr std::size_t kMostBins = 300;
constexpr std::uint64_t kEventsPerBin = 8; // fewer would show noise
constexpr std::size_t kStretches = 100;    // of the strip of events that are not counted yet
constexpr double kShareOfFrame = 0.7;      // of a whole picture, in each direction
constexpr double kShareInColours = 0.995;  // of the cells with events that the colours tell apart

bool isEvents(const StreamData& data)
{
    const auto* stored = std::get_if<StoredStream>(&data);
    return std::holds_alternative<EventStream>(data) || (stored != nullptr && stored->isEvents());
}

// The part of the sensor that a range of an axis shows, in whole pixels.
std::pair<std::uint32_t, std::uint32_t> pixelsOf(double low, double high, std::uint32_t size)
{
    if (!(high > low))
        return {0, size};
    const double last = static_cast<double>(size);
    const auto begin = static_cast<std::uint32_t>(std::clamp(std::floor(low + 0.5), 0.0, last - 1));
    const auto end = static_cast<std::uint32_t>(
        std::clamp(std::ceil(high + 0.5), static_cast<double>(begin) + 1, last));
    return {begin, end};
}

std::uint32_t perCell(std::uint32_t pixels, double room)
{
    return static_cast<std::uint32_t>(
        std::max(1.0, std::ceil(static_cast<double>(pixels) / std::max(1.0, room))));
}

PixelGrid gridFor(const EventsSource& source, const Viewport& viewport)
{
    const auto [left, right] = pixelsOf(viewport.xLow, viewport.xHigh, source.width);
    const auto [top, bottom] = pixelsOf(viewport.yLow, viewport.yHigh, source.height);
    // Without a range the size is that of the whole picture.
    const double share = viewport.xHigh > viewport.xLow ? 1.0 : kShareOfFrame;
    PixelGrid grid;
    grid.binning = std::max(perCell(right - left, share * viewport.widthPx),
                            perCell(bottom - top, share * viewport.heightPx));
    // Cells begin at multiples of their size, so that panning does not change them.
    grid.x = left / grid.binning * grid.binning;
    grid.y = top / grid.binning * grid.binning;
    grid.columns = (right - grid.x + grid.binning - 1) / grid.binning;
    grid.rows = (bottom - grid.y + grid.binning - 1) / grid.binning;
    return grid;
}

TimeRange windowOf(const EventsSource& source, const Params& params)
{
    if (source.extent.empty())
        return {};
    const auto after = static_cast<Time>(
        std::llround(std::min(params.number("time-ms"), msFromTime(source.extent.length())) *
                     kMicrosecondsPerMs));
    const auto length = std::max<Time>(
        1, static_cast<Time>(std::llround(params.number("window-ms") * kMicrosecondsPerMs)));
    const Time begin = std::min(source.extent.begin + after, source.extent.end - 1);
    return {begin, begin + length};
}

EventFrame frameOf(const EventsSource& source, TimeRange window, const PixelGrid& grid,
                   JobContext& job)
{
    if (source.events)
        return eventFrame(*source.events, window, grid);
    if (source.atlas)
        return eventFrame(source.atlas->pyramid(), window, grid, job);
    return eventFrame(*source.stored, window, grid, job);
}

EventRate rateOf(const EventsSource& source, JobContext& job)
{
    const std::uint64_t events =
        source.events ? source.events->size() : source.stored->facts().count;
    const auto bins = static_cast<std::size_t>(
        std::clamp<std::uint64_t>(events / kEventsPerBin, kLeastBins, kMostBins));
    EventRate rate;
    if (source.events)
        rate = eventRate(*source.events, source.extent, bins);
    else if (source.atlas)
        rate = eventRate(source.atlas->pyramid(), source.extent, bins, job);
    else
        rate = eventRate(*source.stored, kStretches, job);
    // The outer bins are cut to the recording; a short one would show a rate of one or two events.
    const auto width = [&](std::size_t bin) {
        return rate.edges[bin + 1] - rate.edges[bin];
    };
    if (rate.counts.size() > 2 && 2 * width(0) < width(1)) {
        rate.counts[1] += rate.counts[0];
        rate.counts.erase(rate.counts.begin());
        rate.edges.erase(rate.edges.begin() + 1);
    }
    const std::size_t last = rate.counts.empty() ? 0 : rate.counts.size() - 1;
    if (rate.counts.size() > 2 && 2 * width(last) < width(last - 1)) {
        rate.counts[last - 1] += rate.counts[last];
        rate.counts.pop_back();
        rate.edges.erase(rate.edges.end() - 2);
    }
    return rate;
}

void setRate(const EventRate& rate, EventsFigure& figure)
{
    for (const Time edge : rate.edges)
        figure.rateEdges.push_back(msFromTime(edge));
    double highest = 0.0;
    for (std::size_t i = 0; i < rate.counts.size(); ++i) {
        const double seconds =
            static_cast<double>(rate.edges[i + 1] - rate.edges[i]) / kMicrosecondsPerSecond;
        figure.rateValues.push_back(static_cast<double>(rate.counts[i]) / seconds);
        highest = std::max(highest, figure.rateValues.back());
    }
    struct Scale
    {
        double per;
        const char* unit;
    };
    const Scale scale = highest >= 2e6   ? Scale{1e6, "M/s"}
                        : highest >= 2e3 ? Scale{1e3, "k/s"}
                                         : Scale{1.0, "1/s"};
    for (double& value : figure.rateValues)
        value /= scale.per;
    figure.rate.label.id = TextId::EventRate;
    figure.rate.unit = scale.unit;
    figure.rate.low = 0.0;
    figure.rate.high = highest > 0.0 ? highest / scale.per : 1.0;
}

std::uint32_t valueOf(const EventFrame& frame, std::size_t cell, bool difference)
{
    if (!difference)
        return frame.on[cell] + frame.off[cell];
    return std::max(frame.on[cell], frame.off[cell]) - std::min(frame.on[cell], frame.off[cell]);
}

// The range of the colours: a handful of noisy pixels must not make all others pale.
void setDensity(EventsFigure& figure)
{
    std::vector<std::uint32_t> values;
    for (std::size_t cell = 0; cell < figure.frame.grid.cells(); ++cell) {
        if (const std::uint32_t value = valueOf(figure.frame, cell, figure.difference))
            values.push_back(value);
    }
    std::uint32_t limit = 1;
    if (!values.empty()) {
        figure.highest = *std::max_element(values.begin(), values.end());
        const auto place =
            static_cast<std::ptrdiff_t>(kShareInColours * static_cast<double>(values.size() - 1));
        std::nth_element(values.begin(), values.begin() + place, values.end());
        limit = values[static_cast<std::size_t>(place)];
    }
    AxisInfo& density = figure.density;
    density.label.id = figure.difference ? TextId::OnMinusOff : TextId::EventCount;
    const std::string side = std::to_string(figure.frame.grid.binning);
    density.unit = side == "1" ? "1/px" : "1/(" + side + "x" + side + " px)";
    density.high = limit;
    density.low = figure.difference ? -static_cast<double>(limit) : 0.0;
    density.integral = true;
}

AxisInfo pixelAxis(const char* name, std::uint32_t size)
{
    AxisInfo axis;
    axis.label = {TextId::Verbatim, {name}};
    axis.unit = "px";
    axis.low = -0.5;
    axis.high = static_cast<double>(std::max(size, 1U)) - 0.5;
    axis.integral = true;
    return axis;
}

} // namespace

bool EventsSource::waits() const
{
    return !events && !atlas && stored && !stored->facts().sorted;
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

ParamSpecs eventsParams()
{
    return {{"stream", "Stream", "Events of this stream; empty = the first one", std::string()},
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
            {"mode",
             "Colours",
             "ON minus OFF events of a pixel, or all of them",
             "polarity",
             {},
             {},
             {"polarity", "counts"}}};
}

EventsFigure buildEvents(const EventsSource& source, const Params& params, const Viewport& viewport,
                         JobContext& job)
{
    if (source.waits())
        throw Error(ErrorKind::Unsupported,
                    "the events are not sorted by time and have not been counted yet");
    EventsFigure figure;
    figure.title.id = TextId::EventFrame;
    figure.difference = params.text("mode") == "polarity";
    figure.x = pixelAxis("x", source.width);
    figure.y = pixelAxis("y", source.height);
    const TimeRange window = windowOf(source, params);
    const PixelGrid grid = gridFor(source, viewport);
    figure.frame = frameOf(source, window, grid, job);
    setDensity(figure);
    figure.fidelity.perMark = std::uint64_t{grid.binning} * grid.binning;
    figure.time = timeAxis(scaleOfTicks(false), msFromTime(source.extent.begin),
                           msFromTime(source.extent.end));
    setRate(rateOf(source, job), figure);
    figure.window.from = msFromTime(window.begin);
    figure.window.to = std::min(msFromTime(window.end), figure.time.high);
    return figure;
}

} // namespace inspike
