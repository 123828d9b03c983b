// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/run_tests.h"
#include "widgets/plot/events_canvas.h"
#include "widgets/view/view_registry.h"

#include <QSignalSpy>

#include <memory>

using namespace inspike;

namespace {

// An ON event in every pixel of a sensor of 40 x 30, one per ms, from 2 s on.
std::shared_ptr<const Recording> sweep()
{
    EventColumns columns;
    for (int i = 0; i < 1200; ++i) {
        columns.t.push_back(2'000'000 + 1000 * i);
        columns.x.push_back(static_cast<std::uint16_t>(i % 40));
        columns.y.push_back(static_cast<std::uint16_t>(i / 40));
        columns.polarity.push_back(1);
    }
    Recording recording;
    recording.streams.push_back(
        {"events/main", "main", "visual", "event", EventStream(std::move(columns), 40, 30)});
    return std::make_shared<const Recording>(std::move(recording));
}

struct Bench
{
    Bench()
    {
        item = workspace.add(sweep(), "sweep", {});
        selection.cursor().setBase({2000.0, 3199.001, 1.0, false});
        view.reset(findViewClass("events")->make({workspace, selection, jobs}, nullptr));
        view->resize(700, 600);
        view->setInputs({item});
        view->show();
    }

    const EventsFigure& figure() const { return std::get<EventsFigure>(*view->figure()); }
    EventsCanvas& canvas() const { return *view->findChild<EventsCanvas*>(); }
    QWidget& surface() const { return *canvas().focusProxy(); }

    Workspace workspace;
    SelectionModel selection;
    JobQueue jobs;
    ItemId item;
    std::unique_ptr<View> view;
};

void waitForFigure(const View& view)
{
    QTRY_VERIFY(view.figure().has_value());
    QTRY_VERIFY(!view.pending());
}

} // namespace

class TstEventsView : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theFrameFollowsTheCursor()
    {
        Bench bench;
        waitForFigure(*bench.view);
        QCOMPARE(bench.figure().window.from, 2000.0);
        QCOMPARE(bench.figure().frame.total(), std::uint64_t{33});
        bench.selection.cursor().setPosition(2600.0);
        QTRY_COMPARE(bench.figure().window.from, 2600.0);
        QCOMPARE(bench.figure().frame.on[600], 1U);
    }

    void aClickInTheStripMovesTheCursor()
    {
        Bench bench;
        waitForFigure(*bench.view);
        QTest::qWait(50); // painted: the layout is known
        const QPoint at = bench.canvas().pixelOfTime(2900.0).toPoint();
        QTest::mouseClick(&bench.surface(), Qt::LeftButton, {}, at);
        QVERIFY2(std::abs(bench.selection.cursor().position() - 2900.0) < 5.0,
                 qPrintable(QString::number(bench.selection.cursor().position())));
        QTRY_VERIFY(std::abs(bench.figure().window.from - 2900.0) < 5.0);
    }

    void thePointerTellsPixelAndCounts()
    {
        Bench bench;
        waitForFigure(*bench.view);
        QTest::qWait(50);
        QSignalSpy spy(bench.view.get(), &View::pointed);
        QTest::mouseMove(&bench.surface(), bench.canvas().pixelOf(7, 0).toPoint());
        QTRY_VERIFY(!spy.isEmpty());
        QCOMPARE(spy.last().first().toString(), QStringLiteral("x 7, y 0: 1 ON, 0 OFF"));
    }

    void playbackShowsEveryFrameThatItHasTimeFor()
    {
        Bench bench;
        waitForFigure(*bench.view);
        const int before = bench.view->builds();
        bench.selection.cursor().setRate(1.0);
        bench.selection.cursor().setPlaying(true);
        QTest::qWait(500);
        bench.selection.cursor().setPlaying(false);
        QVERIFY(bench.view->builds() > before + 2);
        QTRY_COMPARE(bench.figure().window.from, bench.selection.cursor().position());
    }

    void aZoomedPartStaysWhileTimePasses()
    {
        Bench bench;
        waitForFigure(*bench.view);
        bench.canvas().setRange(9.5, 19.5, 9.5, 17.0);
        QVERIFY(bench.view->zoomed());
        bench.selection.cursor().setPosition(2700.0);
        QTRY_COMPARE(bench.figure().window.from, 2700.0);
        QTRY_VERIFY(!bench.view->pending());
        QVERIFY(bench.view->zoomed());
        bench.view->fit();
        QVERIFY(!bench.view->zoomed());
    }

    void anUnknownStreamIsToldInPlace()
    {
        Bench bench;
        waitForFigure(*bench.view);
        Params params = bench.view->params();
        params.set("stream", std::string("nowhere"));
        bench.view->setParams(params);
        QTRY_VERIFY(!bench.view->figure().has_value());
    }
};

INSPIKE_TEST(TstEventsView, tst_events_view)
#include "tst_events_view.moc"
