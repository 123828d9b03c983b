// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What runs longer than a second, with progress and Cancel, and what failed, with message and
// trail until it is dismissed.

#include "widgets/jobs/job_queue.h"

#include <QTimer>
#include <QWidget>

#include <map>

class QLabel;
class QVBoxLayout;

namespace inspike {

class JobRow;

class JobListPanel : public QWidget
{
    Q_OBJECT

public:
    explicit JobListPanel(JobQueue& queue, QWidget* parent = nullptr);

    int rows() const { return static_cast<int>(m_rows.size()); }

Q_SIGNALS:
    void jobFailed(const QString& title, const QString& message);

private:
    void refresh();
    void watch(quint64 number);

    JobQueue& m_queue;
    std::map<JobNumber, JobRow*> m_rows;
    QVBoxLayout* m_list;
    QLabel* m_empty;
    QTimer m_clock; // looks for jobs that became old enough to be shown
};

} // namespace inspike
