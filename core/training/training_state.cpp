// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later

// The state of a training in a checkpoint and back.

#include "core/base/error.h"
#include "core/training/trainer.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <limits>

namespace inspike {

namespace {

constexpr const char* kFirst = "adam_first.";
constexpr const char* kSecond = "adam_second.";
constexpr const char* kBest = "best.";

Metrics metricsFromJson(const Json& object)
{
    Metrics metrics;
    for (const auto& [name, value] : object.members())
        metrics.emplace_back(name, value.toDouble(std::numeric_limits<double>::quiet_NaN()));
    return metrics;
}

const Tensor& storedTensor(const Checkpoint& checkpoint, const std::string& name, std::size_t size)
{
    const auto found = checkpoint.state.find(name);
    if (found == checkpoint.state.end())
        throw Error(ErrorKind::BadModel,
                    "the checkpoint cannot be continued: it has no '" + name + "'");
    if (found->second.elements() != size)
        throw Error(ErrorKind::BadModel, "the checkpoint cannot be continued: '" + name +
                                             "' belongs to a network of another size");
    return found->second;
}

std::vector<float> storedFloats(const Checkpoint& checkpoint, const std::string& name,
                                std::size_t size)
{
    return storedTensor(checkpoint, name, size).toFloats();
}

std::vector<std::int64_t> storedIntegers(const Checkpoint& checkpoint, const std::string& name,
                                         std::size_t size)
{
    const Tensor& tensor = storedTensor(checkpoint, name, size);
    if (tensor.dtype != DType::Int64)
        throw Error(ErrorKind::BadModel,
                    "the checkpoint cannot be continued: '" + name + "' is not of whole numbers");
    std::vector<std::int64_t> values(size);
    std::memcpy(values.data(), tensor.bytes.data(), tensor.bytes.size());
    return values;
}

void storeBest(const BestEpoch& best, const TrainingPlan& plan, Checkpoint& checkpoint)
{
    const auto storeAll = [&](const std::vector<std::string>& names,
                              const std::vector<std::vector<float>>& values) {
        for (std::size_t i = 0; i < values.size(); ++i)
            checkpoint.state[kBest + names[i]] = Tensor::fromFloats({values[i].size()}, values[i]);
    };
    storeAll(plan.names, best.snapshot.parameters);
    storeAll(plan.bufferNames, best.snapshot.buffers);
    for (std::size_t i = 0; i < best.snapshot.counters.size(); ++i) {
        const std::vector<std::int64_t>& values = best.snapshot.counters[i];
        checkpoint.state[kBest + plan.counterNames[i]] = Tensor::fromInt64({values.size()}, values);
    }
}

Json jsonFromBest(const BestEpoch& best)
{
    Json object = Json::object();
    object.set("epoch", best.epoch);
    Json score = Json::array();
    for (const double value : best.score)
        score.push(value);
    object.set("score", std::move(score));
    object.set("metrics", jsonFrom(best.metrics));
    return object;
}

BestEpoch loadBest(const Json& object, const Checkpoint& checkpoint, const TrainingPlan& plan)
{
    BestEpoch best;
    best.epoch = static_cast<int>(object["epoch"].toInteger());
    for (const Json& value : object["score"].items())
        best.score.push_back(value.toDouble());
    best.metrics = metricsFromJson(object["metrics"]);
    for (std::size_t i = 0; i < plan.names.size(); ++i)
        best.snapshot.parameters.push_back(
            storedFloats(checkpoint, kBest + plan.names[i], plan.parameters[i].size()));
    for (std::size_t i = 0; i < plan.bufferNames.size(); ++i)
        best.snapshot.buffers.push_back(
            storedFloats(checkpoint, kBest + plan.bufferNames[i], plan.buffers[i].size()));
    for (std::size_t i = 0; i < plan.counterNames.size(); ++i)
        best.snapshot.counters.push_back(
            storedIntegers(checkpoint, kBest + plan.counterNames[i], plan.counters[i].size()));
    return best;
}

} // namespace

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
    object.set("epochs", state.epochs);
    object.set("adam_steps", state.adam.steps);
    object.set("sums", jsonFrom(state.sums));
    object.set("missing", jsonFrom(state.missing));
    object.set("last", jsonFrom(state.last));
    if (state.best) {
        storeBest(*state.best, plan, checkpoint);
        object.set("best", jsonFromBest(*state.best));
    }
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
    // Older files do not say; their epochs were reported at once.
    const auto whole = static_cast<std::int64_t>(state.updates / plan.updatesPerEpoch);
    state.epochs = static_cast<int>(object["epochs"].toInteger(whole));
    state.adam.steps = static_cast<std::uint64_t>(object["adam_steps"].toInteger());
    state.sums = metricsFromJson(object["sums"]);
    state.missing = metricsFromJson(object["missing"]);
    state.missing.resize(state.sums.size()); // which older files do not have
    state.last = metricsFromJson(object["last"]);
    for (std::size_t p = 0; p < plan.names.size() && state.adam.steps > 0; ++p) {
        const std::size_t size = plan.parameters[p].size();
        state.adam.first.push_back(storedFloats(checkpoint, kFirst + plan.names[p], size));
        state.adam.second.push_back(storedFloats(checkpoint, kSecond + plan.names[p], size));
    }
    if (object["best"].isObject())
        state.best = loadBest(object["best"], checkpoint, plan);
    return state;
}

void dropTraining(Checkpoint& checkpoint)
{
    std::erase_if(checkpoint.state, [](const auto& entry) {
        return std::ranges::any_of(std::array{kFirst, kSecond, kBest}, [&](const char* prefix) {
            return entry.first.starts_with(prefix);
        });
    });
}

} // namespace inspike
