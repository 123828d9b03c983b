// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/layered_run.h"
#include "tests/support/make_layers.h"
#include "tests/support/run_tests.h"
#include "tests/widgets/view/view_bench.h"
#include "widgets/plot/graph_canvas.h"
#include "widgets/view/overlay.h"
#include "widgets/view/view_registry.h"

#include <QLineEdit>
#include <QSignalSpy>
#include <QWheelEvent>

#include <memory>

using namespace inspike;
using namespace inspike::test;

namespace {

struct Bench : ViewBench
{
    explicit Bench(const Run& run)
    {
        add(std::make_shared<const Run>(run));
        selection.cursor().setBase({0.0, 3.0, 1.0, true});
    }
    explicit Bench(const LayerGraph& graph) : Bench(runOf(graph)) {}

    static Run runOf(const LayerGraph& graph)
    {
        Run run;
        run.graph = graph;
        return run;
    }
};

GraphCanvas& canvasOf(const View& view)
{
    return *view.findChild<GraphCanvas*>();
}

std::size_t boxOf(const View& view, const std::string& id)
{
    const auto& boxes = canvasOf(view).figure()->boxes;
    for (std::size_t i = 0; i < boxes.size(); ++i) {
        if (boxes[i].id == id)
            return i;
    }
    return boxes.size();
}

bool has(const View& view, const std::string& id)
{
    return boxOf(view, id) < canvasOf(view).figure()->boxes.size();
}

void click(const View& view, const std::string& id,
           Qt::KeyboardModifiers modifiers = Qt::NoModifier)
{
    GraphCanvas& canvas = canvasOf(view);
    QTest::mouseClick(&canvas, Qt::LeftButton, modifiers,
                      canvas.pixelOf(boxOf(view, id)).toPoint());
}

void clickTwice(const View& view, const std::string& id)
{
    GraphCanvas& canvas = canvasOf(view);
    QTest::mouseDClick(&canvas, Qt::LeftButton, Qt::NoModifier,
                       canvas.pixelOf(boxOf(view, id)).toPoint());
}

std::vector<std::int64_t> layersIn(const Bench& bench)
{
    return bench.selection.current().indices(KeyKind::Layer);
}

} // namespace

class TstGraphView : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aClickSelectsTheLayer()
    {
        Bench bench(recurrentLayers());
        const auto view = bench.show("graph");
        QVERIFY(built(*view));
        click(*view, "lif");
        QCOMPARE(layersIn(bench), (std::vector<std::int64_t>{2}));
        QCOMPARE(bench.selection.layer()->index, std::int64_t{2});
        click(*view, "leak", Qt::ControlModifier);
        QCOMPARE(layersIn(bench), (std::vector<std::int64_t>{2, 4}));
    }

    void otherViewsShowTheSelectedLayer()
    {
        Bench bench(makeLayeredRun());
        const auto view = bench.show("graph");
        const auto raster = bench.show("raster");
        QVERIFY(built(*view) && built(*raster));
        const auto units = [&] {
            return std::get<RasterFigure>(*raster->figure()).rows.size();
        };
        click(*view, "lif2");
        QVERIFY(QTest::qWaitFor([&] { return !raster->pending() && units() == 4; }));
        QCOMPARE(raster->effectiveParams().text("probe"), std::string("lif2/spikes"));
        click(*view, "lif1");
        QVERIFY(QTest::qWaitFor([&] { return !raster->pending() && units() == 2; }));
        // Units of that layer may be selected: it stays.
        bench.selection.request({{Key{KeyKind::Unit, 0, 1}}, std::nullopt});
        QCOMPARE(raster->effectiveParams().text("probe"), std::string("lif1/spikes"));
    }

    void aDoubleClickClosesAndOpensAGroupWhereItIs()
    {
        Bench bench(nestedLayers());
        const auto view = bench.show("graph");
        QVERIFY(built(*view));
        QVERIFY(has(*view, "audio/block0/lif"));
        clickTwice(*view, "audio/block0");
        QVERIFY(QTest::qWaitFor([&] { return !has(*view, "audio/block0/lif"); }));
        QVERIFY(canvasOf(*view).figure()->boxes[boxOf(*view, "audio/block0")].isCollapsed);
        clickTwice(*view, "audio/block0");
        QVERIFY(QTest::qWaitFor([&] { return has(*view, "audio/block0/lif"); }));
    }

    void aGroupThatOpensStaysInItsPlaceWhileZoomedIn()
    {
        Bench bench(nestedLayers());
        const auto view = bench.show("graph");
        QVERIFY(built(*view));
        GraphCanvas& canvas = canvasOf(*view);
        canvas.showBox(boxOf(*view, "visual/block1/lif"));
        constexpr double kReadable = 15.0; // px, where the movement ends
        QVERIFY(QTest::qWaitFor([&] { return canvas.pixelsPerLine() == kReadable; }));
        clickTwice(*view, "visual/block1");
        QVERIFY(QTest::qWaitFor([&] { return !has(*view, "visual/block1/lif"); }));
        QCOMPARE(canvas.pixelsPerLine(), kReadable);
        QVERIFY(canvas.rect().contains(canvas.pixelOf(boxOf(*view, "visual/block1")).toPoint()));
    }

    void arrowsGoFromBoxToBoxAndEnterCloses()
    {
        Bench bench(nestedLayers());
        const auto view = bench.show("graph");
        QVERIFY(built(*view));
        GraphCanvas& canvas = canvasOf(*view);
        click(*view, "audio/block0/conv");
        QTest::keyClick(&canvas, Qt::Key_Down);
        const std::int64_t lif = 2;
        QCOMPARE(layersIn(bench), (std::vector<std::int64_t>{lif}));
        QTest::keyClick(&canvas, Qt::Key_Up);
        QCOMPARE(layersIn(bench), (std::vector<std::int64_t>{1}));
        QTest::keyClick(&canvas, Qt::Key_Return);
        QVERIFY(QTest::qWaitFor([&] { return !has(*view, "audio/block0/lif"); }));
    }

    void theSearchFieldFindsLayersAndOpensTheirGroups()
    {
        Bench bench(nestedLayers());
        const auto view = bench.show("graph");
        QVERIFY(built(*view));
        Params closed = view->params();
        closed.set("depth", std::int64_t{0});
        view->setParams(closed);
        QVERIFY(QTest::qWaitFor([&] { return !has(*view, "visual/block1/lif"); }));
        auto* search = view->findChild<QLineEdit*>(QStringLiteral("graphSearch"));
        QTest::keyClicks(search, QStringLiteral("visual/block1/l"));
        QTest::keyClick(search, Qt::Key_Return);
        QVERIFY(QTest::qWaitFor([&] { return has(*view, "visual/block1/lif"); }));
        QVERIFY(QTest::qWaitFor([&] { return !layersIn(bench).empty(); }));
        QCOMPARE(layersIn(bench), (std::vector<std::int64_t>{9}));
        QTest::keyClick(search, Qt::Key_Escape);
        QVERIFY(QTest::qWaitFor([&] { return !canvasOf(*view).figure()->isSearch; }));
    }

    void pointingSaysExactNumbersAndTellsOtherViews()
    {
        Bench bench(recurrentLayers());
        const auto view = bench.show("graph");
        QVERIFY(built(*view));
        GraphCanvas& canvas = canvasOf(*view);
        QSignalSpy said(view.get(), &View::pointed);
        QTest::mouseMove(&canvas, canvas.pixelOf(boxOf(*view, "w_rec")).toPoint());
        QVERIFY(QTest::qWaitFor([&] { return !said.isEmpty(); }));
        const QString words = said.back().front().toString();
        QVERIFY2(words.contains(QStringLiteral("w_rec")) &&
                     words.contains(QStringLiteral("Affine")) &&
                     words.contains(QStringLiteral("1.5 k")),
                 qPrintable(words));
        QCOMPARE(bench.selection.hoveredKey()->index, std::int64_t{3});
    }

    void theWheelZoomsAtThePointerAndFitGoesBack()
    {
        Bench bench(nestedLayers());
        const auto view = bench.show("graph");
        QVERIFY(built(*view));
        GraphCanvas& canvas = canvasOf(*view);
        const double whole = canvas.pixelsPerLine();
        const std::size_t box = boxOf(*view, "head");
        const QPointF at = canvas.pixelOf(box);
        QWheelEvent turn(at, canvas.mapToGlobal(at), {}, {0, 240}, Qt::NoButton, Qt::NoModifier,
                         Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(&canvas, &turn);
        QVERIFY(canvas.pixelsPerLine() > 1.4 * whole);
        QVERIFY((canvas.pixelOf(box) - at).manhattanLength() < 1.0);
        QVERIFY(view->zoomed());
        view->fit();
        QVERIFY(QTest::qWaitFor([&] { return canvas.pixelsPerLine() == whole; }));
        QVERIFY(!view->zoomed());
    }

    void runsWithoutAGraphSayWhatIsMissing()
    {
        Bench bench((Run()));
        const auto view = bench.show("graph");
        auto* overlay = view->findChild<ViewOverlay*>();
        QVERIFY(QTest::qWaitFor([&] { return overlay->covers(); }));
        QVERIFY(!overlay->text().isEmpty());
    }

    void groupsOfAnotherNetworkAreForgotten()
    {
        Bench bench(nestedLayers());
        const auto view = bench.show("graph");
        Params params = view->params();
        params.set("collapsed", std::string("gone,audio"));
        view->setParams(params);
        QVERIFY(built(*view));
        QVERIFY(canvasOf(*view).figure()->boxes[boxOf(*view, "audio")].isCollapsed);
    }

    void tenThousandLayersAreShown()
    {
        Bench bench(chainOfLayers(10000));
        const auto view = bench.show("graph");
        QVERIFY(QTest::qWaitFor([&] { return view->figure() && !view->pending(); }, 60000));
        QCOMPARE(canvasOf(*view).figure()->boxes.size(), std::size_t{10000});
        QVERIFY(!view->grab().isNull());
    }

    void weightsFollowTheSelectedLayer()
    {
        Run run = makeLayeredRun();
        for (LayerNode& node : run.graph.nodes) {
            if (node.id != "fc1" && node.id != "fc2")
                continue;
            node.weights = {node.id + ".weight"};
            Axis axis;
            axis.size = node.id == "fc1" ? 6 : 8;
            run.parameters[node.weights.front()] =
                LabelledArray({axis}, std::vector<float>(axis.size, 0.5F));
        }
        Bench bench(run);
        const auto view = bench.show("graph");
        const auto weights = bench.show("weights");
        QVERIFY(built(*view) && built(*weights));
        const auto cells = [&] {
            const auto& page = std::get<CompositeFigure>(*weights->figure());
            return std::get<HeatFigure>(*page.parts[1].figure).panels[0].cells.columns;
        };
        QCOMPARE(cells(), std::size_t{6});
        click(*view, "fc2");
        QVERIFY(QTest::qWaitFor([&] { return !weights->pending() && cells() == 8; }));
        QVERIFY(!weights->keyNumbers().empty());
        auto* overlay = weights->findChild<ViewOverlay*>();
        click(*view, "lif1");
        QVERIFY(QTest::qWaitFor([&] { return overlay->covers(); }));
        QVERIFY(overlay->text().contains(QStringLiteral("lif1")));
    }
};

INSPIKE_TEST(TstGraphView, tst_graph_view)
#include "tst_graph_view.moc"
