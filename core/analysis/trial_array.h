// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Recorded quantities as [step][trial][unit], whatever the order and number of axes they came with:
// [T,B,N,1], [B,T,N] or [T,N]. Immutable, shares the numbers when the order is already right.

#include "core/base/labelled_array.h"
#include "core/data/spike_trains.h"
#include "core/data/tensor.h"
#include "core/nn/model.h"

#include <optional>
#include <span>
#include <string_view>

namespace inspike {

struct TrialArray
{
    LabelledArray array; // axes time or step, sample (if any), the rest
    std::size_t steps = 0;
    std::size_t trials = 0;
    std::size_t units = 0;

    std::span<const float> row(std::size_t step, std::size_t trial) const
    {
        return array.values().subspan((step * trials + trial) * units, units);
    }
    float at(std::size_t step, std::size_t trial, std::size_t unit) const
    {
        return array.values()[(step * trials + trial) * units + unit];
    }
};

// Throws Error{BadShape} without a time or step axis.
TrialArray trialArray(const LabelledArray& array);
// A tensor without named axes is taken as [time, trial, ...]. Throws Error{BadShape} when it has
// no dimension.
TrialArray trialArray(const Tensor& tensor);
// One trial of a tensor [time, trial, ...]: cheap where all of it would be large. The tensor itself
// when it has other axes or no such trial.
Tensor trialOf(const Tensor& tensor, std::size_t trial);
// True if the axes include time or step.
bool hasSteps(const std::vector<Axis>& axes);

// us per step: of the run, else of the time axis; nullopt when only steps are known.
std::optional<Time> stepDurationOf(const Run& run, const std::vector<Axis>& axes);

// The spikes of one trial of a probe. Times are us, or steps (1 tick = 1 step) when `stepTime`.
struct TrialSpikes
{
    SpikeTrains spikes;
    bool stepTime = false;
    TimeRange extent; // the whole trial, also where silent
    std::size_t trials = 1;
};

// Id of the first probe (then output) of kind Spikes with steps; nullopt when there is none.
std::optional<std::string> spikesProbeOf(const Run& run);
// All of them, probes before outputs.
std::vector<std::string> spikesProbesOf(const Run& run);
// Throws Error{NotFound} when the run has no such probe and Error{BadShape} when it has no steps or
// fewer trials.
TrialSpikes spikesOfTrial(const Run& run, std::string_view probe, std::size_t trial);

} // namespace inspike
