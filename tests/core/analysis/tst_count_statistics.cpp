// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/count_statistics.h"
#include "core/base/error.h"
#include "core/base/random.h"
#include "tests/core/analysis/statistics_reference.h"
#include "tests/support/run_tests.h"

using namespace inspike;
using namespace inspike::test;

class TstCountStatistics : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void countsAndFanoFactorsEqualNumPy()
    {
        const auto trains = referenceTrains();
        const TimeRange range{0, kReferenceEnd};
        QVERIFY(windowCounts(trains[0], range, 70000) ==
                numbersOf<std::uint32_t>(statisticsReference()["counts_of_unit_0_in_70_ms"]));
        const auto wanted = numbersOf<double>(statisticsReference()["fano_70_ms"]);
        for (std::size_t unit = 0; unit < trains.size(); ++unit) {
            QVERIFY(close(fanoFactor(windowCounts(trains[unit], range, 70000)), wanted[unit]));
            QVERIFY(close(fanoFactor(countMoments(trains[unit], range, 70000)), wanted[unit]));
        }
    }

    void sparsenessEqualsNumPy()
    {
        const auto trains = referenceTrains();
        const auto ratios = numbersOf<double>(statisticsReference()["activity_ratio_20_ms"]);
        const auto lifetime = numbersOf<double>(statisticsReference()["lifetime_sparseness_20_ms"]);
        for (std::size_t unit = 0; unit < trains.size(); ++unit) {
            const auto counts = windowCounts(trains[unit], {0, kReferenceEnd}, 20000);
            const std::vector<double> responses(counts.begin(), counts.end());
            QVERIFY(close(activityRatio(responses), ratios[unit]));
            QVERIFY(close(sparseness(responses), lifetime[unit]));
        }
    }

    void sparsenessOfOneAndOfAll()
    {
        std::vector<double> one(8, 0.0);
        one[3] = 5.0;
        QCOMPARE(activityRatio(one), 1.0 / 8.0);
        QCOMPARE(sparseness(one), 1.0);
        const std::vector<double> all(8, 2.0);
        QCOMPARE(activityRatio(all), 1.0);
        QCOMPARE(sparseness(all), 0.0);
        const std::vector<double> half{1, 1, 0, 0};
        QCOMPARE(activityRatio(half), 0.5);
        QVERIFY(close(sparseness(half), 2.0 / 3.0));
    }

    void sparsenessOfNothingIsUndefined()
    {
        QVERIFY(std::isnan(activityRatio({})));
        QVERIFY(std::isnan(activityRatio(std::vector<double>(5, 0.0))));
        QVERIFY(std::isnan(sparseness(std::vector<double>(5, 0.0))));
        QVERIFY(std::isnan(sparseness(std::vector<double>{3.0})));
    }

    void fanoFactorOfKnownCounts()
    {
        QCOMPARE(fanoFactor(std::vector<std::uint32_t>{4, 4, 4, 4}), 0.0);
        QCOMPARE(fanoFactor(std::vector<std::uint32_t>{0, 2}), 2.0); // variance 2, mean 1
        QVERIFY(std::isnan(fanoFactor(std::vector<std::uint32_t>{0, 0, 0})));
        QVERIFY(std::isnan(fanoFactor(std::vector<std::uint32_t>{5})));
        QVERIFY(std::isnan(fanoFactor(std::vector<std::uint32_t>{})));
    }

    void poissonCountsHaveFanoFactorOne()
    {
        Random random(3);
        std::vector<Time> train;
        for (double time = 0.0; time < 2e9;) {
            time -= 1e4 * std::log(1.0 - random.uniform());
            train.push_back(static_cast<Time>(time));
        }
        const double fano = fanoFactor(countMoments(train, {0, 2'000'000'000}, 100'000));
        QVERIFY(std::abs(fano - 1.0) < 0.03);
    }

    void cutWindowsAreLeftOut()
    {
        const std::vector<Time> train{0, 9, 10, 19, 20, 24};
        QVERIFY(windowCounts(train, {0, 25}, 10) == (std::vector<std::uint32_t>{2, 2}));
        QCOMPARE(countMoments(train, {0, 25}, 10).sum, 4.0);
        QVERIFY(windowCounts(train, {5, 25}, 10) == (std::vector<std::uint32_t>{2, 3}));
        QVERIFY(windowCounts(train, {0, 5}, 10).empty());
        QVERIFY(windowCounts(train, {7, 7}, 10).empty());
        QVERIFY_EXCEPTION_THROWN(windowCounts(train, {0, 25}, 0), Error);
        QVERIFY_EXCEPTION_THROWN(windowCounts(train, {0, Time{1} << 60U}, 1), Error);
    }

    void momentsEqualThoseOfTheCounts()
    {
        Random random(8);
        for (int round = 0; round < 50; ++round) {
            std::vector<Time> train;
            for (int i = 0; i < 200; ++i)
                train.push_back(static_cast<Time>(random.uniform() * 1000.0) - 200);
            std::sort(train.begin(), train.end());
            const TimeRange range{-100, 700 + round};
            const Time window = 1 + round;
            double sum = 0.0;
            double squares = 0.0;
            const auto counts = windowCounts(train, range, window);
            for (const std::uint32_t count : counts) {
                sum += count;
                squares += static_cast<double>(count) * count;
            }
            const CountMoments moments = countMoments(train, range, window);
            QCOMPARE(moments.windows, counts.size());
            QCOMPARE(moments.sum, sum);
            QCOMPARE(moments.squares, squares);
        }
    }

    void farTimesAreCountedExactly()
    {
        constexpr Time kFar = Time{1} << 62U;
        const std::vector<Time> train{kFar, kFar + 1, kFar + 10};
        QVERIFY(windowCounts(train, {kFar, kFar + 20}, 10) == (std::vector<std::uint32_t>{2, 1}));
        const std::vector<Time> wide{-kFar, kFar};
        QVERIFY(windowCounts(wide, {-kFar, kFar + 2}, kFar) == (std::vector<std::uint32_t>{1, 0}));
        QCOMPARE(countMoments(wide, {-kFar, kFar + 2}, kFar / 4).sum, 1.0);
    }
};

INSPIKE_TEST(TstCountStatistics, tst_count_statistics)
#include "tst_count_statistics.moc"
