// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/data/spike_trains.h"
#include "tests/support/run_tests.h"

using namespace inspike;

namespace {

SpikeTrains some()
{
    const std::vector<Time> times = {9, 1, 2, 5, 2};
    const std::vector<UnitIndex> units = {0, 0, 2, 0, 2};
    return SpikeTrains::fromPairs(times, units, 4);
}

template <typename... Arguments>
ErrorKind refusal(Arguments... arguments)
{
    try {
        SpikeTrains::fromPairs(arguments...);
    } catch (const Error& error) {
        return error.kind();
    }
    return ErrorKind::Internal;
}

} // namespace

class TstSpikeTrains : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void spikesAreSortedPerUnitAndKeptWhenEqual()
    {
        const SpikeTrains trains = some();
        QCOMPARE(trains.units(), std::size_t{4});
        QCOMPARE(trains.spikes(), std::size_t{5});
        const auto first = trains.train(0);
        QVERIFY(std::vector<Time>(first.begin(), first.end()) == (std::vector<Time>{1, 5, 9}));
        QCOMPARE(trains.train(2).size(), std::size_t{2});
        QVERIFY(trains.train(1).empty() && trains.train(3).empty());
        QVERIFY(trains.extent() == (TimeRange{1, 10}));
    }

    void rangesAreHalfOpen()
    {
        const SpikeTrains trains = some();
        QCOMPARE(trains.train(0, {1, 9}).size(), std::size_t{2});
        QCOMPARE(trains.train(0, {9, 9}).size(), std::size_t{0});
        QCOMPARE(trains.count({2, 6}), std::size_t{3});
    }

    void theFirstAndLastMomentThereIsAreFine()
    {
        const std::vector<Time> times = {kMaxTime, -kMaxTime};
        const std::vector<UnitIndex> units = {0, 0};
        const TimeRange extent = SpikeTrains::fromPairs(times, units, 1).extent();
        QVERIFY(extent == (TimeRange{-kMaxTime, kMaxTime + 1}));
        QVERIFY(extent.length() > 0);
    }

    void noSpikesAreFine()
    {
        QVERIFY(SpikeTrains().extent().empty());
        QCOMPARE(SpikeTrains::fromPairs({}, {}, 3).units(), std::size_t{3});
    }

    void whatDoesNotFitIsRefused()
    {
        const std::vector<Time> times = {1, 2};
        const std::vector<UnitIndex> one = {0};
        const std::vector<UnitIndex> beyond = {0, 2};
        QVERIFY(refusal(times, one, 2) == ErrorKind::BadShape);
        QVERIFY(refusal(times, beyond, 2) == ErrorKind::BadFormat);
        for (const Time far : {INT64_MAX, INT64_MIN, kMaxTime + 1, -kMaxTime - 1}) {
            const std::vector<Time> distant = {far, 0};
            QVERIFY(refusal(distant, std::vector<UnitIndex>{0, 1}, 2) == ErrorKind::BadFormat);
        }
        bool refused = false;
        try {
            some().train(4);
        } catch (const Error&) {
            refused = true;
        }
        QVERIFY(refused);
    }
};

INSPIKE_TEST(TstSpikeTrains, tst_spike_trains)
#include "tst_spike_trains.moc"
