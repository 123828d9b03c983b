// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/sampling.h"
#include "tests/support/run_tests.h"

#include <algorithm>
#include <map>

using namespace inspike;

class TstSampling : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anOrderHoldsEveryPositionOnce()
    {
        std::vector<std::size_t> order = shuffled(100, 7);
        QVERIFY(order == shuffled(100, 7));
        QVERIFY(order != shuffled(100, 8));
        QVERIFY(!std::ranges::is_sorted(order));
        std::ranges::sort(order);
        for (std::size_t i = 0; i < order.size(); ++i)
            QCOMPARE(order[i], i);
        QVERIFY(shuffled(0, 1).empty());
    }

    void everyClassGivesItsShare()
    {
        std::vector<std::int64_t> labels;
        for (int i = 0; i < 200; ++i)
            labels.push_back(i % 4 == 0 ? 0 : 1); // 50 and 150
        labels.push_back(2);                      // alone
        const std::vector<std::size_t> part = stratifiedPart(labels, 0.2, 3);
        QVERIFY(std::ranges::is_sorted(part));
        std::map<std::int64_t, int> counts;
        for (const std::size_t position : part)
            ++counts[labels[position]];
        QCOMPARE(counts[0], 10);
        QCOMPARE(counts[1], 30);
        QCOMPARE(counts[2], 0);
        QVERIFY(part == stratifiedPart(labels, 0.2, 3));
        QVERIFY(part != stratifiedPart(labels, 0.2, 4));
        QCOMPARE(stratifiedPart(labels, 1.0, 3).size(), std::size_t{198}); // one of each stays
    }
};

INSPIKE_TEST(TstSampling, tst_sampling)
#include "tst_sampling.moc"
