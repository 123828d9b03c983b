// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/trial_alignment.h"

#include "core/analysis/population_params.h"
#include "core/analysis/spans_of_time.h"
#include "core/base/error.h"

#include <algorithm>
#include <set>

namespace inspike {

namespace {

const Labels* timedLabelsIn(const NamedStream& stream)
{
    const auto* labels = std::get_if<Labels>(&stream.data);
    const bool timed =
        labels != nullptr && !labels->time.empty() && labels->time.size() == labels->values.size();
    return timed ? labels : nullptr;
}

void sortOffsets(AlignedSpikes& aligned)
{
    for (AlignedTrial& trial : aligned.trials)
        std::sort(trial.offsets.begin(), trial.offsets.end());
}

} // namespace

std::vector<std::int64_t> AlignedSpikes::values() const
{
    std::set<std::int64_t> found;
    for (const AlignedTrial& trial : trials)
        found.insert(trial.value);
    return {found.begin(), found.end()};
}

Psth AlignedSpikes::psth(std::optional<std::int64_t> value) const
{
    Psth made(bins);
    for (const AlignedTrial& trial : trials) {
        if (!value || trial.value == *value)
            made.addTrial(trial.offsets);
    }
    return made;
}

bool hasTimedLabels(const Recording& recording)
{
    return std::any_of(recording.streams.begin(), recording.streams.end(),
                       [](const NamedStream& stream) { return timedLabelsIn(stream) != nullptr; });
}

const NamedStream& timedLabels(const Recording& recording, const std::string& name)
{
    std::string known;
    for (const NamedStream& stream : recording.streams) {
        if (timedLabelsIn(stream) == nullptr)
            continue;
        if (name.empty() || stream.name == name || stream.id == name)
            return stream;
        known += (known.empty() ? "" : ", ") + stream.name;
    }
    if (known.empty())
        throw Error(ErrorKind::NotFound, "the recording has no labels with times");
    throw Error(ErrorKind::NotFound,
                "the recording has no labels '" + name + "' with times; there are " + known);
}

AlignedSpikes alignedToLabels(const SpikePopulation& population, const NamedStream& labels,
                              std::span<const UnitIndex> units, const PsthBins& bins,
                              JobContext& job)
{
    const Labels& events = *timedLabelsIn(labels);
    AlignedSpikes aligned;
    aligned.bins = bins;
    aligned.stepTime = population.stepTime();
    aligned.label = labels.name;
    aligned.names = events.names;
    aligned.units = units.size();
    TimeRange reach{};
    std::vector<TimeRange> windows;
    for (std::size_t i = 0; i < events.time.size(); ++i) {
        aligned.trials.push_back({events.values[i], i, events.time[i], {}});
        const TimeRange window = bins.windowAt(events.time[i]);
        windows.push_back(window);
        reach = i == 0 ? window
                       : TimeRange{std::min(reach.begin, window.begin),
                                   std::max(reach.end, window.end)};
    }
    population.visit(
        units, reach.intersected(population.extent()),
        [&](UnitIndex, std::span<const Time> times) {
            job.checkpoint();
            for (std::size_t i = 0; i < windows.size(); ++i) {
                AlignedTrial& trial = aligned.trials[i];
                auto time = std::lower_bound(times.begin(), times.end(), windows[i].begin);
                for (; time != times.end() && *time < windows[i].end; ++time)
                    trial.offsets.push_back(*time - trial.event);
            }
        },
        job);
    sortOffsets(aligned);
    return aligned;
}

AlignedSpikes
alignedTrials(const Run& run, const std::string& probe, Time bin,
              const std::function<std::vector<UnitIndex>(const SpikePopulation&)>& choose,
              JobContext& job)
{
    AlignedSpikes aligned;
    // The caller keeps the run alive.
    const SpikeSources sources{nullptr, std::shared_ptr<const Run>(std::shared_ptr<void>(), &run)};
    forEachPopulation(
        sources, {probe, {}, -1},
        [&](const SpikePopulation& population) {
            const std::vector<UnitIndex> units = choose(population);
            const std::size_t number = aligned.trials.size();
            aligned.stepTime = population.stepTime();
            aligned.units = units.size();
            aligned.bins = {0, population.extent().end, bin};
            AlignedTrial trial{0, number, 0, {}};
            population.visit(
                units, population.extent(),
                [&](UnitIndex, std::span<const Time> times) {
                    trial.offsets.insert(trial.offsets.end(), times.begin(), times.end());
                },
                job);
            aligned.trials.push_back(std::move(trial));
        },
        job);
    const std::vector<TrialCondition> conditions = trialConditions(run, aligned.trials.size());
    for (std::size_t i = 0; i < aligned.trials.size(); ++i)
        aligned.trials[i].value = conditionNumber(conditions[i]);
    sortOffsets(aligned);
    return aligned;
}

ParamSpecs alignmentParams()
{
    ParamSpec before = lengthParam("before-ms", "Before", "Time shown before a label", 200.0);
    ParamSpec after = lengthParam("after-ms", "After", "Time shown after a label", 500.0);
    before.minimum = 0.0;
    after.minimum = 0.0;
    return {
        {"label", "Label", "Labels with times to align to; empty = the first ones", std::string()},
        pooledUnitsParam(),
        std::move(before),
        std::move(after),
        lengthParam("bin-ms", "Bin", "Bin of the rate; in steps where their duration is unknown",
                    10.0),
        {"stream", "Stream", "Spikes of this stream of a recording; empty = the first one",
         std::string()},
        {"probe", "Probe", "Spikes of this probe; empty = the first one", std::string()}};
}

std::optional<std::string> lacksAlignment(const SpikeSources& sources)
{
    if (sources.fromRun())
        return std::nullopt;
    if (const auto missing = lacksSpikes(sources))
        return missing;
    if (!hasTimedLabels(*sources.recording))
        return "labels with times in the recording, or a run with spikes";
    return std::nullopt;
}

AlignedSpikes alignedBy(const Params& params, const SpikeSources& sources,
                        const std::function<std::vector<UnitIndex>(const SpikePopulation&)>& choose,
                        JobContext& job)
{
    const std::string& label = params.text("label");
    if (sources.fromRun() && label.empty()) {
        const SpikePopulation first = populationOf(sources, {params.text("probe"), {}, 0}, job);
        return alignedTrials(*sources.run, params.text("probe"),
                             lengthInTicks(params, "bin-ms", first), choose, job);
    }
    if (!sources.recording)
        throw Error(ErrorKind::NotFound, "a run has no labels '" + label +
                                             "'; its trials are shown"
                                             " without a label");
    const NamedStream& labels = timedLabels(*sources.recording, label);
    const SpikeSources recorded{sources.recording, nullptr, sources.atlases};
    const SpikePopulation population = populationOf(recorded, {{}, params.text("stream"), 0}, job);
    const PsthBins bins{ticksFromMs(params.number("before-ms"), false),
                        ticksFromMs(params.number("after-ms"), false),
                        lengthInTicks(params, "bin-ms", population)};
    return alignedToLabels(population, labels, choose(population), bins, job);
}

} // namespace inspike
