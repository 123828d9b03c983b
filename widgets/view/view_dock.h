// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A dockable frame for a view: its title, what it shows in a few words, and buttons to fit, export,
// float and close.

#include "widgets/view/view.h"

#include <QDockWidget>

class QLabel;
class QToolButton;

namespace inspike {

class ViewDock : public QDockWidget
{
    Q_OBJECT

public:
    ViewDock(View* view, QWidget* parent);

    View* view() const { return m_view; }
    void setActive(bool active); // the view that the inspector describes
    void retranslate();

Q_SIGNALS:
    void exportRequested();
    void activated();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QWidget* makeTitleBar();
    void showDetail();

    View* m_view;
    QLabel* m_title = nullptr;
    QLabel* m_detail = nullptr;
    std::vector<QToolButton*> m_buttons;
};

} // namespace inspike
