// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The spikes that a statistic looks at, wherever they are: trains of a recording in memory, a
// stream that stays on disk (through its pyramid), or one trial of a run. Units are visited one
// after the other, so that a statistic over all of 10^8 spikes needs the memory of one unit at a
// time.

#include "core/data/recording.h"
#include "core/nn/model.h"
#include "core/pyramid/ordered_counts.h"

#include <functional>
#include <map>
#include <optional>

namespace inspike {

// Of large streams of a recording, by stream id, as far as they are built.
using AtlasMap = std::map<std::string, std::shared_ptr<const CountAtlas>>;

// Where spikes may come from; a run with spikes goes before a recording.
struct SpikeSources
{
    std::shared_ptr<const Recording> recording;
    std::shared_ptr<const Run> run;
    AtlasMap atlases = {};

    // True if spikes are taken from the run.
    bool fromRun() const;
};
// nullopt when there are spikes, else what is missing (one line).
std::optional<std::string> lacksSpikes(const SpikeSources& sources);

struct PopulationRequest
{
    std::string probe;       // of a run; empty = the first one of spikes
    std::string stream;      // name or id in a recording; empty = the first one of spikes
    std::int64_t trial = -1; // of a run; -1 = all, one after the other
};

// Immutable; copies share the spikes.
class SpikePopulation
{
public:
    SpikePopulation(std::shared_ptr<const SpikeTrains> trains, TimeRange extent, bool stepTime,
                    std::string name);
    SpikePopulation(std::shared_ptr<const CountPyramid> pyramid, std::string name);

    std::size_t units() const;
    std::uint64_t spikes() const; // of all units in the whole extent
    TimeRange extent() const { return m_extent; }
    bool stepTime() const { return m_stepTime; } // ticks are steps, not us
    double secondsPerTick() const { return m_stepTime ? 1.0 : 1.0 / kMicrosecondsPerSecond; }
    const std::string& name() const { return m_name; } // of the stream or probe

    // Calls take(unit, times) for each of the units that fires in the window, in the order given;
    // times ascend and are valid during the call. Throws Error{BadShape} for a unit that does not
    // exist and Error{Cancelled}.
    using Take = std::function<void(UnitIndex unit, std::span<const Time> times)>;
    void visit(std::span<const UnitIndex> units, TimeRange window, const Take& take,
               JobContext& job) const;
    std::vector<Time> train(UnitIndex unit, TimeRange window) const;
    std::vector<UnitIndex> allUnits() const;

private:
    std::shared_ptr<const SpikeTrains> m_trains; // one of the two is set
    std::shared_ptr<const CountPyramid> m_pyramid;
    TimeRange m_extent;
    bool m_stepTime = false;
    std::string m_name;
};

// One population: the recording, or one trial of the run (the first for trial = -1). A stream on
// disk without an atlas is arranged now, which reads it once. Throws Error{NotFound} when there is
// no such stream or probe, Error{BadShape} when there is no such trial.
SpikePopulation populationOf(const SpikeSources& sources, const PopulationRequest& request,
                             JobContext& job);
// Calls `use` for the recording, or for every trial asked for.
void forEachPopulation(const SpikeSources& sources, const PopulationRequest& request,
                       const std::function<void(const SpikePopulation&)>& use, JobContext& job);

} // namespace inspike
