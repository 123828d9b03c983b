// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Recordings that stay on disk, made large by a small memory budget: written piece by piece, read
// back however they are stored, and damaged.
#include "core/base/memory.h"
#include "core/base/random.h"
#include "core/data/radix_sort.h"
#include "core/io/hdf5/hdf5_file.h"
#include "core/io/reader_registry.h"
#include "core/io/recording_writer.h"
#include "tests/core/data/list_source.h"
#include "tests/core/io/io_samples.h"
#include "tests/support/file_size_limit.h"
#include "tests/support/run_tests.h"

#include <limits>

using namespace inspike;
using namespace inspike::test;

namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t kSmallBudget = std::uint64_t{64} << 20U;
constexpr std::size_t kLarge = 800000; // more than an eighth of the small budget holds
constexpr std::uint32_t kUnits = 500;

AddressColumns randomEntries(std::size_t count, std::uint32_t addresses)
{
    Random random(3);
    AddressColumns columns;
    for (std::size_t i = 0; i < count; ++i) {
        columns.time.push_back(static_cast<Time>(random.below(4U << 20U)) - 1000);
        columns.address.push_back(random.below(addresses));
    }
    return columns;
}

AddressColumns sorted(AddressColumns columns)
{
    AddressColumns scratch;
    sortByTime(columns, scratch);
    return columns;
}

Recording recordingOf(std::shared_ptr<const AddressSource> source)
{
    Recording recording;
    recording.streams.push_back({"x/main", "main", "", "", StoredStream{std::move(source)}});
    return recording;
}

void write(const fs::path& path, const Recording& recording, JobContext job = nullJob())
{
    writeRecording(path, recording, false, job);
}

AddressColumns everything(const AddressSource& source)
{
    AddressColumns columns;
    source.read(0, source.facts().count, columns);
    return columns;
}

std::size_t filesIn(const QTemporaryDir& folder)
{
    const fs::directory_iterator all(folder.path().toStdString());
    return static_cast<std::size_t>(std::distance(begin(all), end(all)));
}

// Asks to stop when it is read for the `reads`th time.
class StoppingSource : public ListSource
{
public:
    StoppingSource(AddressColumns columns, int reads)
        : ListSource(std::move(columns), kUnits), m_left(reads)
    {}

    void read(std::uint64_t first, std::uint64_t count, AddressColumns& columns) const override
    {
        ListSource::read(first, count, columns);
        if (--m_left == 0)
            m_stop.request_stop();
    }

    mutable std::stop_source m_stop;

private:
    mutable int m_left;
};

} // namespace

class TstLargeRecordings : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { setMemoryBudget(kSmallBudget); }
    void cleanup() { setMemoryBudget(0); }

    void spikesSurviveInOrderOfTime()
    {
        const QTemporaryDir folder;
        const fs::path path = folder.filePath("a.h5").toStdString();
        // Two whole chunks and a part of one.
        const AddressColumns made = randomEntries(2300000, kUnits);
        write(path, recordingOf(std::make_shared<ListSource>(made, kUnits)));
        const Recording read = opened(path);
        QVERIFY2(read.info.notes.empty(), qPrintable(joined(read.info.notes)));
        const auto* stream = read.stream<StoredStream>("main");
        QVERIFY(stream != nullptr && !stream->isEvents());
        const AddressFacts& facts = stream->source->facts();
        const AddressColumns expected = sorted(made);
        QCOMPARE(facts.count, std::uint64_t{2300000});
        QCOMPARE(facts.addresses, std::uint64_t{kUnits});
        QVERIFY(facts.sorted);
        QVERIFY(facts.extent == (TimeRange{expected.time.front(), expected.time.back() + 1}));
        const AddressColumns all = everything(*stream->source);
        QVERIFY(all.time == expected.time);
        QVERIFY(all.address == expected.address);
        AddressColumns part;
        stream->source->read((1U << 20U) - 2, 4, part); // across two chunks
        QVERIFY(
            std::equal(part.time.begin(), part.time.end(), expected.time.begin() + (1 << 20) - 2));
        QCOMPARE(filesIn(folder), std::size_t{1});
    }

    void eventsSurviveInOrderOfTime()
    {
        const QTemporaryDir folder;
        const fs::path path = folder.filePath("a.h5").toStdString();
        const AddressColumns made = randomEntries(kLarge, 2 * 30 * 20);
        auto source = std::make_shared<ListSource>(made, 2 * 30 * 20);
        source->m_facts.width = 30;
        source->m_facts.height = 20;
        write(path, recordingOf(source));
        const Recording read = opened(path);
        const auto* stream = read.stream<StoredStream>("main");
        QVERIFY(stream != nullptr && stream->isEvents());
        const AddressFacts& facts = stream->source->facts();
        const AddressColumns expected = sorted(made);
        QCOMPARE(facts.width, 30U);
        QCOMPARE(facts.height, 20U);
        const auto on = std::count_if(made.address.begin(), made.address.end(),
                                      [](std::uint32_t address) { return address >= 600; });
        QCOMPARE(facts.on, static_cast<std::uint64_t>(on));
        const AddressColumns all = everything(*stream->source);
        QVERIFY(all.time == expected.time && all.address == expected.address);

        // In memory, when there is enough of it.
        setMemoryBudget(std::uint64_t{4} << 30U);
        const Recording small = opened(path);
        QCOMPARE(small.first<EventStream>()->size(), kLarge);
        QCOMPARE(small.first<EventStream>()->onCount(), static_cast<std::size_t>(on));
    }

    void whatIsInMemoryButLargeIsWrittenWithAnIndex()
    {
        const QTemporaryDir folder;
        const fs::path path = folder.filePath("a.h5").toStdString();
        const AddressColumns made = sorted(randomEntries(kLarge, kUnits));
        Recording recording;
        recording.streams.push_back({"spikes/main", "main", "", "",
                                     SpikeTrains::fromPairs(made.time, made.address, kUnits)});
        write(path, recording);
        QVERIFY(Hdf5File::open(path).hasDataset("/spikes/main/time_index"));
        const Recording read = opened(path);
        const AddressColumns all = everything(*read.first<StoredStream>()->source);
        QVERIFY(all.time == made.time);
        JobContext job = nullJob();
        const SpikeTrains again = loadSpikes(*read.first<StoredStream>()->source, job);
        for (UnitIndex unit = 0; unit < kUnits; ++unit) {
            const auto a = again.train(unit);
            const auto b = std::get<SpikeTrains>(recording.streams[0].data).train(unit);
            QVERIFY(std::equal(a.begin(), a.end(), b.begin(), b.end()));
        }
    }

    void theWayItIsStoredDoesNotMatter_data()
    {
        QTest::addColumn<bool>("compressed");
        QTest::addColumn<QString>("unit");
        QTest::newRow("as in memory") << false << "us";
        QTest::newRow("compressed") << true << "us";
        QTest::newRow("float s") << false << "s";
        QTest::newRow("compressed float ms") << true << "ms";
    }
    void theWayItIsStoredDoesNotMatter()
    {
        QFETCH(bool, compressed);
        QFETCH(QString, unit);
        const QTemporaryDir folder;
        const fs::path path = folder.filePath("a.h5").toStdString();
        const AddressColumns made = randomEntries(kLarge, kUnits);
        {
            Hdf5File file = Hdf5File::create(path);
            file.setCompressed(compressed);
            file.setAttribute("/", "inspike_kind", "recording");
            if (unit == "us") {
                file.writeIntegers("/spikes/p/time", made.time);
            } else {
                Tensor times;
                times.dtype = DType::Float64;
                times.shape = {made.time.size()};
                std::vector<double> values;
                for (const Time time : made.time)
                    values.push_back(static_cast<double>(time) / (unit == "s" ? 1e6 : 1e3));
                const auto bytes = std::as_bytes(std::span(values));
                times.bytes.assign(bytes.begin(), bytes.end());
                file.writeTensor("/spikes/p/time", times);
            }
            file.setAttribute("/spikes/p/time", "unit", unit.toStdString());
            const std::vector<std::int64_t> units(made.address.begin(), made.address.end());
            file.writeIntegers("/spikes/p/unit", units);
            file.close();
        }
        const Recording read = opened(path);
        const AddressSource& source = *read.first<StoredStream>()->source;
        const AddressColumns all = everything(source);
        QVERIFY(all.time == made.time);
        QVERIFY(all.address == made.address);
        const auto [least, most] = std::minmax_element(made.time.begin(), made.time.end());
        QVERIFY(source.facts().extent == (TimeRange{*least, *most + 1}));
        QCOMPARE(source.facts().addresses, std::uint64_t{kUnits});
        QVERIFY(!source.facts().sorted);
        QVERIFY(joined(read.info.notes).contains("not sorted"));
    }

    void notANumberIsRefused()
    {
        const QTemporaryDir folder;
        const fs::path path = folder.filePath("a.h5").toStdString();
        std::vector<float> times(kLarge, 1.0F);
        times[kLarge - 2] = std::numeric_limits<float>::quiet_NaN();
        Hdf5File file = Hdf5File::create(path);
        file.setAttribute("/", "inspike_kind", "recording");
        file.writeFloats("/spikes/p/time", {kLarge}, times);
        file.writeIntegers("/spikes/p/unit", std::vector<std::int64_t>(kLarge, 0));
        file.close();
        const auto error = errorOf([&] { opened(path); });
        QVERIFY(error && QString(error->what()).contains("not a number"));
    }

    void eventsOutsideTheSensorAreRefused()
    {
        const QTemporaryDir folder;
        const fs::path path = folder.filePath("a.h5").toStdString();
        std::vector<std::int64_t> column(kLarge, 3);
        Hdf5File file = Hdf5File::create(path);
        file.setAttribute("/", "inspike_kind", "recording");
        for (const char* name : {"t", "x", "y", "p"})
            file.writeIntegers(std::string("/events/e/") + name, column);
        file.setAttribute("/events/e", "width", std::int64_t{3});
        file.setAttribute("/events/e", "height", std::int64_t{4});
        file.close();
        const auto error = errorOf([&] { opened(path); });
        QVERIFY(error && QString(error->what()).contains("outside the sensor of 3 x 4"));
    }

    void allAtOneInstantIsFine()
    {
        const QTemporaryDir folder;
        const fs::path path = folder.filePath("a.h5").toStdString();
        AddressColumns made = randomEntries(kLarge, kUnits);
        std::fill(made.time.begin(), made.time.end(), -5);
        write(path, recordingOf(std::make_shared<ListSource>(made, kUnits)));
        const Recording read = opened(path);
        const AddressSource& source = *read.first<StoredStream>()->source;
        QVERIFY(source.facts().extent == (TimeRange{-5, -4}));
        QVERIFY(everything(source).address == made.address);
    }

    void writingCanBeCancelled()
    {
        const QTemporaryDir folder;
        // Four blocks are read to check the order and four to write them.
        StoppingSource source(sorted(randomEntries(kLarge, kUnits)), 6);
        const JobContext job(source.m_stop.get_token(), nullptr);
        const Recording recording = recordingOf({std::shared_ptr<void>(), &source});
        const fs::path copy = folder.filePath("copy.h5").toStdString();
        const auto writing = errorOf([&] { write(copy, recording, job); });
        QVERIFY(writing && writing->kind() == ErrorKind::Cancelled);
        QCOMPARE(filesIn(folder), std::size_t{0});
    }

    void aFullDiskLeavesNothingBehind()
    {
        const QTemporaryDir folder;
        const fs::path path = folder.filePath("a.h5").toStdString();
        for (const bool inOrder : {true, false}) {
            AddressColumns made = randomEntries(kLarge, kUnits);
            if (inOrder)
                made = sorted(made);
            const Recording recording = recordingOf(std::make_shared<ListSource>(made, kUnits));
            const FileSizeLimit limit(4000000);
            const auto error = errorOf([&] { write(path, recording); });
            QVERIFY(error && error->kind() == ErrorKind::BadOutput);
        }
        QCOMPARE(filesIn(folder), std::size_t{0});
    }

    void whatCannotFitOnTheDiskIsRefusedBeforehand()
    {
        const QTemporaryDir folder;
        const fs::path path = folder.filePath("a.h5").toStdString();
        const auto source = std::make_shared<ListSource>(AddressColumns{}, kUnits);
        source->m_facts.count = std::uint64_t{1} << 50U;
        const auto error = errorOf([&] { write(path, recordingOf(source)); });
        QVERIFY(error && error->kind() == ErrorKind::BadOutput);
        QVERIFY2(QString(error->what()).contains("are free in"), error->what());
        QCOMPARE(filesIn(folder), std::size_t{0});
    }

    void emptyStoredStreamsAreFine()
    {
        const QTemporaryDir folder;
        const fs::path path = folder.filePath("a.h5").toStdString();
        write(path, recordingOf(std::make_shared<ListSource>(AddressColumns{}, 7)));
        const Recording read = opened(path);
        QCOMPARE(read.first<SpikeTrains>()->spikes(), std::size_t{0});
        QCOMPARE(read.first<SpikeTrains>()->units(), std::size_t{7});
    }

    void damageIsAnErrorOrASoundStream()
    {
        const QTemporaryDir folder;
        const AddressColumns made = sorted(randomEntries(kLarge, kUnits));
        const fs::path path = folder.filePath("a.h5").toStdString();
        write(path, recordingOf(std::make_shared<ListSource>(made, kUnits)));
        const std::string content = contentOf(path);
        Random random(11);
        int refused = 0;
        for (int round = 0; round < 60; ++round) {
            std::string damaged = content;
            if (round % 4 == 0) {
                damaged.resize(random.below(static_cast<std::uint32_t>(content.size())));
            } else {
                // The library's own structures are at the start.
                const std::uint32_t reach = round % 2 == 0 ? 6000U : 60000U;
                for (int bit = 0; bit <= round % 3 * 4; ++bit)
                    damaged[random.below(reach)] ^= static_cast<char>(1U << random.below(8));
            }
            const fs::path variant = written(folder, "variant.h5", damaged);
            try {
                const Recording read = opened(variant);
                for (const NamedStream& stream : read.streams) {
                    if (const auto* stored = std::get_if<StoredStream>(&stream.data)) {
                        const AddressColumns all = everything(*stored->source);
                        QCOMPARE(all.time.size(), all.address.size());
                    }
                }
            } catch (const Error& error) {
                ++refused;
                QVERIFY(!QString(error.what()).contains('\n'));
            }
        }
        QVERIFY(refused > 0);
    }
};

INSPIKE_TEST(TstLargeRecordings, tst_large_recordings)
#include "tst_large_recordings.moc"
