// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/compare_figure.h"
#include "tests/support/make_compared_run.h"
#include "tests/support/run_tests.h"
#include "tests/widgets/view/view_bench.h"
#include "widgets/view/view_registry.h"
#include "widgets/views/figure_pane.h"

#include <QSignalSpy>

#include <algorithm>
#include <memory>

using namespace inspike;
using namespace inspike::test;

namespace {

struct Bench : ViewBench
{
    explicit Bench(const std::vector<std::shared_ptr<const Run>>& runs)
    {
        for (const auto& run : runs)
            add(run);
        selection.setTrials(4);
        selection.cursor().setBase({0.0, 5.0, 1.0, true});
    }

    std::unique_ptr<View> show(QSize size = {1000, 760})
    {
        return ViewBench::show("compare", size);
    }
};

std::vector<std::shared_ptr<const Run>> usualAndAltered()
{
    return {makeComparedRun(), makeComparedRun(alteredLayers())};
}

FigurePane* paneOf(const View& view, const char* part)
{
    return view.findChild<FigurePane*>(QStringLiteral("pane.") + QLatin1String(part));
}

const RasterFigure& rasterIn(const View& view)
{
    return std::get<RasterFigure>(*partOf(view, "raster"));
}

QString valueOf(const View& view, const QString& name)
{
    for (const KeyNumber& number : view.keyNumbers()) {
        if (number.name.contains(name))
            return number.value;
    }
    return {};
}

} // namespace

class TstCompareView : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fourPartsFillTheView()
    {
        Bench bench(usualAndAltered());
        const auto view = bench.show();
        QVERIFY(complete(*view, bench.jobs));
        for (const char* part : {"raster", "rates", "cka", "logits"}) {
            QVERIFY2(paneOf(*view, part)->isVisible(), part);
            QVERIFY2(paneOf(*view, part)->words().isEmpty(),
                     qPrintable(paneOf(*view, part)->words()));
        }
        QCOMPARE(valueOf(*view, QStringLiteral("Predictions that differ")), QStringLiteral("1"));
        QVERIFY(valueOf(*view, QStringLiteral("Share of spikes that differ")).toDouble() > 0.0);
        QCOMPARE(valueOf(*view, QStringLiteral("First run")), QStringLiteral("A"));
        QVERIFY(valueOf(*view, QStringLiteral("Note")).contains(QStringLiteral("by name")));
    }

    void aClickOnABarShowsThatLayer()
    {
        Bench bench(usualAndAltered());
        const auto view = bench.show();
        QVERIFY(complete(*view, bench.jobs));
        QCOMPARE(rasterIn(*view).rows.size(), std::size_t{3});
        const PlotCanvas* rates = paneOf(*view, "rates")->plot();
        const auto& figure = std::get<SeriesFigure>(*partOf(*view, "rates"));
        const double top = figure.panels.front().lines[1].y.front();
        QVERIFY(top != 0.0);
        QTest::mouseClick(rates->focusProxy(), Qt::LeftButton, Qt::NoModifier,
                          onSurface(*rates, rates->pixelOf(1.0, 0.5 * top)));
        QVERIFY(complete(*view, bench.jobs));
        QCOMPARE(view->params().text("layer"), std::string("fc2"));
        QCOMPARE(rasterIn(*view).rows.size(), std::size_t{2});
        QVERIFY(bench.selection.layer().has_value());
        QCOMPARE(bench.selection.layer()->index, 1);
        QCOMPARE(bench.selection.layer()->source, bench.items.front().value);
        // Another view chooses a layer.
        bench.selection.request(
            Selection{{{KeyKind::Layer, bench.items.front().value, 0}}, std::nullopt}, nullptr);
        QVERIFY(complete(*view, bench.jobs));
        QCOMPARE(rasterIn(*view).rows.size(), std::size_t{3});
    }

    void aClickOnACellShowsThatLayer()
    {
        Bench bench(usualAndAltered());
        const auto view = bench.show();
        QVERIFY(complete(*view, bench.jobs));
        const HeatCanvas* grid = paneOf(*view, "cka")->heat();
        QTest::mouseClick(grid->focusProxy(), Qt::LeftButton, Qt::NoModifier,
                          onSurface(*grid, grid->pixelOfCell(0, 1, 0)));
        QVERIFY(complete(*view, bench.jobs));
        QCOMPARE(view->params().text("layer"), std::string("fc2"));
    }

    void allPartsFollowTheSample()
    {
        Bench bench(usualAndAltered());
        const auto view = bench.show();
        QVERIFY(complete(*view, bench.jobs));
        bench.selection.showTrial(2);
        QVERIFY(complete(*view, bench.jobs));
        QCOMPARE(rasterIn(*view).note.args.back(), std::string("c"));
        const auto& answers = std::get<SeriesFigure>(*partOf(*view, "logits"));
        QCOMPARE(answers.note.id, TextId::RunsPredict);
    }

    void pointingSaysWhoseSpikesTheyAre()
    {
        Bench bench(usualAndAltered());
        const auto view = bench.show();
        bench.selection.showTrial(1);
        QVERIFY(complete(*view, bench.jobs));
        const PlotCanvas* raster = paneOf(*view, "raster")->plot();
        QSignalSpy pointed(view.get(), &View::pointed);
        // Of sample 1, unit 1 fires at step 2 in the second run only.
        QTest::mouseMove(raster->focusProxy(), onSurface(*raster, raster->pixelOf(2.5, 1.0)));
        QTRY_VERIFY(!pointed.isEmpty());
        const QString words = pointed.last().front().toString();
        QVERIFY2(words.contains(QStringLiteral("Only B: 1")), qPrintable(words));
        QVERIFY2(words.contains(QStringLiteral("unit 1")), qPrintable(words));
    }

    void aClickOnTheBackgroundMovesTheCursor()
    {
        Bench bench(usualAndAltered());
        const auto view = bench.show();
        QVERIFY(complete(*view, bench.jobs));
        const PlotCanvas* raster = paneOf(*view, "raster")->plot();
        const auto& bins = std::get<RasterBins>(rasterIn(*view).body);
        std::size_t empty = 0; // a step at which unit 0 is silent in both runs
        while (empty < bins.columns && bins.counts[empty] != 0)
            ++empty;
        QVERIFY(empty < bins.columns);
        QTest::mouseClick(
            raster->focusProxy(), Qt::LeftButton, Qt::NoModifier,
            onSurface(*raster, raster->pixelOf(static_cast<double>(empty) + 0.3, 0.0)));
        QCOMPARE(bench.selection.cursor().position(), static_cast<double>(empty));
    }

    void narrowAndWideViewsArrangeTheirParts()
    {
        Bench bench(usualAndAltered());
        const auto view = bench.show({320, 900});
        QVERIFY(complete(*view, bench.jobs));
        const auto left = [&](const char* part) {
            return paneOf(*view, part)->x();
        };
        const auto top = [&](const char* part) {
            return paneOf(*view, part)->y();
        };
        QCOMPARE(left("raster"), left("rates"));
        QVERIFY(top("rates") > top("raster"));
        view->resize(1500, 400);
        QVERIFY(complete(*view, bench.jobs));
        QTRY_COMPARE(top("logits"), top("raster"));
        QVERIFY(left("logits") > left("cka"));
    }

    void oneRunFillsNothingAndSaysWhatWould()
    {
        Bench bench({makeComparedRun()});
        const auto view = bench.show();
        QTest::qWait(60);
        QVERIFY(!view->drawable());
        QVERIFY(!view->figure().has_value());
    }

    void ofATrainingItsEndsAreCompared()
    {
        std::vector<std::shared_ptr<const Run>> runs = usualAndAltered();
        runs.push_back(makeComparedRun());
        Bench bench(runs);
        const auto view = bench.show();
        QVERIFY(complete(*view, bench.jobs));
        QCOMPARE(rasterIn(*view).categories[1].spikes, 0U);
        QCOMPARE(rasterIn(*view).categories[2].spikes, 0U);
    }

    void layersOfAnotherNetworkAreForgotten()
    {
        Bench bench(usualAndAltered());
        const auto view = bench.show();
        Params params = view->params();
        params.set("layer", std::string("of/another"));
        view->setParams(params);
        QVERIFY(complete(*view, bench.jobs));
        QCOMPARE(rasterIn(*view).rows.size(), std::size_t{3});
    }
};

INSPIKE_TEST(TstCompareView, tst_compare_view)
#include "tst_compare_view.moc"
