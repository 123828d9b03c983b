// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Counts and rates of spike trains. Ticks are the time unit of the trains (us, or steps); rates are
// per second where a tick has a duration, per step otherwise. Pure functions.

#include "core/base/job.h"
#include "core/data/spike_trains.h"

#include <optional>
#include <vector>

namespace inspike {

struct UnitStatistics
{
    std::size_t spikes = 0;
    double rate = 0.0;              // spikes / (length of the range * secondsPerTick)
    std::optional<Time> firstSpike; // in ticks; nullopt for a silent unit
};

// One entry per unit, of the spikes in `range`. secondsPerTick is 1e-6 for us and 1 for steps.
std::vector<UnitStatistics> unitStatistics(const SpikeTrains& spikes, TimeRange range,
                                           double secondsPerTick);

// Population rate per bin: spikes / (units * bin length * secondsPerTick), i.e. Hz per unit. Bins
// start at range.begin; the last one ends with the range and is divided by its own length.
struct PopulationRate
{
    std::vector<Time> edges; // of the bins, ticks: one more than there are bins
    std::vector<std::uint64_t> count;
    std::vector<double> rate;
};
PopulationRate populationRate(const SpikeTrains& spikes, TimeRange range, Time bin,
                              double secondsPerTick, JobContext& job);

} // namespace inspike
