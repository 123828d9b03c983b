// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/pyramid/grid.h"
#include "core/pyramid/ordered_counts.h"
#include "tests/core/pyramid/spike_lists.h"
#include "tests/support/run_tests.h"

#include <atomic>
#include <thread>

using namespace inspike;
using namespace inspike::test;

namespace {

// A random order of a share of the units.
std::vector<std::uint32_t> randomOrder(std::size_t units, double share, Random& random)
{
    std::vector<std::uint32_t> order = unitsAsRows(units);
    for (std::size_t i = order.size(); i > 1; --i)
        std::swap(order[i - 1], order[random.below(static_cast<std::uint32_t>(i))]);
    order.resize(std::max<std::size_t>(1, static_cast<std::size_t>(share * order.size())));
    return order;
}

std::vector<std::uint32_t> rowsOf(const std::vector<std::uint32_t>& order, std::size_t units)
{
    std::vector<std::uint32_t> rows(units, kNoRow);
    for (std::size_t row = 0; row < order.size(); ++row)
        rows[order[row]] = static_cast<std::uint32_t>(row);
    return rows;
}

} // namespace

class TstOrderedCounts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyOrderCountsLikeOneByOne_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<int>("slabSpikes");
        QTest::addColumn<double>("share");
        for (const std::string& kind : kindsOfLists()) {
            for (const int slabSpikes : {0, 100, 1500}) {
                for (const double share : {1.0, 0.4, 0.01})
                    QTest::addRow("%s, slabs of %d, %g of the units", kind.c_str(), slabSpikes,
                                  share)
                        << QString::fromStdString(kind) << slabSpikes << share;
            }
        }
    }
    void everyOrderCountsLikeOneByOne()
    {
        QFETCH(QString, kind);
        QFETCH(int, slabSpikes);
        QFETCH(double, share);
        const SpikeList list = makeList(kind.toStdString(), 21);
        const auto pyramid = pyramidOf(list, static_cast<std::uint64_t>(slabSpikes));
        Random random(23);
        const auto order = randomOrder(list.units, share, random);
        const auto rows = rowsOf(order, list.units);
        const OrderedCounts counts(pyramid, order);
        QCOMPARE(counts.rows(), order.size());
        QCOMPARE(counts.unitOfRow(0), order[0]);
        JobContext job = nullJob();
        std::vector<GridRequest> requests;
        for (int i = 0; i < 25; ++i)
            requests.push_back(randomRequest(list, order.size(), random));
        for (const bool prepared : {false, true}) {
            if (prepared)
                counts.prepare(job);
            QCOMPARE(counts.prepared(), prepared);
            for (const GridRequest& request : requests) {
                const std::string difference =
                    differs(counts.grid(request, job), list, request, rows);
                QVERIFY2(difference.empty(), difference.c_str());
            }
        }
    }

    void planesOfAnOrderAreUsed()
    {
        const SpikeList list = makeList("few units", 25);
        SpikeList many = list; // 5 units are all in a plane of single units: spread them out
        many.units = 5000;
        Random random(27);
        for (std::uint32_t& unit : many.unit)
            unit = random.below(5000);
        const auto pyramid = pyramidOf(many, 64);
        const auto order = randomOrder(many.units, 1.0, random);
        const OrderedCounts counts(pyramid, order);
        JobContext job = nullJob();
        counts.prepare(job);
        const auto rows = rowsOf(order, many.units);
        const GridRequest request = {pyramid->extent(), 0, order.size(), 3, 1000};
        QCOMPARE(differs(counts.grid(request, job), many, request, rows), std::string());
    }

    void withoutAnOrderRowsAreUnits()
    {
        const SpikeList list = makeList("many units", 29);
        const auto pyramid = pyramidOf(list, 500);
        const OrderedCounts counts(pyramid, {});
        QVERIFY(counts.prepared());
        QCOMPARE(counts.rows(), list.units);
        QCOMPARE(counts.unitOfRow(17), 17U);
        JobContext job = nullJob();
        counts.prepare(job);
        const GridRequest request = {pyramid->extent(), 3, 2000, 100, 100};
        QCOMPARE(counts.grid(request, job).counts, pyramid->grid(request, job).counts);
    }

    void aUnitTwiceOrBeyondTheEndIsRefused()
    {
        const auto pyramid = pyramidOf(makeList("few units", 31));
        for (const std::vector<std::uint32_t>& order :
             {std::vector<std::uint32_t>{1, 2, 1}, std::vector<std::uint32_t>{1, 5}}) {
            try {
                const OrderedCounts counts(pyramid, order);
                QFAIL("such an order must be refused");
            } catch (const Error& error) {
                QCOMPARE(error.kind(), ErrorKind::BadShape);
            }
        }
    }

    void picturesAreRightWhilePlanesAreMade()
    {
        const SpikeList list = makeList("many units", 33);
        const auto pyramid = pyramidOf(list, 300);
        Random random(35);
        const auto order = randomOrder(list.units, 1.0, random);
        const auto rows = rowsOf(order, list.units);
        const OrderedCounts counts(pyramid, order);
        std::atomic<int> wrong = 0;
        std::vector<std::jthread> threads;
        threads.emplace_back([&] {
            JobContext job = nullJob();
            counts.prepare(job);
        });
        for (std::uint64_t seed = 0; seed < 3; ++seed) {
            threads.emplace_back([&, seed] {
                JobContext job = nullJob();
                Random own(seed);
                for (int i = 0; i < 20; ++i) {
                    const GridRequest request = randomRequest(list, order.size(), own);
                    if (!differs(counts.grid(request, job), list, request, rows).empty())
                        ++wrong;
                }
            });
        }
        threads.clear();
        QCOMPARE(wrong.load(), 0);
        QVERIFY(counts.prepared());
    }

    void makingPlanesCanBeCancelled()
    {
        const auto pyramid = pyramidOf(makeList("many units", 37), 300);
        Random random(39);
        const OrderedCounts counts(pyramid, randomOrder(pyramid->units(), 1.0, random));
        std::stop_source stop;
        stop.request_stop();
        JobContext job(stop.get_token(), nullptr);
        QVERIFY_EXCEPTION_THROWN(counts.prepare(job), Error);
        QVERIFY(!counts.prepared());
    }

    void theLastOrdersAreKept()
    {
        const CountAtlas atlas(pyramidOf(makeList("few units", 41)));
        int made = 0;
        const auto order = [&] {
            ++made;
            return std::vector<std::uint32_t>{4, 3, 2, 1, 0};
        };
        const auto first = atlas.ordered("by rate", order);
        QCOMPARE(atlas.ordered("by rate", order), first);
        QCOMPARE(made, 1);
        for (const char* name : {"b", "c", "d"})
            atlas.ordered(name, order);
        atlas.ordered("by rate", order);
        QCOMPARE(made, 5);
    }
};

INSPIKE_TEST(TstOrderedCounts, tst_ordered_counts)
#include "tst_ordered_counts.moc"
