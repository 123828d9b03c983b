// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Rasters of large streams against counting the list of spikes one by one.

#include "core/base/error.h"
#include "core/figures/figure_io.h"
#include "core/figures/raster_counts.h"
#include "core/figures/raster_sample.h"
#include "core/figures/raster_spikes.h"
#include "tests/core/pyramid/spike_lists.h"
#include "tests/support/run_tests.h"

#include <chrono>
#include <cmath>
#include <numeric>
#include <set>
#include <sstream>

using namespace inspike;
using namespace inspike::test;

namespace {

constexpr double kPerMs = 1000.0;

RasterSource sourceOf(const test::SpikeList& list)
{
    RasterSource source;
    source.atlas = std::make_shared<const CountAtlas>(pyramidOf(list, 512));
    source.keep = source.atlas;
    source.extent = source.atlas->pyramid().extent();
    return source;
}

RasterFigure rasterOf(const RasterSource& source, const Viewport& viewport = {},
                      std::vector<std::string> settings = {})
{
    JobContext job = nullJob();
    return buildRaster(source, Params::parse(rasterParams(), settings), viewport, job);
}

// Spikes of the list in half-open times and rows.
std::uint64_t bruteForce(const test::SpikeList& list, const RasterRows& rows, TimeRange window,
                         std::size_t rowBegin, std::size_t rowEnd)
{
    std::uint64_t count = 0;
    for (std::size_t i = 0; i < list.size(); ++i) {
        const auto row = rows.rowOfUnit(list.unit[i]);
        count += window.contains(list.time[i]) && row && *row >= rowBegin && *row < rowEnd ? 1 : 0;
    }
    return count;
}

// Whole microseconds, so that a double in ms says them exactly.
Viewport someViewport(std::size_t rows, TimeRange extent, Random& random)
{
    Viewport viewport;
    viewport.widthPx = 4 + static_cast<int>(random.below(90));
    viewport.heightPx = 4 + static_cast<int>(random.below(60));
    // Of the largest extents more than a Time holds.
    const double length =
        std::max(1.0, static_cast<double>(extent.end) - static_cast<double>(extent.begin));
    const double from = std::floor(static_cast<double>(extent.begin) + random.uniform() * length);
    const double span = std::ceil(length * std::pow(random.uniform(), 4.0)) + 1.0;
    viewport.xLow = from / kPerMs;
    viewport.xHigh = (from + span) / kPerMs;
    viewport.yLow = std::floor(random.uniform() * static_cast<double>(rows)) - 0.5;
    viewport.yHigh = viewport.yLow + 1.0 + std::floor(random.uniform() * static_cast<double>(rows));
    return viewport;
}

std::uint64_t sumOf(const RasterFigure& figure)
{
    if (const auto* bins = std::get_if<RasterBins>(&figure.body))
        return std::accumulate(bins->counts.begin(), bins->counts.end(), std::uint64_t{0});
    return std::get<std::vector<SpikeMark>>(figure.body).size();
}

// Spikes at random, `share` of them of the first tenth of the units.
test::SpikeList randomList(std::size_t spikes, std::uint32_t units, Time length, std::uint64_t seed)
{
    test::SpikeList list;
    list.units = units;
    Random random(seed);
    for (std::size_t i = 0; i < spikes; ++i)
        list.add(static_cast<Time>(random.uniform() * static_cast<double>(length)),
                 random.below(units));
    sortByTime(list);
    return list;
}

} // namespace

class TstRasterCounts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyViewportAndOrderCountsEverySpike_data()
    {
        QTest::addColumn<QString>("kind");
        for (const std::string& kind : kindsOfLists())
            QTest::newRow(kind.c_str()) << QString::fromStdString(kind);
    }
    void everyViewportAndOrderCountsEverySpike()
    {
        QFETCH(QString, kind);
        const test::SpikeList list = makeList(kind.toStdString(), 7);
        const RasterSource source = sourceOf(list);
        Random random(99);
        for (const char* order : {"index", "rate", "first-spike", "pc", "similarity"}) {
            for (int i = 0; i < 12; ++i) {
                const Viewport viewport = someViewport(source.units(), source.extent, random);
                const RasterFigure figure =
                    rasterOf(source, viewport, {std::string("order=") + order});
                const RasterWindow window = rasterWindow(source, source.units(), viewport);
                const std::uint64_t wanted =
                    bruteForce(list, figure.rows, window.ticks, window.rowBegin, window.rowEnd);
                QCOMPARE(sumOf(figure), wanted);
                QCOMPARE(figure.spikesShown, wanted);
            }
        }
    }

    void marksAreTheSpikesThemselves()
    {
        const test::SpikeList list = randomList(3000, 40, 1'000'000, 3);
        const RasterSource source = sourceOf(list);
        Viewport viewport;
        viewport.xLow = 200.0;
        viewport.xHigh = 300.0;
        viewport.yLow = 9.5;
        viewport.yHigh = 29.4;
        const RasterFigure figure = rasterOf(source, viewport, {"order=rate"});
        QVERIFY(figure.fidelity.exact());
        std::multiset<std::pair<Time, std::uint32_t>> got;
        for (const SpikeMark& mark : std::get<std::vector<SpikeMark>>(figure.body))
            got.emplace(std::llround(mark.time * kPerMs), figure.rows[mark.row].unit);
        std::multiset<std::pair<Time, std::uint32_t>> wanted;
        for (std::size_t i = 0; i < list.size(); ++i) {
            const std::size_t row = *figure.rows.rowOfUnit(list.unit[i]);
            if (list.time[i] >= 200'000 && list.time[i] < 300'000 && row >= 10 && row < 30)
                wanted.emplace(list.time[i], list.unit[i]);
        }
        QVERIFY(got == wanted);
    }

    void cellsHoldTheSpikesBetweenTheirEdges()
    {
        const test::SpikeList list = randomList(40'000, 300, 777'777, 5);
        const RasterSource source = sourceOf(list);
        Viewport viewport;
        viewport.widthPx = 50;
        viewport.heightPx = 40;
        viewport.xLow = 33.333;
        viewport.xHigh = 700.001;
        viewport.yLow = 6.5;
        viewport.yHigh = 250.4;
        const RasterFigure figure = rasterOf(source, viewport, {"order=similarity"});
        const auto& bins = std::get<RasterBins>(figure.body);
        QVERIFY(bins.columns <= 50 && bins.columns >= 25);
        QVERIFY(bins.rows <= 40 && bins.rows >= 20);
        const std::size_t column = bins.columns / 3;
        const std::size_t row = bins.rows / 2;
        for (const auto& [c, r] : {std::pair(column, row), std::pair(std::size_t{0}, bins.rows - 1),
                                   std::pair(bins.columns - 1, std::size_t{0})}) {
            const TimeRange window{std::llround(bins.columnLow(c) * kPerMs),
                                   std::llround(bins.columnLow(c + 1) * kPerMs)};
            QCOMPARE(std::uint64_t{bins.counts[r * bins.columns + c]},
                     bruteForce(list, figure.rows, window,
                                static_cast<std::size_t>(bins.rowLow(r) + 0.5),
                                static_cast<std::size_t>(bins.rowLow(r + 1) + 0.5)));
            QVERIFY(*bins.columnAt(bins.columnLow(c) + 1e-6) == c);
            QVERIFY(*bins.rowAt(bins.rowLow(r) + 1e-6) == r);
        }
        QVERIFY(!bins.columnAt(bins.xHigh));
        // Powers of two but for the edges.
        QCOMPARE(std::exp2(std::round(std::log2(bins.xStep * kPerMs))), bins.xStep * kPerMs);
        QVERIFY(figure.density.label.id == TextId::CountPerCell);
        QCOMPARE(figure.density.label.args[1], std::to_string(static_cast<int>(bins.yStep)));
        QCOMPARE(figure.fidelity.perMark,
                 std::uint64_t{*std::max_element(bins.counts.begin(), bins.counts.end())});
    }

    void rowsAreMadeOncePerOrder()
    {
        const RasterSource source = sourceOf(randomList(20'000, 500, 1'000'000, 8));
        const RasterFigure one = rasterOf(source);
        Viewport part;
        part.xLow = 100.0;
        part.xHigh = 200.0;
        part.yLow = 3.0;
        part.yHigh = 90.0;
        QVERIFY(rasterOf(source, part).rows.sharesTable(one.rows));
        const RasterFigure byRate = rasterOf(source, part, {"order=rate"});
        QVERIFY(!byRate.rows.sharesTable(one.rows));
        QVERIFY(rasterOf(source, {}, {"order=rate"}).rows.sharesTable(byRate.rows));
        RasterSource other = source;
        other.keySource = 12;
        QVERIFY(rasterOf(other).rows.sharesTable(one.rows));
        QCOMPARE(rasterOf(other).rows.front().key.source, 12U);
    }

    void rateStripIsThatOfAllUnitsAndStaysWhilePanning()
    {
        const test::SpikeList list = randomList(50'000, 20, 10'000'000, 9);
        const RasterSource source = sourceOf(list);
        Viewport part;
        part.xLow = 2001.0;
        part.xHigh = 4001.0;
        const RasterFigure figure = rasterOf(source, part, {"bin-ms=10"});
        QCOMPARE(figure.rateBin, 16.384); // the power of two above
        Viewport moved = part;
        moved.xLow += 3.0;
        moved.xHigh += 3.0;
        const RasterFigure next = rasterOf(source, moved, {"bin-ms=10"});
        QCOMPARE(next.rateEdges[5], figure.rateEdges[5]);
        QCOMPARE(next.rateValues[5], figure.rateValues[5]);
        const auto from = static_cast<Time>(figure.rateEdges[5] * kPerMs + 0.5);
        QCOMPARE(figure.rateValues[5],
                 static_cast<double>(bruteForce(list, figure.rows, {from, from + 16384}, 0, 20)) /
                     (20 * 0.016384));
    }

    void groupsOrderTheUnitsIfTheRecordingSaysThem()
    {
        auto recording = std::make_shared<Recording>();
        recording->streams.push_back({"spikes/a", "a", "", "",
                                      SpikeTrains::fromPairs(std::vector<Time>{1, 2, 3},
                                                             std::vector<UnitIndex>{0, 1, 2}, 3)});
        QVERIFY_EXCEPTION_THROWN(
            rasterOf(rasterSourceFromRecording(recording), {}, {"order=group"}), Error);
        Labels groups;
        groups.values = {2, 0, 1};
        recording->streams.push_back({"labels/unit_group", "unit_group", "", "", groups});
        const RasterFigure figure =
            rasterOf(rasterSourceFromRecording(recording), {}, {"order=group"});
        QCOMPARE(figure.rows[0].unit, 1U);
        QCOMPARE(figure.rows[2].unit, 0U);
        QVERIFY(figure.y.label.id == TextId::UnitsByGroup);
    }

    void aStreamWithoutCountsIsSampledAndSaysSo()
    {
        auto recording = std::make_shared<Recording>();
        const test::SpikeList list = randomList(2'000'000, 1000, 60'000'000, 11);
        recording->streams.push_back(
            {"spikes/big", "big", "", "", StoredStream{std::make_shared<ListSource>(list)}});
        const RasterSource source = rasterSourceFromRecording(recording);
        QVERIFY(source.stored != nullptr);
        const RasterFigure figure = rasterOf(source);
        QVERIFY(figure.fidelity.sampled());
        QVERIFY(!figure.fidelity.exact());
        QVERIFY(figure.fidelity.sampledOneIn >= 6 && figure.fidelity.sampledOneIn <= 9);
        QVERIFY(figure.spikesShown > 1'900'000 && figure.spikesShown < 2'100'000);
        QVERIFY(figure.density.label.id == TextId::SampledPerBin);
        QVERIFY(std::holds_alternative<RasterBins>(figure.body));
        const double mean =
            std::accumulate(figure.rateValues.begin(), figure.rateValues.end(), 0.0) /
            static_cast<double>(figure.rateValues.size());
        QVERIFY2(std::abs(mean - 2e6 / 60.0 / 1000.0) < 2.0, qPrintable(QString::number(mean)));
        QVERIFY(figureJson(figure).dump().find("\"sampled_one_in\"") != std::string::npos);

        // A window that a few reads cover is exact already.
        Viewport narrow;
        narrow.xLow = 30'000.0;
        narrow.xHigh = 30'100.0;
        const RasterFigure near = rasterOf(source, narrow);
        QVERIFY(near.fidelity.exact());
        QCOMPARE(near.spikesShown, bruteForce(list, near.rows, {30'000'000, 30'100'000}, 0, 1000));

        // The counts replace the sample.
        const RasterSource counted = rasterSourceFromRecording(
            recording, "", {{"spikes/big", std::make_shared<const CountAtlas>(pyramidOf(list))}});
        QVERIFY(counted.atlas != nullptr);
        QCOMPARE(rasterOf(counted).spikesShown, 2'000'000U);
    }

    void samplesAreSpreadOverTheWindowAlsoWhenUnsorted()
    {
        test::SpikeList list = randomList(1'000'000, 10, 1'000'000'000, 13);
        std::reverse(list.time.begin(), list.time.end());
        auto source = std::make_shared<ListSource>(list);
        source->change().sorted = false;
        JobContext job = nullJob();
        const SpikeSample sample = sampleSpikes(*source, {0, 500'000'000}, 1000, job);
        QVERIFY(sample.oneIn > 1);
        QVERIFY(std::abs(static_cast<double>(sample.spikes.spikes()) * sample.spikesPerSpike -
                         5e5) < 2e4);
        for (Time from = 0; from < 500'000'000; from += 50'000'000)
            QVERIFY(sample.spikes.count({from, from + 50'000'000}) > 1000);
        QCOMPARE(sample.spikes.count({500'000'000, 2'000'000'000}), 0U);
    }

    void brushedSpikesAreCountedAndListed()
    {
        const test::SpikeList list = randomList(30'000, 100, 2'000'000, 17);
        const RasterSource source = sourceOf(list);
        const std::vector<std::uint32_t> units{70, 3, 99};
        JobContext job = nullJob();
        const auto listing = SpikeListing::make(source, units, {500'000, 900'000}, job);
        std::vector<std::pair<Time, std::uint32_t>> wanted;
        for (const std::uint32_t unit : units) {
            for (std::size_t i = 0; i < list.size(); ++i) {
                if (list.unit[i] == unit && list.time[i] >= 500'000 && list.time[i] < 900'000)
                    wanted.emplace_back(list.time[i], unit);
            }
        }
        QCOMPARE(listing->size(), wanted.size());
        QCOMPARE(listing->rate(), static_cast<double>(wanted.size()) / (3 * 0.4));
        for (const std::size_t first : {std::size_t{0}, std::size_t{101}, wanted.size() - 3}) {
            const auto page = listing->page(first, 40);
            QCOMPARE(page.size(), std::min<std::size_t>(40, wanted.size() - first));
            for (std::size_t i = 0; i < page.size(); ++i) {
                QCOMPARE(page[i].time, wanted[first + i].first);
                QCOMPARE(page[i].unit, wanted[first + i].second);
            }
        }
        QVERIFY(listing->page(wanted.size(), 10).empty());
        std::string csv;
        listing->writeCsv([&](std::string_view piece) { csv += piece; }, job);
        std::istringstream lines(csv);
        std::string line;
        std::getline(lines, line);
        QCOMPARE(line, std::string("time (ms),unit"));
        std::size_t count = 0;
        while (std::getline(lines, line))
            ++count;
        QCOMPARE(count, wanted.size());
        QVERIFY_EXCEPTION_THROWN(
            SpikeListing::make(source, std::vector<std::uint32_t>{100}, {0, 1}, job), Error);
    }

    void aUnitOfMillionsOfSpikesIsListedInParts()
    {
        const test::SpikeList list = randomList(700'000, 1, 90'000'000, 19);
        const RasterSource source = sourceOf(list);
        JobContext job = nullJob();
        const auto listing =
            SpikeListing::make(source, std::vector<std::uint32_t>{0}, source.extent, job);
        QCOMPARE(listing->size(), 700'000U);
        for (const std::size_t first : {0, 262'100, 524'200, 699'990}) {
            const auto page = listing->page(first, 100);
            QCOMPARE(page.size(), std::min<std::size_t>(100, 700'000 - first));
            for (std::size_t i = 0; i < page.size(); ++i)
                QCOMPARE(page[i].time, list.time[first + i]);
        }
    }

    void tablesOfLargeFiguresAreBoundedByPixels()
    {
        const RasterSource source = sourceOf(randomList(200'000, 30'000, 10'000'000, 23));
        Viewport small;
        small.widthPx = 40;
        small.heightPx = 30;
        const RasterFigure figure = rasterOf(source, small);
        std::uint64_t total = 0;
        std::size_t lines = 0;
        std::istringstream csv(figureCsv(figure));
        for (std::string line; std::getline(csv, line);) {
            ++lines;
            if (!line.starts_with("bin,"))
                continue;
            const std::size_t to = line.rfind(',');
            total += std::stoull(line.substr(line.rfind(',', to - 1) + 1));
        }
        QCOMPARE(total, 200'000U);
        QVERIFY(lines < 40 * 30 + 100);
        const Json json = figureJson(figure);
        QVERIFY(json.dump().size() < 100'000);
        QVERIFY(json.dump().find("\"cells\"") != std::string::npos);
    }

    void eventsOfASensorAreRowsOfPixels()
    {
        auto recording = std::make_shared<Recording>();
        EventColumns events;
        events.t = {10, 20, 30};
        events.x = {1, 2, 3};
        events.y = {0, 1, 2};
        events.polarity = {0, 1, 1};
        recording->streams.push_back({"events/main", "main", "", "", EventStream(events, 4, 3)});
        const RasterFigure figure = rasterOf(rasterSourceFromRecording(recording));
        QCOMPARE(figure.rows.size(), 24U);
        QCOMPARE(figure.spikesShown, 3U);
        QCOMPARE(figure.sensor.width, 4U);
        QVERIFY(figure.fidelity.exact());
        const auto& marks = std::get<std::vector<SpikeMark>>(figure.body);
        QCOMPARE(marks[2].row, 23U); // (1 * 3 + 2) * 4 + 3
    }
};

INSPIKE_TEST(TstRasterCounts, tst_raster_counts)
#include "tst_raster_counts.moc"
