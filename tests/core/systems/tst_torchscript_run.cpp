// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/base/hash.h"
#include "core/nn/program_consent.h"
#include "tests/core/systems/script_helpers.h"
#include "tests/support/errors.h"
#include "tests/support/run_tests.h"
#include "tests/support/shared_data.h"

#include <QProcess>
#include <QTemporaryDir>

#include <algorithm>

using namespace inspike;
using namespace inspike::test;

namespace {

namespace fs = std::filesystem;

bool says(const Run& run, const std::string& part)
{
    return std::any_of(run.notes.begin(), run.notes.end(), [&](const std::string& note) {
        return note.find(part) != std::string::npos;
    });
}

const LayerNode& nodeOf(const Run& run, const char* id)
{
    const LayerNode* node = run.graph.find(id);
    if (node == nullptr)
        throw Error(ErrorKind::NotFound, std::string("no node ") + id);
    return *node;
}

bool hasEdge(const LayerGraph& graph, const std::string& from, const std::string& to,
             bool recurrent = false)
{
    return std::any_of(graph.edges.begin(), graph.edges.end(), [&](const LayerEdge& edge) {
        return graph.nodes[edge.from].id == from && graph.nodes[edge.to].id == to &&
               edge.recurrent == recurrent;
    });
}

} // namespace

class TstTorchscriptRun : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everySubmoduleGivesWhatPyTorchGives_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("why"); // part of the note that says how it was called
        const std::vector<std::pair<const char*, const char*>> rows = {
            {"nested", "keeps state in 'v'"},
            {"tuples", "takes and returns state (state)"},
            {"required", "takes and returns state (v)"},
            {"looped", "a loop over axis 0"},
            {"batched", "along axis 1"},
            {"conv", "keeps no state"},
            {"conv_traced", "keeps no state"},
            {"conv_frozen", "keeps no state"},
            {"shared", "keeps no state"},
            {"unrolled", "traced steps along axis 0"},
            {"unrolled_long", "traced for 7 steps"},
            {"forking", "keeps no state"},
            {"inner", "keeps state in 'v'"},
            {"graphics", "keeps no state"},
        };
        for (const auto& [name, why] : rows)
            QTest::newRow(name) << name << why;
    }

    void everySubmoduleGivesWhatPyTorchGives()
    {
        QFETCH(const QString, name);
        QFETCH(const QString, why);
        JobContext job = nullJob();
        const auto expected = expectedOf(scriptFolder(), name.toStdString());
        QVERIFY(!expected.empty());
        // Twice: state does not outlive a run.
        for (int i = 0; i < 2; ++i) {
            const Run run = runProgram(scriptFolder(), name.toStdString(), {}, job);
            const std::string found = differences(run, expected);
            QVERIFY2(found.empty(), found.c_str());
            QVERIFY2(says(run, why.toStdString()), run.notes.front().c_str());
        }
    }

    void oneSampleAtATimeGivesTheSame()
    {
        JobContext job = nullJob();
        for (const char* name : {"nested", "looped", "batched", "tuples"}) {
            const Run run = runProgram(scriptFolder(), name, {"batch=1"}, job);
            const std::string found = differences(run, expectedOf(scriptFolder(), name));
            QVERIFY2(found.empty(), found.c_str());
        }
    }

    void aRunTellsWhatTheLayersAre()
    {
        JobContext job = nullJob();
        const Run run = runProgram(scriptFolder(), "nested", {}, job);
        const LayerNode& lif = nodeOf(run, "first/lif");
        QCOMPARE(lif.kind, std::string("Leaky"));
        QVERIFY(lif.spiking);
        QCOMPARE(lif.output, std::string("first/lif/spikes"));
        QVERIFY(std::ranges::count(lif.probes, "first/lif/membrane") == 1);
        QVERIFY(run.probes.at("first/lif/membrane").probe.kind == ProbeKind::Membrane);
        QVERIFY(run.probes.at("first/lif/spikes").probe.kind == ProbeKind::Spikes);
        const LayerNode& fc = nodeOf(run, "second/fc");
        QCOMPARE(fc.parameters, std::uint64_t{24});
        QVERIFY(fc.synapses && fc.synapses->kind == Synapses::Kind::Dense && fc.synapses->bias);
        QCOMPARE(fc.inputShape, (std::vector<std::int64_t>{5}));
        QCOMPARE(fc.outputShape, (std::vector<std::int64_t>{4}));
        QVERIFY(hasEdge(run.graph, "input", "first/fc"));
        QVERIFY(hasEdge(run.graph, "first/fc", "first/lif"));
        QVERIFY(hasEdge(run.graph, "first/lif", "second/fc"));
        QVERIFY(hasEdge(run.graph, "readout", "output"));
        QCOMPARE(nodeOf(run, "output").output, std::string("output"));
        const LabelledArray spikes = run.probes.at("first/lif/spikes").dense();
        const LabelledArray counts = run.probes.at("count/first/lif").dense();
        float total = 0.0F;
        for (const float value : spikes.values())
            total += value;
        QCOMPARE(counts.values()[0] + counts.values()[1], total);
        QVERIFY(total > 0.0F);
        const LabelledArray prediction = run.outputs.at("prediction").dense();
        QCOMPARE(prediction.shape(), (std::vector<std::size_t>{2, 3}));
        QVERIFY(run.inputs.contains("input"));
        QVERIFY(!run.made.settings["input"].isNull());
    }

    void convolutionsSayHowTheyAreLaidOut()
    {
        JobContext job = nullJob();
        for (const char* name : {"conv", "conv_traced"}) {
            const Run run = runProgram(scriptFolder(), name, {}, job);
            const LayerNode& conv = nodeOf(run, "features/0");
            QVERIFY(conv.synapses && conv.synapses->kind == Synapses::Kind::Convolution);
            QCOMPARE(conv.synapses->kernel, (std::array<std::int64_t, 2>{3, 3}));
            QCOMPARE(conv.synapses->stride, (std::array<std::int64_t, 2>{2, 2}));
            QCOMPARE(conv.synapses->paddingBefore, (std::array<std::int64_t, 2>{1, 1}));
            QCOMPARE(conv.outputShape, (std::vector<std::int64_t>{3, 4, 4}));
            QCOMPARE(nodeOf(run, "features/3").synapses->kernel,
                     (std::array<std::int64_t, 2>{2, 2}));
            QVERIFY(hasEdge(run.graph, "flatten", "classify"));
        }
    }

    void tooFewStepsForATracedLoopAreRefused()
    {
        JobContext job = nullJob();
        INSPIKE_FAILS(runProgram(scriptFolder(), "unrolled_short", {}, job), ErrorKind::BadShape,
                      "traced for 7 steps");
    }

    void chosenProbesAloneAreKept()
    {
        JobContext job = nullJob();
        const Run run = runProgram(scriptFolder(), "nested", {}, job, {"second/lif/spikes"});
        QCOMPARE(run.probes.size(), std::size_t{1});
        QVERIFY(run.probes.contains("second/lif/spikes"));
        QVERIFY(run.outputs.contains("output"));
    }

    void theModeCanBeChosen()
    {
        JobContext job = nullJob();
        // The whole input at once: a linear layer does not mind.
        const Run run = runProgram(scriptFolder(), "shared", {"mode=whole"}, job);
        const auto expected = expectedOf(scriptFolder(), "shared");
        const std::string found = differences(run, {{"output", expected.at("output")}});
        QVERIFY2(found.empty(), found.c_str());
        QVERIFY(says(run, "as asked for"));
    }

    void theMadeNetworkOfTheSharedDataRuns()
    {
        const fs::path path = sharedFile("data/made/ts_lifnet_113.pt");
        INSPIKE_NEED(path, "ts_lifnet_113.pt");
        const auto model = openProgram(path);
        QCOMPARE(model->info().parameterCount, std::uint64_t{15});
        QCOMPARE(model->inputWish(Params(model->runOptions()))->shape,
                 (std::vector<std::int64_t>{4}));
        auto recording = std::make_shared<Recording>();
        std::vector<float> values(5 * 2 * 4);
        for (std::size_t i = 0; i < values.size(); ++i)
            values[i] = static_cast<float>((i * 7) % 11) / 2.0F;
        Tensor tensor = Tensor::fromFloats({5, 2, 4}, values);
        tensor.axes = {AxisKind::Step, AxisKind::Sample, AxisKind::Unit};
        recording->streams.push_back({"tensors/x", "x", {}, {}, tensor});
        JobContext job = nullJob();
        InferenceRequest request;
        request.recording = recording;
        consentToProgram(sha256OfFile(path, job));
        const Run run = model->run(request, job);
        const LabelledArray weight = model->parameter("fc.weight");
        const LabelledArray bias = model->parameter("fc.bias");
        const LabelledArray given = run.probes.at("fc/output").dense();
        const LabelledArray spikes = run.outputs.at("output").dense();
        QCOMPARE(given.shape(), (std::vector<std::size_t>{5, 2, 3}));
        float membrane[6] = {};
        for (std::size_t step = 0; step < 5; ++step) {
            for (std::size_t cell = 0; cell < 6; ++cell) {
                float sum = bias.values()[cell % 3];
                for (std::size_t i = 0; i < 4; ++i)
                    sum +=
                        weight.values()[cell % 3 * 4 + i] * values[(step * 2 + cell / 3) * 4 + i];
                QVERIFY(std::abs(sum - given.values()[step * 6 + cell]) < 1e-5F);
                membrane[cell] = membrane[cell] * 0.9F + given.values()[step * 6 + cell];
                const float spike = membrane[cell] > 1.0F ? 1.0F : 0.0F;
                QCOMPARE(spikes.values()[step * 6 + cell], spike);
                membrane[cell] *= 1.0F - spike;
            }
        }
        QVERIFY(run.outputs.at("output").probe.kind == ProbeKind::Spikes);
    }

    // A network that is scripted now, by whatever PyTorch this machine has.
    void aNetworkScriptedByTheTestGivesTheSame()
    {
        QTemporaryDir folder;
        QProcess python;
        python.start(QStringLiteral("/usr/bin/python3"),
                     {QStringLiteral(INSPIKE_SCRIPT_DATA "/make_torchscript.py"), folder.path(),
                      QStringLiteral("nested"), QStringLiteral("looped")});
        if (!python.waitForFinished(120'000) || python.exitCode() != 0)
            QSKIP("no Python with torch, numpy and h5py");
        JobContext job = nullJob();
        const fs::path made = folder.path().toStdString();
        for (const char* name : {"nested", "looped"}) {
            const Run run = runProgram(made, name, {}, job);
            const std::string found = differences(run, expectedOf(made, name));
            QVERIFY2(found.empty(), found.c_str());
        }
    }
};

INSPIKE_TEST(TstTorchscriptRun, tst_torchscript_run)
#include "tst_torchscript_run.moc"
