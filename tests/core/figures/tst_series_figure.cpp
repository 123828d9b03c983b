// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/base/random.h"
#include "core/figures/psychometric_figure.h"
#include "core/figures/series_figure.h"
#include "core/figures/series_lines.h"
#include "tests/support/make_run.h"
#include "tests/support/run_tests.h"

#include <algorithm>
#include <cmath>
#include <limits>

using namespace inspike;
using namespace inspike::test;

namespace {

SeriesFigure tracesOf(const Run& run, std::vector<std::string> settings = {},
                      const Viewport& viewport = {})
{
    JobContext job = nullJob();
    return buildTraces(run, Params::parse(tracesParams(), settings), viewport, job);
}

constexpr double kGap = std::numeric_limits<double>::quiet_NaN();

} // namespace

class TstSeriesFigure : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void panelsOfAContextRun()
    {
        const SeriesFigure figure = tracesOf(makeContextRun(), {"trial=1"});
        QCOMPARE(figure.panels.size(), 3U);
        QVERIFY(figure.panels[0].y.label.id == TextId::MembranePotential);
        QVERIFY(figure.panels[1].y.label.id == TextId::SynapticCurrent);
        QVERIFY(figure.panels[2].y.label.id == TextId::NetworkOutput);
        QCOMPARE(figure.panels[0].lines.size(), 3U);
        QCOMPARE(figure.panels[0].levels.size(), 1U);
        QCOMPARE(figure.panels[0].levels[0].y, 1.0);
        QVERIFY(figure.panels[1].levels.empty());
        QCOMPARE(figure.panels[2].lines.size(), 2U); // target and output
        QVERIFY(figure.panels[2].lines[0].style == LineStyle::Dashed);
        QCOMPARE(figure.panels[2].lines[1].y[39], 1.5 * (0.5 + 0.75));
        QCOMPARE(figure.shades[0].from, 8.0);
        QCOMPARE(figure.x.unit, std::string("ms"));
        QCOMPARE(figure.panels[0].lines[0].x[1], 2.0);
        QVERIFY(figure.xIsTime);
        QVERIFY(figure.fidelity.exact());
    }

    void outputsOfClassesAreToldApart()
    {
        Run run = makeContextRun();
        run.outputs.clear();
        const LabelledArray values({{AxisKind::Time, 4, 0.0, 2000.0, {}},
                                    {AxisKind::Sample, 8, 0.0, 1.0, {}},
                                    {AxisKind::Class, 3, 0.0, 1.0, {}}},
                                   std::vector<float>(96, 1.0F));
        run.outputs["output"] = probeOf("output", ProbeKind::Other, values);
        const SeriesFigure figure = tracesOf(run, {"panels=output"});
        QCOMPARE(figure.panels[0].lines.size(), 3U);
        QVERIFY(figure.panels[0].lines[2].label.id == TextId::ClassNumber);
        QVERIFY(figure.panels[0].lines[2].label.args == std::vector<std::string>{"2"});
        QVERIFY(figure.panels[0].lines[1].colour.index != figure.panels[0].lines[2].colour.index);

        // Spikes of the output are for rasters, unless they are all there is.
        run.outputs["output"].probe.kind = ProbeKind::Spikes;
        QCOMPARE(tracesOf(run).panels.size(), 2U);
        QCOMPARE(tracesOf(run, {"panels=output"}).panels.size(), 1U);
        run.outputs["voltage"] = probeOf("voltage", ProbeKind::Membrane, values);
        QCOMPARE(tracesOf(run).panels.size(), 3U);
    }

    void mostActiveUnitsAreTracedByDefault()
    {
        Run run = makeContextRun();
        run.probes["S"] = spikesOf("S", trialValues(40, 8, 6, [](auto t, auto, auto n) {
                                       const std::size_t every[] = {9, 2, 8, 3, 7, 4};
                                       return t % every[n] == 0 ? 1.0F : 0.0F;
                                   }));
        const SeriesFigure figure = tracesOf(run);
        std::vector<std::int64_t> units;
        for (const SeriesLine& line : figure.panels[0].lines)
            units.push_back(line.key.index);
        QVERIFY(units == (std::vector<std::int64_t>{1, 3, 5}));
        QCOMPARE(tracesOf(run, {"count=5"}).panels[0].lines.size(), 5U);
    }

    void unitsAndPanelsCanBeChosen()
    {
        const SeriesFigure figure =
            tracesOf(makeContextRun(), {"units=4,0", "panels=filtered,membrane"});
        QCOMPARE(figure.panels.size(), 2U);
        QVERIFY(figure.panels[0].y.label.id == TextId::FilteredSpikes);
        QVERIFY(figure.panels[1].lines[0].label == (Text{TextId::UnitNumber, {"4"}}));
        QVERIFY_EXCEPTION_THROWN(tracesOf(makeContextRun(), {"units=6"}), Error);
        QVERIFY_EXCEPTION_THROWN(tracesOf(makeContextRun(), {"panels=voltage"}), Error);
        QVERIFY_EXCEPTION_THROWN(tracesOf(makeContextRun(), {"trial=8"}), Error);
        QVERIFY_EXCEPTION_THROWN(tracesOf(Run{}), Error);
    }

    void rateNetworkHasNoThreshold()
    {
        Run run = makeContextRun();
        run.probes.erase("S");
        const SeriesFigure figure = tracesOf(run);
        QVERIFY(figure.panels[0].levels.empty());
        QCOMPARE(figure.panels[0].lines.size(), 3U); // by range then
    }

    void statedThresholdIsUsed()
    {
        Run run = makeContextRun();
        run.made.settings.set("threshold", 0.75);
        QCOMPARE(tracesOf(run).panels[0].levels[0].y, 0.75);
    }

    void notFiniteValuesAreGaps()
    {
        Run run = makeContextRun();
        run.probes["U"] =
            probeOf("U", ProbeKind::Membrane, trialValues(40, 8, 6, [](auto t, auto, auto) {
                        return t == 5 ? std::numeric_limits<float>::quiet_NaN() : 0.5F;
                    }));
        const SeriesFigure figure = tracesOf(run, {"units=0"});
        QVERIFY(std::isnan(figure.panels[0].lines[0].y[5]));
        QVERIFY(std::isfinite(figure.panels[0].y.low) && std::isfinite(figure.panels[0].y.high));
    }

    void longLinesKeepTheirExtremes()
    {
        Random random(4);
        std::vector<double> values(10007);
        std::generate(values.begin(), values.end(), [&] { return random.normal(); });
        values[7001] = 99.0;
        values[7003] = -99.0;
        Viewport viewport;
        viewport.widthPx = 100;
        SeriesLine line;
        const std::size_t perMark = sampleLine(values, 0.5, viewport, line);
        QCOMPARE(perMark, 101U);
        QVERIFY(line.x.size() <= 200U);
        QVERIFY(std::is_sorted(line.x.begin(), line.x.end()));
        QVERIFY(std::find(line.y.begin(), line.y.end(), 99.0) != line.y.end());
        QVERIFY(std::find(line.y.begin(), line.y.end(), -99.0) != line.y.end());
        for (std::size_t i = 0; i < line.x.size(); ++i)
            QCOMPARE(line.y[i], values[static_cast<std::size_t>(line.x[i] / 0.5)]);
    }

    void windowHasItsNeighbours()
    {
        const std::vector<double> values{0, 1, 2, 3, 4, 5, 6, 7};
        Viewport viewport;
        viewport.xLow = 2.5;
        viewport.xHigh = 4.5;
        SeriesLine line;
        QCOMPARE(sampleLine(values, 1.0, viewport, line), 1U);
        QVERIFY(line.x == (std::vector<double>{2, 3, 4, 5}));
        SeriesLine beside;
        viewport.xLow = 50;
        viewport.xHigh = 60;
        sampleLine(values, 1.0, viewport, beside);
        QVERIFY(beside.x.empty());
    }

    void longGapStaysAGap()
    {
        std::vector<double> values(1000, 1.0);
        std::fill(values.begin() + 300, values.begin() + 700, kGap);
        Viewport viewport;
        viewport.widthPx = 20;
        SeriesLine line;
        sampleLine(values, 1.0, viewport, line);
        QVERIFY(std::any_of(line.y.begin(), line.y.end(), [](double y) { return std::isnan(y); }));
    }

    void rangesOfDegeneratePanels()
    {
        SeriesPanel panel;
        setPanelRange(panel);
        QVERIFY(panel.y.high > panel.y.low);
        panel.lines.push_back({});
        panel.lines[0].y = {3.0, 3.0, kGap};
        setPanelRange(panel);
        QCOMPARE(panel.y.low, 2.5);
        QCOMPARE(panel.y.high, 3.5);
    }

    void psychometricCurvesShowEveryPoint()
    {
        std::vector<PsychometricPoint> points;
        for (const int context : {0, 1}) {
            for (const bool relevant : {true, false}) {
                for (const double offset : {0.5, -0.5})
                    points.push_back({context, relevant, offset, 10, offset > 0 ? 9U : 1U,
                                      offset > 0 ? 0.9 : 0.1, 0.0, 1.0});
            }
        }
        const SeriesFigure figure = buildPsychometrics(points);
        QCOMPARE(figure.panels.size(), 1U);
        QCOMPARE(figure.panels[0].lines.size(), 4U);
        const SeriesLine& line = figure.panels[0].lines[1];
        QVERIFY(line.label == (Text{TextId::RelevantInContext, {"2"}}));
        QVERIFY(line.x == (std::vector<double>{-0.5, 0.5}));
        QVERIFY(line.y == (std::vector<double>{0.1, 0.9}));
        QVERIFY(!figure.xIsTime);
        QVERIFY(figure.x.low < -0.5 && figure.x.high > 0.5);
        QVERIFY(buildPsychometrics({}).panels[0].lines.empty());
    }
};

INSPIKE_TEST(TstSeriesFigure, tst_series_figure)
#include "tst_series_figure.moc"
