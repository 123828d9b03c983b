// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/events_strip.h"

#include "core/figures/events_run.h"
#include "core/figures/time_axis.h"
#include "core/pyramid/ordered_counts.h"

#include <algorithm>

namespace inspike {

namespace {

constexpr std::size_t kLeastBins = 16; // of the rate strip
constexpr std::size_t kMostBins = 300;
constexpr std::uint64_t kEventsPerBin = 8; // fewer would show noise
constexpr std::size_t kStretches = 100;    // of the strip of events that are not counted yet

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

void setStepCounts(const EventsSource& source, std::size_t sample, EventsFigure& figure)
{
    const TimeScale scale = scaleOfSteps(source.run->stepDuration);
    figure.rateValues = RunFrames(*source.run).perStep(sample);
    for (std::size_t step = 0; step <= figure.rateValues.size(); ++step)
        figure.rateEdges.push_back(scale.axisFromTick(static_cast<double>(step)));
    const double highest = *std::max_element(figure.rateValues.begin(), figure.rateValues.end());
    figure.rate.label.id = TextId::EventsPerStep;
    figure.rate.low =
        std::min(0.0, *std::min_element(figure.rateValues.begin(), figure.rateValues.end()));
    figure.rate.high = highest > figure.rate.low ? highest : figure.rate.low + 1.0;
}

} // namespace

void addStrip(const EventsSource& source, std::size_t sample, EventsFigure& figure, JobContext& job)
{
    if (source.run)
        setStepCounts(source, sample, figure);
    else
        setRate(rateOf(source, job), figure);
}

} // namespace inspike
