// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/base/job.h"
#include "tests/support/run_tests.h"

#include <algorithm>
#include <vector>

using namespace inspike;

namespace {

bool isCancelled(const JobContext& job)
{
    try {
        job.checkpoint();
    } catch (const Error& error) {
        return error.kind() == ErrorKind::Cancelled;
    }
    return false;
}

} // namespace

class TstJob : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aStopRequestEndsAtTheNextCheckpoint()
    {
        std::stop_source stop;
        JobContext job(stop.get_token(), nullptr);
        QVERIFY(!isCancelled(job));
        const JobContext child = job.part(0.2, 0.4);
        stop.request_stop();
        QVERIFY(isCancelled(job));
        QVERIFY(isCancelled(child));
        QVERIFY(!isCancelled(nullJob()));
    }

    void progressNeverGoesBackAndEndsAtOne()
    {
        std::vector<double> seen;
        JobContext job({}, [&](double fraction, const std::string&) { seen.push_back(fraction); });
        for (const double fraction : {0.1, 0.5, 0.3, 0.9}) {
            job.progress(fraction);
            QTest::qSleep(60); // beyond the interval of reports
        }
        job.progress(1.0, "done");
        QVERIFY(std::is_sorted(seen.begin(), seen.end()));
        QCOMPARE(seen.size(), std::size_t{5});
        QCOMPARE(seen.back(), 1.0);
    }

    void frequentProgressIsReportedSeldom()
    {
        int reports = 0;
        JobContext job({}, [&](double, const std::string&) { ++reports; });
        for (int i = 0; i <= 100000; ++i)
            job.progress(i / 100000.0);
        QVERIFY2(reports >= 1 && reports < 1000, qPrintable(QString::number(reports)));
    }

    void aPartFillsItsShareOfTheWhole()
    {
        double last = 0.0;
        JobContext job({}, [&](double fraction, const std::string&) { last = fraction; });
        JobContext part = job.part(0.5, 1.0).part(0.0, 0.5);
        part.progress(0.5);
        QCOMPARE(last, 0.625);
    }
};

INSPIKE_TEST(TstJob, tst_job)
#include "tst_job.moc"
