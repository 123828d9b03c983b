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

    void minusIsAMinus()
    {
        QCOMPARE(numberText(-2.5), QString(QChar(0x2212)) + QStringLiteral("2.5"));
        QCOMPARE(numberText(0.1 + 0.2), QStringLiteral("0.3"));
        QCOMPARE(numberText(1e-7), QStringLiteral("1e") + QChar(0x2212) + QStringLiteral("7"));
    }
};

INSPIKE_TEST(TstTicks, tst_ticks)
#include "tst_ticks.moc"
