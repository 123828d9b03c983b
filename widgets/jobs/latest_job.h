// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A place for one job at a time where only the newest request counts: a new start cancels the one
// before, whose result is never delivered. May be destroyed while its job runs.

#include "widgets/jobs/job_queue.h"

namespace inspike {

class LatestJob : public QObject
{
    Q_OBJECT

public:
    LatestJob(JobQueue& queue, Lane lane, QObject* parent = nullptr)
        : QObject(parent), m_queue(&queue), m_lane(lane)
    {}
    ~LatestJob() override { cancel(); }

    template <typename Result>
    void start(const QString& title, std::function<Result(JobContext&)> work,
               std::function<void(Result)> done, JobQueue::Failed failed)
    {
        cancel();
        m_number = m_queue->start<Result>(
            m_lane, title, this, std::move(work),
            [this, done = std::move(done)](Result result) {
                m_number = 0;
                done(std::move(result));
            },
            [this, failed = std::move(failed)](const Error& error) {
                m_number = 0;
                if (failed)
                    failed(error);
            });
    }

    // Nothing will be delivered any more.
    void cancel()
    {
        if (m_number != 0 && m_queue != nullptr)
            m_queue->abandon(m_number);
        m_number = 0;
    }
    bool busy() const { return m_number != 0; }
    JobNumber number() const { return m_number; }

private:
    QPointer<JobQueue> m_queue;
    Lane m_lane;
    JobNumber m_number = 0;
};

} // namespace inspike
