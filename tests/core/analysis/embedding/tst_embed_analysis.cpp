// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/analysis_registry.h"
#include "core/base/error.h"
#include "make_points.h"
#include "tests/support/errors.h"
#include "tests/support/run_tests.h"

using namespace inspike;
using namespace inspike::test;

namespace {

constexpr std::size_t kSamples = 60;
constexpr std::size_t kSteps = 3;

Activation activationOf(const std::string& id, ProbeKind kind, std::size_t features, double shift)
{
    const Points points = makeClusters(kSteps * kSamples, features, 3);
    std::vector<float> values = points.values;
    for (float& value : values)
        value += static_cast<float>(shift);
    Activation activation;
    activation.probe = {id, id, kind, {AxisKind::Step, AxisKind::Sample, AxisKind::Feature}};
    std::vector<Axis> axes(3);
    axes[0].kind = AxisKind::Step;
    axes[0].size = kSteps;
    axes[1].kind = AxisKind::Sample;
    axes[1].size = kSamples;
    axes[2].kind = AxisKind::Feature;
    axes[2].size = features;
    activation.values = LabelledArray(std::move(axes), std::move(values));
    return activation;
}

// Both branches of a network; sample i is of class i % 3.
std::shared_ptr<const Run> makeTwoDomains(bool labels = true)
{
    Run run;
    for (const auto& [branch, shift] : {std::pair{"event", 0.0}, std::pair{"static", 3.0}}) {
        const std::string name = branch;
        run.outputs[name + "_feature"] =
            activationOf(name + "_feature", ProbeKind::Embedding, 5, shift);
        run.outputs[name + "_logits"] = activationOf(name + "_logits", ProbeKind::Other, 3, shift);
        run.probes[name + "/lif/fc1"] = activationOf(name + "/lif/fc1", ProbeKind::Other, 8, shift);
    }
    std::vector<std::int64_t> label;
    for (std::size_t i = 0; i < kSamples; ++i) {
        label.push_back(static_cast<std::int64_t>(i % 3));
        run.sampleIds.push_back(std::to_string(i) + ".bin");
    }
    if (labels)
        run.inputs["label"] = Tensor::fromInt64({kSamples}, label);
    return std::make_shared<const Run>(std::move(run));
}

AnalysisResult embedded(const std::shared_ptr<const Run>& run,
                        std::vector<std::string> settings = {})
{
    AnalysisInputs inputs;
    inputs.run = run;
    inputs.runs = {run};
    const Analysis& analysis = *findAnalysis("embed");
    if (const auto missing = analysis.lacks(inputs))
        throw Error(ErrorKind::NotFound, *missing);
    JobContext job = nullJob();
    return analysis.call(inputs, Params::parse(analysis.params(), settings), job);
}

double summaryOf(const AnalysisResult& result, const std::string& name)
{
    for (const auto& [key, value] : result.summary) {
        if (key == name)
            return value;
    }
    return -1.0;
}

} // namespace

class TstEmbedAnalysis : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void bothDomainsAreInOneTable()
    {
        const AnalysisResult result = embedded(makeTwoDomains());
        QCOMPARE(result.rows.size(), 2 * kSamples);
        QCOMPARE(result.names.size(), 2 * kSamples);
        QCOMPARE(result.columns, std::vector<std::string>({"label", "x", "y"}));
        QCOMPARE(result.nameColumns, std::vector<std::string>({"sample", "domain"}));
        QCOMPARE(result.names[4], std::vector<std::string>({"4.bin", "static"}));
        QCOMPARE(result.names[kSamples + 4], std::vector<std::string>({"4.bin", "event"}));
        QCOMPARE(result.rows[4][0], 1.0);
        QCOMPARE(summaryOf(result, "points"), 120.0);
        QCOMPARE(summaryOf(result, "features"), 5.0);
        QVERIFY(summaryOf(result, "trustworthiness of 10 neighbours") > 0.7);
        QVERIFY(summaryOf(result, "share of variance, component 1") > 0.3);
        QVERIFY(result.note.find("Layer feature; principal components") == 0);
    }

    void everyMethodAndLayerCanBeChosen()
    {
        for (const char* method : {"pca", "tsne", "umap"}) {
            const AnalysisResult result =
                embedded(makeTwoDomains(), {std::string("method=") + method, "components=3",
                                            "layers=lif/fc1", "step=1", "iterations=100"});
            QCOMPARE(result.columns.size(), std::size_t{4});
            QCOMPARE(summaryOf(result, "features"), 8.0);
            QVERIFY(result.note.find("Layer lif/fc1") == 0);
        }
        QVERIFY(summaryOf(embedded(makeTwoDomains(), {"method=tsne", "iterations=100"}),
                          "KL divergence (nats)") > 0.0);
        QCOMPARE(summaryOf(embedded(makeTwoDomains(), {"step=all"}), "features"), 15.0);
    }

    void ofSeveralLayersTheLastInnerOneIsTaken()
    {
        Run run = *makeTwoDomains();
        run.outputs.erase("event_feature");
        run.outputs.erase("static_feature");
        const auto shared = std::make_shared<const Run>(std::move(run));
        QVERIFY(embedded(shared).note.find("Layer lif/fc1") == 0);
        QVERIFY(embedded(shared, {"layers=logits"}).note.find("Layer logits") == 0);
        INSPIKE_FAILS(embedded(shared, {"layers=conv9"}), ErrorKind::BadParameter, "conv9");
    }

    void labelsMayBeUnknown() { QVERIFY(std::isnan(embedded(makeTwoDomains(false)).rows[0][0])); }

    void oneBranchIsEnough()
    {
        Run run = *makeTwoDomains();
        for (const char* name : {"static_feature", "static_logits"})
            run.outputs.erase(name);
        run.probes.erase("static/lif/fc1");
        const AnalysisResult result = embedded(std::make_shared<const Run>(std::move(run)));
        QCOMPARE(result.rows.size(), kSamples);
        QCOMPARE(result.names[0][1], std::string("event"));
    }

    void aRunWithoutSamplesIsRefused()
    {
        INSPIKE_FAILS(embedded(std::make_shared<const Run>()), ErrorKind::NotFound, "");
    }
};

INSPIKE_TEST(TstEmbedAnalysis, tst_embed_analysis)
#include "tst_embed_analysis.moc"
