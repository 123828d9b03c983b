// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/memory.h"
#include "core/io/hdf5/hdf5_file.h"
#include "core/io/reader_registry.h"
#include "core/io/recording_writer.h"
#include "tests/core/io/io_samples.h"
#include "tests/support/run_tests.h"
#include "tests/support/shared_data.h"

#include <limits>

using namespace inspike;
using namespace inspike::test;

namespace {

using Integers = std::vector<std::int64_t>;

Tensor doubles(const std::vector<double>& values)
{
    Tensor tensor;
    tensor.dtype = DType::Float64;
    tensor.shape = {values.size()};
    const auto bytes = std::as_bytes(std::span(values));
    tensor.bytes.assign(bytes.begin(), bytes.end());
    return tensor;
}

std::filesystem::path nwbFile(const QTemporaryDir& folder, const std::vector<double>& times,
                              const Integers& ends, const Integers& ids = {})
{
    const std::filesystem::path path = folder.filePath("made.nwb").toStdString();
    Hdf5File file = Hdf5File::create(path);
    file.setAttribute("/", "nwb_version", "2.5.0");
    file.writeTensor("/units/spike_times", doubles(times));
    file.writeIntegers("/units/spike_times_index", ends);
    if (!ids.empty())
        file.writeIntegers("/units/id", ids);
    file.close();
    return path;
}

} // namespace

class TstNwbReader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void unitsAndIntervalsAreRead()
    {
        const Recording read = opened(sample("tiny.nwb"));
        QVERIFY(read.info.format == "nwb");
        const auto* trains = read.stream<SpikeTrains>("spikes/units");
        QVERIFY(trains != nullptr);
        QCOMPARE(trains->units(), std::size_t{3});
        QCOMPARE(trains->train(0).size(), std::size_t{3});
        QCOMPARE(trains->train(1).size(), std::size_t{0});
        QCOMPARE(trains->train(2)[1], Time{750000});
        const auto* trials = read.stream<Labels>("labels/trials");
        QVERIFY(trials != nullptr);
        QVERIFY(trials->values == (Integers{0, 1, 0}));
        QVERIFY(trials->names == (std::vector<std::string>{"left", "right"}));
        QVERIFY(trials->time == (std::vector<Time>{0, 500000, 1000000}));
        const auto* epochs = read.stream<Labels>("epochs");
        QVERIFY(epochs->names == (std::vector<std::string>{"rest", "cue, go"}));
        QVERIFY(epochs->time == (std::vector<Time>{0, 700000}));
        QVERIFY2(joined(read.info.notes).contains("1 row of /intervals/epochs without a start"),
                 qPrintable(joined(read.info.notes)));
    }

    void labelsKeepTheirTimesWhenConverted()
    {
        const QTemporaryDir folder;
        const std::filesystem::path path = folder.filePath("a.h5").toStdString();
        const Recording made = opened(sample("tiny.nwb"));
        JobContext job = nullJob();
        writeRecording(path, made, false, job);
        const Recording read = opened(path);
        for (const char* name : {"trials", "epochs"}) {
            const auto* before = made.stream<Labels>(name);
            const auto* after = read.stream<Labels>(name);
            QVERIFY(after != nullptr);
            QVERIFY(after->time == before->time && after->values == before->values);
            QVERIFY(after->names == before->names);
        }
    }

    void realFilesWithoutUnitsAreRecordingsOfNone()
    {
        const auto folder = sharedFile("data/spikes");
        INSPIKE_NEED(folder, "NWB files");
        int files = 0;
        for (const auto& entry : std::filesystem::directory_iterator(folder)) {
            if (entry.path().extension() != ".nwb")
                continue;
            const Recording read = opened(entry.path());
            QVERIFY(read.info.format == "nwb");
            QCOMPARE(read.first<SpikeTrains>()->units(), std::size_t{0});
            QCOMPARE(read.first<SpikeTrains>()->spikes(), std::size_t{0});
            ++files;
        }
        QCOMPARE(files, 7);
    }

    void theIndexMustAscendAndStayInside_data()
    {
        QTest::addColumn<QList<int>>("ends");
        QTest::addColumn<QString>("says");
        QTest::newRow("falls") << QList<int>{2, 1, 3} << "holds 1 after 2";
        QTest::newRow("negative") << QList<int>{-1, 3} << "holds -1 after 0";
        QTest::newRow("beyond") << QList<int>{1, 4} << "at most 3";
    }
    void theIndexMustAscendAndStayInside()
    {
        QFETCH(QList<int>, ends);
        QFETCH(QString, says);
        const QTemporaryDir folder;
        const auto path = nwbFile(folder, {1, 2, 3}, Integers(ends.begin(), ends.end()));
        const auto error = errorOf([&] { opened(path); });
        QVERIFY(error && error->kind() == ErrorKind::BadFormat);
        QVERIFY2(QString(error->what()).contains(says), error->what());
    }

    void oddButSoundTablesAreTaken()
    {
        const QTemporaryDir folder;
        const Recording spare = opened(nwbFile(folder, {1, 2, 3}, {0, 2}));
        QCOMPARE(spare.first<SpikeTrains>()->spikes(), std::size_t{2});
        QVERIFY(joined(spare.info.notes).contains("1 spike time of no unit"));
        const Recording renumbered = opened(nwbFile(folder, {1, 2}, {1, 2}, {0, 7}));
        QVERIFY(joined(renumbered.info.notes).contains("unit 1 has the id 7"));
        const Recording none = opened(nwbFile(folder, {}, {}));
        QCOMPARE(none.first<SpikeTrains>()->units(), std::size_t{0});
        const Recording early = opened(nwbFile(folder, {-1, -1}, {2}));
        QVERIFY(early.first<SpikeTrains>()->extent() == (TimeRange{-1000000, -999999}));
    }

    void whatDoesNotFitIsRefused()
    {
        const QTemporaryDir folder;
        const auto ids = errorOf([&] { opened(nwbFile(folder, {1, 2}, {1, 2}, {0, 1, 2})); });
        QVERIFY(ids && QString(ids->what()).contains("3 ids but spikes of 2 units"));
        const double nan = std::numeric_limits<double>::quiet_NaN();
        const auto times = errorOf([&] { opened(nwbFile(folder, {1, nan}, {2})); });
        QVERIFY(times && QString(times->what()).contains("not a number"));

        const std::filesystem::path path = folder.filePath("half.nwb").toStdString();
        Hdf5File file = Hdf5File::create(path);
        file.setAttribute("/", "nwb_version", "2.5.0");
        file.writeTensor("/units/spike_times", doubles({1}));
        file.close();
        const auto index = errorOf([&] { opened(path); });
        QVERIFY(index && QString(index->what()).contains("without its index"));
    }

    void manySpikesStayOnDisk()
    {
        const QTemporaryDir folder;
        std::vector<double> times;
        Integers ends;
        for (int unit = 0; unit < 100; ++unit) {
            for (int i = 0; i < unit * 160; ++i)
                times.push_back(i * 1e-3);
            ends.push_back(static_cast<std::int64_t>(times.size()));
        }
        const auto path = nwbFile(folder, times, ends);
        setMemoryBudget(std::uint64_t{64} << 20U);
        const Recording read = opened(path);
        setMemoryBudget(0);
        const auto* stream = read.first<StoredStream>();
        QVERIFY(stream != nullptr);
        QCOMPARE(stream->source->facts().count, std::uint64_t{792000});
        QCOMPARE(stream->source->facts().addresses, std::uint64_t{100});
        QVERIFY(!stream->source->facts().sorted);
        QVERIFY2(read.info.notes.empty(), qPrintable(joined(read.info.notes)));
        JobContext job = nullJob();
        const SpikeTrains trains = loadSpikes(*stream->source, job);
        QCOMPARE(trains.train(0).size(), std::size_t{0});
        for (const UnitIndex unit : {1U, 57U, 99U})
            QCOMPARE(trains.train(unit).size(), std::size_t{160} * unit);
        AddressColumns part;
        stream->source->read(159, 3, part); // the last of unit 1 and the first of unit 2
        QVERIFY(part.address == (std::vector<std::uint32_t>{1, 2, 2}));
        QVERIFY(part.time == (std::vector<Time>{159000, 0, 1000}));
    }
};

INSPIKE_TEST(TstNwbReader, tst_nwb_reader)
#include "tst_nwb_reader.moc"
