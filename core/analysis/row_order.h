// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Orders of units, as lists of unit numbers from the bottom row up. Those by component and by
// similarity go by rate profiles: the counts of a unit in up to 64 equal bins of the recording,
// z-scored, so that units are alike when their rates rise and fall together, however high they are.
// Silent and constant units have no profile and come last, by index. All are deterministic.

#include "core/base/job.h"
#include "core/data/spike_trains.h"
#include "core/pyramid/count_pyramid.h"

#include <cstdint>
#include <span>
#include <vector>

namespace inspike {

// z-scored counts, [unit * bins + bin]; all zero where a unit has no profile.
struct RateProfiles
{
    std::size_t units = 0;
    std::size_t bins = 0;
    std::vector<float> values;
};

RateProfiles rateProfiles(const CountPyramid& pyramid, JobContext& job);
RateProfiles rateProfiles(const SpikeTrains& spikes, TimeRange extent, JobContext& job);

using UnitOrder = std::vector<std::uint32_t>;

// Lowest rank first, equal ones by index.
UnitOrder orderByRank(std::span<const double> rank);
// By the share of the first principal component (largest variance over units) in the profile.
UnitOrder orderByComponent(const RateProfiles& profiles, JobContext& job);
// Units with like profiles lie together: the profiles are projected on their first eight principal
// components and split at the median along their main direction, again and again; all directions
// point the way of the one before, so that neighbouring parts meet with like ends. O(U log U).
UnitOrder orderBySimilarity(const RateProfiles& profiles, JobContext& job);

} // namespace inspike
