// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/make_run.h"

#include <cmath>

namespace inspike::test {

namespace {

Axis axisOf(AxisKind kind, std::size_t size)
{
    Axis axis;
    axis.kind = kind;
    axis.size = size;
    return axis;
}

std::vector<float> valuesOf(std::size_t steps, std::size_t trials, std::size_t units,
                            const TrialFormula& value)
{
    std::vector<float> values;
    values.reserve(steps * trials * units);
    for (std::size_t t = 0; t < steps; ++t) {
        for (std::size_t b = 0; b < trials; ++b) {
            for (std::size_t n = 0; n < units; ++n)
                values.push_back(value(t, b, n));
        }
    }
    return values;
}

// Whole-number arithmetic below keeps the numbers the same in any program.
float fraction(std::size_t number, std::size_t modulus)
{
    return static_cast<float>(number % modulus) / static_cast<float>(modulus);
}

float filteredSpikes(std::size_t t, std::size_t b, std::size_t n)
{
    return fraction(7 * t * (n + 1) + 13 * b + 3 * n * n, 64);
}

float choiceOf(std::size_t b)
{
    return b % 4 < 2 ? 1.0F : -1.0F;
}

float inputOf(const RunSize& size, std::size_t t, std::size_t b, std::size_t channel)
{
    if (channel >= 2)
        return b % 2 == channel - 2 ? 1.0F : 0.0F;
    const bool on = t >= size.steps / 10 && t < size.steps / 2;
    return on ? choiceOf(b + channel) * (0.5F + fraction(t + b, 8)) : 0.0F;
}

void addParameters(Run& run, const RunSize& size)
{
    run.parameters.emplace("pin", unitModes(size.units, size.modes, [](auto n, auto k) {
                               return fraction(5 * n + 3 * k * k + 1, 16) - 0.5F;
                           }));
    run.parameters.emplace("pout", unitModes(size.units, size.modes, [](auto n, auto k) {
                               return fraction(3 * n * n + 7 * k + 2, 16) - 0.5F;
                           }));
    run.parameters.emplace("Win", unitModes(size.units, 2, [](auto n, auto k) {
                               return fraction(11 * n + 5 * k + 4, 32) - 0.25F;
                           }));
    run.parameters.emplace("l", LabelledArray({axisOf(AxisKind::Mode, size.modes)},
                                              valuesOf(1, 1, size.modes, [](auto, auto, auto k) {
                                                  return k % 2 == 0 ? 0.25F + 0.125F * float(k)
                                                                    : -0.5F;
                                              })));
}

} // namespace

std::vector<Axis> axesOf(const std::vector<std::pair<AxisKind, std::size_t>>& shape)
{
    std::vector<Axis> axes;
    for (const auto& [kind, size] : shape)
        axes.push_back(axisOf(kind, size));
    return axes;
}

LabelledArray trialValues(std::size_t steps, std::size_t trials, std::size_t units,
                          const TrialFormula& value)
{
    Axis time = axisOf(AxisKind::Time, steps);
    time.spacing = 2000.0;
    return {{time, axisOf(AxisKind::Sample, trials), axisOf(AxisKind::Unit, units),
             axisOf(AxisKind::Feature, 1)},
            valuesOf(steps, trials, units, value)};
}

LabelledArray unitModes(std::size_t rows, std::size_t columns,
                        const std::function<float(std::size_t, std::size_t)>& value)
{
    return {{axisOf(AxisKind::Unit, rows), axisOf(AxisKind::Mode, columns)},
            valuesOf(1, rows, columns, [&](auto, auto n, auto k) { return value(n, k); })};
}

Activation probeOf(std::string id, ProbeKind kind, LabelledArray values)
{
    Activation activation;
    activation.probe.id = std::move(id);
    activation.probe.kind = kind;
    for (const Axis& axis : values.axes())
        activation.probe.axes.push_back(axis.kind);
    activation.values = std::move(values);
    return activation;
}

Activation spikesOf(std::string id, const LabelledArray& values)
{
    Activation activation = probeOf(std::move(id), ProbeKind::Spikes, values);
    activation.values = SparseSpikes::fromDense(values);
    return activation;
}

Tensor trialTensor(std::size_t steps, std::size_t trials, std::size_t channels,
                   const TrialFormula& value)
{
    return Tensor::fromFloats({steps, trials, channels, 1},
                              valuesOf(steps, trials, channels, value));
}

Run makeContextRun(const RunSize& size)
{
    const auto values = [&](std::size_t units, const TrialFormula& value) {
        return trialValues(size.steps, size.trials, units, value);
    };
    Run run;
    run.stepDuration = 2000;
    run.made.system = "smnn";
    run.made.settings = Json::object();
    run.probes.emplace("S", spikesOf("S", values(size.units, [](auto t, auto b, auto n) {
                                         return (t + 3 * b + 5 * n) % 11 == 0 ? 1.0F : 0.0F;
                                     })));
    run.probes.emplace(
        "U", probeOf("U", ProbeKind::Membrane, values(size.units, [](auto t, auto b, auto n) {
                         return 1.25F * fraction(t + 3 * b + 5 * n + 10, 11);
                     })));
    run.probes.emplace(
        "I", probeOf("I", ProbeKind::Current, values(size.units, [](auto t, auto b, auto n) {
                         return 2.0F * filteredSpikes(t, b + 1, n) - 1.0F;
                     })));
    run.probes.emplace("R", probeOf("R", ProbeKind::Other, values(size.units, filteredSpikes)));
    const std::size_t go = size.steps / 2;
    run.outputs.emplace("y", probeOf("y", ProbeKind::Other, values(1, [&](auto t, auto b, auto) {
                                         return t < go
                                                    ? 0.0F
                                                    : 1.5F * choiceOf(b) * (0.5F + fraction(t, 4));
                                     })));
    run.inputs.emplace("x", trialTensor(size.steps, size.trials, 4, [&](auto t, auto b, auto c) {
                           return inputOf(size, t, b, c);
                       }));
    run.inputs.emplace("target", trialTensor(size.steps, size.trials, 1, [&](auto t, auto b, auto) {
                           return t < go ? 0.0F : choiceOf(b);
                       }));
    std::vector<float> contexts;
    for (std::size_t b = 0; b < size.trials; ++b)
        contexts.push_back(static_cast<float>(b % 2));
    run.inputs.emplace("context", Tensor::fromFloats({size.trials}, contexts));
    addParameters(run, size);
    return run;
}

} // namespace inspike::test
