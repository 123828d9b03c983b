// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/events_figure.h"

#include "core/analysis/number_list.h"
#include "core/base/error.h"
#include "core/figures/event_layers.h"
#include "core/figures/events_run.h"
#include "core/figures/events_strip.h"
#include "core/figures/stream_parts.h"
#include "core/figures/time_axis.h"
#include "core/pyramid/ordered_counts.h"

#include <algorithm>
#include <cmath>

namespace inspike {

namespace {

constexpr double kShareOfFrame = 0.7;     // of a whole picture, in each direction
constexpr double kShareInColours = 0.995; // of the cells with events that the colours tell apart
constexpr double kReachInTaus = 5.0;      // of a surface; less than 1 % is left of older events

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

// A window with fewer events is counted from them, which takes less than asking every pixel.
constexpr std::uint64_t kReadDirectly = std::uint64_t{1} << 19U;

EventFrame frameOf(const EventsSource& source, TimeRange window, const PixelGrid& grid,
                   JobContext& job)
{
    if (source.events)
        return eventFrame(*source.events, window, grid);
    const bool few =
        source.stored->facts().sorted && source.atlas &&
        entriesBefore(*source.stored, window.end) - entriesBefore(*source.stored, window.begin) <
            kReadDirectly;
    if (source.atlas && !few)
        return eventFrame(source.atlas->pyramid(), window, grid, job);
    return eventFrame(*source.stored, window, grid, job);
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

// One picture, part by part.
class Builder
{
public:
    Builder(const EventsSource& source, const Params& params, const Viewport& viewport,
            JobContext& job)
        : m_source(source),
          m_params(params),
          m_viewport(viewport),
          m_job(job),
          m_scale(source.run ? scaleOfSteps(source.run->stepDuration) : scaleOfTicks(false))
    {}

    EventsFigure build()
    {
        const std::string& show = m_params.text("show");
        m_figure.difference = m_params.text("mode") == "polarity";
        m_figure.show = show == "cloud"     ? EventsShow::Cloud
                        : show == "surface" ? EventsShow::Surface
                                            : EventsShow::Frame;
        m_figure.x = pixelAxis("x", m_source.width);
        m_figure.y = pixelAxis("y", m_source.height);
        chooseSample();
        m_window = m_source.run ? stepWindow() : timeWindow();
        m_grid = gridFor(m_source, m_viewport);
        m_figure.frame.grid = m_grid;
        m_figure.fidelity.perMark = std::uint64_t{m_grid.binning} * m_grid.binning;
        if (show == "cloud")
            addCloud();
        else if (show == "surface")
            addSurface();
        else
            addFrame();
        m_figure.time =
            timeAxis(m_scale, ofTicks(m_source.extent.begin), ofTicks(m_source.extent.end));
        addStrip(m_source, m_sample, m_figure, m_job);
        m_figure.window.from = ofTicks(m_window.begin);
        m_figure.window.to = std::min(ofTicks(m_window.end), m_figure.time.high);
        if (m_source.run)
            m_figure.still = stillOf(*m_source.run, m_sample, m_step);
        return std::move(m_figure);
    }

private:
    double ofTicks(Time ticks) const { return m_scale.axisFromTick(static_cast<double>(ticks)); }

    void chooseSample()
    {
        if (!m_source.run)
            return;
        const auto chosen = indicesFromText(m_params.text("samples"), "samples", m_source.samples);
        m_sample = chosen.empty() ? shownSample(m_params, m_source.samples) : chosen.front();
        m_step = std::min(static_cast<std::size_t>(m_params.integer("step")),
                          static_cast<std::size_t>(m_source.extent.end) - 1);
        m_figure.notes.push_back(
            {TextId::SampleAtStep, {std::to_string(m_sample), std::to_string(m_step)}});
        if (chosen.size() > 1)
            m_figure.notes.push_back({TextId::SelectedSamples, {std::to_string(chosen.size())}});
    }

    TimeRange stepWindow() const
    {
        const auto step = static_cast<Time>(m_step);
        return {step, step + 1};
    }

    TimeRange timeWindow()
    {
        const TimeRange& extent = m_source.extent;
        if (extent.empty())
            return {};
        // Beyond the end: the last moment, whatever the rounding of large numbers.
        const double after = m_params.number("time-ms");
        Time begin = extent.end - 1;
        if (after < msFromTime(extent.length()))
            begin = std::min(
                begin, extent.begin + static_cast<Time>(std::llround(after * kMicrosecondsPerMs)));
        if (const auto count = static_cast<std::uint64_t>(m_params.integer("window-events")))
            return countWindow(begin, count);
        const auto length = std::max<Time>(
            1, static_cast<Time>(std::llround(m_params.number("window-ms") * kMicrosecondsPerMs)));
        return {begin, begin + length};
    }

    TimeRange countWindow(Time begin, std::uint64_t count)
    {
        if (m_source.events)
            return windowOfCount(*m_source.events, begin, count);
        if (m_source.stored->facts().sorted)
            return windowOfCount(*m_source.stored, begin, count);
        return windowOfCount(m_source.atlas->pyramid(), begin, count, m_job);
    }

    // Of a recording: events in memory, on disk where they are sorted, or in the pyramid.
    template <typename FromEvents, typename FromStored, typename FromCounts>
    auto read(FromEvents fromEvents, FromStored fromStored, FromCounts fromCounts)
    {
        if (m_source.events)
            return fromEvents(*m_source.events);
        if (m_source.stored->facts().sorted)
            return fromStored(*m_source.stored);
        return fromCounts(m_source.atlas->pyramid());
    }

    void addFrame()
    {
        m_figure.title.id = TextId::EventFrame;
        if (!m_source.run) {
            m_figure.frame = frameOf(m_source, m_window, m_grid, m_job);
            setDensity(m_figure);
            const double opacity = m_params.number("picture");
            if (m_source.pictures && opacity > 0.0)
                m_figure.below = pictureBefore(*m_source.pictures, m_window.end, opacity);
            if (m_figure.below)
                m_figure.notes.push_back(m_figure.below->label);
            return;
        }
        m_figure.frame.grid = m_grid = wholeGrid();
        m_figure.fidelity.perMark = 1;
        EventAmounts amounts = RunFrames(*m_source.run).amounts(m_sample, m_step);
        if (setCounts(amounts)) {
            setDensity(m_figure);
            return;
        }
        setAmountDensity(amounts);
        m_figure.amounts = std::make_shared<const EventAmounts>(std::move(amounts));
    }

    // Frames of networks are small and kept whole.
    PixelGrid wholeGrid() const { return {0, 0, m_source.width, m_source.height, 1}; }

    // False for amounts that are no counts.
    bool setCounts(const EventAmounts& amounts)
    {
        EventFrame frame;
        frame.grid = m_grid;
        for (const bool on : {false, true}) {
            for (const float value : on ? amounts.on : amounts.off) {
                if (value < 0.0F || value > 1e9F || value != std::floor(value))
                    return false;
                const auto count = static_cast<std::uint32_t>(value);
                (on ? frame.on : frame.off).push_back(count);
                (on ? frame.onTotal : frame.offTotal) += count;
            }
        }
        m_figure.frame = std::move(frame);
        return true;
    }

    void setAmountDensity(const EventAmounts& amounts)
    {
        std::vector<float> values;
        for (std::size_t cell = 0; cell < amounts.on.size(); ++cell) {
            const float value = std::abs(amounts.shown(cell, m_figure.difference));
            if (value > 0.0F)
                values.push_back(value);
        }
        float limit = 1.0F;
        if (!values.empty()) {
            const auto place = static_cast<std::ptrdiff_t>(kShareInColours *
                                                           static_cast<double>(values.size() - 1));
            std::nth_element(values.begin(), values.begin() + place, values.end());
            limit = values[static_cast<std::size_t>(place)];
        }
        AxisInfo& density = m_figure.density;
        density.label.id = m_figure.difference ? TextId::OnMinusOff : TextId::EventCount;
        density.unit = "1/px";
        density.high = limit;
        density.low = m_figure.difference ? -static_cast<double>(limit) : 0.0;
    }

    void addSurface()
    {
        m_figure.title.id = TextId::TimeSurface;
        const double tau = m_source.run ? m_params.number("tau-steps")
                                        : m_params.number("tau-ms") * kMicrosecondsPerMs;
        // Nothing is known after the recording: there, its end stays.
        m_window.end = std::min(m_window.end, m_source.extent.end);
        const Time now = m_window.end - 1; // events of this moment are new
        const auto reach = static_cast<Time>(std::llround(std::ceil(kReachInTaus * tau)));
        m_window.begin = std::max(m_window.end - std::max<Time>(reach, 1), m_source.extent.begin);
        if (m_source.run)
            m_figure.frame.grid = m_grid = wholeGrid();
        const LastEvents last = lastOf(m_window);
        m_figure.amounts = std::make_shared<const EventAmounts>(surfaceOf(last, now, tau));
        m_figure.frame.onTotal = last.onCells;
        m_figure.frame.offTotal = last.offCells;
        const std::string constant =
            m_source.run ? shortText(tau) : shortText(m_params.number("tau-ms")) + " ms";
        m_figure.density.label = {TextId::Recency, {constant}};
        m_figure.density.high = 1.0;
        m_figure.density.low = m_figure.difference ? -1.0 : 0.0;
    }

    LastEvents lastOf(TimeRange window)
    {
        if (m_source.run)
            return lastEvents(RunFrames(*m_source.run).events(m_sample), window, m_grid);
        return read(
            [&](const EventStream& events) { return lastEvents(events, window, m_grid); },
            [&](const AddressSource& stored) { return lastEvents(stored, window, m_grid, m_job); },
            [&](const CountPyramid& counts) { return lastEvents(counts, window, m_grid, m_job); });
    }

    EventPoints pointsOf(TimeRange window)
    {
        const auto most = static_cast<std::uint64_t>(m_params.integer("points"));
        if (m_source.run)
            return eventPoints(RunFrames(*m_source.run).events(m_sample), window, most);
        return read(
            [&](const EventStream& events) { return eventPoints(events, window, most); },
            [&](const AddressSource& stored) { return eventPoints(stored, window, most, m_job); },
            [&](const CountPyramid& counts) { return eventPoints(counts, window, most, m_job); });
    }

    void addCloud()
    {
        m_figure.title.id = TextId::EventCloud;
        if (m_source.run) // all steps at once: there are few
            m_window = m_source.extent;
        auto cloud = std::make_shared<EventCloud>();
        cloud->events = pointsOf(m_window);
        // A window that is longer than the recording shows the recording.
        const Time length =
            std::min(m_window.length(), std::max<Time>(m_source.extent.length(), 1));
        cloud->scene = sceneOf(cloud->events, {m_window.begin, m_window.begin + length}, m_scale);
        cloud->scene.title = m_figure.title;
        cloud->scene.axes[1] = m_figure.x;
        cloud->scene.axes[2] = m_figure.y;
        m_figure.frame.onTotal = cloud->events.onTotal;
        m_figure.frame.offTotal = cloud->events.total - cloud->events.onTotal;
        m_figure.fidelity.perMark = cloud->events.oneIn;
        if (cloud->events.oneIn > 1)
            m_figure.notes.push_back({TextId::EventsDrawn, {std::to_string(cloud->events.oneIn)}});
        m_figure.cloud = std::move(cloud);
    }

    const EventsSource& m_source;
    const Params& m_params;
    const Viewport& m_viewport;
    JobContext& m_job;
    TimeScale m_scale;
    EventsFigure m_figure;
    TimeRange m_window;
    PixelGrid m_grid;
    std::size_t m_sample = 0;
    std::size_t m_step = 0;
};

} // namespace

EventsFigure buildEvents(const EventsSource& source, const Params& params, const Viewport& viewport,
                         JobContext& job)
{
    if (source.waits())
        throw Error(ErrorKind::Unsupported,
                    "the events are not sorted by time and have not been counted yet");
    return Builder(source, params, viewport, job).build();
}

} // namespace inspike
