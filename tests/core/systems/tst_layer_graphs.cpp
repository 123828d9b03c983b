// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/io/reader_registry.h"
#include "core/nn/run_file.h"
#include "core/systems/system_registry.h"
#include "core/workspace/open_file.h"
#include "tests/support/run_tests.h"
#include "tests/support/shared_data.h"

#include <QTemporaryDir>

#include <algorithm>
#include <set>

using namespace inspike;

namespace {

const std::filesystem::path kSamples = INSPIKE_SAMPLES;

Run runOf(const std::filesystem::path& modelFile, const std::filesystem::path& recordingFile)
{
    JobContext job = nullJob();
    const std::shared_ptr<const Model> model = openModel(modelFile, "", {}, job);
    InferenceRequest request;
    request.recording = std::make_shared<Recording>(readRecording(recordingFile, job));
    request.options = Params(model->runOptions());
    return *runModel(modelFile, model, recordingFile, request, job);
}

// Of one sample at one step.
std::vector<std::int64_t> shapeOf(const Activation& activation)
{
    std::vector<std::int64_t> shape;
    for (const Axis& axis : activation.axes()) {
        const bool outer = axis.kind == AxisKind::Step || axis.kind == AxisKind::Time ||
                           axis.kind == AxisKind::Sample;
        if (!outer)
            shape.push_back(static_cast<std::int64_t>(axis.size));
    }
    return shape;
}

LayerGraph chainOf(std::size_t layers)
{
    LayerGraph graph;
    for (std::size_t i = 0; i < layers; ++i) {
        LayerNode node;
        node.id = "group" + std::to_string(i % 7) + "/layer" + std::to_string(i);
        node.kind = "LIF";
        node.inputShape = {2, 3};
        node.outputShape = {2, -1};
        node.parameters = i;
        node.weights = {node.id + "/tau"};
        node.output = node.id + "/spikes";
        node.probes = {node.output, node.id + "/membrane"};
        node.synapses =
            Synapses{Synapses::Kind::Convolution, true, {3, 5}, {1, 2}, {1, 0}, {0, 1}, {2, 1}, 2};
        node.spiking = true;
        graph.nodes.push_back(node);
        if (i > 0)
            graph.edges.push_back({i - 1, i, i % 2 == 0});
    }
    return graph;
}

} // namespace

class TstLayerGraphs : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyLayerHasTheShapeThatItsProbeRecords_data()
    {
        QTest::addColumn<QString>("model");
        QTest::addColumn<QString>("recording");
        const auto sample = [](const char* file) {
            return QString::fromStdString((kSamples / file).string());
        };
        QTest::newRow("smnn") << sample("smnn-context.model.h5")
                              << sample("smnn-context.recording.h5");
        QTest::newRow("s-cmrl") << sample("scmrl-digits.model.h5")
                                << sample("scmrl-digits/pairs.csv");
        QTest::newRow("transfer") << sample("transfer-digits.model.h5")
                                  << sample("transfer-digits/synthetic-digits.csv");
        for (const char* name :
             {"smnn-mnist-n50p5-double", "smnn-rate-n40p4", "s-cmrl-a-small",
              "s-cmrl-e-variant-cmci", "s-cmrl-e-variant-spatial", "s-cmrl-e-variant-temporal",
              "s-cmrl-e-variant-spatialtemporal-nocontrast", "s-cmrl-d-mnistdvs",
              "static-to-event-a-vgg-narrow", "static-to-event-c-resnet-narrow",
              "static-to-event-e-scnn-paper"}) {
            const QString file = QString::fromStdString(
                test::sharedFile(std::string("fixtures/") + name + ".h5").string());
            QTest::newRow(name) << file << file;
        }
    }
    void everyLayerHasTheShapeThatItsProbeRecords()
    {
        QFETCH(QString, model);
        QFETCH(QString, recording);
        INSPIKE_NEED(std::filesystem::path(model.toStdString()), "reference numbers");
        const Run run = runOf(model.toStdString(), recording.toStdString());
        QVERIFY(!run.graph.isEmpty());
        std::set<std::string> recorded;
        for (const LayerNode& node : run.graph.nodes) {
            for (const std::string& probe : node.probes)
                QVERIFY2(run.find(probe) != nullptr, probe.c_str());
            recorded.insert(node.probes.begin(), node.probes.end());
            if (node.output.empty())
                continue;
            if (node.kind == "Input") {
                QVERIFY2(run.inputs.contains(node.output), node.output.c_str());
                continue;
            }
            const std::vector<std::int64_t> shape = shapeOf(*run.find(node.output));
            QVERIFY2(shape == node.outputShape, node.output.c_str());
        }
        for (const auto& [id, activation] : run.probes)
            QVERIFY2(activation.probe.kind != ProbeKind::Spikes || recorded.contains(id),
                     id.c_str());
    }

    void aGraphSurvivesJson()
    {
        const LayerGraph graph = chainOf(20);
        const LayerGraph again = LayerGraph::fromJson(Json::parse(graph.toJson().dump()));
        QCOMPARE(again.toJson().dump(), graph.toJson().dump());
        QCOMPARE(again.nodes[3].outputShape, (std::vector<std::int64_t>{2, -1}));
        QCOMPARE(again.nodes[3].synapses->stride[1], 2);
        QVERIFY(again.edges[1].recurrent);
        QVERIFY(again.find("group1/layer1") != nullptr);
        QVERIFY(again.find("layer1") == nullptr);
    }

    void aRunFileKeepsAGraphOfTenThousandLayers()
    {
        QTemporaryDir folder;
        const std::filesystem::path path = folder.filePath("run.h5").toStdString();
        Run run;
        run.graph = chainOf(10'000);
        run.notes = {"membranes were left out", "second"};
        JobContext job = nullJob();
        writeRun(path, run, false, job);
        const Run again = readRun(path, job);
        QCOMPARE(again.graph.nodes.size(), std::size_t{10'000});
        QCOMPARE(again.graph.toJson().dump(), run.graph.toJson().dump());
        QCOMPARE(again.notes, run.notes);
    }

    void damagedGraphsAreRefused_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("says");
        QTest::newRow("edge to nowhere")
            << R"({"nodes":[{"id":"a"}],"edges":[{"from":"a","to":"b"}]})"
            << "'b'";
        QTest::newRow("twice the same") << R"({"nodes":[{"id":"a"},{"id":"a"}]})"
                                        << "'a'";
        QTest::newRow("kernel of nothing")
            << R"({"nodes":[{"id":"a","synapses":{"kind":"convolution","kernel":[0,1]}}]})"
            << "kernels";
    }
    void damagedGraphsAreRefused()
    {
        QFETCH(QString, text);
        QFETCH(QString, says);
        try {
            LayerGraph::fromJson(Json::parse(text.toStdString()));
            QFAIL("nothing was said");
        } catch (const Error& error) {
            QCOMPARE(error.kind(), ErrorKind::BadFormat);
            QVERIFY2(QString::fromUtf8(error.what()).contains(says), error.what());
        }
    }
};

INSPIKE_TEST(TstLayerGraphs, tst_layer_graphs)
#include "tst_layer_graphs.moc"
