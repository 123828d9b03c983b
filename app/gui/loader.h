// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Brings files into the workspace and runs models, as jobs. When everything asked for is open, and
// a model and a recording that fits are among it, they are run at once; but programs, which are
// run when asked for, and when they are trusted.

#include "core/workspace/open_file.h"
#include "core/workspace/workspace.h"
#include "widgets/jobs/latest_job.h"

#include <QObject>

#include <filesystem>
#include <optional>

namespace inspike {

class Loader : public QObject
{
    Q_OBJECT

public:
    Loader(Workspace& workspace, JobQueue& jobs, QObject* parent = nullptr);

    // A folder of runs is opened as its runs, one group of items.
    void open(const std::vector<std::filesystem::path>& paths);
    // With the model and recording given, or the newest ones; says why not through `failed`.
    // `options` are of the model's run options; without them all are at their defaults.
    void runInference(ItemId model = {}, ItemId recording = {}, std::optional<Params> options = {});
    // What was asked for when `trustNeeded` came: trusts the program and runs it.
    void trustAndRun();
    // Replaces the recording by another trial of its file; the newest request wins.
    void readTrial(ItemId recording, int trial);
    bool inferring() const { return m_inference != 0; }
    bool busy() const { return inferring() || m_opening > 0 || m_trial.busy(); }
    void stop(); // both reading and running
    bool canRun() const;
    // The first thing that went wrong since the last call, for callers without a window.
    std::optional<Error> takeError();

Q_SIGNALS:
    void opening(); // a new batch of files was asked for
    void opened(const QString& path);
    void added(inspike::ItemId item); // what should now be shown
    void busyChanged();               // reading or running started or ended
    void failed(const QString& message);
    void trustNeeded(const QString& file); // a program that is not trusted was to be run
    void trialKept(inspike::ItemId item);  // another one could not be read, or was stopped

private:
    struct Request
    {
        ItemId model, recording;
        Params options;
    };
    void run(const Request& request, bool trusted);
    void openOne(const std::filesystem::path& path, const std::filesystem::path& group);
    void finishOpening(const std::filesystem::path& path, const std::filesystem::path& group,
                       const OpenedFile& file);
    void settle();
    void fail(const std::filesystem::path& path, const Error& error);
    std::string titleOfRun(ItemId model) const;
    bool fits(ItemId model, ItemId recording) const;
    ItemId addItem(ItemData data, const std::filesystem::path& path,
                   const std::filesystem::path& group);

    Workspace& m_workspace;
    JobQueue& m_jobs;
    int m_opening = 0;
    std::vector<JobNumber> m_reading; // of the batch that is being opened
    ItemId m_lastOfGroup;             // shown when all of its group are open
    bool m_modelCame = false;         // in the batch that is being opened
    bool m_recordingCame = false;
    JobNumber m_inference = 0;
    std::optional<Request> m_untrusted; // to be run once it is trusted
    LatestJob m_trial;
    std::optional<Error> m_error;
};

} // namespace inspike
