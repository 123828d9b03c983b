// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/hdf5/hdf5_file.h"
#include "core/io/reader_registry.h"
#include "core/io/recording_writer.h"
#include "tests/core/io/io_samples.h"
#include "tests/support/run_tests.h"
#include "tests/support/shared_data.h"

#include <algorithm>

using namespace inspike;
using namespace inspike::test;

namespace {

std::filesystem::path in(const QTemporaryDir& folder, const char* name)
{
    return folder.filePath(name).toStdString();
}

void write(const std::filesystem::path& path, const Recording& recording)
{
    JobContext job = nullJob();
    writeRecording(path, recording, false, job);
}

QString summaryOf(const Recording& recording)
{
    return QString::fromStdString(summarise(recording).toJson()["streams"].dump());
}

template <typename T>
bool equal(std::span<const T> a, std::span<const T> b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end());
}

// A recording file that `fill` puts content into.
std::filesystem::path madeBy(const QTemporaryDir& folder,
                             const std::function<void(Hdf5File&)>& fill)
{
    const auto path = in(folder, "made.h5");
    Hdf5File file = Hdf5File::create(path);
    file.setAttribute("/", "inspike_kind", "recording");
    fill(file);
    file.close();
    return path;
}

} // namespace

class TstInspikeReader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyKindOfStreamSurvives()
    {
        QTemporaryDir folder;
        const Recording made = everyKind();
        write(in(folder, "a.h5"), made);
        const Recording read = opened(in(folder, "a.h5"));
        QVERIFY(read.info.title == "Every kind");
        QVERIFY(read.info.format == "inspike");
        QVERIFY(read.info.notes.empty());
        QCOMPARE(read.streams.size(), made.streams.size());
        for (const NamedStream& stream : made.streams) {
            const auto again =
                std::find_if(read.streams.begin(), read.streams.end(),
                             [&](const NamedStream& other) { return other.id == stream.id; });
            QVERIFY2(again != read.streams.end(), stream.id.c_str());
            QVERIFY(again->name == stream.name && again->modality == stream.modality);
            QVERIFY(again->domain == stream.domain);
            QVERIFY(again->data.index() == stream.data.index());
        }
        compareTimed(made, read);
        QVERIFY(made.first<Labels>()->values == read.first<Labels>()->values);
        QVERIFY(made.first<Labels>()->names == read.first<Labels>()->names);
        QVERIFY(made.first<Tensor>()->bytes == read.first<Tensor>()->bytes);
        QVERIFY(made.first<Tensor>()->shape == read.first<Tensor>()->shape);
        QVERIFY(made.first<Tensor>()->axes == read.first<Tensor>()->axes);
    }

    void theShippedSampleHoldsEveryKind()
    {
        Recording read = opened(sample("recording.h5"));
        std::sort(read.streams.begin(), read.streams.end(),
                  [](const NamedStream& a, const NamedStream& b) { return a.id < b.id; });
        Recording made = everyKind();
        std::sort(made.streams.begin(), made.streams.end(),
                  [](const NamedStream& a, const NamedStream& b) { return a.id < b.id; });
        QCOMPARE(summaryOf(read), summaryOf(made));
    }

    void theSameRecordingGivesTheSameBytes()
    {
        QTemporaryDir folder;
        write(in(folder, "a.h5"), everyKind());
        QTest::qWait(1100); // a time stamp of seconds would differ
        write(in(folder, "b.h5"), everyKind());
        QVERIFY(contentOf(in(folder, "a.h5")) == contentOf(in(folder, "b.h5")));
    }

    void anExistingFileIsReplacedOnlyWhenAsked()
    {
        QTemporaryDir folder;
        const auto path = written(folder, "a.h5", "mine");
        JobContext job = nullJob();
        const auto error = errorOf([&] { writeRecording(path, everyKind(), false, job); });
        QVERIFY(error && error->kind() == ErrorKind::BadOutput);
        QVERIFY(contentOf(path) == "mine");
        writeRecording(path, everyKind(), true, job);
        QCOMPARE(opened(path).streams.size(), std::size_t{6});
    }

    void streamsOfOneNameAreKeptApart()
    {
        QTemporaryDir folder;
        Recording recording;
        recording.streams.push_back({"a", "a/b", "", "", Labels{{1}, {}}});
        recording.streams.push_back({"b", "a/b", "", "", Labels{{2}, {}}});
        write(in(folder, "a.h5"), recording);
        const Recording read = opened(in(folder, "a.h5"));
        QCOMPARE(read.streams.size(), std::size_t{2});
        QCOMPARE(read.stream<Labels>("a_b")->values.at(0), 1);
        QCOMPARE(read.stream<Labels>("a_b_2")->values.at(0), 2);
    }

    void timesMayBeSecondsOrMilliseconds_data()
    {
        QTest::addColumn<QString>("unit");
        QTest::addColumn<bool>("floating");
        QTest::addColumn<qint64>("expected");
        QTest::newRow("float, nothing said: s") << "" << true << qint64{2500000};
        QTest::newRow("float s") << "s" << true << qint64{2500000};
        QTest::newRow("float ms") << "ms" << true << qint64{2500};
        QTest::newRow("float us") << "us" << true << qint64{3}; // rounded
        QTest::newRow("integer, nothing said: us") << "" << false << qint64{7};
        QTest::newRow("integer ms") << "ms" << false << qint64{7000};
    }
    void timesMayBeSecondsOrMilliseconds()
    {
        QFETCH(QString, unit);
        QFETCH(bool, floating);
        QFETCH(qint64, expected);
        QTemporaryDir folder;
        const auto path = madeBy(folder, [&](Hdf5File& file) {
            const std::int64_t whole[] = {7};
            const float part[] = {2.5F};
            if (floating)
                file.writeFloats("/spikes/p/time", {1}, part);
            else
                file.writeIntegers("/spikes/p/time", whole);
            file.writeIntegers("/spikes/p/unit", std::vector<std::int64_t>{0});
            if (!unit.isEmpty())
                file.setAttribute("/spikes/p/time", "unit", unit.toStdString());
        });
        QCOMPARE(qint64{opened(path).first<SpikeTrains>()->train(0)[0]}, expected);
    }

    void whatDoesNotFitIsAnErrorThatNamesIt_data()
    {
        QTest::addColumn<int>("fault");
        QTest::addColumn<QString>("part");
        QTest::newRow("units undeclared") << 0 << "only 2 units";
        QTest::newRow("columns differ") << 1 << "2 spike times but 3 units";
        QTest::newRow("unit of time") << 2 << "unknown time unit 'hours'";
        QTest::newRow("no rate") << 3 << "rate_hz";
        QTest::newRow("times of pictures") << 4 << "2 pictures but 3 times";
        QTest::newRow("absurd units") << 5 << "units are declared";
    }
    void whatDoesNotFitIsAnErrorThatNamesIt()
    {
        QFETCH(int, fault);
        QFETCH(QString, part);
        QTemporaryDir folder;
        const std::vector<std::int64_t> two = {1, 2};
        const std::vector<std::int64_t> three = {1, 1, 1};
        const auto path = madeBy(folder, [&](Hdf5File& file) {
            if (fault == 3)
                file.writeFloats("/signals/s/data", {1, 1}, std::vector<float>{1});
            if (fault == 4) {
                Tensor film;
                film.dtype = DType::UInt8;
                film.shape = {2, 1, 1};
                film.bytes.resize(2);
                file.writeTensor("/frames/f/data", film);
                file.writeIntegers("/frames/f/time", three);
            }
            if (fault == 3 || fault == 4)
                return;
            file.writeIntegers("/spikes/p/time", two);
            file.writeIntegers("/spikes/p/unit", fault == 1 ? three : two);
            file.setAttribute("/spikes/p", "units",
                              fault == 5 ? std::int64_t{1} << 40 : std::int64_t{2});
            if (fault == 2)
                file.setAttribute("/spikes/p", "unit", "hours");
        });
        const auto error = errorOf([&] { opened(path); });
        QVERIFY(error.has_value());
        QVERIFY2(QString(error->what()).contains(part), error->what());
    }

    void unusualSpikesAreFine_data()
    {
        QTest::addColumn<QList<qint64>>("times");
        QTest::addColumn<QList<qint64>>("sorted");
        QTest::newRow("none") << QList<qint64>() << QList<qint64>();
        QTest::newRow("one") << QList<qint64>{-7} << QList<qint64>{-7};
        QTest::newRow("one instant") << QList<qint64>{4, 4, 4} << QList<qint64>{4, 4, 4};
        QTest::newRow("unsorted") << QList<qint64>{9, -2, 9, 1} << QList<qint64>{-2, 1, 9, 9};
        QTest::newRow("as far as it goes")
            << QList<qint64>{kMaxTime, -kMaxTime} << QList<qint64>{-kMaxTime, kMaxTime};
    }
    void unusualSpikesAreFine()
    {
        QFETCH(QList<qint64>, times);
        QFETCH(QList<qint64>, sorted);
        QTemporaryDir folder;
        const auto path = madeBy(folder, [&](Hdf5File& file) {
            file.writeIntegers("/spikes/p/time",
                               std::vector<std::int64_t>(times.begin(), times.end()));
            file.writeIntegers("/spikes/p/unit", std::vector<std::int64_t>(
                                                     static_cast<std::size_t>(times.size()), 1));
            file.setAttribute("/spikes/p", "units", std::int64_t{3});
        });
        const auto read = opened(path);
        const auto* trains = read.first<SpikeTrains>();
        QCOMPARE(trains->units(), std::size_t{3});
        const auto train = trains->train(1);
        QVERIFY(std::equal(train.begin(), train.end(), sorted.begin(), sorted.end()));
        if (!sorted.empty())
            QVERIFY(trains->extent() == (TimeRange{sorted.front(), sorted.back() + 1}));
        QCOMPARE(trains->extent().empty(), sorted.empty());
    }

    void eventsOutsideTheSensorAreDroppedAndCounted()
    {
        QTemporaryDir folder;
        const auto path = madeBy(folder, [](Hdf5File& file) {
            file.writeIntegers("/events/e/t", std::vector<std::int64_t>{5, 4, 6});
            file.writeIntegers("/events/e/x", std::vector<std::int64_t>{0, 1, 4});
            file.writeIntegers("/events/e/y", std::vector<std::int64_t>{0, 1, 0});
            file.writeIntegers("/events/e/p", std::vector<std::int64_t>{1, -1, 1});
            file.setAttribute("/events/e", "width", std::int64_t{4});
            file.setAttribute("/events/e", "height", std::int64_t{2});
        });
        const Recording read = opened(path);
        QCOMPARE(read.first<EventStream>()->size(), std::size_t{2});
        QCOMPARE(read.first<EventStream>()->onCount(), std::size_t{1});
        const QString notes = joined(read.info.notes);
        QVERIFY2(notes.contains("dropped 1 event outside the sensor of 4 x 2"), qPrintable(notes));
        QVERIFY2(notes.contains("not sorted"), qPrintable(notes));
    }

    void unknownContentIsLeftAlone()
    {
        QTemporaryDir folder;
        const auto path = madeBy(folder, [](Hdf5File& file) {
            file.writeIntegers("/spikes/stray", std::vector<std::int64_t>{1});
            file.writeIntegers("/other/thing", std::vector<std::int64_t>{1});
            file.writeIntegers("/tensors/x", std::vector<std::int64_t>{1});
            file.setAttribute("/tensors/x", "axes", "sideways");
        });
        const Recording read = opened(path);
        QCOMPARE(read.streams.size(), std::size_t{1});
        QVERIFY(read.first<Tensor>()->axes.empty());
        QVERIFY(joined(read.info.notes).contains("sideways"));
    }

    void inputsOfAFixtureBecomeTensors()
    {
        const Recording read = opened(sample("fixture.h5"));
        QCOMPARE(read.streams.size(), std::size_t{2});
        QVERIFY(read.stream<Tensor>("x")->shape == (std::vector<std::size_t>{3, 2}));
        QCOMPARE(read.stream<Tensor>("x")->toFloats().at(5), 5.0F);
        QVERIFY(read.stream<Tensor>("label")->dtype == DType::Int64);
    }

    void aRealFixtureHasItsInput()
    {
        const auto path = sharedFile("fixtures/smnn-mante-n30p2-single.h5");
        INSPIKE_NEED(path, "reference numbers");
        const Recording read = opened(path);
        QVERIFY(read.stream<Tensor>("x")->shape == (std::vector<std::size_t>{500, 3, 4, 1}));
        QTemporaryDir folder;
        write(in(folder, "a.h5"), read);
        QVERIFY(opened(in(folder, "a.h5")).stream<Tensor>("x")->bytes ==
                read.stream<Tensor>("x")->bytes);
    }

    void aLaterVersionIsRefused()
    {
        QTemporaryDir folder;
        const auto path = madeBy(folder, [](Hdf5File& file) {
            file.setAttribute("/", "inspike_version", std::int64_t{2});
        });
        const auto error = errorOf([&] { opened(path); });
        QVERIFY(error && error->kind() == ErrorKind::Unsupported);
    }

private:
    static void compareTimed(const Recording& made, const Recording& read)
    {
        const auto* spikes = made.first<SpikeTrains>();
        QCOMPARE(read.first<SpikeTrains>()->units(), spikes->units());
        for (UnitIndex unit = 0; unit < spikes->units(); ++unit)
            QVERIFY(equal(read.first<SpikeTrains>()->train(unit), spikes->train(unit)));
        const EventSpan events = made.first<EventStream>()->all();
        const EventSpan again = read.first<EventStream>()->all();
        QVERIFY(equal(events.t, again.t) && equal(events.x, again.x));
        QVERIFY(equal(events.y, again.y) && equal(events.polarity, again.polarity));
        QCOMPARE(read.first<EventStream>()->width(), made.first<EventStream>()->width());
        QVERIFY(made.first<Signal>()->data == read.first<Signal>()->data);
        QCOMPARE(read.first<Signal>()->rateHz, 500.0);
        QVERIFY(made.first<Frames>()->data == read.first<Frames>()->data);
        QVERIFY(made.first<Frames>()->time == read.first<Frames>()->time);
    }
};

INSPIKE_TEST(TstInspikeReader, tst_inspike_reader)
#include "tst_inspike_reader.moc"
