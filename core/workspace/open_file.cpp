// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/open_file.h"

#include "core/base/error.h"
#include "core/base/hash.h"
#include "core/io/reader_registry.h"
#include "core/nn/run_file.h"
#include "core/systems/system_registry.h"
#include "core/workspace/trusted_files.h"
#include "core/workspace/workspace_file.h"

#include <algorithm>
#include <chrono>
#include <optional>

namespace inspike {

namespace fs = std::filesystem;

namespace {

// Runs `attempt`; a refusal of the file is kept as text, everything else goes on.
template <typename Attempt>
std::optional<Error> refusalOf(Attempt attempt)
{
    try {
        attempt();
        return std::nullopt;
    } catch (const Error& error) {
        if (error.kind() == ErrorKind::Cancelled || error.kind() == ErrorKind::OutOfMemory ||
            error.kind() == ErrorKind::Internal)
            throw;
        return error;
    }
}

// A fixture is a model and a recording; either may be missing, not both.
void openBoth(OpenedFile& opened, JobContext& job, std::span<const std::string> settings,
              std::string_view systemId)
{
    JobContext first = job.part(0.0, 0.5);
    JobContext second = job.part(0.5, 1.0);
    const auto noModel =
        refusalOf([&] { opened.model = openModel(opened.path, systemId, settings, first); });
    // Whoever asks for a system or sets its options wants the model.
    if (noModel && (!settings.empty() || !systemId.empty()))
        throw Error(*noModel);
    const auto noRecording = refusalOf([&] {
        opened.recording = std::make_shared<Recording>(readRecording(opened.path, second));
    });
    if (noModel && noRecording)
        throw Error(ErrorKind::Unsupported, std::string("as a model: ") + noModel->what() +
                                                "; as a recording: " + noRecording->what());
    if (noModel)
        opened.notes.push_back(std::string("not opened as a model: ") + noModel->what());
    if (noRecording)
        opened.notes.push_back(std::string("not opened as a recording: ") + noRecording->what());
}

} // namespace

OpenedFile openFile(const fs::path& path, JobContext& job, std::span<const std::string> settings,
                    std::string_view systemId)
{
    const FilePeek peek = peekPath(path); // missing, unreadable
    if (peek.size == 0 && !peek.isFolder)
        throw Error(ErrorKind::BadFormat, path.string() + " is empty");
    OpenedFile opened;
    opened.path = path;
    if (looksLikeWorkspaceFile(path))
        throw Error(ErrorKind::Unsupported,
                    path.string() + " is a workspace, not data; open it in the window");
    if (looksLikeRun(path)) {
        opened.run = std::make_shared<Run>(readRun(path, job));
        return opened;
    }
    if (looksLikeModel(path)) {
        const Sniff asRecording = [&] {
            Sniff best = Sniff::No;
            for (const auto& reader : readers())
                best = std::max(best, reader->sniff(peek));
            return best;
        }();
        if (asRecording == Sniff::Sure)
            openBoth(opened, job, settings, systemId);
        else
            opened.model = openModel(path, systemId, settings, job);
        return opened;
    }
    const auto refused = refusalOf(
        [&] { opened.recording = std::make_shared<Recording>(readRecording(path, job)); });
    if (refused && refused->kind() == ErrorKind::Unsupported)
        throw Error(ErrorKind::Unsupported,
                    std::string(refused->what()) + "; it is no model, run or workspace either");
    if (refused)
        throw Error(*refused);
    return opened;
}

std::shared_ptr<const Run> runModel(const fs::path& modelPath,
                                    const std::shared_ptr<const Model>& model,
                                    const fs::path& recordingPath, const InferenceRequest& request,
                                    JobContext& job)
{
    JobContext hashing = job.part(0.0, 0.05);
    requireTrust(*model, modelPath, hashing);
    Provenance made;
    made.modelFile = modelPath.filename().string();
    made.modelSha256 = sha256OfFile(modelPath, hashing);
    // A folder may end with a slash.
    made.recordingFile =
        (recordingPath.has_filename() ? recordingPath : recordingPath.parent_path())
            .filename()
            .string();
    made.recordingSha256 = recordingPath == modelPath ? made.modelSha256
                           : fs::is_directory(recordingPath)
                               ? sha256OfFolder(recordingPath, hashing)
                               : sha256OfFile(recordingPath, hashing);
    made.system = model->info().system;
    made.settings = Json::object();
    Json probes = Json::array();
    for (const std::string& glob : request.probeGlobs)
        probes.push(glob);
    made.settings.set("probes", std::move(probes));
    made.settings.set("options", request.options.toJson());
    made.settings.set("config", model->info().config);
    made.settings.set("threads", request.threads);
    if (request.recording)
        made.settings.set("trial", static_cast<std::int64_t>(request.recording->info.trial));
    made.seed = request.seed;
    if (request.options.has("device"))
        made.device = request.options.text("device");

    JobContext running = job.part(0.05, 1.0);
    const auto start = std::chrono::steady_clock::now();
    Run run = model->run(request, running);
    made.wallSeconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    for (const auto& [key, value] : run.made.settings.members())
        made.settings.set(key, value);
    run.made = std::move(made);
    if (run.graph.isEmpty())
        run.graph = model->info().graph;
    return std::make_shared<const Run>(std::move(run));
}

} // namespace inspike
