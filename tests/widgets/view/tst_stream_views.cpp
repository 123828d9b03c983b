// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/make_av_run.h"
#include "tests/support/run_tests.h"
#include "tests/widgets/view/view_bench.h"
#include "widgets/plot/heat_canvas.h"
#include "widgets/plot/plot_canvas.h"
#include "widgets/view/view_registry.h"

#include <memory>

using namespace inspike;
using namespace inspike::test;

namespace {

constexpr const char* kViews[] = {"evidence", "residual", "similarity", "embedding", "activation"};

struct Bench : ViewBench
{
    explicit Bench(const Run& run)
    {
        add(std::make_shared<const Run>(run));
        selection.setTrials(6);
        selection.cursor().setBase({0.0, 4.0, 1.0, true});
    }
};

const SeriesFigure& seriesIn(const View& view)
{
    return std::get<SeriesFigure>(*view.figure());
}

const HeatFigure& heatIn(const View& view)
{
    return std::get<HeatFigure>(*view.figure());
}

void set(View& view, const char* id, ParamValue value)
{
    Params params = view.params();
    params.set(id, std::move(value));
    view.setParams(params);
}

void click(QWidget& canvas, QPointF at, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
{
    QWidget* surface = canvas.focusProxy();
    QTest::mouseClick(surface, Qt::LeftButton, modifiers, surface->mapFrom(&canvas, at.toPoint()));
}

// A point of the first panel whose nearest neighbour is far: its sample and where it lies.
struct Target
{
    std::int64_t sample = -1;
    double x = 0.0, y = 0.0;
};

Target loneliest(const SeriesPanel& panel)
{
    std::vector<Target> points;
    for (const SeriesLine& line : panel.lines) {
        for (std::size_t i = 0; i < line.keys.size(); ++i)
            points.push_back({line.keys[i].index, line.x[i], line.y[i]});
    }
    const double width = panel.x->high - panel.x->low;
    const double height = panel.y.high - panel.y.low;
    Target best;
    double farthest = -1.0;
    for (const Target& one : points) {
        double nearest = 1e9;
        for (const Target& other : points) {
            if (one.x != other.x || one.y != other.y)
                nearest = std::min(
                    nearest, std::hypot((one.x - other.x) / width, (one.y - other.y) / height));
        }
        if (nearest > farthest) {
            farthest = nearest;
            best = one;
        }
    }
    return best;
}

} // namespace

class TstStreamViews : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyViewShowsTheRunAndSaysWhatItShows()
    {
        Bench bench(makeAvRun());
        for (const char* id : kViews) {
            const auto view = bench.show(id);
            QVERIFY2(built(*view), id);
            QVERIFY2(!view->keyNumbers().empty(), id);
            for (const KeyNumber& number : view->keyNumbers())
                QVERIFY2(!number.name.isEmpty() && !number.value.isEmpty(), id);
        }
    }

    void aClickOnAPointSelectsItsSample()
    {
        Bench bench(makeAvRun());
        const auto view = bench.show("embedding");
        QVERIFY(built(*view));
        const Target target = loneliest(seriesIn(*view).panels[0]);
        auto* canvas = view->findChild<PlotCanvas*>();
        canvas->repaintNow();
        click(*canvas, canvas->pixelOf(target.x, target.y));
        QCOMPARE(bench.selection.current().indices(KeyKind::Sample),
                 (std::vector<std::int64_t>{target.sample}));
        QCOMPARE(bench.selection.trial(), static_cast<int>(target.sample));
        // With Ctrl, it is taken out again.
        click(*canvas, canvas->pixelOf(target.x, target.y), Qt::ControlModifier);
        QVERIFY(bench.selection.current().indices(KeyKind::Sample).empty());
    }

    void hoveringAPointNamesItsSampleInOtherViews()
    {
        Bench bench(makeAvRun());
        const auto view = bench.show("embedding");
        const auto other = bench.show("residual");
        QVERIFY(built(*view) && built(*other));
        const Target target = loneliest(seriesIn(*view).panels[0]);
        auto* canvas = view->findChild<PlotCanvas*>();
        QString words;
        connect(view.get(), &View::pointed, this, [&](const QString& text) { words = text; });
        canvas->repaintNow();
        const QPoint at = canvas->pixelOf(target.x, target.y).toPoint();
        QWidget* surface = canvas->focusProxy();
        QTest::mouseMove(surface, surface->mapFrom(canvas, at) + QPoint(1, 0));
        QTRY_VERIFY(words.contains(QStringLiteral("Sample %1").arg(target.sample)));
        QVERIFY(bench.selection.hoveredKey().has_value());
        QCOMPARE(bench.selection.hoveredKey()->index, target.sample);
        QTRY_VERIFY(other->findChild<PlotCanvas*>()->hoverMarks() > 0);
    }

    void aClickInTheMatrixSelectsTheSampleOfTheRow()
    {
        Bench bench(makeAvRun());
        const auto view = bench.show("similarity");
        QVERIFY(built(*view));
        QCOMPARE(heatIn(*view).panels[0].boxes.size(), std::size_t{3}); // the classes
        auto* canvas = view->findChild<HeatCanvas*>();
        QTRY_VERIFY(canvas->pixelOf(0, 0.5, 3.5).y() > 0.0); // laid out
        click(*canvas, canvas->pixelOf(0, 0.5, 3.5));        // rows: 0 3 2 5 1 4
        QCOMPARE(bench.selection.trial(), 5);
        QTRY_COMPARE(heatIn(*view).panels[0].boxes.size(), std::size_t{5}); // and its cross
        QCOMPARE(heatIn(*view).panels[0].boxes[3].top, 3.0);
        bench.selection.clear();
        QTRY_COMPARE(heatIn(*view).panels[0].boxes.size(), std::size_t{3});
    }

    void shownSampleIsFollowed()
    {
        Bench bench(makeAvRun());
        const auto evidence = bench.show("evidence");
        const auto activation = bench.show("activation");
        QVERIFY(built(*evidence) && built(*activation));
        QCOMPARE(seriesIn(*evidence).note.args.front(), std::string("0"));
        bench.selection.showTrial(3);
        QTRY_COMPARE(seriesIn(*evidence).note.args.front(), std::string("3"));
        QTRY_COMPARE(heatIn(*activation).note.args.front(), std::string("3"));
    }

    void stepUnderTheCursorIsFollowedWhereOneStepIsShown()
    {
        Bench bench(makeAvRun());
        for (const char* id : {"activation", "similarity", "embedding"}) {
            bench.selection.cursor().setPosition(1.0);
            const auto view = bench.show(id);
            QVERIFY(built(*view));
            const int before = view->builds();
            bench.selection.cursor().setPosition(2.0);
            QTest::qWait(60);
            QCOMPARE(view->builds(), before); // the mean over steps stays
            set(*view, "at-step", true);
            QTRY_VERIFY(view->builds() > before && built(*view));
            QCOMPARE(view->effectiveParams().integer("step"), std::int64_t{2});
            const int after = view->builds();
            bench.selection.cursor().setPosition(3.0);
            QTRY_VERIFY(view->builds() > after);
            QCOMPARE(view->effectiveParams().integer("step"), std::int64_t{3});
        }
    }

    void cursorIsShownOverStepsOnly()
    {
        Bench bench(makeAvRun());
        const auto view = bench.show("evidence");
        QVERIFY(built(*view));
        auto* canvas = view->findChild<PlotCanvas*>();
        Q_EMIT canvas->backgroundClicked(2.2);
        QCOMPARE(bench.selection.cursor().position(), 2.0);
        const auto other = bench.show("embedding");
        QVERIFY(built(*other));
        Q_EMIT other->findChild<PlotCanvas*>()->backgroundClicked(0.1);
        QCOMPARE(bench.selection.cursor().position(), 2.0);
    }

    void samplesOfAnotherRunAreIgnored()
    {
        Bench bench(makeAvRun());
        bench.selection.request({{Key{KeyKind::Sample, 0, 77}}, std::nullopt});
        const auto view = bench.show("similarity");
        QVERIFY(built(*view));
        QCOMPARE(heatIn(*view).panels[0].boxes.size(), std::size_t{3});
    }

    void oneSampleSaysWhatIsMissing()
    {
        Bench bench(makeAvRun({4, 1, 3}));
        const auto view = bench.show("similarity");
        QTest::qWait(80);
        QVERIFY(!view->figure().has_value());
        QVERIFY(!view->drawable());
    }
};

INSPIKE_TEST(TstStreamViews, tst_stream_views)
#include "tst_stream_views.moc"
