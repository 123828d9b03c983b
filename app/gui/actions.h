// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Every action of the window: text, icon, keys, menu and what it does. Menus, tool bar, palette and
// shortcut sheet all come from here.

#include <QKeySequence>
#include <QObject>

#include <functional>

class QAction;
class QMenu;

namespace inspike {

class MainWindow;

class Actions : public QObject
{
    Q_OBJECT

public:
    explicit Actions(MainWindow& window);

    // Enables what can be done now.
    void refresh();

private:
    using Trigger = std::function<void()>;
    QAction* add(QMenu* menu, const QString& text, const char* iconName,
                 const QList<QKeySequence>& keys, Trigger trigger);
    // An action of a submenu, named "group: text" in the palette.
    QAction* addChoice(QMenu* menu, const QString& text, Trigger trigger);
    void makeFile();
    void makeEdit();
    void makeView();
    void makeAppearance(QMenu* menu);
    void makePlayback();
    void makeModel();
    void makeHelp();
    void makeToolBar();
    void fillRecent();

    MainWindow& m_window;
    QMenu* m_recent = nullptr;
    QAction* m_open = nullptr;
    QAction* m_saveRun = nullptr;
    QAction* m_export = nullptr;
    QAction* m_copyImage = nullptr;
    QAction* m_copyData = nullptr;
    QAction* m_closeItem = nullptr;
    QAction* m_back = nullptr;
    QAction* m_forward = nullptr;
    QAction* m_clear = nullptr;
    QAction* m_fit = nullptr;
    QAction* m_palette = nullptr;
    QAction* m_play = nullptr;
    QAction* m_run = nullptr;
    QAction* m_runWith = nullptr;
    QAction* m_stop = nullptr;
    QAction* m_compare = nullptr;
};

} // namespace inspike
