// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What a view shows in place of, or over, its canvas: nothing yet (with a button that helps), work
// going on, or a failure with its trail.

#include <QWidget>

class QLabel;
class QProgressBar;
class QPushButton;

namespace inspike {

class ViewOverlay : public QWidget
{
    Q_OBJECT

public:
    explicit ViewOverlay(QWidget* parent);

    void showEmpty(const QString& icon, const QString& title, const QString& detail,
                   const QString& button);
    void showFailed(const QString& message, const QStringList& trail);
    // A thin bar at the top; what was drawn before stays visible.
    void showBusy();
    void clear();
    bool covers() const { return isVisible() && !m_busy; }
    QString text() const;

Q_SIGNALS:
    void buttonClicked();

protected:
    void paintEvent(QPaintEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void place();

    QLabel* m_icon;
    QLabel* m_title;
    QLabel* m_detail;
    QPushButton* m_button;
    QProgressBar* m_bar;
    bool m_busy = false;
};

} // namespace inspike
