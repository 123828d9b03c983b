// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/figures/attention_figure.h"
#include "tests/support/golden.h"
#include "tests/support/make_run.h"
#include "tests/support/run_tests.h"

#include <QElapsedTimer>

#include <numeric>
#include <set>

using namespace inspike;
using namespace inspike::test;

namespace {

struct Size
{
    std::size_t steps = 3, samples = 2, heads = 4, tokens = 4;
};

// What head h of sample b matches at step t between query q and key k.
float matching(std::size_t t, std::size_t b, std::size_t h, std::size_t q, std::size_t k)
{
    return static_cast<float>((t + 2 * b + 3 * h + 5 * q + 7 * k + q * k) % 5);
}

LabelledArray maps(AxisKind first, std::size_t places, std::size_t entries, const Size& size)
{
    std::vector<float> values;
    for (std::size_t t = 0; t < places; ++t)
        for (std::size_t b = 0; b < size.samples; ++b)
            for (std::size_t h = 0; h < size.heads; ++h)
                for (std::size_t q = 0; q < entries; ++q)
                    for (std::size_t k = 0; k < entries; ++k)
                        values.push_back(matching(t, b, h, q, k));
    return {axesOf({{first, places},
                    {AxisKind::Sample, size.samples},
                    {AxisKind::Head, size.heads},
                    {AxisKind::Query, entries},
                    {AxisKind::Key, entries}}),
            std::move(values)};
}

void addMap(Run& run, const std::string& id, LabelledArray values)
{
    run.probes.emplace(id, probeOf(id, ProbeKind::Attention, std::move(values)));
}

// Two streams of 2 x 2 tokens of 2 x 2 pixels; sounds of 1 s.
std::shared_ptr<const Run> attentionRun(const Size& size = {}, bool both = true)
{
    Run run;
    for (const char* block : {"block.0", "block.1"}) {
        if (!both && block == std::string("block.1"))
            continue;
        const std::string id = std::string("attn/") + block;
        addMap(run, id + ".spatial_attn", maps(AxisKind::Step, size.steps, size.tokens, size));
        addMap(run, id + ".temporal_attn", maps(AxisKind::Token, size.tokens, size.steps, size));
    }
    std::vector<float> pixels(size.samples * 16);
    std::iota(pixels.begin(), pixels.end(), 0.0F);
    run.inputs["audio"] = Tensor::fromFloats({size.samples, 1, 1, 4, 4}, pixels);
    if (both)
        run.inputs["visual"] = Tensor::fromFloats({size.samples, 1, 1, 4, 4}, pixels);
    run.inputs["audio_seconds"] =
        Tensor::fromFloats({size.samples}, std::vector<float>(size.samples, 1.0F));
    return std::make_shared<const Run>(std::move(run));
}

HeatFigure figureOf(const std::shared_ptr<const Run>& run,
                    const std::vector<std::string>& settings = {}, const Viewport& viewport = {})
{
    FigureInputs inputs;
    inputs.run = run;
    const FigureKind& kind = *findFigureKind("attention");
    JobContext job = nullJob();
    return std::get<HeatFigure>(
        kind.build(inputs, Params::parse(kind.params(), settings), viewport, job));
}

float meanOfHeads(std::size_t t, std::size_t b, std::size_t q, std::size_t k)
{
    float sum = 0.0F;
    for (std::size_t h = 0; h < 4; ++h)
        sum += matching(t, b, h, q, k);
    return sum / 4;
}

} // namespace

class TstAttentionFigure : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void figureEqualsItsGoldenJson()
    {
        const Figure figure = figureOf(attentionRun(), {"step=2", "query=3,1"});
        const std::string differs =
            compareGolden("attention.json", figureJson(figure).dump(2) + "\n");
        QVERIFY2(differs.empty(), differs.c_str());
    }

    void aPinnedQueryShowsItsRowOverTheOtherSide()
    {
        const HeatFigure figure =
            figureOf(attentionRun(), {"step=1", "trial=1", "query=2", "block=visual"});
        QCOMPARE(figure.panels.size(), std::size_t{3});
        const HeatPanel& audio = figure.panels[0];
        const HeatPanel& visual = figure.panels[1];
        QVERIFY(audio.title.id == TextId::AudioAnswers && visual.title.id == TextId::VisualAsks);
        QVERIFY(visual.cells.values.empty());
        QCOMPARE(visual.boxes.size(), std::size_t{1});
        // Token 2 of 2 x 2 on 4 x 4 pixels: the second row.
        QCOMPARE(visual.boxes[0].left, 0.0);
        QCOMPARE(visual.boxes[0].top, 2.0);
        for (std::size_t k = 0; k < 4; ++k)
            QCOMPARE(audio.cells.values[k], meanOfHeads(1, 1, 2, k));
        QVERIFY(audio.layers.at(0).tint == pinColour(0));
    }

    void aPinnedKeyShowsWhoLooksAtIt()
    {
        const HeatFigure figure = figureOf(attentionRun(), {"direction=key", "query=3", "head=2"});
        for (std::size_t q = 0; q < 4; ++q)
            QCOMPARE(figure.panels[0].cells.values[q], matching(0, 0, 2, q, 3));
        QCOMPARE(figure.panels[1].boxes.size(), std::size_t{1});
        // Its column in the matrix.
        const HeatBox& column = figure.panels[2].boxes.at(0);
        QCOMPARE(column.left, 2.5);
        QCOMPARE(column.right, 3.5);
        QCOMPARE(column.bottom, 3.5);
    }

    void severalPinsAreLayersAndTheCellsTheirSum()
    {
        const HeatFigure figure = figureOf(attentionRun(), {"head=max", "query=0,3"});
        const HeatPanel& visual = figure.panels[1];
        QCOMPARE(visual.layers.size(), std::size_t{2});
        float sum = 0.0F;
        for (std::size_t k = 0; k < 4; ++k) {
            float highest = 0.0F;
            for (std::size_t h = 0; h < 4; ++h)
                highest = std::max(highest, matching(0, 0, h, 0, k));
            sum += highest;
            QCOMPARE(visual.layers[0].cells.values[k], highest);
            QCOMPARE(visual.cells.values[k], highest + visual.layers[1].cells.values[k]);
        }
        QCOMPARE(figure.legend.size(), std::size_t{2});
        QCOMPARE(figure.legend[0].label.args.at(1), std::to_string(static_cast<int>(sum)));
    }

    void nothingPinnedIsTheMeanOfAllQueries()
    {
        const HeatFigure figure = figureOf(attentionRun(), {"step=-1"});
        for (std::size_t k = 0; k < 4; ++k) {
            float mean = 0.0F;
            for (std::size_t t = 0; t < 3; ++t)
                for (std::size_t q = 0; q < 4; ++q)
                    mean += meanOfHeads(t, 0, q, k) / 12;
            QVERIFY(std::abs(figure.panels[1].cells.values[k] - mean) < 1e-5F);
        }
        QVERIFY(figure.scales[0].label.id == TextId::AttentionReceived);
        QVERIFY(figure.legend.empty());
    }

    void rowsOfSharesAddUpToOne()
    {
        const HeatFigure figure = figureOf(attentionRun(), {"normalise=rows"});
        const HeatCells& matrix = figure.panels[2].cells;
        for (std::size_t q = 0; q < 4; ++q) {
            float sum = 0.0F;
            for (std::size_t k = 0; k < 4; ++k)
                sum += matrix.values[q * 4 + k];
            QVERIFY(std::abs(sum - 1.0F) < 1e-5F);
        }
    }

    void eachHeadHasAPictureOfItsOwn()
    {
        const HeatFigure figure = figureOf(attentionRun(), {"head=each", "query=1", "step=2"});
        // Who asks, four heads, the matrix.
        QCOMPARE(figure.panels.size(), std::size_t{6});
        for (std::size_t h = 0; h < 4; ++h)
            for (std::size_t k = 0; k < 4; ++k)
                QCOMPARE(figure.panels[1 + h].cells.values[k], matching(2, 0, h, 1, k));
        std::set<std::pair<int, int>> places;
        for (const HeatPanel& panel : figure.panels)
            places.insert({panel.gridRow, panel.gridColumn});
        QCOMPARE(places.size(), figure.panels.size());
    }

    void stepsAskStepsAtOneToken()
    {
        const HeatFigure figure = figureOf(attentionRun(), {"form=temporal", "token=3", "query=2"});
        QCOMPARE(figure.panels.size(), std::size_t{4});
        const HeatPanel& matrix = figure.panels[2];
        const HeatPanel& strip = figure.panels[3];
        QCOMPARE(matrix.cells.rows, std::size_t{3});
        for (std::size_t k = 0; k < 3; ++k) {
            QCOMPARE(matrix.cells.values[3 + k], meanOfHeads(3, 0, 1, k));
            QCOMPARE(strip.cells.values[k], meanOfHeads(3, 0, 2, k));
        }
        QCOMPARE(figure.panels[0].boxes.at(0).label.args.at(0), std::string("3"));
        // At every token, all that step 2 finds.
        float found = 0.0F;
        for (std::size_t k = 0; k < 3; ++k)
            found += meanOfHeads(1, 0, 2, k);
        QVERIFY(std::abs(figure.panels[1].cells.values[1] - found) < 1e-5F);
    }

    void aNetworkOfOneModalityAsksItself()
    {
        const auto run = attentionRun({}, false);
        const HeatFigure figure = figureOf(run, {"query=1"});
        QCOMPARE(figure.panels.size(), std::size_t{2});
        QVERIFY(figure.panels[0].title.id == TextId::Audio);
        QCOMPARE(figure.panels[0].boxes.size(), std::size_t{1});
        QCOMPARE(figure.panels[0].cells.values[2], meanOfHeads(0, 0, 1, 2));
        // Its only block, even where the other one is asked for.
        QCOMPARE(figureOf(run, {"block=visual"}).panels.size(), std::size_t{2});
    }

    void spectrogramsHaveSecondsAndHertz()
    {
        const HeatFigure figure = figureOf(attentionRun());
        const HeatPanel& audio = figure.panels[0];
        QCOMPARE(audio.x.unit, std::string("s"));
        QCOMPARE(audio.x.high, 1.0);
        QCOMPARE(audio.y.unit, std::string("Hz"));
        QVERIFY(!audio.yDown);
        QVERIFY(figure.panels[1].yDown);
    }

    void largeMapsAreReducedToWhatIsSeen()
    {
        Size size;
        size.steps = size.samples = 1;
        size.heads = 2;
        size.tokens = 1024;
        const auto run = attentionRun(size);
        Viewport viewport;
        viewport.widthPx = viewport.heightPx = 256;
        const HeatFigure whole = figureOf(run, {"query=700"}, viewport);
        QCOMPARE(whole.fidelity.perMark, std::uint64_t{16});
        QCOMPARE(whole.panels[2].cells.rows, std::size_t{256});
        QCOMPARE(whole.panels[1].cells.values.size(), std::size_t{1024});
        viewport.xLow = viewport.yLow = 99.5;
        viewport.xHigh = viewport.yHigh = 199.5;
        const HeatFigure part = figureOf(run, {"query=700"}, viewport);
        QVERIFY(part.fidelity.exact());
        const HeatCells& cells = part.panels[2].cells;
        QCOMPARE(cells.top, 99.5);
        const float expected = (matching(0, 0, 0, 101, 102) + matching(0, 0, 1, 101, 102)) / 2;
        QCOMPARE(cells.values[cells.columns + 2], expected);
    }

    void whatIsNotThereIsNamed()
    {
        FigureInputs inputs;
        QVERIFY(findFigureKind("attention")->lacks(inputs).has_value());
        inputs.run = std::make_shared<const Run>();
        QVERIFY(findFigureKind("attention")->lacks(inputs).has_value());
        const auto run = attentionRun();
        for (const char* wrong :
             {"head=17", "head=both", "query=9", "trial=2", "step=3", "probe=attn/none", "query=a"})
            QVERIFY_EXCEPTION_THROWN(figureOf(run, {wrong}), Error);
        Run other = *run;
        other.probes.erase("attn/block.0.temporal_attn");
        other.probes.erase("attn/block.1.temporal_attn");
        QVERIFY_EXCEPTION_THROWN(
            figureOf(std::make_shared<const Run>(std::move(other)), {"form=temporal"}), Error);
    }

    void aFigureIsBuiltInAFewMilliseconds()
    {
        Size size;
        size.steps = 4;
        size.samples = 32;
        size.heads = 16;
        size.tokens = 64;
        const auto run = attentionRun(size);
        QElapsedTimer timer;
        timer.start();
        for (int i = 0; i < 10; ++i)
            figureOf(run, {"trial=" + std::to_string(i), "head=each", "query=5"});
        const double ms = static_cast<double>(timer.nsecsElapsed()) / 1e7;
        qInfo("%.2f ms a figure of 16 heads of 64 x 64", ms);
        QVERIFY(ms < 50.0);
    }
};

INSPIKE_TEST(TstAttentionFigure, tst_attention_figure)
#include "tst_attention_figure.moc"
