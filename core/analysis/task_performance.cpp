// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/task_performance.h"

#include "core/analysis/analysis_registry.h"
#include "core/analysis/trial_conditions.h"
#include "core/base/error.h"

#include <cmath>
#include <limits>

namespace inspike {

namespace {

const Tensor* input(const Run& run, const char* name)
{
    const auto found = run.inputs.find(name);
    return found == run.inputs.end() ? nullptr : &found->second;
}

std::vector<TrialPerformance> judgeOverTime(const LabelledArray& y, const Tensor& target,
                                            const std::vector<TrialCondition>& conditions)
{
    const TrialArray output = trialArray(y);
    const TrialArray wanted = trialArray(target);
    if (output.steps != wanted.steps || output.trials != wanted.trials || output.units != 1 ||
        wanted.units != 1)
        throw Error(ErrorKind::BadShape, "output and target differ in shape");
    const std::vector<double> decisions = decisionValues(output);
    const std::vector<double> targets = decisionValues(wanted);
    std::vector<TrialPerformance> result(output.trials);
    for (std::size_t trial = 0; trial < output.trials; ++trial) {
        TrialPerformance& performance = result[trial];
        performance.context = conditions[trial].context;
        performance.decision = decisions[trial];
        performance.wanted = targets[trial];
        performance.correct = (decisions[trial] > 0.0) == (targets[trial] > 0.0);
        for (std::size_t step = 0; step < output.steps; ++step) {
            const double error = static_cast<double>(output.at(step, trial, 0)) -
                                 static_cast<double>(wanted.at(step, trial, 0));
            performance.squaredError += error * error;
        }
        performance.squaredError /= static_cast<double>(std::max<std::size_t>(1, output.steps));
    }
    return result;
}

std::vector<TrialPerformance> judgeClasses(const std::vector<TrialCondition>& conditions,
                                           const std::vector<float>& labels)
{
    std::vector<TrialPerformance> result(conditions.size());
    for (std::size_t trial = 0; trial < conditions.size(); ++trial) {
        TrialPerformance& performance = result[trial];
        performance.decision = conditions[trial].chosenClass;
        performance.wanted = static_cast<double>(labels[trial]);
        performance.correct = performance.decision == performance.wanted;
        performance.squaredError = std::numeric_limits<double>::quiet_NaN();
    }
    return result;
}

} // namespace

std::optional<std::string> lacksForPerformance(const Run* run)
{
    if (run == nullptr)
        return "a run";
    const auto y = run->outputs.find("y");
    if (y == run->outputs.end())
        return "output 'y' in the run";
    const char* wanted = hasSteps(y->second.axes()) ? "target" : "label";
    if (input(*run, wanted) == nullptr)
        return std::string("input '") + wanted + "' in the run";
    return std::nullopt;
}

std::vector<TrialPerformance> taskPerformance(const Run& run)
{
    if (const auto missing = lacksForPerformance(&run))
        throw Error(ErrorKind::NotFound, "the performance of a run needs " + *missing);
    const LabelledArray y = run.outputs.at("y").dense();
    if (hasSteps(y.axes())) {
        const std::size_t trials = trialArray(y).trials;
        return judgeOverTime(y, *input(run, "target"), trialConditions(run, trials));
    }
    const std::vector<float> labels = input(run, "label")->toFloats();
    return judgeClasses(trialConditions(run, labels.size()), labels);
}

namespace {

ParamSpecs noParams()
{
    return {};
}

std::optional<std::string> lacks(const AnalysisInputs& inputs)
{
    return lacksForPerformance(inputs.run.get());
}

AnalysisResult call(const AnalysisInputs& inputs, const Params&, JobContext&)
{
    const std::vector<TrialPerformance> trials = taskPerformance(*inputs.run);
    AnalysisResult result;
    result.columns = {"trial", "context", "decision", "wanted", "correct", "mean squared error"};
    const double undefined = std::numeric_limits<double>::quiet_NaN();
    double correct = 0.0;
    double error = 0.0;
    for (std::size_t i = 0; i < trials.size(); ++i) {
        const TrialPerformance& trial = trials[i];
        result.rows.push_back({static_cast<double>(i),
                               trial.context < 0 ? undefined : trial.context + 1.0, trial.decision,
                               trial.wanted, trial.correct ? 1.0 : 0.0, trial.squaredError});
        correct += trial.correct ? 1.0 : 0.0;
        error += trial.squaredError;
    }
    const auto count = static_cast<double>(trials.size());
    result.summary.emplace_back("trials", count);
    result.summary.emplace_back("accuracy", trials.empty() ? undefined : correct / count);
    if (std::isfinite(error))
        result.summary.emplace_back("mean squared error",
                                    trials.empty() ? undefined : error / count);
    result.note = "Choice = sign of the mean output over the last 50 steps, or the largest output";
    return result;
}

} // namespace

Analysis makeTaskPerformanceAnalysis()
{
    return {"task-performance",
            "Task performance",
            "Accuracy and mean squared error of every trial against the target or label of the run",
            &noParams,
            &lacks,
            &call};
}

} // namespace inspike
