// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/base/memory.h"
#include "core/pyramid/pyramid_parts.h"
#include "tests/core/pyramid/limited_files.h"
#include "tests/core/pyramid/spike_lists.h"
#include "tests/support/run_tests.h"

#include <QDir>
#include <QTemporaryDir>

#include <thread>

using namespace inspike;
using namespace inspike::test;

namespace {

// Fails unless building from this source throws an error of that kind and with these words.
void requireRefused(const std::shared_ptr<ListSource>& source, ErrorKind kind,
                    const std::string& words)
{
    JobContext job = nullJob();
    try {
        CountPyramid::build(source, {.slabSpikes = 500}, job);
        QFAIL("must be refused");
    } catch (const Error& error) {
        QCOMPARE(error.kind(), kind);
        QVERIFY2(error.message().find(words) != std::string::npos, error.what());
    }
}

// Never ends by itself within a test: every read takes a while.
class SlowSource : public ListSource
{
public:
    using ListSource::ListSource;
    void read(std::uint64_t first, std::uint64_t count, AddressColumns& columns) const override
    {
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
        ListSource::read(first, count, columns);
    }
};

// Enough spikes for slabs of more than 16 MiB, a quarter of the smallest budget.
SpikeList longList()
{
    SpikeList list;
    list.units = 1000;
    Random random(43);
    for (Time i = 0; i < 5'000'000; ++i)
        list.add(i * 3, random.below(1000));
    return list;
}

} // namespace

class TstPyramidBuilder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { setMemoryBudget(0); }

    void anUnsortedSourceIsSorted_data()
    {
        QTest::addColumn<bool>("admitted");
        QTest::newRow("and says so") << true;
        QTest::newRow("and says that it is sorted") << false;
    }
    void anUnsortedSourceIsSorted()
    {
        QFETCH(bool, admitted);
        SpikeList list = makeList("many units", 45);
        const auto sorted = pyramidOf(list, 500);
        for (std::size_t i = 0; i + 700 < list.size(); i += 2) {
            std::swap(list.time[i], list.time[i + 700]);
            std::swap(list.unit[i], list.unit[i + 700]);
        }
        const auto source = std::make_shared<ListSource>(list);
        QVERIFY(!source->facts().sorted);
        source->change().sorted = !admitted;
        JobContext job = nullJob();
        const auto pyramid = CountPyramid::build(source, {.slabSpikes = 500}, job);
        const GridRequest all = {sorted->extent(), 0, sorted->units(), 200, 3000};
        QCOMPARE(pyramid->grid(all, job).counts, sorted->grid(all, job).counts);
        for (std::uint32_t unit = 0; unit < 3000; unit += 100)
            QCOMPARE(pyramid->train(unit, pyramid->extent()),
                     sorted->train(unit, sorted->extent()));
    }

    void sourcesThatBreakTheirPromisesAreRefused()
    {
        const SpikeList list = makeList("many units", 47);
        auto source = std::make_shared<ListSource>(list);
        source->change().addresses = 2000;
        requireRefused(source, ErrorKind::BadFormat, "beyond the declared 2000");
        source = std::make_shared<ListSource>(list);
        source->change().extent.end -= 1;
        requireRefused(source, ErrorKind::BadFormat, "outside of the declared time");
        source = std::make_shared<ListSource>(list);
        source->change().extent.begin += 1;
        requireRefused(source, ErrorKind::BadFormat, "outside of the declared time");
    }

    void moreThanAPyramidCanHoldIsRefused()
    {
        auto source = std::make_shared<ListSource>(makeList("few units", 49));
        source->change().count = std::uint64_t{1} << 32U;
        requireRefused(source, ErrorKind::Unsupported, "4294967296 spikes");
        source = std::make_shared<ListSource>(makeList("few units", 49));
        source->change().addresses = (std::uint64_t{1} << 31U) + 1;
        requireRefused(source, ErrorKind::Unsupported, "2147483649 units");
        setMemoryBudget(std::uint64_t{64} << 20U);
        source->change().addresses = std::uint64_t{1} << 30U;
        requireRefused(source, ErrorKind::OutOfMemory, "the budget is 67.1 MB");
    }

    void slabsBeyondTheBudgetGoToATemporaryFile()
    {
        const SpikeList list = longList();
        setMemoryBudget(std::uint64_t{64} << 20U);
        QTemporaryDir folder;
        JobContext job = nullJob();
        const auto pyramid = CountPyramid::build(std::make_shared<ListSource>(list),
                                                 {.spillFolder = folder.path().toStdString()}, job);
        QCOMPARE(pyramid->parts().files.size(), std::size_t{1});
        QVERIFY(!pyramid->parts().slabData.empty());
        QVERIFY(QDir(folder.path()).isEmpty(QDir::Files | QDir::Hidden));
        const auto rows = unitsAsRows(list.units);
        for (const TimeRange window : {pyramid->extent(), TimeRange{9'000'000, 14'000'000}}) {
            const GridRequest request = {window, 10, 990, 700, 500};
            QCOMPARE(differs(pyramid->grid(request, job), list, request, rows), std::string());
        }
    }

    void aFullDiskEndsTheBuildWithAReason()
    {
        const SpikeList list = longList();
        setMemoryBudget(std::uint64_t{64} << 20U);
        const LimitedFiles limit(1 << 20);
        JobContext job = nullJob();
        try {
            CountPyramid::build(std::make_shared<ListSource>(list), {}, job);
            QFAIL("there is no room for the slabs");
        } catch (const Error& error) {
            QCOMPARE(error.kind(), ErrorKind::BadOutput);
            QVERIFY2(std::string(error.what()).find("temporary file") != std::string::npos,
                     error.what());
        }
    }

    void buildingIsCancelledAtOnce()
    {
        const auto source = std::make_shared<SlowSource>(makeList("many units", 51));
        std::stop_source stop;
        double reached = 0.0;
        JobContext job(stop.get_token(), [&](double fraction, const std::string&) {
            reached = fraction;
            if (fraction > 0.2)
                stop.request_stop();
        });
        try {
            CountPyramid::build(source, {.slabSpikes = 50}, job);
            QFAIL("must be cancelled");
        } catch (const Error& error) {
            QCOMPARE(error.kind(), ErrorKind::Cancelled);
        }
        QVERIFY(reached < 0.5);
    }

    void planesAreMadeForLongRecordings()
    {
        const auto pyramid = pyramidOf(makeList("crowded cell", 53), 200);
        QVERIFY(!pyramid->parts().planes.empty());
        std::uint64_t carries = 0;
        for (const Plane& plane : pyramid->parts().planes)
            carries += plane.carries.size();
        QVERIFY(carries > 0);
        QVERIFY(pyramidOf(makeList("few units", 53))->parts().planes.empty());
    }

    void aSlabOfDaysKeepsItsTimes()
    {
        const auto pyramid = pyramidOf(makeList("days", 55));
        QCOMPARE(pyramid->parts().slabs.size(), std::size_t{1});
        QVERIFY(pyramid->parts().slabs[0].wide != nullptr);
    }
};

INSPIKE_TEST(TstPyramidBuilder, tst_pyramid_builder)
#include "tst_pyramid_builder.moc"
