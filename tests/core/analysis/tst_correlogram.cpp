// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/correlogram.h"
#include "core/base/error.h"
#include "core/base/random.h"
#include "tests/core/analysis/statistics_reference.h"
#include "tests/support/run_tests.h"

#include <numeric>

using namespace inspike;
using namespace inspike::test;

namespace {

Correlogram autoOf(std::span<const Time> train, Time bin, Time lag)
{
    Correlogram made(bin, lag);
    JobContext job = nullJob();
    addAutoPairs(train, made, job);
    return made;
}

Correlogram crossOf(std::span<const Time> a, std::span<const Time> b, Time bin, Time lag)
{
    Correlogram made(bin, lag);
    JobContext job = nullJob();
    addCrossPairs(a, b, made, job);
    return made;
}

} // namespace

class TstCorrelogram : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void countsEqualNumPy()
    {
        const auto trains = referenceTrains();
        const Json& reference = statisticsReference();
        QVERIFY(autoOf(trains[2], 1000, 20000).counts ==
                numbersOf<std::uint64_t>(reference["auto_of_unit_2"]));
        QVERIFY(autoOf(trains[4], 2000, 20000).counts ==
                numbersOf<std::uint64_t>(reference["auto_of_unit_4"]));
        QVERIFY(crossOf(trains[0], trains[3], 333, 25 * 333).counts ==
                numbersOf<std::uint64_t>(reference["cross_of_units_0_and_3"]));
    }

    void autocorrelogramIsSymmetricAndLeavesOutTheSpikeItself()
    {
        Random random(5);
        std::vector<Time> train;
        for (int i = 0; i < 500; ++i)
            train.push_back(static_cast<Time>(random.uniform() * 5000.0));
        std::sort(train.begin(), train.end());
        for (const Time bin : {1, 2, 7, 10}) {
            const Correlogram found = autoOf(train, bin, 100);
            for (std::size_t i = 0; i < found.counts.size(); ++i)
                QCOMPARE(found.counts[i], found.counts[found.counts.size() - 1 - i]);
        }
        QCOMPARE(autoOf(std::vector<Time>{5}, 10, 50).counts[5], std::uint64_t{0});
        QCOMPARE(autoOf(std::vector<Time>{5, 5}, 10, 50).counts[5], std::uint64_t{2});
    }

    void everyPairIsCountedOnceWhenTheLagReaches()
    {
        const auto trains = referenceTrains();
        const Correlogram found = crossOf(trains[0], trains[1], 1000, 2 * kReferenceEnd);
        QCOMPARE(std::accumulate(found.counts.begin(), found.counts.end(), std::uint64_t{0}),
                 trains[0].size() * trains[1].size());
    }

    void exchangedUnitsMirrorTheLag()
    {
        const auto trains = referenceTrains();
        auto there = crossOf(trains[0], trains[3], 500, 30000).counts;
        const auto back = crossOf(trains[3], trains[0], 500, 30000).counts;
        std::reverse(there.begin(), there.end());
        QVERIFY(there == back);
    }

    void shiftedTrainPeaksAtItsShift()
    {
        const std::vector<Time> a{0, 1000, 2300, 5000};
        std::vector<Time> b = a;
        for (Time& time : b)
            time += 30;
        const Correlogram found = crossOf(a, b, 10, 50);
        QCOMPARE(found.counts[8], std::uint64_t{4});
        QCOMPARE(found.lagOf(8), 30.0);
        QCOMPARE(found.lagOf(5), 0.0);
        QCOMPARE(found.rate(8, 1e-6), 4.0 / (4.0 * 10e-6));
        QCOMPARE(found.ratio(8, 6000), 4.0 * 6000.0 / (4.0 * 4.0 * 10.0));
    }

    void silentUnitsAreUndefinedNotZero()
    {
        const std::vector<Time> some{1, 2, 3};
        const Correlogram none = crossOf({}, some, 10, 50);
        QVERIFY(std::isnan(none.rate(3, 1e-6)));
        QVERIFY(std::isnan(none.ratio(3, 100)));
        QCOMPARE(crossOf(some, {}, 10, 50).rate(3, 1e-6), 0.0);
        QVERIFY(std::isnan(crossOf(some, {}, 10, 50).ratio(3, 100)));
        QVERIFY(std::isnan(autoOf({}, 10, 50).rate(5, 1e-6)));
    }

    void farTimesKeepTheirLag()
    {
        constexpr Time kFar = Time{1} << 62U;
        QCOMPARE(crossOf(std::vector<Time>{kFar}, std::vector<Time>{kFar + 3}, 1, 5).counts[8],
                 std::uint64_t{1});
        const Correlogram apart = crossOf(std::vector<Time>{-kFar}, std::vector<Time>{kFar}, 1, 5);
        QCOMPARE(std::accumulate(apart.counts.begin(), apart.counts.end(), std::uint64_t{0}),
                 std::uint64_t{0});
    }

    void badBinsAreRefusedAndJobsCancelled()
    {
        QVERIFY_EXCEPTION_THROWN(Correlogram(0, 10), Error);
        QVERIFY_EXCEPTION_THROWN(Correlogram(1, -1), Error);
        QVERIFY_EXCEPTION_THROWN(Correlogram(1, 100'000'000), Error);
        QCOMPARE(Correlogram(10, 0).counts.size(), std::size_t{1});
        std::stop_source stop;
        stop.request_stop();
        JobContext job(stop.get_token(), {});
        const std::vector<Time> burst(3000, 7);
        Correlogram made(10, 100);
        QVERIFY_EXCEPTION_THROWN(addAutoPairs(burst, made, job), Error);
    }
};

INSPIKE_TEST(TstCorrelogram, tst_correlogram)
#include "tst_correlogram.moc"
