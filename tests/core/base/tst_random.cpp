// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.h"
#include "tests/support/run_tests.h"

#include <array>

using namespace inspike;

class TstRandom : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // First numbers of the reference implementation's demo (pcg32, seed 42, stream 54).
    void sequenceIsThatOfTheReference()
    {
        Random random(42, 54);
        for (const std::uint32_t expected :
             {0xa15c02b7U, 0x7b47f409U, 0xba1d3330U, 0x83d2f293U, 0xbfa4784bU, 0xcbed606eU})
            QCOMPARE(random.next(), expected);
    }

    void seedsAndStreamsDiffer()
    {
        QVERIFY(Random(1).next() != Random(2).next());
        QVERIFY(Random(1, 1).next() != Random(1, 2).next());
        QCOMPARE(Random(7).next(), Random(7).next());
    }

    void uniformAndNormalHaveTheirMoments()
    {
        Random random(3);
        constexpr int kCount = 100000;
        double sum = 0.0;
        double square = 0.0;
        double uniform = 0.0;
        for (int i = 0; i < kCount; ++i) {
            const double value = random.normal();
            sum += value;
            square += value * value;
            const double share = random.uniform();
            QVERIFY(share >= 0.0 && share < 1.0);
            uniform += share;
        }
        QVERIFY(std::abs(sum / kCount) < 0.02);
        QVERIFY(std::abs(square / kCount - 1.0) < 0.02);
        QVERIFY(std::abs(uniform / kCount - 0.5) < 0.01);
    }

    void everyNumberBelowTheBoundComesAlikeOften()
    {
        Random random(9);
        std::array<int, 7> counts{};
        for (int i = 0; i < 70000; ++i)
            ++counts[random.below(7)];
        for (const int count : counts)
            QVERIFY2(std::abs(count - 10000) < 500, qPrintable(QString::number(count)));
    }
};

INSPIKE_TEST(TstRandom, tst_random)
#include "tst_random.moc"
