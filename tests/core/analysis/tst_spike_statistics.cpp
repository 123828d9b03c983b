// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/spike_statistics.h"
#include "core/analysis/trial_array.h"
#include "core/base/error.h"
#include "tests/support/golden.h"
#include "tests/support/make_run.h"
#include "tests/support/run_tests.h"

#include <numeric>

using namespace inspike;
using namespace inspike::test;

class TstSpikeStatistics : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void countsRatesAndFirstSpikesEqualNumPy()
    {
        const Run run = makeContextRun();
        const Json reference = goldenJson("analysis_reference.json");
        std::vector<std::size_t> total(6, 0);
        for (std::size_t trial = 0; trial < 8; ++trial) {
            const TrialSpikes spikes = spikesOfTrial(run, "S", trial);
            const auto units = unitStatistics(spikes.spikes, spikes.extent, 1e-6);
            for (std::size_t i = 0; i < 6; ++i) {
                total[i] += units[i].spikes;
                QCOMPARE(units[i].rate, static_cast<double>(units[i].spikes) / 0.08);
                if (trial == 2) {
                    QCOMPARE(*units[i].firstSpike,
                             2000 * reference["first_spike_of_trial_2"].items()[i].toInteger());
                }
            }
        }
        for (std::size_t i = 0; i < 6; ++i)
            QCOMPARE(static_cast<std::int64_t>(total[i]),
                     reference["spikes_per_unit"].items()[i].toInteger());
    }

    void populationRateIsPerUnitAndSecond()
    {
        const TrialSpikes spikes = spikesOfTrial(makeContextRun(), "S", 2);
        const Json reference = goldenJson("analysis_reference.json");
        JobContext job = nullJob();
        const auto rate = populationRate(spikes.spikes, spikes.extent, 20000, 1e-6, job);
        QCOMPARE(rate.rate.size(), 4U);
        for (std::size_t i = 0; i < 4; ++i) {
            QCOMPARE(rate.rate[i],
                     reference["rate_of_trial_2_bins_of_10_steps_hz"].items()[i].toDouble());
        }
        QCOMPARE(rate.edges, (std::vector<Time>{0, 20000, 40000, 60000, 80000}));
    }

    void lastBinIsDividedByItsOwnLength()
    {
        const std::vector<Time> times{0, 5, 9};
        const std::vector<UnitIndex> units{0, 0, 0};
        const SpikeTrains trains = SpikeTrains::fromPairs(times, units, 1);
        JobContext job = nullJob();
        const auto rate = populationRate(trains, {0, 10}, 8, 1.0, job);
        QCOMPARE(rate.count.size(), 2U);
        QCOMPARE(rate.rate[0], 2.0 / 8.0);
        QCOMPARE(rate.rate[1], 1.0 / 2.0);
        QCOMPARE(rate.edges, (std::vector<Time>{0, 8, 10}));
    }

    void everySpikeIsInOneBin()
    {
        const TrialSpikes spikes = spikesOfTrial(makeContextRun({200, 3, 20, 2}), "S", 1);
        JobContext job = nullJob();
        for (const Time bin : {1, 777, 2000, 50000, 1000000}) {
            const auto rate = populationRate(spikes.spikes, spikes.extent, bin, 1e-6, job);
            QCOMPARE(std::accumulate(rate.count.begin(), rate.count.end(), std::uint64_t{0}),
                     spikes.spikes.spikes());
        }
        QVERIFY_EXCEPTION_THROWN(populationRate(spikes.spikes, spikes.extent, 0, 1e-6, job), Error);
    }

    void emptyRangeHasNoRate()
    {
        JobContext job = nullJob();
        QVERIFY(populationRate(SpikeTrains(), {5, 5}, 1, 1.0, job).rate.empty());
        const SpikeTrains silent = SpikeTrains::fromPairs({}, {}, 3);
        const auto units = unitStatistics(silent, {0, 10}, 1.0);
        QCOMPARE(units.size(), 3U);
        QCOMPARE(units[0].rate, 0.0);
        QVERIFY(!units[0].firstSpike);
    }
};

INSPIKE_TEST(TstSpikeStatistics, tst_spike_statistics)
#include "tst_spike_statistics.moc"
