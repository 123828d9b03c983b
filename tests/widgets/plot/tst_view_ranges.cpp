// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/run_tests.h"
#include "widgets/plot/view_ranges.h"

using namespace inspike;

class TstViewRanges : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void scalingKeepsTheCentreInPlace()
    {
        const ViewRange scaled = ViewRange{0, 10}.scaled(2, 0.5);
        QCOMPARE(scaled.low, 1.0);
        QCOMPARE(scaled.high, 6.0);
    }

    void nobodyLeavesTheData()
    {
        const ViewRange whole{0, 100};
        QVERIFY(bounded({5000, 5010}, whole).low <= 95.0);
        QVERIFY(bounded({-5000, -4990}, whole).high >= 5.0);
        QCOMPARE(bounded(ViewRange{-1000, 1000}, whole).size(), 150.0);
        QVERIFY(bounded({5, 5}, whole).size() > 0);
    }

    void betweenEndsAtTheTarget()
    {
        QCOMPARE(between(ViewRange{0, 1}, ViewRange{4, 8}, 1.0).high, 8.0);
        QCOMPARE(between(ViewRange{0, 1}, ViewRange{4, 8}, 0.5).low, 2.0);
    }
};

INSPIKE_TEST(TstViewRanges, tst_view_ranges)
#include "tst_view_ranges.moc"
