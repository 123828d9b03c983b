// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/spike_population.h"

#include "core/analysis/trial_array.h"
#include "core/base/error.h"

#include <numeric>

namespace inspike {

namespace {

constexpr std::size_t kUnitsPerLook = 256; // between two looks at the cancel flag

bool holdsSpikes(const NamedStream& stream)
{
    if (const auto* stored = std::get_if<StoredStream>(&stream.data))
        return !stored->isEvents();
    return std::holds_alternative<SpikeTrains>(stream.data);
}

const NamedStream& spikeStream(const Recording& recording, const std::string& wanted)
{
    std::string known;
    for (const NamedStream& stream : recording.streams) {
        if (!holdsSpikes(stream))
            continue;
        if (wanted.empty() || stream.name == wanted || stream.id == wanted)
            return stream;
        known += (known.empty() ? "" : ", ") + stream.name;
    }
    if (known.empty())
        throw Error(ErrorKind::NotFound, "the recording has no spikes of units");
    throw Error(ErrorKind::NotFound,
                "the recording has no spikes '" + wanted + "'; there are " + known);
}

SpikePopulation ofRecording(const SpikeSources& sources, const std::string& wanted, JobContext& job)
{
    const NamedStream& stream = spikeStream(*sources.recording, wanted);
    if (const auto* trains = std::get_if<SpikeTrains>(&stream.data)) {
        // The recording keeps them alive.
        const std::shared_ptr<const SpikeTrains> shared(sources.recording, trains);
        return {shared, trains->extent(), false, stream.name};
    }
    const auto atlas = sources.atlases.find(stream.id);
    if (atlas != sources.atlases.end() && atlas->second)
        return {atlas->second->sharedPyramid(), stream.name};
    return {CountPyramid::build(std::get<StoredStream>(stream.data).source, {}, job), stream.name};
}

SpikePopulation ofTrial(const Run& run, const std::string& probe, std::size_t trial,
                        std::size_t* trials)
{
    const std::string id = probe.empty() ? spikesProbeOf(run).value_or("S") : probe;
    TrialSpikes spikes = spikesOfTrial(run, id, trial);
    if (trials != nullptr)
        *trials = spikes.trials;
    return {std::make_shared<SpikeTrains>(std::move(spikes.spikes)), spikes.extent, spikes.stepTime,
            id};
}

std::size_t trialOf(const PopulationRequest& request)
{
    return request.trial < 0 ? 0 : static_cast<std::size_t>(request.trial);
}

} // namespace

bool SpikeSources::fromRun() const
{
    return run && spikesProbeOf(*run);
}

std::optional<std::string> lacksSpikes(const SpikeSources& sources)
{
    if (sources.fromRun())
        return std::nullopt;
    if (sources.recording) {
        for (const NamedStream& stream : sources.recording->streams) {
            if (holdsSpikes(stream))
                return std::nullopt;
        }
    }
    return "a run with a spikes probe or a recording with spikes of units";
}

SpikePopulation::SpikePopulation(std::shared_ptr<const SpikeTrains> trains, TimeRange extent,
                                 bool stepTime, std::string name)
    : m_trains(std::move(trains)), m_extent(extent), m_stepTime(stepTime), m_name(std::move(name))
{}

SpikePopulation::SpikePopulation(std::shared_ptr<const CountPyramid> pyramid, std::string name)
    : m_pyramid(std::move(pyramid)), m_extent(m_pyramid->extent()), m_name(std::move(name))
{}

std::size_t SpikePopulation::units() const
{
    return m_trains ? m_trains->units() : m_pyramid->units();
}

std::uint64_t SpikePopulation::spikes() const
{
    return m_trains ? m_trains->spikes() : m_pyramid->spikes();
}

void SpikePopulation::visit(std::span<const UnitIndex> units, TimeRange window, const Take& take,
                            JobContext& job) const
{
    for (const UnitIndex unit : units) {
        if (unit >= this->units())
            throw Error(ErrorKind::BadShape, "there is no unit " + std::to_string(unit));
    }
    if (!m_trains) {
        m_pyramid->visit(units, window, take, job);
        return;
    }
    for (std::size_t i = 0; i < units.size(); ++i) {
        if (i % kUnitsPerLook == 0)
            job.progress(static_cast<double>(i) / static_cast<double>(units.size()));
        job.checkpoint();
        const std::span<const Time> times = m_trains->train(units[i], window);
        if (!times.empty())
            take(units[i], times);
    }
}

std::vector<Time> SpikePopulation::train(UnitIndex unit, TimeRange window) const
{
    if (unit >= units())
        throw Error(ErrorKind::BadShape, "there is no unit " + std::to_string(unit));
    if (!m_trains)
        return m_pyramid->train(unit, window);
    const std::span<const Time> times = m_trains->train(unit, window);
    return {times.begin(), times.end()};
}

std::vector<UnitIndex> SpikePopulation::allUnits() const
{
    std::vector<UnitIndex> all(units());
    std::iota(all.begin(), all.end(), UnitIndex{0});
    return all;
}

SpikePopulation populationOf(const SpikeSources& sources, const PopulationRequest& request,
                             JobContext& job)
{
    if (sources.fromRun() || (sources.run && !request.probe.empty()))
        return ofTrial(*sources.run, request.probe, trialOf(request), nullptr);
    return ofRecording(sources, request.stream, job);
}

void forEachPopulation(const SpikeSources& sources, const PopulationRequest& request,
                       const std::function<void(const SpikePopulation&)>& use, JobContext& job)
{
    if (!sources.fromRun() && (!sources.run || request.probe.empty())) {
        use(ofRecording(sources, request.stream, job));
        return;
    }
    std::size_t trial = trialOf(request);
    std::size_t end = trial + 1;
    for (; trial < end; ++trial) {
        job.checkpoint();
        std::size_t trials = 1;
        use(ofTrial(*sources.run, request.probe, trial, &trials));
        if (request.trial < 0)
            end = trials;
    }
}

} // namespace inspike
