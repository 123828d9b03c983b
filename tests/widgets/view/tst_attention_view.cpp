// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/attention_figure.h"
#include "tests/support/make_run.h"
#include "tests/support/run_tests.h"
#include "widgets/plot/heat_canvas.h"
#include "widgets/view/view_registry.h"

#include <QElapsedTimer>
#include <QSignalSpy>

#include <cmath>
#include <memory>

using namespace inspike;
using namespace inspike::test;

namespace {

struct Size
{
    std::size_t steps = 4, samples = 3, heads = 2, side = 4; // tokens: side x side
};

float matching(std::size_t t, std::size_t b, std::size_t h, std::size_t q, std::size_t k)
{
    return static_cast<float>((t + 2 * b + 3 * h + 5 * q + 7 * k + q * k) % 11);
}

LabelledArray maps(const Size& size)
{
    const std::size_t tokens = size.side * size.side;
    std::vector<float> values;
    values.reserve(size.steps * size.samples * size.heads * tokens * tokens);
    for (std::size_t t = 0; t < size.steps; ++t)
        for (std::size_t b = 0; b < size.samples; ++b)
            for (std::size_t h = 0; h < size.heads; ++h)
                for (std::size_t q = 0; q < tokens; ++q)
                    for (std::size_t k = 0; k < tokens; ++k)
                        values.push_back(matching(t, b, h, q, k));
    return {axesOf({{AxisKind::Step, size.steps},
                    {AxisKind::Sample, size.samples},
                    {AxisKind::Head, size.heads},
                    {AxisKind::Query, tokens},
                    {AxisKind::Key, tokens}}),
            std::move(values)};
}

std::shared_ptr<const Run> attentionRun(const Size& size)
{
    Run run;
    for (const char* id : {"attn/block.0.spatial_attn", "attn/block.1.spatial_attn"})
        run.probes.emplace(id, probeOf(id, ProbeKind::Attention, maps(size)));
    const std::size_t pixels = 8 * size.side;
    const std::vector<float> grey(size.samples * pixels * pixels, 0.5F);
    run.inputs["audio"] = Tensor::fromFloats({size.samples, 1, 1, pixels, pixels}, grey);
    run.inputs["visual"] = Tensor::fromFloats({size.samples, 1, 1, pixels, pixels}, grey);
    return std::make_shared<const Run>(std::move(run));
}

struct Bench
{
    explicit Bench(const Size& made = {}) : size(made)
    {
        item = workspace.add(attentionRun(size), "run", {});
        selection.setTrials(static_cast<int>(size.samples));
        selection.cursor().setBase({0.0, static_cast<double>(size.steps), 1.0, true});
        view.reset(findViewClass("attention")->make({workspace, selection, jobs}, nullptr));
        view->resize(900, 420);
        view->setInputs({item});
    }

    const HeatFigure& figure() const { return std::get<HeatFigure>(*view->figure()); }
    HeatCanvas& canvas() const { return *view->findChild<HeatCanvas*>(); }
    QWidget& surface() const { return *canvas().focusProxy(); }
    // What is on the canvas now, with what the pointer is at.
    const HeatPanel& shown(std::size_t panel) const { return canvas().figure()->panels[panel]; }
    QPoint pixelOf(std::size_t panel, std::size_t row, std::size_t column) const
    {
        return canvas().pixelOfCell(panel, row, column).toPoint();
    }
    void click(std::size_t panel, std::size_t token, Qt::KeyboardModifiers keys = Qt::NoModifier)
    {
        QTest::mouseClick(&surface(), Qt::LeftButton, keys,
                          pixelOf(panel, token / size.side, token % size.side));
    }
    void point(std::size_t panel, std::size_t row, std::size_t column)
    {
        QTest::mouseMove(&surface(), pixelOf(panel, row, column));
    }
    float mean(std::size_t t, std::size_t b, std::size_t q, std::size_t k) const
    {
        float sum = 0.0F;
        for (std::size_t h = 0; h < size.heads; ++h)
            sum += matching(t, b, h, q, k);
        return sum / static_cast<float>(size.heads);
    }

    Size size;
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

void show(const Bench& bench)
{
    bench.view->show();
    waitForFigure(*bench.view);
    QCoreApplication::processEvents();
}

} // namespace

class TstAttentionView : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aHiddenViewBuildsNothing()
    {
        Bench bench;
        QTest::qWait(60);
        QCOMPARE(bench.view->builds(), 0);
        show(bench);
        QCOMPARE(bench.view->builds(), 1);
    }

    void pointingAtATokenShowsWhereItLooksInTheSameFrame()
    {
        Bench bench;
        show(bench);
        const int builds = bench.view->builds();
        bench.point(0, 1, 2);
        for (std::size_t k = 0; k < 16; ++k)
            QCOMPARE(bench.shown(1).cells.values[k], bench.mean(0, 0, 6, k));
        // Its row in the matrix.
        QCOMPARE(bench.shown(2).boxes.size(), std::size_t{1});
        QCOMPARE(bench.shown(2).boxes[0].top, 5.5);
        QVERIFY(bench.selection.hoveredKey() == tokenKey(bench.item.value, 0, 6));
        QCOMPARE(bench.view->builds(), builds);
        // The side that answers: who looks at this token.
        bench.point(1, 3, 1);
        for (std::size_t q = 0; q < 16; ++q)
            QCOMPARE(bench.shown(0).cells.values[q], bench.mean(0, 0, q, 13));
        QVERIFY(bench.selection.hoveredKey() == tokenKey(bench.item.value, 1, 13));
        // Beside everything: as before.
        QTest::mouseMove(&bench.surface(), QPoint(1, 1));
        QVERIFY(bench.shown(2).boxes.empty());
        QVERIFY(!bench.selection.hoveredKey());
    }

    void pointingIntoTheMatrixHighlightsBothSides()
    {
        Bench bench;
        show(bench);
        bench.point(2, 9, 4);
        QCOMPARE(bench.shown(0).boxes.size(), std::size_t{1});
        QCOMPARE(bench.shown(0).boxes[0].label.args.at(0), std::string("9"));
        QCOMPARE(bench.shown(1).boxes.size(), std::size_t{1});
        QCOMPARE(bench.shown(1).boxes[0].label.args.at(0), std::string("4"));
        QCOMPARE(bench.shown(1).cells.values[4], bench.mean(0, 0, 9, 4));
    }

    void clicksPinAndUnpinAndEscapeLetsAllGo()
    {
        Bench bench;
        show(bench);
        bench.click(0, 6);
        waitForFigure(*bench.view);
        QCOMPARE(bench.view->params().text("query"), std::string("6"));
        QVERIFY(
            (bench.selection.current().indices(KeyKind::Token) == std::vector<std::int64_t>{6}));
        bench.click(0, 9, Qt::ShiftModifier);
        waitForFigure(*bench.view);
        QCOMPARE(bench.view->params().text("query"), std::string("6,9"));
        QCOMPARE(bench.selection.current().indices(KeyKind::Token).size(), std::size_t{2});
        QCOMPARE(bench.figure().panels[1].layers.size(), std::size_t{2});
        for (std::size_t k = 0; k < 16; ++k)
            QCOMPARE(bench.figure().panels[1].layers[1].cells.values[k], bench.mean(0, 0, 9, k));
        bench.click(0, 6);
        waitForFigure(*bench.view);
        QCOMPARE(bench.view->params().text("query"), std::string("9"));
        // The other side asks something else.
        bench.click(1, 3);
        waitForFigure(*bench.view);
        QCOMPARE(bench.view->params().text("query"), std::string("3"));
        QCOMPARE(bench.view->params().text("direction"), std::string("key"));
        QTest::keyClick(&bench.surface(), Qt::Key_Escape);
        waitForFigure(*bench.view);
        QVERIFY(bench.view->params().text("query").empty());
    }

    void whatAnotherViewPointsAtIsShown()
    {
        Bench bench;
        show(bench);
        QObject other;
        bench.selection.hover(tokenKey(bench.item.value, 0, 3), &other);
        QCOMPARE(bench.shown(0).boxes.size(), std::size_t{1});
        QCOMPARE(bench.shown(1).cells.values[7], bench.mean(0, 0, 3, 7));
        bench.selection.hover(std::nullopt, &other);
        QVERIFY(bench.shown(0).boxes.empty());
    }

    void theTimeCursorIsTheStepAndTheTrialTheSample()
    {
        Bench bench;
        show(bench);
        Params params = bench.view->params();
        params.set("query", std::string("5"));
        bench.view->setParams(params);
        bench.selection.cursor().setPosition(2.0);
        bench.selection.showTrial(1);
        QTRY_COMPARE(bench.figure().panels[1].cells.values[8], bench.mean(2, 1, 5, 8));
        // A step that is typed moves the cursor.
        params.set("step", std::int64_t{3});
        bench.view->setParams(params);
        QTRY_COMPARE(bench.figure().panels[1].cells.values[8], bench.mean(3, 1, 5, 8));
        QCOMPARE(bench.selection.cursor().position(), 3.0);
        // The mean over steps does not follow.
        params.set("step", std::int64_t{-1});
        bench.view->setParams(params);
        waitForFigure(*bench.view);
        const int builds = bench.view->builds();
        bench.selection.cursor().setPosition(0.0);
        QTest::qWait(40);
        QCOMPARE(bench.view->builds(), builds);
    }

    void keysChangeHeadAndBlock()
    {
        Bench bench;
        show(bench);
        QTest::keyClick(&bench.surface(), Qt::Key_BracketRight);
        QCOMPARE(bench.view->params().text("head"), std::string("max"));
        QTest::keyClick(&bench.surface(), Qt::Key_BracketLeft);
        QTest::keyClick(&bench.surface(), Qt::Key_BracketLeft);
        QCOMPARE(bench.view->params().text("head"), std::string("1"));
        QTest::keyClick(&bench.surface(), Qt::Key_B);
        waitForFigure(*bench.view);
        QVERIFY(bench.figure().panels[1].title.id == TextId::VisualAsks);
    }

    // From the change to the painted frame, at 256 tokens, 16 heads, 32 samples.
    // How long that took is said, not judged: it depends on what else the machine does.
    void everyChangeIsPaintedAndThePointerNeedsNoJob()
    {
        Bench bench({2, 32, 16, 16});
        bench.view->resize(1200, 600);
        show(bench);
        const auto painted = [&](const auto& change) {
            QElapsedTimer timer;
            timer.start();
            const int builds = bench.view->builds();
            change();
            while (bench.view->builds() == builds && timer.elapsed() < 2000)
                QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents, 5);
            (void)bench.view->grab();
            const double ms = static_cast<double>(timer.nsecsElapsed()) / 1e6;
            return bench.view->builds() > builds ? ms : std::nan(""); // nothing was built
        };
        const auto set = [&](const char* id, const ParamValue& value) {
            return painted([&] {
                Params params = bench.view->params();
                params.set(id, value);
                bench.view->setParams(params);
            });
        };
        const double head = set("head", std::string("7"));
        const double pinned = set("query", std::string("40,3"));
        const double block = set("block", std::string("visual"));
        const double sample = painted([&] { bench.selection.showTrial(20); });
        const double step = painted([&] { bench.selection.cursor().setPosition(1.0); });
        QElapsedTimer timer;
        double hover = 0.0;
        const int builds = bench.view->builds();
        for (std::size_t token = 0; token < 16; ++token) {
            timer.start();
            bench.point(0, 2, token);
            (void)bench.view->grab();
            hover = std::max(hover, static_cast<double>(timer.nsecsElapsed()) / 1e6);
        }
        qInfo("head %.1f ms, pins %.1f, block %.1f, sample %.1f, step %.1f, pointer %.1f", head,
              pinned, block, sample, step, hover);
        for (const double ms : {head, pinned, block, sample, step})
            QVERIFY(std::isfinite(ms));
        QCOMPARE(bench.view->builds(), builds);
    }
};

INSPIKE_TEST(TstAttentionView, tst_attention_view)
#include "tst_attention_view.moc"
