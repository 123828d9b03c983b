// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/figures/alignment_figure.h"
#include "core/figures/compare_figure.h"
#include "tests/support/errors.h"
#include "tests/support/golden.h"
#include "tests/support/make_av_run.h"
#include "tests/support/make_compared_run.h"
#include "tests/support/make_run.h"
#include "tests/support/run_tests.h"

#include <algorithm>
#include <cmath>
#include <numeric>

using namespace inspike;
using namespace inspike::test;

namespace {

using Runs = std::vector<std::shared_ptr<const Run>>;
using Settings = std::vector<std::string>;

constexpr std::uint64_t kSource = 7;

FigureInputs inputsOf(const Runs& runs)
{
    FigureInputs inputs;
    inputs.run = runs.front();
    inputs.runs = runs;
    inputs.keySource = kSource;
    return inputs;
}

const FigureKind& kind()
{
    return *findFigureKind("compare");
}

Figure figureOf(const Runs& runs, const Settings& settings = {}, const Viewport& viewport = {})
{
    JobContext job = nullJob();
    return kind().build(inputsOf(runs), Params::parse(kind().params(), settings), viewport, job);
}

const Figure& partOf(Figure&& page, const char* id) = delete; // it would be gone
const Figure& partOf(const Figure& page, const char* id)
{
    return *std::get<CompositeFigure>(page).part(id)->figure;
}

Runs usualAndAltered()
{
    return {makeComparedRun(), makeComparedRun(alteredLayers())};
}

// Marks of each kind.
std::array<std::size_t, 3> kindsIn(const RasterFigure& figure)
{
    std::array<std::size_t, 3> kinds{};
    if (const auto* marks = std::get_if<std::vector<SpikeMark>>(&figure.body)) {
        for (const SpikeMark& mark : *marks)
            kinds.at(mark.category) += mark.count;
        return kinds;
    }
    const auto& bins = std::get<RasterBins>(figure.body);
    for (std::size_t k = 0; k < kinds.size(); ++k)
        kinds[k] =
            std::accumulate(bins.categories[k].begin(), bins.categories[k].end(), std::size_t{0});
    return kinds;
}

// A long run with a known duration of a step, whose raster is drawn mark by mark.
std::shared_ptr<const Run> longRun(std::size_t shift)
{
    Run run = makeContextRun({400, 3, 20, 3});
    std::vector<float> values;
    for (std::size_t t = 0; t < 400; ++t) {
        for (std::size_t b = 0; b < 3; ++b) {
            for (std::size_t n = 0; n < 20; ++n)
                values.push_back((t + b + n * (n > 10 ? shift : 1)) % 7 == 0 ? 1.0F : 0.0F);
        }
    }
    run.probes["S"] = spikesOf("S", LabelledArray(run.probes.at("S").axes(), std::move(values)));
    return std::make_shared<const Run>(std::move(run));
}

} // namespace

class TstCompareFigure : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fourPartsAreOnThePage()
    {
        const Figure page = figureOf(usualAndAltered());
        QCOMPARE(std::get<CompositeFigure>(page).parts.size(), 4U);
        QVERIFY(std::holds_alternative<RasterFigure>(partOf(page, "raster")));
        QVERIFY(std::holds_alternative<HeatFigure>(partOf(page, "cka")));
        const auto& rates = std::get<SeriesFigure>(partOf(page, "rates"));
        QCOMPARE(rates.panels.front().lines.size(), 2U);
        const auto& answers = std::get<SeriesFigure>(partOf(page, "logits"));
        QCOMPARE(answers.panels.size(), 2U);
        QCOMPARE(answers.note.id, TextId::BothPredict);
    }

    void theRasterTellsWhoseSpikesTheyAre()
    {
        for (std::int64_t sample = 0; sample < 4; ++sample) {
            std::array<std::size_t, 3> expected{};
            const ComparedLayers altered = alteredLayers();
            const auto b = static_cast<std::size_t>(sample);
            for (std::size_t t = 0; t < 6; ++t) {
                for (std::size_t n = 0; n < 3; ++n) {
                    const bool one = ComparedLayers::usualSpike(t, b, n);
                    const bool other = altered.spike(t, b, n);
                    if (one || other)
                        ++expected.at(one && other ? 0U : one ? 1U : 2U);
                }
            }
            const auto raster = std::get<RasterFigure>(
                figureOf(usualAndAltered(), {"show=raster", "trial=" + std::to_string(sample)}));
            QVERIFY(kindsIn(raster) == expected);
            for (std::size_t k = 0; k < 3; ++k)
                QCOMPARE(raster.categories[k].spikes, expected[k]);
            QCOMPARE(raster.rows.front().key.source, kSource);
            QCOMPARE(raster.spikesShown, expected[0] + expected[1] + expected[2]);
        }
    }

    void cellsOfManySpikesCountEachKind()
    {
        const Runs runs{longRun(1), longRun(2)};
        const auto marks = std::get<RasterFigure>(figureOf(runs, {"show=raster"}));
        QVERIFY(std::holds_alternative<std::vector<SpikeMark>>(marks.body));
        QVERIFY(marks.fidelity.exact());
        Viewport small;
        small.widthPx = 30;
        small.heightPx = 8;
        const auto cells = std::get<RasterFigure>(figureOf(runs, {"show=raster"}, small));
        const auto& bins = std::get<RasterBins>(cells.body);
        QCOMPARE(bins.categories.size(), 3U);
        QVERIFY(!cells.fidelity.exact());
        QVERIFY(kindsIn(cells) == kindsIn(marks));
        QVERIFY(kindsIn(cells)[1] > 0 && kindsIn(cells)[2] > 0);
        for (std::size_t i = 0; i < bins.counts.size(); ++i) {
            QCOMPARE(bins.counts[i],
                     bins.categories[0][i] + bins.categories[1][i] + bins.categories[2][i]);
        }
        // A part of the time shows the spikes of that part.
        Viewport later = small;
        later.xLow = 100.0;
        later.xHigh = 300.0;
        const auto part = std::get<RasterFigure>(figureOf(runs, {"show=raster"}, later));
        const auto whole = std::get<std::vector<SpikeMark>>(marks.body);
        const auto inside = std::count_if(whole.begin(), whole.end(), [](const SpikeMark& mark) {
            return mark.time >= 100.0 && mark.time < 300.0;
        });
        QCOMPARE(part.spikesShown, static_cast<std::uint64_t>(inside));
        QCOMPARE(marks.x.unit, std::string("ms"));
    }

    void unitsThatDifferMostAreOnTopIfWanted()
    {
        const auto raster = std::get<RasterFigure>(
            figureOf({longRun(1), longRun(2)}, {"show=raster", "order=difference"}));
        for (std::size_t row = 0; row < 11; ++row)
            QVERIFY(raster.rows[row].unit <= 10);
        QVERIFY(raster.rows.back().unit > 10);
    }

    void aRunAgainstItselfShowsNoDifference()
    {
        const auto run = makeComparedRun();
        const Figure page = figureOf({run, run});
        const auto& raster = std::get<RasterFigure>(partOf(page, "raster"));
        QCOMPARE(kindsIn(raster)[1] + kindsIn(raster)[2], 0U);
        const auto& rates = std::get<SeriesFigure>(partOf(page, "rates"));
        for (const SeriesLine& bar : rates.panels.front().lines)
            QCOMPARE(bar.y.front(), 0.0);
        QCOMPARE(rates.note.id, TextId::NoDifference);
        const auto& answers = std::get<SeriesFigure>(partOf(page, "logits"));
        for (const SeriesLine& bar : answers.panels[1].lines)
            QCOMPARE(bar.y.front(), 0.0);
        const auto& grid = std::get<HeatFigure>(partOf(page, "cka"));
        const auto& cells = grid.panels.front().cells;
        QVERIFY(std::abs(cells.values.front() - 1.0F) < 1e-3F);
    }

    void anotherLayerAndSampleCanBeShown()
    {
        const auto raster = std::get<RasterFigure>(
            figureOf(usualAndAltered(), {"show=raster", "layer=fc2", "trial=2"}));
        QCOMPARE(raster.rows.size(), 2U);
        QVERIFY((raster.note.args == std::vector<std::string>{"fc2", "c"}));
        const auto answers =
            std::get<SeriesFigure>(figureOf(usualAndAltered(), {"show=logits", "trial=2"}));
        QCOMPARE(answers.note.id, TextId::RunsPredict);
        QCOMPARE(answers.panels[1].lines[1].y.front(), 4.5);
        INSPIKE_FAILS(figureOf(usualAndAltered(), {"layer=fc9"}), ErrorKind::BadParameter, "fc2");
        INSPIKE_FAILS(figureOf(usualAndAltered(), {"show=raster", "trial=9"}), ErrorKind::BadShape,
                      "9");
    }

    void whatTheRunsLackIsSaidInItsPlace()
    {
        ComparedLayers two;
        two.samples = 2;
        const auto few = makeComparedRun(two);
        const Figure tooFew = figureOf({few, few});
        const auto& words = std::get<SeriesFigure>(partOf(tooFew, "cka"));
        QVERIFY(words.panels.empty());
        QCOMPARE(words.note.id, TextId::SamplesTooFew);
        INSPIKE_FAILS(figureOf({few, few}, {"show=cka"}), ErrorKind::NotFound, "3 samples");

        const auto context = std::make_shared<const Run>(makeContextRun());
        const Figure page = figureOf({context, context});
        const auto& answers = std::get<SeriesFigure>(partOf(page, "logits"));
        QVERIFY(answers.xIsTime); // its output goes over time
        QCOMPARE(answers.panels.front().lines.size(), 2U);

        const Run silent = [] {
            Run run = comparedRun();
            run.probes.erase("fc1/spikes");
            run.probes.erase("fc2/spikes");
            return run;
        }();
        const auto membranes = std::make_shared<const Run>(silent);
        const Figure none = figureOf({membranes, membranes});
        QCOMPARE(std::get<SeriesFigure>(partOf(none, "raster")).note.id, TextId::NoCommonSpikes);
    }

    void oneRunIsNotEnough()
    {
        QVERIFY(kind().manyRuns);
        QVERIFY(kind().lacks(inputsOf({makeComparedRun()}))->find("second run") !=
                std::string::npos);
        QVERIFY(!kind().lacks(inputsOf(usualAndAltered())));
        QVERIFY(kind().lacks(FigureInputs()).has_value());
        Runs three = usualAndAltered();
        three.push_back(makeComparedRun());
        INSPIKE_FAILS(figureOf(three), ErrorKind::BadParameter, "runs=1,3");
        QCOMPARE(kindsIn(std::get<RasterFigure>(figureOf(three, {"show=raster", "runs=1,3"})))[2],
                 0U);
    }

    void whatTakesTimeWaitsUntilItIsComputed()
    {
        AlignmentResults results;
        const FigureInputs inputs = inputsOf(usualAndAltered());
        const Params params(kind().params());
        JobContext job = nullJob();
        const auto build = [&] {
            return buildComparison(inputs, params, {}, results, CompareEffort::Known, job);
        };
        Figure page = build();
        QVERIFY(!isPending(partOf(page, "raster")));
        QVERIFY(!isPending(partOf(page, "logits")));
        QVERIFY(isPending(partOf(page, "rates")));
        QVERIFY(isPending(partOf(page, "cka")));
        computeComparePart(ComparePart::Rates, inputs, params, results, job);
        computeComparePart(ComparePart::Similarity, inputs, params, results, job);
        page = build();
        for (const FigurePart& part : std::get<CompositeFigure>(page).parts)
            QVERIFY(!isPending(*part.figure));
    }

    void csvAndJsonNameTheKinds()
    {
        const Figure raster = figureOf(usualAndAltered(), {"show=raster", "trial=1"});
        const std::string csv = figureCsv(raster);
        QVERIFY(csv.starts_with("part,time_step,"));
        for (const char* expected : {",kind\n", ",both\n", ",only_a\n", ",only_b\n"})
            QVERIFY2(csv.find(expected) != std::string::npos, expected);
        const Json json = figureJson(raster);
        QCOMPARE(json["categories"].items().size(), 3U);
        QCOMPARE(json["categories"].items()[1]["id"].toString(), std::string("only_a"));
    }

    void theWholePageIsAsStored()
    {
        const std::string json = figureJson(figureOf(usualAndAltered(), {"trial=1"})).dump(1);
        const std::string different = compareGolden("compare.json", json + "\n");
        QVERIFY2(different.empty(), different.c_str());
    }

    void networksOfTwoStreamsAreCompared()
    {
        const auto a = std::make_shared<const Run>(makeAvRun());
        const Figure page = figureOf({a, a});
        const auto& rates = std::get<SeriesFigure>(partOf(page, "rates"));
        QVERIFY(!rates.panels.front().lines.empty());
        QVERIFY(std::holds_alternative<RasterFigure>(partOf(page, "raster")));
    }
};

INSPIKE_TEST(TstCompareFigure, tst_compare_figure)
#include "tst_compare_figure.moc"
