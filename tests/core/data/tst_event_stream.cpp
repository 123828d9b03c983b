// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/data/event_stream.h"
#include "core/data/recording.h"
#include "tests/support/run_tests.h"

using namespace inspike;

namespace {

EventColumns someEvents()
{
    return {{30, 10, 20, 20}, {3, 1, 2, 0}, {0, 1, 0, 1}, {1, 0, 1, 1}};
}

} // namespace

class TstEventStream : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void eventsAreSortedStablyByTime()
    {
        const EventStream events(someEvents(), 4, 2);
        QVERIFY(events.wasSorted());
        const EventSpan all = events.all();
        QVERIFY(std::vector<Time>(all.t.begin(), all.t.end()) ==
                (std::vector<Time>{10, 20, 20, 30}));
        QVERIFY(std::vector<std::uint16_t>(all.x.begin(), all.x.end()) ==
                (std::vector<std::uint16_t>{1, 2, 0, 3}));
        QCOMPARE(events.onCount(), std::size_t{3});
        QVERIFY(events.extent() == (TimeRange{10, 31}));
    }

    void slicesAreHalfOpen()
    {
        const EventStream events(someEvents(), 4, 2);
        QCOMPARE(events.slice({10, 20}).size(), std::size_t{1});
        QCOMPARE(events.slice({20, 21}).size(), std::size_t{2});
        QCOMPARE(events.slice({20, 20}).size(), std::size_t{0});
        QCOMPARE(events.slice({-5, 100}).size(), std::size_t{4});
    }

    void eventsOutsideTheSensorAreRefused()
    {
        bool refused = false;
        try {
            EventStream(someEvents(), 3, 2);
        } catch (const Error& error) {
            refused = error.kind() == ErrorKind::BadFormat;
        }
        QVERIFY(refused);
    }

    void aRecordingReachesFromItsFirstToItsLastTime()
    {
        Recording recording;
        QVERIFY(recording.extent().empty());
        recording.streams.push_back({"e", "e", "", "", EventStream(someEvents(), 4, 2)});
        recording.streams.push_back({"s", "s", "", "", Signal{{1, 2, 3, 4}, 2, 1e6}});
        QVERIFY(recording.extent() == (TimeRange{0, 31}));
        QVERIFY(recording.stream<EventStream>("e") != nullptr);
        QVERIFY(recording.stream<Signal>("e") == nullptr);
        QVERIFY(recording.first<Signal>() != nullptr);
    }
};

INSPIKE_TEST(TstEventStream, tst_event_stream)
#include "tst_event_stream.moc"
