// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/hdf5/hdf5_file.h"
#include "core/io/reader_registry.h"
#include "tests/core/io/io_samples.h"
#include "tests/support/run_tests.h"
#include "tests/support/shared_data.h"

#include <limits>

using namespace inspike;
using namespace inspike::test;

namespace {

std::vector<Time> trainOf(const SpikeTrains& trains, UnitIndex unit)
{
    const auto train = trains.train(unit);
    return {train.begin(), train.end()};
}

Tensor doubles(const std::vector<double>& values)
{
    Tensor tensor;
    tensor.dtype = DType::Float64;
    tensor.shape = {values.size()};
    const auto bytes = std::as_bytes(std::span(values));
    tensor.bytes.assign(bytes.begin(), bytes.end());
    return tensor;
}

std::filesystem::path populationFile(const QTemporaryDir& folder, const std::vector<double>& times,
                                     const std::vector<std::int64_t>& ids,
                                     const std::string& units = "ms")
{
    const std::filesystem::path path = folder.filePath("made.h5").toStdString();
    Hdf5File file = Hdf5File::create(path);
    file.writeTensor("/spikes/p/timestamps", doubles(times));
    file.setAttribute("/spikes/p/timestamps", "units", units);
    file.writeIntegers("/spikes/p/node_ids", ids);
    file.close();
    return path;
}

} // namespace

class TstSonataReader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyPopulationIsAStream()
    {
        const Recording read = opened(sample("tiny_sonata.h5"));
        QVERIFY(read.info.format == "sonata");
        QCOMPARE(read.streams.size(), std::size_t{3});
        const auto* cortex = read.stream<SpikeTrains>("spikes/cortex");
        QVERIFY(cortex != nullptr);
        QCOMPARE(cortex->units(), std::size_t{4});
        QVERIFY(trainOf(*cortex, 3) == (std::vector<Time>{500, 2500}));
        QVERIFY(trainOf(*cortex, 0) == (std::vector<Time>{250}));
        QCOMPARE(read.stream<SpikeTrains>("empty")->spikes(), std::size_t{0});
        // These times are in s.
        QVERIFY(trainOf(*read.stream<SpikeTrains>("thalamus"), 1) ==
                (std::vector<Time>{1000, 2000}));
        // The file says by_time, which is not so.
        QVERIFY2(joined(read.info.notes).contains("cortex: spike times were not sorted"),
                 qPrintable(joined(read.info.notes)));
    }

    void theOlderLayoutHasOnePopulation()
    {
        const Recording read = opened(sample("tiny_sonata_old.h5"));
        QCOMPARE(read.streams.size(), std::size_t{1});
        const auto* trains = read.stream<SpikeTrains>("spikes/main");
        QCOMPARE(trains->units(), std::size_t{3});
        QVERIFY(trainOf(*trains, 0) == (std::vector<Time>{1500, 3000}));
    }

    void textHasTheSamePopulations()
    {
        const Recording read = opened(sample("tiny_sonata.csv"));
        QVERIFY(read.info.format == "sonata-csv");
        QCOMPARE(read.streams.size(), std::size_t{2});
        QVERIFY(trainOf(*read.stream<SpikeTrains>("cortex"), 3) == (std::vector<Time>{500}));
        QVERIFY(trainOf(*read.stream<SpikeTrains>("thalamus"), 4) == (std::vector<Time>{1000}));
    }

    void realFilesHaveTheirCounts_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("stream");
        QTest::addColumn<qulonglong>("spikes");
        QTest::addColumn<qulonglong>("units");
        QTest::addColumn<qint64>("first");
        QTest::addColumn<qint64>("last");
        QTest::newRow("300 cells") << "300_cells__output__spikes.h5"
                                   << "internal" << qulonglong{13010} << qulonglong{300}
                                   << qint64{22900} << qint64{1499800};
        QTest::newRow("lgn") << "300_intfire__inputs__lgn_spikes.h5"
                             << "main" << qulonglong{2738} << qulonglong{90} << qint64{1176}
                             << qint64{2998690};
        QTest::newRow("ring") << "examples__bio_intfire_ring__output__spikes.h5"
                              << "v1" << qulonglong{532} << qulonglong{0} << qint64{-1}
                              << qint64{-1};
        QTest::newRow("ring as text")
            << "examples__bio_intfire_ring__output__spikes.csv"
            << "v1" << qulonglong{532} << qulonglong{0} << qint64{-1} << qint64{-1};
        for (const auto& [name, spikes] :
             {std::pair{"All", 5}, {"empty", 0}, {"spikes1", 5}, {"spikes2", 5}}) {
            QTest::addRow("libsonata %s", name)
                << "libsonata_spikes.h5" << name << static_cast<qulonglong>(spikes) << qulonglong{0}
                << (spikes == 0 ? qint64{-1} : qint64{100})
                << (spikes == 0 ? qint64{-1} : qint64{1300});
        }
    }
    void realFilesHaveTheirCounts()
    {
        QFETCH(QString, name);
        QFETCH(QString, stream);
        QFETCH(qulonglong, spikes);
        QFETCH(qulonglong, units);
        QFETCH(qint64, first);
        QFETCH(qint64, last);
        const auto path = sharedFile("data/spikes/" + name.toStdString());
        INSPIKE_NEED(path, "SONATA spikes");
        const Recording read = opened(path);
        const auto* trains = read.stream<SpikeTrains>("spikes/" + stream.toStdString());
        QVERIFY(trains != nullptr);
        QCOMPARE(qulonglong{trains->spikes()}, spikes);
        if (units > 0)
            QCOMPARE(qulonglong{trains->units()}, units);
        if (first >= 0) {
            // The list of counts rounds its times to 0.1 ms or so.
            QVERIFY2(std::abs(trains->extent().begin - first) <= 50,
                     qPrintable(QString::number(trains->extent().begin)));
            QVERIFY2(std::abs(trains->extent().end - 1 - last) <= 50,
                     qPrintable(QString::number(trains->extent().end - 1)));
        }
    }

    void theTextTwinSaysTheSame()
    {
        const auto binary = sharedFile("data/spikes/examples__bio_intfire_ring__output__spikes.h5");
        const auto text = sharedFile("data/spikes/examples__bio_intfire_ring__output__spikes.csv");
        INSPIKE_NEED(binary, "SONATA spikes");
        INSPIKE_NEED(text, "SONATA spikes");
        const Recording a = opened(binary);
        const Recording b = opened(text);
        const auto* first = a.first<SpikeTrains>();
        const auto* second = b.first<SpikeTrains>();
        QCOMPARE(first->units(), second->units());
        for (UnitIndex unit = 0; unit < first->units(); ++unit)
            QVERIFY(trainOf(*first, unit) == trainOf(*second, unit));
    }

    void badValuesAreRefusedInOneLine_data()
    {
        QTest::addColumn<double>("time");
        QTest::addColumn<qint64>("id");
        QTest::addColumn<QString>("units");
        QTest::addColumn<QString>("says");
        const double nan = std::numeric_limits<double>::quiet_NaN();
        QTest::newRow("NaN") << nan << qint64{0} << "ms"
                             << "not a number";
        QTest::newRow("far") << 1e300 << qint64{0} << "ms"
                             << "beyond all bounds";
        QTest::newRow("near 2^63 us") << 9.2233720368547758e15 << qint64{0} << "ms"
                                      << "beyond all bounds";
        QTest::newRow("negative id") << 1.0 << qint64{-1} << "ms"
                                     << "unit number -1";
        QTest::newRow("large id") << 1.0 << (qint64{1} << 24) << "ms"
                                  << "unit number 16777216";
        QTest::newRow("units") << 1.0 << qint64{0} << "hours"
                               << "unknown time unit 'hours'";
    }
    void badValuesAreRefusedInOneLine()
    {
        QFETCH(double, time);
        QFETCH(qint64, id);
        QFETCH(QString, units);
        QFETCH(QString, says);
        const QTemporaryDir folder;
        const auto path = populationFile(folder, {1.0, time}, {0, id}, units.toStdString());
        const auto error = errorOf([&] { opened(path); });
        QVERIFY(error && error->kind() == ErrorKind::BadFormat);
        const QString text = error->what();
        QVERIFY2(text.contains(says) && text.contains("population p") && !text.contains('\n'),
                 error->what());
    }

    void columnsOfDifferentLengthAreRefused()
    {
        const QTemporaryDir folder;
        const auto error = errorOf([&] { opened(populationFile(folder, {1.0, 2.0}, {0})); });
        QVERIFY(error && error->kind() == ErrorKind::BadShape);
    }

    void negativeTimesDuplicatesAndOneInstantAreFine()
    {
        const QTemporaryDir folder;
        const Recording early = opened(populationFile(folder, {-2.0, 1.0, -2.0}, {0, 1, 0}));
        QVERIFY(trainOf(*early.first<SpikeTrains>(), 0) == (std::vector<Time>{-2000, -2000}));
        const Recording instant = opened(populationFile(folder, {3.0, 3.0}, {1, 1}));
        QVERIFY(instant.first<SpikeTrains>()->extent() == (TimeRange{3000, 3001}));
        const Recording one = opened(populationFile(folder, {7.0}, {5}));
        QCOMPARE(one.first<SpikeTrains>()->units(), std::size_t{6});
    }

    void textLinesThatCannotBeAreNamed_data()
    {
        QTest::addColumn<QString>("line");
        QTest::newRow("NaN") << "nan v1 0";
        QTest::newRow("far") << "1e300 v1 0";
        QTest::newRow("no time") << "soon v1 0";
        QTest::newRow("negative") << "1.0 v1 -3";
        QTest::newRow("large") << "1.0 v1 16777216";
        QTest::newRow("part") << "1.0 v1 0.5";
        QTest::newRow("short") << "1.0 v1";
    }
    void textLinesThatCannotBeAreNamed()
    {
        QFETCH(QString, line);
        const QTemporaryDir folder;
        const std::string head = "timestamps population node_ids\n1.0 v1 2\n";
        const auto path = written(folder, "a.csv", head + line.toStdString() + "\n2.0 v1 1\n");
        const auto error = errorOf([&] { opened(path); });
        QVERIFY(error && QString(error->what()).contains("line 3"));
        // A last line that the file ends within is dropped, and a note says so.
        const auto cut = written(folder, "b.csv", head + line.toStdString());
        const Recording read = opened(cut);
        QCOMPARE(read.first<SpikeTrains>()->spikes(), std::size_t{1});
        QVERIFY(joined(read.info.notes).contains("truncated"));
    }

    void aHeaderAloneIsARecordingOfNoSpikes()
    {
        const QTemporaryDir folder;
        const Recording read = opened(written(folder, "a.csv", "node_ids,timestamps,population\n"));
        QVERIFY(read.info.format == "sonata-csv");
        QCOMPARE(read.first<SpikeTrains>()->spikes(), std::size_t{0});
    }
};

INSPIKE_TEST(TstSonataReader, tst_sonata_reader)
#include "tst_sonata_reader.moc"
