// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The two tasks: trials of contextual sensory integration, made from a seed, and pictures encoded
// as Bernoulli spikes. Trial i of a seed is the same whatever the number of trials.

#include "core/data/recording.h"
#include "core/systems/smnn/forward.h"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace inspike::smnn {

// Steps of one trial: silence, stimulus, response; a switch of the cue comes late in the response.
constexpr std::size_t kContextSteps = 500;
constexpr std::size_t kStimulusBegin = 50;
constexpr std::size_t kStimulusEnd = 250;
constexpr std::size_t kSwitchStep = 300;
constexpr std::size_t kDecisionSteps = 50; // the choice is the sign of the mean of y over the last

struct ContextCondition
{
    int context = 0; // which stimulus counts: 0 or 1
    double offset0 = 0.5, offset1 = 0.5;
    bool switches = false; // the cue flips at kSwitchStep, and the target with it
};

struct ContextTaskParams
{
    std::size_t trials = 100;
    double offset = 0.5; // stimuli are +offset or -offset
    double noise = 1.0;  // standard deviation per step
    double switchProbability = 0.0;
    // Given conditions, one trial each in this order, instead of `trials` drawn ones.
    std::vector<ContextCondition> conditions = {};
};

struct ContextTrials
{
    std::vector<ContextCondition> conditions;
    std::vector<float> x;      // [steps, trials, 4]
    std::vector<float> target; // [steps, trials]

    std::size_t trials() const { return conditions.size(); }
    InputView input() const { return {kContextSteps, trials(), 4, x}; }
};

// Trials firstTrial ... of the endless sequence that belongs to `seed`.
ContextTrials contextTrials(const ContextTaskParams& params, std::uint64_t seed,
                            std::uint64_t firstTrial = 0);
// Tensors x, target, context, offset and labels "condition" (context x correct choice) and
// "choice".
Recording contextTaskRecording(const ContextTaskParams& params, std::uint64_t seed);

struct ContextScore
{
    double meanSquaredError = 0.0; // per step and trial
    double correct = 0.0;          // share of trials with the right sign at the end
};
ContextScore contextScore(std::span<const float> y, std::span<const float> target,
                          std::size_t trials);

// Independent spikes per step with the pixel value (clipped to 0...1) as probability;
// [steps, samples, pixels]. Sample i gets its own random sequence, number firstSample + i of
// `seed`.
std::vector<float> encodedPictures(std::span<const float> pictures, std::size_t pixels,
                                   std::size_t steps, std::uint64_t seed, std::uint64_t firstSample,
                                   JobContext& job);

} // namespace inspike::smnn
