// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/main_window.h"

#include "app/gui/actions.h"
#include "app/gui/notice_bar.h"
#include "app/gui/status_line.h"
#include "core/figures/figure_io.h"
#include "core/workspace/run_folder.h"
#include "widgets/jobs/job_list_panel.h"
#include "widgets/panels/data_tree.h"
#include "widgets/panels/inspector.h"
#include "widgets/panels/log_panel.h"
#include "widgets/panels/transport_bar.h"
#include "widgets/view/view_registry.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractSpinBox>
#include <QApplication>
#include <QComboBox>
#include <QDragEnterEvent>
#include <QElapsedTimer>
#include <QJsonObject>
#include <QKeyEvent>
#include <QMimeData>
#include <QScreen>
#include <QTabWidget>
#include <QTimer>
#include <QUrl>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace inspike {

namespace {

constexpr QSize kDefaultSize{1440, 900};
constexpr QSize kLeastSize{1024, 640};
constexpr QSize kFrameRoom{8, 40};
constexpr int kTreeWidthPx = 270;
constexpr int kInspectorWidthPx = 250;
constexpr int kUpperPercent = 58; // of the height, for raster and manifold
constexpr int kLayoutVersion = 2;
constexpr double kNanosPerMs = 1e6;

QString layoutKey(const char* part)
{
    return QStringLiteral("layout.") + QString::fromLatin1(part);
}

} // namespace

MainWindow::MainWindow(Services& services, QWidget* parent)
    : QMainWindow(parent), m_services(services)
{
    setWindowTitle(QStringLiteral("Inspike"));
    setAcceptDrops(true);
    // The frame of the window needs room as well.
    resize(kDefaultSize.boundedTo(screen()->availableSize() - kFrameRoom));
    setMinimumSize(kLeastSize.boundedTo(screen()->availableSize() - kFrameRoom));
    makeCentre();
    makeViews();
    makePanels();
    m_status = new StatusLine(services.jobs, this);
    setStatusBar(m_status);
    connectServices();
    m_actions = new Actions(*this);
    arrange();
    activate(m_viewDocks.front());
    restoreSession();
    showItem(services.shown);
    qApp->installEventFilter(this);
}

MainWindow::~MainWindow()
{
    m_services.selection.setCorrespondence({});
}

void MainWindow::makeCentre()
{
    auto* centre = new QWidget(this);
    auto* column = new QVBoxLayout(centre);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_notice = new NoticeBar(centre);
    m_viewArea = new QMainWindow(centre);
    m_viewArea->setWindowFlags(Qt::Widget); // the constructor insists on a window
    m_viewArea->setDockOptions(AllowNestedDocks | AllowTabbedDocks | AnimatedDocks);
    m_viewArea->setTabPosition(Qt::AllDockWidgetAreas, QTabWidget::North);
    m_transport = new TransportBar(m_services.selection, centre);
    m_transport->setTrialWords([this](int trial) { return m_facts.words(trial); });
    column->addWidget(m_notice);
    column->addWidget(m_viewArea, 1);
    column->addWidget(m_transport);
    setCentralWidget(centre);
}

void MainWindow::makeViews()
{
    const ViewContext context{m_services.workspace, m_services.selection, m_services.jobs};
    for (const ViewClass* viewClass : viewClasses()) {
        auto* dock = new ViewDock(viewClass->make(context, m_viewArea), m_viewArea);
        connect(dock, &ViewDock::activated, this, [this, dock] { activate(dock); });
        connect(dock, &ViewDock::exportRequested, this, &MainWindow::exportFigure);
        connect(dock->view(), &View::pointed, this,
                [this](const QString& text) { m_status->showPointed(text); });
        connect(dock->view(), &View::runRequested, this,
                [this] { m_services.loader.runInference(); });
        connect(dock->view(), &View::openRequested, this, &MainWindow::openFiles);
        connect(dock->view(), &View::figureChanged, this, [this, dock] {
            if (dock == m_active)
                activate(dock);
        });
        m_viewDocks.push_back(dock);
    }
}

QDockWidget* MainWindow::addPanel(QWidget* panel, const QString& title, Qt::DockWidgetArea area)
{
    auto* dock = new QDockWidget(title, this);
    dock->setObjectName(QStringLiteral("panel.") + panel->objectName());
    dock->setWidget(panel);
    addDockWidget(area, dock);
    m_panelDocks.push_back(dock);
    return dock;
}

void MainWindow::makePanels()
{
    setDockOptions(AllowNestedDocks | AllowTabbedDocks | AnimatedDocks);
    m_tree = new DataTree(m_services.workspace);
    m_inspector = new Inspector(m_services.selection);
    auto* jobs = new JobListPanel(m_services.jobs);
    QDockWidget* data = addPanel(m_tree, tr("Data"), Qt::LeftDockWidgetArea);
    addPanel(m_inspector, tr("Inspector"), Qt::RightDockWidgetArea);
    QDockWidget* jobDock = addPanel(jobs, tr("Jobs"), Qt::LeftDockWidgetArea);
    addPanel(new LogPanel, tr("Log"), Qt::LeftDockWidgetArea);
    splitDockWidget(data, jobDock, Qt::Vertical);
    connect(m_tree, &DataTree::itemShown, this, &MainWindow::showItem);
    connect(m_tree, &DataTree::itemsCompared, this,
            [this](const std::vector<ItemId>& items) { showItems(items.front(), items); });
    connect(m_tree, &DataTree::removeRequested, this,
            [this](ItemId item) { m_services.workspace.remove(item); });
    connect(m_inspector, &Inspector::edited, this, [this](View* view, const Params& params) {
        m_services.session.editParams(view, params);
    });
    connect(m_notice, &NoticeBar::detailsRequested, jobDock, [jobDock] {
        jobDock->show();
        jobDock->raise();
    });
}

void MainWindow::connectServices()
{
    Loader& loader = m_services.loader;
    connect(&loader, &Loader::added, this, &MainWindow::showItem);
    connect(&loader, &Loader::opened, this,
            [this](const QString& path) { m_services.session.addRecent(path); });
    // Not when a file has opened: one beside it may have failed just before.
    connect(&loader, &Loader::opening, m_notice, &QWidget::hide);
    connect(&loader, &Loader::failed, this, [this](const QString& text) { m_notice->say(text); });
    connect(&loader, &Loader::trustNeeded, this, [this](const QString& file) {
        m_notice->ask(tr("%1 is a TorchScript program, which will be executed. Run it only if you "
                         "trust where it came from.")
                          .arg(file),
                      tr("Run and trust"));
    });
    connect(m_notice, &NoticeBar::agreed, &loader, &Loader::trustAndRun);
    connect(&m_services.counter, &Counter::noted, this,
            [this](const QString& text) { m_notice->say(text); });
    connect(&m_services.counter, &Counter::failed, this,
            [this](const QString& text) { m_notice->say(text); });
    connect(m_status, &StatusLine::stopRequested, &m_services.jobs, &JobQueue::cancel);
    m_services.selection.setCorrespondence([this](const Key& key) { return relatedKeys(key); });
    // A recording is one trial of its file: another one has to be read first.
    connect(&m_services.selection, &SelectionModel::trialChanged, this,
            [this](int trial) { m_services.loader.readTrial(m_services.shown, trial); });
    connect(&loader, &Loader::trialKept, this, [this](ItemId item) {
        if (item == m_services.shown)
            showItem(item);
    });
    const int subscription =
        m_services.workspace.subscribe([this](const WorkspaceChange& change) { follow(change); });
    connect(this, &QObject::destroyed, &loader, [&workspace = m_services.workspace, subscription] {
        workspace.unsubscribe(subscription);
    });
}

void MainWindow::follow(const WorkspaceChange& change)
{
    if (change.item != m_services.shown) {
        if (m_actions != nullptr)
            m_actions->refresh(); // there may be fewer runs to compare now
        return;
    }
    if (change.what == WorkspaceChange::What::Removed) {
        const std::vector<ItemId> left = m_services.workspace.items();
        showItem(left.empty() ? ItemId{} : left.back());
    } else if (change.what == WorkspaceChange::What::Replaced) {
        showItem(change.item);
        for (ViewDock* dock : m_viewDocks)
            dock->view()->refresh();
    } else if (change.what == WorkspaceChange::What::Counted) {
        for (ViewDock* dock : m_viewDocks)
            dock->view()->recount();
    }
}

// A selected condition (mean trajectory) brings its trials along.
std::vector<Key> MainWindow::relatedKeys(const Key& key) const
{
    std::vector<Key> related;
    if (key.kind != KeyKind::Domain)
        return related;
    for (const ViewDock* dock : m_viewDocks) {
        const auto& figure = dock->view()->figure();
        const auto* manifold = figure ? std::get_if<ManifoldFigure>(&*figure) : nullptr;
        if (manifold == nullptr)
            continue;
        for (const ManifoldPath& path : manifold->paths) {
            if (!path.mean && path.category == key.index)
                related.push_back(path.key);
        }
    }
    return related;
}

std::array<ViewDock*, 3> MainWindow::mainDocks() const
{
    std::array<ViewDock*, 3> docks{};
    std::size_t count = 0;
    for (ViewDock* dock : m_viewDocks) {
        if (dock->view()->viewClass().place == ViewPlace::Own && count < docks.size())
            docks[count++] = dock;
    }
    return docks;
}

void MainWindow::arrange()
{
    // Of those with a place of their own the first two side by side, the third below; the others
    // are tabs behind the second and the third.
    const auto [first, right, below] = mainDocks();
    for (ViewDock* dock : m_viewDocks)
        dock->setFloating(false);
    m_viewArea->addDockWidget(Qt::TopDockWidgetArea, first);
    m_viewArea->splitDockWidget(first, right, Qt::Horizontal);
    m_viewArea->addDockWidget(Qt::BottomDockWidgetArea, below);
    for (ViewDock* dock : {first, right, below})
        dock->show();
    for (ViewDock* dock : m_viewDocks) {
        const ViewPlace place = dock->view()->viewClass().place;
        if (place == ViewPlace::Own)
            continue;
        m_viewArea->tabifyDockWidget(place == ViewPlace::Right ? right : below, dock);
        dock->show();
    }
    right->raise();
    below->raise();
    // Once the window has its size: before, tabs would get what is left over.
    m_viewsToShare = true;
    QTimer::singleShot(0, this, &MainWindow::shareViews);
    for (QDockWidget* dock : m_panelDocks) {
        dock->setFloating(false);
        dock->setVisible(dock->widget() == m_tree || dock->widget() == m_inspector);
    }
    resizeDocks({m_panelDocks[0], m_panelDocks[1]}, {kTreeWidthPx, kInspectorWidthPx},
                Qt::Horizontal);
}

void MainWindow::shareViews()
{
    if (!std::exchange(m_viewsToShare, false))
        return;
    // In pixels: where there are tabs, shares are not enough.
    const int width = m_viewArea->width() / 2;
    const int upper = m_viewArea->height() * kUpperPercent / 100;
    const auto [first, right, below] = mainDocks();
    m_viewArea->resizeDocks({first, below}, {upper, m_viewArea->height() - upper}, Qt::Vertical);
    m_viewArea->resizeDocks({first, right}, {width, width}, Qt::Horizontal);
}

void MainWindow::restoreSession()
{
    const Session& session = m_services.session;
    const auto bytes = [&session](const char* part) {
        return QByteArray::fromBase64(session.value(layoutKey(part)).toString().toLatin1());
    };
    restoreGeometry(bytes("geometry"));
    restoreState(bytes("window"), kLayoutVersion);
    if (m_viewArea->restoreState(bytes("views"), kLayoutVersion))
        m_viewsToShare = false;
    const QJsonObject views = session.value(QStringLiteral("views")).toObject();
    for (ViewDock* dock : m_viewDocks) {
        const QString id = QString::fromStdString(dock->view()->viewClass().id);
        if (views.contains(id))
            dock->view()->restoreState(views[id].toObject());
    }
}

void MainWindow::saveSession()
{
    Session& session = m_services.session;
    const auto keep = [&session](const char* part, const QByteArray& bytes) {
        session.setValue(layoutKey(part), QString::fromLatin1(bytes.toBase64()));
    };
    keep("geometry", saveGeometry());
    keep("window", saveState(kLayoutVersion));
    keep("views", m_viewArea->saveState(kLayoutVersion));
    QJsonObject views;
    for (const ViewDock* dock : m_viewDocks)
        views[QString::fromStdString(dock->view()->viewClass().id)] = dock->view()->saveState();
    session.setValue(QStringLiteral("views"), views);
}

View* MainWindow::activeView() const
{
    return m_active != nullptr ? m_active->view() : nullptr;
}

bool MainWindow::settled() const
{
    const bool drawing = std::any_of(m_viewDocks.begin(), m_viewDocks.end(),
                                     [](const ViewDock* dock) { return dock->view()->pending(); });
    return m_services.jobs.idle() && !drawing;
}

void MainWindow::activate(ViewDock* dock)
{
    m_active = dock;
    for (ViewDock* other : m_viewDocks)
        other->setActive(other == dock);
    m_inspector->setView(dock->view());
    const std::optional<Figure>& figure = dock->view()->figure();
    m_status->showFidelity(figure ? std::optional(fidelityOf(*figure)) : std::nullopt);
    if (m_actions != nullptr)
        m_actions->refresh();
}

// A run is shown with its recording; a model through its newest run.
void MainWindow::showItem(ItemId item)
{
    showItems(item, {});
}

// With runs that it is compared with.
void MainWindow::showItems(ItemId item, const std::vector<ItemId>& compared)
{
    const Workspace& workspace = m_services.workspace;
    if (workspace.get<Model>(item)) {
        for (const ItemId other : workspace.items()) {
            const std::vector<ItemId> sources = workspace.recipe(other).sources;
            if (std::find(sources.begin(), sources.end(), item) != sources.end())
                item = other;
        }
    }
    std::vector<ItemId> inputs;
    if (item) {
        const std::vector<ItemId> sources = workspace.recipe(item).sources;
        inputs = compared.empty() ? withGroup(workspace, item) : compared;
        inputs.insert(inputs.end(), sources.begin(), sources.end());
    }
    if (workspace.get<Recording>(item)) { // beside the network that it would go into
        if (const ItemId model = workspace.newest<Model>())
            inputs.push_back(model);
    }
    const bool changed = item != m_services.shown;
    const bool otherKind = static_cast<bool>(workspace.get<Run>(item)) !=
                           static_cast<bool>(workspace.get<Run>(m_services.shown));
    m_services.shown = item;
    if (const auto run = workspace.get<Run>(item)) {
        m_status->showDevice(QString::fromStdString(run->made.device));
        showFacts(factsOf(*run));
    } else if (const auto recording = workspace.get<Recording>(item)) {
        showFacts(factsOf(*recording));
    } else {
        showFacts({});
    }
    if (changed)
        m_services.selection.clear();
    for (ViewDock* dock : m_viewDocks)
        dock->view()->setInputs(inputs);
    const std::set<ViewDock*> kept = otherKind ? std::set<ViewDock*>() : chosenTabs();
    hideIdleTabs();
    if (changed)
        raiseDrawable(kept);
    if (compared.empty())
        m_tree->select(item);
    setWindowTitle(
        item ? QStringLiteral("%1 - Inspike").arg(QString::fromStdString(workspace.title(item)))
             : QStringLiteral("Inspike"));
    m_actions->refresh();
}

// Views that share a place and have nothing to show would only make the other tabs' names short.
// They come back with something to show, and any time from the menu.
void MainWindow::hideIdleTabs()
{
    for (ViewDock* dock : m_viewDocks) {
        if (dock->view()->viewClass().place == ViewPlace::Own || dock->isFloating())
            continue;
        const bool drawable = dock->view()->drawable();
        if (drawable && m_idle.erase(dock) > 0)
            dock->show();
        else if (!drawable && !dock->isHidden() && m_services.shown &&
                 !m_viewArea->tabifiedDockWidgets(dock).isEmpty()) {
            m_idle.insert(dock);
            dock->hide();
        }
    }
}

// What is seen, but for the tabs that came to the front by themselves.
std::set<ViewDock*> MainWindow::chosenTabs() const
{
    std::set<ViewDock*> chosen;
    for (ViewDock* dock : m_viewDocks) {
        if (!dock->visibleRegion().isEmpty() && !m_offered.contains(dock))
            chosen.insert(dock);
    }
    return chosen;
}

// Of views that are tabs of one place, brings the first to the front that has something to show;
// `kept` stay as long as they have.
void MainWindow::raiseDrawable(const std::set<ViewDock*>& kept)
{
    std::set<QDockWidget*> done;
    for (ViewDock* dock : m_viewDocks) {
        const auto tabs = m_viewArea->tabifiedDockWidgets(dock);
        if (tabs.isEmpty() || dock->isHidden() || !done.insert(dock).second)
            continue; // alone, closed, or behind one that was looked at
        done.insert(tabs.begin(), tabs.end());
        const auto found = [&](const auto& wanted) {
            const auto one =
                std::find_if(m_viewDocks.begin(), m_viewDocks.end(), [&](ViewDock* other) {
                    return (other == dock || tabs.contains(other)) && !other->isHidden() &&
                           other->view()->drawable() && wanted(other);
                });
            return one == m_viewDocks.end() ? nullptr : *one;
        };
        if (found([&](ViewDock* other) { return kept.contains(other); }) != nullptr)
            continue;
        if (ViewDock* first = found([](ViewDock*) { return true; })) {
            first->raise();
            m_offered.insert(first);
        }
    }
}

void MainWindow::showFacts(const RunFacts& facts)
{
    m_facts = facts;
    m_services.selection.setTrials(facts.trials);
    if (facts.recordedTrial)
        m_services.selection.setTrial(*facts.recordedTrial);
    m_services.selection.cursor().setBase(facts.time);
    m_transport->setTrialWords([this](int trial) { return m_facts.words(trial); });
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event)
{
    if (event->mimeData()->hasUrls())
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event)
{
    std::vector<std::filesystem::path> paths;
    for (const QUrl& url : event->mimeData()->urls()) {
        if (url.isLocalFile())
            paths.emplace_back(url.toLocalFile().toStdString());
    }
    event->acceptProposedAction();
    m_services.loader.open(paths);
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    saveSession();
    QMainWindow::closeEvent(event);
}

bool MainWindow::event(QEvent* event)
{
    if (event->type() != QEvent::UpdateRequest)
        return QMainWindow::event(event);
    QElapsedTimer timer;
    timer.start();
    const bool handled = QMainWindow::event(event);
    const double ms = static_cast<double>(timer.nsecsElapsed()) / kNanosPerMs;
    if (m_status != nullptr && ms >= 1.0)
        m_status->showFrameTime(ms);
    return handled;
}

// Keys without modifiers belong to the control that has the focus and understands them; only then
// to playback.
bool MainWindow::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::ShortcutOverride) {
        const auto* key = static_cast<QKeyEvent*>(event);
        const bool plain = (key->modifiers() & ~Qt::KeypadModifier) == Qt::NoModifier;
        const bool press = key->key() == Qt::Key_Space && qobject_cast<QAbstractButton*>(watched);
        // What chooses or leaves is no shortcut of ours, and lists in pop-ups wait for it.
        const bool ends = key->key() == Qt::Key_Escape || key->key() == Qt::Key_Return ||
                          key->key() == Qt::Key_Enter || key->key() == Qt::Key_Tab;
        const bool moves = !ends && (qobject_cast<QAbstractItemView*>(watched) ||
                                     qobject_cast<QComboBox*>(watched) ||
                                     qobject_cast<QAbstractSpinBox*>(watched));
        if (plain && (press || moves)) {
            event->accept();
            return true;
        }
    }
    return QMainWindow::eventFilter(watched, event);
}

} // namespace inspike
