// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/actions.h"

#include "app/gui/compare_dialog.h"
#include "app/gui/main_window.h"
#include "core/base/error.h"
#include "widgets/text/language.h"
#include "widgets/view/icons.h"

#include <QAction>
#include <QActionGroup>
#include <QFileInfo>
#include <QLocale>
#include <QMenu>
#include <QMenuBar>
#include <QToolBar>
#include <QToolButton>

#include <algorithm>
#include <array>

namespace inspike {

namespace {

constexpr int kLargeStep = 10;
constexpr std::size_t kDigitKeys = 9;
constexpr std::array kRates = {0.05, 0.1, 0.25, 0.5, 1.0, 2.0};
constexpr int kToolIconPx = 18;

QList<QKeySequence> standard(QKeySequence::StandardKey key)
{
    return QKeySequence::keyBindings(key);
}

QList<QKeySequence> keys(std::initializer_list<const char*> texts)
{
    QList<QKeySequence> sequences;
    for (const char* text : texts)
        sequences.append(QKeySequence(QString::fromLatin1(text)));
    return sequences;
}

void changeRate(TimeCursor& cursor, int direction)
{
    const auto at = std::lower_bound(kRates.begin(), kRates.end(), cursor.rate());
    const auto index = static_cast<int>(at - kRates.begin()) + direction;
    cursor.setRate(kRates[static_cast<std::size_t>(
        std::clamp(index, 0, static_cast<int>(kRates.size()) - 1))]);
}

} // namespace

Actions::Actions(MainWindow& window) : QObject(&window), m_window(window)
{
    makeFile();
    makeEdit();
    makeView();
    makePlayback();
    makeModel();
    makeHelp();
    makeToolBar();
    Services& services = window.services();
    connect(&services.selection, &SelectionModel::changed, this, &Actions::refresh);
    connect(&services.selection, &SelectionModel::historyChanged, this, &Actions::refresh);
    connect(&services.selection.cursor(), &TimeCursor::baseChanged, this, &Actions::refresh);
    connect(&services.selection.cursor(), &TimeCursor::playbackChanged, this, &Actions::refresh);
    connect(&services.loader, &Loader::busyChanged, this, &Actions::refresh);
    connect(&services.session, &Session::recentChanged, this, &Actions::fillRecent);
    refresh();
}

QAction* Actions::add(QMenu* menu, const QString& text, const char* iconName,
                      const QList<QKeySequence>& sequences, Trigger trigger)
{
    auto* action = new QAction(text, &m_window);
    if (*iconName != '\0')
        action->setIcon(icon(QString::fromLatin1(iconName)));
    action->setIconVisibleInMenu(false);
    action->setShortcuts(sequences);
    action->setProperty("inspike.command", true);
    QString plain = text;
    plain.remove(QLatin1Char('&'));
    action->setToolTip(sequences.isEmpty()
                           ? plain
                           : QStringLiteral("%1 (%2)").arg(
                                 plain, sequences.first().toString(QKeySequence::NativeText)));
    connect(action, &QAction::triggered, this, [trigger = std::move(trigger)] { trigger(); });
    menu->addAction(action);
    return action;
}

QAction* Actions::addChoice(QMenu* menu, const QString& text, Trigger trigger)
{
    QAction* action = add(menu, text, "", {}, std::move(trigger));
    action->setProperty("inspike.group", menu->title().remove(QLatin1Char('&')));
    return action;
}

void Actions::makeFile()
{
    MainWindow* window = &m_window;
    QMenu* menu = window->menuBar()->addMenu(tr("&File"));
    m_open = add(menu, tr("&Open..."), "open", standard(QKeySequence::Open),
                 [window] { window->openFiles(); });
    add(menu, tr("Open &folder..."), "", {}, [window] { window->openFolder(); });
    m_recent = menu->addMenu(tr("Open &recent"));
    fillRecent();
    try {
        QMenu* samples = menu->addMenu(tr("Open &sample"));
        for (const Sample& sample : shippedSamples())
            addChoice(samples, QString::fromStdString(sample.title),
                      [window, sample] { window->openSample(sample); });
        samples->menuAction()->setVisible(!samples->isEmpty());
    } catch (const Error& error) {
        // Installed without samples: the menu has nothing to offer and stays away.
        menu->actions().last()->setVisible(false);
    }
    menu->addSeparator();
    m_saveRun = add(menu, tr("Save &run as..."), "", standard(QKeySequence::SaveAs),
                    [window] { window->saveRun(); });
    m_export = add(menu, tr("&Export figure..."), "export", keys({"Ctrl+E"}),
                   [window] { window->exportFigure(); });
    menu->addSeparator();
    m_closeItem =
        add(menu, tr("&Close item"), "remove", keys({"Ctrl+W"}), [window] { window->closeItem(); });
    add(menu, tr("&Quit"), "", keys({"Ctrl+Q"}), [window] { window->close(); });
}

void Actions::fillRecent()
{
    m_recent->clear();
    Session& session = m_window.services().session;
    Loader* loader = &m_window.services().loader;
    const std::vector<RecentFile> files = session.recentFiles();
    for (const RecentFile& file : files) {
        const QString name = QFileInfo(file.path).fileName();
        QAction* action = m_recent->addAction(file.missing ? tr("%1 (missing)").arg(name) : name);
        action->setToolTip(file.path);
        action->setEnabled(!file.missing);
        connect(action, &QAction::triggered, loader,
                [loader, path = file.path.toStdString()] { loader->open({path}); });
    }
    m_recent->setToolTipsVisible(true);
    m_recent->addSeparator();
    connect(m_recent->addAction(tr("Clear list")), &QAction::triggered, &session,
            &Session::clearRecent);
    m_recent->setEnabled(!files.empty());
}

void Actions::makeEdit()
{
    MainWindow* window = &m_window;
    SelectionModel* selection = &window->services().selection;
    QUndoStack& stack = window->services().session.undo();
    QMenu* menu = window->menuBar()->addMenu(tr("&Edit"));
    QAction* undo = add(menu, tr("&Undo"), "", standard(QKeySequence::Undo), [&] { stack.undo(); });
    QAction* redo =
        add(menu, tr("&Redo"), "", keys({"Ctrl+Shift+Z", "Ctrl+Y"}), [&] { stack.redo(); });
    undo->setEnabled(stack.canUndo());
    redo->setEnabled(stack.canRedo());
    connect(&stack, &QUndoStack::canUndoChanged, undo, &QAction::setEnabled);
    connect(&stack, &QUndoStack::canRedoChanged, redo, &QAction::setEnabled);
    menu->addSeparator();
    m_copyImage = add(menu, tr("Copy &image"), "", standard(QKeySequence::Copy),
                      [window] { window->copyImage(); });
    m_copyData = add(menu, tr("Copy &data as CSV"), "", keys({"Ctrl+Shift+C"}),
                     [window] { window->copyData(); });
    menu->addSeparator();
    add(menu, tr("&Memory budget..."), "", {}, [window] { window->chooseMemoryBudget(); });
    m_back = add(menu, tr("&Previous selection"), "back", keys({"Alt+Left"}),
                 [selection] { selection->back(); });
    m_forward = add(menu, tr("&Next selection"), "forward", keys({"Alt+Right"}),
                    [selection] { selection->forward(); });
    m_clear =
        add(menu, tr("&Clear selection"), "", keys({"Esc"}), [selection] { selection->clear(); });
}

void Actions::makeView()
{
    MainWindow* window = &m_window;
    QMenu* menu = window->menuBar()->addMenu(tr("&View"));
    m_fit = add(menu, tr("&Fit"), "fit", keys({"F"}), [window] {
        if (View* view = window->activeView())
            view->fit();
    });
    add(menu, tr("F&ull screen"), "", keys({"F11"}), [window] { window->toggleFullScreen(); });
    menu->addSeparator();
    QMenu* views = menu->addMenu(tr("&Go to view"));
    const std::vector<ViewDock*>& docks = window->viewDocks();
    for (std::size_t i = 0; i < docks.size(); ++i) {
        QAction* action = addChoice(views, docks[i]->view()->title(),
                                    [window, i] { window->focusView(static_cast<int>(i)); });
        if (i < kDigitKeys)
            action->setShortcut(QKeySequence(QString::number(i + 1)));
    }
    QMenu* panels = menu->addMenu(tr("&Panels"));
    std::vector<QDockWidget*> all(docks.begin(), docks.end());
    all.insert(all.end(), window->panelDocks().begin(), window->panelDocks().end());
    for (QDockWidget* dock : all) {
        QAction* toggle = dock->toggleViewAction();
        toggle->setProperty("inspike.command", true);
        toggle->setProperty("inspike.group", tr("Show or hide"));
        panels->addAction(toggle);
    }
    add(menu, tr("&Reset layout"), "", {}, [window] { window->resetLayout(); });
    menu->addSeparator();
    makeAppearance(menu);
    menu->addSeparator();
    m_palette = add(menu, tr("&Command palette..."), "search", keys({"Ctrl+Shift+P", "Ctrl+K"}),
                    [window] { window->showPalette(); });
}

void Actions::makeAppearance(QMenu* menu)
{
    MainWindow* window = &m_window;
    const Session& session = window->services().session;
    QMenu* themes = menu->addMenu(tr("&Theme"));
    auto* themeGroup = new QActionGroup(this);
    const QString theme = session.value(QStringLiteral("theme")).toString(QStringLiteral("system"));
    const std::array<std::pair<QString, QString>, 3> choices = {
        std::pair(QStringLiteral("light"), tr("&Light")),
        std::pair(QStringLiteral("dark"), tr("&Dark")),
        std::pair(QStringLiteral("system"), tr("As the &system"))};
    for (const auto& [name, title] : choices) {
        QAction* action =
            addChoice(themes, title, [window, chosen = name] { window->chooseTheme(chosen); });
        action->setCheckable(true);
        action->setChecked(name == theme);
        themeGroup->addAction(action);
    }
    QMenu* languages = menu->addMenu(tr("&Language"));
    auto* languageGroup = new QActionGroup(this);
    for (const QString& name : knownLanguages()) {
        QAction* action = addChoice(languages, QLocale(name).nativeLanguageName(),
                                    [window, name] { window->chooseLanguage(name); });
        action->setCheckable(true);
        action->setChecked(name == currentLanguage());
        languageGroup->addAction(action);
    }
}

void Actions::makePlayback()
{
    MainWindow* window = &m_window;
    SelectionModel* selection = &window->services().selection;
    TimeCursor* cursor = &selection->cursor();
    QMenu* menu = window->menuBar()->addMenu(tr("&Playback"));
    m_play = add(menu, tr("&Play or pause"), "play", keys({"Space"}),
                 [cursor] { cursor->setPlaying(!cursor->playing()); });
    menu->addSeparator();
    add(menu, tr("Step &forward"), "step-forward", keys({"Right"}),
        [cursor] { cursor->stepBy(1); });
    add(menu, tr("Step &back"), "step-back", keys({"Left"}), [cursor] { cursor->stepBy(-1); });
    add(menu, tr("Ten steps forward"), "", keys({"Shift+Right"}),
        [cursor] { cursor->stepBy(kLargeStep); });
    add(menu, tr("Ten steps back"), "", keys({"Shift+Left"}),
        [cursor] { cursor->stepBy(-kLargeStep); });
    add(menu, tr("To the &start"), "", keys({"Home"}),
        [cursor] { cursor->setPosition(cursor->base().low); });
    add(menu, tr("To the &end"), "", keys({"End"}),
        [cursor] { cursor->setPosition(cursor->base().high); });
    menu->addSeparator();
    add(menu, tr("&Slower"), "", keys({"["}), [cursor] { changeRate(*cursor, -1); });
    add(menu, tr("F&aster"), "", keys({"]"}), [cursor] { changeRate(*cursor, 1); });
    QAction* loop =
        add(menu, tr("&Loop"), "loop", keys({"L"}), [cursor] { cursor->setLoop(!cursor->loop()); });
    loop->setCheckable(true);
    loop->setChecked(cursor->loop());
    connect(cursor, &TimeCursor::playbackChanged, loop,
            [loop, cursor] { loop->setChecked(cursor->loop()); });
    menu->addSeparator();
    add(menu, tr("&Next trial"), "next", keys({"PgDown"}),
        [selection] { selection->showTrial(selection->trial() + 1); });
    add(menu, tr("&Previous trial"), "previous", keys({"PgUp"}),
        [selection] { selection->showTrial(selection->trial() - 1); });
}

void Actions::makeModel()
{
    Loader* loader = &m_window.services().loader;
    QMenu* menu = m_window.menuBar()->addMenu(tr("&Model"));
    m_run = add(menu, tr("&Run inference"), "infer", keys({"Ctrl+Return", "Ctrl+Enter"}),
                [loader] { loader->runInference(); });
    m_runWith = add(menu, tr("Run inference &with..."), "", keys({"Ctrl+Shift+Return"}),
                    [window = &m_window] { window->runWith(); });
    m_stop = add(menu, tr("&Stop"), "stop", keys({"Esc"}), [loader] { loader->stop(); });
    menu->addSeparator();
    m_compare = add(menu, tr("&Compare runs..."), "compare", keys({"Ctrl+D"}),
                    [window = &m_window] { window->compareRuns(); });
}

void Actions::makeHelp()
{
    MainWindow* window = &m_window;
    QMenu* menu = window->menuBar()->addMenu(tr("&Help"));
    add(menu, tr("&Keyboard shortcuts"), "", keys({"?", "F1"}),
        [window] { window->showShortcuts(); });
    add(menu, tr("Copy &diagnostics"), "", {}, [window] { window->copyDiagnostics(); });
    menu->addSeparator();
    add(menu, tr("&About Inspike"), "", {}, [window] { window->showAbout(); });
}

void Actions::makeToolBar()
{
    QToolBar* bar = m_window.addToolBar(tr("Main tools"));
    bar->setObjectName(QStringLiteral("mainTools"));
    bar->setMovable(false);
    bar->setIconSize(QSize(kToolIconPx, kToolIconPx));
    bar->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    for (QAction* action : {m_open, m_run, m_stop, m_compare, m_export})
        bar->addAction(action);
    m_open->setIconText(tr("Open"));
    m_run->setIconText(tr("Run"));
    m_stop->setIconText(tr("Stop"));
    m_compare->setIconText(tr("Compare"));
    m_export->setIconText(tr("Export figure"));
    auto* spacer = new QWidget(bar);
    spacer->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    bar->addWidget(spacer);
    m_palette->setIconText(tr("Search commands  Ctrl+K"));
    bar->addAction(m_palette);
    if (QWidget* button = bar->widgetForAction(m_palette))
        button->setObjectName(QStringLiteral("paletteButton"));
}

void Actions::refresh()
{
    const Services& services = m_window.services();
    const bool busy = services.loader.busy();
    const View* view = m_window.activeView();
    const bool drawn = view != nullptr && view->figure().has_value();
    m_run->setEnabled(services.loader.canRun());
    m_runWith->setEnabled(services.loader.canRun());
    m_stop->setEnabled(busy);
    const bool comparable = runsIn(services.workspace).size() > 1;
    m_compare->setEnabled(comparable);
    m_compare->setToolTip(
        comparable ? tr("Compare two runs (%1)")
                         .arg(m_compare->shortcut().toString(QKeySequence::NativeText))
                   : tr("Comparing needs two runs: run again with other options, or open one"));
    m_clear->setEnabled(!busy && !services.selection.current().empty());
    m_back->setEnabled(services.selection.canGoBack());
    m_forward->setEnabled(services.selection.canGoForward());
    m_play->setEnabled(!services.selection.cursor().base().empty());
    m_play->setIcon(icon(services.selection.cursor().playing() ? QStringLiteral("pause")
                                                               : QStringLiteral("play")));
    m_closeItem->setEnabled(static_cast<bool>(services.shown));
    m_saveRun->setEnabled(services.workspace.get<Run>(services.shown) != nullptr);
    for (QAction* action : {m_export, m_copyImage, m_copyData, m_fit})
        action->setEnabled(drawn);
}

} // namespace inspike
