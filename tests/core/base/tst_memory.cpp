// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/base/memory.h"
#include "tests/support/run_tests.h"

#include <vector>

using namespace inspike;

class TstMemory : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theBudgetIsAQuarterUnlessSet()
    {
        const std::uint64_t usual = memoryBudget();
        QVERIFY(physicalMemory() > (std::uint64_t{64} << 20U));
        QVERIFY(usual >= physicalMemory() / 4 && usual <= physicalMemory());
        setMemoryBudget(std::uint64_t{3} << 30U);
        QCOMPARE(memoryBudget(), std::uint64_t{3} << 30U);
        setMemoryBudget(1); // nothing works with that little
        QCOMPARE(memoryBudget(), std::uint64_t{64} << 20U);
        setMemoryBudget(0);
        QCOMPARE(memoryBudget(), usual);
    }

    void residentMemoryIsWhatIsInUse()
    {
        const std::uint64_t before = residentMemory();
        const std::vector<char> block(std::size_t{32} << 20U, 'x');
        QVERIFY(block.back() == 'x');
        const std::uint64_t after = residentMemory();
        QVERIFY(after >= before + (std::uint64_t{24} << 20U));
        QVERIFY(after < physicalMemory());
        QVERIFY(peakResidentMemory() + (std::uint64_t{1} << 20U) >= after);
    }

    void amountsAreReadAsPeopleWriteThem_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<qulonglong>("bytes");
        QTest::newRow("plain") << "1000" << qulonglong{1000};
        QTest::newRow("B") << "12 B" << qulonglong{12};
        QTest::newRow("M") << "512M" << qulonglong{512000000};
        QTest::newRow("MiB") << "512MiB" << (qulonglong{512} << 20U);
        QTest::newRow("GB") << "1.5 GB" << qulonglong{1500000000};
        QTest::newRow("GiB") << "4GiB" << (qulonglong{4} << 30U);
    }
    void amountsAreReadAsPeopleWriteThem()
    {
        QFETCH(QString, text);
        QFETCH(qulonglong, bytes);
        QCOMPARE(qulonglong{bytesFromText(text.toStdString())}, bytes);
    }

    void whatIsNoAmountIsRefused()
    {
        for (const char* text :
             {"", "G", "lots", "-1G", "0", "nan", "inf", "1e30", "5 apples", "1G1", "1.5.2G"}) {
            try {
                bytesFromText(text);
                QFAIL(text);
            } catch (const Error& error) {
                QVERIFY(error.kind() == ErrorKind::BadParameter);
                QVERIFY(error.message().find(text) != std::string::npos);
            }
        }
    }

    void amountsAreShownInPowersOfThousand()
    {
        QVERIFY(textFromBytes(0) == "0 B");
        QVERIFY(textFromBytes(999) == "999 B");
        QVERIFY(textFromBytes(1500) == "1.5 kB");
        QVERIFY(textFromBytes(640'000'000) == "640 MB");
        QVERIFY(textFromBytes(1'500'000'000) == "1.5 GB");
        QVERIFY(textFromBytes(UINT64_MAX) == "18.4 EB");
    }
};

INSPIKE_TEST(TstMemory, tst_memory)
#include "tst_memory.moc"
