// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/run_differences.h"

#include "core/analysis/sample_classes.h"
#include "core/analysis/spike_places.h"
#include "core/analysis/trial_array.h"
#include "core/base/error.h"

#include <algorithm>
#include <cmath>

namespace inspike {

namespace {

constexpr std::size_t kValuesPerLook = std::size_t{1} << 20U; // between looks at the cancel flag

void keepFirst(std::optional<std::size_t>& first, std::size_t step)
{
    first = std::min(first.value_or(step), step);
}

// --- spikes

void compareSpikes(const RunMatch& match, const LayerMatch& layer, LayerDifference& difference,
                   JobContext& job)
{
    const SpikePlaces a = spikePlaces(match, layer, 0, job);
    const SpikePlaces b = spikePlaces(match, layer, 1, job);
    SpikeOverlap overlap{a.count(), b.count(), 0};
    std::size_t looked = 0;
    forEachSpike(a, b, [&](const SpikePlace& place, bool inA, bool inB) {
        if (++looked % kValuesPerLook == 0)
            job.checkpoint();
        overlap.both += inA && inB ? 1 : 0;
        if (inA != inB)
            keepFirst(difference.firstStep, place.step);
    });
    difference.spikes = overlap;
}

void setRates(const RunMatch& match, const LayerMatch& layer, double duration,
              LayerDifference& difference, JobContext& job)
{
    for (std::size_t side = 0; side < 2; ++side) {
        const ProbeExtent extent = ProbeExtent::of(match.find(side, layer.spikes).axes());
        double cells = static_cast<double>(extent.units) *
                       static_cast<double>(std::max<std::size_t>(1, difference.steps)) *
                       static_cast<double>(std::max<std::size_t>(1, extent.samples));
        cells *= duration > 0.0 ? duration : 1.0;
        const std::uint64_t spikes = difference.spikes
                                         ? (side == 0 ? difference.spikes->a : difference.spikes->b)
                                         : spikePlaces(match, layer, side, job).count();
        (side == 0 ? difference.rateA : difference.rateB) =
            cells > 0.0 ? static_cast<double>(spikes) / cells : kNoValue;
    }
}

// --- values

// Where the value of a sample, a step and a unit lies, whatever the order of the axes.
class ValuePlaces
{
public:
    explicit ValuePlaces(const LabelledArray& array)
    {
        const std::vector<Axis>& axes = array.axes();
        std::size_t stride = 1;
        std::vector<std::size_t> strides(axes.size());
        for (std::size_t i = axes.size(); i-- > 0;) {
            strides[i] = stride;
            stride *= axes[i].size;
        }
        bool step = false;
        bool sample = false;
        m_units = {0};
        for (std::size_t i = 0; i < axes.size(); ++i) {
            const AxisKind kind = axes[i].kind;
            if (!step && (kind == AxisKind::Time || kind == AxisKind::Step)) {
                step = true;
                m_step = strides[i];
            } else if (!sample && kind == AxisKind::Sample) {
                sample = true;
                m_sample = strides[i];
            } else {
                addAxis(axes[i].size, strides[i]);
            }
        }
    }

    std::size_t units() const { return m_units.size(); }
    std::size_t at(std::size_t sample, std::size_t step, std::size_t unit) const
    {
        return sample * m_sample + step * m_step + m_units[unit];
    }

private:
    void addAxis(std::size_t size, std::size_t stride)
    {
        std::vector<std::size_t> units;
        units.reserve(m_units.size() * size);
        for (const std::size_t before : m_units) {
            for (std::size_t i = 0; i < size; ++i)
                units.push_back(before + i * stride);
        }
        m_units = std::move(units);
    }

    std::size_t m_step = 0;
    std::size_t m_sample = 0;
    std::vector<std::size_t> m_units;
};

// The largest difference of two recorded quantities.
double compareValues(const RunMatch& match, const ProbePair& probe, LayerDifference& difference,
                     JobContext& job)
{
    const LabelledArray a = match.find(0, probe).dense();
    const LabelledArray b = match.find(1, probe).dense();
    const ProbeExtent extentA = ProbeExtent::of(a.axes());
    const ProbeExtent extentB = ProbeExtent::of(b.axes());
    const ValuePlaces placesA(a);
    const ValuePlaces placesB(b);
    const bool stepped = extentA.steps > 0 && extentB.steps > 0;
    const std::size_t steps = stepped ? std::min(extentA.steps, extentB.steps) : 1;
    const std::size_t samples = extentA.samples > 0 ? match.samples() : 1;
    double largest = 0.0;
    std::size_t looked = 0;
    for (std::size_t place = 0; place < samples; ++place) {
        const std::size_t sampleA = match.sampleOf(0, place);
        const std::size_t sampleB = match.sampleOf(1, place);
        for (std::size_t step = 0; step < steps; ++step) {
            for (std::size_t unit = 0; unit < placesA.units(); ++unit) {
                if (++looked % kValuesPerLook == 0)
                    job.checkpoint();
                const float one = a.values()[placesA.at(sampleA, step, unit)];
                const float other = b.values()[placesB.at(sampleB, step, unit)];
                if (one == other || (std::isnan(one) && std::isnan(other)))
                    continue;
                if (stepped)
                    keepFirst(difference.firstStep, step);
                const double apart = std::abs(static_cast<double>(one) - other);
                if (std::isfinite(apart))
                    largest = std::max(largest, apart);
                else
                    ++difference.notFinite;
            }
        }
    }
    return largest;
}

std::size_t commonSteps(const RunMatch& match, const ProbePair& probe)
{
    return std::min(ProbeExtent::of(match.find(0, probe).axes()).steps,
                    ProbeExtent::of(match.find(1, probe).axes()).steps);
}

// --- notes

void noteLengths(const RunMatch& match, RunDifferences& all)
{
    for (const LayerMatch& layer : match.layers) {
        const std::size_t a = ProbeExtent::of(match.find(0, layer.main()).axes()).steps;
        const std::size_t b = ProbeExtent::of(match.find(1, layer.main()).axes()).steps;
        if (a == b)
            continue;
        all.notes.push_back("The runs have " + std::to_string(a) + " and " + std::to_string(b) +
                            " steps: the first " + std::to_string(std::min(a, b)) +
                            " of both are compared");
        break;
    }
    const Run& a = *match.runs[0];
    const Run& b = *match.runs[1];
    if (a.stepDuration && b.stepDuration && *a.stepDuration != *b.stepDuration) {
        all.notes.push_back("A step lasts " + std::to_string(*a.stepDuration) + " us in one run, " +
                            std::to_string(*b.stepDuration) +
                            " us in the other: steps are compared by number");
    }
}

void noteNotFinite(const RunMatch& match, RunDifferences& all)
{
    for (std::size_t i = 0; i < all.layers.size(); ++i) {
        if (all.layers[i].notFinite > 0) {
            all.notes.push_back(
                "Not finite in one run only: " + std::to_string(all.layers[i].notFinite) +
                " values of '" + match.layers[i].name() + "'");
        }
    }
}

// --- answers

const Activation* answerOf(const Run& run, const char* id)
{
    const auto found = run.outputs.find(id);
    if (found == run.outputs.end())
        return nullptr;
    const ProbeExtent extent = ProbeExtent::of(found->second.axes());
    return extent.samples > 0 && extent.steps == 0 ? &found->second : nullptr;
}

} // namespace

double SpikeOverlap::differing() const
{
    const std::uint64_t any = a + b - both;
    return any == 0 ? 0.0 : static_cast<double>(any - both) / static_cast<double>(any);
}

double commonStepSeconds(const RunMatch& match)
{
    std::array<std::optional<Time>, 2> durations;
    for (std::size_t side = 0; side < 2; ++side) {
        for (const LayerMatch& layer : match.layers) {
            const std::vector<Axis>& axes = match.find(side, layer.main()).axes();
            if (!durations[side] && hasSteps(axes))
                durations[side] = stepDurationOf(*match.runs[side], axes);
        }
    }
    if (!durations[0] || durations[0] != durations[1])
        return 0.0;
    return static_cast<double>(*durations[0]) / kMicrosecondsPerSecond;
}

LayerDifference differenceOf(const RunMatch& match, const LayerMatch& layer, double duration,
                             JobContext& job)
{
    LayerDifference difference;
    difference.steps = commonSteps(match, layer.main());
    if (!layer.spikes.empty()) {
        if (layer.sameUnits)
            compareSpikes(match, layer, difference, job);
        setRates(match, layer, duration, difference, job);
    }
    if (!layer.membrane.empty())
        difference.membrane = compareValues(match, layer.membrane, difference, job);
    if (!layer.value.empty() && layer.sameUnits)
        difference.value = compareValues(match, layer.value, difference, job);
    return difference;
}

AnswerDifference answersOf(const RunMatch& match, JobContext& job)
{
    AnswerDifference answer;
    for (const char* id : {"logits", "prediction"}) {
        const Activation* a = answerOf(*match.runs[0], id);
        const Activation* b = answerOf(*match.runs[1], id);
        if (a == nullptr || b == nullptr ||
            ProbeExtent::of(a->axes()).units != ProbeExtent::of(b->axes()).units)
            continue;
        answer.output = id;
        LayerDifference difference;
        answer.largest = compareValues(match, {id, id}, difference, job);
        break;
    }
    const SampleClasses a = sampleClasses(*match.runs[0]);
    const SampleClasses b = sampleClasses(*match.runs[1]);
    for (std::size_t place = 0; place < match.placeInB.size(); ++place) {
        answer.a.push_back(a.predicted[match.sampleOf(0, place)]);
        answer.b.push_back(b.predicted[match.sampleOf(1, place)]);
        if (answer.a.back() == kNoClass || answer.b.back() == kNoClass)
            continue;
        ++answer.compared;
        if (answer.a.back() != answer.b.back())
            answer.differs.push_back(place);
    }
    return answer;
}

RunDifferences differencesOf(const RunMatch& match, JobContext& job)
{
    RunDifferences all;
    const double duration = commonStepSeconds(match);
    all.hertz = duration > 0.0;
    const auto count = static_cast<double>(match.layers.size());
    for (std::size_t i = 0; i < match.layers.size(); ++i) {
        JobContext part = job.part(double(i) / count, double(i + 1) / count);
        all.layers.push_back(differenceOf(match, match.layers[i], duration, part));
        const LayerDifference& layer = all.layers.back();
        if (layer.firstStep)
            keepFirst(all.firstStep, *layer.firstStep);
        if (layer.spikes && !match.layers[i].output) {
            all.spikes.a += layer.spikes->a;
            all.spikes.b += layer.spikes->b;
            all.spikes.both += layer.spikes->both;
        }
    }
    all.answer = answersOf(match, job);
    noteLengths(match, all);
    noteNotFinite(match, all);
    return all;
}

} // namespace inspike
