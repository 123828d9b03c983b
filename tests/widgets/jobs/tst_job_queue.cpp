// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/run_tests.h"
#include "widgets/jobs/job_list_panel.h"
#include "widgets/jobs/latest_job.h"

#include <QElapsedTimer>
#include <QSignalSpy>

#include <atomic>
#include <chrono>
#include <memory>
#include <thread>

using namespace inspike;

namespace {

#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
constexpr int kCancelLimitMs = 1000; // what is instrumented takes longer
#else
constexpr int kCancelLimitMs = 100;
#endif

void sleepMs(int ms)
{
    std::this_thread::sleep_for(std::chrono::milliseconds(ms));
}

// Works until it is told to stop, looking as often as core code must.
void workForever(JobContext& job)
{
    for (;;) {
        job.checkpoint();
        sleepMs(5);
    }
}

JobInfo infoOf(const JobQueue& queue, JobNumber number)
{
    for (const JobInfo& info : queue.jobs()) {
        if (info.number == number)
            return info;
    }
    return {};
}

} // namespace

class TstJobQueue : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void resultArrivesOnTheGuiThread()
    {
        JobQueue queue;
        int result = 0;
        std::thread::id worker;
        std::thread::id receiver;
        queue.start<int>(
            Lane::Io, {}, this,
            [&worker](JobContext&) {
                worker = std::this_thread::get_id();
                return 42;
            },
            [&](int value) {
                result = value;
                receiver = std::this_thread::get_id();
            });
        QTRY_COMPARE(result, 42);
        QVERIFY(worker != receiver);
        QVERIFY(receiver == std::this_thread::get_id());
        QVERIFY(queue.idle());
        QVERIFY(queue.jobs().empty());
    }

    void cancelIsAcknowledgedWithin100Ms()
    {
        JobQueue queue;
        ErrorKind kind = ErrorKind::Internal;
        const JobNumber number = queue.start(
            Lane::Inference, {}, this, workForever, [] {},
            [&kind](const Error& error) { kind = error.kind(); });
        QTRY_COMPARE(infoOf(queue, number).state, JobState::Running);
        QElapsedTimer timer;
        timer.start();
        queue.cancel(number);
        while (!queue.idle() && timer.elapsed() < 2000)
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents, kCancelLimitMs);
        const qint64 taken = timer.elapsed();
        QVERIFY2(taken < kCancelLimitMs, qPrintable(QString::number(taken)));
        QCOMPARE(kind, ErrorKind::Cancelled);
    }

    void waitingJobIsCancelledAtOnce()
    {
        JobQueue queue;
        const JobNumber first = queue.start(Lane::Io, {}, this, workForever, [] {});
        bool cancelled = false;
        bool ran = false;
        const JobNumber second = queue.start(
            Lane::Io, {}, this, [&ran](JobContext&) { ran = true; }, [] {},
            [&cancelled](const Error&) { cancelled = true; });
        queue.cancel(second);
        QVERIFY(cancelled);
        queue.cancel(first);
        QTRY_VERIFY(queue.idle());
        QVERIFY(!ran);
    }

    void resultOfACancelledJobIsDropped()
    {
        JobQueue queue;
        bool delivered = false;
        // Ends without an error although it was told to stop.
        const auto work = [](JobContext& job) {
            while (!job.stopRequested())
                sleepMs(1);
        };
        const JobNumber number =
            queue.start(Lane::Io, {}, this, work, [&delivered] { delivered = true; });
        QTRY_COMPARE(infoOf(queue, number).state, JobState::Running);
        queue.cancel(number);
        QTRY_VERIFY(queue.idle());
        QVERIFY(!delivered);
    }

    void progressNeverGoesBack()
    {
        JobQueue queue;
        std::vector<double> seen;
        connect(&queue, &JobQueue::jobChanged, this,
                [&](quint64 number) { seen.push_back(infoOf(queue, number).fraction); });
        bool done = false;
        queue.start(
            Lane::Figures, {}, this,
            [](JobContext& job) {
                for (const double fraction : {0.2, 0.6, 0.4, 0.9, 1.0}) {
                    job.progress(fraction);
                    sleepMs(60); // longer than the reports are apart
                }
            },
            [&done] { done = true; });
        QTRY_VERIFY(done);
        QVERIFY(seen.size() >= 4);
        QVERIFY(std::is_sorted(seen.begin(), seen.end()));
        QCOMPARE(seen.back(), 1.0);
    }

    void errorBecomesAFailedJobWithItsTrail()
    {
        JobQueue queue;
        JobListPanel panel(queue);
        QString message;
        const JobNumber number = queue.start(
            Lane::Io, QStringLiteral("Open x"), this,
            [](JobContext&) {
                withContext("opening x", [] { throw Error(ErrorKind::BadFormat, "damaged"); });
            },
            [] {},
            [&message](const Error& error) { message = QString::fromStdString(error.message()); });
        QTRY_COMPARE(message, QStringLiteral("damaged"));
        const JobInfo info = infoOf(queue, number);
        QCOMPARE(info.state, JobState::Failed);
        QCOMPARE(info.trail, QStringList{QStringLiteral("opening x")});
        QCOMPARE(panel.rows(), 1);
        queue.dismiss(number);
        QCOMPARE(panel.rows(), 0);
    }

    void latestJobDeliversOnlyTheNewest()
    {
        JobQueue queue(nullptr, 2);
        LatestJob latest(queue, Lane::Figures);
        std::vector<int> delivered;
        for (int i = 0; i < 10; ++i)
            latest.start<int>(
                {},
                [i](JobContext& job) {
                    sleepMs(5);
                    job.checkpoint();
                    return i;
                },
                [&delivered](int value) { delivered.push_back(value); }, {});
        QTRY_VERIFY(!latest.busy());
        QTRY_VERIFY(queue.idle());
        QCOMPARE(delivered, std::vector<int>{9});
    }

    void ownerMayDieWhileItsJobRuns()
    {
        JobQueue queue;
        bool delivered = false;
        std::atomic<bool> ended = false;
        auto latest = std::make_unique<LatestJob>(queue, Lane::Figures);
        auto owner = std::make_unique<QObject>();
        const auto work = [&ended](JobContext&) {
            sleepMs(30);
            ended = true;
            return 1;
        };
        latest->start<int>({}, work, [&delivered](int) { delivered = true; }, {});
        queue.start(
            Lane::Io, {}, owner.get(), [](JobContext&) { sleepMs(30); },
            [&delivered] { delivered = true; });
        QTest::qWait(10);
        latest.reset();
        owner.reset();
        QTRY_VERIFY(queue.idle());
        QVERIFY(!delivered);
    }

    void destroyingTheQueueCancelsAndJoins()
    {
        QElapsedTimer timer;
        std::atomic<int> running = 0;
        {
            JobQueue queue;
            for (const Lane lane : {Lane::Io, Lane::Inference, Lane::Figures})
                queue.start(
                    lane, {}, this,
                    [&running](JobContext& job) {
                        ++running;
                        workForever(job);
                    },
                    [] {});
            QTRY_COMPARE(running.load(), 3);
            timer.start();
        }
        QVERIFY(timer.elapsed() < 1000);
    }
};

INSPIKE_TEST(TstJobQueue, tst_job_queue)
#include "tst_job_queue.moc"
