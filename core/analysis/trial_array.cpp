// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/trial_array.h"

#include "core/base/error.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace inspike {

namespace {

struct StepAndTrial
{
    std::optional<std::size_t> step;
    std::optional<std::size_t> trial;
};

StepAndTrial positionsOf(const std::vector<Axis>& axes)
{
    StepAndTrial positions;
    for (std::size_t i = 0; i < axes.size(); ++i) {
        const bool isStep = axes[i].kind == AxisKind::Time || axes[i].kind == AxisKind::Step;
        if (isStep && !positions.step)
            positions.step = i;
        if (axes[i].kind == AxisKind::Sample && !positions.trial)
            positions.trial = i;
    }
    return positions;
}

LabelledArray inTrialOrder(const LabelledArray& array, const StepAndTrial& positions)
{
    if (*positions.step == 0 && positions.trial.value_or(1) == 1)
        return array;
    std::vector<AxisKind> order{array.axes()[*positions.step].kind};
    if (positions.trial)
        order.push_back(AxisKind::Sample);
    for (std::size_t i = 0; i < array.rank(); ++i) {
        if (i != *positions.step && (!positions.trial || i != *positions.trial))
            order.push_back(array.axes()[i].kind);
    }
    return array.permuted(order);
}

// Stride of every axis of a row-major array.
std::vector<std::size_t> stridesOf(const std::vector<Axis>& axes)
{
    std::vector<std::size_t> strides(axes.size(), 1);
    for (std::size_t i = axes.size(); i-- > 1;)
        strides[i - 1] = strides[i] * axes[i].size;
    return strides;
}

// Collects the spikes of one trial from the flat positions of ones, in any axis order.
class TrialCollector
{
public:
    TrialCollector(const std::vector<Axis>& axes, std::size_t trial, Time tick)
        : m_axes(axes),
          m_strides(stridesOf(axes)),
          m_positions(positionsOf(axes)),
          m_trial(trial),
          m_tick(tick)
    {}

    void add(std::uint64_t position)
    {
        if (m_positions.trial && at(position, *m_positions.trial) != m_trial)
            return;
        std::size_t unit = 0;
        for (std::size_t i = 0; i < m_axes.size(); ++i) {
            if (i != *m_positions.step && (!m_positions.trial || i != *m_positions.trial))
                unit = unit * m_axes[i].size + at(position, i);
        }
        times.push_back(static_cast<Time>(at(position, *m_positions.step)) * m_tick);
        units.push_back(static_cast<UnitIndex>(unit));
    }

    std::vector<Time> times;
    std::vector<UnitIndex> units;

private:
    std::size_t at(std::uint64_t position, std::size_t axis) const
    {
        return position / m_strides[axis] % m_axes[axis].size;
    }

    const std::vector<Axis>& m_axes;
    std::vector<std::size_t> m_strides;
    StepAndTrial m_positions;
    std::size_t m_trial;
    Time m_tick;
};

// Sorted positions of [step][trial][unit]: what belongs to the trial lies together in every step.
void collectSorted(const SparseSpikes& sparse, std::size_t trial, TrialCollector& collector)
{
    const std::size_t steps = sparse.axes[0].size;
    const std::size_t trials = sparse.axes[1].size;
    const std::size_t units = steps * trials > 0 ? sparse.cells() / (steps * trials) : 0;
    auto at = sparse.index.begin();
    for (std::size_t step = 0; step < steps; ++step) {
        const std::uint64_t begin = (step * trials + trial) * units;
        at = std::lower_bound(at, sparse.index.end(), begin);
        for (; at != sparse.index.end() && *at < begin + units; ++at)
            collector.add(*at);
    }
}

void collectTrial(const Activation& activation, std::size_t trial, TrialCollector& collector)
{
    const auto* sparse = std::get_if<SparseSpikes>(&activation.values);
    if (sparse == nullptr) {
        const auto values = std::get<LabelledArray>(activation.values).values();
        for (std::size_t i = 0; i < values.size(); ++i) {
            if (values[i] != 0.0F)
                collector.add(i);
        }
        return;
    }
    const std::size_t cells = sparse->cells();
    const auto beyond = [cells](std::uint64_t position) {
        return position >= cells;
    };
    if (std::any_of(sparse->index.begin(), sparse->index.end(), beyond))
        throw Error(ErrorKind::BadShape, "spike position beyond the array");
    const StepAndTrial positions = positionsOf(sparse->axes);
    if (positions.step == 0U && positions.trial == 1U &&
        std::is_sorted(sparse->index.begin(), sparse->index.end())) {
        collectSorted(*sparse, trial, collector);
        return;
    }
    for (const std::uint64_t position : sparse->index)
        collector.add(position);
}

} // namespace

TrialArray trialArray(const LabelledArray& array)
{
    const StepAndTrial positions = positionsOf(array.axes());
    if (!positions.step) {
        throw Error(ErrorKind::BadShape,
                    "array of axes " + axisNames(array.axes()) + " has no time or step axis");
    }
    TrialArray result;
    result.steps = array.axes()[*positions.step].size;
    result.trials = positions.trial ? array.axes()[*positions.trial].size : 1;
    result.units = 1;
    for (std::size_t i = 0; i < array.rank(); ++i) {
        if (i != *positions.step && (!positions.trial || i != *positions.trial))
            result.units *= array.axes()[i].size;
    }
    result.array = inTrialOrder(array, positions);
    return result;
}

TrialArray trialArray(const Tensor& tensor)
{
    if (tensor.shape.empty())
        throw Error(ErrorKind::BadShape, "a single number has no time steps");
    const bool named = tensor.axes.size() == tensor.shape.size();
    std::vector<Axis> axes;
    for (std::size_t i = 0; i < tensor.shape.size(); ++i) {
        AxisKind kind = i == 0 ? AxisKind::Step : i == 1 ? AxisKind::Sample : AxisKind::Channel;
        if (named)
            kind = tensor.axes[i];
        Axis axis;
        axis.kind = kind;
        axis.size = tensor.shape[i];
        axes.push_back(axis);
    }
    return trialArray(LabelledArray(std::move(axes), tensor.toFloats()));
}

Tensor trialOf(const Tensor& tensor, std::size_t trial)
{
    const bool named = tensor.axes.size() == tensor.shape.size();
    const bool inOrder = tensor.shape.size() >= 2 && (!named || tensor.axes[1] == AxisKind::Sample);
    if (!inOrder || trial >= tensor.shape[1])
        return tensor;
    Tensor one;
    one.dtype = tensor.dtype;
    one.shape = tensor.shape;
    one.shape[1] = 1;
    one.axes = tensor.axes;
    const std::size_t rows = tensor.shape[0] * tensor.shape[1];
    const std::size_t length = rows > 0 ? tensor.bytes.size() / rows : 0;
    for (std::size_t step = 0; step < tensor.shape[0]; ++step) {
        const auto from = tensor.bytes.begin() +
                          static_cast<std::ptrdiff_t>((step * tensor.shape[1] + trial) * length);
        one.bytes.insert(one.bytes.end(), from, from + static_cast<std::ptrdiff_t>(length));
    }
    return one;
}

bool hasSteps(const std::vector<Axis>& axes)
{
    return positionsOf(axes).step.has_value();
}

std::optional<Time> stepDurationOf(const Run& run, const std::vector<Axis>& axes)
{
    if (run.stepDuration && *run.stepDuration > 0)
        return run.stepDuration;
    for (const Axis& axis : axes) {
        if (axis.kind == AxisKind::Time && axis.spacing >= 1.0 && axis.spacing < 1e15)
            return static_cast<Time>(std::llround(axis.spacing));
    }
    return std::nullopt;
}

std::optional<std::string> spikesProbeOf(const Run& run)
{
    std::vector<std::string> ids = spikesProbesOf(run);
    return ids.empty() ? std::nullopt : std::optional(std::move(ids.front()));
}

std::vector<std::string> spikesProbesOf(const Run& run)
{
    std::vector<std::string> ids;
    for (const auto* group : {&run.probes, &run.outputs}) {
        for (const auto& [id, activation] : *group) {
            if (activation.probe.kind == ProbeKind::Spikes && hasSteps(activation.axes()))
                ids.push_back(id);
        }
    }
    return ids;
}

TrialSpikes spikesOfTrial(const Run& run, std::string_view probe, std::size_t trial)
{
    const Activation* activation = run.find(probe);
    if (activation == nullptr)
        throw Error(ErrorKind::NotFound, "the run has no probe '" + std::string(probe) + "'");
    const std::vector<Axis>& axes = activation->axes();
    const StepAndTrial positions = positionsOf(axes);
    if (!positions.step) {
        throw Error(ErrorKind::BadShape, "probe '" + std::string(probe) + "' of axes " +
                                             axisNames(axes) + " has no time or step axis");
    }
    TrialSpikes result;
    result.trials = positions.trial ? axes[*positions.trial].size : 1;
    if (trial >= result.trials) {
        throw Error(ErrorKind::BadShape, "trial " + std::to_string(trial) + " asked for, but '" +
                                             std::string(probe) + "' has " +
                                             std::to_string(result.trials));
    }
    const std::optional<Time> duration = stepDurationOf(run, axes);
    result.stepTime = !duration.has_value();
    const Time tick = duration.value_or(1);
    result.extent = {0, static_cast<Time>(axes[*positions.step].size) * tick};
    std::size_t units = 1;
    for (std::size_t i = 0; i < axes.size(); ++i) {
        if (i != *positions.step && (!positions.trial || i != *positions.trial))
            units *= axes[i].size;
    }
    TrialCollector collector(axes, trial, tick);
    collectTrial(*activation, trial, collector);
    result.spikes = SpikeTrains::fromPairs(collector.times, collector.units, units);
    return result;
}

} // namespace inspike
