// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/figures/manifold_figure.h"
#include "tests/support/golden.h"
#include "tests/support/make_run.h"
#include "tests/support/run_tests.h"

#include <chrono>
#include <cmath>
#include <limits>

using namespace inspike;
using namespace inspike::test;

namespace {

ManifoldFigure manifoldOf(const Run& run, std::vector<std::string> settings = {})
{
    JobContext job = nullJob();
    return buildManifold(run, Params::parse(manifoldParams(), settings), job);
}

QString refusal(const Run& run, std::vector<std::string> settings = {})
{
    try {
        manifoldOf(run, std::move(settings));
    } catch (const Error& error) {
        return error.what();
    }
    return {};
}

bool near(double a, double b)
{
    return std::abs(a - b) < 1e-5;
}

} // namespace

class TstManifoldFigure : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everySpaceEqualsNumPy_data()
    {
        QTest::addColumn<QString>("space");
        QTest::addColumn<QString>("name");
        QTest::newRow("input") << "input-modes"
                               << "input_modes";
        QTest::newRow("output") << "output-modes"
                                << "output_modes";
        QTest::newRow("mu") << "mu"
                            << "mu";
        QTest::newRow("pca") << "pca"
                             << "pca";
    }
    void everySpaceEqualsNumPy()
    {
        QFETCH(QString, space);
        QFETCH(QString, name);
        const ManifoldFigure figure =
            manifoldOf(makeContextRun(), {"space=" + space.toStdString()});
        const Json reference = goldenJson("analysis_reference.json");
        const Json& wanted = reference[name.toStdString()];
        QCOMPARE(figure.dimensions, 3);
        for (std::size_t i = 0; i < 3; ++i) {
            const Json::Array& place = reference["places"].items()[i].items();
            const auto trial = static_cast<std::size_t>(place[1].toInteger());
            const auto& point =
                figure.paths[trial].points[static_cast<std::size_t>(place[0].toInteger())];
            for (std::size_t k = 0; k < 3; ++k)
                QVERIFY(near(point[k], wanted["points"].items()[i].items()[k].toDouble()));
            QVERIFY(near(*figure.axes[i].varianceShare, wanted["shares"].items()[i].toDouble()));
        }
    }

    void trialsAreColouredByContextAndChoice()
    {
        const ManifoldFigure figure = manifoldOf(makeContextRun());
        QCOMPARE(figure.categories.size(), 4U);
        QCOMPARE(figure.paths.size(), 8U + 4U);
        for (std::size_t i = 0; i < 4; ++i) {
            QCOMPARE(figure.categories[i].colour.index, static_cast<int>(i));
            QCOMPARE(figure.categories[i].trials, 2U);
        }
        QVERIFY(figure.categories[1].label == (Text{TextId::ContextChoice, {"1", "-"}}));
        QCOMPARE(figure.paths[0].category, 0);
        QCOMPARE(figure.paths[3].category, 3); // trial 3: context 2, choice -
        QVERIFY(figure.paths[3].key == (Key{KeyKind::Sample, 0, 3}));
    }

    void meansAreTheMeansOfTheirTrials()
    {
        const ManifoldFigure figure = manifoldOf(makeContextRun());
        const ManifoldPath& mean = figure.paths[8]; // of trials 0 and 4
        QVERIFY(mean.mean);
        QVERIFY(mean.key == (Key{KeyKind::Domain, 0, 0}));
        for (std::size_t step = 0; step < 40; ++step) {
            for (std::size_t k = 0; k < 3; ++k)
                QVERIFY(near(mean.points[step][k], 0.5 * (figure.paths[0].points[step][k] +
                                                          figure.paths[4].points[step][k])));
        }
        QCOMPARE(manifoldOf(makeContextRun(), {"means=false"}).paths.size(), 8U);
    }

    void chosenTrialsAreDrawnButMeansAreOverAll()
    {
        const ManifoldFigure all = manifoldOf(makeContextRun());
        const ManifoldFigure some = manifoldOf(makeContextRun(), {"trials=1-2"});
        QCOMPARE(some.paths.size(), 2U + 4U);
        QCOMPARE(some.paths[0].key.index, std::int64_t{1});
        QVERIFY(some.paths[2].points == all.paths[8].points);
        QCOMPARE(manifoldOf(makeContextRun(), {"trials=none"}).paths.size(), 4U);
        QVERIFY(refusal(makeContextRun(), {"trials=8"}).contains("between 0 and 7"));
    }

    void timesAreMillisecondsOfTheChosenStretch()
    {
        const ManifoldFigure figure = manifoldOf(makeContextRun(), {"time-from=10", "time-to=31"});
        QCOMPARE(figure.times.size(), 11U); // steps 5 to 15
        QCOMPARE(figure.times.front(), 10.0);
        QCOMPARE(figure.times.back(), 30.0);
        QCOMPARE(figure.paths[0].points.size(), 11U);
        QCOMPARE(figure.time.unit, std::string("ms"));
        QCOMPARE(figure.time.high, 80.0);
        QVERIFY(figure.fidelity.exact());
        QVERIFY(refusal(makeContextRun(), {"time-from=30", "time-to=10"}).contains("after"));
    }

    void coordinatesCanBeChosen()
    {
        const Run run = makeContextRun({40, 8, 8, 5});
        const ManifoldFigure first = manifoldOf(run, {"axes=1,2,3"});
        const ManifoldFigure other = manifoldOf(run, {"axes=5,1,3"});
        QCOMPARE(other.paths[2].points[7][1], first.paths[2].points[7][0]);
        QCOMPARE(other.paths[2].points[7][2], first.paths[2].points[7][2]);
        QVERIFY(other.axes[0].label == (Text{TextId::InputMode, {"5"}}));
        for (const char* bad : {"axes=6", "axes=0,1", "axes=1.5", "axes=1,2,3,4", "axes="})
            QVERIFY2(refusal(run, {bad}).contains("axes"), bad);
    }

    void twoModesArePlane()
    {
        const ManifoldFigure figure = manifoldOf(makeContextRun({40, 8, 6, 2}));
        QCOMPARE(figure.dimensions, 2);
        QCOMPARE(figure.paths[1].points[9][2], 0.0F);
        QVERIFY(figure.axes[1].label == (Text{TextId::InputMode, {"2"}}));
        QVERIFY(refusal(makeContextRun({40, 8, 6, 2}), {"axes=1,2,3"}).contains("1 to 2"));
    }

    void oneModeIsShownOverTime()
    {
        const ManifoldFigure figure = manifoldOf(makeContextRun({40, 8, 6, 1}));
        QCOMPARE(figure.dimensions, 2);
        QVERIFY(figure.axes[0].label.id == TextId::Time);
        QVERIFY(figure.axes[1].label == (Text{TextId::InputMode, {"1"}}));
        QVERIFY(figure.axes[1].varianceShare.has_value());
        QCOMPARE(figure.paths[1].points[9][0], 18.0F);
        QVERIFY(figure.paths[1].points[9][1] != 0.0F);
        QCOMPARE(figure.axes[0].high, 78.0);
    }

    void networkWithoutModesShowsPrincipalComponents()
    {
        Run run = makeContextRun();
        run.parameters.clear();
        QVERIFY(manifoldOf(run).axes[0].label == (Text{TextId::PrincipalComponent, {"1"}}));
        QVERIFY(refusal(run, {"space=mu"}).contains("pin"));
    }

    void recordedCoordinatesServeWithoutFilteredSpikes()
    {
        Run run = makeContextRun();
        const ManifoldFigure projected = manifoldOf(run);
        run.probes.erase("R");
        QVERIFY(refusal(run).contains("probe R"));
        run.probes.emplace("proj_in", probeOf("proj_in", ProbeKind::Mode,
                                              trialValues(40, 8, 3, [&](auto t, auto b, auto k) {
                                                  return projected.paths[b].points[t][k];
                                              })));
        const ManifoldFigure recorded = manifoldOf(run);
        QVERIFY(recorded.paths[5].points == projected.paths[5].points);
        QVERIFY(!recorded.axes[0].varianceShare);
    }

    void oneTrialAndSilentPopulationDraw()
    {
        QCOMPARE(manifoldOf(makeContextRun({40, 1, 6, 3})).paths.size(), 2U);
        Run silent = makeContextRun();
        silent.probes["R"] = probeOf("R", ProbeKind::Other,
                                     trialValues(40, 8, 6, [](auto, auto, auto) { return 0.0F; }));
        for (const char* space : {"space=input-modes", "space=mu", "space=pca"}) {
            const ManifoldFigure figure = manifoldOf(silent, {space});
            for (const AxisInfo& axis : figure.axes) {
                QVERIFY(axis.high > axis.low);
                QCOMPARE(*axis.varianceShare, 0.0);
            }
        }
        const ManifoldFigure none = manifoldOf(makeContextRun({0, 2, 6, 3}));
        QVERIFY(none.paths[0].points.empty());
        QVERIFY(none.axes[0].high > none.axes[0].low);
    }

    void notFiniteIsRefused()
    {
        Run run = makeContextRun();
        run.probes["R"] =
            probeOf("R", ProbeKind::Other, trialValues(40, 8, 6, [](auto t, auto, auto) {
                        return t == 9 ? std::numeric_limits<float>::quiet_NaN() : 0.5F;
                    }));
        for (const char* space : {"space=input-modes", "space=mu", "space=pca"})
            QVERIFY(refusal(run, {space}).contains("step 9"));
    }

    void largeRunIsBuiltQuickly()
    {
        const Run run = makeContextRun({500, 200, 100, 3});
        for (const char* space : {"space=input-modes", "space=mu", "space=pca"}) {
            const auto start = std::chrono::steady_clock::now();
            const ManifoldFigure figure = manifoldOf(run, {space});
            const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
            qInfo("manifold of 200 x 500 x 100, %s: %.3f s", space, took.count());
            QCOMPARE(figure.paths.size(), 204U);
            QVERIFY(took.count() < 6.0); // the budget on a quiet machine is 0.3 s
        }
    }

    void cancelIsHeard()
    {
        std::stop_source stop;
        stop.request_stop();
        JobContext job(stop.get_token(), {});
        QVERIFY_EXCEPTION_THROWN(buildManifold(makeContextRun(), Params(manifoldParams()), job),
                                 Error);
    }
};

INSPIKE_TEST(TstManifoldFigure, tst_manifold_figure)
#include "tst_manifold_figure.moc"
