// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/status_line.h"

#include "core/base/memory.h"
#include "widgets/theme/theme.h"
#include "widgets/view/icons.h"

#include <QLabel>
#include <QLocale>
#include <QProgressBar>
#include <QToolButton>

#include <cmath>

namespace inspike {

namespace {

constexpr int kMemoryEveryMs = 1000;
constexpr qint64 kJobShownAfterMs = 150;
constexpr int kProgressWidthPx = 120;
constexpr int kPercent = 100;

} // namespace

StatusLine::StatusLine(JobQueue& jobs, QWidget* parent)
    : QStatusBar(parent),
      m_jobs(jobs),
      m_pointed(new QLabel(this)),
      m_jobTitle(new QLabel(this)),
      m_progress(new QProgressBar(this)),
      m_stop(new QToolButton(this))
{
    setSizeGripEnabled(false);
    m_pointed->setMinimumWidth(0);
    m_pointed->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_pointed->setContentsMargins(Theme::kSpacing, 0, 0, 0);
    addWidget(m_pointed, 1);
    m_progress->setFixedSize(kProgressWidthPx, Theme::kSpacing);
    m_progress->setTextVisible(false);
    m_stop->setIcon(icon(QStringLiteral("stop")));
    m_stop->setAutoRaise(true);
    m_stop->setAccessibleName(tr("Stop this job"));
    m_stop->setToolTip(m_stop->accessibleName());
    for (QWidget* part : {static_cast<QWidget*>(m_jobTitle), static_cast<QWidget*>(m_progress),
                          static_cast<QWidget*>(m_stop)}) {
        addPermanentWidget(part);
        part->hide();
    }
    m_fidelity = addField(tr("Whether every spike is drawn, or several share a mark"));
    m_frame = addField(tr("Time to draw the window once"));
    const QString widest = tr("%1 ms/frame").arg(8888.8, 0, 'f', 1);
    m_frame->setMinimumWidth(fontMetrics().horizontalAdvance(widest) + 4 * Theme::kSpacing);
    m_frame->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_memory = addField(tr("Memory in use, and the budget for data"));
    m_device = addField(tr("Where models run"));
    connect(m_stop, &QToolButton::clicked, this, [this] { Q_EMIT stopRequested(m_job); });
    connect(&jobs, &JobQueue::jobChanged, this, &StatusLine::showJob);
    connect(&jobs, &JobQueue::jobRemoved, this, &StatusLine::showJob);
    connect(&m_memoryClock, &QTimer::timeout, this, &StatusLine::showMemory);
    m_memoryClock.start(kMemoryEveryMs);
    showMemory();
}

QLabel* StatusLine::addField(const QString& tooltip)
{
    auto* label = new QLabel(this);
    label->setToolTip(tooltip);
    label->setContentsMargins(Theme::kSpacing, 0, Theme::kSpacing, 0);
    addPermanentWidget(label);
    return label;
}

void StatusLine::showPointed(const QString& text)
{
    m_pointed->setText(text);
}

void StatusLine::showFidelity(const std::optional<Fidelity>& fidelity)
{
    m_fidelity->setVisible(fidelity.has_value());
    if (!fidelity)
        return;
    const auto number = [](std::uint64_t value) {
        return QLocale().toString(static_cast<qulonglong>(value));
    };
    if (fidelity->sampled())
        m_fidelity->setText(tr("sampled 1:%1, counting...").arg(number(fidelity->sampledOneIn)));
    else
        m_fidelity->setText(
            fidelity->exact() ? tr("exact") : tr("aggregated 1:%1").arg(number(fidelity->perMark)));
}

void StatusLine::showFrameTime(double ms)
{
    m_frame->setText(tr("%1 ms/frame").arg(ms, 0, 'f', 1));
}

void StatusLine::showDevice(const QString& device)
{
    m_device->setText(device.toUpper());
}

void StatusLine::showMemory()
{
    m_memory->setText(tr("%1 of %2")
                          .arg(QString::fromStdString(textFromBytes(residentMemory())),
                               QString::fromStdString(textFromBytes(memoryBudget()))));
}

void StatusLine::showJob()
{
    m_job = 0;
    for (const JobInfo& info : m_jobs.jobs()) {
        const bool old = m_jobs.nowMs() - info.startedMs >= kJobShownAfterMs;
        if (info.ended() || info.lane == Lane::Figures || !old)
            continue;
        m_job = info.number;
        m_jobTitle->setText(info.message.isEmpty()
                                ? info.title
                                : QStringLiteral("%1: %2").arg(info.title, info.message));
        m_progress->setRange(0, info.fraction > 0 ? kPercent : 0);
        m_progress->setValue(static_cast<int>(std::lround(info.fraction * kPercent)));
        m_stop->setEnabled(info.state != JobState::Stopping);
        break;
    }
    for (QWidget* part : {static_cast<QWidget*>(m_jobTitle), static_cast<QWidget*>(m_progress),
                          static_cast<QWidget*>(m_stop)})
        part->setVisible(m_job != 0);
}

} // namespace inspike
