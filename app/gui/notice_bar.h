// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A line above the views that says what went wrong, or asks before something is done, until it is
// closed. Never modal.

#include <QFrame>

class QLabel;
class QPushButton;
class QToolButton;

namespace inspike {

class NoticeBar : public QFrame
{
    Q_OBJECT

public:
    explicit NoticeBar(QWidget* parent = nullptr);

    void say(const QString& message);
    // With a button that means yes; closing the line means no.
    void ask(const QString& question, const QString& yes);
    QString text() const;

protected:
    void changeEvent(QEvent* event) override;

Q_SIGNALS:
    void detailsRequested();
    void agreed(); // to what was asked

private:
    void display(const QString& message, bool question);
    void showSign();

    QLabel* m_text;
    QLabel* m_sign;
    QToolButton* m_details;
    QPushButton* m_yes;
    bool m_asks = false;
};

} // namespace inspike
