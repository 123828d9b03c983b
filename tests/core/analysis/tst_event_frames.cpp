// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/event_frames.h"
#include "core/base/error.h"
#include "core/base/random.h"
#include "tests/support/run_tests.h"

#include <numeric>

using namespace inspike;

namespace {

constexpr std::uint32_t kWidth = 23;
constexpr std::uint32_t kHeight = 17;

// Random events; many share a time.
std::shared_ptr<const EventStream> randomEvents(std::size_t count, std::uint64_t seed)
{
    Random random(seed);
    EventColumns columns;
    Time time = 1'600'000'000'000'000;
    for (std::size_t i = 0; i < count; ++i) {
        if (random.chance(0.6))
            time += random.below(40);
        columns.t.push_back(time);
        columns.x.push_back(static_cast<std::uint16_t>(random.below(kWidth)));
        columns.y.push_back(static_cast<std::uint16_t>(random.below(kHeight)));
        columns.polarity.push_back(random.chance(0.4) ? 1 : 0);
    }
    return std::make_shared<const EventStream>(std::move(columns), kWidth, kHeight);
}

std::shared_ptr<const CountPyramid> pyramidOf(const std::shared_ptr<const EventStream>& events)
{
    JobContext job = nullJob();
    PyramidOptions options;
    options.slabSpikes = 1000;
    return CountPyramid::build(sourceOf(events), options, job);
}

PixelGrid wholeSensor(std::uint32_t binning = 1)
{
    return {0, 0, (kWidth + binning - 1) / binning, (kHeight + binning - 1) / binning, binning};
}

bool equal(const EventFrame& one, const EventFrame& other)
{
    return one.on == other.on && one.off == other.off && one.onTotal == other.onTotal &&
           one.offTotal == other.offTotal;
}

std::uint64_t sum(const std::vector<std::uint32_t>& counts)
{
    return std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
}

// A list that says it is not sorted.
class UnsortedSource : public AddressSource
{
public:
    explicit UnsortedSource(const AddressFacts& facts) : m_facts(facts) { m_facts.sorted = false; }
    const AddressFacts& facts() const override { return m_facts; }
    void read(std::uint64_t, std::uint64_t, AddressColumns&) const override {}

private:
    AddressFacts m_facts;
};

} // namespace

class TstEventFrames : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aFrameHoldsEveryEventOfItsWindow()
    {
        const auto events = randomEvents(20000, 1);
        const TimeRange extent = events->extent();
        Random random(2);
        for (int round = 0; round < 50; ++round) {
            const Time begin = extent.begin + random.below(200000) - 5000;
            const TimeRange window{begin, begin + random.below(50000)};
            const EventSpan inside = events->slice(window);
            for (const std::uint32_t binning : {1U, 3U}) {
                const EventFrame frame = eventFrame(*events, window, wholeSensor(binning));
                QCOMPARE(frame.total(), std::uint64_t{inside.size()});
                QCOMPARE(sum(frame.on), frame.onTotal);
                QCOMPARE(sum(frame.off), frame.offTotal);
            }
        }
    }

    void aCellCountsItsPixels()
    {
        const auto events = std::make_shared<const EventStream>(
            EventColumns{{1, 2, 3, 4, 5}, {0, 1, 2, 5, 5}, {0, 1, 1, 3, 3}, {1, 1, 0, 0, 0}}, 6, 4);
        const EventFrame frame = eventFrame(*events, {0, 5}, {0, 0, 3, 2, 2});
        QCOMPARE(frame.on, (std::vector<std::uint32_t>{2, 0, 0, 0, 0, 0}));
        QCOMPARE(frame.off, (std::vector<std::uint32_t>{0, 1, 0, 0, 0, 1}));
        // A part of the sensor: only its events.
        const EventFrame part = eventFrame(*events, {0, 9}, {1, 1, 2, 1, 1});
        QCOMPARE(part.on, (std::vector<std::uint32_t>{1, 0}));
        QCOMPARE(part.off, (std::vector<std::uint32_t>{0, 1}));
    }

    void theCountsOfALargeRecordingGiveTheSameFrames()
    {
        const auto events = randomEvents(30000, 3);
        const auto counts = pyramidOf(events);
        const auto stored = sourceOf(events);
        const TimeRange extent = events->extent();
        JobContext job = nullJob();
        Random random(4);
        for (int round = 0; round < 60; ++round) {
            const Time begin = extent.begin + random.below(350000) - 2000;
            const TimeRange window{begin, begin + 1 + random.below(round % 2 == 0 ? 300 : 90000)};
            const PixelGrid grid = wholeSensor(round % 3 == 0 ? 4 : 1);
            const EventFrame expected = eventFrame(*events, window, grid);
            QVERIFY(equal(eventFrame(*counts, window, grid, job), expected));
            QVERIFY(equal(eventFrame(*stored, window, grid, job), expected));
        }
    }

    void entriesBeforeATimeAreFound()
    {
        const auto events = randomEvents(50000, 5);
        const auto source = sourceOf(events);
        const auto times = events->all().t;
        Random random(6);
        for (int round = 0; round < 100; ++round) {
            const Time time = times[random.below(50000)] + random.below(3) - 1;
            const auto place = std::lower_bound(times.begin(), times.end(), time);
            QCOMPARE(entriesBefore(*source, time),
                     static_cast<std::uint64_t>(place - times.begin()));
        }
        QCOMPARE(entriesBefore(*source, times.back() + 1), std::uint64_t{50000});
        QCOMPARE(entriesBefore(*source, times.front()), std::uint64_t{0});
    }

    void theRateHoldsEveryEventWhateverItIsMadeFrom()
    {
        const auto events = randomEvents(30000, 7);
        const auto counts = pyramidOf(events);
        JobContext job = nullJob();
        for (const std::size_t most : {std::size_t{2}, std::size_t{10}, std::size_t{300}}) {
            const EventRate rate = eventRate(*events, events->extent(), most);
            QVERIFY(rate.counts.size() <= most);
            QCOMPARE(rate.edges.size(), rate.counts.size() + 1);
            QCOMPARE(std::accumulate(rate.counts.begin(), rate.counts.end(), std::uint64_t{0}),
                     std::uint64_t{30000});
            QVERIFY((TimeRange{rate.edges.front(), rate.edges.back()}) == events->extent());
            const EventRate counted = eventRate(*counts, events->extent(), most, job);
            QVERIFY(counted.edges == rate.edges);
            QVERIFY(counted.counts == rate.counts);
        }
    }

    void theRateOfUncountedEventsIsExactBetweenItsEdges()
    {
        const auto events = randomEvents(30000, 8);
        const auto times = events->all().t;
        JobContext job = nullJob();
        const EventRate rate = eventRate(*sourceOf(events), 100, job);
        QVERIFY(rate.counts.size() > 50);
        for (std::size_t i = 0; i < rate.counts.size(); ++i) {
            const auto slice = events->slice({rate.edges[i], rate.edges[i + 1]});
            QCOMPARE(rate.counts[i], std::uint64_t{slice.size()});
        }
    }

    void allEventsAtOneMomentAreOneStretch()
    {
        const std::vector<std::uint16_t> zeros(5000, 0);
        const auto events = std::make_shared<const EventStream>(
            EventColumns{std::vector<Time>(5000, 77), zeros, zeros,
                         std::vector<std::uint8_t>(5000, 1)},
            1, 1);
        JobContext job = nullJob();
        const EventRate rate = eventRate(*sourceOf(events), 100, job);
        QCOMPARE(rate.counts, (std::vector<std::uint64_t>{5000}));
        QVERIFY(rate.edges == (std::vector<Time>{77, 78}));
        QCOMPARE(eventFrame(*sourceOf(events), {77, 78}, {0, 0, 1, 1, 1}, job).onTotal,
                 std::uint64_t{5000});
    }

    void noEventsHaveNoRateAndAnEmptyFrame()
    {
        const auto events = std::make_shared<const EventStream>(EventColumns{}, 4, 4);
        QVERIFY(eventRate(*events, events->extent(), 10).counts.empty());
        QCOMPARE(eventFrame(*events, {0, 100}, {0, 0, 4, 4, 1}).total(), std::uint64_t{0});
    }

    void unsortedEventsOnDiskAreRefused()
    {
        AddressFacts facts;
        facts.count = 3;
        facts.width = 2;
        facts.height = 2;
        facts.addresses = 8;
        const UnsortedSource source(facts);
        JobContext job = nullJob();
        QVERIFY_EXCEPTION_THROWN(eventFrame(source, {0, 1}, {0, 0, 2, 2, 1}, job), Error);
        QVERIFY_EXCEPTION_THROWN(eventRate(source, 10, job), Error);
    }
};

INSPIKE_TEST(TstEventFrames, tst_event_frames)
#include "tst_event_frames.moc"
