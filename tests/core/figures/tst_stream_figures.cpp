// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/evidence_split.h"
#include "core/base/error.h"
#include "core/figures/stream_parts.h"
#include "core/figures/view_catalogue.h"
#include "tests/support/golden.h"
#include "tests/support/make_av_run.h"
#include "tests/support/make_run.h"
#include "tests/support/run_tests.h"

#include <cmath>
#include <cstdio>
#include <set>

using namespace inspike;
using namespace inspike::test;

namespace {

constexpr const char* kKinds[] = {"evidence", "residual", "similarity", "embedding", "activation"};
constexpr std::uint64_t kSource = 7;

Figure figureOf(const char* kind, const Run& run, std::vector<std::string> settings = {},
                const Viewport& viewport = {})
{
    FigureInputs inputs;
    inputs.run = std::make_shared<Run>(run);
    inputs.keySource = kSource;
    const FigureKind& view = *findFigureKind(kind);
    if (const auto missing = view.lacks(inputs))
        throw Error(ErrorKind::NotFound, *missing);
    JobContext job = nullJob();
    return view.build(inputs, Params::parse(view.params(), settings), viewport, job);
}

SeriesFigure seriesOf(const char* kind, const Run& run, std::vector<std::string> settings = {})
{
    return std::get<SeriesFigure>(figureOf(kind, run, std::move(settings)));
}

HeatFigure heatOf(const char* kind, const Run& run, std::vector<std::string> settings = {},
                  const Viewport& viewport = {})
{
    return std::get<HeatFigure>(figureOf(kind, run, std::move(settings), viewport));
}

bool lacks(const char* kind, const Run& run)
{
    FigureInputs inputs;
    inputs.run = std::make_shared<Run>(run);
    return findFigureKind(kind)->lacks(inputs).has_value();
}

const SeriesLine& lineOf(const SeriesPanel& panel, TextId label)
{
    for (const SeriesLine& line : panel.lines) {
        if (line.label.id == label)
            return line;
    }
    throw Error(ErrorKind::NotFound, std::string(textKey(label)));
}

// Principal components differ in their last digits with the library that finds them.
void roundNumbers(SeriesFigure& figure)
{
    const auto rounded = [](double& value) {
        char text[32];
        std::snprintf(text, sizeof text, "%.6f", value);
        value = std::atof(text) + 0.0; // no minus zero
    };
    for (SeriesPanel& panel : figure.panels) {
        for (AxisInfo* axis : {&*panel.x, &panel.y}) {
            rounded(axis->low);
            rounded(axis->high);
            rounded(*axis->varianceShare);
        }
        for (SeriesLine& line : panel.lines) {
            for (auto* values : {&line.x, &line.y}) {
                for (double& value : *values)
                    rounded(value);
            }
        }
    }
    figure.x = *figure.panels.front().x;
    for (NamedNumber& number : figure.numbers)
        rounded(number.value);
}

} // namespace

class TstStreamFigures : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void figuresEqualTheirGoldenJson_data()
    {
        QTest::addColumn<QString>("setting");
        QTest::newRow("evidence") << "trial=4";
        QTest::newRow("residual") << "trial=1";
        QTest::newRow("similarity") << "samples=3";
        QTest::newRow("embedding") << "axes=common";
        QTest::newRow("activation") << "trial=1";
    }
    void figuresEqualTheirGoldenJson()
    {
        QFETCH(QString, setting);
        const std::string kind = QTest::currentDataTag();
        Figure figure =
            figureOf(kind.c_str(), makeAvRun({3, 5, 2, 4, 2, 2, 4}), {setting.toStdString()});
        if (kind == "embedding")
            roundNumbers(std::get<SeriesFigure>(figure));
        const std::string difference =
            compareGolden(kind + ".json", figureJson(figure).dump(1) + "\n");
        QVERIFY2(difference.empty(), difference.c_str());
    }

    void everySampleCanBeDrawnAndWritten()
    {
        const Run run = makeAvRun();
        for (const char* kind : kKinds) {
            const bool ofOne = findFigureKind(kind)->params().back().id == "trial";
            for (int sample = 0; sample < (ofOne ? 6 : 1); ++sample) {
                std::vector<std::string> settings;
                if (ofOne)
                    settings.push_back("trial=" + std::to_string(sample));
                const Figure figure = figureOf(kind, run, settings);
                QVERIFY(figureCsv(figure).size() > 100);
                QCOMPARE(figureJson(figure).dump(),
                         figureJson(figureOf(kind, run, settings)).dump());
            }
            if (ofOne)
                QVERIFY_EXCEPTION_THROWN(figureOf(kind, run, {"trial=6"}), Error);
        }
    }

    void barsAddUpToTheLogits()
    {
        const Run run = makeAvRun();
        const SeriesFigure figure = seriesOf("evidence", run, {"trial=2"});
        for (const SeriesPanel& panel : figure.panels) {
            const SeriesLine& logit = lineOf(panel, TextId::Logit);
            for (std::size_t i = 0; i < logit.x.size(); ++i) {
                QCOMPARE(lineOf(panel, TextId::Audio).y[i] + lineOf(panel, TextId::Visual).y[i] +
                             lineOf(panel, TextId::Bias).y[i],
                         logit.y[i]);
            }
        }
        const EvidenceSplit split = evidenceOf(run, 2);
        QCOMPARE(lineOf(figure.panels[0], TextId::Logit).y, split.logit);
        QCOMPARE(figure.panels[0].xNames.size(), std::size_t{3});
        // Panels of classes share their range, so that they compare.
        QCOMPARE(figure.panels[1].y.low, figure.panels[2].y.low);
        QCOMPARE(figure.panels[1].y.high, figure.panels[2].y.high);
    }

    void predictedAndTrueClassAreNamed()
    {
        const Run run = makeAvRun();
        const SeriesFigure right = seriesOf("evidence", run, {"trial=2", "classes=1"});
        QVERIFY(right.note == (Text{TextId::SamplePredictedLabel, {"2", "class-b", "class-b"}}));
        QCOMPARE(right.panels.size(), std::size_t{2});
        QVERIFY(right.panels[1].heading == (Text{TextId::PredictedLabelClass, {"class-b"}}));
        // The label is shown although it is not among the most likely.
        const SeriesFigure wrong = seriesOf("evidence", run, {"trial=4", "classes=1"});
        QCOMPARE(wrong.panels.size(), std::size_t{3});
        QVERIFY(wrong.panels[1].heading == (Text{TextId::PredictedClass, {"class-a"}}));
        QVERIFY(wrong.panels[2].heading == (Text{TextId::LabelClass, {"class-c"}}));
        QCOMPARE(wrong.numbers.size(), std::size_t{8});
        QVERIFY(wrong.numbers[0].name.id == TextId::Logit);
        QCOMPARE(wrong.numbers[0].value,
                 wrong.numbers[1].value + wrong.numbers[2].value + wrong.numbers[3].value);
    }

    void evidenceThatDoesNotAddUpIsSaid()
    {
        Run run = makeAvRun();
        const LabelledArray logits = run.outputs.at("logits").dense();
        std::vector<float> values(logits.values().begin(), logits.values().end());
        values[0] += 1.0F;
        values[3] = std::nanf("");
        run.outputs.at("logits").values = LabelledArray(logits.axes(), values);
        QVERIFY(seriesOf("evidence", run).note == (Text{TextId::EvidenceRemainder, {"0", "1"}}));
        QVERIFY(seriesOf("evidence", run, {"trial=1"}).note.id == TextId::SampleNumber);
        const LabelledArray audio = run.probes.at("evidence/audio").dense();
        std::vector<float> damaged(audio.values().begin(), audio.values().end());
        damaged[2 * 3] = std::nanf("");
        run.probes.at("evidence/audio").values = LabelledArray(audio.axes(), damaged);
        const SeriesFigure figure = seriesOf("evidence", run, {"trial=2"});
        QVERIFY(figure.note.id == TextId::EvidenceDamaged);
        for (const SeriesPanel& panel : figure.panels)
            QVERIFY(panel.y.high > panel.y.low);
    }

    void oneStreamOneClassOneSampleOneStep()
    {
        const Run run = makeAvRun({1, 1, 1, 2, 1, 1, 2});
        for (const char* kind : {"evidence", "residual", "embedding", "activation"})
            QVERIFY2(!figureCsv(figureOf(kind, run)).empty(), kind);
        QVERIFY(lacks("similarity", run)); // one sample has nothing to be compared with
        Run audio = makeAvRun();
        for (const char* id :
             {"evidence/visual", "stage/visual_patch_embed", "stage/block.1.residual",
              "stage/block.1.fused", "lif/visual_patch_embed.rpe_lif", "lif/block.1.trans_lif"})
            audio.probes.erase(id);
        audio.outputs.erase("visual_residual");
        QCOMPARE(seriesOf("evidence", audio).panels[0].lines.size(), std::size_t{3});
        QCOMPARE(seriesOf("residual", audio).panels.size(), std::size_t{2});
        QCOMPARE(heatOf("activation", audio).panels.size(), std::size_t{1});
        QCOMPARE(seriesOf("embedding", audio).panels.size(), std::size_t{3});
        QVERIFY(lacks("similarity", audio));
    }

    void manyClassesShowTheMostLikely()
    {
        const SeriesFigure figure = seriesOf("evidence", makeAvRun({2, 3, 40}));
        QCOMPARE(figure.panels[0].xNames.size(), std::size_t{12});
        QVERIFY(figure.panels[0].heading == (Text{TextId::LargestLogits, {"12", "40"}}));
        const auto& logits = lineOf(figure.panels[0], TextId::Logit).y;
        QVERIFY(std::is_sorted(logits.rbegin(), logits.rend()));
    }

    void residualPointsStandForSamples()
    {
        const SeriesFigure figure = seriesOf("residual", makeAvRun(), {"trial=3"});
        QCOMPARE(figure.panels.size(), std::size_t{3});
        QCOMPARE(lineOf(figure.panels[0], TextId::AudioMean).n, std::size_t{6});
        std::set<std::int64_t> samples;
        for (const SeriesLine& line : figure.panels[2].lines) {
            QCOMPARE(line.keys.size(), line.x.size());
            for (const Key& key : line.keys) {
                QVERIFY(key.kind == KeyKind::Sample && key.source == kSource);
                samples.insert(key.index);
            }
        }
        QCOMPARE(samples.size(), std::size_t{6});
        QCOMPARE(seriesOf("residual", makeAvRun(), {"block=visual"}).panels[0].lines.size(),
                 std::size_t{2});
    }

    void matrixIsOrderedAndOutlinedByClass()
    {
        const HeatFigure figure = heatOf("similarity", makeAvRun());
        const HeatPanel& panel = figure.panels.at(0);
        QVERIFY(panel.cellsAre == HeatCellsAre::Samples);
        QCOMPARE(panel.rowKeys, (std::vector<std::int64_t>{0, 3, 2, 5, 1, 4}));
        QCOMPARE(panel.boxes.size(), std::size_t{3});
        QCOMPARE(panel.boxes[1].left, 2.0);
        QCOMPARE(panel.boxes[1].bottom, 4.0);
        QVERIFY(panel.boxes[1].label == (Text{TextId::Verbatim, {"class-b"}}));
        QVERIFY(figure.fidelity.exact());
        // A selected sample is outlined where it lies, as a row and as a column.
        const HeatPanel chosen = heatOf("similarity", makeAvRun(), {"samples=2"}).panels[0];
        QCOMPARE(chosen.boxes.size(), std::size_t{5});
        QCOMPARE(chosen.boxes[3].top, 2.0);
        QCOMPARE(chosen.boxes[4].left, 2.0);
        QVERIFY_EXCEPTION_THROWN(heatOf("similarity", makeAvRun(), {"samples=6"}), Error);
    }

    void manySamplesAreAggregatedAndZoomedInto()
    {
        const Run run = makeAvRun({1, 50, 3, 4, 1, 1, 2});
        Viewport viewport;
        viewport.widthPx = viewport.heightPx = 20;
        const HeatFigure whole = heatOf("similarity", run, {}, viewport);
        QCOMPARE(whole.panels[0].cells.rows, std::size_t{13}); // of 4 x 4 pairs
        QCOMPARE(whole.fidelity.perMark, std::uint64_t{16});
        QCOMPARE(whole.panels[0].cells.bottom, 52.0);
        viewport.xLow = viewport.yLow = 10.4;
        viewport.xHigh = viewport.yHigh = 24.0;
        const HeatFigure part = heatOf("similarity", run, {}, viewport);
        QVERIFY(part.fidelity.exact());
        QCOMPARE(part.panels[0].cells.left, 10.0);
        QCOMPARE(part.panels[0].cells.columns, std::size_t{14});
    }

    void embeddingKeepsColoursAndKeysOfSamples()
    {
        const SeriesFigure figure = seriesOf("embedding", makeAvRun());
        QCOMPARE(figure.panels.size(), std::size_t{3});
        QVERIFY(!figure.xIsTime);
        for (const SeriesPanel& panel : figure.panels) {
            std::size_t filled = 0;
            std::size_t hollow = 0;
            for (const SeriesLine& line : panel.lines) {
                (line.hollow ? hollow : filled) += line.keys.size();
                if (line.label == Text{TextId::AudioOfClass, {"class-c"}})
                    QCOMPARE(line.colour.index, 2);
            }
            QCOMPARE(filled, std::size_t{6});
            QCOMPARE(hollow, std::size_t{6});
        }
        QCOMPARE(figure.panels[0].x->low, figure.panels[2].x->low);
        QCOMPARE(figure.panels[0].y.high, figure.panels[2].y.high);
        QCOMPARE(seriesOf("embedding", makeAvRun(), {"stages=before-after"}).panels.size(),
                 std::size_t{2});
    }

    void classesBeyondTheColoursHaveMarkers()
    {
        QVERIFY(classColour(9) == classColour(1));
        QVERIFY(classMarker(9) == Marker::Square && classMarker(1) == Marker::Disc);
        QVERIFY(classMarker(31) == Marker::Diamond);
        QVERIFY(classColour(32).role == ColourRole::Muted);
        QVERIFY(classColour(kNoClass).role == ColourRole::Muted);
    }

    void activationLiesOverTheInputs()
    {
        const HeatFigure figure = heatOf("activation", makeAvRun(), {"trial=2"});
        QCOMPARE(figure.panels.size(), std::size_t{2});
        const HeatPanel& sound = figure.panels[0];
        QVERIFY(sound.underlay.has_value());
        QCOMPARE(sound.x.high, 2.0);
        QCOMPARE(sound.x.unit, std::string("s"));
        QCOMPARE(sound.y.high, 11'025.0);
        QVERIFY(!sound.yDown);
        QCOMPARE(sound.cells.bottom, 11'025.0);
        const HeatPanel& frame = figure.panels[1];
        QCOMPARE(frame.underlay->channels, std::size_t{3});
        QVERIFY(frame.equalAspect && frame.yDown);
        // Colours mean the same at every step.
        for (const char* step : {"step=1", "step=2"}) {
            const HeatFigure one = heatOf("activation", makeAvRun(), {"at-step=true", step});
            QCOMPARE(one.scales[0].high,
                     heatOf("activation", makeAvRun(), {"at-step=true", "step=3"}).scales[0].high);
        }
        QVERIFY(heatOf("activation", makeAvRun(), {"at-step=true"}).note.id == TextId::NoIntervals);
        QVERIFY_EXCEPTION_THROWN(heatOf("activation", makeAvRun(), {"at-step=true", "step=4"}),
                                 Error);
        QVERIFY_EXCEPTION_THROWN(heatOf("activation", makeAvRun(), {"layer=fc"}), Error);
    }

    void withoutInputsTheMapStandsAlone()
    {
        Run run = makeAvRun();
        run.inputs.clear();
        const HeatFigure figure = heatOf("activation", run);
        QVERIFY(!figure.panels[0].underlay);
        QCOMPARE(figure.panels[0].x.high, 4.0);
        QCOMPARE(figure.panels[0].opacity, 1.0);
    }

    void runsOfOtherNetworksLackThem()
    {
        const Run other = makeContextRun();
        for (const char* kind : kKinds)
            QVERIFY2(lacks(kind, other), kind);
    }
};

INSPIKE_TEST(TstStreamFigures, tst_stream_figures)
#include "tst_stream_figures.moc"
