// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A line above the views that says what went wrong, until it is closed. Never modal.

#include <QFrame>

class QLabel;

namespace inspike {

class NoticeBar : public QFrame
{
    Q_OBJECT

public:
    explicit NoticeBar(QWidget* parent = nullptr);

    void say(const QString& message);
    QString text() const;

Q_SIGNALS:
    void detailsRequested();

private:
    QLabel* m_text;
};

} // namespace inspike
