// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/make_run.h"
#include "tests/support/run_tests.h"
#include "widgets/plot/plot_canvas.h"
#include "widgets/view/overlay.h"
#include "widgets/view/view_registry.h"

#include <QPushButton>
#include <QSignalSpy>

#include <algorithm>
#include <memory>
#include <set>

using namespace inspike;

namespace {

constexpr int kWidth = 700;
constexpr int kHeight = 450;

// Services with one made-up run of eight trials.
struct Bench
{
    Bench()
    {
        run = workspace.add(std::make_shared<const Run>(test::makeContextRun()), "run", {});
        selection.setTrials(8);
        selection.cursor().setBase({0.0, 80.0, 2.0, false});
    }

    std::unique_ptr<View> make(std::string_view id)
    {
        const ViewContext context{workspace, selection, jobs};
        std::unique_ptr<View> view(findViewClass(id)->make(context, nullptr));
        view->resize(kWidth, kHeight);
        return view;
    }

    Workspace workspace;
    SelectionModel selection;
    JobQueue jobs;
    ItemId run;
};

void waitForFigure(const View& view)
{
    QTRY_VERIFY(view.figure().has_value());
    QTRY_VERIFY(!view.pending());
}

} // namespace

class TstView : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void registryIsWellFormed()
    {
        std::set<std::string> ids;
        for (const ViewClass* viewClass : viewClasses()) {
            QVERIFY(ids.insert(viewClass->id).second);
            QVERIFY(findFigureKind(viewClass->id) != nullptr);
            QVERIFY(*viewClass->title != '\0');
            QVERIFY(*viewClass->empty != '\0');
        }
        QVERIFY(findViewClass("no-such-view") == nullptr);
    }

    void hiddenViewDoesNotBuild()
    {
        Bench bench;
        const auto view = bench.make("raster");
        view->setInputs({bench.run});
        QTest::qWait(60);
        QCOMPARE(view->builds(), 0);
        QVERIFY(bench.jobs.idle());
        view->show();
        waitForFigure(*view);
        QVERIFY(view->builds() >= 1);
    }

    void quickRequestsJoinIntoOneBuild()
    {
        Bench bench;
        const auto view = bench.make("raster");
        view->setInputs({bench.run});
        view->show();
        waitForFigure(*view);
        const int before = view->builds();
        for (const char* order : {"rate", "first-spike", "index", "rate"}) {
            Params params = view->params();
            params.set("order", std::string(order));
            view->setParams(params);
        }
        QTRY_COMPARE(view->builds(), before + 1);
        QTest::qWait(60);
        QCOMPARE(view->builds(), before + 1);
    }

    void clickOnASpikeSelectsItsUnit()
    {
        Bench bench;
        const auto view = bench.make("raster");
        view->setInputs({bench.run});
        view->show();
        waitForFigure(*view);
        const auto& raster = std::get<RasterFigure>(*view->figure());
        const auto& marks = std::get<std::vector<SpikeMark>>(raster.body);
        const SpikeMark mark = marks[marks.size() / 2];
        clickAt(*view, mark.time, mark.row);
        QCOMPARE(bench.selection.current().indices(KeyKind::Unit),
                 std::vector<std::int64_t>{raster.rows[mark.row].unit});
    }

    void boxSelectsUnitsTimeAndTheShownTrial()
    {
        Bench bench;
        bench.selection.showTrial(3);
        const auto view = bench.make("raster");
        view->setInputs({bench.run});
        view->show();
        waitForFigure(*view);
        auto* canvas = view->findChild<PlotCanvas*>();
        Q_EMIT canvas->boxSelected(20.0, 41.0, 0.5, 2.5);
        const Selection& selection = bench.selection.current();
        QCOMPARE(selection.indices(KeyKind::Unit), (std::vector<std::int64_t>{1, 2}));
        QCOMPARE(selection.indices(KeyKind::Sample), (std::vector<std::int64_t>{3}));
        QVERIFY(selection.time == (TimeRange{20000, 41000}));
    }

    void tracesFollowUnitsAndTrialOfTheSelection()
    {
        Bench bench;
        const auto view = bench.make("traces");
        view->setInputs({bench.run});
        view->show();
        waitForFigure(*view);
        bench.selection.request({{Key{KeyKind::Unit, 0, 4}, Key{KeyKind::Sample, 0, 6}}, {}});
        const auto tracesOnlyUnit4 = [&] {
            const auto& series = std::get<SeriesFigure>(*view->figure());
            std::set<std::int64_t> units;
            for (const SeriesPanel& panel : series.panels) {
                for (const SeriesLine& line : panel.lines) {
                    if (line.key.kind == KeyKind::Unit)
                        units.insert(line.key.index);
                }
            }
            return units == std::set<std::int64_t>{4};
        };
        QTRY_VERIFY(tracesOnlyUnit4());
        QCOMPARE(view->effectiveParams().integer("trial"), std::int64_t{6});
    }

    void clickOnATrajectoryMakesRasterAndTracesFollow()
    {
        Bench bench;
        const auto raster = bench.make("raster");
        raster->setInputs({bench.run});
        raster->show();
        waitForFigure(*raster);
        const int before = raster->builds();
        bench.selection.request({{Key{KeyKind::Sample, bench.run.value, 5}}, {}});
        QTRY_VERIFY(raster->builds() > before);
        QCOMPARE(bench.selection.trial(), 5);
        QCOMPARE(raster->effectiveParams().integer("trial"), std::int64_t{5});
    }

    void emptyViewOffersToOpenAFileWhileThereIsNoModel()
    {
        Bench bench;
        const auto view = bench.make("manifold");
        view->show();
        auto* overlay = view->findChild<ViewOverlay*>();
        QTRY_VERIFY(overlay->covers());
        const QSignalSpy asked(view.get(), &View::openRequested);
        auto* button = overlay->findChild<QPushButton*>();
        QVERIFY(button->isVisible());
        button->click();
        QCOMPARE(asked.count(), 1);
    }

    void hoverInOneViewMarksTheSameUnitInTheOther()
    {
        Bench bench;
        const auto raster = bench.make("raster");
        raster->setInputs({bench.run});
        raster->show();
        QTRY_VERIFY(raster->figure().has_value());
        auto* canvas = raster->findChild<PlotCanvas*>();
        const Key unit = std::get<RasterFigure>(*raster->figure()).rows.front().key;
        QObject other;
        bench.selection.hover(unit, &other);
        QCOMPARE(canvas->hoverMarks(), std::size_t{1});
        bench.selection.hover(std::nullopt, &other);
        QCOMPARE(canvas->hoverMarks(), std::size_t{0});
        bench.selection.hover(unit, raster.get()); // its own pointer needs no second mark
        QCOMPARE(canvas->hoverMarks(), std::size_t{0});
    }

    void failureIsShownInPlace()
    {
        Bench bench;
        const auto view = bench.make("manifold");
        view->setInputs({bench.run});
        Params params = view->params();
        params.set("axes", std::string("77,78,79"));
        view->setParams(params);
        view->show();
        auto* overlay = view->findChild<ViewOverlay*>();
        QTRY_VERIFY(overlay->covers());
        QVERIFY2(!overlay->text().isEmpty(), qPrintable(overlay->text()));
    }

    void stateSurvivesARoundTrip()
    {
        Bench bench;
        const auto view = bench.make("raster");
        Params params = view->params();
        params.set("order", std::string("rate"));
        view->setParams(params);
        const QJsonObject state = view->saveState();
        const auto other = bench.make("raster");
        other->restoreState(state);
        QCOMPARE(QString::fromStdString(other->params().text("order")), QStringLiteral("rate"));
    }

private:
    // Presses the widget under that point of the figure, whatever the canvas is made of.
    static void clickAt(const View& view, double x, double y)
    {
        auto* canvas = view.findChild<PlotCanvas*>();
        const QPoint pixel = canvas->pixelOf(x, y).toPoint();
        QWidget* target = canvas->childAt(pixel);
        if (target == nullptr)
            target = canvas;
        QTest::mouseClick(target, Qt::LeftButton, Qt::NoModifier, target->mapFrom(canvas, pixel));
        QTest::qWait(QApplication::doubleClickInterval() / 10);
    }
};

INSPIKE_TEST(TstView, tst_view)
#include "tst_view.moc"
