// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/figure_io.h"
#include "core/figures/view_catalogue.h"
#include "tests/support/golden.h"
#include "tests/support/make_run.h"
#include "tests/support/run_tests.h"

#include <algorithm>
#include <sstream>

using namespace inspike;
using namespace inspike::test;

namespace {

Figure figureOf(const std::string& kind, std::vector<std::string> settings = {},
                const Viewport& viewport = {})
{
    FigureInputs inputs;
    inputs.run = std::make_shared<Run>(makeContextRun({12, 3, 4, 2}));
    const FigureKind& view = *findFigureKind(kind);
    JobContext job = nullJob();
    return view.build(inputs, Params::parse(view.params(), settings), viewport, job);
}

Viewport smallViewport()
{
    Viewport viewport;
    viewport.widthPx = 1;
    viewport.heightPx = 2;
    return viewport;
}

std::vector<std::string> linesOf(const std::string& text)
{
    std::vector<std::string> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);)
        lines.push_back(line);
    return lines;
}

} // namespace

class TstFigureIo : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void figuresEqualTheirGoldenJson_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QString>("setting");
        QTest::addColumn<bool>("small");
        QTest::addColumn<QString>("file");
        QTest::newRow("raster") << "raster"
                                << "order=rate" << false << "raster_marks.json";
        QTest::newRow("bins") << "raster"
                              << "trial=1" << true << "raster_bins.json";
        QTest::newRow("manifold") << "manifold"
                                  << "time-to=12" << false << "manifold.json";
        QTest::newRow("traces") << "traces"
                                << "count=2" << false << "traces.json";
    }
    void figuresEqualTheirGoldenJson()
    {
        QFETCH(QString, kind);
        QFETCH(QString, setting);
        QFETCH(bool, small);
        QFETCH(QString, file);
        const Figure figure = figureOf(kind.toStdString(), {setting.toStdString()},
                                       small ? smallViewport() : Viewport{});
        const std::string difference =
            compareGolden(file.toStdString(), figureJson(figure).dump(1) + "\n");
        QVERIFY2(difference.empty(), difference.c_str());
    }

    void sameFigureGivesTheSameBytes()
    {
        for (const char* kind : {"raster", "manifold", "traces"}) {
            QCOMPARE(figureCsv(figureOf(kind)), figureCsv(figureOf(kind)));
            QCOMPARE(figureJson(figureOf(kind)).dump(), figureJson(figureOf(kind)).dump());
        }
    }

    void headersNameEveryColumnAndUnit()
    {
        QCOMPARE(linesOf(figureCsv(figureOf("raster"))).front(),
                 std::string("part,time (ms),end of time (ms),row,end row,unit,spikes,"
                             "population_rate (Hz)"));
        QCOMPARE(linesOf(figureCsv(figureOf("manifold"))).front(),
                 std::string("trial,condition,time (ms),input_mode 1 (a.u.),input_mode 2 (a.u.)"));
        QCOMPARE(linesOf(figureCsv(figureOf("traces"))).front(),
                 std::string("panel,line,time (ms),value,low,high"));
    }

    void everyRowHasEveryColumn()
    {
        for (const char* kind : {"raster", "manifold", "traces"}) {
            const auto lines = linesOf(figureCsv(figureOf(kind, {}, smallViewport())));
            const auto commas = std::count(lines[0].begin(), lines[0].end(), ',');
            QVERIFY(lines.size() > 1);
            for (const std::string& line : lines)
                QCOMPARE(std::count(line.begin(), line.end(), ','), commas);
        }
    }

    void lastRateBinEndsWithTheTrial()
    {
        const auto lines = linesOf(figureCsv(figureOf("raster")));
        QVERIFY2(lines.back().starts_with("rate,20,24,"), lines.back().c_str());
        QVERIFY2(lines[lines.size() - 2].starts_with("rate,10,20,"), "the one before is whole");
    }

    void csvOfBinsCountsEverySpike()
    {
        const Figure figure = figureOf("raster", {}, smallViewport());
        const auto& raster = std::get<RasterFigure>(figure);
        QVERIFY(std::holds_alternative<RasterBins>(raster.body));
        std::uint64_t total = 0;
        for (const std::string& line : linesOf(figureCsv(figure))) {
            if (!line.starts_with("bin,"))
                continue;
            const std::size_t to = line.rfind(',');
            const std::size_t from = line.rfind(',', to - 1);
            total += std::stoull(line.substr(from + 1, to - from - 1));
        }
        QCOMPARE(total, raster.spikesShown);
    }
};

INSPIKE_TEST(TstFigureIo, tst_figure_io)
#include "tst_figure_io.moc"
