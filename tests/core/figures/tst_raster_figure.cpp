// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/base/random.h"
#include "core/figures/raster_figure.h"
#include "tests/support/make_run.h"
#include "tests/support/run_tests.h"

#include <chrono>
#include <cmath>
#include <numeric>

using namespace inspike;
using namespace inspike::test;

namespace {

RasterSource sourceOf(const std::vector<std::pair<Time, UnitIndex>>& spikes, std::size_t units,
                      TimeRange extent)
{
    std::vector<Time> times;
    std::vector<UnitIndex> spikeUnits;
    for (const auto& [time, unit] : spikes) {
        times.push_back(time);
        spikeUnits.push_back(unit);
    }
    RasterSource source;
    source.spikes = std::make_shared<SpikeTrains>(SpikeTrains::fromPairs(times, spikeUnits, units));
    source.extent = extent;
    return source;
}

RasterSource randomSource(std::size_t spikes, std::size_t units, std::uint64_t seed)
{
    Random random(seed);
    std::vector<std::pair<Time, UnitIndex>> pairs;
    for (std::size_t i = 0; i < spikes; ++i)
        pairs.emplace_back(random.below(1'000'000),
                           random.below(static_cast<std::uint32_t>(units)));
    return sourceOf(pairs, units, {0, 1'000'000});
}

RasterFigure rasterOf(const RasterSource& source, const Viewport& viewport = {},
                      std::vector<std::string> settings = {})
{
    JobContext job = nullJob();
    return buildRaster(source, Params::parse(rasterParams(), settings), viewport, job);
}

std::vector<std::uint32_t> unitsOf(const RasterFigure& figure)
{
    std::vector<std::uint32_t> units;
    for (const RasterRow row : figure.rows)
        units.push_back(row.unit);
    return units;
}

} // namespace

class TstRasterFigure : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fewSpikesAreExactMarks()
    {
        const RasterFigure figure =
            rasterOf(sourceOf({{1500, 0}, {20000, 2}, {20000, 2}}, 3, {0, 50000}));
        const auto& marks = std::get<std::vector<SpikeMark>>(figure.body);
        QCOMPARE(marks.size(), 3U); // two at one time are two
        QCOMPARE(marks[0].time, 1.5);
        QCOMPARE(marks[0].row, 0U);
        QCOMPARE(marks[1].row, 2U);
        QVERIFY(figure.fidelity.exact());
        QCOMPARE(figure.spikesShown, 3U);
        QCOMPARE(figure.x.unit, std::string("ms"));
        QCOMPARE(figure.x.high, 50.0);
        QCOMPARE(figure.y.low, -0.5);
        QCOMPARE(figure.y.high, 2.5);
    }

    void countsAddUpToTheSpikesInTheWindow()
    {
        const RasterSource source = randomSource(30000, 200, 11);
        Random random(12);
        for (int i = 0; i < 60; ++i) {
            Viewport viewport;
            viewport.widthPx = 5 + static_cast<int>(random.below(60));
            viewport.heightPx = 5 + static_cast<int>(random.below(300));
            viewport.xLow = std::floor(random.uniform() * 900.0);
            viewport.xHigh = viewport.xLow + 1.0 + random.uniform() * 300.0;
            viewport.yLow = random.uniform() * 150.0;
            viewport.yHigh = viewport.yLow + 1.0 + random.uniform() * 100.0;
            const RasterFigure figure = rasterOf(source, viewport);

            std::uint64_t wanted = 0;
            for (std::uint32_t unit = 0; unit < 200; ++unit) {
                if (unit + 0.5 <= viewport.yLow || unit - 0.5 > viewport.yHigh)
                    continue;
                for (const Time time : source.spikes->train(unit)) {
                    const double ms = msFromTime(time);
                    wanted += ms >= viewport.xLow && ms < viewport.xHigh ? 1 : 0;
                }
            }
            std::uint64_t got = 0;
            if (const auto* bins = std::get_if<RasterBins>(&figure.body)) {
                got = std::accumulate(bins->counts.begin(), bins->counts.end(), std::uint64_t{0});
                QVERIFY(figure.fidelity.perMark >= 1);
            } else {
                got = std::get<std::vector<SpikeMark>>(figure.body).size();
            }
            QCOMPARE(got, wanted);
            QCOMPARE(figure.spikesShown, wanted);
        }
    }

    void manySpikesBecomeBinsOfAtMostOnePerPixel()
    {
        Viewport small;
        small.widthPx = 40;
        small.heightPx = 30;
        const RasterFigure figure = rasterOf(randomSource(20000, 100, 3), small);
        const auto& bins = std::get<RasterBins>(figure.body);
        QCOMPARE(bins.columns, 40U);
        QCOMPARE(bins.rows, 30U);
        QCOMPARE(std::accumulate(bins.counts.begin(), bins.counts.end(), std::uint64_t{0}), 20000U);
        QVERIFY(!figure.fidelity.exact());
        QCOMPARE(figure.fidelity.perMark,
                 std::uint64_t{*std::max_element(bins.counts.begin(), bins.counts.end())});
    }

    void binsLieWhereTheSpikesAre()
    {
        std::vector<std::pair<Time, UnitIndex>> spikes(50, {905'000, 3});
        Viewport small;
        small.widthPx = 10;
        small.heightPx = 4;
        const RasterFigure figure = rasterOf(sourceOf(spikes, 4, {0, 1'000'000}), small);
        const auto& bins = std::get<RasterBins>(figure.body);
        QCOMPARE(bins.counts[3 * 10 + 9], 50U);
    }

    void rowOrders()
    {
        RasterSource source =
            sourceOf({{900, 0}, {100, 1}, {200, 1}, {300, 1}, {50, 3}, {60, 3}}, 4, {0, 1000});
        source.loading = {0.3F, 0.1F, 0.2F, 0.4F};
        using Units = std::vector<std::uint32_t>;
        QVERIFY(unitsOf(rasterOf(source)) == (Units{0, 1, 2, 3}));
        QVERIFY(unitsOf(rasterOf(source, {}, {"order=rate"})) == (Units{2, 0, 3, 1}));
        QVERIFY(unitsOf(rasterOf(source, {}, {"order=first-spike"})) == (Units{3, 1, 0, 2}));
        QVERIFY(unitsOf(rasterOf(source, {}, {"order=loading"})) == (Units{1, 2, 0, 3}));
        const RasterFigure byRate = rasterOf(source, {}, {"order=rate"});
        QCOMPARE(byRate.rows[3].key.index, std::int64_t{1});
        QCOMPARE(byRate.rows[3].spikes, 3U);
        QCOMPARE(std::get<std::vector<SpikeMark>>(byRate.body).back().row, 3U);
        QVERIFY(byRate.y.label.id == TextId::UnitsByRate);
        source.loading.clear();
        QVERIFY_EXCEPTION_THROWN(rasterOf(source, {}, {"order=loading"}), Error);
    }

    void rateStripIsInHertzPerUnit()
    {
        const RasterFigure figure = rasterOf(
            sourceOf({{1000, 0}, {2000, 1}, {15000, 1}}, 2, {0, 30000}), {}, {"bin-ms=10"});
        QCOMPARE(figure.rateValues.size(), 3U);
        QCOMPARE(figure.rateValues[0], 2.0 / (2 * 0.01));
        QCOMPARE(figure.rateValues[1], 50.0);
        QCOMPARE(figure.rateEdges, (std::vector<double>{0.0, 10.0, 20.0, 30.0}));
        QCOMPARE(figure.rate.unit, std::string("Hz"));
        QCOMPARE(figure.rateBin, 10.0);
    }

    void aTrialShorterThanABinHasShorterOnes()
    {
        RasterSource source = sourceOf({{1000, 0}, {2000, 1}}, 2, {0, 8000});
        source.step = 100;
        const RasterFigure figure = rasterOf(source);
        QCOMPARE(figure.rateBin, 0.4);
        QCOMPARE(figure.rateValues.size(), 20U);
        QCOMPARE(figure.rateEdges.back(), 8.0);
    }

    void rateBinsDoNotMoveWhilePanning()
    {
        const RasterSource source = randomSource(5000, 10, 5);
        Viewport part;
        part.xLow = 333.0;
        part.xHigh = 666.0;
        const RasterFigure whole = rasterOf(source);
        const RasterFigure zoomed = rasterOf(source, part);
        QCOMPARE(zoomed.rateEdges.front(), 320.0); // and one bin before the window
        for (std::size_t i = 0; i < zoomed.rateValues.size(); ++i) {
            const auto at = static_cast<std::size_t>((zoomed.rateEdges[i] + 5.0) / 10.0);
            QCOMPARE(zoomed.rateValues[i], whole.rateValues[at]);
        }
    }

    void aWindowInsideOfOneBinShowsItsRate()
    {
        const RasterSource source = randomSource(5000, 10, 5);
        Viewport part;
        part.xLow = 333.0;
        part.xHigh = 333.5;
        const RasterFigure zoomed = rasterOf(source, part);
        QVERIFY(zoomed.rateEdges.front() <= part.xLow - 10.0);
        QVERIFY(zoomed.rateEdges.back() >= part.xHigh + 10.0);
    }

    void runGivesItsTrialStimulusAndLoading()
    {
        const Run run = makeContextRun();
        const RasterSource source = rasterSourceFromRun(run, "", 3);
        QVERIFY(!source.stepTime);
        QVERIFY(source.extent == (TimeRange{0, 80000}));
        QVERIFY(*source.stimulus == (TimeRange{8000, 40000}));
        QCOMPARE(source.loading.size(), 6U);
        QCOMPARE(source.population, std::string("S"));
        const RasterFigure figure = rasterOf(source);
        QCOMPARE(figure.shades.size(), 1U);
        QCOMPARE(figure.shades[0].from, 8.0);
        QCOMPARE(figure.shades[0].to, 40.0);
        QVERIFY(figure.note == Text{}); // the only population
        QVERIFY_EXCEPTION_THROWN(rasterSourceFromRun(run, "", 8), Error);
        QVERIFY_EXCEPTION_THROWN(rasterSourceFromRun(Run{}, "", 0), Error);
    }

    void oneOfSeveralPopulationsIsNamed()
    {
        Run run = makeContextRun();
        run.probes.emplace("S2", run.probes.at("S"));
        QVERIFY(
            (rasterOf(rasterSourceFromRun(run, "S2", 0)).note == Text{TextId::Verbatim, {"S2"}}));
        run.sampleIds.assign(8, "a.bin");
        QVERIFY((rasterOf(rasterSourceFromRun(run, "S2", 0)).note ==
                 Text{TextId::LayerOfSample, {"S2", "a.bin"}}));
    }

    void unknownStepDurationShowsSteps()
    {
        Run run = makeContextRun();
        run.stepDuration.reset();
        auto& spikes = std::get<SparseSpikes>(run.probes.at("S").values);
        spikes.axes[0].kind = AxisKind::Step;
        const RasterFigure figure = rasterOf(rasterSourceFromRun(run, "S", 0));
        QVERIFY(figure.x.label.id == TextId::TimeStep);
        QVERIFY(figure.x.unit.empty());
        QCOMPARE(figure.x.high, 40.0);
        QCOMPARE(figure.shades[0].from, 4.0);
        QCOMPARE(figure.rate.unit, std::string("1/step"));
    }

    void recordingGivesItsFirstSpikes()
    {
        auto recording = std::make_shared<Recording>();
        recording->streams.push_back({"labels/a", "a", "", "", Labels{}});
        QVERIFY_EXCEPTION_THROWN(rasterSourceFromRecording(recording), Error);
        const std::vector<Time> times{500, 90'000};
        const std::vector<UnitIndex> units{0, 1};
        recording->streams.push_back(
            {"spikes/b", "b", "", "", SpikeTrains::fromPairs(times, units, 2)});
        recording->streams.push_back(
            {"spikes/c", "c", "", "", SpikeTrains::fromPairs(times, units, 5)});
        const RasterSource source = rasterSourceFromRecording(recording);
        QVERIFY(source.extent == (TimeRange{0, 90'001})); // silence at the start shows
        QCOMPARE(source.population, std::string("b"));
        QCOMPARE(rasterSourceFromRecording(recording, "spikes/c").units(), 5U);
        QVERIFY(rasterStreams(*recording) == (std::vector<std::string>{"spikes/b", "spikes/c"}));
        QVERIFY_EXCEPTION_THROWN(rasterSourceFromRecording(recording, "d"), Error);
    }

    void oneSpikeStillHasAnAxis()
    {
        auto recording = std::make_shared<Recording>();
        recording->streams.push_back(
            {"spikes/one", "one", "", "",
             SpikeTrains::fromPairs(std::vector<Time>{500'000}, std::vector<UnitIndex>{0}, 1)});
        const RasterSource source = rasterSourceFromRecording(recording);
        QVERIFY(source.extent.contains(500'000));
        QCOMPARE(source.extent.length(), Time{1000});
    }

    void emptySourcesDraw()
    {
        for (const std::size_t units : {0U, 3U}) {
            for (const TimeRange extent : {TimeRange{0, 0}, TimeRange{0, 1000}}) {
                const RasterFigure figure = rasterOf(sourceOf({}, units, extent));
                QCOMPARE(figure.spikesShown, 0U);
                QVERIFY(figure.x.high > figure.x.low);
                QVERIFY(figure.y.high > figure.y.low);
                QVERIFY(figure.rate.high > figure.rate.low);
            }
        }
    }

    void viewportBesideTheDataIsEmpty()
    {
        Viewport away;
        away.xLow = 5000.0;
        away.xHigh = 6000.0;
        away.yLow = -90.0;
        away.yHigh = -80.0;
        QCOMPARE(rasterOf(randomSource(1000, 10, 1), away).spikesShown, 0U);
        away.xLow = -1e300;
        away.xHigh = 1e300;
        away.yLow = -1e300;
        away.yHigh = 1e300;
        QCOMPARE(rasterOf(randomSource(1000, 10, 1), away).spikesShown, 1000U);
    }

    void trialOfALargeRunIsBuiltQuickly()
    {
        const Run run = makeContextRun({500, 200, 100, 3});
        const auto start = std::chrono::steady_clock::now();
        const RasterFigure figure = rasterOf(rasterSourceFromRun(run, "S", 100));
        const std::chrono::duration<double, std::milli> took =
            std::chrono::steady_clock::now() - start;
        qInfo("raster of one trial of 200 x 500 x 100: %.1f ms", took.count());
        QVERIFY(figure.spikesShown > 4000);
        QVERIFY(took.count() < 400.0); // the budget on a quiet machine is 20 ms
    }
};

INSPIKE_TEST(TstRasterFigure, tst_raster_figure)
#include "tst_raster_figure.moc"
