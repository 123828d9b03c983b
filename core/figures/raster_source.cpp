// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/raster_source.h"

#include "core/analysis/projection.h"
#include "core/analysis/trial_array.h"
#include "core/analysis/trial_conditions.h"
#include "core/base/error.h"

#include <algorithm>

namespace inspike {

namespace {

constexpr Time kLeastExtent = 1'000; // us
// Below this many spikes the trains are as quick as counts would be.
constexpr std::uint64_t kFewSpikes = 500'000;

// From the start of time if the spikes begin near it, so that silence before the first one shows.
TimeRange recordedExtent(TimeRange extent)
{
    if (extent.empty())
        return {0, 1};
    if (extent.begin > 0 && extent.begin <= extent.length())
        extent.begin = 0;
    if (extent.length() < kLeastExtent) // one spike, or all at one instant
        extent.end = extent.begin + kLeastExtent;
    return extent;
}

bool isSpikes(const StreamData& data)
{
    const auto* stored = std::get_if<StoredStream>(&data);
    return std::holds_alternative<SpikeTrains>(data) || (stored != nullptr && !stored->isEvents());
}

bool isEvents(const StreamData& data)
{
    const auto* stored = std::get_if<StoredStream>(&data);
    return std::holds_alternative<EventStream>(data) || (stored != nullptr && stored->isEvents());
}

const NamedStream* streamNamed(const Recording& recording, std::string_view name)
{
    for (const auto kind : {&isSpikes, &isEvents}) {
        for (const NamedStream& stream : recording.streams) {
            if (kind(stream.data) && (name.empty() || stream.id == name || stream.name == name))
                return &stream;
        }
    }
    return nullptr;
}

// The number of the group of each unit, if the recording says it.
std::vector<double> groupsOf(const Recording& recording, std::size_t units)
{
    for (const char* name : {"group", "unit_group"}) {
        const Labels* labels = recording.stream<Labels>(name);
        if (labels != nullptr && labels->values.size() == units)
            return {labels->values.begin(), labels->values.end()};
    }
    return {};
}

void setSensor(RasterSource& source, std::uint32_t width, std::uint32_t height)
{
    source.sensor = {width, height};
}

void takeStream(RasterSource& source, const std::shared_ptr<const Recording>& recording,
                const NamedStream& stream)
{
    if (const auto* trains = std::get_if<SpikeTrains>(&stream.data)) {
        source.extent = recordedExtent(trains->extent());
        if (trains->spikes() < kFewSpikes)
            source.atlas.reset();
        if (!source.atlas)
            source.spikes = {recording, trains};
        source.keep = std::shared_ptr<const void>(recording, trains);
    } else if (const auto* events = std::get_if<EventStream>(&stream.data)) {
        source.extent = recordedExtent(events->extent());
        setSensor(source, events->width(), events->height());
        if (!source.atlas)
            source.stored = inspike::sourceOf({recording, events});
        source.keep = std::shared_ptr<const void>(recording, events);
    } else {
        const auto& stored = std::get<StoredStream>(stream.data);
        const AddressFacts& facts = stored.source->facts();
        source.extent = recordedExtent(facts.extent);
        setSensor(source, facts.width, facts.height);
        if (!source.atlas)
            source.stored = stored.source;
    }
    if (source.atlas)
        source.keep = source.atlas;
}

} // namespace

std::size_t RasterSource::units() const
{
    if (atlas)
        return atlas->pyramid().units();
    if (spikes)
        return spikes->units();
    return stored ? static_cast<std::size_t>(stored->facts().addresses) : 0;
}

std::uint64_t RasterSource::count() const
{
    if (atlas)
        return atlas->pyramid().spikes();
    if (stored)
        return stored->facts().count;
    return spikes ? spikes->spikes() : 0;
}

RasterSource rasterSourceFromRun(const Run& run, std::string_view probe, std::size_t trial)
{
    std::string id(probe);
    if (id.empty()) {
        const auto found = spikesProbeOf(run);
        if (!found)
            throw Error(ErrorKind::NotFound, "the run has no probe of spikes over time");
        id = *found;
    }
    TrialSpikes spikes = spikesOfTrial(run, id, trial);
    RasterSource source;
    source.spikes = std::make_shared<const SpikeTrains>(std::move(spikes.spikes));
    source.stepTime = spikes.stepTime;
    source.extent = spikes.extent;
    source.population = id;
    source.isOneOfMany = spikesProbesOf(run).size() > 1;
    if (trial < run.sampleIds.size())
        source.sample = run.sampleIds[trial];
    source.trial = trial;
    const Activation& activation = *run.find(id);
    const Time tick = stepDurationOf(run, activation.axes()).value_or(1);
    source.step = tick;
    if (const auto steps = stimulusSteps(run, trial)) {
        source.stimulus =
            TimeRange{static_cast<Time>(steps->begin) * tick, static_cast<Time>(steps->end) * tick};
    }
    const auto scores = run.parameters.find("l");
    const auto modes = run.parameters.find("pin");
    if (scores != run.parameters.end() && modes != run.parameters.end()) {
        std::vector<float> loading = modeLoading(scores->second, modes->second);
        if (loading.size() == source.units())
            source.loading = std::move(loading);
    }
    return source;
}

RasterSource rasterSourceFromRecording(const std::shared_ptr<const Recording>& recording,
                                       std::string_view stream, const CountAtlases& atlases)
{
    const NamedStream* found = streamNamed(*recording, stream);
    if (found == nullptr && !stream.empty())
        throw Error(ErrorKind::NotFound,
                    "the recording has no spikes or events of the name " + std::string(stream));
    if (found == nullptr)
        throw Error(ErrorKind::NotFound, "the recording has no spikes");
    RasterSource source;
    const auto atlas = atlases.find(found->id);
    if (atlas != atlases.end())
        source.atlas = atlas->second;
    source.population = found->name;
    source.isOneOfMany = rasterStreams(*recording).size() > 1;
    source.streamId = found->id;
    source.trial = recording->info.trial;
    takeStream(source, recording, *found);
    source.groups = groupsOf(*recording, source.units());
    return source;
}

std::vector<std::string> rasterStreams(const Recording& recording)
{
    std::vector<std::string> ids;
    for (const auto kind : {&isSpikes, &isEvents}) {
        for (const NamedStream& stream : recording.streams) {
            if (kind(stream.data))
                ids.push_back(stream.id);
        }
    }
    return ids;
}

} // namespace inspike
