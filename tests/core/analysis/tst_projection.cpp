// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/projection.h"
#include "core/base/error.h"
#include "core/base/random.h"
#include "tests/support/golden.h"
#include "tests/support/make_run.h"
#include "tests/support/run_tests.h"

#include <array>
#include <chrono>
#include <cmath>
#include <limits>
#include <numeric>

using namespace inspike;
using namespace inspike::test;

namespace {

constexpr std::array<std::size_t, 3> kAll{0, 1, 2};

const Json& reference()
{
    static const Json json = goldenJson("analysis_reference.json");
    return json;
}

TrialArray filteredOf(const Run& run)
{
    return trialArray(run.probes.at("R").dense());
}

// Empty when the coordinates at the stored places and the shares agree with NumPy.
QString differenceFrom(const Json& wanted, const Projection& projection)
{
    const TrialArray coordinates = trialArray(projection.coordinates);
    for (std::size_t i = 0; i < 3; ++i) {
        const Json& place = reference()["places"].items()[i];
        const auto step = static_cast<std::size_t>(place.items()[0].toInteger());
        const auto trial = static_cast<std::size_t>(place.items()[1].toInteger());
        for (std::size_t k = 0; k < 3; ++k) {
            const double expected = wanted["points"].items()[i].items()[k].toDouble();
            const auto got = static_cast<double>(coordinates.at(step, trial, k));
            if (std::abs(expected - got) > 1e-6)
                return QString("place %1, coordinate %2: %3 != %4")
                    .arg(i)
                    .arg(k)
                    .arg(got)
                    .arg(expected);
        }
    }
    for (std::size_t k = 0; k < 3; ++k) {
        const double expected = wanted["shares"].items()[k].toDouble();
        if (std::abs(expected - projection.varianceShare[k]) > 1e-10)
            return QString("share %1: %2 != %3")
                .arg(k)
                .arg(projection.varianceShare[k])
                .arg(expected);
    }
    return {};
}

} // namespace

class TstProjection : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void modeCoordinatesEqualNumPy()
    {
        const Run run = makeContextRun();
        JobContext job = nullJob();
        for (const auto& [parameter, name] :
             {std::pair("pin", "input_modes"), std::pair("pout", "output_modes")}) {
            const Projection projection =
                projectOntoModes(filteredOf(run), run.parameters.at(parameter), kAll, job);
            const QString difference = differenceFrom(reference()[name], projection);
            QVERIFY2(difference.isEmpty(), qPrintable(difference));
        }
    }

    void orthogonalisedCoordinatesEqualNumPy()
    {
        const Run run = makeContextRun();
        JobContext job = nullJob();
        const Projection projection = projectOntoMu(filteredOf(run), run.parameters.at("Win"),
                                                    run.parameters.at("pin"), kAll, job);
        const QString difference = differenceFrom(reference()["mu"], projection);
        QVERIFY2(difference.isEmpty(), qPrintable(difference));
    }

    void principalComponentsEqualNumPy()
    {
        JobContext job = nullJob();
        const TrialArray filtered = filteredOf(makeContextRun());
        const Projection projection = principalComponents(filtered, kAll, job);
        const QString difference = differenceFrom(reference()["pca"], projection);
        QVERIFY2(difference.isEmpty(), qPrintable(difference));
        const PrincipalVariances variances = principalVariances(filtered, job);
        QVERIFY(std::abs(variances.total - reference()["total_variance"].toDouble()) < 1e-12);
        for (std::size_t i = 0; i < 6; ++i)
            QVERIFY(std::abs(variances.variance[i] -
                             reference()["variances"].items()[i].toDouble()) < 1e-12);
    }

    void chosenCoordinatesAreTheSameAsAllOfThem()
    {
        const Run run = makeContextRun();
        JobContext job = nullJob();
        const std::array<std::size_t, 2> two{2, 0};
        const auto full = projectOntoModes(filteredOf(run), run.parameters.at("pin"), kAll, job);
        const auto some = projectOntoModes(filteredOf(run), run.parameters.at("pin"), two, job);
        const TrialArray a = trialArray(full.coordinates);
        const TrialArray b = trialArray(some.coordinates);
        QCOMPARE(b.units, 2U);
        QCOMPARE(b.at(11, 3, 0), a.at(11, 3, 2));
        QCOMPARE(b.at(11, 3, 1), a.at(11, 3, 0));
        QCOMPARE(some.varianceShare[0], full.varianceShare[2]);
        const std::array<std::size_t, 1> beyond{3};
        QVERIFY_EXCEPTION_THROWN(
            projectOntoModes(filteredOf(run), run.parameters.at("pin"), beyond, job), Error);
    }

    void sharesOfAllComponentsAddUpToOne()
    {
        JobContext job = nullJob();
        const std::array<std::size_t, 6> all{0, 1, 2, 3, 4, 5};
        const auto shares =
            principalComponents(filteredOf(makeContextRun()), all, job).varianceShare;
        QVERIFY(std::abs(std::accumulate(shares.begin(), shares.end(), 0.0) - 1.0) < 1e-12);
    }

    void silentPopulationHasNoVariance()
    {
        const TrialArray silent =
            trialArray(trialValues(5, 2, 3, [](auto, auto, auto) { return 0.25F; }));
        JobContext job = nullJob();
        const Projection projection = principalComponents(silent, kAll, job);
        for (const double share : projection.varianceShare)
            QCOMPARE(share, 0.0);
        for (const float value : projection.coordinates.values())
            QCOMPARE(value, 0.0F);
    }

    void emptyRunGivesNoPoints()
    {
        JobContext job = nullJob();
        const TrialArray empty =
            trialArray(trialValues(0, 2, 3, [](auto, auto, auto) { return 0.0F; }));
        QCOMPARE(principalComponents(empty, kAll, job).coordinates.size(), 0U);
    }

    void notFiniteIsRefusedWithItsPlace()
    {
        const TrialArray broken = trialArray(trialValues(5, 2, 3, [](auto t, auto b, auto) {
            return t == 3 && b == 1 ? std::numeric_limits<float>::infinity() : 0.5F;
        }));
        JobContext job = nullJob();
        try {
            principalComponents(broken, kAll, job);
            QFAIL("accepted");
        } catch (const Error& error) {
            QCOMPARE(error.kind(), ErrorKind::BadFormat);
            QVERIFY(QString(error.what()).contains("step 3, trial 1"));
        }
    }

    void wrongShapesAreRefused()
    {
        const Run run = makeContextRun();
        const LabelledArray modes = unitModes(5, 3, [](auto, auto) { return 1.0F; });
        JobContext job = nullJob();
        QVERIFY_EXCEPTION_THROWN(projectOntoModes(filteredOf(run), modes, kAll, job), Error);
        QVERIFY_EXCEPTION_THROWN(
            projectOntoMu(filteredOf(run), run.parameters.at("Win"), modes, kAll, job), Error);
        const LabelledArray wide = unitModes(6, 6, [](auto, auto) { return 1.0F; });
        QVERIFY_EXCEPTION_THROWN(
            projectOntoMu(filteredOf(run), wide, run.parameters.at("pin"), kAll, job), Error);
    }

    void importanceAndLoadingEqualNumPy()
    {
        const Run run = makeContextRun();
        const auto modes = modeImportance(run.parameters.at("l"), run.parameters.at("pin"),
                                          run.parameters.at("pout"));
        QCOMPARE(modes.size(), 3U);
        for (std::size_t i = 0; i < 3; ++i) {
            QVERIFY(std::abs(modes[i].tau - reference()["tau"].items()[modes[i].mode].toDouble()) <
                    1e-12);
            QVERIFY(i == 0 || modes[i].tau <= modes[i - 1].tau);
        }
        const auto loading = modeLoading(run.parameters.at("l"), run.parameters.at("pin"));
        for (std::size_t i = 0; i < loading.size(); ++i)
            QCOMPARE(static_cast<double>(loading[i]), reference()["loading"].items()[i].toDouble());
    }

    void largeRunIsProjectedQuickly()
    {
        Random random(7);
        const TrialArray large = trialArray(trialValues(
            500, 200, 100, [&](auto, auto, auto) { return static_cast<float>(random.uniform()); }));
        JobContext job = nullJob();
        const auto start = std::chrono::steady_clock::now();
        const Projection projection = principalComponents(large, kAll, job);
        const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
        qInfo("principal components of 500 x 200 x 100: %.3f s", took.count());
        QCOMPARE(projection.varianceShare.size(), 3U);
        QVERIFY(took.count() < 5.0); // the budget on a quiet machine is 0.3 s; others may be busy
    }
};

INSPIKE_TEST(TstProjection, tst_projection)
#include "tst_projection.moc"
