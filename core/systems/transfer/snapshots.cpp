// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/systems/transfer/snapshots.h"

#include "core/base/error.h"
#include "core/nn/run_file.h"
#include "core/systems/transfer/model.h"
#include "core/systems/transfer/network.h"

#include <cstdio>

namespace inspike::transfer {

namespace {

// [step][sample][...] to [sample][step][...].
std::vector<float> samplesFirst(const std::vector<float>& values, std::size_t steps,
                                std::size_t samples)
{
    const std::size_t size = values.size() / (steps * samples);
    std::vector<float> turned(values.size());
    for (std::size_t t = 0; t < steps; ++t) {
        for (std::size_t i = 0; i < samples; ++i)
            std::copy_n(values.begin() + static_cast<std::ptrdiff_t>((t * samples + i) * size),
                        size, turned.begin() + static_cast<std::ptrdiff_t>((i * steps + t) * size));
    }
    return turned;
}

} // namespace

std::filesystem::path snapshotPath(const std::filesystem::path& model, int epoch)
{
    char name[64];
    std::snprintf(name, sizeof name, "epoch-%04d.run.h5", epoch);
    return std::filesystem::path(model.string() + ".epochs") / name;
}

SnapshotPairs snapshotPairs(TrainingData& data, Part part, std::size_t most, const Config& config,
                            std::uint64_t seed, JobContext& job)
{
    const std::size_t all = data.count(part);
    const std::size_t count = std::min(all, most);
    std::vector<std::size_t> positions;
    for (std::size_t i = 0; i < count; ++i)
        positions.push_back(i * all / count);
    Replacement none;
    const LessonBatch batch = data.batch(part, positions, seed, none, job);
    auto recording = std::make_shared<Recording>();
    const auto add = [&](const std::string& name, Tensor tensor) {
        recording->streams.push_back({"tensors/" + name, name, "", "", std::move(tensor)});
    };
    const auto pictures = [&](const std::vector<float>& values, std::size_t steps) {
        return Tensor::fromFloats({count, steps, kChannels, config.size, config.size},
                                  samplesFirst(values, steps, count));
    };
    add("event", pictures(batch.events, config.steps));
    if (config.transfer)
        add("static", pictures(batch.stills, batch.stillSteps));
    add("label", Tensor::fromInt64({count}, batch.labels));
    SnapshotPairs pairs{recording, data.names(part, positions)};
    for (std::size_t i = 0; i < count && config.transfer; ++i)
        pairs.ids[i] += "+" + data.partnerName(part, positions[i], i, seed);
    return pairs;
}

void writeSnapshot(const Checkpoint& checkpoint, const Config& config, const SnapshotPairs& pairs,
                   int epoch, const Metrics& metrics, JobContext& job)
{
    const std::shared_ptr<const Model> model =
        makeModel(networkFrom(checkpoint, config), checkpoint, {});
    const std::string last = spikingLayers(config).back().name;
    InferenceRequest request;
    request.recording = pairs.recording;
    request.probeGlobs = {"event/mem/" + last, "static/mem/" + last};
    Run run = model->run(request, job);
    run.sampleIds = pairs.ids;
    // The pictures would be most of the file.
    run.inputs.erase("event");
    run.inputs.erase("static");
    const std::filesystem::path path = snapshotPath(checkpoint.path, epoch);
    run.made.modelFile = checkpoint.path.filename().string();
    run.made.system = checkpoint.system;
    run.made.settings = Json::object();
    run.made.settings.set("config", model->info().config);
    run.made.settings.set("epoch", epoch);
    run.made.settings.set("metrics", jsonFrom(metrics));
    std::error_code problem;
    std::filesystem::create_directories(path.parent_path(), problem);
    if (problem)
        throw Error(ErrorKind::BadOutput, "cannot make the folder " + path.parent_path().string() +
                                              ": " + problem.message());
    writeRun(path, run, true, job);
}

} // namespace inspike::transfer
