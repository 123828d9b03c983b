// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/loader.h"

#include "core/base/log.h"
#include "core/figures/view_catalogue.h"
#include "core/io/reader_registry.h"
#include "core/workspace/run_folder.h"
#include "core/workspace/trusted_files.h"

#include <algorithm>

namespace inspike {

namespace {

QString text(const std::filesystem::path& path)
{
    return QString::fromStdString(path.filename().string());
}

// What the views of the window draw from, and no more: all membranes of a large network would not
// fit in memory.
std::vector<std::string> probesOfViews()
{
    std::vector<std::string> globs;
    for (const FigureKind& kind : figureKinds())
        globs.insert(globs.end(), kind.probes.begin(), kind.probes.end());
    return globs;
}

// nullptr when the program is not trusted.
std::shared_ptr<const Run> runTrusted(const std::filesystem::path& modelPath,
                                      const std::shared_ptr<const Model>& model,
                                      const std::filesystem::path& recordingPath,
                                      const InferenceRequest& request, bool trusted,
                                      JobContext& job)
{
    if (trusted) {
        const std::string note = trustProgram(modelPath, job);
        if (!note.empty())
            logMessage(LogLevel::Warning, note);
    }
    if (!mayRun(*model, modelPath, job))
        return nullptr;
    return runModel(modelPath, model, recordingPath, request, job);
}

} // namespace

Loader::Loader(Workspace& workspace, JobQueue& jobs, QObject* parent)
    : QObject(parent), m_workspace(workspace), m_jobs(jobs), m_trial(jobs, Lane::Io)
{}

void Loader::open(const std::vector<std::filesystem::path>& paths)
{
    Q_EMIT opening();
    for (const std::filesystem::path& given : paths) {
        // A folder may end with a slash.
        const std::filesystem::path path = given.has_filename() ? given : given.parent_path();
        const std::vector<std::filesystem::path> runs = runFilesIn(path);
        for (const std::filesystem::path& run : runs)
            openOne(run, path);
        if (runs.empty())
            openOne(path, {});
    }
    Q_EMIT busyChanged();
}

void Loader::openOne(const std::filesystem::path& path, const std::filesystem::path& group)
{
    ++m_opening;
    m_reading.push_back(m_jobs.start<OpenedFile>(
        Lane::Io, tr("Open %1").arg(text(path)), this,
        [path](JobContext& job) { return openFile(path, job); },
        [this, path, group](const OpenedFile& file) { finishOpening(path, group, file); },
        [this, path](const Error& error) { fail(path, error); }));
}

void Loader::finishOpening(const std::filesystem::path& path, const std::filesystem::path& group,
                           const OpenedFile& file)
{
    ItemId shown;
    if (file.recording)
        shown = addItem(file.recording, path, group);
    if (file.model)
        shown = addItem(file.model, path, group);
    if (file.run)
        shown = addItem(file.run, path, group);
    m_modelCame = m_modelCame || file.model;
    m_recordingCame = m_recordingCame || file.recording;
    Q_EMIT opened(QString::fromStdString((group.empty() ? path : group).string()));
    if (!group.empty())
        m_lastOfGroup = shown;
    else if (shown)
        Q_EMIT added(shown);
    settle();
}

ItemId Loader::addItem(ItemData data, const std::filesystem::path& path,
                       const std::filesystem::path& group)
{
    Recipe recipe;
    recipe.function = "open";
    recipe.path = path.string();
    if (!group.empty())
        recipe.settings.set(kGroupSetting, group.string());
    return m_workspace.add(std::move(data), path.filename().string(), std::move(recipe));
}

void Loader::settle()
{
    if (--m_opening > 0)
        return;
    m_reading.clear();
    if (const ItemId last = std::exchange(m_lastOfGroup, {}))
        Q_EMIT added(last);
    const auto model = m_workspace.get<Model>(m_workspace.newest<Model>());
    const bool modelCame = std::exchange(m_modelCame, false);
    const bool recordingCame = std::exchange(m_recordingCame, false);
    // Programs are executed when the user says so, not because a file was opened.
    if (model && !model->info().isProgram && (modelCame || recordingCame)) {
        // A model to which any recording may be fitted runs on the one that was opened with it.
        const bool anyFits = model->inputWish(Params(model->runOptions())).has_value();
        if (anyFits ? modelCame && recordingCame
                    : fits(m_workspace.newest<Model>(), m_workspace.newest<Recording>()))
            runInference();
    }
    Q_EMIT busyChanged();
}

void Loader::fail(const std::filesystem::path& path, const Error& error)
{
    if (error.kind() != ErrorKind::Cancelled) {
        if (!m_error)
            m_error = error;
        Q_EMIT failed(
            tr("Cannot open %1: %2").arg(text(path), QString::fromStdString(error.message())));
    }
    settle();
}

// "Run of net.nir", then "Run 2 of net.nir".
std::string Loader::titleOfRun(ItemId model) const
{
    const auto taken = [this](const std::string& title) {
        const std::vector<ItemId> items = m_workspace.items();
        return std::any_of(items.begin(), items.end(),
                           [&](ItemId item) { return m_workspace.title(item) == title; });
    };
    const QString name = QString::fromStdString(m_workspace.title(model));
    std::string title = tr("Run of %1").arg(name).toStdString();
    for (int number = 2; taken(title); ++number)
        title = tr("Run %1 of %2").arg(number).arg(name).toStdString();
    return title;
}

bool Loader::fits(ItemId modelItem, ItemId recordingItem) const
{
    const auto model = m_workspace.get<Model>(modelItem);
    const auto recording = m_workspace.get<Recording>(recordingItem);
    if (!model || !recording)
        return false;
    const std::vector<InputInfo>& inputs = model->info().inputs;
    const bool pairs = recording->first<Pairs>() != nullptr;
    const bool events =
        recording->first<SampleList>() != nullptr || recording->first<EventStream>() != nullptr;
    return std::any_of(inputs.begin(), inputs.end(), [&](const InputInfo& input) {
        if (pairs && (input.name == "audio" || input.name == "visual"))
            return true;
        if (events && input.name == "event")
            return true;
        return std::any_of(recording->streams.begin(), recording->streams.end(),
                           [&](const NamedStream& stream) { return stream.name == input.name; });
    });
}

bool Loader::canRun() const
{
    return !inferring() && m_workspace.newest<Model>() && m_workspace.newest<Recording>();
}

void Loader::runInference(ItemId modelItem, ItemId recordingItem, std::optional<Params> options)
{
    if (inferring())
        return;
    if (!modelItem)
        modelItem = m_workspace.newest<Model>();
    if (!recordingItem)
        recordingItem = m_workspace.newest<Recording>();
    const auto model = m_workspace.get<Model>(modelItem);
    const auto recording = m_workspace.get<Recording>(recordingItem);
    if (!model || !recording) {
        Q_EMIT failed(tr("Running inference needs a model and a recording: open both"));
        return;
    }
    run({modelItem, recordingItem, options ? *options : Params(model->runOptions())}, false);
}

void Loader::trustAndRun()
{
    if (const auto request = std::exchange(m_untrusted, std::nullopt); request && !inferring())
        run(*request, true);
}

void Loader::run(const Request& asked, bool trusted)
{
    const ItemId modelItem = asked.model;
    const ItemId recordingItem = asked.recording;
    const auto model = m_workspace.get<Model>(modelItem);
    const auto recording = m_workspace.get<Recording>(recordingItem);
    if (!model || !recording) // closed meanwhile
        return;
    InferenceRequest request;
    request.recording = recording;
    request.probeGlobs = probesOfViews();
    request.options = asked.options;
    const std::filesystem::path modelPath = m_workspace.recipe(modelItem).path;
    const std::filesystem::path recordingPath = m_workspace.recipe(recordingItem).path;
    const auto done = [this, asked, modelItem, recordingItem,
                       modelPath](std::shared_ptr<const Run> run) {
        m_inference = 0;
        if (!run) {
            m_untrusted = asked;
            Q_EMIT busyChanged();
            Q_EMIT trustNeeded(text(modelPath));
            return;
        }
        Recipe recipe;
        recipe.function = "run";
        recipe.sources = {modelItem, recordingItem};
        recipe.settings.set("options", asked.options.toJson());
        const ItemId item =
            m_workspace.add(std::move(run), titleOfRun(modelItem), std::move(recipe));
        Q_EMIT busyChanged();
        Q_EMIT added(item);
    };
    const auto onError = [this](const Error& error) {
        m_inference = 0;
        Q_EMIT busyChanged();
        if (error.kind() == ErrorKind::Cancelled)
            return;
        if (!m_error)
            m_error = error;
        Q_EMIT failed(tr("Inference failed: %1").arg(QString::fromStdString(error.message())));
    };
    m_inference = m_jobs.start<std::shared_ptr<const Run>>(
        Lane::Inference, tr("Run inference"), this,
        [=](JobContext& job) {
            return runTrusted(modelPath, model, recordingPath, request, trusted, job);
        },
        done, onError);
    Q_EMIT busyChanged();
}

void Loader::readTrial(ItemId item, int trial)
{
    const auto shown = m_workspace.get<Recording>(item);
    const auto wanted = static_cast<std::size_t>(std::max(0, trial));
    if (!shown || wanted >= shown->info.trialCount || wanted == shown->info.trial) {
        if (m_trial.busy()) {
            m_trial.cancel();
            Q_EMIT busyChanged();
        }
        return;
    }
    const std::filesystem::path path = shown->info.path;
    const auto done = [this, item](std::shared_ptr<const Recording> read) {
        m_workspace.replace(item, std::move(read));
        Q_EMIT busyChanged();
    };
    const auto onError = [this, item, path](const Error& error) {
        Q_EMIT busyChanged();
        Q_EMIT trialKept(item);
        if (error.kind() != ErrorKind::Cancelled)
            Q_EMIT failed(tr("Cannot read the trial of %1: %2")
                              .arg(text(path), QString::fromStdString(error.message())));
    };
    m_trial.start<std::shared_ptr<const Recording>>(
        tr("Read trial %1 of %2").arg(wanted + 1).arg(text(path)),
        [path, wanted](JobContext& job) {
            return std::make_shared<const Recording>(readRecording(path, job, wanted));
        },
        done, onError);
    Q_EMIT busyChanged();
}

void Loader::stop()
{
    for (const JobNumber job : std::vector(m_reading))
        m_jobs.cancel(job);
    if (inferring())
        m_jobs.cancel(m_inference);
    if (m_trial.busy())
        m_jobs.cancel(m_trial.number());
}

std::optional<Error> Loader::takeError()
{
    return std::exchange(m_error, std::nullopt);
}

} // namespace inspike
