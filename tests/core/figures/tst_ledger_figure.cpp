// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/figures/ledger_figure.h"
#include "tests/support/golden.h"
#include "tests/support/layered_run.h"
#include "tests/support/make_run.h"
#include "tests/support/run_tests.h"

#include <cmath>

using namespace inspike;
using namespace inspike::test;

namespace {

constexpr std::uint64_t kSource = 7;

CompositeFigure pageOf(const FigureInputs& inputs, std::vector<std::string> settings = {})
{
    const FigureKind& kind = *findFigureKind("ledger");
    if (const auto missing = kind.lacks(inputs))
        throw Error(ErrorKind::NotFound, *missing);
    JobContext job = nullJob();
    return std::get<CompositeFigure>(
        kind.build(inputs, Params::parse(kind.params(), settings), {}, job));
}

CompositeFigure pageOf(const Run& run, std::vector<std::string> settings = {})
{
    FigureInputs inputs;
    inputs.run = std::make_shared<Run>(run);
    inputs.keySource = kSource;
    return pageOf(inputs, std::move(settings));
}

const TableFigure& tableIn(const CompositeFigure& page)
{
    return std::get<TableFigure>(*page.part(kLedgerTable)->figure);
}

const SeriesFigure& stepsIn(const CompositeFigure& page)
{
    return std::get<SeriesFigure>(*page.part(kLedgerSteps)->figure);
}

double numberIn(const TableFigure& table, std::size_t row, TextId title)
{
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        if (table.columns[i].title.id == title)
            return std::get<double>(table.rows[row].cells[i]);
    }
    throw Error(ErrorKind::NotFound, std::string(textKey(title)));
}

bool hasNote(const TableFigure& table, const Text& note)
{
    return std::find(table.notes.begin(), table.notes.end(), note) != table.notes.end();
}

} // namespace

class TstLedgerFigure : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void figureEqualsItsGoldenJson()
    {
        const std::string difference = compareGolden(
            "ledger.json", figureJson(Figure(pageOf(makeLayeredRun()))).dump(1) + "\n");
        QVERIFY2(difference.empty(), difference.c_str());
    }

    void totalsAreTheSumsByHand()
    {
        const CompositeFigure page = pageOf(makeLayeredRun());
        const TableFigure& table = tableIn(page);
        QCOMPARE(table.rows.size(), 5U);
        QVERIFY(table.rows.back().isTotal);
        QVERIFY(!table.rows.back().key);
        QCOMPARE(table.rows[0].key, (Key{KeyKind::Layer, kSource, 1}));
        QCOMPARE(numberIn(table, 4, TextId::SynOps), 22.0);
        QCOMPARE(numberIn(table, 4, TextId::Macs), 0.0);
        QVERIFY(std::abs(numberIn(table, 4, TextId::EstimatedEnergy) - 0.0198) < 1e-12);
        QVERIFY(std::abs(numberIn(table, 4, TextId::DenseEnergy) - 0.1932) < 1e-12);
        QVERIFY(std::abs(numberIn(table, 4, TextId::ShareOfDense) - 100.0 * 19.8 / 193.2) < 1e-9);
        QVERIFY(std::isnan(numberIn(table, 1, TextId::Macs))); // neurons multiply nothing
        QCOMPARE(numberIn(table, 1, TextId::SpikeCount), 3.0);
        QCOMPARE(numberIn(table, 1, TextId::MeanRate), 0.5); // per step
        QVERIFY(hasNote(table, {TextId::EnergyEstimate, {"4.6", "0.9"}}));
        QVERIFY(hasNote(table, {TextId::EnergySource, {"float32"}}));
        QVERIFY(hasNote(table, {TextId::DenseComparison, {"0.193", "3", "0.0644"}}));
    }

    void curvesShowEveryStepAndTheirTotal()
    {
        const CompositeFigure page = pageOf(makeLayeredRun(), {"quantity=operations"});
        const SeriesFigure& steps = stepsIn(page);
        QVERIFY(steps.xIsTime);
        QCOMPARE(steps.panels[0].lines.size(), 3U);
        QCOMPARE(steps.panels[0].lines[0].key, (Key{KeyKind::Layer, kSource, 1}));
        QCOMPARE(steps.panels[0].lines[0].y, (std::vector{4.0, 0.0, 6.0}));
        QCOMPARE(steps.panels[0].lines[1].y, (std::vector{4.0, 8.0, 0.0}));
        QCOMPARE(steps.panels[0].lines[2].y, (std::vector{8.0, 8.0, 6.0}));
        QCOMPARE(steps.x.label.id, TextId::TimeStep);
        Run timed = makeLayeredRun();
        timed.stepDuration = 2000;
        const CompositeFigure inMs = pageOf(timed);
        QCOMPARE(stepsIn(inMs).panels[0].lines[0].x, (std::vector{0.0, 2.0, 4.0}));
        QCOMPARE(tableIn(inMs).columns[6].unit, std::string("Hz"));
        QCOMPARE(numberIn(tableIn(inMs), 1, TextId::MeanRate), 250.0);
        const CompositeFigure spikes = pageOf(makeLayeredRun(), {"quantity=spikes"});
        QCOMPARE(stepsIn(spikes).panels[0].lines[0].y, (std::vector{1.0, 2.0, 0.0}));
    }

    void manyLayersAreTheGreatestAndTheRest()
    {
        Run run = makeLayeredRun();
        for (int i = 0; i < 10; ++i) { // in parallel, from lif1
            LayerNode node = run.graph.nodes[3];
            node.id = "more" + std::to_string(i);
            node.outputShape = {i + 1};
            run.graph.nodes.push_back(node);
            run.graph.edges.push_back({2, run.graph.nodes.size() - 1, false});
        }
        const CompositeFigure page = pageOf(run);
        const SeriesPanel& panel = stepsIn(page).panels[0];
        QCOMPARE(panel.lines.size(), 8U);
        QCOMPARE(panel.lines[6].label, (Text{TextId::OtherLayers, {"6"}}));
        QCOMPARE(panel.lines[7].label.id, TextId::Total);
        for (std::size_t t = 0; t < 3; ++t) {
            double sum = 0.0;
            for (std::size_t i = 0; i < 7; ++i)
                sum += panel.lines[i].y[t];
            QVERIFY(std::abs(sum - panel.lines[7].y[t]) < 1e-12);
        }
        QCOMPARE(tableIn(page).rows.size(), 15U);
    }

    void oneStepOfTheTable()
    {
        const CompositeFigure page = pageOf(makeLayeredRun(), {"at-step=true", "step=1"});
        const TableFigure& table = tableIn(page);
        QCOMPARE(numberIn(table, 4, TextId::SynOps), 8.0);
        QVERIFY(std::abs(numberIn(table, 4, TextId::DenseEnergy) - 0.0644) < 1e-12);
        QCOMPARE(table.notes.front(), (Text{TextId::SampleAtStep, {"0", "1"}}));
        const CompositeFigure last = pageOf(makeLayeredRun(), {"at-step=true", "step=99"});
        QCOMPARE(tableIn(last).notes.front(), (Text{TextId::SampleAtStep, {"0", "2"}}));
    }

    void samplesAndConstantsAreNamed()
    {
        const Run run = makeLayeredRun({.samples = 3, .steps = 4, .random = true});
        QCOMPARE(tableIn(pageOf(run)).notes.front(), (Text{TextId::MeanOverSamples, {"3"}}));
        const CompositeFigure page =
            pageOf(run, {"sample=2", "mac-pj=5", "neuron-pj=1.5", "biases=true"});
        const TableFigure& table = tableIn(page);
        QCOMPARE(table.notes.front(), (Text{TextId::SampleNumber, {"2"}}));
        QVERIFY(hasNote(table, {TextId::EnergyEstimateNeurons, {"5", "0.9", "1.5"}}));
        QVERIFY(!hasNote(table, {TextId::EnergySource, {"float32"}}));
        QVERIFY(hasNote(table, {TextId::BiasesCost}));
        QVERIFY_EXCEPTION_THROWN(pageOf(run, {"sample=3"}), Error);
    }

    void whatIsMissingIsSaid()
    {
        Run run = makeLayeredRun();
        run.probes.erase("lif1/spikes");
        run.graph.nodes.push_back({});
        run.graph.nodes.back().id = "norm";
        run.graph.nodes.back().kind = "BatchNorm1d";
        run.graph.nodes.back().parameters = 4;
        const CompositeFigure page = pageOf(run);
        const TableFigure& table = tableIn(page);
        QVERIFY(hasNote(table, {TextId::NeedsProbe, {"fc2", "lif1/spikes"}}));
        QVERIFY(hasNote(table, {TextId::NotCounted, {"BatchNorm1d (1)"}}));
        QVERIFY(std::isnan(numberIn(table, 4, TextId::EstimatedEnergy)));
        QVERIFY(!std::isnan(numberIn(table, 4, TextId::DenseEnergy)));
        for (const double value : stepsIn(page).panels[0].lines.back().y)
            QVERIFY(std::isnan(value));
        figureCsv(Figure(page));
    }

    void aModelAloneShowsTheDenseNetwork()
    {
        FigureInputs inputs;
        QVERIFY(findFigureKind("ledger")->lacks(inputs).has_value());
        inputs.run = std::make_shared<Run>(makeContextRun());
        QVERIFY(findFigureKind("ledger")->lacks(inputs).has_value());
        inputs.run.reset();
        inputs.model = layeredModel(makeLayeredRun().graph);
        const CompositeFigure page = pageOf(inputs);
        QCOMPARE(page.parts.size(), 1U);
        QCOMPARE(numberIn(tableIn(page), 4, TextId::DenseMacs), 14.0);
        QVERIFY(hasNote(tableIn(page), {TextId::DenseOnly}));
    }
};

INSPIKE_TEST(TstLedgerFigure, tst_ledger_figure)
#include "tst_ledger_figure.moc"
