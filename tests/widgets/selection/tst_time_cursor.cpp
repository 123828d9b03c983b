// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/run_tests.h"
#include "widgets/selection/time_cursor.h"

#include <QSignalSpy>

using namespace inspike;

namespace {

constexpr TimeBase kOneSecond{0.0, 1000.0, 2.0, false};

} // namespace

class TstTimeCursor : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void positionSnapsToSteps()
    {
        TimeCursor cursor;
        cursor.setBase(kOneSecond);
        cursor.setPosition(101.2);
        QCOMPARE(cursor.position(), 102.0);
        cursor.stepBy(-10);
        QCOMPARE(cursor.position(), 82.0);
        cursor.setPosition(5000);
        QCOMPARE(cursor.position(), 998.0); // the last step begins there
    }

    void slowPlaybackMovesAtItsRate()
    {
        TimeCursor cursor;
        cursor.setBase(kOneSecond);
        cursor.setRate(0.05); // 0.8 ms a tick, less than a step
        for (int tick = 0; tick < 100; ++tick)
            cursor.advance(0.016);
        QCOMPARE(cursor.position(), 80.0);
    }

    void loopStartsAgainAndNoLoopStops()
    {
        TimeCursor cursor;
        cursor.setBase(kOneSecond);
        cursor.setRate(1.0);
        cursor.setPosition(990);
        cursor.setPlaying(true);
        cursor.advance(0.020);
        QCOMPARE(cursor.position(), 10.0);
        QVERIFY(cursor.playing());
        cursor.setLoop(false);
        cursor.setPosition(990);
        cursor.advance(0.020);
        QVERIFY(!cursor.playing());
        QCOMPARE(cursor.position(), 998.0);
    }

    void nothingPlaysWithoutTime()
    {
        TimeCursor cursor;
        cursor.setPlaying(true);
        QVERIFY(!cursor.playing());
    }

    void axisAndTimeConvertBothWays()
    {
        QCOMPARE(kOneSecond.timeFromAxis(2.5), Time{2500});
        QCOMPARE(kOneSecond.axisFromTime(2500), 2.5);
        const TimeBase steps{0, 50, 1, true};
        QCOMPARE(steps.timeFromAxis(12.0), Time{12});
        QCOMPARE(steps.axisFromTime(12), 12.0);
    }
};

INSPIKE_TEST(TstTimeCursor, tst_time_cursor)
#include "tst_time_cursor.moc"
