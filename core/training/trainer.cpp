// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/trainer.h"

#include "core/base/error.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace inspike {

namespace {

void addMetrics(const Metrics& metrics, double norm, TrainingState& state)
{
    Metrics all = metrics;
    all.emplace_back("gradient_norm", norm);
    if (state.sums.empty()) {
        for (const auto& [name, value] : all)
            state.sums.emplace_back(name, 0.0);
        state.missing = state.sums;
    }
    for (std::size_t i = 0; i < all.size(); ++i) {
        const bool has = !std::isnan(all[i].second);
        (has ? state.sums : state.missing)[i].second += has ? all[i].second : 1.0;
    }
}

// 0 / 0 is what it should be.
Metrics meansOf(const TrainingState& state, std::uint64_t updates)
{
    Metrics means = state.sums;
    for (std::size_t i = 0; i < means.size(); ++i)
        means[i].second /= static_cast<double>(updates) - state.missing[i].second;
    return means;
}

double rateOf(const TrainingPlan& plan, std::uint64_t update)
{
    return plan.learningRate ? plan.learningRate(static_cast<int>(update / plan.updatesPerEpoch))
                             : plan.adam.learningRate;
}

// The state changes only after the evaluation, which may be cancelled.
void finishEpoch(const TrainingPlan& plan, TrainingState& state, JobContext& job)
{
    EpochReport report;
    report.epoch = state.epochs + 1;
    report.epochs = plan.epochs;
    report.metrics = meansOf(state, plan.updatesPerEpoch);
    if (plan.learningRate)
        report.metrics.emplace_back("learning_rate", rateOf(plan, state.updates - 1));
    if (plan.evaluate) {
        const Metrics measured = plan.evaluate(report.epoch, job);
        report.metrics.insert(report.metrics.end(), measured.begin(), measured.end());
    }
    state.sums.clear();
    state.missing.clear();
    state.last = report.metrics;
    state.epochs = report.epoch;
    if (plan.score) {
        std::vector<double> score = plan.score(report.metrics);
        if (!state.best || score > state.best->score)
            state.best =
                BestEpoch{report.epoch, std::move(score), report.metrics, snapshotOf(plan)};
    }
    if (plan.report)
        plan.report(report);
    if (plan.epochDone)
        plan.epochDone(state);
}

// A step that throws half-way puts back what it has changed.
TrainingStep wholeStep(const TrainingPlan& plan, std::uint64_t update, JobContext& job)
{
    Snapshot before;
    for (const std::span<float>& values : plan.buffers)
        before.buffers.emplace_back(values.begin(), values.end());
    for (const std::span<std::int64_t>& values : plan.counters)
        before.counters.emplace_back(values.begin(), values.end());
    try {
        return plan.step(update, job);
    } catch (...) {
        restore(before, plan);
        throw;
    }
}

} // namespace

double metric(const Metrics& metrics, std::string_view name)
{
    const auto found = std::ranges::find(metrics, name, &Metrics::value_type::first);
    return found == metrics.end() ? std::numeric_limits<double>::quiet_NaN() : found->second;
}

Json jsonFrom(const Metrics& metrics)
{
    Json object = Json::object();
    for (const auto& [name, value] : metrics)
        object.set(name, std::isnan(value) ? Json() : Json(value));
    return object;
}

Snapshot snapshotOf(const TrainingPlan& plan)
{
    Snapshot snapshot;
    for (const std::span<float>& values : plan.parameters)
        snapshot.parameters.emplace_back(values.begin(), values.end());
    for (const std::span<float>& values : plan.buffers)
        snapshot.buffers.emplace_back(values.begin(), values.end());
    for (const std::span<std::int64_t>& values : plan.counters)
        snapshot.counters.emplace_back(values.begin(), values.end());
    return snapshot;
}

void restore(const Snapshot& snapshot, const TrainingPlan& plan)
{
    for (std::size_t i = 0; i < snapshot.parameters.size(); ++i)
        std::ranges::copy(snapshot.parameters[i], plan.parameters[i].begin());
    for (std::size_t i = 0; i < snapshot.buffers.size(); ++i)
        std::ranges::copy(snapshot.buffers[i], plan.buffers[i].begin());
    for (std::size_t i = 0; i < snapshot.counters.size(); ++i)
        std::ranges::copy(snapshot.counters[i], plan.counters[i].begin());
}

void runTraining(const TrainingPlan& plan, TrainingState& state, JobContext& job)
{
    const std::uint64_t total = static_cast<std::uint64_t>(plan.epochs) * plan.updatesPerEpoch;
    for (;;) {
        const auto done = static_cast<std::uint64_t>(state.epochs) + 1;
        if (state.updates == done * plan.updatesPerEpoch)
            finishEpoch(plan, state, job);
        if (state.updates >= total)
            return;
        job.checkpoint();
        TrainingStep step = wholeStep(plan, state.updates, job);
        const double loss = step.metrics.front().second;
        if (!std::isfinite(loss))
            throw Error(ErrorKind::BadParameter, "the loss is no longer finite after " +
                                                     std::to_string(state.updates) +
                                                     " updates; lower the learning rate");
        const double limit = plan.gradientLimit > 0.0 ? plan.gradientLimit : HUGE_VAL;
        const double norm = clipNorm(step.gradients, limit);
        AdamParams adam = plan.adam;
        adam.learningRate = rateOf(plan, state.updates);
        adamStep(plan.parameters, step.gradients, adam, state.adam, plan.weightDecay);
        ++state.updates;
        addMetrics(step.metrics, norm, state);
        job.progress(static_cast<double>(state.updates) / static_cast<double>(total),
                     "update " + std::to_string(state.updates) + " of " + std::to_string(total));
    }
}

} // namespace inspike
