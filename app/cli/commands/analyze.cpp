// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/arguments.h"
#include "app/cli/command.h"
#include "app/cli/inputs.h"
#include "core/analysis/analysis_registry.h"
#include "core/base/error.h"
#include "core/base/files.h"

#include <iostream>

namespace inspike {

namespace {

struct AnalyzeRequest
{
    std::string name, sample, system, output;
    std::vector<std::string> files, settings;
    std::int64_t seed = 0;
    std::int64_t threads = 0;
    bool json = false;
    bool trust = false;
    bool force = false;
};

const Analysis& analysisByName(const std::string& name)
{
    if (const Analysis* found = findAnalysis(name))
        return *found;
    std::string known;
    for (const Analysis& analysis : analyses())
        known += (known.empty() ? "" : ", ") + analysis.id;
    throw Error(ErrorKind::BadParameter, "no analysis '" + name + "'; there are " + known);
}

int runAnalysis(const AnalyzeRequest& request, JobContext job)
{
    const Analysis& analysis = analysisByName(request.name);
    const bool asJson = request.json || request.output.ends_with(".json");
    if (!request.output.empty())
        requireFreeOutput(request.output, request.force);
    const SplitSettings split = splitSettings(request.settings, analysis.params());
    const SplitSettings forModel = splitSettings(split.others, openOptions(request.system));
    const Params params = Params::parse(analysis.params(), split.own);

    CommandInputs files = openInputs(request.files, forModel.own, request.system, job);
    settleTrust(files, request.trust, job);
    if (files.runs.size() > 1 && !analysis.manyRuns)
        throw Error(ErrorKind::BadParameter, "the analysis " + analysis.id +
                                                 " takes one run, not " +
                                                 std::to_string(files.runs.size()));
    AnalysisInputs inputs{files.recording, files.model, files.run, {}, files.runs};
    if (!files.run) {
        JobContext counting = job.part(0.0, 0.5);
        inputs.atlases = countsOf(files, false, counting);
    }
    std::optional<std::string> missing = analysis.lacks(inputs);
    if (missing && files.canRun() && !files.run) {
        JobContext running = job.part(0.0, 0.6);
        RunOptions options;
        options.settings = forModel.others;
        options.seed = request.seed;
        options.threads = request.threads;
        inputs.run = runInputs(files, options, running);
        inputs.runs = {inputs.run};
        missing = analysis.lacks(inputs);
    } else if (!forModel.others.empty()) {
        Params::parse(analysis.params(), forModel.others); // throws and names the known ones
    }
    if (missing)
        throw Error(ErrorKind::NotFound, "analysis " + analysis.id + " lacks " + *missing);
    JobContext working = job.part(0.6, 1.0);
    const AnalysisResult result = analysis.call(inputs, params, working);
    job.progress(1.0);
    const std::string text = asJson ? result.toJson().dump(2) + "\n" : result.toCsv();
    writeFile(request.output.empty() ? "-" : request.output, text, request.force);
    return 0;
}

int runCommand(const CommandCall& call)
{
    AnalyzeRequest request;
    Arguments arguments("analyze", "Compute a registered analysis; a CSV table unless asked else.");
    arguments.word("NAME", request.name, "Which one (see 'inspike list analyses')");
    arguments.words("FILE", request.files, 0,
                    "A recording, a model, a run, or model and recording");
    arguments.repeated("--set", request.settings, "KEY=VALUE",
                       "A setting of the analysis, the model system or the run; may be repeated");
    arguments.text("--sample", request.sample, "ID",
                   "A shipped sample instead of files (see 'inspike list samples')");
    arguments.text("--system", request.system, "ID", "Model system, if the file does not say");
    arguments.flag("--json", request.json, "As JSON instead of CSV");
    arguments.text("-o,--output", request.output, "FILE", "CSV or JSON file; default: stdout");
    arguments.integer("--seed", request.seed, 0, 1LL << 62, "Seed of anything random in the run");
    arguments.integer("--threads", request.threads, 1, 1024, "Threads; default: all cores");
    arguments.flag("--trust", request.trust,
                   "Run the model even if it is a program, and remember that");
    arguments.flag("--force", request.force, "Replace the output if it exists");
    if (!arguments.parse(call.words))
        return 0;
    request.files = filesOrSample(request.files, request.sample);
    return runAnalysis(request, consoleJob(call.stop));
}

} // namespace

Command makeAnalyzeCommand()
{
    return {"analyze", "Compute a registered analysis", &runCommand};
}

} // namespace inspike
