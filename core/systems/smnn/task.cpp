// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/systems/smnn/task.h"

#include "core/base/random.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

namespace inspike::smnn {

namespace {

double signOf(double value)
{
    return value > 0.0 ? 1.0 : (value < 0.0 ? -1.0 : 0.0);
}

ContextCondition drawn(const ContextTaskParams& params, Random& random)
{
    ContextCondition condition;
    condition.context = random.chance(0.5) ? 1 : 0;
    condition.offset0 = random.chance(0.5) ? params.offset : -params.offset;
    condition.offset1 = random.chance(0.5) ? params.offset : -params.offset;
    condition.switches = random.chance(params.switchProbability);
    return condition;
}

void fillTrial(const ContextCondition& condition, double noise, Random& random, std::size_t trial,
               ContextTrials& trials)
{
    const std::size_t count = trials.trials();
    for (std::size_t step = 0; step < kContextSteps; ++step) {
        const bool flipped = condition.switches && step >= kSwitchStep;
        const int context = flipped ? 1 - condition.context : condition.context;
        float* x = trials.x.data() + (step * count + trial) * 4;
        x[2 + context] = 1.0F;
        if (step >= kStimulusBegin && step < kStimulusEnd) {
            x[0] = static_cast<float>(condition.offset0 + noise * random.normal());
            x[1] = static_cast<float>(condition.offset1 + noise * random.normal());
        } else if (step >= kStimulusEnd) {
            trials.target[step * count + trial] =
                static_cast<float>(signOf(context == 0 ? condition.offset0 : condition.offset1));
        }
    }
}

NamedStream tensorStream(const char* name, std::vector<std::size_t> shape,
                         const std::vector<float>& values, std::vector<AxisKind> axes)
{
    Tensor tensor = Tensor::fromFloats(std::move(shape), values);
    tensor.axes = std::move(axes);
    return {std::string("tensors/") + name, name, "", "", std::move(tensor)};
}

} // namespace

ContextTrials contextTrials(const ContextTaskParams& params, std::uint64_t seed,
                            std::uint64_t firstTrial)
{
    ContextTrials trials;
    const bool given = !params.conditions.empty();
    trials.conditions = params.conditions;
    trials.conditions.resize(given ? params.conditions.size() : params.trials);
    trials.x.resize(kContextSteps * trials.trials() * 4);
    trials.target.resize(kContextSteps * trials.trials());
    for (std::size_t trial = 0; trial < trials.trials(); ++trial) {
        Random random(mixedSeed(seed, firstTrial + trial));
        ContextCondition& condition = trials.conditions[trial];
        if (!given)
            condition = drawn(params, random);
        fillTrial(condition, params.noise, random, trial, trials);
    }
    return trials;
}

Recording contextTaskRecording(const ContextTaskParams& params, std::uint64_t seed)
{
    const ContextTrials trials = contextTrials(params, seed);
    const std::size_t count = trials.trials();
    std::vector<float> context;
    std::vector<float> offset;
    Labels conditions;
    conditions.names = {"cue 1, negative", "cue 1, positive", "cue 2, negative", "cue 2, positive"};
    Labels choices;
    choices.names = {"negative", "positive"};
    for (std::size_t trial = 0; trial < count; ++trial) {
        const ContextCondition& condition = trials.conditions[trial];
        context.push_back(static_cast<float>(condition.context));
        offset.push_back(static_cast<float>(condition.offset0));
        offset.push_back(static_cast<float>(condition.offset1));
        const bool positive = trials.target[(kContextSteps - 1) * count + trial] > 0.0F;
        choices.values.push_back(positive ? 1 : 0);
        conditions.values.push_back(2 * condition.context + (positive ? 1 : 0));
    }
    Recording recording;
    recording.info.title = "Contextual integration, " + std::to_string(count) + " trials";
    recording.info.format = "smnn-context";
    recording.streams.push_back(
        tensorStream("x", {kContextSteps, count, 4}, trials.x,
                     {AxisKind::Time, AxisKind::Sample, AxisKind::Channel}));
    recording.streams.push_back(
        tensorStream("target", {kContextSteps, count, 1}, trials.target,
                     {AxisKind::Time, AxisKind::Sample, AxisKind::Channel}));
    recording.streams.push_back(tensorStream("context", {count}, context, {AxisKind::Sample}));
    recording.streams.push_back(
        tensorStream("offset", {count, 2}, offset, {AxisKind::Sample, AxisKind::Channel}));
    recording.streams.push_back({"labels/condition", "condition", "", "", std::move(conditions)});
    recording.streams.push_back({"labels/choice", "choice", "", "", std::move(choices)});
    return recording;
}

ContextScore contextScore(std::span<const float> y, std::span<const float> target,
                          std::size_t trials)
{
    ContextScore score;
    const std::size_t steps = trials == 0 ? 0 : y.size() / trials;
    for (std::size_t trial = 0; trial < trials; ++trial) {
        double end = 0.0;
        for (std::size_t step = 0; step < steps; ++step) {
            const double value = y[step * trials + trial];
            const double error = value - target[step * trials + trial];
            score.meanSquaredError += error * error;
            if (step + kDecisionSteps >= steps)
                end += value;
        }
        const double wanted = steps == 0 ? 0.0 : target[(steps - 1) * trials + trial];
        score.correct += signOf(end) == signOf(wanted) ? 1.0 : 0.0;
    }
    if (!y.empty()) {
        score.meanSquaredError /= static_cast<double>(y.size());
        score.correct /= static_cast<double>(trials);
    }
    return score;
}

std::vector<float> encodedPictures(std::span<const float> pictures, std::size_t pixels,
                                   std::size_t steps, std::uint64_t seed, std::uint64_t firstSample,
                                   JobContext& job)
{
    const std::size_t samples = pixels == 0 ? 0 : pictures.size() / pixels;
    std::vector<float> spikes(steps * samples * pixels);
    for (std::size_t sample = 0; sample < samples; ++sample) {
        job.checkpoint();
        Random random(mixedSeed(seed, firstSample + sample));
        const float* picture = pictures.data() + sample * pixels;
        for (std::size_t step = 0; step < steps; ++step) {
            float* row = spikes.data() + (step * samples + sample) * pixels;
            for (std::size_t pixel = 0; pixel < pixels; ++pixel) {
                if (picture[pixel] > 0.0F && random.chance(picture[pixel]))
                    row[pixel] = 1.0F;
            }
        }
    }
    return spikes;
}

} // namespace inspike::smnn
