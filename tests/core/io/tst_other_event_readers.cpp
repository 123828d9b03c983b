// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Prophesee DAT and Event Stream.
#include "core/io/reader_registry.h"
#include "tests/core/io/event_files.h"
#include "tests/core/io/io_samples.h"
#include "tests/support/run_tests.h"
#include "tests/support/shared_data.h"

using namespace inspike;
using namespace inspike::test;

class TstOtherEventReaders : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void datEventsHaveAClockThatWraps()
    {
        const Recording recording = opened(sample("tiny.dat"));
        const EventStream& events = *recording.first<EventStream>();
        QCOMPARE(events.size(), std::size_t{6});
        QCOMPARE(events.onCount(), std::size_t{3});
        QCOMPARE(qint64{events.all().t[0]}, (qint64{1} << 32U) - 30);
        QCOMPARE(qint64{events.all().t[2]}, (qint64{1} << 32U) + 5);
        QCOMPARE(int{events.all().x[4]}, 11);
        QCOMPARE(int{events.all().y[4]}, 6);
    }

    void datFilesOfOtherThingsAreRefused()
    {
        QTemporaryDir folder;
        const auto path = written(folder, "a.dat", std::string("% Version 2\n\x0E\x08", 14));
        JobContext job = nullJob();
        const auto error = errorOf([&] { findReader("dat")->read({path, {}, 0}, job); });
        QVERIFY(error && error->kind() == ErrorKind::Unsupported);
    }

    void eventStreamsCountRowsFromTheBottomAndTimeInSteps()
    {
        const Recording recording = opened(sample("tiny.es"));
        const EventStream& events = *recording.first<EventStream>();
        QCOMPARE(events.size(), std::size_t{3});
        const std::vector<qint64> times = {5, 259, 260};
        const std::vector<int> xs = {3, 7, 0};
        const std::vector<int> ys = {5, 0, 4};
        for (std::size_t i = 0; i < times.size(); ++i) {
            QCOMPARE(qint64{events.all().t[i]}, times[i]);
            QCOMPARE(int{events.all().x[i]}, xs[i]);
            QCOMPARE(int{events.all().y[i]}, ys[i]);
        }
        QCOMPARE(events.onCount(), std::size_t{2});
    }

    void otherKindsOfEventStreamAreRefusedByName()
    {
        QTemporaryDir folder;
        std::string content = contentOf(sample("tiny.es"));
        content[15] = 4;
        const auto error = errorOf([&] { opened(written(folder, "a.es", content)); });
        QVERIFY(error && error->kind() == ErrorKind::Unsupported);
        QVERIFY(QString(error->what()).contains("kind 4"));
    }

    void aTruncatedEventStreamKeepsAllCompleteEvents()
    {
        QTemporaryDir folder;
        const std::string content = contentOf(sample("tiny.es"));
        const Recording recording =
            opened(written(folder, "a.es", content.substr(0, content.size() - 2)));
        QCOMPARE(recording.first<EventStream>()->size(), std::size_t{2});
        QVERIFY(joined(recording.info.notes).contains("ignored 3 bytes"));
    }

    void theRealCarHasItsCounts()
    {
        const auto path = sharedFile("data/events/tonic_sample_ncars.dat");
        INSPIKE_NEED(path, "recordings");
        const EventStream events = *opened(path).first<EventStream>();
        QCOMPARE(events.size(), std::size_t{2009});
        QCOMPARE(events.onCount(), std::size_t{1350});
        QCOMPARE(qint64{events.extent().begin}, qint64{0});
        QCOMPARE(qint64{events.extent().end}, qint64{99953});
        QCOMPARE(events.width(), 78U);
        QCOMPARE(events.height(), 42U);
    }

    void theRealEventStreamHasItsCounts()
    {
        const auto path = sharedFile("data/events/faery_dvs.es");
        INSPIKE_NEED(path, "recordings");
        const EventStream events = *opened(path).first<EventStream>();
        QCOMPARE(events.size(), std::size_t{473225});
        QCOMPARE(events.onCount(), std::size_t{270001});
        QCOMPARE(qint64{events.extent().begin}, qint64{0});
        QCOMPARE(qint64{events.extent().end}, qint64{999001});
        QVERIFY(reach(events) == (Reach{0, 319, 0, 239}));
    }
};

INSPIKE_TEST(TstOtherEventReaders, tst_other_event_readers)
#include "tst_other_event_readers.moc"
