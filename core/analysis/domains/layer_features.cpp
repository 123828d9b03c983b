// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/domains/paired_features.h"
#include "core/analysis/domains/sample_kernels.h"
#include "core/base/error.h"

#include <algorithm>
#include <cmath>

namespace inspike {

namespace {

constexpr std::size_t kNumbersPerCheck = 1U << 21U;

bool isStep(const Axis& axis)
{
    return axis.kind == AxisKind::Time || axis.kind == AxisKind::Step;
}

// True for [step, sample, ...] and [sample, ...] without steps.
bool inOrder(const std::vector<Axis>& axes)
{
    const std::size_t sample = isStep(axes[0]) ? 1 : 0;
    return axes.size() > sample && axes[sample].kind == AxisKind::Sample &&
           std::none_of(axes.begin() + 1, axes.end(), isStep);
}

LabelledArray ordered(const LabelledArray& array)
{
    std::vector<AxisKind> order;
    for (const Axis& axis : array.axes()) {
        if (isStep(axis))
            order.push_back(axis.kind);
    }
    order.push_back(AxisKind::Sample);
    for (const Axis& axis : array.axes()) {
        if (!isStep(axis) && axis.kind != AxisKind::Sample)
            order.push_back(axis.kind);
    }
    return array.permuted(order);
}

// Where a number of one step and sample goes, and how much it counts.
class Placement
{
public:
    Placement(const FeatureLayer& layer, const std::vector<Axis>& axes, const FeatureChoice& choice)
        : m_layer(layer), m_choice(choice)
    {
        // Numbers of one channel lie `stride` apart.
        bool found = false;
        for (const Axis& axis : axes) {
            if (isStep(axis) || axis.kind == AxisKind::Sample)
                continue;
            const bool channels = axis.kind == AxisKind::Channel ||
                                  axis.kind == AxisKind::Feature || axis.kind == AxisKind::Unit ||
                                  axis.kind == AxisKind::Class;
            if (found)
                m_stride *= axis.size;
            else if (channels)
                found = true;
        }
        if (!found)
            m_stride = layer.features / std::max<std::size_t>(1, layer.channels);
        const bool mean = layer.steps > 0 && choice.steps == StepUse::Mean;
        m_weight =
            1.0 /
            (static_cast<double>(mean ? layer.steps : 1) *
             static_cast<double>(choice.meanOverPlaces ? layer.features / layer.channels : 1));
    }

    std::size_t at(std::size_t step, std::size_t feature) const
    {
        const std::size_t place =
            m_choice.meanOverPlaces ? feature / m_stride % m_layer.channels : feature;
        return m_choice.steps == StepUse::All ? step * width() + place : place;
    }
    double weight() const { return m_weight; }
    std::size_t width() const
    {
        return m_choice.meanOverPlaces ? m_layer.channels : m_layer.features;
    }

private:
    const FeatureLayer& m_layer;
    const FeatureChoice& m_choice;
    std::size_t m_stride = 1;
    double m_weight = 1.0;
};

struct Steps
{
    std::size_t first = 0;
    std::size_t end = 1;
};

Steps stepsOf(const FeatureLayer& layer, const FeatureChoice& choice)
{
    if (layer.steps == 0)
        return {0, 1};
    if (choice.steps != StepUse::One)
        return {0, layer.steps};
    if (choice.step >= layer.steps) {
        throw Error(ErrorKind::BadShape, "step " + std::to_string(choice.step) +
                                             " asked for, but " + layer.id + " has " +
                                             std::to_string(layer.steps));
    }
    return {choice.step, choice.step + 1};
}

void addDense(const LabelledArray& array, const FeatureLayer& layer, const Steps& steps,
              const Placement& placement, std::span<const std::size_t> order, Points& points,
              JobContext& job)
{
    const std::span<const float> values = array.values();
    std::vector<double> sums(points.width);
    std::size_t seen = 0;
    for (std::size_t i = 0; i < order.size(); ++i) {
        std::fill(sums.begin(), sums.end(), 0.0);
        for (std::size_t t = steps.first; t < steps.end; ++t) {
            seen += layer.features;
            if (seen >= kNumbersPerCheck) {
                job.checkpoint();
                seen = 0;
            }
            const std::size_t from = (t * layer.samples + order[i]) * layer.features;
            for (std::size_t f = 0; f < layer.features; ++f)
                sums[placement.at(t, f)] += static_cast<double>(values[from + f]);
        }
        std::transform(sums.begin(), sums.end(), points.row(i).begin(),
                       [&](double sum) { return static_cast<float>(placement.weight() * sum); });
    }
}

void addSparse(const SparseSpikes& spikes, const FeatureLayer& layer, const Steps& steps,
               const Placement& placement, std::span<const std::size_t> order, Points& points,
               JobContext& job)
{
    std::vector<std::size_t> placeOf(order.size());
    for (std::size_t i = 0; i < order.size(); ++i)
        placeOf[order[i]] = i;
    const std::uint64_t perStep = layer.samples * layer.features;
    const auto first =
        std::lower_bound(spikes.index.begin(), spikes.index.end(), steps.first * perStep);
    const auto end = std::lower_bound(first, spikes.index.end(), steps.end * perStep);
    std::size_t seen = 0;
    for (auto spike = first; spike != end; ++spike) {
        if (++seen % kNumbersPerCheck == 0)
            job.checkpoint();
        const auto feature = static_cast<std::size_t>(*spike % layer.features);
        const auto sample = static_cast<std::size_t>(*spike / layer.features % layer.samples);
        points.row(placeOf[sample])[placement.at(*spike / perStep, feature)] += 1.0F;
    }
    for (float& value : points.values)
        value = static_cast<float>(placement.weight() * static_cast<double>(value));
}

void requireFinite(const Points& points, const PairedSide& side, const FeatureLayer& layer)
{
    const auto odd = std::find_if(points.values.begin(), points.values.end(),
                                  [](float value) { return !std::isfinite(value); });
    if (odd == points.values.end())
        return;
    const auto place = static_cast<std::size_t>(odd - points.values.begin()) / points.width;
    const std::size_t sample = side.order[place];
    throw Error(ErrorKind::BadFormat,
                layer.id + " holds a value that is not a finite number, sample " +
                    (sample < side.run->sampleIds.size() ? "'" + side.run->sampleIds[sample] + "'"
                                                         : std::to_string(sample)));
}

} // namespace

std::size_t featureCount(const FeatureLayer& layer, const FeatureChoice& choice)
{
    const std::size_t each = choice.meanOverPlaces ? layer.channels : layer.features;
    return choice.steps == StepUse::All ? each * std::max<std::size_t>(1, layer.steps) : each;
}

Points featuresOf(const PairedSide& side, std::size_t layer, const FeatureChoice& choice,
                  JobContext& job)
{
    const FeatureLayer& which = side.layers.at(layer);
    const Steps steps = stepsOf(which, choice);
    const Activation* activation = side.run->find(which.id);
    if (activation == nullptr)
        throw Error(ErrorKind::NotFound, "no probe or output '" + which.id + "' in the run");
    const std::size_t width = featureCount(which, choice);
    requireMemory(static_cast<double>(side.order.size()) * static_cast<double>(width) *
                      sizeof(float),
                  which.id.c_str());
    Points points(side.order.size(), width);
    if (points.values.empty())
        return points;
    const Placement placement(which, activation->axes(), choice);
    const auto* spikes = std::get_if<SparseSpikes>(&activation->values);
    if (spikes != nullptr && inOrder(spikes->axes)) {
        addSparse(*spikes, which, steps, placement, side.order, points, job);
        return points;
    }
    LabelledArray array = activation->dense();
    if (!inOrder(array.axes()))
        array = ordered(array);
    addDense(array, which, steps, placement, side.order, points, job);
    requireFinite(points, side, which);
    return points;
}

} // namespace inspike
