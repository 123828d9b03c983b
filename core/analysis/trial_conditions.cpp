// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/trial_conditions.h"

#include "core/base/error.h"

#include <algorithm>
#include <cmath>

namespace inspike {

namespace {

constexpr std::size_t kContextChannels = 4; // two stimuli, two cues
constexpr std::size_t kStimuli = 2;

void setContexts(const Run& run, std::vector<TrialCondition>& conditions)
{
    const Tensor* x = drivingInput(run);
    if (x != nullptr && x->shape.size() >= 3 && x->shape[2] == kContextChannels) {
        const TrialArray input = trialArray(*x);
        if (input.units == kContextChannels && input.trials == conditions.size() &&
            input.steps > 0) {
            // The last step: after a switch of the cue the new one counts.
            for (std::size_t trial = 0; trial < conditions.size(); ++trial) {
                const auto cue = input.row(input.steps - 1, trial).subspan(kStimuli);
                if (cue[0] != cue[1])
                    conditions[trial].context = cue[1] > cue[0] ? 1 : 0;
            }
            return;
        }
    }
    const auto context = run.inputs.find("context");
    if (context == run.inputs.end() || context->second.elements() != conditions.size())
        return;
    const std::vector<float> values = context->second.toFloats();
    for (std::size_t trial = 0; trial < conditions.size(); ++trial) {
        if (std::isfinite(values[trial]) && values[trial] >= 0.0F && values[trial] < 8.0F)
            conditions[trial].context = static_cast<int>(values[trial]);
    }
}

void setClasses(const LabelledArray& output, std::vector<TrialCondition>& conditions)
{
    if (output.size() % conditions.size() != 0)
        return;
    const std::size_t classes = output.size() / conditions.size();
    if (classes < 2 || output.rank() == 0 || output.axes()[0].size != conditions.size())
        return;
    for (std::size_t trial = 0; trial < conditions.size(); ++trial) {
        const auto scores = output.values().subspan(trial * classes, classes);
        const auto best = std::max_element(scores.begin(), scores.end());
        conditions[trial].chosenClass = static_cast<int>(best - scores.begin());
    }
}

// A picture that is shown at every step has none of its own.
bool mayHaveSteps(const Tensor& tensor)
{
    return tensor.axes.size() != tensor.shape.size() ||
           std::any_of(tensor.axes.begin(), tensor.axes.end(), [](AxisKind kind) {
               return kind == AxisKind::Time || kind == AxisKind::Step;
           });
}

} // namespace

std::vector<double> decisionValues(const TrialArray& output)
{
    std::vector<double> values(output.trials, 0.0);
    const std::size_t count = std::min(kDecisionSteps, output.steps);
    if (count == 0 || output.units == 0)
        return values;
    for (std::size_t step = output.steps - count; step < output.steps; ++step) {
        for (std::size_t trial = 0; trial < output.trials; ++trial)
            values[trial] += static_cast<double>(output.at(step, trial, 0));
    }
    for (double& value : values)
        value /= static_cast<double>(count);
    return values;
}

std::vector<TrialCondition> trialConditions(const Run& run, std::size_t trials)
{
    std::vector<TrialCondition> conditions(trials);
    if (trials == 0)
        return conditions;
    setContexts(run, conditions);
    auto y = run.outputs.find("y");
    if (y == run.outputs.end())
        y = run.outputs.find("logits");
    if (y == run.outputs.end())
        return conditions;
    const LabelledArray output = y->second.dense();
    for (const float value : output.values()) {
        if (!std::isfinite(value))
            throw Error(ErrorKind::BadFormat,
                        "output '" + y->first + "' holds values that are not finite");
    }
    if (!hasSteps(output.axes())) {
        setClasses(output, conditions);
        return conditions;
    }
    const TrialArray steps = trialArray(output);
    if (steps.trials != trials || steps.units != 1)
        return conditions;
    const std::vector<double> decisions = decisionValues(steps);
    for (std::size_t trial = 0; trial < trials; ++trial)
        conditions[trial].choice = decisions[trial] > 0.0 ? 1 : -1;
    return conditions;
}

int conditionNumber(const TrialCondition& condition)
{
    if (condition.chosenClass >= 0)
        return condition.chosenClass;
    const int choice = condition.choice < 0 ? 1 : 0;
    if (condition.context < 0)
        return choice;
    return condition.choice == 0 ? condition.context : 2 * condition.context + choice;
}

const Tensor* drivingInput(const Run& run)
{
    for (const char* name : {"x", "spikes"}) {
        const auto found = run.inputs.find(name);
        if (found != run.inputs.end() && mayHaveSteps(found->second))
            return &found->second;
    }
    return nullptr;
}

std::optional<StepRange> stimulusSteps(const Run& run, std::size_t trial)
{
    const Tensor* input = drivingInput(run);
    if (input == nullptr || input->shape.size() < 2)
        return std::nullopt;
    const TrialArray one = trialArray(trialOf(*input, trial));
    return stimulusSteps(one, one.trials == 1 ? 0 : trial);
}

std::optional<StepRange> stimulusSteps(const TrialArray& input, std::size_t trial)
{
    if (trial >= input.trials)
        return std::nullopt;
    const std::size_t channels = input.units == kContextChannels ? kStimuli : input.units;
    StepRange range{input.steps, 0};
    for (std::size_t step = 0; step < input.steps; ++step) {
        const auto row = input.row(step, trial).first(channels);
        const bool on = std::any_of(row.begin(), row.end(), [](float v) { return v != 0.0F; });
        if (on) {
            range.begin = std::min(range.begin, step);
            range.end = step + 1;
        }
    }
    const bool whole = range.begin == 0 && range.end == input.steps;
    if (range.end <= range.begin || whole)
        return std::nullopt;
    return range;
}

} // namespace inspike
