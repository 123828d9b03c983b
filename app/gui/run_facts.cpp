// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/run_facts.h"

#include "core/analysis/sample_classes.h"
#include "core/analysis/trial_array.h"
#include "core/base/error.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>

namespace inspike {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Transport)
};

constexpr double kStepsOfRecording = 1000.0; // of the arrow keys where no model gives a step

QString signedOne(int sign)
{
    return sign > 0 ? QStringLiteral("+1") : QStringLiteral("-1");
}

const Axis* axisOf(const std::vector<Axis>& axes, std::initializer_list<AxisKind> kinds)
{
    const auto found = std::find_if(axes.begin(), axes.end(), [&](const Axis& axis) {
        return std::find(kinds.begin(), kinds.end(), axis.kind) != kinds.end();
    });
    return found != axes.end() ? &*found : nullptr;
}

// The target tensor, where the run kept one: its sign at the last step of every trial.
std::vector<int> targetsOf(const Run& run)
{
    const auto found = run.inputs.find("target");
    if (found == run.inputs.end())
        return {};
    try {
        const TrialArray target = trialArray(found->second);
        std::vector<int> signs;
        for (std::size_t trial = 0; target.steps > 0 && trial < target.trials; ++trial)
            signs.push_back(target.at(target.steps - 1, trial, 0) > 0 ? 1 : -1);
        return signs;
    } catch (const Error&) {
        return {}; // another kind of target: nothing to say in words
    }
}

// "7", with the name of the class where there is one that says more: "7 (eight)".
QString classWords(std::int64_t number, const std::string& name)
{
    const QString digits = QString::number(number);
    const QString given = QString::fromStdString(name);
    return given.isEmpty() || given == digits ? digits
                                              : QStringLiteral("%1 (%2)").arg(digits, given);
}

// "label 7 (eight)"
QString labelOf(const Recording& recording)
{
    const Labels* labels = recording.first<Labels>();
    // Labels with times are of moments, not of the trial.
    if (labels == nullptr || labels->values.size() != 1 || !labels->time.empty())
        return {};
    const std::int64_t value = labels->values.front();
    const bool named = value >= 0 && static_cast<std::size_t>(value) < labels->names.size();
    return Words::tr("label %1")
        .arg(classWords(value, named ? labels->names[static_cast<std::size_t>(value)] : ""));
}

} // namespace

RunFacts factsOf(const Run& run)
{
    RunFacts facts;
    for (const auto* activations : {&run.probes, &run.outputs}) {
        for (const auto& [id, activation] : *activations) {
            const std::vector<Axis>& axes = activation.axes();
            const Axis* time = axisOf(axes, {AxisKind::Time, AxisKind::Step});
            const Axis* sample = axisOf(axes, {AxisKind::Sample});
            if (time != nullptr && facts.time.empty()) {
                const std::optional<Time> duration = stepDurationOf(run, axes);
                facts.time.steps = !duration;
                facts.time.step = duration ? msFromTime(*duration) : 1.0;
                facts.time.high = facts.time.step * static_cast<double>(time->size);
            }
            if (sample != nullptr)
                facts.trials = std::max(facts.trials, static_cast<int>(sample->size));
        }
    }
    facts.trials = std::max(1, facts.trials);
    try {
        facts.conditions = trialConditions(run, static_cast<std::size_t>(facts.trials));
    } catch (const Error&) {
        facts.conditions.clear(); // the views say what is wrong with the output
    }
    facts.targets = targetsOf(run);
    facts.classes = sampleClasses(run);
    return facts;
}

RunFacts factsOf(const Recording& recording)
{
    RunFacts facts;
    const TimeRange extent = recording.extent();
    facts.time.low = msFromTime(extent.begin);
    facts.time.high = msFromTime(extent.end);
    facts.time.step = std::max(1e-3, (facts.time.high - facts.time.low) / kStepsOfRecording);
    facts.trials = extent.empty() ? 0 : 1;
    if (recording.info.trialCount > 1) {
        facts.trials = static_cast<int>(recording.info.trialCount);
        facts.recordedTrial = static_cast<int>(recording.info.trial);
        facts.label = labelOf(recording);
    }
    return facts;
}

QString RunFacts::words(int trial) const
{
    const auto index = static_cast<std::size_t>(std::max(0, trial));
    QStringList parts;
    if (trial == recordedTrial && !label.isEmpty())
        parts.append(label);
    if (index < classes.label.size() && classes.label[index] >= 0)
        parts.append(
            Words::tr("label %1")
                .arg(classWords(classes.label[index], classes.nameOf(classes.label[index]))));
    if (index < conditions.size()) {
        const TrialCondition& condition = conditions[index];
        if (condition.context >= 0)
            parts.append(Words::tr("context %1").arg(condition.context + 1));
        if (index < targets.size())
            parts.append(Words::tr("target %1").arg(signedOne(targets[index])));
        if (condition.choice != 0)
            parts.append(Words::tr("choice %1").arg(signedOne(condition.choice)));
    }
    const std::int64_t chosen = index < conditions.size() && conditions[index].chosenClass >= 0
                                    ? conditions[index].chosenClass
                                : index < classes.predicted.size() ? classes.predicted[index]
                                                                   : -1;
    if (chosen >= 0)
        parts.append(Words::tr("predicted %1").arg(classWords(chosen, classes.nameOf(chosen))));
    return parts.join(QStringLiteral(", "));
}

} // namespace inspike
