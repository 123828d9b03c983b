// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/recording.h"

#include <algorithm>

namespace inspike {

namespace {

TimeRange extentOf(const StreamData& data)
{
    if (const auto* trains = std::get_if<SpikeTrains>(&data))
        return trains->extent();
    if (const auto* events = std::get_if<EventStream>(&data))
        return events->extent();
    if (const auto* signal = std::get_if<Signal>(&data)) {
        if (signal->rateHz <= 0.0 || signal->channels == 0)
            return {};
        const double samples =
            static_cast<double>(signal->data.size()) / static_cast<double>(signal->channels);
        return {0, static_cast<Time>(samples / signal->rateHz * kMicrosecondsPerSecond)};
    }
    if (const auto* frames = std::get_if<Frames>(&data)) {
        if (!frames->time.empty())
            return {frames->time.front(), frames->time.back() + 1};
    }
    if (const auto* stored = std::get_if<StoredStream>(&data))
        return stored->source->facts().extent;
    return {};
}

} // namespace

TimeRange Recording::extent() const
{
    TimeRange whole;
    for (const NamedStream& candidate : streams) {
        const TimeRange range = extentOf(candidate.data);
        if (range.empty())
            continue;
        if (whole.empty())
            whole = range;
        else
            whole = {std::min(whole.begin, range.begin), std::max(whole.end, range.end)};
    }
    return whole;
}

std::string contentsOf(const Recording& recording)
{
    constexpr std::size_t kMost = 8;
    std::string text;
    for (std::size_t i = 0; i < std::min(kMost, recording.streams.size()); ++i) {
        const NamedStream& stream = recording.streams[i];
        text += (i > 0 ? ", " : "") + stream.id;
        if (const auto* tensor = std::get_if<Tensor>(&stream.data))
            text += " " + shapeText(tensor->shape);
    }
    if (recording.streams.size() > kMost)
        text += ", ...";
    return text.empty() ? "nothing" : text;
}

} // namespace inspike
