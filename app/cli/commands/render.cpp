// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/arguments.h"
#include "app/cli/command.h"
#include "app/cli/inputs.h"
#include "app/cli/picture.h"
#include "core/base/error.h"
#include "core/base/files.h"
#include "core/figures/view_catalogue.h"

namespace inspike {

namespace {

struct RenderRequest
{
    std::string view, sample, system;
    std::vector<std::string> files, settings;
    std::int64_t seed = 0;
    std::int64_t threads = 0;
    bool trust = false;
    PictureRequest picture;
};

const FigureKind& viewByName(const std::string& name)
{
    if (const FigureKind* found = findFigureKind(name))
        return *found;
    std::string known;
    for (const FigureKind& kind : figureKinds())
        known += kind.id + ", ";
    throw Error(ErrorKind::BadParameter, "no view '" + name + "'; there are " + known + "window");
}

int renderFigure(const RenderRequest& request, JobContext job)
{
    const FigureKind& kind = viewByName(request.view);
    const SplitSettings split = splitSettings(request.settings, kind.params());
    const SplitSettings forModel = splitSettings(split.others, openOptions(request.system));
    const Params params = Params::parse(kind.params(), split.own);

    const CommandInputs files = openInputs(request.files, forModel.own, request.system, job);
    settleTrust(files, request.trust, job);
    if (files.runs.size() > 1 && !kind.manyRuns)
        throw Error(ErrorKind::BadParameter, "the view " + kind.id + " takes one run, not " +
                                                 std::to_string(files.runs.size()));
    FigureInputs inputs{files.recording, files.run, 0, files.model, {}, files.runs};
    if (!files.run && files.canRun() && !kind.probes.empty()) {
        JobContext running = job.part(0.1, 0.8);
        RunOptions options;
        options.probeGlobs = kind.probes;
        options.settings = forModel.others;
        options.seed = request.seed;
        options.threads = request.threads;
        inputs.run = runInputs(files, options, running);
        inputs.runs = {inputs.run};
    } else if (!forModel.others.empty()) {
        Params::parse(kind.params(), forModel.others); // throws and names the known ones
    }
    if (!inputs.run) {
        JobContext counting = job.part(0.1, 0.8);
        inputs.atlases = countsOf(files, true, counting);
    }
    if (const std::optional<std::string> missing = kind.lacks(inputs))
        throw Error(ErrorKind::NotFound, "view " + kind.id + " lacks " + *missing);
    JobContext building = job.part(0.8, 0.95);
    const Figure figure = kind.build(inputs, params, viewportOf(request.picture), building);
    Json made = inputs.run ? inputs.run->made.toJson() : Json::object();
    made.set("view", kind.id);
    made.set("view_settings", params.toJson());
    writePicture(figure, request.picture, made);
    job.progress(1.0);
    return 0;
}

int runCommand(const CommandCall& call)
{
    RenderRequest request;
    PictureRequest& picture = request.picture;
    Arguments arguments("render", "Draw a view into a file; no display is needed.");
    arguments.word("VIEW", request.view, "What to draw (see 'inspike list views'), or window");
    arguments.words("FILE", request.files, 0, "A recording, a run, or a model and a recording");
    arguments.requiredText("-o,--output", picture.output, "FIG.{png,svg,pdf,csv,json}",
                           "The picture, or its numbers");
    arguments.repeated("--set", request.settings, "KEY=VALUE",
                       "A setting of the view, the model system or the run; may be repeated");
    arguments.text("--size", picture.size, "180x120mm|1920x1080px", "Size of the picture");
    arguments.text("--preset", picture.preset, "ID",
                   "Size and type of a journal (see 'inspike list presets')");
    arguments.integer("--dpi", picture.dpi, 30, 2400, "Dots per inch of bitmaps");
    arguments.choice("--theme", picture.theme, {"light", "dark"}, "Colours; default: light");
    arguments.choice("--lang", picture.language, {"en", "ja"}, "Language of the labels");
    arguments.text("--sample", request.sample, "ID",
                   "A shipped sample instead of files (see 'inspike list samples')");
    arguments.text("--system", request.system, "ID", "Model system, if the file does not say");
    arguments.integer("--seed", request.seed, 0, 1LL << 62, "Seed of anything random in the run");
    arguments.integer("--threads", request.threads, 1, 1024, "Threads; default: all cores");
    arguments.flag("--trust", request.trust,
                   "Run the model even if it is a program, and remember that");
    arguments.flag("--force", picture.force, "Replace the output if it exists");
    if (!arguments.parse(call.words))
        return 0;
    request.files = filesOrSample(request.files, request.sample);
    checkPicture(picture, request.view == "window");
    if (request.view == "window") {
        if (!request.settings.empty())
            throw Error(ErrorKind::BadParameter, "the window takes no --set");
        writeWindowPicture(request.files, picture);
        return 0;
    }
    return renderFigure(request, consoleJob(call.stop));
}

} // namespace

Command makeRenderCommand()
{
    return {"render", "Draw a view into a picture or a table", &runCommand};
}

} // namespace inspike
