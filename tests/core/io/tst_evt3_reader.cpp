// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.h"
#include "core/io/reader_registry.h"
#include "tests/core/io/event_files.h"
#include "tests/core/io/io_samples.h"
#include "tests/support/run_tests.h"
#include "tests/support/shared_data.h"

using namespace inspike;
using namespace inspike::test;

namespace {

constexpr const char* kHeader = "% evt 3.0\n% format EVT3;height=24;width=64\n% end\n";

std::uint16_t row(unsigned y)
{
    return static_cast<std::uint16_t>(y);
}
std::uint16_t column(unsigned x, unsigned polarity)
{
    return static_cast<std::uint16_t>(0x2000U | polarity << 11U | x);
}
std::uint16_t low(unsigned time)
{
    return static_cast<std::uint16_t>(0x6000U | time);
}
std::uint16_t high(unsigned time)
{
    return static_cast<std::uint16_t>(0x8000U | time);
}

Recording openedWords(const QTemporaryDir& folder, const std::vector<std::uint16_t>& words,
                      const std::string& header = kHeader)
{
    return opened(written(folder, "a.raw", header + bytesOf(words)));
}

// Single events and vectors, more than fit into the smallest memory budget.
std::string largeFile()
{
    Random random(4);
    std::vector<std::uint16_t> words;
    for (unsigned i = 0; i < 150000; ++i) {
        if (i % 40 == 0)
            words.push_back(high(i / 40 % 4096));
        words.push_back(low(i % 40 * 100));
        words.push_back(row(random.below(24)));
        words.push_back(column(random.below(64), random.below(2)));
        words.push_back(static_cast<std::uint16_t>(0x3000U | random.below(2) << 11U | 20));
        words.push_back(static_cast<std::uint16_t>(0x4000U | random.below(4096)));
    }
    return kHeader + bytesOf(words);
}

} // namespace

class TstEvt3Reader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void wordsBecomeColumns()
    {
        const Recording recording = opened(sample("tiny_evt3.raw"));
        const EventStream& events = *recording.first<EventStream>();
        QCOMPARE(events.width(), 64U);
        QCOMPARE(events.size(), std::size_t{8});
        constexpr qint64 kLate = 0xFFFLL << 12U;
        const std::vector<qint64> times = {
            kLate - 4096 + 800, kLate - 4096 + 811, kLate + 3, kLate + 3,
            kLate + 3,          kLate + 3,          kLate + 3, (qint64{1} << 24U) + 9};
        const std::vector<int> xs = {6, 5, 20, 31, 32, 44, 51, 63};
        const std::vector<int> ys = {7, 7, 7, 7, 7, 7, 7, 8};
        const std::vector<int> polarities = {0, 1, 1, 1, 1, 1, 1, 0};
        for (std::size_t i = 0; i < xs.size(); ++i) {
            QCOMPARE(qint64{events.all().t[i]}, times[i]);
            QCOMPARE(int{events.all().x[i]}, xs[i]);
            QCOMPARE(int{events.all().y[i]}, ys[i]);
            QCOMPARE(int{events.all().polarity[i]}, polarities[i]);
        }
        const Labels& triggers = *recording.first<Labels>();
        QCOMPARE(triggers.names[static_cast<std::size_t>(triggers.values[0])],
                 std::string("trigger 2 falls"));
    }

    void aLowTimeThatStepsBackIsNoWrap()
    {
        QTemporaryDir folder;
        const Recording recording = openedWords(
            folder, {high(5), row(1), low(811), low(800), column(1, 1), low(812), column(2, 1)});
        const EventStream& events = *recording.first<EventStream>();
        QCOMPARE(qint64{events.all().t[0]}, qint64{(5 << 12) + 800});
        QCOMPARE(qint64{events.all().t[1]}, qint64{(5 << 12) + 812});
        QVERIFY(recording.info.notes.empty());
    }

    void aNewHighTimeStartsAtZeroAndARepeatedOneChangesNothing()
    {
        QTemporaryDir folder;
        const Recording recording = openedWords(
            folder, {high(5), row(1), low(100), high(5), column(1, 1), high(6), column(2, 1)});
        const EventStream& events = *recording.first<EventStream>();
        QCOMPARE(qint64{events.all().t[0]}, qint64{(5 << 12) + 100});
        QCOMPARE(qint64{events.all().t[1]}, qint64{6 << 12});
    }

    void theClockWrapsEverySixteenSeconds()
    {
        QTemporaryDir folder;
        std::vector<std::uint16_t> words = {row(1)};
        for (const unsigned time : {100U, 4095U, 0U, 2000U, 4095U, 3U}) {
            words.push_back(high(time));
            words.push_back(column(1, 1));
        }
        const Recording recording = openedWords(folder, words);
        const auto times = recording.first<EventStream>()->all().t;
        QCOMPARE(qint64{times[2]}, qint64{1} << 24U);
        QCOMPARE(qint64{times[5]}, (qint64{2} << 24U) + (3 << 12));
    }

    void whatComesBeforeTimeAndRowIsDroppedAndCounted()
    {
        QTemporaryDir folder;
        const Recording recording = openedWords(
            folder, {column(1, 1), row(1), column(1, 1), 0x3000, 0x5007, high(1), column(2, 0)});
        QCOMPARE(recording.first<EventStream>()->size(), std::size_t{1});
        QVERIFY(joined(recording.info.notes).contains("dropped 5 events before the first time"));
    }

    void vectorsThatLeaveTheSensorAreCutAndCounted()
    {
        QTemporaryDir folder;
        std::vector<std::uint16_t> words = {high(1), row(1), 0x3000 | 60, 0x4FFF};
        // Far beyond every sensor: the base must not run away.
        words.insert(words.end(), 400, std::uint16_t{0x4FFF});
        const Recording recording = openedWords(folder, words);
        QCOMPARE(recording.first<EventStream>()->size(), std::size_t{4});
        const QString notes = joined(recording.info.notes);
        QVERIFY2(notes.contains("events outside the sensor of 64 x 24"), qPrintable(notes));
        QVERIFY2(notes.contains("at a place or time that no sensor has"), qPrintable(notes));
    }

    void halfAWordAtTheEndIsNoted()
    {
        QTemporaryDir folder;
        const auto path =
            written(folder, "a.raw",
                    kHeader + bytesOf<std::uint16_t>({high(1), row(2), column(3, 1)}) + "x");
        const Recording recording = opened(path);
        QCOMPARE(recording.first<EventStream>()->size(), std::size_t{1});
        QVERIFY(joined(recording.info.notes).contains("ignored 1 byte"));
    }

    void aLargeRecordingStaysOnDiskAndGivesTheSameEvents()
    {
        QTemporaryDir folder;
        const auto path = written(folder, "large.raw", largeFile());
        const Recording inMemory = opened(path);
        const SmallBudget budget;
        const Recording recording = opened(path);
        const auto* stored = recording.first<StoredStream>();
        QVERIFY(stored != nullptr);
        QVERIFY(holdsTheSame(*stored->source, *inMemory.first<EventStream>()));
        QVERIFY(anyPartIsTheSame(*stored->source, *inMemory.first<EventStream>()));
    }

    void theRealRecordingHasItsCounts()
    {
        const auto path = sharedFile("data/events/expelliarmus_evt3_sample.raw");
        INSPIKE_NEED(path, "recordings");
        const Recording recording = opened(path);
        const EventStream& events = *recording.first<EventStream>();
        QCOMPARE(events.size(), std::size_t{219596});
        QCOMPARE(events.onCount(), std::size_t{115532});
        QCOMPARE(qint64{events.extent().begin}, qint64{11718656});
        QCOMPARE(qint64{events.extent().end}, qint64{11727458});
        QCOMPARE(events.width(), 1280U);
        QCOMPARE(events.height(), 720U);
        QVERIFY(reach(events) == (Reach{0, 1279, 0, 719}));
    }
};

INSPIKE_TEST(TstEvt3Reader, tst_evt3_reader)
#include "tst_evt3_reader.moc"
