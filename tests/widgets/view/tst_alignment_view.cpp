// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/alignment_figure.h"
#include "tests/support/make_transfer_run.h"
#include "tests/support/run_tests.h"
#include "tests/widgets/view/view_bench.h"
#include "widgets/view/view_registry.h"
#include "widgets/views/figure_pane.h"

#include <QSignalSpy>
#include <QSlider>

#include <algorithm>
#include <cmath>
#include <memory>
#include <set>

using namespace inspike;
using namespace inspike::test;

namespace {

struct Bench : ViewBench
{
    explicit Bench(const std::vector<std::shared_ptr<const Run>>& runs)
    {
        for (const auto& run : runs)
            add(run);
        selection.setTrials(24);
        selection.cursor().setBase({0.0, 4.0, 1.0, true});
    }

    std::unique_ptr<View> make()
    {
        std::unique_ptr<View> view = ViewBench::make("alignment", {1000, 760});
        Params params = view->params();
        params.set("bootstrap", std::int64_t{0});
        view->setParams(params);
        return view;
    }
    std::unique_ptr<View> show()
    {
        std::unique_ptr<View> view = make();
        view->show();
        return view;
    }
};

FigurePane* paneOf(const View& view, const char* part)
{
    return view.findChild<FigurePane*>(QStringLiteral("pane.") + QLatin1String(part));
}

const SeriesFigure& embeddingIn(const View& view)
{
    return std::get<SeriesFigure>(*partOf(view, "embedding"));
}

// A point of a sample that no other is near.
struct Spot
{
    std::int64_t sample = -1;
    double x = 0.0, y = 0.0;
};

Spot loneliest(const SeriesFigure& figure)
{
    std::vector<Spot> points;
    for (const SeriesLine& line : figure.panels.front().lines) {
        for (std::size_t i = 0; i < line.keys.size(); ++i)
            points.push_back({line.keys[i].kind == KeyKind::Sample ? line.keys[i].index : -1,
                              line.x[i], line.y[i]});
    }
    const double width = figure.x.high - figure.x.low;
    const double height = figure.panels.front().y.high - figure.panels.front().y.low;
    Spot best;
    double farthest = -1.0;
    for (const Spot& one : points) {
        double nearest = 1e9;
        for (const Spot& other : points) {
            if (&other != &one)
                nearest = std::min(
                    nearest, std::hypot((one.x - other.x) / width, (one.y - other.y) / height));
        }
        if (one.sample >= 0 && nearest > farthest) {
            farthest = nearest;
            best = one;
        }
    }
    return best;
}

} // namespace

class TstAlignmentView : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fourPartsFillTheView()
    {
        Bench bench({makeTransferRun()});
        const auto view = bench.show();
        QVERIFY(complete(*view, bench.jobs));
        for (const char* part : {"embedding", "curves", "grid", "densities"}) {
            FigurePane* pane = paneOf(*view, part);
            QVERIFY2(pane->isVisible(), part);
            QVERIFY2(pane->words().isEmpty(), qPrintable(pane->words()));
        }
        QVERIFY(!paneOf(*view, "weights")->isVisible());
        QVERIFY(!view->keyNumbers().empty());
        QVERIFY(!view->findChild<QSlider*>(QStringLiteral("epochs"))->isVisible());
    }

    void aHiddenViewBuildsNothing()
    {
        Bench bench({makeTransferRun()});
        const auto view = bench.make();
        QTest::qWait(60);
        QCOMPARE(view->builds(), 0);
        QVERIFY(bench.jobs.idle());
    }

    void aClickOnACellChoosesTheLayers()
    {
        Bench bench({makeTransferRun()});
        const auto view = bench.show();
        QVERIFY(complete(*view, bench.jobs));
        const HeatCanvas* grid = paneOf(*view, "grid")->heat();
        QTest::mouseClick(grid->focusProxy(), Qt::LeftButton, Qt::NoModifier,
                          onSurface(*grid, grid->pixelOfCell(0, 0, 2)));
        QCOMPARE(view->params().text("layer"), std::string("lif/feature.0"));
        QCOMPARE(view->params().text("other-layer"), std::string("lif/feature.2"));
        QVERIFY(complete(*view, bench.jobs));
        QCOMPARE(embeddingIn(*view).panels.size(), std::size_t{2});
        const auto& heat = std::get<HeatFigure>(*partOf(*view, "grid"));
        QCOMPARE(heat.panels.front().boxes.back().left, 2.0);
        QCOMPARE(heat.panels.front().boxes.back().top, 0.0);
    }

    void aBoxInTheEmbeddingSelectsItsSamples()
    {
        Bench bench({makeTransferRun()});
        const auto view = bench.show();
        QVERIFY(complete(*view, bench.jobs));
        const SeriesFigure& figure = embeddingIn(*view);
        const SeriesPanel& panel = figure.panels.front();
        const double middle = 0.5 * (figure.x.low + figure.x.high);
        std::set<std::int64_t> expected;
        for (const SeriesLine& line : panel.lines) {
            for (std::size_t i = 0; i < line.keys.size(); ++i) {
                if (line.keys[i].kind == KeyKind::Sample && line.x[i] > middle)
                    expected.insert(line.keys[i].index);
            }
        }
        QVERIFY(expected.size() > 2 && expected.size() < 24);
        const PlotCanvas* canvas = paneOf(*view, "embedding")->plot();
        QWidget* surface = canvas->focusProxy();
        const QPoint from = onSurface(*canvas, canvas->pixelOf(middle, panel.y.high));
        const QPoint to = onSurface(*canvas, canvas->pixelOf(figure.x.high, panel.y.low));
        QTest::mousePress(surface, Qt::LeftButton, Qt::ShiftModifier, from + QPoint(1, 1));
        QTest::mouseMove(surface, to - QPoint(1, 1));
        QTest::mouseRelease(surface, Qt::LeftButton, Qt::ShiftModifier, to - QPoint(1, 1));
        const auto samples = bench.selection.current().indices(KeyKind::Sample);
        QVERIFY((std::set<std::int64_t>(samples.begin(), samples.end()) == expected));
        QCOMPARE(samples.size(), expected.size()); // each once
        QCOMPARE(bench.selection.current().keys.front().source, bench.items.front().value);
    }

    void pointingAtAPointJoinsItsPair()
    {
        Bench bench({makeTransferRun()});
        const auto view = bench.show();
        QVERIFY(complete(*view, bench.jobs));
        const Spot spot = loneliest(embeddingIn(*view));
        const PlotCanvas* canvas = paneOf(*view, "embedding")->plot();
        QSignalSpy pointed(view.get(), &View::pointed);
        QTest::mouseMove(canvas->focusProxy(), onSurface(*canvas, canvas->pixelOf(spot.x, spot.y)));
        QTRY_COMPARE(canvas->hoverMarks(), std::size_t{3}); // two rings and a line
        QVERIFY(bench.selection.hoveredKey().has_value());
        QCOMPARE(bench.selection.hoveredKey()->index, spot.sample);
        QVERIFY(pointed.last().front().toString().contains(QString::number(spot.sample)));
        // Another view points at a sample.
        bench.selection.hover(Key{KeyKind::Sample, bench.items.front().value, 3}, nullptr);
        QCOMPARE(canvas->hoverMarks(), std::size_t{3});
        bench.selection.hover(std::nullopt, nullptr);
        QCOMPARE(canvas->hoverMarks(), std::size_t{0});
    }

    void theSliderGoesThroughTheEpochs()
    {
        Bench bench(makeTransferTraining(4));
        const auto view = bench.show();
        QVERIFY(complete(*view, bench.jobs));
        auto* slider = view->findChild<QSlider*>(QStringLiteral("epochs"));
        QVERIFY(slider->isVisible());
        QCOMPARE(slider->maximum(), 3);
        QCOMPARE(slider->value(), 3); // the last epoch
        const double high = embeddingIn(*view).x.high;
        slider->setValue(1);
        QCOMPARE(view->params().integer("epoch"), std::int64_t{20});
        QVERIFY(complete(*view, bench.jobs));
        QCOMPARE(embeddingIn(*view).x.high, high);
        const auto& curves = std::get<SeriesFigure>(*partOf(*view, "curves"));
        QVERIFY((curves.marks == std::vector<double>{20.0}));
        QTest::keyClick(slider, Qt::Key_Right);
        QCOMPARE(view->params().integer("epoch"), std::int64_t{30});
    }

    void onePartMayFillTheView()
    {
        Bench bench({makeTransferRun()});
        const auto view = bench.show();
        QVERIFY(complete(*view, bench.jobs));
        Params params = view->params();
        params.set("show", std::string("weights"));
        view->setParams(params);
        QVERIFY(complete(*view, bench.jobs));
        QVERIFY(paneOf(*view, "weights")->isVisible());
        QVERIFY(!paneOf(*view, "grid")->isVisible());
    }

    void namesOfAnotherNetworkAreForgotten()
    {
        Bench bench({makeTransferRun()});
        const auto view = bench.make();
        Params params = view->params();
        params.set("layer", std::string("stage/of.another"));
        params.set("epoch", std::int64_t{70});
        view->setParams(params);
        view->show();
        QVERIFY(complete(*view, bench.jobs));
        QVERIFY(partOf(*view, "embedding") != nullptr);
    }

    void coordinatesThatStillMoveAreDrawn()
    {
        TransferRunSize size;
        size.samples = 300;
        size.everyProbe = false;
        Bench bench({makeTransferRun(size)});
        const auto view = bench.make();
        Params params = view->params();
        params.set("show", std::string("embedding"));
        params.set("method", std::string("tsne"));
        params.set("iterations", std::int64_t{100000});
        view->setParams(params);
        view->show();
        const auto moving = [&] {
            const auto* figure =
                view->figure() ? std::get_if<SeriesFigure>(&*view->figure()) : nullptr;
            return figure != nullptr && figure->note.id == TextId::IterationOf;
        };
        QVERIFY(QTest::qWaitFor(moving, 20000));
        const std::string before = std::get<SeriesFigure>(*view->figure()).note.args.front();
        QVERIFY(QTest::qWaitFor(
            [&] {
                return moving() &&
                       std::get<SeriesFigure>(*view->figure()).note.args.front() != before;
            },
            20000));
        // Another method: the one before ends.
        params.set("method", std::string("pca"));
        view->setParams(params);
        QVERIFY(complete(*view, bench.jobs));
        QVERIFY(std::get<SeriesFigure>(*view->figure()).note.id != TextId::IterationOf);
    }

    void aRunWithoutDomainsFillsNothing()
    {
        Bench bench({std::make_shared<const Run>()});
        const auto view = bench.show();
        QTest::qWait(60);
        QVERIFY(!view->drawable());
        QVERIFY(!view->figure().has_value());
    }
};

INSPIKE_TEST(TstAlignmentView, tst_alignment_view)
#include "tst_alignment_view.moc"
