// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/aedat4_file.h"
#include "core/io/reader_registry.h"
#include "tests/core/io/event_files.h"
#include "tests/core/io/io_samples.h"
#include "tests/support/run_tests.h"
#include "tests/support/shared_data.h"

#include <QScopeGuard>

#include <cstring>

using namespace inspike;
using namespace inspike::test;

namespace {

constexpr qint64 kStart = 1600000000000000; // of the samples

std::uint32_t numberAt(const std::string& content, std::size_t at)
{
    std::uint32_t number = 0;
    std::memcpy(&number, content.data() + at, sizeof number);
    return number;
}

// Where the packets of a sample begin.
std::size_t packetsAt(const std::string& content)
{
    return kAedat4Magic.size() + 4 + numberAt(content, kAedat4Magic.size());
}

std::string packetOf(std::uint32_t stream, const std::string& packed)
{
    return bytesOf<std::uint32_t>({stream, static_cast<std::uint32_t>(packed.size())}) + packed;
}

// A Zstandard frame that says "repeat this byte" so often that 256 MiB come out.
std::string bomb()
{
    std::string frame("\x28\xB5\x2F\xFD\x00\x58", 6);
    constexpr unsigned kBlock = 128 * 1024;
    for (unsigned i = 0; i < 2048; ++i) {
        const unsigned header = (i == 2047 ? 1U : 0U) | 1U << 1U | kBlock << 3U;
        for (const unsigned shift : {0U, 8U, 16U})
            frame += static_cast<char>(header >> shift & 255U);
        frame += 'x';
    }
    return frame;
}

// True if the reader takes or refuses the content.
bool isHandled(const QTemporaryDir& folder, const std::string& content)
{
    // A file of its own each time: overwriting one makes some file systems wait for the disk.
    const auto path = written(folder, "variant.aedat4", content);
    const auto remove = qScopeGuard([&] { std::filesystem::remove(path); });
    try {
        for (const NamedStream& stream : opened(path).streams) {
            if (const auto* frames = std::get_if<Frames>(&stream.data)) {
                if (frames->data.size() !=
                    frames->count * frames->width * frames->height * frames->channels)
                    return false;
            }
        }
    } catch (const Error&) {
        return true;
    }
    return true;
}

} // namespace

class TstAedat4Reader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyPackingGivesTheSameStreams_data()
    {
        QTest::addColumn<QString>("name");
        for (const char* name : {"tiny_plain.aedat4", "tiny_lz4.aedat4", "tiny_zstd.aedat4"})
            QTest::newRow(name) << name;
    }
    void everyPackingGivesTheSameStreams()
    {
        QFETCH(QString, name);
        const Recording recording = opened(sample(name.toStdString()));
        QCOMPARE(recording.streams.size(), std::size_t{4});
        const EventStream& events = *recording.stream<EventStream>("main");
        QCOMPARE(events.size(), std::size_t{30});
        QCOMPARE(events.onCount(), std::size_t{17});
        QCOMPARE(events.width(), 16U);
        QCOMPARE(events.height(), 12U);
        QCOMPARE(qint64{events.all().t[1]}, kStart + 2);
        QCOMPARE(int{events.all().x[13]}, 26 % 16);
        QCOMPARE(int{events.all().y[13]}, 26 % 12);
        const EventStream& second = *recording.stream<EventStream>("events/4");
        QCOMPARE(second.size(), std::size_t{2});
        QCOMPARE(second.width(), 8U);
        const Frames& frames = *recording.first<Frames>();
        QCOMPARE(frames.count, std::size_t{1});
        QCOMPARE(frames.width, std::size_t{4});
        QCOMPARE(frames.data, (std::vector<std::uint8_t>{0, 1, 2, 3, 4, 5, 6, 7}));
        QCOMPARE(qint64{frames.time[0]}, kStart + 5);
        const Labels& triggers = *recording.first<Labels>();
        QCOMPARE(triggers.values, (std::vector<std::int64_t>{2, 3}));
        QCOMPARE(qint64{triggers.time[1]}, kStart + 30);
        QVERIFY(joined(recording.info.notes).contains("2 samples of the inertia sensor"));
    }

    void theXmlTellsTypesNamesAndSizes()
    {
        const auto streams = aedat4StreamsFromXml(
            R"(<dv><node name="outInfo"><node name="7"><attr key="typeIdentifier">EVTS</attr>)"
            R"(<node name="info"><attr key="sizeX" type="int">320</attr>)"
            R"(<attr key="sizeY" type="int">-4</attr><node name="deep"/></node></node>)"
            R"(<node name="x"><attr key="typeIdentifier">FRME</attr></node></node>)"
            R"(<attr key="sizeX">9</attr></dv>)");
        QCOMPARE(streams.size(), std::size_t{1});
        QCOMPARE(streams[0].id, 7);
        QCOMPARE(streams[0].type, std::string("EVTS"));
        QCOMPARE(streams[0].sensor.width, 320U);
        QCOMPARE(streams[0].sensor.height, 0U);
        for (const char* damaged : {"", "<", "<node", "<attr key=", "</node></node>", "<node>>>"})
            QVERIFY(aedat4StreamsFromXml(damaged).empty());
    }

    void streamsWithoutXmlAreRecognisedByTheirPackets()
    {
        QTemporaryDir folder;
        std::string content = contentOf(sample("tiny_plain.aedat4"));
        for (std::size_t at = content.find("<attr"); at != std::string::npos;
             at = content.find("<attr", at))
            content[at + 1] = 'b';
        const Recording recording = opened(written(folder, "a.aedat4", content));
        QCOMPARE(recording.stream<EventStream>("main")->size(), std::size_t{30});
        QCOMPARE(recording.stream<EventStream>("main")->width(), 15U);
        QVERIFY(recording.first<Frames>() != nullptr);
    }

    void aHeaderAloneIsARecordingWithoutEvents()
    {
        QTemporaryDir folder;
        const std::string content = contentOf(sample("tiny_lz4.aedat4"));
        const Recording recording =
            opened(written(folder, "a.aedat4", content.substr(0, packetsAt(content))));
        QCOMPARE(recording.stream<EventStream>("main")->size(), std::size_t{0});
        QCOMPARE(recording.stream<EventStream>("main")->width(), 16U);
    }

    void aTruncatedTailKeepsAllCompletePackets()
    {
        QTemporaryDir folder;
        const std::string content = contentOf(sample("tiny_lz4.aedat4"));
        const Recording recording =
            opened(written(folder, "a.aedat4", content.substr(0, content.size() - 3)));
        QCOMPARE(recording.stream<EventStream>("main")->size(), std::size_t{20});
        QVERIFY(joined(recording.info.notes).contains("truncated: ignored"));
    }

    void aDamagedPacketIsSkippedAndCounted()
    {
        QTemporaryDir folder;
        std::string content = contentOf(sample("tiny_lz4.aedat4"));
        content[packetsAt(content) + 8] ^= 1; // the magic of the first packet's frame
        const Recording recording = opened(written(folder, "a.aedat4", content));
        QCOMPARE(recording.stream<EventStream>("main")->size(), std::size_t{10});
        QVERIFY(joined(recording.info.notes).contains("skipped 1 damaged packet"));
    }

    void aBombIsADamagedPacket()
    {
        QTemporaryDir folder;
        const std::string content = contentOf(sample("tiny_zstd.aedat4")) + packetOf(0, bomb()) +
                                    packetOf(1, bomb()) + packetOf(0, bomb().substr(0, 4000));
        const Recording recording = opened(written(folder, "a.aedat4", content));
        QCOMPARE(recording.stream<EventStream>("main")->size(), std::size_t{30});
        const QString notes = joined(recording.info.notes);
        QVERIFY2(notes.contains("skipped 2 damaged packets"), qPrintable(notes));
        QVERIFY2(notes.contains("skipped 1 damaged packet of frames"), qPrintable(notes));
    }

    void cutsAnywhereAreHandled()
    {
        QTemporaryDir folder;
        for (const char* name : {"tiny_plain.aedat4", "tiny_lz4.aedat4"}) {
            const std::string content = contentOf(sample(name));
            for (std::size_t size = 0; size < content.size(); size += 5)
                QVERIFY2(isHandled(folder, content.substr(0, size)), name);
        }
    }

    void everyDamagedByteIsHandled()
    {
        // Without packing every offset and size of the buffers is hit.
        QTemporaryDir folder;
        const std::string content = contentOf(sample("tiny_plain.aedat4"));
        for (std::size_t at = 0; at < content.size(); ++at) {
            for (const unsigned value : {0x04U, 0xFFU}) {
                std::string damaged = content;
                damaged[at] = static_cast<char>(value);
                QVERIFY2(isHandled(folder, damaged), qPrintable(QString::number(at)));
            }
        }
    }

    void absurdOffsetsAndCountsAreHandled()
    {
        QTemporaryDir folder;
        const std::string content = contentOf(sample("tiny_plain.aedat4"));
        for (std::size_t at = 0; at + 4 <= content.size(); at += 4) {
            for (const std::uint32_t value : {0x7FFFFFFFU, 0xFFFFFFF0U}) {
                std::string damaged = content;
                std::memcpy(damaged.data() + at, &value, sizeof value);
                QVERIFY2(isHandled(folder, damaged), qPrintable(QString::number(at)));
            }
        }
    }

    void anUnknownPackingIsRefused()
    {
        QTemporaryDir folder;
        std::string content = contentOf(sample("tiny_lz4.aedat4"));
        // The only 1 among the fields of the header's table is the method.
        const std::size_t at = content.find(std::string("\x01\0\0\0", 4), 24);
        QVERIFY(at < 80);
        content[at] = 9;
        const auto error = errorOf([&] { opened(written(folder, "a.aedat4", content)); });
        QVERIFY(error && error->kind() == ErrorKind::Unsupported);
        QVERIFY(QString(error->what()).contains("method 9"));
    }

    void aLargeRecordingStaysOnDiskAndGivesTheSameEvents()
    {
        QTemporaryDir folder;
        std::string content = contentOf(sample("tiny_plain.aedat4"));
        const std::size_t begin = packetsAt(content);
        const std::string packet = content.substr(begin, 8 + numberAt(content, begin + 4));
        for (int i = 0; i < 35000; ++i)
            content += packet;
        const auto path = written(folder, "large.aedat4", content);
        const Recording inMemory = opened(path);
        const EventStream& events = *inMemory.stream<EventStream>("main");
        QCOMPARE(events.size(), std::size_t{35000 * 20 + 30});
        const SmallBudget budget;
        const Recording recording = opened(path);
        const auto* stored = recording.stream<StoredStream>("main");
        QVERIFY(stored != nullptr);
        // Each copy starts over: this file is not sorted, and what is on disk keeps its order.
        QVERIFY(!stored->source->facts().sorted);
        QCOMPARE(stored->source->facts().count, std::uint64_t{events.size()});
        QCOMPARE(stored->source->facts().on, std::uint64_t{events.onCount()});
        JobContext job = nullJob();
        QVERIFY(loadEvents(*stored->source, job).all().x[1000] == events.all().x[1000]);
        AddressColumns columns;
        stored->source->read(30 + 20 * 34000 + 3, 1, columns);
        QCOMPARE(qint64{columns.time[0]}, kStart + 6);
    }

    void theRealDvxplorerRecordingHasItsCounts()
    {
        const auto path = sharedFile("data/events/tonic_sample.aedat4");
        INSPIKE_NEED(path, "recordings");
        const Recording recording = opened(path);
        const EventStream& events = *recording.first<EventStream>();
        QCOMPARE(events.size(), std::size_t{111954});
        QCOMPARE(events.onCount(), std::size_t{55023});
        QCOMPARE(qint64{events.extent().begin}, qint64{1605537493718345});
        QCOMPARE(qint64{events.extent().end}, qint64{1605537494308263});
        QCOMPARE(events.width(), 320U);
        QCOMPARE(events.height(), 240U);
        QVERIFY(reach(events) == (Reach{0, 319, 0, 239}));
        QVERIFY(joined(recording.info.notes).contains("475 samples of the inertia sensor"));
    }

    void theRealDavisRecordingHasItsCounts()
    {
        const auto path = sharedFile("data/events/aestream_davis.aedat4");
        INSPIKE_NEED(path, "recordings");
        const Recording recording = opened(path);
        const EventStream& events = *recording.first<EventStream>();
        QCOMPARE(events.size(), std::size_t{117667});
        QCOMPARE(events.onCount(), std::size_t{72363});
        QCOMPARE(qint64{events.extent().length()}, qint64{130000});
        QVERIFY(reach(events) == (Reach{0, 345, 0, 259}));
        const Frames& frames = *recording.first<Frames>();
        QCOMPARE(frames.count, std::size_t{3});
        QCOMPARE(frames.width, std::size_t{346});
        QCOMPARE(frames.height, std::size_t{260});
        QCOMPARE(recording.first<Labels>()->values.size(), std::size_t{15});
        QVERIFY(joined(recording.info.notes).contains("130 samples of the inertia sensor"));
    }
};

INSPIKE_TEST(TstAedat4Reader, tst_aedat4_reader)
#include "tst_aedat4_reader.moc"
