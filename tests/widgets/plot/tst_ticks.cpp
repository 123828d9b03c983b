// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/run_tests.h"
#include "widgets/text/numbers.h"

using namespace inspike;

class TstTicks : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void ticksAreRoundAndInside()
    {
        QCOMPARE(roundTicks(0, 500, 5, false), (std::vector<double>{0, 100, 200, 300, 400, 500}));
        QCOMPARE(roundTicks(-0.8, 0.8, 3, false), (std::vector<double>{-0.5, 0, 0.5}));
    }

    void countsHaveWholeTicks()
    {
        QCOMPARE(roundTicks(0, 2, 8, true), (std::vector<double>{0, 1, 2}));
    }

    void aSingleStepFitsIntoTheSpan()
    {
        for (const double high : {1.1, 3.6, 7.0, 19.0, 36.0, 99.0})
            QVERIFY(roundTicks(0, high, 1, false).size() >= 2);
    }

    void timesHaveTheUnitThatSuitsThem()
    {
        const auto unit = [](double low, double high) {
            return QString::fromUtf8(timeScaling(low, high).unit);
        };
        QCOMPARE(unit(0, 4 * 3.6e6 * 10), QStringLiteral("h"));
        QCOMPARE(unit(0, 3.6e6), QStringLiteral("min"));
        QCOMPARE(unit(0, 60'000), QStringLiteral("s"));
        QCOMPARE(unit(0, 1400), QStringLiteral("ms"));
        QCOMPARE(unit(700.0, 700.2), QString(QChar(0xB5)) + QStringLiteral("s"));
        QCOMPARE(timeScaling(0, 1400).offsetMs, 0.0);
    }

    void ticksFarFromZeroCountFromARoundMoment()
    {
        const TimeScaling near = timeScaling(3'600'050.1, 3'600'050.3); // 200 us after an hour
        QVERIFY(near.offsetMs <= 3'600'050.1);
        QVERIFY(near.offsetMs > 3'600'030.0);
        QCOMPARE(timeScaling(3'600'050.12, 3'600'050.32).offsetMs, near.offsetMs);
        QCOMPARE(timeText(3'600'050.0), QStringLiteral("3600.05 s"));
        QCOMPARE(timeText(12.345), QStringLiteral("12.345 ms"));
        QCOMPARE(timeText(400), QStringLiteral("400 ms"));
        QCOMPARE(timeText(3'600'000.125), QStringLiteral("3600.000125 s"));
    }

    void minusIsAMinus()
    {
        QCOMPARE(numberText(-2.5), QString(QChar(0x2212)) + QStringLiteral("2.5"));
        QCOMPARE(numberText(0.1 + 0.2), QStringLiteral("0.3"));
        QCOMPARE(numberText(1e-7), QStringLiteral("1e") + QChar(0x2212) + QStringLiteral("7"));
    }
};

INSPIKE_TEST(TstTicks, tst_ticks)
#include "tst_ticks.moc"
