// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/memory.h"
#include "core/io/npy_header.h"
#include "core/io/reader_registry.h"
#include "tests/core/io/io_samples.h"
#include "tests/support/run_tests.h"

#include <algorithm>
#include <limits>

using namespace inspike;
using namespace inspike::test;

namespace {

std::string npy(const std::string& type, const std::string& shape, std::string_view data,
                bool columnMajor = false, char version = 1)
{
    std::string dictionary = "{'descr': " + type +
                             ", 'fortran_order': " + (columnMajor ? "True" : "False") +
                             ", 'shape': " + shape + ", }\n";
    std::string file = std::string("\x93NUMPY") + version + '\0';
    const auto length = static_cast<unsigned>(dictionary.size());
    file += {static_cast<char>(length & 0xFFU), static_cast<char>(length >> 8U)};
    if (version > 1)
        file += std::string(2, '\0');
    return file + dictionary + std::string(data);
}

template <typename T>
std::string bytesOf(const std::vector<T>& values)
{
    return {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T)};
}

Recording openedAs(const std::filesystem::path& path, const char* id, const char* value)
{
    const Reader* reader = findReader("npy");
    Params params(reader->info().params);
    params.setText(id, value);
    JobContext job = nullJob();
    return reader->read({path, params, 0}, job);
}

std::vector<Time> trainOf(const Recording& recording, UnitIndex unit)
{
    const auto train = recording.first<SpikeTrains>()->train(unit);
    return {train.begin(), train.end()};
}

} // namespace

class TstNpyReader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theSamplesAreWhatTheyAre()
    {
        const Recording table = opened(sample("tiny_table.npy"));
        QCOMPARE(table.first<SpikeTrains>()->units(), std::size_t{3});
        QVERIFY(trainOf(table, 2) == (std::vector<Time>{500000, 1500000}));
        const Recording fields = opened(sample("tiny_events.npy"));
        const auto* events = fields.first<EventStream>();
        QVERIFY(events != nullptr);
        QCOMPARE(events->size(), std::size_t{3});
        QCOMPARE(events->width(), 4U);
        QCOMPARE(events->height(), 3U);
        QCOMPARE(events->onCount(), std::size_t{2});
        QCOMPARE(events->all().t[0], Time{5});
        const Recording array = opened(sample("tiny_tensor.npy"));
        const auto* tensor = array.stream<Tensor>("tensors/tiny_tensor");
        QVERIFY(tensor != nullptr && tensor->dtype == DType::Int16);
        QVERIFY(tensor->shape == (std::vector<std::size_t>{2, 3}));
        // Stored column by column, in the other byte order.
        QVERIFY(tensor->toFloats() == (std::vector<float>{0, 1, 2, 3, 4, 5}));
        QVERIFY(tensor->axes == (std::vector<AxisKind>{AxisKind::Time, AxisKind::Unit}));
    }

    void everyVersionIsRead()
    {
        const QTemporaryDir folder;
        for (const char version : {1, 2, 3}) {
            const auto path = written(
                folder, "a.npy", npy("'<f4'", "(2, 1, 1)", bytesOf<float>({1, 2}), false, version));
            QVERIFY(opened(path).first<Tensor>()->toFloats() == (std::vector<float>{1, 2}));
        }
        const auto later = written(folder, "a.npy", npy("'<f4'", "(1,)", "1234", false, 4));
        const auto error = errorOf([&] { opened(later); });
        QVERIFY(error && error->kind() == ErrorKind::Unsupported);
    }

    void anAscendingListIsOneUnit()
    {
        const QTemporaryDir folder;
        const auto whole =
            written(folder, "a.npy", npy("'<i8'", "(3,)", bytesOf<std::int64_t>({-1, 4, 4})));
        QVERIFY(trainOf(opened(whole), 0) == (std::vector<Time>{-1, 4, 4}));
        QVERIFY(trainOf(openedAs(whole, "time-unit", "ms"), 0) ==
                (std::vector<Time>{-1000, 4000, 4000}));
        QVERIFY(openedAs(whole, "content", "tensor").first<Tensor>() != nullptr);
        const auto column =
            written(folder, "a.npy", npy("'>f4'", "(1, 1)", std::string("\x3f\x80\0\0", 4)));
        QVERIFY(trainOf(opened(column), 0) == (std::vector<Time>{1000000}));
        const auto falling =
            written(folder, "a.npy", npy("'<f8'", "(2,)", bytesOf<double>({2, 1})));
        QVERIFY(opened(falling).first<Tensor>() != nullptr);
        QVERIFY(trainOf(openedAs(falling, "content", "spikes"), 0) ==
                (std::vector<Time>{1000000, 2000000}));
        const double nan = std::numeric_limits<double>::quiet_NaN();
        const auto bad = written(folder, "a.npy", npy("'<f8'", "(2,)", bytesOf<double>({1, nan})));
        QVERIFY(opened(bad).first<Tensor>() != nullptr);
        const auto error = errorOf([&] { openedAs(bad, "content", "spikes"); });
        QVERIFY(error && QString(error->what()).contains("not a number"));
    }

    void tablesMayBeStoredByColumn()
    {
        const QTemporaryDir folder;
        const auto spikes =
            written(folder, "a.npy",
                    npy("'<i4'", "(3, 2)", bytesOf<std::int32_t>({5, 6, 9, 1, 0, 1}), true));
        QVERIFY(trainOf(opened(spikes), 1) == (std::vector<Time>{5, 9}));
        const auto events =
            written(folder, "a.npy",
                    npy("'<i4'", "(2, 4)", bytesOf<std::int32_t>({10, 3, 2, 1, 11, 0, 5, -1})));
        const Recording read = opened(events);
        QCOMPARE(read.first<EventStream>()->size(), std::size_t{2});
        QCOMPARE(read.first<EventStream>()->onCount(), std::size_t{1});
        QCOMPARE(read.first<EventStream>()->height(), 6U);
    }

    void rowsThatAreNoSpikesAreATensor_data()
    {
        QTest::addColumn<QList<double>>("rows");
        QTest::newRow("units with a part") << QList<double>{1, 0.5, 2, 1};
        QTest::newRow("negative units") << QList<double>{1, -1, 2, 1};
        QTest::newRow("falling times") << QList<double>{2, 0, 1, 0};
        QTest::newRow("absurd units") << QList<double>{1, 16777216, 2, 0};
    }
    void rowsThatAreNoSpikesAreATensor()
    {
        QFETCH(QList<double>, rows);
        const QTemporaryDir folder;
        const std::vector<double> values(rows.begin(), rows.end());
        const auto path = written(folder, "a.npy", npy("'<f8'", "(2, 2)", bytesOf(values)));
        QVERIFY(opened(path).first<Tensor>()->toDoubles() == values);
    }

    void aSortedFolderHasUnitsAndARate()
    {
        const QTemporaryDir folder;
        const auto times =
            written(folder, "spike_times.npy",
                    npy("'<u8'", "(3, 1)", bytesOf<std::uint64_t>({25, 50, 25000}), true));
        QVERIFY(opened(times).first<SpikeTrains>()->units() == 1); // nothing beside it yet
        const auto clusters = written(folder, "spike_clusters.npy",
                                      npy("'<i4'", "(3,)", bytesOf<std::int32_t>({4, 0, 4})));
        const Recording guessed = opened(times);
        QVERIFY(joined(guessed.info.notes).contains("took 30 kHz"));
        written(folder, "params.py",
                "import os\nn_sample_rate = 3\nsample_rate_of = 4\n  sample_rate =  25000.\n");
        for (const auto& path : {times, clusters}) {
            const Recording read = opened(path);
            QVERIFY(read.info.notes.empty());
            QCOMPARE(read.first<SpikeTrains>()->units(), std::size_t{5});
            QVERIFY(trainOf(read, 4) == (std::vector<Time>{1000, 1000000}));
        }
        QVERIFY(trainOf(openedAs(times, "sample-rate", "50"), 0) == (std::vector<Time>{1000000}));
        for (const char* script : {"sample_rate", "sample_rate=", "sample_rate = -5", "",
                                   "sample_rate = nan", "sample_rate\n= 5"}) {
            written(folder, "params.py", script);
            QVERIFY(joined(opened(times).info.notes).contains("took 30 kHz"));
        }
        written(folder, "spike_clusters.npy", npy("'<i4'", "(2,)", bytesOf<std::int32_t>({4, 0})));
        const auto error = errorOf([&] { opened(times); });
        QVERIFY(error && QString(error->what()).contains("3 spike times but 2 units"));
    }

    void fieldsMayComeInAnyOrderAndWithRoomBetween()
    {
        const QTemporaryDir folder;
        const std::string rows("\7\0x\1\0\0\0\0\0\0\0\1\0x\5\0\0\0\0\0\0\0", 22);
        const auto path = written(
            folder, "a.npy", npy("[('unit', '<u2'), ('', '|V1'), ('time', '<i8')]", "(2,)", rows));
        QVERIFY(trainOf(opened(path), 7) == (std::vector<Time>{1}));
        QVERIFY(trainOf(opened(path), 1) == (std::vector<Time>{5}));
        const auto other =
            written(folder, "a.npy", npy("[('a', '<u2'), ('b', '<u2')]", "(1,)", "1234"));
        QVERIFY(errorOf([&] { opened(other); })->kind() == ErrorKind::Unsupported);
    }

    void whatCouldRunCodeIsRefused()
    {
        const QTemporaryDir folder;
        const auto objects = written(folder, "a.npy", npy("'|O'", "(1,)", "\x80\x04K\x01."));
        const auto error = errorOf([&] { opened(objects); });
        QVERIFY(error && error->kind() == ErrorKind::Unsupported);
        QVERIFY2(QString(error->what()).contains("never loaded"), error->what());
        const auto field = written(folder, "a.npy", npy("[('x', 'O')]", "(1,)", "12345678"));
        QVERIFY(errorOf([&] { opened(field); })->kind() == ErrorKind::Unsupported);
        for (const char* type : {"'<U5'", "'|S3'", "'<M8[us]'", "'<f16'", "'<i3'", "''"}) {
            const auto path = written(folder, "a.npy", npy(type, "(1,)", std::string(80, 'x')));
            QVERIFY(errorOf([&] { opened(path); })->kind() == ErrorKind::Unsupported);
        }
    }

    void headersThatAreNoneAreRefused_data()
    {
        QTest::addColumn<QString>("type");
        QTest::addColumn<QString>("shape");
        QTest::newRow("no tuple") << "'<f8'"
                                  << "3";
        QTest::newRow("negative") << "'<f8'"
                                  << "(-1,)";
        QTest::newRow("overflow") << "'<f8'"
                                  << "(99999999999999999999,)";
        QTest::newRow("product overflows") << "'<f8'"
                                           << "(4294967296, 4294967296)";
        QTest::newRow("call") << "__import__('os')"
                              << "(1,)";
        QTest::newRow("unfinished") << "[('t','<f8')"
                                    << "(1,)";
        QTest::newRow("escape") << "'\\x3cf8'"
                                << "(1,)";
        QTest::newRow("no fields") << "[]"
                                   << "(1,)";
        QTest::newRow("twice") << "'<f8', 'descr': '<f4'"
                               << "(1,)";
        QTest::newRow("more") << "'<f8', 'other': True"
                              << "(1,)";
    }
    void headersThatAreNoneAreRefused()
    {
        QFETCH(QString, type);
        QFETCH(QString, shape);
        const QTemporaryDir folder;
        const auto path = written(
            folder, "a.npy", npy(type.toStdString(), shape.toStdString(), std::string(64, 'x')));
        const auto error = errorOf([&] { opened(path); });
        QVERIFY(error && error->kind() == ErrorKind::BadFormat);
        QVERIFY(!QString(error->what()).contains('\n'));
    }

    void truncatedListsKeepTheirRowsAndTensorsAreRefused()
    {
        const QTemporaryDir folder;
        const std::string three = bytesOf<double>({1, 2, 3});
        const auto list = written(folder, "a.npy", npy("'<f8'", "(5,)", three + "cut"));
        const Recording read = opened(list);
        QCOMPARE(read.first<SpikeTrains>()->spikes(), std::size_t{3});
        QVERIFY(joined(read.info.notes).contains("kept 3 of 5 rows"));
        const auto table = written(folder, "a.npy", npy("'<f8'", "(2, 2)", three));
        QCOMPARE(opened(table).first<SpikeTrains>()->spikes(), std::size_t{1});
        for (const auto& [shape, columnMajor] :
             {std::pair{"(2, 2)", true}, {"(2, 2, 2)", false}, {"(1000000000000,3,1)", false}}) {
            const auto path = written(folder, "a.npy", npy("'<f8'", shape, three, columnMajor));
            const auto error = errorOf([&] { opened(path); });
            QVERIFY(error && error->kind() == ErrorKind::BadFormat);
            QVERIFY2(QString(error->what()).contains("claims"), error->what());
        }
    }

    void emptyAndScalarArraysAreFine()
    {
        const QTemporaryDir folder;
        const auto none = written(folder, "a.npy", npy("'<f8'", "(0,)", ""));
        QCOMPARE(opened(none).first<SpikeTrains>()->spikes(), std::size_t{0});
        const auto rows = written(folder, "a.npy", npy("'<f8'", "(0, 2)", ""));
        QCOMPARE(opened(rows).first<Tensor>()->elements(), std::size_t{0});
        const auto scalar = written(folder, "a.npy", npy("'<f8'", "()", bytesOf<double>({2})));
        QCOMPARE(opened(scalar).first<Tensor>()->toDoubles().at(0), 2.0);
        const auto bare = written(folder, "a.npy", npy("[('t','<i8'),('u','<i8')]", "(0,)", ""));
        QVERIFY(errorOf([&] { opened(bare); })->kind() == ErrorKind::Unsupported);
    }

    void largeArraysStayOnDiskOrAreRefused()
    {
        const QTemporaryDir folder;
        std::vector<double> rows;
        for (int i = 0; i < 800000; ++i) {
            rows.push_back(i * 1e-3);
            rows.push_back(i % 11);
        }
        const auto table = written(folder, "a.npy", npy("'<f8'", "(800000, 2)", bytesOf(rows)));
        setMemoryBudget(std::uint64_t{64} << 20U);
        const Recording read = opened(table);
        const auto* stream = read.first<StoredStream>();
        QVERIFY(stream != nullptr);
        QCOMPARE(stream->source->facts().addresses, std::uint64_t{11});
        QVERIFY(stream->source->facts().extent == (TimeRange{0, 799999001}));
        QVERIFY(stream->source->facts().sorted);
        AddressColumns part;
        stream->source->read(799998, 2, part);
        QVERIFY(part.time == (std::vector<Time>{799998000, 799999000}));
        const auto huge = std::filesystem::path(folder.filePath("huge.npy").toStdString());
        written(folder, "huge.npy", npy("'|u1'", "(100000000, 1, 1)", ""));
        std::filesystem::resize_file(huge, 100000100);
        const auto error = errorOf([&] { opened(huge); });
        setMemoryBudget(0);
        QVERIFY(error && error->kind() == ErrorKind::OutOfMemory);
        QVERIFY2(QString(error->what()).contains("needs 100 MB"), error->what());
    }
};

INSPIKE_TEST(TstNpyReader, tst_npy_reader)
#include "tst_npy_reader.moc"
