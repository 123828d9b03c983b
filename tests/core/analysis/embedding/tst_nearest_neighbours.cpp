// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/embedding/nearest_neighbours.h"
#include "core/base/error.h"
#include "make_points.h"
#include "tests/support/errors.h"
#include "tests/support/run_tests.h"

#include <algorithm>
#include <limits>
#include <set>
#include <stop_token>

using namespace inspike;
using namespace inspike::test;

namespace {

Neighbours exact(const Points& points, std::size_t each, int threads = 2)
{
    JobContext job = nullJob();
    return exactNeighbours(points.view(), each, threads, job);
}

Neighbours approximate(const Points& points, std::size_t each, int threads = 2,
                       std::uint64_t seed = 1)
{
    JobContext job = nullJob();
    return approximateNeighbours(points.view(), each, seed, threads, job);
}

double recall(const Neighbours& found, const Neighbours& truth)
{
    std::size_t hits = 0;
    for (std::size_t i = 0; i < truth.count; ++i) {
        for (const std::uint32_t index : truth.of(i)) {
            const auto row = found.of(i);
            hits += std::find(row.begin(), row.end(), index) != row.end() ? 1 : 0;
        }
    }
    return static_cast<double>(hits) / static_cast<double>(truth.index.size());
}

} // namespace

class TstNearestNeighbours : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void exactOnesAreThoseOfSortingAllDistances_data()
    {
        QTest::addColumn<int>("count");
        QTest::addColumn<int>("width");
        QTest::newRow("less than a block") << 9 << 3;
        QTest::newRow("odd sizes") << 301 << 7;
        QTest::newRow("several slices") << 1100 << 2;
    }
    void exactOnesAreThoseOfSortingAllDistances()
    {
        QFETCH(int, count);
        QFETCH(int, width);
        const Points points =
            makeClusters(static_cast<std::size_t>(count), static_cast<std::size_t>(width), 2, 1.0);
        const Neighbours found = exact(points, 6);
        for (std::size_t i = 0; i < points.count; ++i) {
            std::vector<std::pair<double, std::uint32_t>> all;
            for (std::size_t j = 0; j < points.count; ++j) {
                if (j != i)
                    all.emplace_back(squareBetween(points.view(), i, j),
                                     static_cast<std::uint32_t>(j));
            }
            std::sort(all.begin(), all.end());
            for (std::size_t k = 0; k < 6; ++k) {
                QCOMPARE(found.of(i)[k], all[k].second);
                QVERIFY(std::abs(static_cast<double>(found.distancesOf(i)[k]) -
                                 std::sqrt(all[k].first)) < 1e-5);
            }
        }
    }

    void equalDistancesGoToTheLowerNumber()
    {
        Points points(40, 1); // all the same place
        const Neighbours found = exact(points, 3);
        QCOMPARE(found.of(0)[0], 1U);
        QCOMPARE(found.of(0)[2], 3U);
        QCOMPARE(found.of(20)[0], 0U);
        QCOMPARE(found.of(1)[1], 2U);
        QCOMPARE(found.distancesOf(20)[2], 0.0F);
    }

    void farApartPointsStillHaveNeighbours()
    {
        Points points(20, 1); // squares beyond the range of a float
        for (std::size_t i = 0; i < points.count; ++i)
            points.values[i] = static_cast<float>(i) * 1e30F;
        const Neighbours found = exact(points, 4);
        for (const std::uint32_t index : found.index)
            QVERIFY(index < points.count);
    }

    void thereAreNoMoreNeighboursThanOtherPoints()
    {
        QCOMPARE(exact(makeClusters(3, 2, 1), 10).each, std::size_t{2});
        QCOMPARE(exact(makeClusters(1, 2, 1), 10).each, std::size_t{0});
        QCOMPARE(exact(Points(0, 2), 10).index.size(), std::size_t{0});
        QCOMPARE(approximate(makeClusters(3, 2, 1), 10).each, std::size_t{2});
    }

    void approximateOnesAreMostlyTheNearest()
    {
        const Points points = makeClusters(6000, 12, 6);
        const Neighbours found = approximate(points, 15);
        QVERIFY(found.approximate);
        const Neighbours truth = exact(points, 15);
        QVERIFY(!truth.approximate);
        const double share = recall(found, truth);
        QVERIFY2(share > 0.97, qPrintable(QString::number(share)));
        for (std::size_t i = 0; i < found.count; ++i) {
            const auto row = found.of(i);
            QCOMPARE(std::set<std::uint32_t>(row.begin(), row.end()).size(), std::size_t{15});
            QVERIFY(std::find(row.begin(), row.end(), i) == row.end());
            QVERIFY(std::is_sorted(found.distancesOf(i).begin(), found.distancesOf(i).end()));
        }
    }

    void approximateOnesOfEqualPointsAreComplete()
    {
        const Neighbours found = approximate(Points(2000, 3), 15);
        for (const std::uint32_t index : found.index)
            QVERIFY(index < 2000);
        QCOMPARE(*std::max_element(found.distance.begin(), found.distance.end()), 0.0F);
    }

    void threadsDoNotChangeABit()
    {
        const Points points = makeClusters(3000, 5, 3);
        QCOMPARE(exact(points, 10, 1).index, exact(points, 10, 2).index);
        QCOMPARE(exact(points, 10, 1).distance, exact(points, 10, 3).distance);
        QCOMPARE(approximate(points, 10, 1).index, approximate(points, 10, 2).index);
        QCOMPARE(approximate(points, 10, 1).distance, approximate(points, 10, 3).distance);
    }

    void seedsChooseTheTrees()
    {
        const Points points = makeClusters(5000, 30, 1);
        QVERIFY(approximate(points, 10, 2, 1).index != approximate(points, 10, 2, 2).index);
    }

    void valuesThatAreNotFiniteAreNamed()
    {
        Points points = makeClusters(30, 4, 1);
        points.row(17)[2] = std::numeric_limits<float>::quiet_NaN();
        INSPIKE_FAILS(exact(points, 3), ErrorKind::BadFormat, "point 17");
        points.row(17)[2] = std::numeric_limits<float>::infinity();
        INSPIKE_FAILS(approximate(points, 3), ErrorKind::BadFormat, "finite");
        points.values.pop_back();
        INSPIKE_FAILS(exact(points, 3), ErrorKind::BadShape, "120 values");
    }

    void aStopIsObeyed()
    {
        std::stop_source stop;
        stop.request_stop();
        JobContext job(stop.get_token(), nullptr);
        const Points points = makeClusters(3000, 5, 3);
        INSPIKE_FAILS(exactNeighbours(points.view(), 5, 2, job), ErrorKind::Cancelled, "");
        INSPIKE_FAILS(approximateNeighbours(points.view(), 5, 1, 2, job), ErrorKind::Cancelled, "");
    }
};

INSPIKE_TEST(TstNearestNeighbours, tst_nearest_neighbours)
#include "tst_nearest_neighbours.moc"
