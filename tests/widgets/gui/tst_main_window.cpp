// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/command_palette.h"
#include "app/gui/main_window.h"
#include "app/gui/notice_bar.h"
#include "tests/support/make_run.h"
#include "tests/support/make_transfer_run.h"
#include "tests/support/run_tests.h"
#include "tests/support/shared_data.h"
#include "widgets/panels/transport_bar.h"
#include "widgets/plot/plot_canvas.h"
#include "widgets/text/language.h"
#include "widgets/view/overlay.h"

#include <QAbstractItemView>
#include <QAction>
#include <QComboBox>
#include <QDragEnterEvent>
#include <QMenu>
#include <QMenuBar>
#include <QMimeData>
#include <QSignalSpy>
#include <QSpinBox>

#include <algorithm>
#include <map>
#include <memory>

using namespace inspike;

namespace {

// All actions that a person reaches through the menus, but for the changing list of recent files.
void collect(const QMenu* menu, QList<QAction*>& found)
{
    for (QAction* action : menu->actions()) {
        if (action->menu() != nullptr && action->menu()->title() != QStringLiteral("Open &recent"))
            collect(action->menu(), found);
        else if (action->menu() == nullptr && !action->isSeparator())
            found.append(action);
    }
}

bool hasJapanese(const QString& text)
{
    return std::any_of(text.begin(), text.end(), [](QChar c) { return c.unicode() >= 0x3040; });
}

ItemId shown(Services& services, std::shared_ptr<const Run> run)
{
    const ItemId item = services.workspace.add(std::move(run), "run", {});
    Q_EMIT services.loader.added(item);
    return item;
}

ViewDock* dockOf(const MainWindow& window, std::string_view id)
{
    const auto& docks = window.viewDocks();
    const auto found = std::find_if(docks.begin(), docks.end(), [id](const ViewDock* dock) {
        return dock->view()->viewClass().id == id;
    });
    return found == docks.end() ? nullptr : *found;
}

bool isInFront(const MainWindow& window, std::string_view id)
{
    return !dockOf(window, id)->visibleRegion().isEmpty();
}

} // namespace

class TstMainWindow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void paletteHoldsEveryActionOfTheMenus()
    {
        Services services{QString()};
        MainWindow window(services);
        QList<QAction*> inMenus;
        for (QAction* top : window.menuBar()->actions())
            collect(top->menu(), inMenus);
        QVERIFY(inMenus.size() > 30);
        const QList<QAction*> offered = CommandPalette::actionsOf(&window);
        for (QAction* action : inMenus)
            QVERIFY2(offered.contains(action), qPrintable(action->text()));
    }

    void paletteFindsByPartsOfTheName()
    {
        Services services{QString()};
        MainWindow window(services);
        const CommandPalette palette(&window);
        const QList<QAction*> found = palette.matches(QStringLiteral("expfig"));
        QVERIFY(!found.isEmpty());
        QCOMPARE(CommandPalette::nameOf(found.first()), QStringLiteral("Export figure..."));
        QVERIFY(palette.matches(QStringLiteral("zzqq")).isEmpty());
    }

    void noKeysAreUsedTwice()
    {
        Services services{QString()};
        MainWindow window(services);
        QMap<QKeySequence, QString> used;
        for (const QAction* action : CommandPalette::actionsOf(&window)) {
            for (const QKeySequence& keys : action->shortcuts()) {
                if (keys == QKeySequence(Qt::Key_Escape))
                    continue; // Stop and Clear selection are never enabled together
                QVERIFY2(!used.contains(keys), qPrintable(keys.toString()));
                used.insert(keys, action->text());
            }
        }
    }

    void theFirstTabWithSomethingToShowComesToTheFrontUnlessOneWasChosen()
    {
        Services services{QString()};
        MainWindow window(services);
        window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        shown(services, test::makeTransferRun());
        QTRY_VERIFY(isInFront(window, "statistics"));
        // Statistics could show this one, too, but nobody has chosen that tab.
        shown(services, std::make_shared<const Run>(test::makeContextRun()));
        QTRY_VERIFY(isInFront(window, "manifold"));
        QVERIFY(isInFront(window, "traces"));
        dockOf(window, "psth")->raise();
        QTRY_VERIFY(isInFront(window, "psth"));
        shown(services, std::make_shared<const Run>(test::makeContextRun()));
        QTRY_VERIFY(window.settled());
        QVERIFY(isInFront(window, "psth"));
    }

    void shownRunSetsTimeAndTrials()
    {
        Services services{QString()};
        MainWindow window(services);
        const ItemId run =
            services.workspace.add(std::make_shared<const Run>(test::makeContextRun()), "run", {});
        Q_EMIT services.loader.added(run);
        QCOMPARE(services.selection.trials(), 8);
        QCOMPARE(services.selection.cursor().base().high, 80.0);
        QCOMPARE(services.selection.cursor().base().step, 2.0);
        window.show();
        QTRY_VERIFY(window.settled());
        for (const ViewDock* dock : window.viewDocks()) {
            // The others are tabs behind these.
            const bool own = dock->view()->viewClass().place == ViewPlace::Own;
            QCOMPARE(dock->view()->shown(), own);
            if (!own)
                continue;
            QTRY_VERIFY2(dock->view()->figure().has_value(), qPrintable(dock->view()->title()));
        }
        services.workspace.remove(run);
        QCOMPARE(services.selection.trials(), 0);
        QTRY_VERIFY(!window.viewDocks().front()->view()->figure().has_value());
    }

    void parameterEditsCanBeUndone()
    {
        Services services{QString()};
        MainWindow window(services);
        View* view = window.viewDocks().front()->view();
        Params params = view->params();
        params.set("order", std::string("rate"));
        services.session.editParams(view, params);
        QCOMPARE(QString::fromStdString(view->params().text("order")), QStringLiteral("rate"));
        services.session.undo().undo();
        QVERIFY(view->params().text("order") != "rate");
    }

    void missingFileIsANoticeInPlace()
    {
        Services services{QString()};
        MainWindow window(services);
        window.show();
        services.loader.open({"/no/such/file.h5"});
        auto* notice = window.findChild<NoticeBar*>();
        QTRY_VERIFY(!notice->text().isEmpty());
        QVERIFY(notice->text().contains(QStringLiteral("file.h5")));
        QVERIFY(QApplication::activeModalWidget() == nullptr);
        QVERIFY(services.loader.takeError().has_value());
    }

    void fileThatOpensLeavesTheNoticeOfOneThatDidNot()
    {
        Services services{QString()};
        MainWindow window(services);
        window.show();
        Q_EMIT services.loader.failed(QStringLiteral("broken"));
        Q_EMIT services.loader.opened(QStringLiteral("/good.h5"));
        auto* notice = window.findChild<NoticeBar*>();
        QVERIFY(notice->isVisible());
        services.loader.open({"/no/such/file.h5"});
        QVERIFY(!notice->isVisible()); // until the new batch fails as well
        QTRY_VERIFY(notice->isVisible());
    }

    void droppedFilesAreOpened()
    {
        Services services{QString()};
        MainWindow window(services);
        window.show();
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(QStringLiteral("/no/such/dropped.h5"))});
        QDragEnterEvent enter(QPoint(10, 10), Qt::CopyAction, &data, Qt::LeftButton, {});
        QApplication::sendEvent(&window, &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop(QPointF(10, 10), Qt::CopyAction, &data, Qt::LeftButton, {});
        QApplication::sendEvent(&window, &drop);
        auto* notice = window.findChild<NoticeBar*>();
        QTRY_VERIFY(notice->text().contains(QStringLiteral("dropped.h5")));
    }

    void listOfAComboBoxTakesReturn()
    {
        Services services{QString()};
        MainWindow window(services);
        QComboBox box(&window);
        box.addItems({QStringLiteral("one"), QStringLiteral("two")});
        window.show();
        box.showPopup();
        QTest::keyClick(box.view(), Qt::Key_Down);
        QTest::keyClick(box.view(), Qt::Key_Return);
        QTRY_COMPARE(box.currentIndex(), 1);
    }

    void trialsOfARecordingAreReadWhenSteppedTo()
    {
        const auto path = test::sharedFile("data/made/selfmade_shd_f32.h5");
        INSPIKE_NEED(path, "data");
        Services services{QString()};
        MainWindow window(services);
        window.show();
        services.loader.open({path});
        QTRY_COMPARE(services.selection.trials(), 6);
        QTRY_VERIFY(window.settled());
        const ItemId item = services.shown;
        const auto spikes = [&] {
            const auto recording = services.workspace.get<Recording>(item);
            return recording->first<SpikeTrains>()->spikes();
        };
        const auto* bar = window.findChild<TransportBar*>();
        View* raster = window.viewDocks().front()->view();
        const auto* overlay = raster->findChild<ViewOverlay*>();
        QCOMPARE(spikes(), std::size_t{898});
        for (const auto& [trial, count] :
             std::map<int, std::size_t>{{1, 449}, {3, 200}, {5, 898}}) {
            services.selection.showTrial(trial);
            QTRY_COMPARE(spikes(), count);
            QTRY_VERIFY(window.settled());
            QVERIFY(raster->figure().has_value());
            QCOMPARE(std::get<RasterFigure>(*raster->figure()).spikesShown, count);
            QVERIFY2(bar->trialText().startsWith(QStringLiteral("%1 of 6 label").arg(trial + 1)),
                     qPrintable(bar->trialText()));
        }
        // What was zoomed to stays.
        auto* canvas = raster->findChild<PlotCanvas*>();
        canvas->setRange(200.0, 300.0, 0.0, 100.0);
        services.selection.showTrial(0);
        QTRY_COMPARE(spikes(), std::size_t{898});
        QTRY_VERIFY(window.settled());
        QCOMPARE(canvas->viewport().xLow, 200.0);
        QCOMPARE(canvas->viewport().xHigh, 300.0);
        services.selection.showTrial(2);
        QTRY_COMPARE(spikes(), std::size_t{0});
        QTRY_VERIFY(window.settled());
        QCOMPARE(overlay->text(), QStringLiteral("This trial has no spikes"));
        QVERIFY(bar->findChild<QSpinBox*>()->isEnabled()); // there is a way on
        // Of several steps at once only the last one counts.
        for (const int trial : {3, 0, 1, 4})
            services.selection.showTrial(trial);
        QTRY_VERIFY(window.settled());
        QCOMPARE(spikes(), std::size_t{1});
        QVERIFY(overlay->text().isEmpty());
        QCOMPARE(services.shown, item);
    }

    void trialThatCannotBeReadLeavesTheOneBefore()
    {
        Recording recording;
        recording.info.path = "/no/such/shd.h5";
        recording.info.trialCount = 3;
        recording.info.trial = 1;
        Services services{QString()};
        MainWindow window(services);
        window.show();
        const ItemId item = services.workspace.add(
            std::make_shared<const Recording>(std::move(recording)), "shd", {});
        Q_EMIT services.loader.added(item);
        QCOMPARE(services.selection.trial(), 1);
        services.selection.showTrial(2);
        auto* notice = window.findChild<NoticeBar*>();
        QTRY_VERIFY(notice->text().contains(QStringLiteral("shd.h5")));
        QCOMPARE(services.selection.trial(), 1);
    }

    void everyActionSpeaksJapanese()
    {
        installLanguage(QStringLiteral("ja"));
        {
            Services services{QString()};
            MainWindow window(services);
            for (const QAction* top : window.menuBar()->actions())
                QVERIFY2(hasJapanese(top->text()), qPrintable(top->text()));
            for (const QDockWidget* panel : window.panelDocks())
                QVERIFY2(hasJapanese(panel->windowTitle()), qPrintable(panel->windowTitle()));
            for (const ViewDock* dock : window.viewDocks())
                QVERIFY2(hasJapanese(dock->view()->title()), qPrintable(dock->view()->title()));
        }
        installLanguage(QStringLiteral("en"));
    }

    void fixtureIsRunAtOnce()
    {
        const auto path = test::sharedFile("fixtures/smnn-mante-n30p2-single.h5");
        INSPIKE_NEED(path, "fixtures");
        Services services{QString()};
        MainWindow window(services);
        window.show();
        services.loader.open({path});
        QTRY_VERIFY_WITH_TIMEOUT(services.workspace.get<Run>(services.shown) != nullptr, 20000);
        QTRY_VERIFY_WITH_TIMEOUT(window.settled(), 20000);
        QCOMPARE(services.selection.trials(), 3);
    }
};

INSPIKE_TEST(TstMainWindow, tst_main_window)
#include "tst_main_window.moc"
