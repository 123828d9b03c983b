// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The window: docks what the view registry and the panels offer and connects them to the services.
// Knows no kind of view and no file format.

#include "app/gui/run_facts.h"
#include "app/gui/services.h"
#include "widgets/theme/theme.h"
#include "widgets/view/view_dock.h"

#include <QMainWindow>

#include <set>

namespace inspike {

class Actions;
class DataTree;
class Inspector;
class NoticeBar;
class StatusLine;

class MainWindow : public QMainWindow
{
    Q_OBJECT

public:
    explicit MainWindow(Services& services, QWidget* parent = nullptr);
    ~MainWindow() override;

    Services& services() const { return m_services; }
    const std::vector<ViewDock*>& viewDocks() const { return m_viewDocks; }
    const std::vector<QDockWidget*>& panelDocks() const { return m_panelDocks; }
    View* activeView() const;
    // Nothing is being read, run or drawn.
    bool settled() const;
    void saveSession();

    // What the actions do.
    void openFiles();
    void openFolder();
    void openSample(const Sample& sample);
    void saveRun();
    void runWith();
    // Asks which runs, unless there are only two.
    void compareRuns();
    void compare(ItemId first, ItemId second);
    void exportFigure();
    void copyImage();
    void copyData();
    void closeItem();
    void focusView(int index);
    void resetLayout();
    void toggleFullScreen();
    void showPalette();
    void showShortcuts();
    void showAbout();
    void copyDiagnostics();
    void chooseTheme(const QString& name); // light, dark, system
    void chooseLanguage(const QString& name);
    void chooseMemoryBudget();

Q_SIGNALS:
    void languageChosen();

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void closeEvent(QCloseEvent* event) override;
    bool event(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void makeCentre();
    void makeViews();
    void makePanels();
    QDockWidget* addPanel(QWidget* panel, const QString& title, Qt::DockWidgetArea area);
    void connectServices();
    std::array<ViewDock*, 3> mainDocks() const;
    void arrange();
    void shareViews();
    void restoreSession();
    void showItem(ItemId item);
    void showItems(ItemId item, const std::vector<ItemId>& compared);
    std::set<ViewDock*> chosenTabs() const;
    void hideIdleTabs();
    void raiseDrawable(const std::set<ViewDock*>& kept);
    void showFacts(const RunFacts& facts);
    void follow(const WorkspaceChange& change);
    void activate(ViewDock* dock);
    std::vector<Key> relatedKeys(const Key& key) const;

    Services& m_services;
    QMainWindow* m_viewArea = nullptr;
    NoticeBar* m_notice = nullptr;
    DataTree* m_tree = nullptr;
    Inspector* m_inspector = nullptr;
    class TransportBar* m_transport = nullptr;
    StatusLine* m_status = nullptr;
    Actions* m_actions = nullptr;
    std::vector<ViewDock*> m_viewDocks;
    std::vector<QDockWidget*> m_panelDocks;
    std::set<ViewDock*> m_idle;    // hidden until they have something to show
    std::set<ViewDock*> m_offered; // tabs that came to the front without having been chosen
    ViewDock* m_active = nullptr;
    RunFacts m_facts;
    bool m_viewsToShare = false; // the layout is fresh and not sized yet
};

} // namespace inspike
