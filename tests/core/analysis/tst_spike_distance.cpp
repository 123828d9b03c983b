// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/count_statistics.h"
#include "core/analysis/spike_distance.h"
#include "core/analysis/synchrony.h"
#include "core/base/error.h"
#include "core/base/random.h"
#include "tests/core/analysis/statistics_reference.h"
#include "tests/support/run_tests.h"

using namespace inspike;
using namespace inspike::test;

namespace {

using Train = std::vector<Time>;

double victorPurpura(const Train& a, const Train& b, double q)
{
    JobContext job = nullJob();
    return victorPurpuraDistance(a, b, q, 1.0, job);
}

} // namespace

class TstSpikeDistance : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void distancesEqualTheFormulas()
    {
        const auto trains = referenceTrains();
        const auto spike = numbersOf<double>(statisticsReference()["spike_distance"]);
        const auto victor = numbersOf<double>(statisticsReference()["victor_purpura_q_50"]);
        JobContext job = nullJob();
        std::size_t pair = 0;
        for (std::size_t i = 0; i < trains.size(); ++i) {
            for (std::size_t j = i + 1; j < trains.size(); ++j, ++pair) {
                const double found = spikeDistance(trains[i], trains[j], {0, kReferenceEnd});
                QVERIFY(close(found, spike[pair], 1e-9));
                QCOMPARE(found, spikeDistance(trains[j], trains[i], {0, kReferenceEnd}));
                QVERIFY(close(victorPurpuraDistance(trains[i], trains[j], 50.0, 1e-6, job),
                              victor[pair], 1e-9));
            }
        }
        QCOMPARE(pair, spike.size());
    }

    void identicalTrainsHaveNoDistance()
    {
        for (const auto& train : referenceTrains()) {
            QCOMPARE(spikeDistance(train, train, {0, kReferenceEnd}), 0.0);
            QCOMPARE(victorPurpura(train, train, 3.0), 0.0);
        }
    }

    void spikeDistanceOfTwoSpikesByHand()
    {
        // One spike each in [0, 10), at 4 and 6. By symmetry around 5 the pieces [0, 4) and [6, 10)
        // are equal: intervals 4 and 6, S_1 = 2 t / 4, S_2 = 2 t / 6. In [4, 6): intervals 6 and 6,
        // S_1 = 2 (10 - t) / 6, S_2 = 2 t / 6.
        const double outer = (0.5 * 4 * (2.0 + 0.0)) * 6 / (2 * 25.0) + // integral of S_1 I_2
                             (0.5 * 4 * (4.0 * 2.0 / 6.0)) * 4 / (2 * 25.0);
        const double inner = 2 * (20.0 / 6.0) * 6 / (2 * 36.0);
        const double wanted = (2 * outer + inner) / 10;
        QVERIFY(close(spikeDistance(Train{4}, Train{6}, {0, 10}), wanted));
        // The same anywhere in time.
        constexpr Time kFar = Time{1} << 62U;
        QVERIFY(close(spikeDistance(Train{kFar + 4}, Train{kFar + 6}, {kFar, kFar + 10}), wanted));
        QVERIFY(
            close(spikeDistance(Train{-kFar + 4}, Train{-kFar + 6}, {-kFar, -kFar + 10}), wanted));
    }

    void spikeDistanceOfSilenceIsUndefined()
    {
        QVERIFY(std::isnan(spikeDistance({}, {}, {0, 10})));
        QVERIFY(std::isnan(spikeDistance(Train{3}, {}, {0, 10})));
        QVERIFY(std::isnan(spikeDistance(Train{30}, Train{3}, {0, 10})));
        QVERIFY(std::isnan(spikeDistance(Train{3}, Train{3}, {5, 5})));
    }

    void spikeDistanceOfBurstsAndEndsIsFinite()
    {
        const Train burst(50, 5);
        QCOMPARE(spikeDistance(burst, Train{5}, {0, 10}), 0.0);
        const double ends = spikeDistance(Train{0, 9}, Train{0, 9, 9}, {0, 10});
        QCOMPARE(ends, 0.0);
        const double one = spikeDistance(Train{0}, Train{0, 1, 2, 3}, {0, 4});
        QVERIFY(one > 0.0 && one < 1.0);
    }

    void spikeDistanceLiesBetweenZeroAndOne()
    {
        Random random(21);
        for (int round = 0; round < 200; ++round) {
            Train a, b;
            for (Train* train : {&a, &b}) {
                const int spikes = 1 + static_cast<int>(random.uniform() * 20.0);
                for (int i = 0; i < spikes; ++i)
                    train->push_back(static_cast<Time>(random.uniform() * 100.0));
                std::sort(train->begin(), train->end());
            }
            const double distance = spikeDistance(a, b, {0, 100});
            QVERIFY(distance >= 0.0 && distance < 1.0);
        }
    }

    void victorPurpuraByHand()
    {
        QCOMPARE(victorPurpura({}, {}, 1.0), 0.0);
        QCOMPARE(victorPurpura(Train{1, 2, 3}, {}, 1.0), 3.0);
        QCOMPARE(victorPurpura({}, Train{1, 2}, 1.0), 2.0);
        QCOMPARE(victorPurpura(Train{0}, Train{3}, 0.5), 1.5); // moving is cheaper than 2
        QCOMPARE(victorPurpura(Train{0}, Train{3}, 10.0), 2.0);
        QCOMPARE(victorPurpura(Train{0, 10, 20}, Train{1, 21}, 0.25), 1.5);
        QCOMPARE(victorPurpura(Train{0, 10, 20}, Train{5, 6, 7, 8}, 0.0), 1.0); // counts only
        QCOMPARE(victorPurpura(Train{5, 5, 5}, Train{5}, 4.0), 2.0);
    }

    void victorPurpuraRefusesWhatTakesForEver()
    {
        JobContext job = nullJob();
        const Train many(300'000, 1);
        QVERIFY_EXCEPTION_THROWN(victorPurpuraDistance(many, many, 1.0, 1.0, job), Error);
        QVERIFY_EXCEPTION_THROWN(victorPurpura({}, {}, -1.0), Error);
        std::stop_source stop;
        stop.request_stop();
        JobContext stopped(stop.get_token(), {});
        const Train some(5000, 1);
        QVERIFY_EXCEPTION_THROWN(victorPurpuraDistance(some, some, 1.0, 1.0, stopped), Error);
    }

    void correlationsEqualNumPy()
    {
        const auto trains = referenceTrains();
        const auto wanted = numbersOf<double>(statisticsReference()["correlations_20_ms"]);
        std::vector<std::vector<double>> z;
        MeanCorrelation mean;
        for (const auto& train : trains) {
            const auto counts = windowCounts(train, {0, kReferenceEnd}, 20000);
            z.push_back(standardised(counts));
            mean.add(counts);
        }
        std::size_t pair = 0;
        for (std::size_t i = 0; i < z.size(); ++i) {
            for (std::size_t j = i + 1; j < z.size(); ++j, ++pair)
                QVERIFY(close(correlation(z[i], z[j]), wanted[pair]));
        }
        QVERIFY(close(mean.mean(), statisticsReference()["mean_correlation_20_ms"].toDouble()));
    }

    void correlationOfEqualAndOppositeCounts()
    {
        const std::vector<std::uint32_t> counts{0, 1, 2, 3};
        const std::vector<std::uint32_t> opposite{3, 2, 1, 0};
        QVERIFY(close(correlation(standardised(counts), standardised(opposite)), -1.0));
        MeanCorrelation mean;
        mean.add(counts);
        QVERIFY(std::isnan(mean.mean()));
        mean.add(std::vector<std::uint32_t>{5, 5, 5, 5}); // never varies
        QVERIFY(std::isnan(mean.mean()));
        QCOMPARE(mean.constantUnits(), std::size_t{1});
        mean.add(counts);
        QVERIFY(close(mean.mean(), 1.0));
        mean.add(opposite);
        QVERIFY(close(mean.mean(), (1.0 - 1.0 - 1.0) / 3.0));
        QVERIFY_EXCEPTION_THROWN(mean.add(std::vector<std::uint32_t>{1, 2}), Error);
        QVERIFY(standardised({}).empty());
    }
};

INSPIKE_TEST(TstSpikeDistance, tst_spike_distance)
#include "tst_spike_distance.moc"
