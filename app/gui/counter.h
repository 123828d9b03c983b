// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Counts the large streams of recordings that come into the workspace, as jobs. The views show a
// sample until the counts are there.

#include "core/workspace/workspace.h"
#include "widgets/jobs/job_queue.h"

#include <QObject>

#include <map>

namespace inspike {

class Counter : public QObject
{
    Q_OBJECT

public:
    Counter(Workspace& workspace, JobQueue& jobs, QObject* parent = nullptr);
    ~Counter() override;

Q_SIGNALS:
    void noted(const QString& message); // e.g. that counts cannot be kept in the cache
    void failed(const QString& message);

private:
    void follow(const WorkspaceChange& change);
    void count(ItemId item);

    Workspace& m_workspace;
    JobQueue& m_jobs;
    int m_subscription;
    std::map<ItemId, JobNumber> m_running;
};

} // namespace inspike
