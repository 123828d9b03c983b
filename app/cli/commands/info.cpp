// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/arguments.h"
#include "app/cli/command.h"
#include "app/cli/describe.h"
#include "app/cli/inputs.h"
#include "core/base/error.h"
#include "core/io/reader_registry.h"
#include "core/nn/run_file.h"
#include "core/systems/system_registry.h"

#include <algorithm>
#include <iostream>

namespace inspike {

namespace {

struct InfoRequest
{
    std::string file, system;
    std::vector<std::string> settings;
    std::int64_t trial = 0;
    bool json = false;
};

Json recordingInfo(const InfoRequest& request, JobContext& job)
{
    const FilePeek peek = peekPath(request.file);
    const Reader& reader = pickReader(peek);
    ReadRequest reading;
    reading.path = request.file;
    reading.params = Params::parse(reader.info().params, request.settings);
    reading.trial = static_cast<std::size_t>(request.trial);
    return reader.inspect(reading, job).toJson();
}

Json modelInfo(const InfoRequest& request, JobContext& job)
{
    if (request.system.empty() && formatOf(request.file) != nullptr)
        return describeModel(openModel(request.file, {}, request.settings, job)->info());
    const Checkpoint checkpoint = readCheckpoint(request.file, job);
    const auto known = systems();
    const bool recognised = !request.system.empty() || !checkpoint.system.empty() ||
                            std::any_of(known.begin(), known.end(), [&](const auto& system) {
                                return system->accepts(checkpoint);
                            });
    if (!recognised)
        return describeCheckpoint(checkpoint);
    return describeModel(openModel(request.file, request.system, request.settings, job)->info());
}

int runCommand(const CommandCall& call)
{
    InfoRequest request;
    Arguments arguments("info", "Say what a file is: a recording, a model or a run.");
    arguments.word("FILE", request.file, "Any file that Inspike reads");
    arguments.flag("--json", request.json, "As one JSON object");
    arguments.text("--system", request.system, "ID",
                   "Open a model as this system (see 'inspike list systems')");
    arguments.repeated("--set", request.settings, "KEY=VALUE",
                       "A setting of the reader or of the model system; may be repeated");
    arguments.integer("--trial", request.trial, 0, 1LL << 40,
                      "Which trial of a file that holds many");
    if (!arguments.parse(call.words))
        return 0;

    JobContext job = consoleJob(call.stop);
    Json answer;
    std::string lines;
    peekPath(request.file); // says so when there is none
    if (looksLikeRun(request.file)) {
        answer = describeRun(readRun(request.file, job));
        lines = runLines(answer);
    } else if (looksLikeModel(request.file)) {
        answer = modelInfo(request, job);
        lines = modelLines(answer);
        // Reference files carry the input beside the parameters.
        if (answer["format"].toString() == "fixture") {
            InfoRequest input = request;
            input.settings.clear();
            answer.set("recording", recordingInfo(input, job));
            lines += "with " + recordingLines(answer["recording"]);
        }
    } else {
        answer = recordingInfo(request, job);
        lines = recordingLines(answer);
    }
    job.progress(1.0);
    std::cout << (request.json ? answer.dump(2) + "\n" : lines);
    return 0;
}

} // namespace

Command makeInfoCommand()
{
    return {"info", "Say what a file is and what is in it", &runCommand};
}

} // namespace inspike
