// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/base/parallel.h"
#include "tests/support/run_tests.h"

#include <algorithm>
#include <atomic>
#include <numeric>
#include <vector>

using namespace inspike;

// Carries the label `threads`: the thread sanitizer watches.
class TstParallel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyPieceIsDoneOnce_data()
    {
        QTest::addColumn<int>("count");
        QTest::addColumn<int>("threads");
        for (const int count : {0, 1, 3, 1000})
            for (const int threads : {0, 1, 4})
                QTest::addRow("%d pieces, %d threads", count, threads) << count << threads;
    }
    void everyPieceIsDoneOnce()
    {
        QFETCH(int, count);
        QFETCH(int, threads);
        std::vector<int> calls(static_cast<std::size_t>(count), 0); // not atomic: one owner each
        parallelPieces(calls.size(), threads, [&](std::size_t piece) { ++calls[piece]; });
        QVERIFY(std::ranges::all_of(calls, [](int n) { return n == 1; }));
    }

    void resultsAreVisibleToTheCaller()
    {
        for (int round = 0; round < 50; ++round) {
            std::vector<std::size_t> squares(64);
            parallelPieces(squares.size(), 4,
                           [&](std::size_t piece) { squares[piece] = piece * piece; });
            QCOMPARE(std::accumulate(squares.begin(), squares.end(), std::size_t{0}),
                     std::size_t{85344});
        }
    }

    void theFirstExceptionArrivesAndStopsTheRest()
    {
        for (const int threads : {1, 4}) {
            std::atomic<int> done = 0;
            try {
                parallelPieces(100000, threads, [&](std::size_t piece) {
                    if (piece == 10)
                        throw Error(ErrorKind::BadShape, "piece ten");
                    ++done;
                });
                QFAIL("nothing thrown");
            } catch (const Error& error) {
                QCOMPARE(error.what(), "piece ten");
            }
            QVERIFY(done < 100000 - 1);
        }
    }

    void everyThreadMayThrow()
    {
        QVERIFY_EXCEPTION_THROWN(
            parallelPieces(100, 4, [](std::size_t) { throw Error(ErrorKind::BadShape, "each"); }),
            Error);
    }

    void countOfThreads()
    {
        QCOMPARE(threadCount(3), 3);
        QVERIFY(threadCount(0) >= 1);
    }
};

INSPIKE_TEST(TstParallel, tst_parallel)
#include "tst_parallel.moc"
