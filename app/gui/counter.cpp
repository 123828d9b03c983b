// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/counter.h"

namespace inspike {

namespace {

struct Counted
{
    Atlases atlases;
    std::vector<std::string> notes;
};

} // namespace

Counter::Counter(Workspace& workspace, JobQueue& jobs, QObject* parent)
    : QObject(parent),
      m_workspace(workspace),
      m_jobs(jobs),
      m_subscription(workspace.subscribe([this](const WorkspaceChange& change) { follow(change); }))
{}

Counter::~Counter()
{
    m_workspace.unsubscribe(m_subscription);
}

void Counter::follow(const WorkspaceChange& change)
{
    using What = WorkspaceChange::What;
    if (change.what == What::Counted)
        return;
    const auto running = m_running.find(change.item);
    if (running != m_running.end()) {
        m_jobs.abandon(running->second);
        m_running.erase(running);
    }
    if (change.what != What::Removed)
        count(change.item);
}

void Counter::count(ItemId item)
{
    const auto recording = m_workspace.get<Recording>(item);
    if (!recording || !needsAtlas(*recording))
        return;
    const QString title =
        tr("Count the spikes of %1").arg(QString::fromStdString(m_workspace.title(item)));
    m_running[item] = m_jobs.start<Counted>(
        Lane::Counts, title, this,
        [recording](JobContext& job) {
            Counted counted;
            counted.atlases = openAtlases(recording, {}, counted.notes, job);
            return counted;
        },
        [this, item](Counted counted) {
            m_running.erase(item);
            m_workspace.attach(item, std::move(counted.atlases));
            for (const std::string& note : counted.notes)
                Q_EMIT noted(QString::fromStdString(note));
        },
        [this, item](const Error& error) {
            m_running.erase(item);
            if (error.kind() != ErrorKind::Cancelled)
                Q_EMIT failed(
                    tr("Cannot count the spikes: %1").arg(QString::fromStdString(error.message())));
        });
}

} // namespace inspike
