// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/reader_registry.h"
#include "tests/core/io/io_samples.h"
#include "tests/support/run_tests.h"
#include "tests/support/shared_data.h"

using namespace inspike;
using namespace inspike::test;

namespace {

// One event as the five bytes of the file.
std::string packed(unsigned x, unsigned y, unsigned polarity, unsigned time)
{
    std::string bytes;
    for (const unsigned byte : {x, y, polarity << 7U | time >> 16U, time >> 8U & 255U, time & 255U})
        bytes += static_cast<char>(byte);
    return bytes;
}

Recording readAs(const std::filesystem::path& path, const std::vector<std::string>& settings = {})
{
    JobContext job = nullJob();
    const Reader& reader = *findReader("n-mnist");
    return reader.read({path, Params::parse(reader.info().params, settings), 0}, job);
}

} // namespace

class TstNmnistReader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void bitsBecomeColumns()
    {
        QTemporaryDir folder;
        const auto path =
            written(folder, "a.bin", packed(3, 33, 1, 10) + packed(33, 0, 0, 0x7FFFFF));
        const Recording recording = readAs(path);
        const EventStream& events = *recording.first<EventStream>();
        QCOMPARE(events.size(), std::size_t{2});
        QCOMPARE(events.width(), 34U);
        QCOMPARE(events.height(), 34U);
        QCOMPARE(qint64{events.all().t[1]}, qint64{0x7FFFFF});
        QCOMPARE(int{events.all().x[1]}, 33);
        QCOMPARE(int{events.all().y[0]}, 33);
        QCOMPARE(int{events.all().polarity[0]}, 1);
        QCOMPARE(int{events.all().polarity[1]}, 0);
    }

    void overflowMarkersMoveLaterTimes()
    {
        QTemporaryDir folder;
        const auto path = written(
            folder, "a.bin", packed(1, 1, 1, 100) + packed(0, 240, 0, 0) + packed(1, 1, 0, 120));
        const Recording recording = readAs(path);
        const EventStream& events = *recording.first<EventStream>();
        QCOMPARE(events.size(), std::size_t{2});
        QCOMPARE(qint64{events.all().t[1]}, qint64{120 + 8192});
        QVERIFY(joined(recording.info.notes).contains("1 overflow marker"));
    }

    void aTruncatedTailKeepsAllCompleteEvents()
    {
        const Recording recording = opened(sample("digit_truncated.bin"));
        QCOMPARE(recording.first<EventStream>()->size(), std::size_t{10});
        QVERIFY(joined(recording.info.notes).contains("ignored 2 bytes"));
    }

    void anEmptyFileIsARecordingWithoutEvents()
    {
        QTemporaryDir folder;
        const Recording recording = opened(written(folder, "empty.bin", ""));
        QCOMPARE(recording.first<EventStream>()->size(), std::size_t{0});
    }

    void strayEventsAreDroppedAndCounted()
    {
        QTemporaryDir folder;
        std::string content;
        for (unsigned i = 0; i < 99; ++i)
            content += packed(i % 34, i % 30, 1, i);
        const auto path = written(folder, "a.bin", content + packed(200, 5, 1, 99));
        const Recording recording = opened(path);
        QCOMPARE(recording.first<EventStream>()->size(), std::size_t{99});
        QVERIFY(joined(recording.info.notes).contains("dropped 1 event outside the sensor of 34"));
    }

    void theSensorIsLargerWhereTheEventsAre()
    {
        QTemporaryDir folder;
        std::string content;
        for (unsigned i = 0; i < 100; ++i)
            content += packed(2 * i, i, 1, 10 * i);
        const auto path = written(folder, "a.bin", content);
        QCOMPARE(opened(path).first<EventStream>()->width(), 240U);
        QCOMPARE(readAs(path, {"width=128", "height=128"}).first<EventStream>()->size(),
                 std::size_t{64});
    }

    void otherBinaryFilesAreLeftToOthers()
    {
        QTemporaryDir folder;
        std::string content;
        for (unsigned i = 0; i < 4000; ++i)
            content += static_cast<char>(i * i % 251);
        const auto error = errorOf([&] { opened(written(folder, "weights.bin", content)); });
        QVERIFY(error && error->kind() == ErrorKind::Unsupported);
    }

    void aRealDigitHasItsCounts()
    {
        const auto path = sharedFile("data/nmnist/1.bin");
        INSPIKE_NEED(path, "recordings");
        const Recording recording = opened(path);
        const EventStream& events = *recording.first<EventStream>();
        QCOMPARE(events.size(), std::size_t{4681});
        QCOMPARE(events.onCount(), std::size_t{2328});
        QCOMPARE(qint64{events.extent().begin}, qint64{893});
        QCOMPARE(qint64{events.extent().end}, qint64{305925});
        QVERIFY(recording.info.notes.empty());
    }

    void everyRealDigitIsRecognised()
    {
        INSPIKE_NEED(sharedFile("data/nmnist/1.bin"), "recordings");
        for (int number = 1; number <= 1000; ++number) {
            const auto path = sharedFile("data/nmnist/" + std::to_string(number) + ".bin");
            QVERIFY2(pickReader(peekFile(path)).info().id == "n-mnist", path.c_str());
        }
    }
};

INSPIKE_TEST(TstNmnistReader, tst_nmnist_reader)
#include "tst_nmnist_reader.moc"
