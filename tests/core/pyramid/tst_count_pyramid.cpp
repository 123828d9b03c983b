// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/pyramid/count_pyramid.h"
#include "core/pyramid/grid.h"
#include "tests/core/pyramid/spike_lists.h"
#include "tests/support/run_tests.h"

#include <set>

using namespace inspike;
using namespace inspike::test;

class TstCountPyramid : public QObject
{
    Q_OBJECT

private:
    static void addKinds()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<int>("slabSpikes");
        for (const std::string& kind : kindsOfLists()) {
            for (const int slabSpikes : {0, 64, 1500}) {
                const QString name =
                    QString::fromStdString(kind) + ", slabs of " + QString::number(slabSpikes);
                QTest::newRow(name.toUtf8().constData())
                    << QString::fromStdString(kind) << slabSpikes;
            }
        }
    }

    static SpikeList fetchList()
    {
        QFETCH(QString, kind);
        return makeList(kind.toStdString(), 7);
    }

    static std::shared_ptr<const CountPyramid> fetchPyramid(const SpikeList& list)
    {
        QFETCH(int, slabSpikes);
        return pyramidOf(list, static_cast<std::uint64_t>(slabSpikes));
    }

private Q_SLOTS:
    void everyCellIsWhatCountingOneByOneGives_data() { addKinds(); }
    void everyCellIsWhatCountingOneByOneGives()
    {
        const SpikeList list = fetchList();
        const auto pyramid = fetchPyramid(list);
        const auto rows = unitsAsRows(list.units);
        Random random(11);
        JobContext job = nullJob();
        const RowMap map = pyramid->parts().unitRows();
        for (int i = 0; i < 60; ++i) {
            const GridRequest request = randomRequest(list, list.units, random);
            for (const GridSource from :
                 {GridSource::Cheapest, GridSource::Slabs, GridSource::Planes}) {
                const CountGrid grid = countGrid(pyramid->parts(), map, {}, request, from, job);
                const std::string difference = differs(grid, list, request, rows);
                QVERIFY2(difference.empty(), difference.c_str());
                QCOMPARE(pyramid->count(request.window, job) >= grid.total, true);
            }
        }
    }

    void aPictureHasAtLeastHalfOfWhatWasAskedFor()
    {
        const SpikeList list = makeList("many units", 3);
        const auto pyramid = pyramidOf(list, 1500);
        Random random(5);
        JobContext job = nullJob();
        for (int i = 0; i < 200; ++i) {
            const GridRequest request = randomRequest(list, list.units, random);
            const CountGrid grid = pyramid->grid(request, job);
            QVERIFY(grid.rows <= request.maxRows);
            QVERIFY(grid.rows * 2 >= request.maxRows || grid.rowShift == 0);
            QVERIFY(grid.columns <= request.maxColumns);
            QVERIFY(grid.columns * 2 >= request.maxColumns || grid.binShift == 0 ||
                    grid.window.empty());
        }
    }

    void unitsAndTrainsAreWhatAFilterGives_data() { addKinds(); }
    void unitsAndTrainsAreWhatAFilterGives()
    {
        const SpikeList list = fetchList();
        const auto pyramid = fetchPyramid(list);
        Random random(13);
        JobContext job = nullJob();
        for (int i = 0; i < 20; ++i) {
            const TimeRange window = randomRequest(list, list.units, random).window;
            std::vector<std::vector<Time>> trains(list.units);
            std::uint64_t total = 0;
            for (std::size_t s = 0; s < list.size(); ++s) {
                if (window.contains(list.time[s])) {
                    trains[list.unit[s]].push_back(list.time[s]);
                    ++total;
                }
            }
            QCOMPARE(pyramid->count(window, job), total);
            const auto counts = pyramid->countsPerUnit(window, job);
            QCOMPARE(counts.size(), list.units);
            std::vector<std::uint32_t> asked;
            for (std::uint32_t unit = 0; unit < list.units; ++unit) {
                QCOMPARE(counts[unit], trains[unit].size());
                if (unit % 37 == 0)
                    QCOMPARE(pyramid->train(unit, window), trains[unit]);
                if (random.chance(0.3))
                    asked.insert(asked.begin() +
                                     random.below(static_cast<std::uint32_t>(asked.size()) + 1),
                                 unit);
            }
            std::vector<std::uint32_t> expected;
            std::copy_if(asked.begin(), asked.end(), std::back_inserter(expected),
                         [&](std::uint32_t unit) { return !trains[unit].empty(); });
            std::vector<std::uint32_t> seen;
            pyramid->visit(
                asked, window,
                [&](std::uint32_t unit, std::span<const Time> times) {
                    seen.push_back(unit);
                    QVERIFY(std::equal(times.begin(), times.end(), trains[unit].begin(),
                                       trains[unit].end()));
                },
                job);
            QCOMPARE(seen, expected);
        }
    }

    void stripsSumToTheSpikesInTheWindow_data() { addKinds(); }
    void stripsSumToTheSpikesInTheWindow()
    {
        const SpikeList list = fetchList();
        const auto pyramid = fetchPyramid(list);
        Random random(17);
        JobContext job = nullJob();
        for (int i = 0; i < 30; ++i) {
            const GridRequest request = randomRequest(list, list.units, random);
            const CountStrip strip = pyramid->strip(request.window, request.maxColumns, job);
            std::vector<std::uint64_t> expected(strip.counts.size());
            for (const Time time : list.time) {
                if (request.window.contains(time))
                    ++expected.at(distance(strip.firstBin, time >> strip.binShift));
            }
            QCOMPARE(strip.counts, expected);
            QVERIFY(strip.counts.size() <= request.maxColumns);
        }
    }

    void tablesByUnitCoverTheWholeRecording_data() { addKinds(); }
    void tablesByUnitCoverTheWholeRecording()
    {
        const SpikeList list = fetchList();
        const auto pyramid = fetchPyramid(list);
        std::vector<std::uint32_t> counts(list.units);
        std::vector<Time> first(list.units, pyramid->extent().end);
        for (std::size_t i = list.size(); i-- > 0;) {
            ++counts[list.unit[i]];
            first[list.unit[i]] = list.time[i];
        }
        QVERIFY(std::equal(counts.begin(), counts.end(), pyramid->unitCounts().begin(),
                           pyramid->unitCounts().end()));
        QVERIFY(std::equal(first.begin(), first.end(), pyramid->firstSpikes().begin(),
                           pyramid->firstSpikes().end()));
        JobContext job = nullJob();
        const auto profiles = pyramid->profiles(50, job);
        QVERIFY(profiles.bins <= 50);
        for (std::size_t unit = 0; profiles.bins > 0 && unit < list.units; ++unit) {
            std::uint64_t sum = 0;
            for (std::size_t bin = 0; bin < profiles.bins; ++bin)
                sum += profiles.counts[unit * profiles.bins + bin];
            QCOMPARE(sum, counts[unit]);
        }
        QCOMPARE(pyramid->spikes(), list.size());
        QVERIFY(list.size() == 0 || pyramid->bytes() >= list.size() * 4);
    }
};

INSPIKE_TEST(TstCountPyramid, tst_count_pyramid)
#include "tst_count_pyramid.moc"
