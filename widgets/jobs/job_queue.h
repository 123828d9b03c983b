// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Runs anything that takes longer than a moment away from the GUI thread: reading files,
// inference and counting (one at a time each), figures (several). Progress and results arrive on
// the GUI thread. A result whose owner was destroyed, or whose job was cancelled, is dropped. The
// job boundary: an Error thrown by the work becomes a failed job with message and trail. All
// members are for the GUI thread; work runs on the queue's own threads.

#include "core/base/error.h"
#include "core/base/job.h"

#include <QObject>
#include <QPointer>
#include <QString>

#include <functional>
#include <memory>
#include <vector>

namespace inspike {

enum class Lane { Io, Inference, Counts, Figures };
enum class JobState { Waiting, Running, Stopping, Done, Failed, Cancelled };

using JobNumber = quint64;

struct JobInfo
{
    JobNumber number = 0;
    QString title;
    Lane lane = Lane::Io;
    JobState state = JobState::Waiting;
    double fraction = 0.0;
    QString message;      // what it is doing, or why it failed
    QStringList trail;    // of a failed job, outermost context first
    qint64 startedMs = 0; // on the queue's clock

    bool ended() const { return state >= JobState::Done; }
};

class JobQueue : public QObject
{
    Q_OBJECT

public:
    using Work = std::function<void(JobContext&)>;
    using Done = std::function<void()>;
    using Failed = std::function<void(const Error&)>;

    // `figureThreads` 0: one per core but one.
    explicit JobQueue(QObject* parent = nullptr, int figureThreads = 0);
    // Cancels everything and joins.
    ~JobQueue() override;

    // `owner` (may be null: the queue) must be alive for `done` and `failed` to be called. `failed`
    // is also called, with kind Cancelled, when a user cancelled the job.
    JobNumber start(Lane lane, const QString& title, QObject* owner, Work work, Done done,
                    Failed failed = {});

    // As above for work with a result, which is moved to `done`.
    template <typename Result>
    JobNumber start(Lane lane, const QString& title, QObject* owner,
                    std::function<Result(JobContext&)> work, std::function<void(Result)> done,
                    Failed failed = {})
    {
        auto result = std::make_shared<std::unique_ptr<Result>>();
        return start(
            lane, title, owner,
            [work = std::move(work), result](JobContext& job) {
                *result = std::make_unique<Result>(work(job));
            },
            [done = std::move(done), result] { done(std::move(**result)); }, std::move(failed));
    }

    void cancel(JobNumber number);
    // Cancels and drops the callbacks: for owners that no longer care.
    void abandon(JobNumber number);
    void cancelAll();

    // Waiting, running and failed jobs; failed ones stay until dismissed.
    std::vector<JobInfo> jobs() const;
    bool idle() const; // nothing waits or runs
    void dismiss(JobNumber number);
    qint64 nowMs() const;

Q_SIGNALS:
    void jobAdded(quint64 number);
    void jobChanged(quint64 number);
    // After it ended (a failed one: after it was dismissed).
    void jobRemoved(quint64 number);
    void idleReached();

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace inspike
