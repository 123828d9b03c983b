// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/arguments.h"
#include "app/cli/command.h"
#include "core/base/error.h"
#include "core/base/files.h"
#include "core/io/reader_registry.h"
#include "core/io/recording_writer.h"
#include "core/systems/nir/nir_export.h"
#include "core/systems/system_registry.h"

#include <iostream>

namespace inspike {

namespace {

struct ConvertRequest
{
    std::string input, output, system;
    std::string as = "auto";
    std::vector<std::string> settings;
    std::int64_t trial = 0;
    bool force = false;
};

bool isNirName(const std::string& path)
{
    return std::filesystem::path(path).extension() == ".nir";
}

void convertToNir(const ConvertRequest& request, JobContext& job)
{
    const nir::Export made = nir::exportNir(request.input, request.system, request.settings, job);
    for (const std::string& note : made.notes)
        std::cerr << "inspike: " << note << '\n';
    nir::writeNir(request.output, made.file, request.force);
}

void convertModel(const ConvertRequest& request, JobContext& job)
{
    const ModelFormat* format = request.system.empty() ? formatOf(request.input) : nullptr;
    if (format != nullptr) {
        const ModelFormatInfo info = format->info();
        throw Error(ErrorKind::BadParameter,
                    request.input + " is a " + info.title +
                        ", which Inspike's own HDF5 file of parameters cannot hold" +
                        (info.id == "nir" ? "; name the output .nir" : ""));
    }
    Checkpoint checkpoint = readCheckpoint(request.input, job);
    const bool named = !request.system.empty() || !checkpoint.system.empty();
    // Opening finds the system and checks that the parameters fit it. A checkpoint of no known
    // system is still worth keeping as HDF5.
    const auto recognised = [&] {
        for (const auto& system : systems()) {
            if (system->accepts(checkpoint))
                return true;
        }
        return false;
    };
    if (named || recognised()) {
        const auto model = openModel(request.input, request.system, request.settings, job);
        checkpoint.system = model->info().system;
        checkpoint.config = model->info().config;
    } else {
        std::cerr << "inspike: no model system recognises these parameters; kept as they are\n";
    }
    writeModelFile(request.output, checkpoint);
}

void convertRecording(const ConvertRequest& request, JobContext& job)
{
    const Reader& reader = pickReader(peekFile(request.input));
    ReadRequest reading;
    reading.path = request.input;
    reading.params = Params::parse(reader.info().params, request.settings);
    reading.trial = static_cast<std::size_t>(request.trial);
    JobContext first = job.part(0.0, 0.5);
    const Recording recording = reader.read(reading, first);
    JobContext second = job.part(0.5, 1.0);
    writeRecording(request.output, recording, request.force, second);
}

int runCommand(const CommandCall& call)
{
    ConvertRequest request;
    Arguments arguments(
        "convert",
        "Keep a recording or a model as Inspike's own HDF5 file, or a model as NIR graph.");
    arguments.word("IN", request.input, "Any readable recording or model");
    arguments.requiredText("-o,--output", request.output, "OUT.h5",
                           "The new file; a name that ends in .nir gets the model as NIR graph");
    arguments.choice("--as", request.as, {"auto", "recording", "model"},
                     "What to keep of a file that is both");
    arguments.text("--system", request.system, "ID", "Model system, if the file does not say");
    arguments.repeated("--set", request.settings, "KEY=VALUE",
                       "A setting of the reader or of the model system; may be repeated");
    arguments.integer("--trial", request.trial, 0, 1LL << 40,
                      "Which trial of a file that holds many");
    arguments.flag("--force", request.force, "Replace the output if it exists");
    if (!arguments.parse(call.words))
        return 0;
    if (request.output == "-")
        throw Error(ErrorKind::BadParameter, "HDF5 cannot be written to stdout; name a file");
    requireFreeOutput(request.output, request.force);

    JobContext job = consoleJob(call.stop);
    peekFile(request.input);
    const bool asModel =
        request.as == "model" || (request.as == "auto" && looksLikeModel(request.input));
    if (!asModel && isNirName(request.output)) {
        throw Error(ErrorKind::BadParameter,
                    "a NIR file holds a network, not a recording; name the output .h5");
    }
    if (isNirName(request.output))
        convertToNir(request, job);
    else if (asModel)
        convertModel(request, job);
    else
        convertRecording(request, job);
    job.progress(1.0);
    return 0;
}

} // namespace

Command makeConvertCommand()
{
    return {"convert", "Keep a recording or a model as Inspike's own HDF5 file, or as NIR",
            &runCommand};
}

} // namespace inspike
