// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/reader_registry.h"
#include "tests/core/io/io_samples.h"
#include "tests/support/run_tests.h"
#include "tests/support/shared_data.h"

using namespace inspike;
using namespace inspike::test;

namespace {

Recording readText(const QTemporaryDir& folder, const QString& text,
                   const std::vector<std::string>& settings = {})
{
    JobContext job = nullJob();
    const Reader& reader = *findReader("csv");
    const auto path = written(folder, "table.csv", text.toStdString());
    return reader.read({path, Params::parse(reader.info().params, settings), 0}, job);
}

// "0: -3000 500 / 2: 1250 1250"
QString printed(const SpikeTrains& trains)
{
    QStringList rows;
    for (UnitIndex unit = 0; unit < trains.units(); ++unit) {
        QString row = QString::number(unit) + ":";
        for (const Time time : trains.train(unit))
            row += " " + QString::number(time);
        if (!trains.train(unit).empty())
            rows << row;
    }
    return rows.join(" / ");
}

} // namespace

class TstCsvReader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void spikesAreFoundByTheirHeader_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("spikes");
        QTest::newRow("ms") << "time_ms,unit\n0.5,0\n1.25,2\n-3,0\n"
                            << "0: -3000 500 / 2: 1250";
        QTest::newRow("us") << "unit,time_us\n1,7\n0,8\n"
                            << "0: 8 / 1: 7";
        QTest::newRow("seconds in brackets") << "Time [s];Neuron\n0.001;4\n"
                                             << "4: 1000";
        QTest::newRow("blanks and other columns")
            << "timestamp_ms population node_ids\n 2.5 v1  3\n"
            << "3: 2500";
        QTest::newRow("quotes, mark, Windows")
            << "\xEF\xBB\xBF\"time_us\",\"unit\"\r\n\"5\",\"1\"\r\n"
            << "1: 5";
        QTest::newRow("comments and empty lines") << "# made by hand\n\ntime_us,unit\n\n5,1\n#6,1\n"
                                                  << "1: 5";
        QTest::newRow("seconds by fractions") << "time,unit\n0.5,1\n"
                                              << "1: 500000";
        QTest::newRow("us by whole numbers") << "time,unit\n5,1\n"
                                             << "1: 5";
        QTest::newRow("large times stay exact") << "t_us,unit\n1605537493718345,0\n"
                                                << "0: 1605537493718345";
        QTest::newRow("header only") << "time,unit\n"
                                     << "";
        QTest::newRow("no header, fractions") << "0.5,3\n0.25,1\n"
                                              << "1: 250000 / 3: 500000";
        QTest::newRow("no header, ascending") << "5,3\n6,1\n"
                                              << "1: 6 / 3: 5";
    }
    void spikesAreFoundByTheirHeader()
    {
        QFETCH(QString, text);
        QFETCH(QString, spikes);
        QTemporaryDir folder;
        const Recording recording = readText(folder, text);
        QCOMPARE(printed(*recording.first<SpikeTrains>()), spikes);
    }

    void eventsAreFoundByTheirHeader()
    {
        const Recording recording = opened(sample("events_us.csv"));
        const EventStream& events = *recording.first<EventStream>();
        QCOMPARE(events.size(), std::size_t{4});
        QCOMPARE(events.onCount(), std::size_t{2});
        QCOMPARE(events.width(), 4U);
        QCOMPARE(events.height(), 3U);
        QCOMPARE(qint64{events.all().t[3]}, qint64{320});
    }

    void eventsWithoutHeaderAreFoundByTheirNumbers()
    {
        QTemporaryDir folder;
        const Recording recording =
            readText(folder, "100,3,2,1\n150,0,9,0\n", {"width=4", "height=8"});
        QCOMPARE(recording.first<EventStream>()->size(), std::size_t{1});
        QVERIFY(joined(recording.info.notes).contains("dropped 1 event"));
    }

    void theUnitOfTimeCanBeSet()
    {
        QTemporaryDir folder;
        const Recording recording = readText(folder, "time_ms,unit\n5,0\n", {"time-unit=s"});
        QCOMPARE(printed(*recording.first<SpikeTrains>()), "0: 5000000");
        QVERIFY(recording.info.notes.empty());
        const Recording guessed = readText(folder, "time,unit\n5,0\n");
        QVERIFY(joined(guessed.info.notes).contains("took us"));
    }

    void aCutLastLineIsLeftOutAndNoted()
    {
        QTemporaryDir folder;
        const Recording recording = readText(folder, "time_us,unit\n5,0\n6");
        QCOMPARE(printed(*recording.first<SpikeTrains>()), "0: 5");
        QVERIFY(joined(recording.info.notes).contains("incomplete last line"));
    }

    void faultsAreErrorsWithTheirLine_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("part");
        QTest::newRow("nan") << "time,unit\n1,0\nnan,0\n2,0\n"
                             << "line 3: 'nan' is not a finite number";
        QTest::newRow("inf") << "t,x,y,p\ninf,0,0,1\n"
                             << "line 2";
        QTest::newRow("text") << "time,unit\n1,0\nsoon,1\n"
                              << "line 3: 'soon' is not a number";
        QTest::newRow("short row") << "time,unit\n1\n2,0\n"
                                   << "line 2: 1 field where 2 are needed";
        QTest::newRow("negative unit") << "time,unit\n1,-1\n"
                                       << "line 2: the unit";
        QTest::newRow("fractional unit") << "# c\ntime,unit\n1,0.5\n"
                                         << "line 3: the unit";
        QTest::newRow("giant unit") << "time,unit\n1,4000000000\n"
                                    << "line 2: the unit";
        QTest::newRow("giant time") << "time_s,unit\n1e300,0\n"
                                    << "line 2: the time";
        QTest::newRow("polarity") << "t,x,y,p\n1,0,0,7\n"
                                  << "line 2: p";
        QTest::newRow("pixel") << "t,x,y,p\n1,70000,0,1\n"
                               << "line 2: x";
        QTest::newRow("unknown header") << "a,b\n1,2\n"
                                        << "line 1: the header names neither";
        QTest::newRow("ambiguous") << "1,2\n2,3\n"
                                   << "could be several things";
        QTest::newRow("three columns") << "1,2,3\n"
                                       << "3 columns without a header";
        QTest::newRow("units with a slip") << "0.1,1\n0.2,2\n0.3,2.5\n"
                                           << "could be several things";
        QTest::newRow("events with a slip") << "1,1,1,0\n2,3.5,1,1\n3,1,1,0\n"
                                            << "as=table";
        QTest::newRow("uneven rows") << "0.1,0.2,0.3\n1,2,3,4\n"
                                     << "line 2: more fields";
        QTest::newRow("short rows") << "0.1,0.2,0.3\n1,2\n1,2,3\n"
                                    << "line 2: 2 fields";
        QTest::newRow("table with nan") << "0.1,0.2,0.3\n1,nan,3\n"
                                        << "line 2: 'nan'";
        QTest::newRow("empty") << ""
                               << "empty";
    }
    void faultsAreErrorsWithTheirLine()
    {
        QFETCH(QString, text);
        QFETCH(QString, part);
        QTemporaryDir folder;
        const auto error = errorOf([&] { readText(folder, text); });
        QVERIFY(error && error->kind() == ErrorKind::BadFormat);
        QVERIFY2(QString(error->what()).contains(part), error->what());
    }

    void numbersThatAreNothingElseAreATable()
    {
        QTemporaryDir folder;
        for (const char* text : {"0.5,0,1\n-1,0.25,0\n", "0.5 0 1\n-1 0.25 0\n"}) {
            const Recording recording = readText(folder, text);
            const auto* table = recording.stream<Tensor>("tensors/table");
            QVERIFY(table != nullptr);
            QCOMPARE(table->shape, (std::vector<std::size_t>{2, 3}));
            QCOMPARE(table->axes, (std::vector<AxisKind>{AxisKind::Step, AxisKind::Feature}));
            QCOMPARE(table->toDoubles(), (std::vector<double>{0.5, 0, 1, -1, 0.25, 0}));
        }
        QCOMPARE(readText(folder, "3\n1\n2\n").first<Tensor>()->shape,
                 (std::vector<std::size_t>{3, 1}));
        QCOMPARE(readText(folder, "0.5,0.1\n0.6,0.2\n").first<Tensor>()->shape,
                 (std::vector<std::size_t>{2, 2}));
    }

    void numbersAreWhatTheUserSays()
    {
        QTemporaryDir folder;
        QCOMPARE(readText(folder, "1,2\n2,3\n", {"as=table"}).first<Tensor>()->shape,
                 (std::vector<std::size_t>{2, 2}));
        QCOMPARE(readText(folder, "1,2\n2,3\n", {"as=spikes"}).first<SpikeTrains>()->spikes(),
                 std::size_t{2});
        QCOMPARE(readText(folder, "9,2,3,1\n2,3,4,0\n", {"as=events"}).first<EventStream>()->size(),
                 std::size_t{2});
        const Recording timed = readText(folder, "1,2,3\n4,5,6\n", {"as=table", "rate=100"});
        QCOMPARE(timed.first<Signal>()->channels, std::size_t{3});
        QCOMPARE(timed.first<Signal>()->rateHz, 100.0);
        QCOMPARE(timed.first<Signal>()->data, (std::vector<float>{1, 2, 3, 4, 5, 6}));
    }

    void theTraceOfALeakyNeuronIsATable()
    {
        const auto file = sharedFile("data/nir/expected/lif_norse.csv");
        INSPIKE_NEED(file, "NIR traces");
        const Recording recording = opened(file);
        QVERIFY(recording.info.format == "csv");
        QCOMPARE(recording.first<Tensor>()->shape, (std::vector<std::size_t>{1000, 3}));
    }

    void cancellingStopsReading()
    {
        QTemporaryDir folder;
        const auto path = written(folder, "a.csv", "time,unit\n1,0\n");
        std::stop_source stop;
        stop.request_stop();
        JobContext job(stop.get_token(), nullptr);
        const auto error = errorOf([&] { readRecording(path, job); });
        QVERIFY(error && error->kind() == ErrorKind::Cancelled);
    }
};

INSPIKE_TEST(TstCsvReader, tst_csv_reader)
#include "tst_csv_reader.moc"
