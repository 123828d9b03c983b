// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/arguments.h"
#include "app/cli/command.h"
#include "app/cli/inputs.h"
#include "core/analysis/accuracy.h"
#include "core/base/error.h"
#include "core/base/files.h"
#include "core/io/reader_registry.h"
#include "core/nn/run_file.h"
#include "core/systems/system_registry.h"
#include "core/workspace/trusted_files.h"

#include <algorithm>
#include <cstdio>

namespace inspike {

namespace {

struct RunRequest
{
    std::string model, recording, system, output;
    std::string device = "cpu";
    std::vector<std::string> settings, probes;
    std::int64_t seed = 0;
    std::int64_t threads = 0;
    std::int64_t trial = 0;
    bool force = false;
    bool trust = false;
};

// Before the work, so that a mistyped name does not cost an inference.
void checkProbes(const Model& model, const std::vector<std::string>& globs)
{
    const std::vector<Probe>& probes = model.info().probes;
    for (const std::string& glob : globs) {
        const bool found = std::any_of(probes.begin(), probes.end(), [&](const Probe& probe) {
            return probeWanted({glob}, probe.id);
        });
        if (found)
            continue;
        constexpr std::size_t kMostNamed = 12;
        std::string known;
        for (std::size_t i = 0; i < std::min(kMostNamed, probes.size()); ++i)
            known += (known.empty() ? "" : ", ") + probes[i].id;
        if (probes.size() > kMostNamed)
            known += ", ... (" + std::to_string(probes.size()) + " in all, see 'inspike info')";
        throw Error(ErrorKind::BadParameter,
                    "no probe matches '" + glob + "'; the model has " + known);
    }
}

// What the reader should know, and how many samples of known class were recognised.
void tellResult(const Run& run)
{
    for (const std::string& note : run.notes)
        std::fprintf(stderr, "note: %s\n", note.c_str());
    if (const std::optional<Accuracy> accuracy = accuracyOf(run))
        std::fprintf(stderr,
                     "accuracy: %.2f %% (%zu of %zu samples, 95 %% interval %.2f to %.2f %%)\n",
                     100.0 * accuracy->share.share, accuracy->correct, accuracy->samples,
                     100.0 * accuracy->share.low, 100.0 * accuracy->share.high);
}

// How the recording became the input, where the network was not made for it.
void tellInput(const Json& input)
{
    if (const Json* lines = input.find("explanation")) {
        for (const Json& line : lines->items())
            std::fprintf(stderr, "input: %s\n", line.toString().c_str());
        return;
    }
    for (const auto& [name, each] : input.members())
        tellInput(each);
}

int runInference(const RunRequest& request, JobContext job)
{
    requireFreeOutput(request.output, request.force);
    const SplitSettings split = splitSettings(request.settings, openOptions(request.system));
    CommandInputs inputs;
    inputs.modelPath = request.model;
    inputs.recordingPath = request.recording;
    inputs.model = openModel(request.model, request.system, split.own, job);
    checkProbes(*inputs.model, request.probes);
    settleTrust(inputs, request.trust, job);
    requireTrust(*inputs.model, inputs.modelPath, job);
    JobContext reading = job.part(0.0, 0.1);
    inputs.recording = std::make_shared<const Recording>(
        readRecording(request.recording, reading, static_cast<std::size_t>(request.trial)));

    RunOptions options;
    if (!request.probes.empty())
        options.probeGlobs = request.probes;
    options.settings = split.others;
    options.seed = request.seed;
    options.threads = request.threads;
    JobContext running = job.part(0.1, 0.95);
    const std::shared_ptr<const Run> run = runInputs(inputs, options, running);
    tellInput(run->made.settings["input"]);
    writeRun(request.output, *run, request.force, job);
    job.progress(1.0);
    tellResult(*run);
    std::fprintf(stderr, "%s: %zu outputs, %zu probes, %.3f s\n", request.output.c_str(),
                 run->outputs.size(), run->probes.size(), run->made.wallSeconds);
    return 0;
}

int runCommand(const CommandCall& call)
{
    RunRequest request;
    Arguments arguments("run", "Run a model on a recording and keep what happens inside.");
    arguments.requiredText("-m,--model", request.model, "FILE", "The trained network");
    arguments.requiredText("-r,--recording", request.recording, "FILE", "What goes in");
    arguments.requiredText("-o,--output", request.output, "FILE", "The run file (HDF5)");
    arguments.text("--system", request.system, "ID",
                   "Model system, if the file does not say (see 'inspike list systems')");
    arguments.repeated("--set", request.settings, "KEY=VALUE",
                       "A setting of the model system or of the run; may be repeated");
    arguments.repeated("--probe", request.probes, "GLOB",
                       "Record only these probes; may be repeated; default: all");
    arguments.integer("--trial", request.trial, 0, 1LL << 40,
                      "Which trial of a file that holds many");
    arguments.integer("--seed", request.seed, 0, 1LL << 62, "Seed of anything random");
    arguments.choice("--device", request.device, {"cpu", "cuda"}, "Where to compute");
    arguments.integer("--threads", request.threads, 1, 1024, "Threads; default: all cores");
    arguments.flag("--trust", request.trust,
                   "Run the model even if it is a program, and remember that");
    arguments.flag("--force", request.force, "Replace the output if it exists");
    if (!arguments.parse(call.words))
        return 0;
    if (request.output == "-")
        throw Error(ErrorKind::BadParameter, "a run file cannot be written to stdout; name a file");
    if (request.device != "cpu")
        throw Error(ErrorKind::BadParameter, "device cuda is not available; use --device cpu");
    return runInference(request, consoleJob(call.stop));
}

} // namespace

Command makeRunCommand()
{
    return {"run", "Run a model on a recording", &runCommand};
}

} // namespace inspike
