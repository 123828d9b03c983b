// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/inputs.h"

#include "core/base/error.h"
#include "core/systems/system_registry.h"
#include "core/workspace/open_file.h"
#include "core/workspace/run_folder.h"
#include "core/workspace/trusted_files.h"

#include <algorithm>
#include <iostream>
#include <thread>

namespace inspike {

namespace {

template <typename T>
void take(std::shared_ptr<const T>& place, const std::shared_ptr<const T>& opened, const char* what,
          const std::filesystem::path& path)
{
    if (!opened)
        return;
    if (place)
        throw Error(ErrorKind::BadParameter, "more than one " + std::string(what) + "; " +
                                                 path.string() + " is one too many");
    place = opened;
}

bool hasKey(const ParamSpecs& specs, std::string_view key)
{
    return std::any_of(specs.begin(), specs.end(),
                       [&](const ParamSpec& spec) { return spec.id == key; });
}

} // namespace

SplitSettings splitSettings(std::span<const std::string> settings, const ParamSpecs& specs)
{
    SplitSettings split;
    for (const std::string& setting : settings) {
        const std::string_view key = std::string_view(setting).substr(0, setting.find('='));
        (hasKey(specs, key) ? split.own : split.others).push_back(setting);
    }
    return split;
}

ParamSpecs openOptions(std::string_view systemId)
{
    if (!systemId.empty())
        return systemById(systemId).info().openOptions;
    ParamSpecs all;
    for (const auto& system : systems()) {
        for (const ParamSpec& spec : system->info().openOptions)
            all.push_back(spec);
    }
    for (const auto& format : modelFormats()) {
        for (const ParamSpec& spec : format->info().openOptions)
            all.push_back(spec);
    }
    return all;
}

CommandInputs openInputs(std::span<const std::string> files, std::span<const std::string> settings,
                         std::string_view systemId, JobContext& job)
{
    std::vector<OpenedFile> opened;
    for (const std::string& file : files) {
        const std::vector<std::filesystem::path> runs = runFilesIn(file);
        for (const std::filesystem::path& run : runs)
            opened.push_back(openFile(run, job, settings, systemId));
        if (runs.empty())
            opened.push_back(openFile(file, job, settings, systemId));
    }
    CommandInputs inputs;
    const auto takeAll = [&](bool manyFaced) {
        for (const OpenedFile& file : opened) {
            if (manyFaced != (file.model && file.recording))
                continue;
            // A fixture fills only what no other file gives, so that its model may meet another
            // recording.
            if (file.recording && !(manyFaced && inputs.recording)) {
                take(inputs.recording, file.recording, "recording", file.path);
                inputs.recordingPath = file.path;
            }
            if (file.model && !(manyFaced && inputs.model)) {
                take(inputs.model, file.model, "model", file.path);
                inputs.modelPath = file.path;
            }
            if (file.run)
                inputs.runs.push_back(file.run);
        }
    };
    takeAll(false);
    takeAll(true);
    if (!inputs.runs.empty())
        inputs.run = inputs.runs.front();
    return inputs;
}

std::vector<std::string> filesOrSample(std::span<const std::string> files,
                                       const std::string& sample)
{
    if (files.empty() == sample.empty())
        throw Error(ErrorKind::BadParameter,
                    files.empty() ? "name a file or --sample" : "name files or --sample, not both");
    if (sample.empty())
        return {files.begin(), files.end()};
    std::string known;
    for (const Sample& candidate : shippedSamples()) {
        known += (known.empty() ? "" : ", ") + candidate.id;
        if (candidate.id != sample)
            continue;
        std::vector<std::string> found;
        for (const std::filesystem::path& file : candidate.files)
            found.push_back(file.string());
        return found;
    }
    throw Error(ErrorKind::BadParameter, "no sample '" + sample + "'; there are " + known);
}

void settleTrust(const CommandInputs& inputs, bool trust, JobContext& job)
{
    if (!inputs.model || !inputs.model->info().isProgram)
        return;
    if (!trust) {
        mayRun(*inputs.model, inputs.modelPath, job);
        return;
    }
    const std::string note = trustProgram(inputs.modelPath, job);
    if (!note.empty())
        std::cerr << "inspike: " << note << '\n';
}

Atlases countsOf(const CommandInputs& inputs, bool forPictures, JobContext& job)
{
    if (!inputs.recording || !needsAtlas(*inputs.recording))
        return {};
    const auto& streams = inputs.recording->streams;
    const bool onDisk = std::any_of(streams.begin(), streams.end(), [](const NamedStream& stream) {
        return std::holds_alternative<StoredStream>(stream.data);
    });
    if (!onDisk && !forPictures)
        return {};
    std::vector<std::string> notes;
    Atlases atlases = openAtlases(inputs.recording, {}, notes, job);
    for (const std::string& note : notes)
        std::cerr << "inspike: " << note << '\n';
    return atlases;
}

std::shared_ptr<const Run> runInputs(const CommandInputs& inputs, const RunOptions& options,
                                     JobContext& job)
{
    InferenceRequest request;
    request.recording = inputs.recording;
    request.probeGlobs = options.probeGlobs;
    request.options = Params::parse(inputs.model->runOptions(), options.settings);
    request.seed = static_cast<std::uint64_t>(options.seed);
    request.threads = options.threads > 0
                          ? static_cast<int>(options.threads)
                          : static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
    return runModel(inputs.modelPath, inputs.model, inputs.recordingPath, request, job);
}

} // namespace inspike
