// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Every action of the window by typing a part of its name. Built from the actions that exist, so
// none can be missing.

#include <QDialog>

class QAction;
class QLineEdit;
class QTreeWidget;

namespace inspike {

class CommandPalette : public QDialog
{
    Q_OBJECT

public:
    explicit CommandPalette(QWidget* window);

    // What the list offers for the text typed, best first.
    QList<QAction*> matches(const QString& typed) const;
    // All actions of a window that a person can trigger, with a text.
    static QList<QAction*> actionsOf(const QWidget* window);
    // "Theme: Dark" for an action of a submenu.
    static QString nameOf(const QAction* action);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void fill(const QString& typed);
    void triggerCurrent();

    QList<QAction*> m_actions;
    QLineEdit* m_line;
    QTreeWidget* m_list;
};

} // namespace inspike
