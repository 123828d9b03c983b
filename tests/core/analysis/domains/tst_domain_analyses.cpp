// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/analysis_registry.h"
#include "core/analysis/domains/cka.h"
#include "core/analysis/domains/paired_features.h"
#include "tests/support/errors.h"
#include "tests/support/make_av_run.h"
#include "tests/support/make_run.h"
#include "tests/support/make_transfer_run.h"
#include "tests/support/run_tests.h"

#include <cmath>

using namespace inspike;
using namespace inspike::test;

namespace {

using SharedRun = std::shared_ptr<const Run>;

AnalysisInputs inputsOf(const std::vector<SharedRun>& runs)
{
    AnalysisInputs inputs;
    inputs.run = runs.front();
    inputs.runs = runs;
    return inputs;
}

AnalysisResult analyse(const char* id, const std::vector<SharedRun>& runs,
                       const std::vector<std::string>& settings = {})
{
    const Analysis* analysis = findAnalysis(id);
    if (analysis == nullptr)
        throw Error(ErrorKind::NotFound, id);
    const AnalysisInputs inputs = inputsOf(runs);
    if (const auto missing = analysis->lacks(inputs))
        throw Error(ErrorKind::NotFound, *missing);
    JobContext job = nullJob();
    return analysis->call(inputs, Params::parse(analysis->params(), settings), job);
}

double summaryOf(const AnalysisResult& result, const std::string& name)
{
    for (const auto& [key, value] : result.summary) {
        if (key == name)
            return value;
    }
    return std::nan("");
}

SharedRun context()
{
    return std::make_shared<const Run>(makeContextRun());
}

} // namespace

class TstDomainAnalyses : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void ckaOfBranchesHasEveryPairOfLayers()
    {
        const SharedRun run = makeTransferRun();
        const AnalysisResult result = analyse("cka", {run});
        QCOMPARE(result.rows.size(), std::size_t{16});
        QCOMPARE(result.nameColumns, (std::vector<std::string>{"layer a", "layer b"}));
        QCOMPARE(result.names[1],
                 (std::vector<std::string>{"static/lif/feature.0", "event/lif/feature.1"}));
        JobContext job = nullJob();
        const PairedFeatures both = pairFeatures(std::vector<SharedRun>{run}, {});
        const double wanted = cka(featuresOf(both.a, 0, {}, job).view(),
                                  featuresOf(both.b, 1, {}, job).view(), {}, job);
        QVERIFY(std::abs(result.rows[1][0] - wanted) < 1e-12);
        QVERIFY(std::isfinite(summaryOf(result, "mean CKA of layers of the same name")));
        QVERIFY(result.note.find("a = static branch") != std::string::npos);
    }

    void theMatrixHasTheNumbersOfTheList()
    {
        const SharedRun run = makeTransferRun();
        const AnalysisResult list = analyse("cka", {run});
        const AnalysisResult matrix = analyse("cka", {run}, {"table=matrix"});
        QCOMPARE(matrix.columns.size(), std::size_t{4});
        for (std::size_t i = 0; i < 16; ++i)
            QCOMPARE(matrix.rows[i / 4][i % 4], list.rows[i][0]);
    }

    void ckaOfARunWithItselfIsOneOnTheDiagonal()
    {
        for (const SharedRun& run :
             {makeTransferRun(), context(), std::make_shared<const Run>(makeAvRun())}) {
            // The linear one has a guard that shows where samples hardly differ.
            const AnalysisResult result =
                analyse("cka", {run, run}, {"table=matrix", "kind=debiased"});
            for (std::size_t i = 0; i < result.rows.size(); ++i)
                QVERIFY(std::isnan(result.rows[i][i]) || std::abs(result.rows[i][i] - 1.0) < 1e-9);
        }
    }

    void layersOfOneRunAreComparedWithEachOther()
    {
        const AnalysisResult result = analyse("cka", {context()}, {"table=matrix"});
        QCOMPARE(result.rows.size(), std::size_t{5});
        QCOMPARE(result.rows[0][3], result.rows[3][0]);
        INSPIKE_FAILS(analyse("mmd", {context()}), ErrorKind::NotFound, "second run");
        INSPIKE_FAILS(analyse("cka", {context()}, {"per=step"}), ErrorKind::NotFound,
                      "counterparts");
    }

    void curvesHaveARowPerStepWithABand()
    {
        const AnalysisResult result =
            analyse("cka", {makeTransferRun()}, {"per=step", "layers=feature", "bootstrap=50"});
        QCOMPARE(result.rows.size(), std::size_t{4});
        QCOMPARE(result.columns, (std::vector<std::string>{"step", "CKA", "low", "high"}));
        for (std::size_t t = 0; t < 4; ++t) {
            QCOMPARE(result.rows[t][0], static_cast<double>(t));
            QVERIFY(result.rows[t][2] < result.rows[t][1]);
            QVERIFY(result.rows[t][1] <= result.rows[t][3]);
        }
        // The domains approach each other from step to step.
        QVERIFY(result.rows[3][1] > result.rows[0][1]);
    }

    void bandsBetweenLayersAreDrawnOnlyIfAskedFor()
    {
        const SharedRun run = makeTransferRun();
        QCOMPARE(analyse("cka", {run}).columns.size(), std::size_t{1});
        const AnalysisResult bands = analyse("cka", {run}, {"bootstrap=20", "kind=debiased"});
        QCOMPARE(bands.columns.size(), std::size_t{3});
        QCOMPARE(bands.rows[5].size(), std::size_t{3});
    }

    void theSameSeedGivesTheSameTable()
    {
        const SharedRun run = makeTransferRun();
        for (const char* id : {"cka", "mmd"}) {
            const std::vector<std::string> settings = {"per=step", "bootstrap=20"};
            QCOMPARE(analyse(id, {run}, settings).toCsv(), analyse(id, {run}, settings).toCsv());
        }
    }

    void undefinedNumbersAreSaidSo()
    {
        TransferRunSize size;
        size.samples = 1;
        const AnalysisResult result = analyse("cka", {makeTransferRun(size)});
        QVERIFY(std::isnan(result.rows[0][0]));
        QVERIFY(result.note.find("16 of 16 numbers are undefined") != std::string::npos);
        const std::string json = result.toJson().dump();
        QVERIFY(json.find("\"event/lif/feature.0\",null]") != std::string::npos);
        QVERIFY(json.find("nan") == std::string::npos);
        for (const char* id : {"mmd", "coral", "procrustes", "neighbour-agreement"})
            QVERIFY(std::isnan(analyse(id, {makeTransferRun(size)}).rows[0][0]));
    }

    void mmdFallsWhileTheDomainsApproachEachOther()
    {
        double before = 10.0;
        for (const double approach : {0.0, 0.5, 1.0}) {
            TransferRunSize size;
            size.approach = approach;
            const AnalysisResult result =
                analyse("mmd", {makeTransferRun(size)}, {"layers=feature", "step=3"});
            QCOMPARE(result.columns.front(), std::string("MMD^2"));
            const double value = result.rows[0][0];
            QVERIFY(value < before);
            before = value;
            QCOMPARE(result.rows[0][3] < 0.05, approach < 1.0);
        }
    }

    void everyMeasureHasARowPerLayerAndStep()
    {
        const SharedRun run = makeTransferRun();
        for (const char* id : {"mmd", "coral", "procrustes", "neighbour-agreement"}) {
            QCOMPARE(analyse(id, {run}).rows.size(), std::size_t{4});
            const AnalysisResult steps = analyse(id, {run}, {"per=step"});
            QCOMPARE(steps.rows.size(), std::size_t{16});
            QCOMPARE(steps.columns.front(), std::string("step"));
            QCOMPARE(steps.rows[5][0], 1.0);
            QCOMPARE(steps.rows.front().size(), steps.columns.size());
        }
    }

    void aRunIsNotFarFromItself()
    {
        const SharedRun run = makeTransferRun();
        const AnalysisResult mmd = analyse("mmd", {run, run});
        const AnalysisResult coral = analyse("coral", {run, run});
        const AnalysisResult procrustes = analyse("procrustes", {run, run});
        for (std::size_t i = 0; i < mmd.rows.size(); ++i) {
            QVERIFY(mmd.rows[i][0] < 0.0);
            QCOMPARE(mmd.rows[i][3], 1.0);
            QVERIFY(coral.rows[i][0] < 1e-12);
            QVERIFY(procrustes.rows[i][0] < 1e-5);
            QCOMPARE(procrustes.rows[i][1], 0.0);
        }
    }

    void distancesOfEverySampleCarryItsName()
    {
        const AnalysisResult result =
            analyse("procrustes", {makeTransferRun()}, {"per=sample", "layers=feature"});
        QCOMPARE(result.rows.size(), std::size_t{24});
        QCOMPARE(result.names[7], (std::vector<std::string>{"feature", "7.bin+still-7"}));
        QCOMPARE(result.rows[7][0], 1.0);
    }

    void neighboursNeedLabels()
    {
        Run run = *makeTransferRun();
        const AnalysisResult result =
            analyse("neighbour-agreement", {std::make_shared<const Run>(run)}, {"k=3"});
        QCOMPARE(summaryOf(result, "samples with label"), 24.0);
        run.inputs.erase("label");
        INSPIKE_FAILS(analyse("neighbour-agreement", {std::make_shared<const Run>(run)}),
                      ErrorKind::NotFound, "labels");
    }

    void densitiesAreThoseOfTheMembranes()
    {
        const AnalysisResult result = analyse("membrane-density", {makeTransferRun()}, {"bins=20"});
        QCOMPARE(result.rows.size(), std::size_t{40}); // mem/feature.2 and the feature
        QCOMPARE(result.rows[19][2], 0.5);             // ends at the threshold
        QCOMPARE(summaryOf(result, "threshold"), 0.5);
        double area = 0.0;
        for (std::size_t i = 0; i < 20; ++i)
            area += result.rows[i][3] * (result.rows[i][2] - result.rows[i][1]);
        QVERIFY(std::abs(area - 1.0) < 0.005);
        QCOMPARE(analyse("membrane-density", {makeTransferRun()},
                         {"bins=20", "per=step", "layers=mem/*", "shape=smooth"})
                     .rows.size(),
                 std::size_t{80});
        INSPIKE_FAILS(analyse("membrane-density", {makeTransferRun()}, {"threshold=high"}),
                      ErrorKind::BadParameter, "'high'");
    }

    void densitiesOfOneDomainStandAlone()
    {
        const AnalysisResult result = analyse("membrane-density", {context()}, {"bins=10"});
        QCOMPARE(result.rows.size(), std::size_t{10});
        QVERIFY(std::isnan(result.rows[0][4]));
        INSPIKE_FAILS(analyse("membrane-density", {std::make_shared<const Run>(makeAvRun())}),
                      ErrorKind::NotFound, "membrane");
    }

    void shuffledSamplesAreRefusedByAll()
    {
        const SharedRun run = makeTransferRun();
        std::vector<std::string> ids = run->sampleIds;
        std::swap(ids[2], ids[9]);
        const SharedRun shuffled = renamed(*run, ids);
        for (const char* id :
             {"cka", "mmd", "coral", "procrustes", "neighbour-agreement", "membrane-density"}) {
            INSPIKE_FAILS(analyse(id, {run, shuffled}), ErrorKind::BadFormat, "'2.bin+still-2'");
            QVERIFY(!analyse(id, {run, shuffled}, {"join=by-id"}).rows.empty());
        }
        QCOMPARE(exitCodeOf(ErrorKind::BadFormat), 3);
    }

    void badSettingsAreNamed()
    {
        const SharedRun run = makeTransferRun();
        INSPIKE_FAILS(analyse("cka", {run}, {"step=first"}), ErrorKind::BadParameter, "'first'");
        INSPIKE_FAILS(analyse("cka", {run}, {"step=9"}), ErrorKind::BadShape, "step 9");
        INSPIKE_FAILS(analyse("cka", {run}, {"kind=cubic"}), ErrorKind::BadParameter, "cubic");
        INSPIKE_FAILS(analyse("mmd", {run}, {"bandwidths=1,x"}), ErrorKind::BadParameter, "x");
        INSPIKE_FAILS(analyse("cka", {run, run, run}), ErrorKind::BadParameter, "not 3");
    }
};

INSPIKE_TEST(TstDomainAnalyses, tst_domain_analyses)
#include "tst_domain_analyses.moc"
