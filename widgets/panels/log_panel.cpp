// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/log_panel.h"

#include "core/base/log.h"

#include <QTime>

namespace inspike {

namespace {

constexpr int kLinesKept = 2000;

} // namespace

LogPanel::LogPanel(QWidget* parent) : QPlainTextEdit(parent)
{
    setObjectName(QStringLiteral("log"));
    setAccessibleName(tr("Log"));
    setReadOnly(true);
    setMaximumBlockCount(kLinesKept);
    setFrameShape(QFrame::NoFrame);
    setPlaceholderText(tr("No messages"));
    setLogReceiver([this](LogLevel level, const std::string& message) {
        const QString word = level == LogLevel::Warning ? tr("Warning: ") : QString();
        const QString line = QTime::currentTime().toString(QStringLiteral("HH:mm:ss  ")) + word +
                             QString::fromStdString(message);
        QMetaObject::invokeMethod(this, [this, line] { appendPlainText(line); });
    });
}

LogPanel::~LogPanel()
{
    setLogReceiver({});
}

} // namespace inspike
