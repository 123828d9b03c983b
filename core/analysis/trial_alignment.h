// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Spikes trial by trial, relative to an event of each: around every label of a stream of a
// recording (cues, epochs), or whole trials of a run from their start. Trials come in groups: of
// the same label value, or of the same condition.

#include "core/analysis/psth.h"
#include "core/analysis/spike_population.h"
#include "core/analysis/trial_conditions.h"
#include "core/base/param_spec.h"

#include <string>

namespace inspike {

struct AlignedTrial
{
    std::int64_t value = 0;    // of the label, or the trial's condition (conditionNumber)
    std::size_t number = 0;    // of the label in its stream, or of the trial
    Time event = 0;            // ticks in the recording; 0 in a run
    std::vector<Time> offsets; // spikes of all chosen units relative to the event, ascending
};

struct AlignedSpikes
{
    PsthBins bins;
    bool stepTime = false;
    std::string label;                // name of the stream; empty for a run
    std::vector<std::string> names;   // names[value] of label values, as far as they are known
    std::vector<AlignedTrial> trials; // in the order of the stream
    std::size_t units = 0;            // whose spikes are in the offsets

    double secondsPerTick() const { return stepTime ? 1.0 : 1.0 / kMicrosecondsPerSecond; }
    std::vector<std::int64_t> values() const; // that occur, ascending
    // Over the trials of that value, or over all.
    Psth psth(std::optional<std::int64_t> value) const;
};

// The first stream of labels with times, or the one of that name. Throws Error{NotFound} that
// says which there are.
const NamedStream& timedLabels(const Recording& recording, const std::string& name);
bool hasTimedLabels(const Recording& recording);

AlignedSpikes alignedToLabels(const SpikePopulation& population, const NamedStream& labels,
                              std::span<const UnitIndex> units, const PsthBins& bins,
                              JobContext& job);
// Every trial of a run from its start to its end; bin in ticks. `choose` gives the units.
AlignedSpikes
alignedTrials(const Run& run, const std::string& probe, Time bin,
              const std::function<std::vector<UnitIndex>(const SpikePopulation&)>& choose,
              JobContext& job);

// What both the analysis and the figure do: label, unit, before-ms, after-ms, bin-ms, stream,
// probe. A run with spikes goes first, unless a label is asked for.
ParamSpecs alignmentParams();
std::optional<std::string> lacksAlignment(const SpikeSources& sources);
AlignedSpikes alignedBy(const Params& params, const SpikeSources& sources,
                        const std::function<std::vector<UnitIndex>(const SpikePopulation&)>& choose,
                        JobContext& job);

} // namespace inspike
