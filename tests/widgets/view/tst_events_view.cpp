// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/event_layers.h"
#include "tests/support/run_tests.h"
#include "widgets/plot/events_canvas.h"
#include "widgets/scene3d/scene3d_widget.h"
#include "widgets/view/view_registry.h"

#include <QSignalSpy>
#include <QToolButton>

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

// Three samples of four steps of a sensor of 6 x 5: at step t of sample s one ON event at (t, s).
std::shared_ptr<const Run> pairs()
{
    std::vector<float> events(3 * 4 * 2 * 5 * 6, 0.0F);
    for (std::size_t s = 0; s < 3; ++s) {
        for (std::size_t t = 0; t < 4; ++t)
            events[(((s * 4 + t) * 2 + 1) * 5 + s) * 6 + t] = 1.0F;
    }
    auto run = std::make_shared<Run>();
    run->inputs["event"] = Tensor::fromFloats({3, 4, 2, 5, 6}, events);
    run->inputs["static"] =
        Tensor::fromFloats({3, 1, 2, 5, 6}, std::vector<float>(3 * 2 * 5 * 6, 0.5F));
    run->sampleIds = {"1.bin+a#0", "2.bin+a#4", "3.bin+a#2"};
    return run;
}

struct Bench
{
    enum class Of { Recording, Run };

    explicit Bench(Of of = Of::Recording)
    {
        if (of == Of::Recording) {
            item = workspace.add(sweep(), "sweep", {});
            selection.cursor().setBase({2000.0, 3199.001, 1.0, false});
        } else {
            item = workspace.add(pairs(), "pairs", {});
            selection.cursor().setBase({0.0, 4.0, 1.0, true});
            selection.setTrials(3);
        }
        view.reset(findViewClass("events")->make({workspace, selection, jobs}, nullptr));
        view->resize(700, 600);
        view->setInputs({item});
        view->show();
    }

    void set(const std::string& id, ParamValue value)
    {
        Params params = view->params();
        params.set(id, std::move(value));
        view->setParams(params);
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

    void aHiddenViewDoesNotBuild()
    {
        Bench bench;
        waitForFigure(*bench.view);
        bench.view->hide();
        const int before = bench.view->builds();
        bench.selection.cursor().setPosition(2500.0);
        bench.set("show", std::string("surface"));
        QTest::qWait(100);
        QCOMPARE(bench.view->builds(), before);
        bench.view->show();
        QTRY_COMPARE(bench.figure().show, EventsShow::Surface);
        QCOMPARE(bench.figure().window.to, 2533.0);
    }

    void theButtonsChooseWhatIsShown()
    {
        Bench bench;
        waitForFigure(*bench.view);
        const auto press = [&](const QString& label) {
            for (QToolButton* button : bench.view->findChildren<QToolButton*>()) {
                if (button->text() == label)
                    button->click();
            }
        };
        press(QStringLiteral("Surface"));
        QTRY_COMPARE(bench.figure().show, EventsShow::Surface);
        QCOMPARE(bench.view->params().text("show"), std::string("surface"));
        press(QStringLiteral("Cloud"));
        QTRY_COMPARE(bench.figure().show, EventsShow::Cloud);
        QVERIFY(bench.view->findChild<Scene3DWidget*>()->isVisible());
        press(QStringLiteral("Frame"));
        QTRY_COMPARE(bench.figure().show, EventsShow::Frame);
        QVERIFY(!bench.view->findChild<Scene3DWidget*>()->isVisible());
        QTRY_VERIFY(!bench.view->pending());
        QCOMPARE(bench.figure().frame.grid.binning, 1U);
    }

    void aClickOnAPointMovesTheCursorToItsTime()
    {
        Bench bench;
        bench.set("show", std::string("cloud"));
        waitForFigure(*bench.view);
        auto& scene = *bench.view->findChild<Scene3DWidget*>();
        QTRY_VERIFY(scene.isVisible() && scene.height() > 200);
        QTest::qWait(50);
        const ManifoldFigure& cloud = bench.figure().cloud->scene;
        const auto point = cloud.paths[1].points[20]; // at (20, 0)
        QCOMPARE(point, (std::array<float, 3>{20.0F, 20.0F, 0.0F}));
        QSignalSpy spy(bench.view.get(), &View::pointed);
        QTest::mouseMove(&scene, scene.pixelOf(point).toPoint());
        QTRY_VERIFY(!spy.isEmpty());
        QCOMPARE(spy.last().first().toString(), QStringLiteral("2020 ms, x 20, y 0, ON"));
        QTest::mouseClick(&scene, Qt::LeftButton, {}, scene.pixelOf(point).toPoint());
        QCOMPARE(bench.selection.cursor().position(), 2020.0);
        QTRY_COMPARE(bench.figure().window.from, 2020.0);
    }

    void theCameraStaysWhileACloudPlays()
    {
        Bench bench;
        bench.set("show", std::string("cloud"));
        waitForFigure(*bench.view);
        auto& scene = *bench.view->findChild<Scene3DWidget*>();
        QTest::qWait(50);
        Camera3D turned = scene.camera();
        turned.direction = {1, -0.2, 0.3};
        scene.setCamera(turned);
        bench.selection.cursor().setPosition(2700.0);
        QTRY_COMPARE(bench.figure().window.from, 2700.0);
        QTRY_VERIFY(!bench.view->pending());
        QCOMPARE(scene.camera().direction, turned.direction);
    }

    void aRunShowsTheSampleAtTheStepOfTheCursor()
    {
        Bench bench(Bench::Of::Run);
        waitForFigure(*bench.view);
        QCOMPARE(bench.figure().frame.on[0], 1U);
        QVERIFY(bench.figure().still);
        bench.selection.cursor().setPosition(2.0);
        QTRY_COMPARE(bench.figure().frame.on[2], 1U);
        bench.selection.setTrial(1);
        QTRY_COMPARE(bench.figure().frame.on[6 + 2], 1U);
        const auto numbers = bench.view->keyNumbers();
        QCOMPARE(numbers[1].value, QStringLiteral("2.bin+a#4"));
    }

    void theFirstOfTheBrushedSamplesIsShown()
    {
        Bench bench(Bench::Of::Run);
        waitForFigure(*bench.view);
        const auto key = [&](std::int64_t sample) {
            return Key{KeyKind::Sample, bench.item.value, sample};
        };
        bench.selection.request({{key(2), key(1)}, std::nullopt});
        QTRY_COMPARE(bench.figure().frame.on[6], 1U);
        QCOMPARE(plainText(bench.figure().notes[1]), std::string("selected_samples 2"));
        // Samples of another run are not meant.
        bench.selection.request({{{KeyKind::Sample, bench.item.value + 1, 2}}, std::nullopt});
        QTRY_VERIFY(bench.figure().notes.size() == 1);
    }

    void aClickInTheStripOfARunChoosesTheStep()
    {
        Bench bench(Bench::Of::Run);
        waitForFigure(*bench.view);
        QTest::qWait(50);
        const QPoint at = bench.canvas().pixelOfTime(2.8).toPoint();
        QTest::mouseClick(&bench.surface(), Qt::LeftButton, {}, at);
        QCOMPARE(bench.selection.cursor().position(), 2.0);
        QTRY_COMPARE(bench.figure().frame.on[2], 1U);
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
