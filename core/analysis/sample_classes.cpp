// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/sample_classes.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace inspike {

namespace {

std::optional<std::size_t> samplesOf(const std::map<std::string, Activation>& activations)
{
    for (const auto& [id, activation] : activations) {
        for (const Axis& axis : activation.axes()) {
            if (axis.kind == AxisKind::Sample)
                return axis.size;
        }
    }
    return std::nullopt;
}

std::vector<std::int64_t> labelsOf(const Run& run, std::size_t samples)
{
    std::vector<std::int64_t> labels(samples, kNoClass);
    const auto found = run.inputs.find("label");
    if (found == run.inputs.end() || found->second.elements() != samples)
        return labels;
    const std::vector<double> values = found->second.toDoubles();
    for (std::size_t i = 0; i < samples; ++i) {
        if (std::isfinite(values[i]) && values[i] >= 0.0 && values[i] == std::floor(values[i]))
            labels[i] = static_cast<std::int64_t>(values[i]);
    }
    return labels;
}

std::vector<std::int64_t> predictionsOf(const Run& run, std::size_t samples)
{
    std::vector<std::int64_t> predicted(samples, kNoClass);
    auto found = run.outputs.find("logits");
    if (found == run.outputs.end())
        found = run.outputs.find("prediction");
    if (found == run.outputs.end() || found->second.axes().size() != 2 ||
        found->second.axes()[0].size != samples)
        return predicted;
    const LabelledArray logits = found->second.dense();
    const std::size_t classes = logits.axes()[1].size;
    for (std::size_t i = 0; i < samples; ++i) {
        const auto row = logits.values().subspan(i * classes, classes);
        const auto finite = [](float value) {
            return std::isfinite(value);
        };
        if (!row.empty() && std::all_of(row.begin(), row.end(), finite))
            predicted[i] = std::max_element(row.begin(), row.end()) - row.begin();
    }
    return predicted;
}

} // namespace

bool SampleClasses::labelled() const
{
    return std::any_of(label.begin(), label.end(), [](std::int64_t one) { return one >= 0; });
}

std::int64_t SampleClasses::classOf(std::size_t sample) const
{
    return label[sample] >= 0 ? label[sample] : predicted[sample];
}

std::vector<std::size_t> SampleClasses::order() const
{
    std::vector<std::size_t> order(samples());
    std::iota(order.begin(), order.end(), std::size_t{0});
    // As unsigned numbers, "no class" is the greatest.
    std::stable_sort(order.begin(), order.end(), [this](std::size_t a, std::size_t b) {
        return static_cast<std::uint64_t>(classOf(a)) < static_cast<std::uint64_t>(classOf(b));
    });
    return order;
}

std::string SampleClasses::nameOf(std::int64_t classNumber) const
{
    if (classNumber < 0 || classNumber >= static_cast<std::int64_t>(names.size()))
        return {};
    return names[static_cast<std::size_t>(classNumber)];
}

SampleClasses sampleClasses(const Run& run)
{
    SampleClasses classes;
    const std::size_t samples = samplesIn(run);
    classes.label = labelsOf(run, samples);
    classes.predicted = predictionsOf(run, samples);
    const Json* names = run.made.settings.find("class_names"); // of the recording
    for (const Json& name : (names != nullptr ? *names : configOf(run, "class_names")).items())
        classes.names.push_back(name.toString());
    return classes;
}

std::size_t samplesIn(const Run& run)
{
    if (const auto samples = samplesOf(run.outputs))
        return *samples;
    return samplesOf(run.probes).value_or(0);
}

const Json& configOf(const Run& run, std::string_view key)
{
    return run.made.settings["config"][key];
}

} // namespace inspike
