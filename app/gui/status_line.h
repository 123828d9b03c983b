// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The status bar: values under the pointer, progress of the running job, and how honest, fast and
// heavy the picture is.

#include "core/figures/figure.h"
#include "widgets/jobs/job_queue.h"

#include <QStatusBar>
#include <QTimer>

class QLabel;
class QProgressBar;
class QToolButton;

namespace inspike {

class StatusLine : public QStatusBar
{
    Q_OBJECT

public:
    explicit StatusLine(JobQueue& jobs, QWidget* parent = nullptr);

    void showPointed(const QString& text);
    void showFidelity(const std::optional<Fidelity>& fidelity);
    void showFrameTime(double ms);
    void showDevice(const QString& device);

Q_SIGNALS:
    void stopRequested(quint64 job);

private:
    QLabel* addField(const QString& tooltip);
    void showMemory();
    void showJob();

    JobQueue& m_jobs;
    QLabel* m_pointed;
    QLabel* m_jobTitle;
    QProgressBar* m_progress;
    QToolButton* m_stop;
    JobNumber m_job = 0;
    QLabel* m_fidelity = nullptr;
    QLabel* m_frame = nullptr;
    QLabel* m_memory = nullptr;
    QLabel* m_device = nullptr;
    QTimer m_memoryClock;
};

} // namespace inspike
