// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/base/random.h"
#include "core/figures/view_catalogue.h"
#include "tests/support/golden.h"
#include "tests/support/run_tests.h"

#include <numeric>

using namespace inspike;
using namespace inspike::test;

namespace {

std::shared_ptr<const Recording> recordingOf(StreamData events)
{
    Recording recording;
    recording.streams.push_back({"events/main", "main", "visual", "event", std::move(events)});
    return std::make_shared<const Recording>(std::move(recording));
}

EventStream smallStream()
{
    return {{{1000, 1500, 2000, 2500, 21000, 30000},
             {0, 3, 3, 1, 2, 0},
             {0, 2, 2, 1, 0, 2},
             {1, 0, 0, 1, 1, 0}},
            4,
            3};
}

EventStream randomStream(std::uint32_t width, std::uint32_t height, std::size_t count)
{
    Random random(9);
    EventColumns columns;
    for (std::size_t i = 0; i < count; ++i) {
        columns.t.push_back(static_cast<Time>(i));
        columns.x.push_back(static_cast<std::uint16_t>(random.below(width)));
        columns.y.push_back(static_cast<std::uint16_t>(random.below(height)));
        columns.polarity.push_back(random.chance(0.5) ? 1 : 0);
    }
    return {std::move(columns), width, height};
}

EventsFigure figureOf(const std::shared_ptr<const Recording>& recording,
                      const std::vector<std::string>& settings = {}, const Viewport& viewport = {})
{
    FigureInputs inputs;
    inputs.recording = recording;
    const FigureKind& kind = *findFigureKind("events");
    JobContext job = nullJob();
    return std::get<EventsFigure>(
        kind.build(inputs, Params::parse(kind.params(), settings), viewport, job));
}

} // namespace

class TstEventsFigure : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void figureEqualsItsGoldenJson()
    {
        const Figure figure = figureOf(recordingOf(smallStream()), {"window-ms=10"});
        const std::string differs = compareGolden("events.json", figureJson(figure).dump(2) + "\n");
        QVERIFY2(differs.empty(), differs.c_str());
    }

    void theWindowBeginsWhereItIsTold()
    {
        const auto recording = recordingOf(smallStream());
        const EventsFigure figure = figureOf(recording, {"time-ms=19", "window-ms=5"});
        QCOMPARE(figure.frame.total(), std::uint64_t{1});
        QCOMPARE(figure.frame.on[2], 1U);
        QCOMPARE(figure.window.from, 20.0);
        QCOMPARE(figure.window.to, 25.0);
        // Beyond the end: the last moment.
        QCOMPARE(figureOf(recording, {"time-ms=1e9"}).frame.total(), std::uint64_t{1});
    }

    void cellsOfASensorLargerThanThePictureHoldAllEvents()
    {
        const auto recording = recordingOf(randomStream(130, 90, 20000));
        Viewport viewport;
        viewport.widthPx = 60;
        viewport.heightPx = 60;
        const EventsFigure figure = figureOf(recording, {"window-ms=7"}, viewport);
        QCOMPARE(figure.frame.grid.binning, 4U);
        QCOMPARE(figure.fidelity.perMark, std::uint64_t{16});
        QCOMPARE(figure.frame.total(), std::uint64_t{7000});
        // A part of the sensor is shown pixel by pixel.
        viewport.xLow = 9.5;
        viewport.xHigh = 29.5;
        viewport.yLow = 19.5;
        viewport.yHigh = 39.5;
        const EventsFigure part = figureOf(recording, {"window-ms=7"}, viewport);
        QVERIFY(part.fidelity.exact());
        QCOMPARE(part.frame.grid.x, 10U);
        QCOMPARE(part.frame.grid.columns, 20U);
    }

    void theRateCountsEveryEvent()
    {
        const EventsFigure figure = figureOf(recordingOf(randomStream(8, 8, 50000)));
        double events = 0;
        for (std::size_t i = 0; i < figure.rateValues.size(); ++i)
            events += figure.rateValues[i] * (figure.rateEdges[i + 1] - figure.rateEdges[i]);
        QCOMPARE(figure.rate.unit, std::string("k/s"));
        QVERIFY(std::abs(events - 50000) < 1e-3); // k/s times ms
    }

    void aStreamOnDiskGivesTheSameFigureBeforeAndAfterItIsCounted()
    {
        const auto events = std::make_shared<const EventStream>(randomStream(20, 10, 30000));
        const auto source = sourceOf(events);
        FigureInputs inputs;
        inputs.recording = recordingOf(StoredStream{source});
        JobContext job = nullJob();
        const Params params = Params::parse(eventsParams(), std::vector<std::string>{"time-ms=4"});
        const auto built = [&] {
            return buildEvents(eventsSourceOf(inputs, params), params, {}, job);
        };
        const EventsFigure direct = built();
        inputs.atlases["events/main"] =
            std::make_shared<const CountAtlas>(CountPyramid::build(source, {}, job));
        const EventsFigure counted = built();
        const EventsFigure expected = figureOf(recordingOf(*events), {"time-ms=4"});
        QVERIFY(direct.frame.on == expected.frame.on && direct.frame.off == expected.frame.off);
        QVERIFY(counted.frame.on == expected.frame.on && counted.frame.off == expected.frame.off);
        QVERIFY(counted.rateValues == expected.rateValues);
    }

    void coloursAreNotPaledByASingleNoisyPixel()
    {
        EventColumns columns;
        for (Time t = 0; t < 2000; ++t) {
            columns.t.push_back(t);
            columns.x.push_back(static_cast<std::uint16_t>(t < 1000 ? 0 : t % 500));
            columns.y.push_back(static_cast<std::uint16_t>(t < 1000 ? 0 : 1));
            columns.polarity.push_back(1);
        }
        const EventsFigure figure = figureOf(recordingOf(EventStream(columns, 500, 2)));
        QCOMPARE(figure.highest, 1000U);
        QCOMPARE(figure.density.high, 2.0);
    }

    void noEventsGiveAnEmptyPicture()
    {
        const EventsFigure figure = figureOf(recordingOf(EventStream({}, 4, 3)));
        QCOMPARE(figure.frame.total(), std::uint64_t{0});
        QVERIFY(figure.rateValues.empty());
        QVERIFY(!figureCsv(Figure(figure)).empty());
    }

    void whatHasNoEventsIsRefused()
    {
        FigureInputs inputs;
        QVERIFY(findFigureKind("events")->lacks(inputs).has_value());
        inputs.recording = std::make_shared<const Recording>();
        QVERIFY(findFigureKind("events")->lacks(inputs).has_value());
        QVERIFY_EXCEPTION_THROWN(figureOf(recordingOf(smallStream()), {"stream=other"}), Error);
    }
};

INSPIKE_TEST(TstEventsFigure, tst_events_figure)
#include "tst_events_figure.moc"
