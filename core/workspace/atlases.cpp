// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/atlases.h"

#include "core/base/error.h"

#include <algorithm>

namespace inspike {

namespace {

// Counting so many takes about a millisecond; more of them would make panning stutter.
constexpr std::size_t kMostSpikesCountedDirectly = 500'000;
constexpr std::size_t kMostEventsCountedDirectly = 200'000;

// Shares the ownership of the recording, so that nothing is copied.
template <typename Stream>
std::shared_ptr<const Stream> shared(const std::shared_ptr<const Recording>& recording,
                                     const Stream& stream)
{
    return std::shared_ptr<const Stream>(recording, &stream);
}

std::shared_ptr<const AddressSource> sourceOfStream(const std::shared_ptr<const Recording>& owner,
                                                    const StreamData& data)
{
    if (const auto* stored = std::get_if<StoredStream>(&data))
        return stored->source;
    if (const auto* trains = std::get_if<SpikeTrains>(&data))
        return sourceOf(shared(owner, *trains));
    return sourceOf(shared(owner, std::get<EventStream>(data)));
}

std::string keyOf(const Recording& recording, const NamedStream& stream)
{
    return pyramidKey(recording.info.path, stream.id, recording.info.trial);
}

} // namespace

bool needsAtlas(const StreamData& stream)
{
    if (const auto* trains = std::get_if<SpikeTrains>(&stream))
        return trains->spikes() > kMostSpikesCountedDirectly;
    if (const auto* events = std::get_if<EventStream>(&stream))
        return events->size() > kMostEventsCountedDirectly;
    return std::holds_alternative<StoredStream>(stream);
}

bool needsAtlas(const Recording& recording)
{
    return std::any_of(recording.streams.begin(), recording.streams.end(),
                       [](const NamedStream& stream) { return needsAtlas(stream.data); });
}

Atlases cachedAtlases(const Recording& recording, const PyramidCacheOptions& options)
{
    Atlases found;
    if (recording.info.path.empty())
        return found;
    for (const NamedStream& stream : recording.streams) {
        if (!needsAtlas(stream.data))
            continue;
        try {
            if (auto pyramid = cachedPyramid(keyOf(recording, stream), options))
                found[stream.id] = std::make_shared<const CountAtlas>(std::move(pyramid));
        } catch (const Error&) {
            continue; // the file is gone or the cache is not readable: whoever builds says so
        }
    }
    return found;
}

Atlases openAtlases(const std::shared_ptr<const Recording>& recording,
                    const PyramidCacheOptions& options, std::vector<std::string>& notes,
                    JobContext& job)
{
    std::vector<const NamedStream*> needed;
    for (const NamedStream& stream : recording->streams) {
        if (needsAtlas(stream.data))
            needed.push_back(&stream);
    }
    Atlases atlases;
    for (std::size_t i = 0; i < needed.size(); ++i) {
        const auto all = static_cast<double>(needed.size());
        JobContext part = job.part(static_cast<double>(i) / all, static_cast<double>(i + 1) / all);
        const NamedStream& stream = *needed[i];
        auto source = sourceOfStream(recording, stream.data);
        auto pyramid =
            recording->info.path.empty()
                ? CountPyramid::build(std::move(source), options.build, part)
                : openPyramid(keyOf(*recording, stream), std::move(source), options, notes, part);
        atlases[stream.id] = std::make_shared<const CountAtlas>(std::move(pyramid));
    }
    return atlases;
}

} // namespace inspike
