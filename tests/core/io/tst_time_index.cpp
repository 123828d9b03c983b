// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Large streams with a time index, which saves reading them when they are opened, and with values
// that cannot be, which are found by whoever reads them first.
#include "core/base/memory.h"
#include "core/io/hdf5/hdf5_file.h"
#include "core/io/reader_registry.h"
#include "tests/core/io/io_samples.h"
#include "tests/support/run_tests.h"

using namespace inspike;
using namespace inspike::test;

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kLarge = 800000; // more than an eighth of the small budget holds
constexpr std::int64_t kUnits = 500;

AddressColumns everything(const AddressSource& source)
{
    AddressColumns columns;
    source.read(0, source.facts().count, columns);
    return columns;
}

// Spikes in order of time, one every 3 us, as the writer would store them.
struct Columns
{
    std::vector<std::int64_t> time, unit, index;
    std::int64_t step = 1000;
    std::int64_t first = 0, last = 0, units = kUnits;
    bool hasUnits = true;

    Columns()
    {
        for (std::size_t i = 0; i < kLarge; ++i) {
            time.push_back(static_cast<std::int64_t>(3 * i));
            unit.push_back(static_cast<std::int64_t>(i * i % kUnits));
        }
        for (std::size_t i = 0; i < kLarge; i += 1000)
            index.push_back(time[i]);
        last = time.back();
    }

    fs::path file(const QTemporaryDir& folder, bool indexed) const
    {
        const fs::path path = folder.filePath("made.h5").toStdString();
        Hdf5File file = Hdf5File::create(path);
        file.setAttribute("/", "inspike_kind", "recording");
        file.writeIntegers("/spikes/p/time", time);
        file.writeIntegers("/spikes/p/unit", unit);
        if (hasUnits)
            file.setAttribute("/spikes/p", "units", units);
        if (indexed) {
            file.writeIntegers("/spikes/p/time_index", index);
            file.setAttribute("/spikes/p/time_index", "step", step);
            file.setAttribute("/spikes/p", "sorted", std::int64_t{1});
            file.setAttribute("/spikes/p", "t_first", first);
            file.setAttribute("/spikes/p", "t_last", last);
        }
        file.close();
        return path;
    }
};

} // namespace

class TstTimeIndex : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { setMemoryBudget(std::uint64_t{64} << 20U); }
    void cleanup() { setMemoryBudget(0); }

    void aTimeIndexSavesReadingTheTimes()
    {
        const QTemporaryDir folder;
        Columns columns;
        columns.time[kLarge / 2 + 1] =
            0; // between two entries of the index: nobody looks there yet
        const Recording read = opened(columns.file(folder, true));
        QVERIFY2(read.info.notes.empty(), qPrintable(joined(read.info.notes)));
        QVERIFY(read.first<StoredStream>()->source->facts().sorted);
        QVERIFY(!opened(columns.file(folder, false)).first<StoredStream>()->source->facts().sorted);
    }

    void aTimeIndexThatLiesIsNotUsed_data()
    {
        QTest::addColumn<int>("lie");
        for (int lie = 0; lie < 9; ++lie)
            QTest::addRow("lie %d", lie) << lie;
    }
    void aTimeIndexThatLiesIsNotUsed()
    {
        QFETCH(int, lie);
        const QTemporaryDir folder;
        Columns columns;
        if (lie == 0)
            columns.step = 999;
        if (lie == 1)
            columns.first = 1;
        if (lie == 2)
            columns.last += 1;
        if (lie == 3)
            columns.last = INT64_MAX;
        if (lie == 4)
            std::swap(columns.index[10], columns.index[20]);
        if (lie == 5)
            columns.index.pop_back();
        if (lie == 6)
            columns.index[0] = columns.first = -7;
        if (lie == 7)
            columns.step = INT64_MAX;
        if (lie == 8) {
            for (std::size_t i = 1; i < columns.index.size(); ++i)
                columns.index[i] -= 1;
        }
        const Recording read = opened(columns.file(folder, true));
        QVERIFY2(joined(read.info.notes).contains("time index of the file does not fit"),
                 qPrintable(joined(read.info.notes)));
        const AddressFacts& facts = read.first<StoredStream>()->source->facts();
        QVERIFY(facts.sorted);
        QVERIFY(facts.extent == (TimeRange{0, 3 * (static_cast<Time>(kLarge) - 1) + 1}));
        QCOMPARE(facts.addresses, static_cast<std::uint64_t>(kUnits));
    }

    void anIndexWithoutUnitsIsNoShortCut()
    {
        const QTemporaryDir folder;
        Columns columns;
        columns.hasUnits = false;
        columns.unit[5] = 777;
        const Recording read = opened(columns.file(folder, true));
        QCOMPARE(read.first<StoredStream>()->source->facts().addresses, std::uint64_t{778});
    }

    void badValuesAreRefusedInOneLine_data()
    {
        QTest::addColumn<QString>("column");
        QTest::addColumn<qint64>("value");
        QTest::addColumn<QString>("says");
        QTest::newRow("undeclared")
            << "unit" << qint64{500} << "spike of unit 500, but only 500 units are declared";
        QTest::newRow("negative unit") << "unit" << qint64{-1} << "unit number -1";
        QTest::newRow("absurd unit") << "unit" << (qint64{1} << 24) << "unit number 16777216";
        QTest::newRow("near 2^63") << "time" << qint64{INT64_MAX} << "beyond all bounds";
        QTest::newRow("near -2^63") << "time" << qint64{INT64_MIN} << "beyond all bounds";
    }
    void badValuesAreRefusedInOneLine()
    {
        QFETCH(QString, column);
        QFETCH(qint64, value);
        QFETCH(QString, says);
        const QTemporaryDir folder;
        Columns columns;
        (column == "unit" ? columns.unit : columns.time)[kLarge / 2 + 1] = value;
        const auto error = errorOf([&] { opened(columns.file(folder, false)); });
        QVERIFY(error && error->kind() == ErrorKind::BadFormat);
        QVERIFY2(QString(error->what()).contains(says), error->what());
        QVERIFY(!QString(error->what()).contains('\n'));
        // With an index the file opens; whoever reads the entry is told.
        const Recording read = opened(columns.file(folder, true));
        const auto late = errorOf([&] { everything(*read.first<StoredStream>()->source); });
        QVERIFY(late && late->kind() == ErrorKind::BadFormat);
        QVERIFY2(QString(late->what()).contains(says), late->what());
        // In memory the same holds.
        setMemoryBudget(std::uint64_t{4} << 30U);
        const auto small = errorOf([&] { opened(columns.file(folder, false)); });
        QVERIFY(small && small->kind() == ErrorKind::BadFormat);
    }

    void aTimeThatTheIndexRulesOutIsRefusedWhenRead()
    {
        const QTemporaryDir folder;
        Columns columns;
        columns.time[kLarge / 2 + 1] = columns.last + 1;
        const Recording read = opened(columns.file(folder, true));
        const auto late = errorOf([&] { everything(*read.first<StoredStream>()->source); });
        QVERIFY(late && QString(late->what()).contains("outside of what its time index says"));
    }

    void columnsOfDifferentLengthAreRefused()
    {
        const QTemporaryDir folder;
        Columns columns;
        columns.unit.pop_back();
        const auto error = errorOf([&] { opened(columns.file(folder, true)); });
        QVERIFY(error && error->kind() == ErrorKind::BadShape);
        QVERIFY(QString(error->what()).contains("800000 spike times but 799999 units"));
    }

    void openingCanBeCancelled()
    {
        const QTemporaryDir folder;
        const fs::path path = Columns().file(folder, false);
        std::stop_source stop;
        stop.request_stop();
        JobContext cancelled(stop.get_token(), nullptr);
        const auto opening = errorOf([&] { readRecording(path, cancelled); });
        QVERIFY(opening && opening->kind() == ErrorKind::Cancelled);
    }
};

INSPIKE_TEST(TstTimeIndex, tst_time_index)
#include "tst_time_index.moc"
