// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later

// NIR networks as models: what they offer, what a run holds, what is left out of it, and published
// results on real recordings.

#include "core/analysis/accuracy.h"
#include "core/base/memory.h"
#include "core/io/reader_registry.h"
#include "core/systems/nir/model.h"
#include "core/systems/system_registry.h"
#include "tests/core/systems/input_fit_helpers.h"
#include "tests/core/systems/nir_graphs.h"
#include "tests/support/errors.h"
#include "tests/support/run_tests.h"
#include "tests/support/shared_data.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <limits>
#include <sstream>

using namespace inspike;
using namespace inspike::test;

namespace {

using Floats = std::vector<float>;

std::shared_ptr<const Model> modelOf(const nir::File& file)
{
    return nir::makeModel(file, networkOf(file), "made");
}

// 2 units, an affine layer, synaptic neurons, a readout of 3.
nir::File smallFile()
{
    return chainOf({portOf("in", "Input", {2}), linearOf("fc", 4, 2), cubaLifOf("hidden", {4}),
                    linearOf("out", 3, 4), lifOf("lif", {3}), portOf("output", "Output", {3})});
}

// Without time constants.
nir::File countingFile(std::int64_t units)
{
    return chainOf({portOf("input", "Input", {units}),
                    nodeOf("if", "IF", {{"r", scalarOf(1)}, {"v_threshold", scalarOf(0.5F)}}),
                    portOf("output", "Output", {units})});
}

std::shared_ptr<Recording> tensorRecording(std::size_t steps, std::size_t samples,
                                           std::size_t units, Floats values = {})
{
    values.resize(steps * samples * units, 1.0F);
    Tensor tensor = Tensor::fromFloats({steps, samples, units}, values);
    tensor.axes = {AxisKind::Step, AxisKind::Sample, AxisKind::Unit};
    return recordingOf(std::move(tensor), "in");
}

Run runOf(const Model& model, std::shared_ptr<const Recording> recording,
          const std::vector<std::string>& settings = {},
          const std::vector<std::string>& globs = {"*"})
{
    InferenceRequest request;
    request.recording = std::move(recording);
    request.options = Params::parse(model.runOptions(), settings);
    request.probeGlobs = globs;
    request.threads = 2;
    JobContext job = nullJob();
    return model.run(request, job);
}

bool notes(const Run& run, std::string_view part)
{
    return std::ranges::any_of(
        run.notes, [&](const std::string& note) { return note.find(part) != std::string::npos; });
}

std::string axesIn(const Run& run, const std::string& id)
{
    const Activation* found = run.find(id);
    return found == nullptr ? "none" : axisNames(found->axes());
}

Floats valuesIn(const Run& run, const std::string& id)
{
    const LabelledArray array = run.find(id)->dense();
    return {array.values().begin(), array.values().end()};
}

std::shared_ptr<const Recording> read(const std::filesystem::path& path)
{
    JobContext job = nullJob();
    return std::make_shared<const Recording>(readRecording(path, job));
}

std::shared_ptr<const Model> opened(const std::filesystem::path& path)
{
    JobContext job = nullJob();
    return openModel(path, "", {}, job);
}

} // namespace

class TstNirModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void offersItsNodes()
    {
        const auto model = modelOf(smallFile());
        const ModelInfo& info = model->info();
        QCOMPARE(info.format, std::string("nir"));
        QCOMPARE(info.system, std::string("nir"));
        QCOMPARE(info.stepDuration.value_or(0), Time{100});
        QCOMPARE(info.inputs.front().shape, (std::vector<std::int64_t>{-1, -1, 2}));
        QCOMPARE(info.graph.nodes.size(), std::size_t{6});
        std::vector<std::string> ids;
        for (const Probe& probe : info.probes)
            ids.push_back(probe.id);
        QCOMPARE(ids, (std::vector<std::string>{"count/in", "fc/output", "hidden/spikes",
                                                "hidden/membrane", "hidden/current", "count/hidden",
                                                "out/output", "lif/spikes", "lif/membrane",
                                                "count/lif"}));
        QCOMPARE(info.probe("hidden/current")->kind, ProbeKind::Current);
        QCOMPARE(info.outputs.size(), std::size_t{2});
        QCOMPARE(info.outputs[0].id, std::string("output"));
        QCOMPARE(info.outputs[1].id, std::string("prediction"));
        // What the graph says of a node is there.
        for (const LayerNode& node : info.graph.nodes) {
            for (const std::string& probe : node.probes)
                QVERIFY2(info.probe(probe) != nullptr, probe.c_str());
            if (!node.output.empty())
                QVERIFY2(info.probe(node.output) != nullptr, node.output.c_str());
            for (const std::string& weight : node.weights)
                QVERIFY(model->parameter(weight).size() > 0);
        }
        QCOMPARE(model->parameter("fc/weight").shape(), (std::vector<std::size_t>{4, 2}));
        INSPIKE_FAILS(model->parameter("fc/nothing"), ErrorKind::NotFound, "fc/nothing");
    }

    void wishesFollowTheOptions()
    {
        const auto timed = modelOf(smallFile());
        QCOMPARE(timed->inputWish(Params(timed->runOptions()))->stepSeconds, 1e-4);
        QCOMPARE(timed
                     ->inputWish(
                         Params::parse(timed->runOptions(), std::vector<std::string>{"dt=0.002"}))
                     ->stepSeconds,
                 0.002);
        const auto untimed = modelOf(countingFile(5));
        const InputWish wish = untimed->inputWish(Params(untimed->runOptions())).value();
        QCOMPARE(wish.stepSeconds, 1e-3);
        QCOMPARE(wish.shape, (std::vector<std::int64_t>{5}));
        QVERIFY(!untimed->info().stepDuration);
    }

    void runsHoldEverything()
    {
        const auto model = modelOf(smallFile());
        const auto recording = tensorRecording(50, 3, 2, Floats(300, 20.0F));
        recording->streams.push_back(
            {"streams/label", "label", "", "", Tensor::fromInt64({3}, {1, 0, 2})});
        const Run run = runOf(*model, recording, {"dt=0.005"});
        QCOMPARE(axesIn(run, "hidden/spikes"), std::string("time,sample,unit"));
        QCOMPARE(axesIn(run, "output"), std::string("time,sample,class"));
        QCOMPARE(axesIn(run, "prediction"), std::string("sample,class"));
        QCOMPARE(axesIn(run, "count/lif"), std::string("sample"));
        QCOMPARE(run.find("output")->axes()[0].spacing, 5000.0);
        QCOMPARE(run.stepDuration.value_or(0), Time{5000});
        QVERIFY(std::holds_alternative<SparseSpikes>(run.find("lif/spikes")->values));
        QCOMPARE(valuesIn(run, "output"), valuesIn(run, "lif/spikes"));
        const Floats spikes = valuesIn(run, "lif/spikes"), counts = valuesIn(run, "count/lif");
        const Floats prediction = valuesIn(run, "prediction");
        for (std::size_t sample = 0; sample < 3; ++sample) {
            float count = 0.0F;
            for (std::size_t i = 0; i < 50 * 3; ++i)
                count += spikes[(i / 3 * 3 + sample) * 3 + i % 3];
            QVERIFY(count > 0.0F);
            QCOMPARE(counts[sample], count);
            QCOMPARE(prediction[3 * sample] + prediction[3 * sample + 1] +
                         prediction[3 * sample + 2],
                     count);
        }
        QCOMPARE(run.inputs.at("in").shape, (std::vector<std::size_t>{50, 3, 2}));
        QCOMPARE(run.inputs.at("label").toDoubles(), (std::vector<double>{1, 0, 2}));
        QCOMPARE(run.graph.find("hidden")->output, std::string("hidden/spikes"));
        QVERIFY(run.made.settings["input"].isObject());
        QCOMPARE(accuracyOf(run)->samples, std::size_t{3});
        // The same on the plain path.
        const Run plain = runOf(*model, recording, {"dt=0.005", "path=plain"});
        for (const auto& [id, activation] : run.probes)
            QCOMPARE(valuesIn(plain, id), valuesIn(run, id));
    }

    void readoutsWithoutSpikesAreMeans()
    {
        const auto model = modelOf(
            chainOf({portOf("in", "Input", {2}), linearOf("fc", 2, 2, 0.5F),
                     nodeOf("li", "I", {{"r", scalarOf(1)}}), portOf("output", "Output", {2})}));
        const Run run = runOf(*model, tensorRecording(3, 1, 2));
        QCOMPARE(axesIn(run, "li/membrane"), std::string("step,sample,unit"));
        QCOMPARE(valuesIn(run, "output"), (Floats{1, 1, 2, 2, 3, 3}));
        QCOMPARE(valuesIn(run, "prediction"), (Floats{2, 2}));
        QVERIFY(!run.stepDuration);
    }

    void stepsLongerThanTimeConstantsAreTold()
    {
        const auto model = modelOf(smallFile());
        QVERIFY(!notes(runOf(*model, tensorRecording(3, 1, 2)), "time constant"));
        QVERIFY(notes(runOf(*model, tensorRecording(3, 1, 2), {"dt=0.5"}), "0.5 s is longer"));
        // 49 times larger at every step, the other way.
        const Run run = runOf(*model, tensorRecording(60, 1, 2), {"dt=0.5"});
        QVERIFY(notes(run, "no longer finite"));
    }

    void onlyWhatIsAskedForIsRecorded()
    {
        const auto model = modelOf(smallFile());
        const Run run = runOf(*model, tensorRecording(5, 1, 2), {}, {"*/spikes", "count/lif"});
        QCOMPARE(run.probes.size(), std::size_t{3});
        QVERIFY(run.outputs.contains("output"));
        QVERIFY(run.graph.find("fc")->output.empty());
        QCOMPARE(run.graph.find("hidden")->probes, (std::vector<std::string>{"hidden/spikes"}));
    }

    void whatDoesNotFitIntoMemoryIsLeftOut()
    {
        const auto model = modelOf(countingFile(1000));
        setMemoryBudget(std::uint64_t{64} << 20U);
        const auto recording = tensorRecording(200, 50, 1000, {0.0F});
        const Run run = runOf(*model, recording); // 40 MB of membranes
        setMemoryBudget(0);
        QVERIFY(run.find("if/membrane") == nullptr);
        QVERIFY(notes(run, "membranes and currents of 50 samples (40"));
        QVERIFY(notes(run, "spikes of layers"));
        QCOMPARE(valuesIn(run, "count/if").size(), std::size_t{50});
        QCOMPARE(valuesIn(run, "count/if")[1], 200'000.0F);
        QVERIFY(run.graph.find("if")->output.empty());
        setMemoryBudget(std::uint64_t{64} << 20U);
        const auto refused = refusalOf([&] { runOf(*model, recording, {}, {"if/membrane"}); });
        setMemoryBudget(0);
        QVERIFY(refused && refused->kind == ErrorKind::OutOfMemory);
    }

    void badInputsAreRefused()
    {
        const auto model = modelOf(smallFile());
        Floats values(12, 1.0F);
        values[7] = std::numeric_limits<float>::quiet_NaN();
        INSPIKE_FAILS(runOf(*model, tensorRecording(2, 3, 2, values)), ErrorKind::BadFormat,
                      "not a number at step 1");
        INSPIKE_FAILS(runOf(*model, tensorRecording(2, 3, 5)), ErrorKind::BadShape, "5");
        INSPIKE_FAILS(runOf(*model, nullptr), ErrorKind::BadModel, "recording");
    }

    void cancellingEndsARun()
    {
        nir::File file = countingFile(64);
        file.graph.edges.emplace_back("if", "if"); // step by step
        const auto model = modelOf(file);
        InferenceRequest request;
        request.recording = tensorRecording(50'000, 2, 64);
        for (const char* path : {"path=fast", "path=plain"}) {
            request.options = Params::parse(model->runOptions(), std::vector<std::string>{path});
            std::stop_source stop;
            JobContext job(stop.get_token(), [&](double, const std::string& message) {
                if (message == "running the network")
                    stop.request_stop();
            });
            INSPIKE_FAILS(model->run(request, job), ErrorKind::Cancelled, "cancelled");
        }
    }

    // Classes and spikes of each layer as published, of a network trained elsewhere.
    void digitsOfAnEventCamera()
    {
        const std::filesystem::path network = sharedFile("data/nir/cnn_sinabs.nir");
        const std::filesystem::path table =
            sharedFile("data/nir/expected/cnn_sinabs_nmnist_first10.json");
        INSPIKE_NEED(network, "cnn_sinabs.nir");
        INSPIKE_NEED(table, "cnn_sinabs_nmnist_first10.json");
        std::ifstream file(table);
        std::stringstream text;
        text << file.rdbuf();
        const Json expected = Json::parse(text.str());
        const auto model = opened(network);
        int number = 0;
        for (const Json& sample : expected["samples"].items()) {
            const std::filesystem::path events =
                sharedFile("data/nmnist/" + std::to_string(++number) + ".bin");
            INSPIKE_NEED(events, "N-MNIST");
            for (const char* path : {"path=fast", "path=plain"}) {
                if (number > 2 && path[5] == 'p')
                    continue; // slow
                const Run run = runOf(*model, read(events), {"input-steps=310", path}, {"count/*"});
                const Floats counts = valuesIn(run, "prediction");
                const auto predicted = std::ranges::max_element(counts) - counts.begin();
                QCOMPARE(static_cast<std::int64_t>(predicted), sample["pred"].toInteger(-1));
                for (const auto& [node, spikes] : sample["layer_spikes"].members())
                    QCOMPARE(static_cast<double>(valuesIn(run, "count/" + node).front()),
                             spikes.toDouble(-1.0));
                for (std::size_t i = 0; i < counts.size(); ++i)
                    QCOMPARE(static_cast<double>(counts[i]),
                             sample["counts"].items()[i].toDouble(-1.0));
            }
        }
        QCOMPARE(number, 10);
    }

    // Real exported files run or say what is wrong.
    void realFilesRunOrSayWhy()
    {
        const std::filesystem::path any = sharedFile("data/nir/lif_norse.nir");
        INSPIKE_NEED(any, "NIR files");
        for (const auto& entry : std::filesystem::directory_iterator(any.parent_path())) {
            if (entry.path().extension() != ".nir")
                continue;
            std::string said;
            try {
                const auto model = opened(entry.path());
                std::vector<std::size_t> shape = {20, 1};
                for (std::size_t i = 2; i < model->info().inputs.front().shape.size(); ++i)
                    shape.push_back(
                        static_cast<std::size_t>(model->info().inputs.front().shape[i]));
                Tensor tensor = Tensor::fromFloats(shape, Floats(checkedElements(shape), 1.0F));
                const Run run = runOf(*model, recordingOf(std::move(tensor)));
                said = "runs, " + std::to_string(run.probes.size()) + " probes";
                for (const std::string& note : run.notes)
                    said += "; " + note;
            } catch (const Error& error) {
                said = error.what();
                QVERIFY(error.kind() != ErrorKind::Internal);
            }
            qInfo("%s: %s", entry.path().filename().c_str(), said.c_str());
        }
    }
};

INSPIKE_TEST(TstNirModel, tst_nir_model)
#include "tst_nir_model.moc"
