// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/analysis_registry.h"
#include "core/analysis/attention_probes.h"
#include "core/base/error.h"
#include "tests/support/make_run.h"
#include "tests/support/run_tests.h"

#include <cmath>
#include <limits>

using namespace inspike;
using namespace inspike::test;

namespace {

using Shape = std::vector<std::pair<AxisKind, std::size_t>>;

bool near(double a, double b, double tolerance = 1e-9)
{
    return std::abs(a - b) <= tolerance;
}

LabelledArray filled(const Shape& shape, const std::function<float(std::size_t)>& value)
{
    std::vector<Axis> axes = axesOf(shape);
    std::size_t size = 1;
    for (const Axis& axis : axes)
        size *= axis.size;
    std::vector<float> values(size);
    for (std::size_t i = 0; i < size; ++i)
        values[i] = value(i);
    return {std::move(axes), std::move(values)};
}

void addAttention(Run& run, const std::string& id, const LabelledArray& maps)
{
    run.probes.insert_or_assign(id, probeOf(id, ProbeKind::Attention, maps));
}

const Shape kSpatial{{AxisKind::Step, 2},
                     {AxisKind::Sample, 3},
                     {AxisKind::Head, 4},
                     {AxisKind::Query, 4},
                     {AxisKind::Key, 4}};

// As a cross-modal network leaves it: every audio token asks visual token 1, every visual token
// asks all audio tokens evenly.
Run crossRun()
{
    Run run;
    addAttention(run, "attn/block.0.spatial_attn",
                 filled(kSpatial, [](std::size_t i) { return i % 4 == 1 ? 2.0F : 0.0F; }));
    addAttention(run, "attn/block.1.spatial_attn",
                 filled(kSpatial, [](std::size_t) { return 1.0F; }));
    addAttention(run, "attn/block.0.temporal_attn",
                 filled({{AxisKind::Token, 4},
                         {AxisKind::Sample, 3},
                         {AxisKind::Head, 4},
                         {AxisKind::Query, 2},
                         {AxisKind::Key, 2}},
                        [](std::size_t i) { return i % 2 == 0 ? 1.0F : 0.0F; }));
    run.inputs.emplace("audio", Tensor::fromFloats({3}, {0, 0, 0}));
    run.inputs.emplace("visual", Tensor::fromFloats({3}, {0, 0, 0}));
    Json config = Json::object();
    config.set("alpha", 1.5);
    run.made.settings = Json::object();
    run.made.settings.set("config", std::move(config));
    return run;
}

AnalysisResult resultOf(const char* id, const Run& run, std::vector<std::string> settings = {})
{
    const Analysis& analysis = *findAnalysis(id);
    AnalysisInputs inputs;
    inputs.run = std::make_shared<Run>(run);
    if (const auto missing = analysis.lacks(inputs))
        throw Error(ErrorKind::NotFound, *missing);
    JobContext job = nullJob();
    return analysis.call(inputs, Params::parse(analysis.params(), settings), job);
}

double total(const AnalysisResult& result, const std::string& name)
{
    for (const auto& [key, value] : result.summary) {
        if (key == name)
            return value;
    }
    return std::numeric_limits<double>::quiet_NaN();
}

QString refusal(const char* id, const Run& run, std::vector<std::string> settings = {})
{
    try {
        resultOf(id, run, std::move(settings));
    } catch (const Error& error) {
        return error.what();
    }
    return {};
}

} // namespace

class TstAttentionAnalyses : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void mapsAreFoundByKindAndAxes()
    {
        Run run = crossRun();
        addAttention(run, "attn/block.10.attn", filled(kSpatial, [](std::size_t) { return 1.0F; }));
        addAttention(run, "attn/block.2.attn", filled(kSpatial, [](std::size_t) { return 1.0F; }));
        addAttention(run, "attn/odd",
                     filled({{AxisKind::Feature, 3}}, [](std::size_t) { return 1.0F; }));
        const auto probes = attentionProbes(run);
        QCOMPARE(probes.size(), 5U);
        QCOMPARE(probes[0].id, std::string("attn/block.0.spatial_attn"));
        QVERIFY(!probes[0].temporal);
        QVERIFY(probes[1].temporal);
        QCOMPARE(probes[3].block, 2U);
        QCOMPARE(probes[4].block, 10U);
        QVERIFY(
            refusal("attention-entropy", run, {"probe=attn/none"}).contains("attn/block.2.attn"));
        QVERIFY(refusal("attention-entropy", Run{}).contains("attention probe"));
    }

    void entropyIsListedByStepAndHead()
    {
        const AnalysisResult pointed = resultOf("attention-entropy", crossRun());
        QCOMPARE(pointed.columns.front(), std::string("step"));
        QCOMPARE(pointed.columns[1], std::string("head"));
        QCOMPARE(pointed.rows.size(), 8U);
        QCOMPARE(pointed.rows[0][2], 12.0); // 3 samples x 4 queries
        QVERIFY(near(total(pointed, "mean entropy (bits)"), 0.0));
        QVERIFY(pointed.note.starts_with("attn/block.0.spatial_attn:"));
        const AnalysisResult even =
            resultOf("attention-entropy", crossRun(),
                     {"probe=attn/block.1.spatial_attn", "by=sample,query"});
        QCOMPARE(even.rows.size(), 12U);
        QVERIFY(near(total(even, "mean entropy (bits)"), 2.0));
        QVERIFY(near(total(even, "mean relative entropy"), 1.0));
        QVERIFY(near(total(even, "mean row sum"), 4.0));
        for (const AnalysisResult& result : {pointed, even}) {
            for (const auto& row : result.rows)
                QCOMPARE(row.size(), result.columns.size());
        }
    }

    void axesToListByAreChecked()
    {
        QVERIFY(refusal("attention-entropy", crossRun(), {"by=colour"}).contains("colour"));
        QVERIFY(refusal("attention-entropy", crossRun(), {"by=key"}).contains("key"));
        QVERIFY(refusal("attention-entropy", crossRun(), {"by=step,"}).contains("no axis"));
        QVERIFY(
            refusal("attention-entropy", crossRun(), {"by=token"}).contains("step,sample,head"));
    }

    void agreementListsEveryPairOnce()
    {
        const AnalysisResult result = resultOf("head-agreement", crossRun());
        QCOMPARE(result.rows.size(), 6U);
        QVERIFY(near(total(result, "mean agreement"), 1.0));
        QCOMPARE(total(result, "maps of each head"), 6.0);
        const AnalysisResult even =
            resultOf("head-agreement", crossRun(), {"probe=attn/block.1.spatial_attn"});
        QVERIFY(std::isnan(total(even, "mean agreement"))); // no variation, no correlation
        QVERIFY(std::isnan(total(even, "lowest")));
        const AnalysisResult cosine = resultOf(
            "head-agreement", crossRun(), {"probe=attn/block.1.spatial_attn", "measure=cosine"});
        QVERIFY(near(total(cosine, "mean agreement"), 1.0));
    }

    void rolloutOfBothBlocksByHand()
    {
        const AnalysisResult result = resultOf("attention-rollout", crossRun());
        QCOMPARE(result.rows.size(), 8U);
        QCOMPARE(total(result, "layers"), 1.0);
        QCOMPARE(total(result, "alpha"), 1.5);
        const auto& audio = result.rows[2]; // side, token, own, same side, other side, bits, ...
        QVERIFY(near(audio[2], 0.4) && near(audio[3], 0.0) && near(audio[4], 0.6));
        QCOMPARE(audio[7], 1.0); // looks at visual token 1
        QCOMPARE(audio[8], 1.0);
        const auto& visual = result.rows[4 + 1];
        QCOMPARE(visual[0], 1.0);
        QVERIFY(near(visual[6], 4 * 0.6)); // all audio tokens look at it
        QVERIFY(near(visual[9], 0.15));
        QVERIFY(near(total(result, "share of the first side in the second"), 0.6));
        for (const auto& row : result.rows)
            QCOMPARE(row.size(), result.columns.size());
    }

    void allWeightsCanBeListed()
    {
        const AnalysisResult result =
            resultOf("attention-rollout", crossRun(), {"table=matrix", "alpha=1", "heads=equal"});
        double sum = 0.0;
        for (const auto& row : result.rows)
            sum += row[4];
        QVERIFY(near(sum, 8.0));
        QCOMPARE(result.rows.size(), 4U + 4U + 4U + 16U); // identity and what is attended
    }

    void stepsCanBeRolledOutAtAToken()
    {
        const AnalysisResult result = resultOf(
            "attention-rollout", crossRun(), {"map=temporal", "graph=self", "token=3", "sample=2"});
        QCOMPARE(result.rows.size(), 2U);
        QVERIFY(near(result.rows[1][2], 0.4)); // step 1 attends step 0 only
        QVERIFY(near(result.rows[1][3], 0.6));
        QVERIFY(std::isnan(total(result, "share of the second side in the first")));
        QVERIFY(
            refusal("attention-rollout", crossRun(), {"map=temporal", "step=0"}).contains("step"));
        QVERIFY(refusal("attention-rollout", crossRun(), {"map=temporal", "token=4"})
                    .contains("token 4"));
    }

    void oneBlockAloneLeavesTheOtherSideAsItIs()
    {
        Run run = crossRun();
        run.probes.erase("attn/block.0.spatial_attn");
        const AnalysisResult result = resultOf("attention-rollout", run);
        QCOMPARE(result.rows[0][2], 1.0);
        QVERIFY(near(result.rows[4][4], 0.6));
    }

    void layersOfOneGroupAreMultiplied()
    {
        Run run = crossRun();
        run.inputs.erase("audio");
        const AnalysisResult result = resultOf("attention-rollout", run, {"alpha=1"});
        QCOMPARE(total(result, "layers"), 2.0);
        QCOMPARE(total(result, "tokens of the second side"), 0.0);
        QCOMPARE(result.rows.size(), 4U);
        // (I + even) / 2 * (I + "all ask 1") / 2 for token 0
        QVERIFY(near(result.rows[0][2], 0.5 * 0.5 + 0.125 * 0.5));
    }

    void settingsThatDoNotFitAreRefused()
    {
        for (const char* setting : {"sample=3", "step=2", "token=0", "alpha=-1", "alpha=much",
                                    "alpha=", "residual=-1", "map=no"})
            QVERIFY2(!refusal("attention-rollout", crossRun(), {setting}).isEmpty(), setting);
        Run temporalOnly = crossRun();
        temporalOnly.probes.erase("attn/block.0.spatial_attn");
        temporalOnly.probes.erase("attn/block.1.spatial_attn");
        QVERIFY(refusal("attention-rollout", temporalOnly, {"map=spatial"}).contains("spatial"));
        QVERIFY(refusal("attention-rollout", temporalOnly).isEmpty()); // auto takes what there is
    }

    void oddAxesAreTakenAsTheyCome_data()
    {
        QTest::addColumn<int>("which");
        for (int which = 0; which < 7; ++which)
            QTest::addRow("shape %d", which) << which;
    }
    void oddAxesAreTakenAsTheyCome()
    {
        QFETCH(int, which);
        const std::vector<Shape> shapes{
            {{AxisKind::Query, 3}, {AxisKind::Key, 3}},
            {{AxisKind::Key, 3}, {AxisKind::Query, 3}, {AxisKind::Sample, 2}},
            {{AxisKind::Layer, 2},
             {AxisKind::Step, 2},
             {AxisKind::Sample, 2},
             {AxisKind::Domain, 2},
             {AxisKind::Head, 2},
             {AxisKind::Query, 3},
             {AxisKind::Key, 3}},
            {{AxisKind::Time, 2}, {AxisKind::Sample, 2}, {AxisKind::Query, 3}, {AxisKind::Key, 3}},
            {{AxisKind::Sample, 0}, {AxisKind::Head, 2}, {AxisKind::Query, 3}, {AxisKind::Key, 3}},
            {{AxisKind::Sample, 2}, {AxisKind::Query, 0}, {AxisKind::Key, 0}},
            {{AxisKind::Sample, 2}, {AxisKind::Head, 1}, {AxisKind::Query, 1}, {AxisKind::Key, 1}}};
        Run run;
        addAttention(run, "attention",
                     filled(shapes[static_cast<std::size_t>(which)],
                            [](std::size_t i) { return static_cast<float>(i % 3); }));
        for (const char* id : {"attention-entropy", "head-agreement", "attention-rollout"}) {
            const QString refused = refusal(id, run);
            // A sample that is not there is said; nothing else may be in the way.
            QVERIFY2(refused.isEmpty() || (which == 4 && refused.contains("sample 0")),
                     qPrintable(refused));
        }
        QVERIFY(std::isfinite(total(resultOf("attention-entropy", run), "maps")));
    }

    void mapsThatAreNotSquareCannotAskEachOther()
    {
        Run run;
        addAttention(
            run, "attention",
            filled({{AxisKind::Query, 2}, {AxisKind::Key, 3}}, [](std::size_t) { return 1.0F; }));
        QVERIFY(refusal("attention-rollout", run).contains("do not ask each other"));
        QVERIFY(refusal("attention-entropy", run).isEmpty());
        run.inputs.emplace("audio", Tensor::fromFloats({1}, {0}));
        run.inputs.emplace("visual", Tensor::fromFloats({1}, {0}));
        QVERIFY(refusal("attention-rollout", run).isEmpty()); // two groups may differ in size
    }

    void twoMapsOfOneBlockAreNotGuessedAt()
    {
        Run run = crossRun();
        addAttention(run, "attn/block.0.other", filled(kSpatial, [](std::size_t) { return 1.0F; }));
        QVERIFY(refusal("attention-rollout", run).contains("block 0 has several"));
    }

    void invalidEntriesDoNotStopTheEntropy()
    {
        Run run = crossRun();
        addAttention(run, "attn/block.0.spatial_attn", filled(kSpatial, [](std::size_t i) {
                         return i == 5 ? std::numeric_limits<float>::quiet_NaN() : -0.0F;
                     }));
        const AnalysisResult result = resultOf("attention-entropy", run);
        QCOMPARE(total(result, "invalid rows"), 1.0);
        QVERIFY(std::isnan(total(result, "mean entropy (bits)")));
        QVERIFY(refusal("attention-rollout", run).contains("not finite"));
    }
};

INSPIKE_TEST(TstAttentionAnalyses, tst_attention_analyses)
#include "tst_attention_analyses.moc"
