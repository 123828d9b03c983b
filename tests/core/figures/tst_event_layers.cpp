// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/base/random.h"
#include "core/figures/event_layers.h"
#include "core/figures/view_catalogue.h"
#include "tests/support/golden.h"
#include "tests/support/run_tests.h"

#include <cmath>

using namespace inspike;
using namespace inspike::test;

namespace {

std::shared_ptr<Recording> recordingOf(StreamData events)
{
    auto recording = std::make_shared<Recording>();
    recording->streams.push_back({"events/main", "main", "visual", "event", std::move(events)});
    return recording;
}

// ON at (0, 0) at 1 ms and 21 ms, OFF at (3, 2) at 2 ms, both at (1, 1) at 11 ms.
EventStream smallStream()
{
    return {{{1000, 2000, 11000, 11000, 21000}, {0, 3, 1, 1, 0}, {0, 2, 1, 1, 0}, {1, 0, 1, 0, 1}},
            4,
            3};
}

EventStream randomStream(std::size_t count)
{
    Random random(5);
    EventColumns columns;
    for (std::size_t i = 0; i < count; ++i) {
        columns.t.push_back(static_cast<Time>(i) * 10);
        columns.x.push_back(static_cast<std::uint16_t>(random.below(20)));
        columns.y.push_back(static_cast<std::uint16_t>(random.below(10)));
        columns.polarity.push_back(random.chance(0.5) ? 1 : 0);
    }
    return {std::move(columns), 20, 10};
}

EventsFigure figureOf(const FigureInputs& inputs, const std::vector<std::string>& settings)
{
    const FigureKind& kind = *findFigureKind("events");
    JobContext job = nullJob();
    return std::get<EventsFigure>(
        kind.build(inputs, Params::parse(kind.params(), settings), {}, job));
}

EventsFigure figureOf(const std::shared_ptr<const Recording>& recording,
                      const std::vector<std::string>& settings)
{
    FigureInputs inputs;
    inputs.recording = recording;
    return figureOf(inputs, settings);
}

// Two samples of three steps of a sensor of 4 x 2, in which one ON event of sample s wanders to the
// right: at step t it is at (t + s, s). `scale` makes counts or amounts of it.
FigureInputs runInputs(float scale)
{
    std::vector<float> events(2 * 3 * 2 * 2 * 4, 0.0F);
    for (std::size_t s = 0; s < 2; ++s) {
        for (std::size_t t = 0; t < 3; ++t)
            events[(((s * 3 + t) * 2 + 1) * 2 + s) * 4 + t + s] = scale;
    }
    std::vector<float> stills(2 * 1 * 2 * 3 * 3, 0.25F);
    stills[2 * 3 * 3] = 1.0F; // first pixel of the second sample
    auto run = std::make_shared<Run>();
    run->inputs["event"] = Tensor::fromFloats({2, 3, 2, 2, 4}, events);
    run->inputs["static"] = Tensor::fromFloats({2, 1, 2, 3, 3}, stills);
    run->sampleIds = {"1.bin+a#1", "2.bin+a#7"};
    FigureInputs inputs;
    inputs.run = run;
    return inputs;
}

bool near(double a, double b)
{
    return std::abs(a - b) < 1e-6;
}

} // namespace

class TstEventLayers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void surfaceEqualsItsGoldenJson()
    {
        const Figure figure = figureOf(recordingOf(smallStream()),
                                       {"show=surface", "tau-ms=10", "time-ms=0", "window-ms=11"});
        const std::string differs =
            compareGolden("events_surface.json", figureJson(figure).dump(2) + "\n");
        QVERIFY2(differs.empty(), differs.c_str());
    }

    void cloudEqualsItsGoldenJson()
    {
        const Figure figure =
            figureOf(recordingOf(smallStream()), {"show=cloud", "window-ms=15", "time-ms=1"});
        const std::string differs =
            compareGolden("events_cloud.json", figureJson(figure).dump(2) + "\n");
        QVERIFY2(differs.empty(), differs.c_str());
    }

    void runEqualsItsGoldenJson()
    {
        const Figure figure = figureOf(runInputs(1.0F), {"samples=1", "step=2"});
        const std::string differs =
            compareGolden("events_run.json", figureJson(figure).dump(2) + "\n");
        QVERIFY2(differs.empty(), differs.c_str());
    }

    void aSurfaceDecaysWithTheAgeOfTheLastEvent()
    {
        const EventsFigure figure =
            figureOf(recordingOf(smallStream()), {"show=surface", "tau-ms=10", "window-ms=11"});
        QVERIFY(figure.amounts->recency);
        // Now is 12 ms, the last us of the window 11.999 ms.
        QVERIFY(near(figure.amounts->on[0], std::exp(-10.999 / 10)));
        QVERIFY(near(figure.amounts->off[11], std::exp(-9.999 / 10)));
        QVERIFY(near(figure.amounts->on[5], std::exp(-0.999 / 10)));
        QCOMPARE(figure.amounts->off[5], figure.amounts->on[5]);
        QCOMPARE(figure.amounts->on[1], 0.0F);
        // The later polarity is shown; of two at once ON.
        QVERIFY(figure.amounts->shown(11, true) < 0.0F);
        QVERIFY(figure.amounts->shown(5, true) > 0.0F);
        QVERIFY(figure.amounts->shown(11, false) > 0.0F);
        QCOMPARE(figure.density.low, -1.0);
        QCOMPARE(figure.density.high, 1.0);
        QCOMPARE(plainText(figure.density.label), std::string("recency 10 ms"));
    }

    void aSurfaceForgetsWhatIsOlderThanFiveTimeConstants()
    {
        const EventsFigure figure =
            figureOf(recordingOf(smallStream()), {"show=surface", "tau-ms=2", "window-ms=20.001"});
        QCOMPARE(figure.amounts->on[5], 0.0F); // 10 ms ago
        QCOMPARE(figure.amounts->on[0], 1.0F); // this moment
        QCOMPARE(figure.window.from, 11.001);
        QCOMPARE(figure.window.to, 21.001);
    }

    void memoryDiskAndCountsGiveTheSameSurfaceAndCloud()
    {
        const auto events = std::make_shared<const EventStream>(randomStream(30000));
        const auto source = sourceOf(events);
        JobContext job = nullJob();
        const auto pyramid = CountPyramid::build(source, {}, job);
        const PixelGrid grid{2, 1, 8, 4, 2};
        const TimeRange window{101'000, 103'500};
        const LastEvents direct = lastEvents(*events, window, grid);
        for (const LastEvents& other :
             {lastEvents(*source, window, grid, job), lastEvents(*pyramid, window, grid, job)}) {
            QVERIFY(other.on == direct.on && other.off == direct.off);
            QCOMPARE(other.onCells, direct.onCells);
        }
        QVERIFY(direct.onCells > 0 && direct.onCells < grid.cells());
        const EventPoints points = eventPoints(*events, window, 1'000'000);
        QCOMPARE(points.total, std::uint64_t{250});
        for (const EventPoints& other : {eventPoints(*source, window, 1'000'000, job),
                                         eventPoints(*pyramid, window, 1'000'000, job)}) {
            QCOMPARE(other.total, points.total);
            QCOMPARE(other.onTotal, points.onTotal);
            QCOMPARE(other.points.size(), points.points.size());
        }
        const TimeRange counted = windowOfCount(*events, 101'000, 77);
        QCOMPARE(counted.end, Time{101'000 + 760 + 1});
        QVERIFY(windowOfCount(*source, 101'000, 77) == counted);
        QVERIFY(windowOfCount(*pyramid, 101'000, 77, job) == counted);
    }

    void aWindowOfCountEndsWithTheRecording()
    {
        const auto recording = recordingOf(smallStream());
        const EventsFigure three = figureOf(recording, {"window-events=3"});
        QCOMPARE(three.frame.total(), std::uint64_t{4}); // two at the same moment
        QCOMPARE(figureOf(recording, {"window-events=100"}).frame.total(), std::uint64_t{5});
        // 0: by length.
        QCOMPARE(figureOf(recording, {"window-events=0", "window-ms=2"}).frame.total(),
                 std::uint64_t{2});
        QVERIFY_EXCEPTION_THROWN(figureOf(recording, {"window-events=-1"}), Error);
    }

    void aCloudSaysWhichShareOfTheEventsItDraws()
    {
        const auto recording = recordingOf(randomStream(10000));
        const EventsFigure all = figureOf(recording, {"show=cloud", "window-ms=1000"});
        QVERIFY(all.fidelity.exact());
        QVERIFY(all.notes.empty());
        QCOMPARE(all.cloud->events.points.size(), std::size_t{10000});
        const EventsFigure some =
            figureOf(recording, {"show=cloud", "window-ms=1000", "points=1500"});
        QCOMPARE(some.cloud->events.oneIn, std::uint64_t{8});
        QCOMPARE(some.cloud->events.points.size(), std::size_t{1250});
        QCOMPARE(some.frame.total(), std::uint64_t{10000});
        QCOMPARE(plainText(some.notes.front()), std::string("events_drawn 8"));
        // While the window moves, the same events stay: those at multiples of 8 in the recording.
        const EventsFigure later =
            figureOf(recording, {"show=cloud", "window-ms=50", "time-ms=0.03", "points=1000"});
        for (const EventPoint& event : later.cloud->events.points)
            QCOMPARE(event.t % (10 * static_cast<Time>(later.cloud->events.oneIn)), Time{0});
    }

    void aCloudOfAWindowLongerThanTheRecordingShowsTheRecording()
    {
        const EventsFigure figure =
            figureOf(recordingOf(smallStream()), {"show=cloud", "window-ms=1e7"});
        const ManifoldFigure& scene = figure.cloud->scene;
        QVERIFY(scene.cloud);
        QCOMPARE(scene.axes[0].high, 20.001);
        QCOMPARE(scene.times.front(), 1.0);
        QCOMPARE(scene.paths[0].points.size(), std::size_t{2}); // OFF
        QCOMPARE(scene.paths[1].points.size(), std::size_t{3});
        QCOMPARE(scene.paths[1].points.back()[0], 20.0F);
    }

    void oneEventOrOnePolarityIsEnough()
    {
        const auto one = recordingOf(EventStream({{7'000'000}, {2}, {1}, {0}}, 4, 3));
        for (const char* show : {"show=frame", "show=surface", "show=cloud"}) {
            const EventsFigure figure = figureOf(one, {show});
            QCOMPARE(figure.frame.offTotal, std::uint64_t{1});
            QCOMPARE(figure.frame.onTotal, std::uint64_t{0});
            QVERIFY(!figureCsv(Figure(figure)).empty());
        }
        const auto none = recordingOf(EventStream({}, 4, 3));
        for (const char* show : {"show=frame", "show=surface", "show=cloud"})
            QCOMPARE(figureOf(none, {show}).frame.total(), std::uint64_t{0});
    }

    void hugeTimesStayExact()
    {
        const Time late = kMaxTime - 5000;
        const auto recording = recordingOf(
            EventStream({{-kMaxTime, late, late + 3}, {0, 1, 2}, {0, 1, 2}, {1, 0, 1}}, 4, 3));
        const EventsFigure figure =
            figureOf(recording, {"show=cloud", "time-ms=1e18", "window-ms=5"});
        QCOMPARE(figure.cloud->events.total, std::uint64_t{1}); // beyond the end: the last moment
        QCOMPARE(figure.cloud->events.points.front().t, late + 3);
        QCOMPARE(figureOf(recording, {"show=surface"}).frame.total(), std::uint64_t{1});
        QCOMPARE(figureOf(recording, {"window-events=2"}).frame.total(), std::uint64_t{2});
    }

    void aPictureOfTheSensorLiesUnderTheEventsThatFollowIt()
    {
        auto recording = recordingOf(smallStream());
        Frames frames;
        frames.count = 2;
        frames.width = 4;
        frames.height = 3;
        frames.data.assign(24, 0);
        frames.data[12] = 255; // of the second one
        frames.time = {500, 10'000};
        recording->streams.push_back({"frames/main", "main", "visual", "", frames});
        const EventsFigure first = figureOf(recording, {"window-ms=2"});
        QCOMPARE(first.below->values.front(), 0.0F);
        QCOMPARE(plainText(first.below->label), std::string("sensor_picture 2.5 ms"));
        const EventsFigure second = figureOf(recording, {"window-ms=10", "picture=0.3"});
        QCOMPARE(second.below->values.front(), 1.0F);
        QCOMPARE(second.below->opacity, 0.3);
        QVERIFY(!figureOf(recording, {"picture=0"}).below);
        frames.time = {50'000, 60'000}; // after the window
        recording->streams.back().data = frames;
        QVERIFY(!figureOf(recording, {}).below);
        frames.time.clear();
        recording->streams.back().data = frames;
        QVERIFY(!figureOf(recording, {}).below);
    }

    void aRunShowsTheFrameOfASampleAtAStep()
    {
        const FigureInputs inputs = runInputs(2.0F);
        const EventsFigure figure = figureOf(inputs, {"trial=1", "step=2"});
        QCOMPARE(figure.frame.on[4 + 3], 2U);
        QCOMPARE(figure.frame.total(), std::uint64_t{2});
        QCOMPARE(figure.time.label.id, TextId::TimeStep);
        QCOMPARE(figure.rateValues, (std::vector<double>{2.0, 2.0, 2.0}));
        QCOMPARE(figure.window.from, 2.0);
        QCOMPARE(figure.window.to, 3.0);
        QCOMPARE(plainText(figure.notes.front()), std::string("sample_at_step 1 2"));
        QVERIFY(figure.still);
        QCOMPARE(figure.still->values.front(), 1.0F);
        QCOMPARE(figure.still->width, std::size_t{3});
        // A step beyond the end is the last one, a sample beyond the end an error.
        QCOMPARE(figureOf(inputs, {"step=99"}).frame.on[2], 2U);
        QVERIFY_EXCEPTION_THROWN(figureOf(inputs, {"trial=2"}), Error);
        QVERIFY_EXCEPTION_THROWN(figureOf(inputs, {"samples=0,5"}), Error);
    }

    void theFirstOfSeveralSelectedSamplesIsShown()
    {
        const EventsFigure figure = figureOf(runInputs(1.0F), {"samples=1,0", "trial=0"});
        QCOMPARE(plainText(figure.notes[0]), std::string("sample_at_step 1 0"));
        QCOMPARE(plainText(figure.notes[1]), std::string("selected_samples 2"));
    }

    void framesThatWereResizedKeepTheirAmounts()
    {
        const EventsFigure figure = figureOf(runInputs(0.4F), {"step=1"});
        QVERIFY(figure.amounts && !figure.amounts->recency);
        QCOMPARE(figure.amounts->on[1], 0.4F);
        QVERIFY(near(figure.density.high, 0.4));
    }

    void aRunHasSurfacesAndCloudsOverSteps()
    {
        const EventsFigure surface =
            figureOf(runInputs(1.0F), {"show=surface", "tau-steps=2", "step=2"});
        QVERIFY(near(surface.amounts->on[0], std::exp(-1.0)));
        QVERIFY(near(surface.amounts->on[1], std::exp(-0.5)));
        QCOMPARE(surface.amounts->on[2], 1.0F);
        const EventsFigure cloud = figureOf(runInputs(1.0F), {"show=cloud"});
        QCOMPARE(cloud.cloud->scene.paths[1].points.size(), std::size_t{3});
        QCOMPARE(cloud.cloud->scene.axes[0].high, 3.0);
    }

    void runsWithoutFramesOfEventsAreRefused()
    {
        FigureInputs inputs;
        inputs.run = std::make_shared<const Run>();
        QVERIFY(findFigureKind("events")->lacks(inputs).has_value());
        auto flat = std::make_shared<Run>();
        flat->inputs["event"] = Tensor::fromFloats({2, 3}, std::vector<float>(6));
        inputs.run = flat;
        QVERIFY_EXCEPTION_THROWN(figureOf(inputs, {}), Error);
        auto planes = std::make_shared<Run>();
        planes->inputs["event"] = Tensor::fromFloats({1, 1, 3, 1, 1}, std::vector<float>(3));
        inputs.run = planes;
        QVERIFY_EXCEPTION_THROWN(figureOf(inputs, {}), Error);
    }

    void aRunOrARecordingIsChosenByName()
    {
        FigureInputs inputs = runInputs(1.0F);
        inputs.recording = recordingOf(smallStream());
        QCOMPARE(figureOf(inputs, {}).time.label.id, TextId::TimeStep);
        QCOMPARE(figureOf(inputs, {"from=recording"}).time.label.id, TextId::Time);
        QCOMPARE(figureOf(inputs, {"stream=main"}).time.label.id, TextId::Time);
        inputs.run.reset();
        QVERIFY_EXCEPTION_THROWN(figureOf(inputs, {"from=run"}), Error);
    }
};

INSPIKE_TEST(TstEventLayers, tst_event_layers)
#include "tst_event_layers.moc"
