// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.h"
#include "core/io/reader_registry.h"
#include "tests/core/io/event_files.h"
#include "tests/core/io/io_samples.h"
#include "tests/support/run_tests.h"
#include "tests/support/shared_data.h"

#include <atomic>
#include <thread>

using namespace inspike;
using namespace inspike::test;

namespace {

constexpr std::uint32_t kTimeHigh = 0x80000000U;
constexpr const char* kHeader = "% format EVT2;height=24;width=32\n% geometry 32x24\n% end\n";

std::uint32_t word(unsigned polarity, unsigned low, unsigned x, unsigned y)
{
    return polarity << 28U | low << 22U | x << 11U | y;
}

std::string file(const std::vector<std::uint32_t>& words, const std::string& header = kHeader)
{
    return header + bytesOf(words);
}

// Random events, more than fit into the smallest memory budget.
std::string largeFile()
{
    Random random(3);
    std::vector<std::uint32_t> words;
    std::uint32_t high = 0;
    for (int i = 0; i < 800000; ++i) {
        if (i % 50 == 0)
            words.push_back(kTimeHigh | ++high);
        words.push_back(word(random.below(2), static_cast<unsigned>(i % 50), random.below(32),
                             random.below(24)));
    }
    return file(words);
}

} // namespace

class TstEvt2Reader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void wordsBecomeColumns()
    {
        const Recording recording = opened(sample("tiny_evt2.raw"));
        const EventStream& events = *recording.first<EventStream>();
        QCOMPARE(events.width(), 32U);
        QCOMPARE(events.height(), 24U);
        constexpr qint64 kBase = qint64{1} << 34U; // where the clock wraps
        const std::vector<qint64> times = {kBase - 128, kBase - 65, kBase - 57, kBase + 2,
                                           kBase + 2,   kBase + 40, kBase + 67};
        const std::vector<int> xs = {0, 31, 5, 8, 8, 8, 30};
        const std::vector<int> polarities = {1, 0, 1, 1, 0, 0, 1};
        QCOMPARE(events.size(), times.size());
        for (std::size_t i = 0; i < times.size(); ++i) {
            QCOMPARE(qint64{events.all().t[i]}, times[i]);
            QCOMPARE(int{events.all().x[i]}, xs[i]);
            QCOMPARE(int{events.all().polarity[i]}, polarities[i]);
        }
        QVERIFY(joined(recording.info.notes).contains("dropped 1 event before the first time"));
    }

    void triggersAreLabelsWithATime()
    {
        const Recording recording = opened(sample("tiny_evt2.raw"));
        const Labels& triggers = *recording.first<Labels>();
        QCOMPARE(triggers.values.size(), std::size_t{1});
        QCOMPARE(triggers.names[static_cast<std::size_t>(triggers.values[0])],
                 std::string("trigger 3 rises"));
        QCOMPARE(qint64{triggers.time[0]}, (qint64{1} << 34U) - 64 + 9);
    }

    void aHeaderAloneIsARecordingWithoutEvents()
    {
        QTemporaryDir folder;
        const Recording recording = opened(written(folder, "a.raw", kHeader));
        QCOMPARE(recording.first<EventStream>()->size(), std::size_t{0});
        QCOMPARE(recording.first<EventStream>()->width(), 32U);
    }

    void aTruncatedTailKeepsAllCompleteEvents()
    {
        QTemporaryDir folder;
        const auto content = file({kTimeHigh, word(1, 0, 1, 1), word(1, 1, 1, 1)});
        for (std::size_t cut = 1; cut < 4; ++cut) {
            const auto path = written(folder, "a.raw", content.substr(0, content.size() - cut));
            const Recording recording = opened(path);
            QCOMPARE(recording.first<EventStream>()->size(), std::size_t{1});
            QVERIFY(joined(recording.info.notes).contains("truncated: ignored"));
        }
    }

    void eventsOutsideTheSensorAreDroppedAndCounted()
    {
        QTemporaryDir folder;
        const auto path =
            written(folder, "a.raw",
                    file({kTimeHigh, word(1, 0, 31, 23), word(1, 0, 32, 0), word(1, 0, 0, 24)}));
        const Recording recording = opened(path);
        QCOMPARE(recording.first<EventStream>()->size(), std::size_t{1});
        QVERIFY(joined(recording.info.notes).contains("dropped 2 events outside the sensor"));
    }

    void withoutASizeTheSensorReachesToTheLargestEvent()
    {
        QTemporaryDir folder;
        const auto path =
            written(folder, "a.raw",
                    file({kTimeHigh, word(1, 0, 40, 3), word(1, 0, 2, 50)}, "% evt 2.0\n"));
        const Recording recording = opened(path);
        QCOMPARE(recording.first<EventStream>()->width(), 41U);
        QCOMPARE(recording.first<EventStream>()->height(), 51U);
        QVERIFY(joined(recording.info.notes).contains("does not say how large"));
    }

    void binaryDataThatLooksLikeAHeaderIsNotEaten()
    {
        QTemporaryDir folder;
        // '%' is the first byte of this word.
        const std::uint32_t percent = kTimeHigh | 0x0A2025U;
        const auto path =
            written(folder, "a.raw", file({percent, word(1, 0, 1, 1)}, "% evt 2.0\n"));
        QCOMPARE(opened(path).first<EventStream>()->size(), std::size_t{1});
        QCOMPARE(qint64{opened(path).first<EventStream>()->extent().begin}, qint64{0x0A2025} << 6U);
    }

    void timesThatStepBackAreSortedAndCounted()
    {
        QTemporaryDir folder;
        const auto path = written(folder, "a.raw",
                                  file({kTimeHigh | 5, word(1, 0, 1, 1), kTimeHigh | 4,
                                        word(0, 0, 2, 2), word(0, 1, 3, 3)}));
        const Recording recording = opened(path);
        const EventStream& events = *recording.first<EventStream>();
        QCOMPARE(int{events.all().x[0]}, 2);
        QCOMPARE(int{events.all().x[2]}, 1);
        QVERIFY(joined(recording.info.notes).contains("1 step back"));
    }

    void aNewerEncodingIsRefusedByName()
    {
        QTemporaryDir folder;
        const auto path = written(folder, "a.raw", file({0, 0}, "% format EVT21;width=4\n"));
        const auto error = errorOf([&] { opened(path); });
        QVERIFY(error && error->kind() == ErrorKind::Unsupported);
        QVERIFY(QString(error->what()).contains("EVT21"));
    }

    void aLargeRecordingStaysOnDiskAndGivesTheSameEvents()
    {
        QTemporaryDir folder;
        const auto path = written(folder, "large.raw", largeFile());
        const Recording inMemory = opened(path);
        const SmallBudget budget;
        const Recording recording = opened(path);
        const auto* stored = recording.first<StoredStream>();
        QVERIFY(stored != nullptr && stored->isEvents());
        QVERIFY(stored->source->facts().sorted);
        const EventStream& expected = *inMemory.first<EventStream>();
        QVERIFY(holdsTheSame(*stored->source, expected));
        QVERIFY(anyPartIsTheSame(*stored->source, expected));
        const auto error = errorOf([&] {
            AddressColumns columns;
            stored->source->read(expected.size(), 1, columns);
        });
        QVERIFY(error && error->kind() == ErrorKind::BadShape);
    }

    void aLargeRecordingIsReadFromSeveralThreads()
    {
        QTemporaryDir folder;
        const auto path = written(folder, "large.raw", largeFile());
        const EventStream expected = *opened(path).first<EventStream>();
        const SmallBudget budget;
        const Recording recording = opened(path);
        const auto& source = *recording.first<StoredStream>()->source;
        std::atomic<int> sound = 0;
        {
            std::vector<std::jthread> threads;
            for (int i = 0; i < 4; ++i)
                threads.emplace_back([&] { sound += anyPartIsTheSame(source, expected) ? 1 : 0; });
        }
        QCOMPARE(sound.load(), 4);
    }

    void theRealRecordingHasItsCounts()
    {
        const auto path = sharedFile("data/events/faery_evt2.raw");
        INSPIKE_NEED(path, "recordings");
        const Recording recording = opened(path);
        const EventStream& events = *recording.first<EventStream>();
        QCOMPARE(events.size(), std::size_t{521252});
        QCOMPARE(events.onCount(), std::size_t{185861});
        QCOMPARE(qint64{events.extent().begin}, qint64{913716224});
        QCOMPARE(qint64{events.extent().end}, qint64{913812096});
        QCOMPARE(events.width(), 640U);
        QCOMPARE(events.height(), 480U);
        QVERIFY(!events.wasSorted());
        QVERIFY(reach(events) == (Reach{0, 639, 0, 479}));
    }
};

INSPIKE_TEST(TstEvt2Reader, tst_evt2_reader)
#include "tst_evt2_reader.moc"
