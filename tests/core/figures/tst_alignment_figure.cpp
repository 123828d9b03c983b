// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/domains/cka.h"
#include "core/analysis/domains/mmd.h"
#include "core/base/error.h"
#include "core/figures/alignment_figure.h"
#include "core/figures/alignment_subject.h"
#include "tests/support/errors.h"
#include "tests/support/make_transfer_run.h"
#include "tests/support/run_tests.h"

#include <algorithm>
#include <cmath>
#include <set>

using namespace inspike;
using namespace inspike::test;

namespace {

constexpr std::uint64_t kSource = 7;
using Runs = std::vector<std::shared_ptr<const Run>>;
using Settings = std::vector<std::string>;

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
    return *findFigureKind("alignment");
}

Params paramsOf(const Settings& settings)
{
    return Params::parse(kind().params(), settings);
}

Figure figureOf(const Runs& runs, Settings settings)
{
    settings.push_back("bootstrap=20");
    JobContext job = nullJob();
    return kind().build(inputsOf(runs), paramsOf(settings), {}, job);
}

SeriesFigure seriesOf(const Runs& runs, const Settings& settings)
{
    return std::get<SeriesFigure>(figureOf(runs, settings));
}

HeatFigure gridOf(const Runs& runs, Settings settings)
{
    settings.push_back("show=grid");
    return std::get<HeatFigure>(figureOf(runs, settings));
}

// Rows of an activation at a step, [sample][feature], cut to some samples.
Points rowsOf(const Run& run, const char* id, std::size_t step)
{
    const LabelledArray values = run.find(id)->dense().slice(AxisKind::Step, step);
    Points points(values.axes()[0].size, values.axes()[1].size);
    std::copy(values.values().begin(), values.values().end(), points.values.begin());
    return points;
}

const SeriesPanel& panelOf(const SeriesFigure& figure, TextId quantity)
{
    for (const SeriesPanel& panel : figure.panels) {
        if (panel.y.label.id == quantity)
            return panel;
    }
    throw Error(ErrorKind::NotFound, std::string(textKey(quantity)));
}

std::size_t pointsIn(const SeriesPanel& panel, KeyKind of)
{
    std::size_t count = 0;
    for (const SeriesLine& line : panel.lines)
        count += static_cast<std::size_t>(std::count_if(
            line.keys.begin(), line.keys.end(), [of](const Key& key) { return key.kind == of; }));
    return count;
}

// Of the two points of a sample.
double distanceOf(const SeriesPanel& panel, std::int64_t sample)
{
    std::vector<std::array<double, 2>> found;
    for (const SeriesLine& line : panel.lines) {
        for (std::size_t i = 0; i < line.keys.size(); ++i) {
            if (line.keys[i] == Key{KeyKind::Sample, kSource, sample})
                found.push_back({line.x[i], line.y[i]});
        }
    }
    return std::hypot(found.at(0)[0] - found.at(1)[0], found.at(0)[1] - found.at(1)[1]);
}

} // namespace

class TstAlignmentFigure : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void overviewHasFourPartsOnOnePage()
    {
        const Figure figure = figureOf({makeTransferRun()}, {});
        const auto& page = std::get<CompositeFigure>(figure);
        std::vector<std::string> ids;
        double area = 0.0;
        for (const FigurePart& part : page.parts) {
            ids.push_back(part.id);
            area += part.width * part.height;
            QVERIFY(!isPending(*part.figure));
        }
        QVERIFY((ids == std::vector<std::string>{"embedding", "curves", "grid", "densities"}));
        QVERIFY(std::abs(area - 1.0) < 1e-12);
        const Json json = figureJson(figure);
        QCOMPARE(json["parts"].items().size(), std::size_t{4});
        QCOMPARE(json["parts"].items()[2]["id"].toString(), std::string("grid"));
        const std::string csv = figureCsv(figure);
        QVERIFY(csv.starts_with("embedding\n"));
        QVERIFY(csv.find("\n\ngrid\n") != std::string::npos);
    }

    void everySampleIsAPointOfEachDomain()
    {
        const SeriesFigure figure = seriesOf({makeTransferRun()}, {"show=embedding"});
        const SeriesPanel& panel = figure.panels.at(0);
        QCOMPARE(figure.panels.size(), std::size_t{1});
        QVERIFY(panel.pairs);
        QCOMPARE(pointsIn(panel, KeyKind::Sample), std::size_t{48});
        QCOMPARE(pointsIn(panel, KeyKind::Domain), std::size_t{6}); // means
        std::set<int> colours;
        for (const SeriesLine& line : panel.lines) {
            if (line.keys.empty() || line.keys.front().kind != KeyKind::Sample)
                continue;
            QCOMPARE(line.colour.role, ColourRole::Category);
            colours.insert(line.colour.index);
            const bool isStatic = line.label.id == TextId::StaticOfClass;
            QCOMPARE(line.hollow, isStatic);
            QCOMPARE(line.marker, isStatic ? Marker::Square : Marker::Disc);
            for (const Key& key : line.keys)
                QCOMPARE(key.index % 3, std::int64_t{line.colour.index});
        }
        QCOMPARE(colours.size(), std::size_t{3});
        QVERIFY(figure.x.varianceShare.value() >= panel.y.varianceShare.value());
    }

    void distancesInTheEmbeddingAreThoseOfTheFeatures()
    {
        // Two features: principal components only turn them.
        TransferRunSize size;
        size.features = 2;
        const auto run = makeTransferRun(size);
        const SeriesFigure figure = seriesOf({run}, {"show=embedding", "steps=one", "step=2"});
        const Points a = rowsOf(*run, "static_feature", 2);
        const Points b = rowsOf(*run, "event_feature", 2);
        for (std::size_t i = 0; i < a.count; ++i) {
            const double expected = std::hypot(double(a.values[2 * i] - b.values[2 * i]),
                                               double(a.values[2 * i + 1] - b.values[2 * i + 1]));
            const double shown = distanceOf(figure.panels.at(0), static_cast<std::int64_t>(i));
            QVERIFY2(std::abs(shown - expected) < 1e-5 * (1.0 + expected),
                     qPrintable(QStringLiteral("%1 %2").arg(shown).arg(expected)));
        }
    }

    void everyStepIsAPointOfItsOwn()
    {
        const SeriesFigure figure = seriesOf({makeTransferRun()}, {"show=embedding", "steps=each"});
        QCOMPARE(pointsIn(figure.panels.at(0), KeyKind::Sample), std::size_t{4 * 48});
        QCOMPARE(figure.note.id, TextId::LayerEachStep);
    }

    void manyClassesHaveShapes()
    {
        TransferRunSize size;
        size.classes = 10;
        size.samples = 40;
        const SeriesFigure figure = seriesOf({makeTransferRun(size)}, {"show=embedding"});
        std::set<std::pair<int, Marker>> looks;
        for (const SeriesLine& line : figure.panels.at(0).lines) {
            if (!line.keys.empty() && line.keys.front().kind == KeyKind::Sample && !line.hollow)
                looks.insert({line.colour.index, line.marker});
        }
        QCOMPARE(looks.size(), std::size_t{10});
    }

    void coloursTellDomainsOrPredictions()
    {
        const auto run = makeTransferRun();
        const SeriesFigure domains = seriesOf({run}, {"show=embedding", "colour=domain"});
        for (const SeriesLine& line : domains.panels.at(0).lines) {
            if (!line.keys.empty() && line.marker != Marker::Cross)
                QCOMPARE(line.colour.role, line.hollow ? ColourRole::Static : ColourRole::Event);
        }
        const SeriesFigure predicted = seriesOf({run}, {"show=embedding", "colour=predicted"});
        for (const SeriesLine& line : predicted.panels.at(0).lines) {
            for (const Key& key : line.keys) {
                if (key.kind == KeyKind::Sample && key.index == 8) // taken for the next class
                    QCOMPARE(line.colour.index, 0);
            }
        }
    }

    void layersOfDifferentSpacesHaveAPanelEach()
    {
        const SeriesFigure figure =
            seriesOf({makeTransferRun()},
                     {"show=embedding", "layer=lif/feature.0", "other-layer=lif/feature.2"});
        QCOMPARE(figure.panels.size(), std::size_t{2});
        QVERIFY(!figure.panels[0].pairs);
        QCOMPARE(pointsIn(figure.panels[1], KeyKind::Sample), std::size_t{24});
        QCOMPARE(figure.numbers.size(), std::size_t{1}); // no MMD of two spaces
        QCOMPARE(figure.numbers.front().name.id, TextId::Cka);
    }

    void curvesOverStepsAreTheMeasures()
    {
        const auto run = makeTransferRun();
        const SeriesFigure figure = seriesOf({run}, {"show=curves", "over=step"});
        const SeriesLine& shown = panelOf(figure, TextId::Cka).lines.at(0);
        const SeriesLine& distance = panelOf(figure, TextId::SquaredMmd).lines.at(0);
        const SeriesLine& loss = panelOf(figure, TextId::DomainLoss).lines.back();
        QCOMPARE(shown.y.size(), std::size_t{4});
        const auto weights = run->parameters.at("time_weight").values();
        JobContext job = nullJob();
        for (std::size_t t = 0; t < 4; ++t) {
            const Points a = rowsOf(*run, "static_feature", t);
            const Points b = rowsOf(*run, "event_feature", t);
            const double expected = cka(a.view(), b.view(), {}, job);
            QVERIFY(std::abs(shown.y[t] - expected) < 1e-12);
            QVERIFY(std::abs(loss.y[t] - double(weights[t]) * (1.0 - expected)) < 1e-9);
            QVERIFY(std::abs(distance.y[t] - mmd(a.view(), b.view(), {}, job).squared.value) <
                    1e-12);
            QVERIFY(shown.low.at(t) < shown.high.at(t));
        }
        QVERIFY(shown.y[3] > shown.y[0]); // later steps bring the domains nearer
        QVERIFY(figure.xIsTime);
    }

    void curvesOverLayersNameThem()
    {
        const SeriesFigure figure =
            seriesOf({makeTransferRun()}, {"show=curves", "over=layer", "measures=cka"});
        QCOMPARE(figure.panels.size(), std::size_t{1});
        const SeriesPanel& panel = figure.panels.front();
        QCOMPARE(panel.xNames.size(), panel.lines.front().y.size());
        QCOMPARE(panel.xNames.front().args.front(), std::string("lif/feature.0"));
        QCOMPARE(panel.xNames.back().args.front(), std::string("feature"));
        // Layers without steps, such as the prediction, are what they are at every step.
        const auto run = makeTransferRun();
        const SeriesFigure two = seriesOf({run, run}, {"show=curves", "over=layer", "steps=one"});
        for (const double value : panelOf(two, TextId::Cka).lines.at(0).y)
            QVERIFY(std::abs(value - 1.0) < 1e-6);
    }

    void curvesOverEpochsFollowTheTraining()
    {
        const Runs runs = makeTransferTraining(4);
        const SeriesFigure figure =
            seriesOf({runs[2], runs[0], runs[3], runs[1]}, {"show=curves", "epoch=20"});
        QCOMPARE(figure.x.label.id, TextId::Epoch);
        QVERIFY((figure.marks == std::vector<double>{20.0}));
        const SeriesLine& line = panelOf(figure, TextId::Cka).lines.at(0);
        QVERIFY((line.x == std::vector<double>{10, 20, 30, 40}));
        QVERIFY(std::is_sorted(line.y.begin(), line.y.end()));
        const SeriesLine& loss = panelOf(figure, TextId::DomainLoss).lines.at(0);
        QVERIFY(std::is_sorted(loss.y.rbegin(), loss.y.rend()));
    }

    void epochsShareTheirAxes()
    {
        const Runs runs = makeTransferTraining(3);
        const SeriesFigure first = seriesOf(runs, {"show=embedding", "epoch=10"});
        const SeriesFigure last = seriesOf(runs, {"show=embedding", "epoch=30"});
        const SeriesFigure unnamed = seriesOf(runs, {"show=embedding"});
        QCOMPARE(first.x.low, last.x.low);
        QCOMPARE(first.x.high, last.x.high);
        QVERIFY(distanceOf(first.panels[0], 0) > distanceOf(last.panels[0], 0));
        QCOMPARE(distanceOf(unnamed.panels[0], 5), distanceOf(last.panels[0], 5));
        // The axes of the last epoch are its own principal components.
        const SeriesFigure own = seriesOf({runs[2]}, {"show=embedding"});
        QVERIFY(std::abs(distanceOf(own.panels[0], 5) - distanceOf(last.panels[0], 5)) < 1e-4);
        QVERIFY_THROWS_EXCEPTION(Error, figureOf(runs, {"epoch=15"}));
    }

    void gridHasEveryPairOfLayers()
    {
        const auto run = makeTransferRun();
        const HeatFigure figure = gridOf({run}, {"steps=one", "step=1"});
        const HeatPanel& panel = figure.panels.at(0);
        const std::size_t n = panel.cells.rows;
        QCOMPARE(n, std::size_t{4});
        QCOMPARE(panel.rowNames.size(), n);
        QCOMPARE(panel.columnNames.back().args.front(), std::string("feature"));
        QCOMPARE(figure.scales.at(0).low, 0.0);
        QCOMPARE(figure.scales.at(0).high, 1.0);
        JobContext job = nullJob();
        const double expected = cka(rowsOf(*run, "static/lif/feature.0", 1).view(),
                                    rowsOf(*run, "event/lif/feature.2", 1).view(), {}, job);
        QVERIFY(std::abs(double(panel.cells.values[2]) - expected) < 1e-6);
        QCOMPARE(panel.boxes.size(), n + 1); // the diagonal, and the chosen cell
        QVERIFY(panel.boxes.back().emphasised);
        QCOMPARE(panel.boxes.back().left, double(n - 1));
    }

    void undefinedCellsAreSaid()
    {
        TransferRunSize size;
        size.samples = 1;
        const HeatFigure figure = gridOf({makeTransferRun(size)}, {});
        QVERIFY(figure.panels.at(0).crossed);
        for (const float value : figure.panels.at(0).cells.values)
            QVERIFY(std::isnan(value));
        QCOMPARE(figure.note.id, TextId::UndefinedCells);
        QVERIFY((figure.note.args == std::vector<std::string>{"16", "16"}));
        const SeriesFigure numbers = seriesOf({makeTransferRun(size)}, {"show=embedding"});
        QVERIFY(std::isnan(numbers.numbers.at(0).value));
    }

    void twoRunsAreComparedByName()
    {
        TransferRunSize later;
        later.approach = 0.9;
        const auto a = makeTransferRun();
        const auto b = makeTransferRun(later);
        const HeatFigure figure = gridOf({a, b}, {});
        // Both branches of each, and the prediction.
        QCOMPARE(figure.panels[0].cells.rows, std::size_t{9});
        QCOMPARE(figure.panels[0].y.label.id, TextId::LayerOfRun);
        QCOMPARE(figure.panels[0].rowNames.front().args.front(),
                 std::string("event/lif/feature.0"));
        std::vector<std::string> names = b->sampleIds;
        std::swap(names[3], names[4]);
        const auto shuffled = renamed(*b, names);
        try {
            figureOf({a, shuffled}, {});
            QFAIL("samples in another order were joined");
        } catch (const Error& error) {
            QCOMPARE(error.kind(), ErrorKind::BadFormat);
            QVERIFY(error.message().find("3.bin+still-3") != std::string::npos);
        }
        figureOf({a, shuffled}, {"join=by-id"});
    }

    void densitiesEndAtTheThreshold()
    {
        const SeriesFigure figure = seriesOf({makeTransferRun()}, {"show=densities"});
        const SeriesPanel& panel = figure.panels.at(0);
        QCOMPARE(panel.lines.at(0).colour.role, ColourRole::Static);
        QCOMPARE(panel.lines.at(1).colour.role, ColourRole::Event);
        for (std::size_t side = 0; side < 2; ++side) {
            const SeriesLine& line = panel.lines[side];
            QVERIFY(line.x.back() <= 0.5 + 1e-9);
            double area = 0.0;
            for (std::size_t i = 0; i + 1 < line.x.size(); ++i)
                area += line.y[i] * (line.x[i + 1] - line.x[i]);
            QVERIFY2(area > 0.99 && area < 1.0 + 1e-9, qPrintable(QString::number(area)));
        }
        QCOMPARE(panel.lines.at(2).label.id, TextId::Threshold);
        QCOMPARE(panel.lines.at(2).x.front(), 0.5);
    }

    void weightsAndMetricsOfATraining()
    {
        const Runs runs = makeTransferTraining(4);
        const SeriesFigure figure = seriesOf(runs, {"show=weights"});
        QCOMPARE(figure.panels.size(), std::size_t{4});
        const SeriesLine& replaced = figure.panels[1].lines.at(0);
        QCOMPARE(replaced.label.id, TextId::ReplaceProbability);
        QVERIFY(std::abs(replaced.y[1] - 0.125) < 1e-12);
        const SeriesLine& weights = figure.panels[0].lines.back();
        QVERIFY(std::abs(weights.y.at(3) - 0.5) < 1e-6);
        QVERIFY(std::abs(weights.y.at(0) - 0.75) < 1e-6);
    }

    void wrongLayersAreNamed()
    {
        try {
            figureOf({makeTransferRun()}, {"layer=lif/feature.9"});
            QFAIL("accepted");
        } catch (const Error& error) {
            QCOMPARE(error.kind(), ErrorKind::BadParameter);
            QVERIFY(error.message().find("lif/feature.1") != std::string::npos);
        }
    }

    void aRunOfOneBranchIsNoPictureOfDomains()
    {
        Run run = *makeTransferRun();
        for (auto* values : {&run.probes, &run.outputs})
            std::erase_if(*values,
                          [](const auto& entry) { return entry.first.starts_with("static"); });
        const auto shared = std::make_shared<const Run>(run);
        QVERIFY(kind().lacks(inputsOf({shared})).has_value());
        QVERIFY(!kind().lacks(inputsOf({shared, shared})).has_value());
        QVERIFY(!kind().lacks(inputsOf({makeTransferRun()})).has_value());
        QVERIFY(kind().lacks({}).has_value());
    }

    void missingPotentialsAreSaidInPlace()
    {
        TransferRunSize size;
        Run run = *makeTransferRun(size);
        for (auto* values : {&run.probes, &run.outputs}) {
            for (auto& [id, activation] : *values) {
                if (activation.probe.kind == ProbeKind::Membrane)
                    activation.probe.kind = ProbeKind::Embedding;
            }
        }
        const auto shared = std::make_shared<const Run>(run);
        const Figure figure = figureOf({shared}, {});
        const auto* part = std::get<CompositeFigure>(figure).part("densities");
        const auto& densities = std::get<SeriesFigure>(*part->figure);
        QVERIFY(densities.panels.empty());
        QVERIFY(densities.note.args.front().find("membrane") != std::string::npos);
        QVERIFY_THROWS_EXCEPTION(Error, figureOf({shared}, {"show=densities"}));
    }

    void whatIsKnownIsNotComputedAgain()
    {
        const auto run = makeTransferRun();
        AlignmentResults results;
        JobContext job = nullJob();
        const Params params = paramsOf({"bootstrap=0"});
        const auto build = [&](const Params& with) {
            return std::get<CompositeFigure>(
                buildAlignment(inputsOf({run}), with, {}, results, AlignmentEffort::Known, job));
        };
        for (const FigurePart& part : build(params).parts)
            QVERIFY(isPending(*part.figure));
        for (const AlignmentPart part : shownParts(params))
            computePart(part, inputsOf({run}), params, results, job);
        for (const FigurePart& part : build(params).parts)
            QVERIFY2(!isPending(*part.figure), part.id.c_str());
        Params other = params;
        other.set("colour", std::string("domain"));
        other.set("ellipses", std::int64_t{2});
        other.set("axes", std::string("2,3"));
        for (const FigurePart& part : build(other).parts)
            QVERIFY(!isPending(*part.figure));
        other.set("kernel", std::string("rbf"));
        QVERIFY(isPending(*build(other).part("grid")->figure));
        QVERIFY(!isPending(*build(other).part("densities")->figure));
    }

    void resultsGoWithTheirRuns()
    {
        AlignmentResults results;
        auto run = makeTransferRun();
        results.keep<int>("a", {run}, 5);
        QCOMPARE(*results.find<int>("a"), 5);
        run.reset();
        QVERIFY(results.find<int>("a") == nullptr);
        QVERIFY(results.find<int>("b") == nullptr);
    }

    void theSameCallGivesTheSameNumbers()
    {
        const auto run = makeTransferRun();
        for (const char* method : {"method=pca", "method=tsne", "method=umap"}) {
            const Settings settings{method, "iterations=30"};
            QCOMPARE(figureCsv(figureOf({run}, settings)), figureCsv(figureOf({run}, settings)));
        }
    }
};

INSPIKE_TEST(TstAlignmentFigure, tst_alignment_figure)
#include "tst_alignment_figure.moc"
