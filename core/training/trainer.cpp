// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/trainer.h"

#include "core/base/error.h"

#include <cmath>

namespace inspike {

namespace {

constexpr const char* kFirst = "adam_first.";
constexpr const char* kSecond = "adam_second.";

void addMetrics(const Metrics& metrics, double norm, Metrics& sums)
{
    Metrics all = metrics;
    all.emplace_back("gradient_norm", norm);
    if (sums.empty()) {
        sums = all;
        return;
    }
    for (std::size_t i = 0; i < all.size(); ++i)
        sums[i].second += all[i].second;
}

EpochReport finishedEpoch(const TrainingPlan& plan, TrainingState& state)
{
    EpochReport report;
    report.epoch = static_cast<int>(state.updates / plan.updatesPerEpoch);
    report.epochs = plan.epochs;
    report.metrics = std::exchange(state.sums, {});
    for (auto& [name, value] : report.metrics)
        value /= static_cast<double>(plan.updatesPerEpoch);
    state.last = report.metrics;
    return report;
}

Json jsonFromMetrics(const Metrics& metrics)
{
    Json object = Json::object();
    for (const auto& [name, value] : metrics)
        object.set(name, value);
    return object;
}

Metrics metricsFromJson(const Json& object)
{
    Metrics metrics;
    for (const auto& [name, value] : object.members())
        metrics.emplace_back(name, value.toDouble());
    return metrics;
}

std::vector<float> moments(const Checkpoint& checkpoint, const std::string& name, std::size_t size)
{
    const auto found = checkpoint.state.find(name);
    if (found == checkpoint.state.end())
        throw Error(ErrorKind::BadModel,
                    "the checkpoint cannot be continued: it has no '" + name + "'");
    std::vector<float> values = found->second.toFloats();
    if (values.size() != size)
        throw Error(ErrorKind::BadModel, "the checkpoint cannot be continued: '" + name +
                                             "' belongs to a network of another size");
    return values;
}

} // namespace

void runTraining(const TrainingPlan& plan, TrainingState& state, JobContext& job)
{
    const std::uint64_t total = static_cast<std::uint64_t>(plan.epochs) * plan.updatesPerEpoch;
    while (state.updates < total) {
        job.checkpoint();
        TrainingStep step = plan.step(state.updates, job);
        const double loss = step.metrics.front().second;
        if (!std::isfinite(loss))
            throw Error(ErrorKind::BadParameter, "the loss is no longer finite after " +
                                                     std::to_string(state.updates) +
                                                     " updates; lower the learning rate");
        const double limit = plan.gradientLimit > 0.0 ? plan.gradientLimit : HUGE_VAL;
        const double norm = clipNorm(step.gradients, limit);
        adamStep(plan.parameters, step.gradients, plan.adam, state.adam);
        ++state.updates;
        addMetrics(step.metrics, norm, state.sums);
        if (state.updates % plan.updatesPerEpoch == 0) {
            const EpochReport report = finishedEpoch(plan, state);
            if (plan.report)
                plan.report(report);
        }
        job.progress(static_cast<double>(state.updates) / static_cast<double>(total),
                     "update " + std::to_string(state.updates) + " of " + std::to_string(total));
    }
}

void storeTraining(const TrainingState& state, const TrainingPlan& plan, Checkpoint& checkpoint)
{
    for (std::size_t p = 0; p < state.adam.first.size(); ++p) {
        const std::vector<float>& first = state.adam.first[p];
        const std::vector<float>& second = state.adam.second[p];
        checkpoint.state[kFirst + plan.names[p]] = Tensor::fromFloats({first.size()}, first);
        checkpoint.state[kSecond + plan.names[p]] = Tensor::fromFloats({second.size()}, second);
    }
    Json object = Json::object();
    object.set("updates", state.updates);
    object.set("adam_steps", state.adam.steps);
    object.set("sums", jsonFromMetrics(state.sums));
    object.set("last", jsonFromMetrics(state.last));
    checkpoint.training.set("state", std::move(object));
}

TrainingState loadTraining(const Checkpoint& checkpoint, const TrainingPlan& plan)
{
    const Json& object = checkpoint.training["state"];
    if (!object.isObject())
        throw Error(ErrorKind::BadModel,
                    checkpoint.path.string() + " is not the checkpoint of an interrupted training");
    TrainingState state;
    state.updates = static_cast<std::uint64_t>(object["updates"].toInteger());
    state.adam.steps = static_cast<std::uint64_t>(object["adam_steps"].toInteger());
    state.sums = metricsFromJson(object["sums"]);
    state.last = metricsFromJson(object["last"]);
    for (std::size_t p = 0; p < plan.names.size() && state.adam.steps > 0; ++p) {
        const std::size_t size = plan.parameters[p].size();
        state.adam.first.push_back(moments(checkpoint, kFirst + plan.names[p], size));
        state.adam.second.push_back(moments(checkpoint, kSecond + plan.names[p], size));
    }
    return state;
}

} // namespace inspike
