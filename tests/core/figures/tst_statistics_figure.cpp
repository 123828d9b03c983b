// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/count_statistics.h"
#include "core/analysis/spike_distance.h"
#include "core/base/error.h"
#include "core/figures/statistics_figure.h"
#include "core/figures/statistics_subject.h"
#include "core/figures/view_catalogue.h"
#include "tests/core/analysis/statistics_reference.h"
#include "tests/support/make_run.h"
#include "tests/support/run_tests.h"

#include <numeric>

using namespace inspike;
using namespace inspike::test;

namespace {

FigureInputs recordingOf(const std::vector<std::vector<Time>>& trains,
                         std::vector<std::int64_t> values, std::vector<Time> times,
                         std::vector<std::string> names = {})
{
    auto recording = std::make_shared<Recording>();
    recording->streams.push_back({"spikes/a", "a", "", "", *trainsOf(trains)});
    recording->streams.push_back({"labels/cue", "cue", "", "",
                                  Labels{std::move(values), std::move(names), std::move(times)}});
    FigureInputs inputs;
    inputs.recording = recording;
    inputs.keySource = 5;
    return inputs;
}

FigureInputs referenceRecording()
{
    return recordingOf(referenceTrains(), numbersOf<std::int64_t>(statisticsReference()["values"]),
                       numbersOf<Time>(statisticsReference()["events"]));
}

SeriesFigure figureOf(const char* kind, const FigureInputs& inputs,
                      std::vector<std::string> settings = {}, const Viewport& viewport = {})
{
    const FigureKind& view = *findFigureKind(kind);
    if (const auto missing = view.lacks(inputs))
        throw Error(ErrorKind::NotFound, *missing);
    JobContext job = nullJob();
    return std::get<SeriesFigure>(
        view.build(inputs, Params::parse(view.params(), settings), viewport, job));
}

double numberOf(const SeriesFigure& figure, TextId name)
{
    for (const NamedNumber& number : figure.numbers) {
        if (number.name.id == name)
            return number.value;
    }
    throw Error(ErrorKind::NotFound, std::string(textKey(name)));
}

double sumOf(const std::vector<double>& values)
{
    return std::accumulate(values.begin(), values.end(), 0.0);
}

} // namespace

class TstStatisticsFigure : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void figuresEqualTheirGoldenJson()
    {
        const auto check = [](const char* kind, std::vector<std::string> settings,
                              const char* file) {
            const SeriesFigure figure = figureOf(kind, referenceRecording(), std::move(settings));
            return compareGolden(file, figureJson(figure).dump(1) + "\n");
        };
        QCOMPARE(check("statistics", {"units=0,3", "bin-ms=200", "lag-ms=10"}, "statistics.json"),
                 std::string());
        QCOMPARE(check("psth", {"unit=0", "bin-ms=50"}, "psth.json"), std::string());
    }

    void unitsHaveTheirCurvesAndNumbers()
    {
        const SeriesFigure figure = figureOf("statistics", referenceRecording(), {"units=3,0"});
        QVERIFY(figure.grid);
        QVERIFY(figure.note == Text{});
        QCOMPARE(figure.panels.size(), std::size_t{5});
        for (const SeriesPanel& panel : figure.panels) {
            const bool cross = panel.heading.id == TextId::Crosscorrelogram;
            QCOMPARE(panel.lines.size(), std::size_t{cross ? 1U : 2U});
            QCOMPARE(panel.y.low, 0.0);
        }
        QVERIFY(figure.panels[0].lines[0].key == (Key{KeyKind::Unit, 5, 3}));
        QVERIFY(figure.panels[3].heading == (Text{TextId::Crosscorrelogram, {"3", "0"}}));
        const Json& wanted = statisticsReference()["irregularity"].items()[3];
        QVERIFY(close(numberOf(figure, TextId::Cv), wanted["cv"].toDouble()));
        QVERIFY(figure.numbers[0].of == (Text{TextId::UnitNumber, {"3"}}));
        const auto trains = referenceTrains();
        const double distance = spikeDistance(trains[3], trains[0], trainsOf(trains)->extent());
        QCOMPARE(numberOf(figure, TextId::SpikeDistance), distance);
    }

    void allUnitsArePooledAndSaySo()
    {
        const SeriesFigure figure = figureOf("statistics", referenceRecording());
        QVERIFY(figure.note == (Text{TextId::AllUnitsPooled, {"5"}}));
        QCOMPARE(figure.panels.size(), std::size_t{4});
        QCOMPARE(figure.panels[0].lines.size(), std::size_t{1});
        std::size_t spikes = 0;
        for (const auto& train : referenceTrains())
            spikes += train.size();
        QCOMPARE(numberOf(figure, TextId::SpikeCount), static_cast<double>(spikes));
        // Many chosen units are pooled as well.
        const auto many =
            figureOf("statistics",
                     recordingOf(std::vector<std::vector<Time>>(9, {0, 10'000, 30'000}), {}, {}),
                     {"units=0-6"});
        QVERIFY(many.note == (Text{TextId::UnitsPooled, {"7"}}));
    }

    void largePoolsAreSampledAndSaySo()
    {
        const FigureInputs inputs =
            recordingOf(std::vector<std::vector<Time>>(300, {0, 10'000, 30'000}), {}, {});
        const SeriesFigure figure = figureOf("statistics", inputs, {"most-units=40"});
        QVERIFY(figure.note == (Text{TextId::SampledUnits, {"40", "300"}}));
        QCOMPARE(numberOf(figure, TextId::SpikeCount), 120.0);
        QVERIFY(figureOf("statistics", inputs, {"most-units=0"}).note ==
                (Text{TextId::AllUnitsPooled, {"300"}}));
        const SpikePopulation population(trainsOf(std::vector<std::vector<Time>>(300, {1})), {0, 2},
                                         false, "a");
        const auto one = subjectOf(population, "", "units", 5, 40, 0);
        const auto other = subjectOf(population, "", "units", 5, 40, 0);
        QVERIFY(one.units == other.units); // the same every time
        QVERIFY(std::adjacent_find(one.units.begin(), one.units.end(), std::greater_equal<>()) ==
                one.units.end());
        QVERIFY(one.units.back() >= 150); // not the first ones
    }

    void countsAddUp()
    {
        const SeriesFigure figure =
            figureOf("statistics", referenceRecording(), {"units=1", "longest-ms=1000"});
        const SeriesLine& intervals = figure.panels[1].lines[0];
        // The last value repeats, to close the last step.
        QCOMPARE(sumOf(intervals.y) - intervals.y.back(),
                 static_cast<double>(referenceTrains()[1].size() - 1));
        QVERIFY(figure.panels[1].x->label.id == TextId::Interval);
        QCOMPARE(figure.panels[1].x->unit, std::string("ms"));
        const SeriesLine& fano = figure.panels[3].lines[0];
        const auto extent = trainsOf(referenceTrains())->extent();
        const auto window = static_cast<Time>(std::llround(fano.x[5] * 1000.0));
        QVERIFY(
            close(fano.y[5], fanoFactor(countMoments(referenceTrains()[1], extent, window)), 1e-9));
    }

    void stretchOfTimeIsTheAxis()
    {
        const SeriesFigure figure =
            figureOf("statistics", referenceRecording(), {"units=0", "from-ms=500", "to-ms=800"});
        QCOMPARE(figure.x.low, 500.0);
        QCOMPARE(figure.x.high, 800.0);
        const SeriesLine& rate = figure.panels[0].lines[0];
        QCOMPARE(rate.x.front(), 500.0);
        QCOMPARE(rate.x.back(), 800.0);
    }

    void oddTrainsAreUndefinedNotZero()
    {
        for (const std::vector<std::vector<Time>>& trains : {std::vector<std::vector<Time>>{{}, {}},
                                                             {{5}, {}},
                                                             {std::vector<Time>(9, 5)},
                                                             {{kMaxTime - 5, kMaxTime}}}) {
            const FigureInputs inputs = recordingOf(trains, {}, {});
            const SeriesFigure figure = figureOf("statistics", inputs);
            QVERIFY(std::isnan(numberOf(figure, TextId::Cv2)));
            for (const SeriesPanel& panel : figure.panels)
                QVERIFY(panel.y.high > panel.y.low);
            figureOf("statistics", inputs, {"units=0"});
        }
        QVERIFY_EXCEPTION_THROWN(figureOf("statistics", recordingOf({}, {}, {}), {"units=0"}),
                                 Error);
    }

    void silenceIsSaid()
    {
        const SeriesFigure figure =
            figureOf("statistics", recordingOf({{1'000, 2'000}, {}}, {}, {}), {"units=1"});
        QVERIFY(figure.note == (Text{TextId::NoSpikes}));
        QCOMPARE(numberOf(figure, TextId::SpikeCount), 0.0);
    }

    void stepsHaveNoMilliseconds()
    {
        const SpikePopulation steps(trainsOf({{0, 7, 11, 19}}), {0, 40}, true, "S");
        JobContext job = nullJob();
        const SeriesFigure figure = buildStatistics(
            steps, 0, Params::parse(statisticsParams(), std::vector<std::string>{"units=0"}), job);
        QVERIFY(figure.x.label.id == TextId::TimeStep);
        QCOMPARE(figure.panels[1].x->unit, std::string("step"));
        QCOMPARE(figure.panels[0].y.unit, std::string("1/step"));
        QCOMPARE(numberOf(figure, TextId::MeanRate), 0.1);
    }

    void trialsAreGroupedByLabelAndCounted()
    {
        const SeriesFigure figure = figureOf("psth", referenceRecording(), {"unit=0"});
        const auto& lines = figure.panels[0].lines;
        QCOMPARE(lines.size(), std::size_t{2});
        QVERIFY(lines[0].label == (Text{TextId::LabelValue, {"cue", "3"}}));
        QCOMPARE(lines[0].colour.index, 3); // as class 3 has it
        QCOMPARE(lines[1].colour.index, 7);
        QCOMPARE(lines[0].n, std::size_t{3});
        QVERIFY(lines[0].style == LineStyle::Ticks);
        // Rows 0 to 2 are the trials of value 3.
        for (const double row : lines[0].y)
            QVERIFY(row <= 2.0);
        for (const double row : lines[1].y)
            QVERIFY(row >= 3.0 && row <= 5.0);
        QVERIFY(figure.note == (Text{TextId::UnitNumber, {"0"}}));
        QVERIFY(!figure.xIsTime);
        QVERIFY(figure.x.label == (Text{TextId::TimeFrom, {"cue"}}));
        QCOMPARE(figure.marks, std::vector<double>{0.0});
    }

    void ratesEqualThePsth()
    {
        const SeriesFigure figure = figureOf(
            "psth", referenceRecording(), {"unit=0", "before-ms=100", "after-ms=205", "bin-ms=10"});
        const Json& wanted = statisticsReference()["psth_of_unit_0_value_3"];
        const SeriesLine& line = figure.panels[1].lines[0];
        const auto mean = numbersOf<double>(wanted["mean"]);
        const auto error = numbersOf<double>(wanted["sem"]);
        QCOMPARE(line.y.size(), mean.size() + 1);
        for (std::size_t i = 0; i < mean.size(); ++i) {
            QVERIFY(close(line.y[i], mean[i], 1e-9));
            QVERIFY(close(line.high[i] - line.y[i], error[i], 1e-9));
        }
    }

    void manyLabelsGiveOneMean()
    {
        std::vector<std::int64_t> values;
        std::vector<Time> times;
        for (int i = 0; i < 30; ++i) {
            values.push_back(i % 10);
            times.push_back(50'000 * i);
        }
        const SeriesFigure figure = figureOf("psth", recordingOf(referenceTrains(), values, times));
        QCOMPARE(figure.panels[0].lines.size(), std::size_t{10});
        QCOMPARE(figure.panels[1].lines.size(), std::size_t{1});
        QVERIFY(figure.panels[1].heading == (Text{TextId::ManyLabels, {"10"}}));
        QCOMPARE(figure.panels[1].lines[0].n, std::size_t{30});
    }

    void namesOfLabelsAreUsed()
    {
        const SeriesFigure figure =
            figureOf("psth", recordingOf(referenceTrains(), {0, 1}, {9, 99}, {"left", "right"}));
        QVERIFY(figure.panels[0].lines[1].label == (Text{TextId::Verbatim, {"right"}}));
        QVERIFY(figure.panels[1].lines[0].low.empty()); // one trial has no standard error
    }

    void marksAreBoundedByPixels()
    {
        std::vector<std::int64_t> values(500, 1);
        std::vector<Time> times(500);
        std::iota(times.begin(), times.end(), Time{700'000});
        Viewport small;
        small.widthPx = 40;
        small.heightPx = 30;
        const SeriesFigure figure =
            figureOf("psth", recordingOf(referenceTrains(), values, times), {}, small);
        QVERIFY(figure.panels[0].lines[0].x.size() <= 40U * 32U);
        QVERIFY(!figure.fidelity.exact());
        QVERIFY(figureOf("psth", referenceRecording(), {"unit=0"}).fidelity.exact());
    }

    void trialsOfARunAreGroupedAsInOtherViews()
    {
        FigureInputs inputs;
        inputs.run = std::make_shared<Run>(makeContextRun());
        const SeriesFigure figure = figureOf("psth", inputs);
        QCOMPARE(figure.panels[0].lines.size(), std::size_t{4});
        QVERIFY(figure.panels[0].lines[0].label == (Text{TextId::ContextChoice, {"1", "+"}}));
        QVERIFY(figure.xIsTime);
        QVERIFY(figure.marks.empty());
        QCOMPARE(figure.x.high, 80.0);
        QVERIFY_EXCEPTION_THROWN(figureOf("psth", inputs, {"label=cue"}), Error);
    }

    void withoutLabelsOrSpikesSomethingIsLacking()
    {
        FigureInputs inputs;
        QVERIFY(findFigureKind("psth")->lacks(inputs).has_value());
        inputs = recordingOf({{1, 2}}, {1}, {});
        QVERIFY(findFigureKind("psth")->lacks(inputs).has_value());
        QVERIFY(!findFigureKind("statistics")->lacks(inputs).has_value());
    }

    void csvNamesPanelsAndNumbers()
    {
        const std::string csv =
            figureCsv(figureOf("statistics", referenceRecording(), {"units=0"}));
        QVERIFY(csv.starts_with("panel,line,x,value,low,high\n"));
        QVERIFY(csv.find("interval_histogram: count over interval (ms),") != std::string::npos);
        QVERIFY(csv.find("number,mean_interval (ms),,") != std::string::npos);
    }
};

INSPIKE_TEST(TstStatisticsFigure, tst_statistics_figure)
#include "tst_statistics_figure.moc"
