// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/event_layers.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <optional>

namespace inspike {

namespace {

constexpr double kMsPerSecond = 1000.0;

} // namespace

float EventAmounts::shown(std::size_t cell, bool difference) const
{
    const float up = on[cell];
    const float down = off[cell];
    if (recency) {
        const float last = std::max(up, down);
        return difference && down > up ? -last : last;
    }
    return difference ? up - down : up + down;
}

EventAmounts surfaceOf(const LastEvents& last, Time now, double tau)
{
    const auto values = [&](const std::vector<Time>& times) {
        std::vector<float> made;
        made.reserve(times.size());
        for (const Time t : times)
            made.push_back(t == kNever
                               ? 0.0F
                               : static_cast<float>(std::exp(-static_cast<double>(now - t) / tau)));
        return made;
    };
    return {values(last.on), values(last.off), true};
}

std::shared_ptr<const PixelPicture> pictureBefore(const Frames& frames, Time end, double opacity)
{
    std::optional<std::size_t> shown;
    for (std::size_t i = 0; i < frames.count; ++i) {
        if (frames.time[i] < end && (!shown || frames.time[i] >= frames.time[*shown]))
            shown = i;
    }
    if (!shown)
        return nullptr;
    auto picture = std::make_shared<PixelPicture>();
    picture->width = frames.width;
    picture->height = frames.height;
    picture->channels = frames.channels;
    picture->opacity = opacity;
    const Time age = end - frames.time[*shown];
    picture->label = {TextId::SensorPicture, {momentText(msFromTime(age), scaleOfTicks(false))}};
    const std::size_t size = frames.width * frames.height * frames.channels;
    const auto first = frames.data.begin() + static_cast<std::ptrdiff_t>(*shown * size);
    picture->values.reserve(size);
    std::transform(first, first + static_cast<std::ptrdiff_t>(size),
                   std::back_inserter(picture->values),
                   [](std::uint8_t value) { return static_cast<float>(value) / 255.0F; });
    return picture;
}

ManifoldFigure sceneOf(const EventPoints& events, TimeRange window, const TimeScale& scale)
{
    const auto ofTicks = [&](Time ticks) {
        return scale.axisFromTick(static_cast<double>(ticks));
    };
    ManifoldFigure scene;
    scene.cloud = true;
    scene.axes[0] = timeAxis(scale, 0.0, ofTicks(window.length()));
    scene.time = scene.axes[0];
    if (window.begin != 0)
        scene.axes[0].label = {TextId::TimeAfter, {momentText(ofTicks(window.begin), scale)}};
    scene.times = {ofTicks(window.begin)};
    scene.fidelity.perMark = events.oneIn;
    const auto on = static_cast<std::size_t>(events.onTotal);
    scene.categories = {{{TextId::OffEvents}, {ColourRole::Off}, events.total - on},
                        {{TextId::OnEvents}, {ColourRole::On}, on}};
    scene.paths.resize(2);
    scene.paths[1].category = 1;
    for (const EventPoint& event : events.points) {
        const auto after = static_cast<float>(ofTicks(event.t - window.begin));
        scene.paths[event.on ? 1 : 0].points.push_back(
            {after, static_cast<float>(event.x), static_cast<float>(event.y)});
    }
    return scene;
}

std::string momentText(double value, const TimeScale& scale)
{
    if (scale.steps)
        return std::to_string(std::llround(value));
    const bool seconds = std::abs(value) >= kMsPerSecond;
    char text[64];
    std::snprintf(text, sizeof text, seconds ? "%.6f" : "%.3f",
                  seconds ? value / kMsPerSecond : value);
    std::string words = text;
    while (words.back() == '0')
        words.pop_back();
    if (words.back() == '.')
        words.pop_back();
    return words + (seconds ? " s" : " ms");
}

} // namespace inspike
