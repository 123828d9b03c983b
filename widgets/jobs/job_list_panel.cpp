// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/jobs/job_list_panel.h"

#include "widgets/theme/theme.h"

#include <QGridLayout>
#include <QLabel>
#include <QProgressBar>
#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>

#include <cmath>

namespace inspike {

namespace {

constexpr qint64 kShownAfterMs = 1000;
constexpr int kLookEveryMs = 250;
constexpr int kPercent = 100;

} // namespace

class JobRow : public QFrame
{
    Q_OBJECT

public:
    explicit JobRow(QWidget* parent)
        : QFrame(parent),
          m_title(new QLabel(this)),
          m_message(new QLabel(this)),
          m_bar(new QProgressBar(this)),
          m_button(new QToolButton(this))
    {
        auto* grid = new QGridLayout(this);
        grid->setContentsMargins(Theme::kSpacing, Theme::kSpacing / 2, Theme::kSpacing,
                                 Theme::kSpacing / 2);
        grid->addWidget(m_title, 0, 0);
        grid->addWidget(m_button, 0, 1);
        grid->addWidget(m_bar, 1, 0, 1, 2);
        grid->addWidget(m_message, 2, 0, 1, 2);
        grid->setColumnStretch(0, 1);
        m_bar->setFixedHeight(6);
        m_bar->setTextVisible(false);
        m_message->setWordWrap(true);
        m_message->setTextFormat(Qt::PlainText);
        m_message->setTextInteractionFlags(Qt::TextSelectableByMouse);
        connect(m_button, &QToolButton::clicked, this, &JobRow::buttonClicked);
    }

    void show(const JobInfo& info)
    {
        const bool failed = info.state == JobState::Failed;
        m_title->setText(info.title);
        m_bar->setVisible(!failed);
        m_bar->setRange(0, info.fraction > 0 ? kPercent : 0);
        m_bar->setValue(static_cast<int>(std::lround(info.fraction * kPercent)));
        QString message = info.message;
        if (info.state == JobState::Waiting)
            message = tr("Waiting");
        else if (info.state == JobState::Stopping)
            message = tr("Stopping...");
        if (!info.trail.isEmpty())
            message += QStringLiteral("\n") + info.trail.join(QStringLiteral("\n"));
        m_message->setText(message);
        m_message->setVisible(!message.isEmpty());
        m_button->setText(failed ? tr("Dismiss") : tr("Cancel"));
        m_button->setAccessibleName(m_button->text() + QStringLiteral(": ") + info.title);
        m_button->setEnabled(info.state != JobState::Stopping);
    }

Q_SIGNALS:
    void buttonClicked();

private:
    QLabel* m_title;
    QLabel* m_message;
    QProgressBar* m_bar;
    QToolButton* m_button;
};

JobListPanel::JobListPanel(JobQueue& queue, QWidget* parent)
    : QWidget(parent), m_queue(queue), m_list(new QVBoxLayout), m_empty(new QLabel(this))
{
    setObjectName(QStringLiteral("jobList"));
    setAccessibleName(tr("Jobs"));
    auto* content = new QWidget;
    auto* area = new QScrollArea(this);
    area->setWidget(content);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    m_empty->setText(tr("Nothing is running"));
    m_empty->setEnabled(false);
    m_empty->setAlignment(Qt::AlignCenter);
    content->setLayout(m_list);
    m_list->setContentsMargins(0, 0, 0, 0);
    m_list->addWidget(m_empty);
    m_list->addStretch();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(area);
    connect(&queue, &JobQueue::jobAdded, &m_clock, qOverload<>(&QTimer::start));
    connect(&queue, &JobQueue::jobChanged, this, &JobListPanel::watch);
    connect(&queue, &JobQueue::jobRemoved, this, &JobListPanel::refresh);
    connect(&m_clock, &QTimer::timeout, this, &JobListPanel::refresh);
    m_clock.setInterval(kLookEveryMs);
}

void JobListPanel::watch(quint64 number)
{
    for (const JobInfo& info : m_queue.jobs()) {
        if (info.number == number && info.state == JobState::Failed)
            Q_EMIT jobFailed(info.title, info.message);
    }
    refresh();
}

void JobListPanel::refresh()
{
    std::map<JobNumber, JobRow*> kept;
    for (const JobInfo& info : m_queue.jobs()) {
        const bool old = m_queue.nowMs() - info.startedMs >= kShownAfterMs;
        if (info.state != JobState::Failed && (info.ended() || !old))
            continue;
        const auto found = m_rows.find(info.number);
        JobRow* row = found != m_rows.end() ? found->second : nullptr;
        if (row == nullptr) {
            row = new JobRow(this);
            m_list->insertWidget(m_list->count() - 1, row);
            connect(row, &JobRow::buttonClicked, this, [this, number = info.number] {
                m_queue.cancel(number);
                m_queue.dismiss(number);
            });
        }
        row->show(info);
        kept[info.number] = row;
    }
    for (const auto& [number, row] : m_rows) {
        if (!kept.contains(number))
            row->deleteLater();
    }
    m_rows = std::move(kept);
    m_empty->setVisible(m_rows.empty());
    if (m_queue.idle())
        m_clock.stop();
}

} // namespace inspike

#include "job_list_panel.moc"
