// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/base/random.h"
#include "core/data/time_sorter.h"
#include "tests/core/data/list_source.h"
#include "tests/support/file_size_limit.h"
#include "tests/support/run_tests.h"

#include <QTemporaryDir>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <numeric>

using namespace inspike;
using namespace inspike::test;

namespace {

enum Order { Random_, Sorted, NearlySorted, Reversed, OneInstant, FewTimes, Grouped, WholeRange };

AddressColumns columnsOf(int order, std::size_t count)
{
    Random random(7);
    AddressColumns columns;
    for (std::size_t i = 0; i < count; ++i) {
        const auto at = static_cast<Time>(i);
        const auto noise = static_cast<Time>(random.below(1U << 30U));
        Time time = at;
        if (order == Random_)
            time = noise - (1 << 29);
        else if (order == NearlySorted)
            time = 10 * at - noise % 40;
        else if (order == Reversed)
            time = -at;
        else if (order == OneInstant)
            time = 42;
        else if (order == FewTimes)
            time = noise % 3;
        else if (order == Grouped)
            time = at % 1000;
        else if (order == WholeRange)
            time = static_cast<Time>(std::uint64_t{random.next()} << 32U | random.next()) / 4;
        columns.time.push_back(time);
        columns.address.push_back(static_cast<std::uint32_t>(i)); // tells where it came from
    }
    return columns;
}

AddressColumns stablySorted(const AddressColumns& columns)
{
    std::vector<std::size_t> order(columns.time.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return columns.time[a] < columns.time[b];
    });
    AddressColumns sorted;
    for (const std::size_t i : order) {
        sorted.time.push_back(columns.time[i]);
        sorted.address.push_back(columns.address[i]);
    }
    return sorted;
}

std::shared_ptr<ListSource> sourceFrom(const AddressColumns& columns)
{
    return std::make_shared<ListSource>(columns, std::max<std::size_t>(1, columns.time.size()));
}

std::size_t entriesIn(const QTemporaryDir& folder)
{
    const std::filesystem::directory_iterator all(folder.path().toStdString());
    return static_cast<std::size_t>(std::distance(begin(all), end(all)));
}

ErrorKind refusalOf(const AddressColumns& columns, const SortOptions& options, JobContext job)
{
    try {
        sortedByTime(sourceFrom(columns), options, job);
    } catch (const Error& error) {
        return error.kind();
    }
    return ErrorKind::Internal;
}

} // namespace

class TstTimeSorter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theOrderIsThatOfAStableSort_data()
    {
        QTest::addColumn<int>("order");
        QTest::addColumn<int>("count");
        QTest::addColumn<qulonglong>("memory");
        const char* names[] = {"random",      "sorted",    "nearly sorted", "reversed",
                               "one instant", "few times", "grouped",       "whole range"};
        for (int order = Random_; order <= WholeRange; ++order) {
            for (const int count : {1, 2, 1023, 1025, 50000}) {
                QTest::addRow("%s, %d in one piece", names[order], count)
                    << order << count << (qulonglong{512} << 20U);
                QTest::addRow("%s, %d in many", names[order], count)
                    << order << count << qulonglong{1};
            }
        }
    }
    void theOrderIsThatOfAStableSort()
    {
        QFETCH(int, order);
        QFETCH(int, count);
        QFETCH(qulonglong, memory);
        const AddressColumns columns = columnsOf(order, static_cast<std::size_t>(count));
        const auto source = sourceFrom(columns);
        JobContext job = nullJob();
        const auto sorted = sortedByTime(source, {memory, {}}, job);
        const AddressColumns expected = stablySorted(columns);
        QVERIFY(sorted->facts().sorted);
        QCOMPARE(sorted->facts().count, source->facts().count);
        QCOMPARE(sorted->facts().addresses, source->facts().addresses);
        QVERIFY(sorted->facts().extent == source->facts().extent);
        AddressColumns read;
        sorted->read(0, sorted->facts().count, read);
        QVERIFY(read.time == expected.time);
        QVERIFY(read.address == expected.address);
        QCOMPARE(sorted == source, source->facts().sorted);
    }

    void severalPartitionsAreMergedIntoOneOrder()
    {
        // More than two million entries go through several partitions.
        for (const int order : {Random_, NearlySorted, FewTimes}) {
            const AddressColumns columns = columnsOf(order, 5000000);
            JobContext job = nullJob();
            const auto begin = std::chrono::steady_clock::now();
            const auto sorted = sortedByTime(sourceFrom(columns), {8U << 20U, {}}, job);
            const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
            qInfo("%.1f million entries/s", 5.0 / took.count());
            const AddressColumns expected = stablySorted(columns);
            AddressColumns read;
            sorted->read(0, 5000000, read);
            QVERIFY(read.time == expected.time);
            QVERIFY(read.address == expected.address);
            sorted->read(4999990, 10, read);
            QVERIFY(std::equal(read.time.begin(), read.time.end(), expected.time.end() - 10));
        }
    }

    void factsThatLieAboutTheOrderAreNotBelieved()
    {
        JobContext job = nullJob();
        const auto liar = sourceFrom(columnsOf(Reversed, 5000));
        liar->m_facts.sorted = true;
        const auto sorted = sortedByTime(liar, {}, job);
        QVERIFY(sorted != liar);
        const auto modest = sourceFrom(columnsOf(Sorted, 5000));
        modest->m_facts.sorted = false;
        QVERIFY(sortedByTime(modest, {}, job) == modest);
    }

    void nothingIsSorted()
    {
        JobContext job = nullJob();
        const auto none = sourceFrom({});
        QVERIFY(sortedByTime(none, {}, job) == none);
    }

    void readingBeyondTheEndIsRefused()
    {
        JobContext job = nullJob();
        const auto sorted = sortedByTime(sourceFrom(columnsOf(Random_, 2000)), {}, job);
        AddressColumns read;
        sorted->read(2000, 0, read);
        QVERIFY(read.time.empty() && read.address.empty());
        QVERIFY_THROWS_EXCEPTION(Error, sorted->read(1999, 2, read));
        QVERIFY_THROWS_EXCEPTION(Error, sorted->read(UINT64_MAX, 2, read));
    }

    void theTemporaryFileHasNoName()
    {
        QTemporaryDir folder;
        JobContext job = nullJob();
        const auto sorted = sortedByTime(sourceFrom(columnsOf(Random_, 5000)),
                                         {1, folder.path().toStdString()}, job);
        QCOMPARE(entriesIn(folder), std::size_t{0});
        QVERIFY(folder.remove()); // and stays readable without its folder
        AddressColumns read;
        sorted->read(0, 5000, read);
        QVERIFY(std::is_sorted(read.time.begin(), read.time.end()));
    }

    void aFullDiskIsAnErrorAndLeavesNothing()
    {
        QTemporaryDir folder;
        const AddressColumns columns = columnsOf(Random_, 100000);
        const SortOptions options = {1U << 20U, folder.path().toStdString()};
        {
            const FileSizeLimit limit(700000);
            QVERIFY(refusalOf(columns, options, nullJob()) == ErrorKind::BadOutput);
        }
        QCOMPARE(entriesIn(folder), std::size_t{0});
        const SortOptions nowhere = {1U << 20U, folder.filePath("missing").toStdString()};
        QVERIFY(refusalOf(columns, nowhere, nullJob()) == ErrorKind::BadOutput);
    }

    void itCanBeCancelledAndReportsHowFarItIs()
    {
        const AddressColumns columns = columnsOf(Random_, 3000000);
        std::stop_source stop;
        stop.request_stop();
        QVERIFY(refusalOf(columns, {}, {stop.get_token(), nullptr}) == ErrorKind::Cancelled);

        std::stop_source later;
        const JobContext::Report halfway = [&](double fraction, const std::string&) {
            if (fraction > 0.3)
                later.request_stop();
        };
        QVERIFY(refusalOf(columns, {}, {later.get_token(), halfway}) == ErrorKind::Cancelled);

        double last = 0.0;
        JobContext job({}, [&](double fraction, const std::string&) { last = fraction; });
        sortedByTime(sourceFrom(columns), {}, job);
        QCOMPARE(last, 1.0);
    }
};

INSPIKE_TEST(TstTimeSorter, tst_time_sorter)
#include "tst_time_sorter.moc"
