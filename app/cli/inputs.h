// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The files of a command, opened and put together: a fixture is a model and a recording, a run file
// stands for itself, and a model with a recording can be run for what a figure or an analysis
// needs.

#include "core/base/job.h"
#include "core/nn/model.h"
#include "core/workspace/atlases.h"

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace inspike {

// KEY=VALUE texts whose key is in `specs`, and the others.
struct SplitSettings
{
    std::vector<std::string> own;
    std::vector<std::string> others;
};
SplitSettings splitSettings(std::span<const std::string> settings, const ParamSpecs& specs);

// Everything a model system may be told when a checkpoint is opened: of `systemId`, or of all
// systems when it is empty. Throws Error{BadModel} for an unknown id.
ParamSpecs openOptions(std::string_view systemId);

struct CommandInputs
{
    std::shared_ptr<const Recording> recording;
    std::shared_ptr<const Model> model;
    std::shared_ptr<const Run> run;               // the first one
    std::vector<std::shared_ptr<const Run>> runs; // all, as named
    std::filesystem::path recordingPath;
    std::filesystem::path modelPath;

    bool canRun() const { return model && recording; }
};

// A folder of runs is opened as its runs. `settings` may hold options of the model system only.
// Throws Error as openFile does, and Error{BadParameter} when two files are of one kind, but for
// runs.
CommandInputs openInputs(std::span<const std::string> files, std::span<const std::string> settings,
                         std::string_view systemId, JobContext& job);

// The files named, or those of the shipped sample when its id is not empty. Throws
// Error{BadParameter} when there are neither, both, or no such sample.
std::vector<std::string> filesOrSample(std::span<const std::string> files,
                                       const std::string& sample);

// Before a model may run: trusts the program that the model is, or recalls that it was trusted
// before. Says on stderr when trust could not be remembered.
void settleTrust(const CommandInputs& inputs, bool trust, JobContext& job);

// Counts of the large streams of the recording, from the cache or built now; says on stderr when
// they could not be kept. Nothing for streams in memory when they are not `forPictures`: analyses
// read those directly.
Atlases countsOf(const CommandInputs& inputs, bool forPictures, JobContext& job);

struct RunOptions
{
    std::vector<std::string> probeGlobs = {"*"};
    std::vector<std::string> settings; // of Model::runOptions()
    std::int64_t seed = 0;
    std::int64_t threads = 0; // 0 = all cores
};

// Runs the model on the recording. Throws Error as Model::run does.
std::shared_ptr<const Run> runInputs(const CommandInputs& inputs, const RunOptions& options,
                                     JobContext& job);

} // namespace inspike
