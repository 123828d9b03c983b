// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/residual_energy.h"

#include "core/analysis/sample_classes.h"
#include "core/analysis/trial_array.h"
#include "core/base/error.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace inspike {

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

struct Stream
{
    const Activation* input = nullptr;
    const Activation* residual = nullptr;
    const Activation* fused = nullptr;
};

const Activation* probeOf(const Run& run, const std::string& id)
{
    const auto found = run.probes.find(id);
    return found != run.probes.end() && hasSteps(found->second.axes()) ? &found->second : nullptr;
}

Stream streamOf(const Run& run, std::size_t block)
{
    const std::string stem = "stage/block." + std::to_string(block) + ".";
    return {probeOf(run, block == 0 ? "stage/audio_patch_embed" : "stage/visual_patch_embed"),
            probeOf(run, stem + "residual"), probeOf(run, stem + "fused")};
}

// The weight of the residual, where the fusion adds one.
std::optional<double> alphaOf(const Run& run)
{
    const Json& alpha = configOf(run, "alpha");
    const std::string method = configOf(run, "attn_method").toString("SpatialTemporal");
    const bool adds = method == "SpatialTemporal" || method == "Spatial" || method == "Temporal";
    if (!alpha.isNumber() || !adds)
        return std::nullopt;
    return alpha.toDouble();
}

bool usable(const Stream& stream, bool alphaKnown)
{
    return stream.input != nullptr &&
           (stream.fused != nullptr || (stream.residual != nullptr && alphaKnown));
}

// With the axes in the order of the other array.
TrialArray arrayLike(const Activation& activation, const TrialArray& other)
{
    std::vector<AxisKind> order;
    for (const Axis& axis : other.array.axes())
        order.push_back(axis.kind);
    LabelledArray array = activation.dense();
    const auto same = [&](const Axis& axis, AxisKind kind) {
        return axis.kind == kind;
    };
    if (!std::equal(array.axes().begin(), array.axes().end(), order.begin(), order.end(), same))
        array = array.permuted(order);
    TrialArray result = trialArray(array);
    if (result.steps != other.steps || result.trials != other.trials || result.units != other.units)
        throw Error(ErrorKind::BadShape,
                    activation.probe.id + " does not have the shape of the features it changes");
    return result;
}

double norm(std::span<const float> values)
{
    double sum = 0.0;
    for (const float value : values)
        sum += static_cast<double>(value) * static_cast<double>(value);
    return std::sqrt(sum);
}

double distance(std::span<const float> one, std::span<const float> other)
{
    double sum = 0.0;
    for (std::size_t i = 0; i < one.size(); ++i) {
        const double difference = static_cast<double>(one[i]) - static_cast<double>(other[i]);
        sum += difference * difference;
    }
    return std::sqrt(sum);
}

ResidualEnergy energyOf(const Stream& stream, std::optional<double> alpha, JobContext& job)
{
    const TrialArray input = trialArray(stream.input->dense());
    ResidualEnergy result;
    result.steps = input.steps;
    result.samples = input.trials;
    result.change = !alpha || stream.residual == nullptr;
    std::optional<TrialArray> residual;
    if (stream.residual != nullptr)
        residual = arrayLike(*stream.residual, input);
    std::optional<TrialArray> fused;
    if (result.change)
        fused = arrayLike(*stream.fused, input);
    for (std::size_t step = 0; step < input.steps; ++step) {
        for (std::size_t sample = 0; sample < input.trials; ++sample) {
            job.checkpoint();
            const auto x = input.row(step, sample);
            const double size = norm(x);
            const double added = result.change ? distance(fused->row(step, sample), x)
                                               : *alpha * norm(residual->row(step, sample));
            const double energy = size > 0.0 ? added / size : kNaN;
            result.energy.push_back(std::isfinite(energy) ? energy : kNaN);
            if (!residual)
                continue;
            double sum = 0.0;
            for (const float value : residual->row(step, sample)) {
                sum += static_cast<double>(value);
                result.spikes = result.spikes && (value == 0.0F || value == 1.0F);
            }
            result.rate.push_back(sum / static_cast<double>(input.units));
        }
    }
    return result;
}

} // namespace

double ResidualEnergy::meanOfSample(std::size_t sample) const
{
    std::vector<double> values;
    for (std::size_t step = 0; step < steps; ++step)
        values.push_back(energy[step * samples + sample]);
    return meanAndSpread(values, 0, values.size()).mean;
}

MeanAndSpread meanAndSpread(const std::vector<double>& values, std::size_t from, std::size_t count)
{
    MeanAndSpread result;
    double sum = 0.0;
    for (std::size_t i = from; i < from + count; ++i) {
        if (std::isfinite(values[i])) {
            sum += values[i];
            ++result.n;
        }
    }
    if (result.n == 0)
        return {kNaN, kNaN, 0};
    result.mean = sum / static_cast<double>(result.n);
    double squares = 0.0;
    for (std::size_t i = from; i < from + count; ++i) {
        if (std::isfinite(values[i]))
            squares += (values[i] - result.mean) * (values[i] - result.mean);
    }
    if (result.n > 1)
        result.spread = std::sqrt(squares / static_cast<double>(result.n - 1));
    return result;
}

std::optional<std::string> lacksResidual(const Run& run)
{
    const bool alphaKnown = alphaOf(run).has_value();
    if (usable(streamOf(run, 0), alphaKnown) || usable(streamOf(run, 1), alphaKnown))
        return std::nullopt;
    return "probes stage/*_patch_embed with stage/block.*.residual or stage/block.*.fused in the "
           "run (a network with cross attention)";
}

std::array<std::optional<ResidualEnergy>, 2> residualEnergies(const Run& run, JobContext& job)
{
    if (const auto missing = lacksResidual(run))
        throw Error(ErrorKind::NotFound, "no " + *missing);
    const std::optional<double> alpha = alphaOf(run);
    std::array<std::optional<ResidualEnergy>, 2> result;
    for (std::size_t block = 0; block < result.size(); ++block) {
        const Stream stream = streamOf(run, block);
        if (usable(stream, alpha.has_value()))
            result[block] = energyOf(stream, alpha, job);
    }
    return result;
}

} // namespace inspike
