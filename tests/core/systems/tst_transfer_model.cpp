// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.h"
#include "core/nn/run_file.h"
#include "core/systems/system_registry.h"
#include "core/systems/transfer/network.h"
#include "tests/support/errors.h"
#include "tests/support/run_tests.h"

#include <QTemporaryDir>

#include <algorithm>
#include <cmath>

using namespace inspike;
using namespace inspike::transfer;

namespace {

constexpr std::size_t kSamples = 5;
constexpr std::size_t kSteps = 3;
constexpr std::size_t kClasses = 4;

Config configOf(Arch arch, bool transfers = true)
{
    Config config;
    config.arch = arch;
    config.widths = publishedWidths(arch, 16);
    config.size = arch == Arch::Scnn ? 28 : 32;
    config.steps = kSteps;
    config.classes = kClasses;
    config.transfer = transfers;
    return config;
}

std::shared_ptr<const Model> modelOf(const Config& config)
{
    Network network = initialNetwork(config, 7);
    for (auto& [name, tensor] : network.state) {
        if (tensor.dim() == 4)
            tensor.mul_(3.0);
    }
    Checkpoint checkpoint;
    checkpoint.format = "inspike-model";
    store(network, checkpoint);
    JobContext job = nullJob();
    return systemById("static-to-event").open(checkpoint, Params(openOptions()), job);
}

// Frames [sample, step, 2, side, side] and, if asked for, a picture each [sample, 1, 1, side,
// side].
std::shared_ptr<Recording> recordingOf(std::size_t side, bool stills, std::size_t steps = kSteps)
{
    auto recording = std::make_shared<Recording>();
    Random random(13);
    const auto add = [&](const char* name, std::vector<std::size_t> shape) {
        std::vector<float> values(checkedElements(shape));
        for (float& value : values)
            value = static_cast<float>(std::abs(3.0 * random.normal()));
        recording->streams.push_back({std::string("tensors/") + name, name, "", name,
                                      Tensor::fromFloats(std::move(shape), values)});
    };
    add("event", {kSamples, steps, 2, side, side});
    if (stills)
        add("static", {kSamples, 1, 1, side, side});
    std::vector<std::int64_t> labels(kSamples);
    for (std::size_t i = 0; i < kSamples; ++i)
        labels[i] = static_cast<std::int64_t>(i % kClasses);
    recording->streams.push_back(
        {"tensors/label", "label", "", "", Tensor::fromInt64({kSamples}, labels)});
    return recording;
}

Run runOf(const Model& model, const std::shared_ptr<const Recording>& recording,
          const std::vector<std::string>& settings = {}, std::vector<std::string> probes = {"*"})
{
    InferenceRequest request;
    request.recording = recording;
    request.probeGlobs = std::move(probes);
    request.options = Params::parse(model.runOptions(), settings);
    JobContext job = nullJob();
    return model.run(request, job);
}

std::vector<float> valuesOf(const Run& run, const std::string& id)
{
    const LabelledArray array = run.find(id)->dense();
    return {array.values().begin(), array.values().end()};
}

} // namespace

class TstTransferModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyProbeIsWhatItsListSays_data()
    {
        QTest::addColumn<int>("arch");
        for (const Arch arch : {Arch::Vgg, Arch::ResNet18, Arch::Scnn})
            QTest::newRow(nameOf(arch).c_str()) << int(arch);
    }
    void everyProbeIsWhatItsListSays()
    {
        QFETCH(const int, arch);
        const Config config = configOf(static_cast<Arch>(arch));
        const auto model = modelOf(config);
        const Run run = runOf(*model, recordingOf(config.size, true), {"batch=2"});
        QCOMPARE(run.probes.size(), model->info().probes.size());
        QCOMPARE(run.outputs.size(), model->info().outputs.size());
        const auto check = [&](const Probe& probe) {
            const Activation* activation = run.find(probe.id);
            QVERIFY2(activation != nullptr, probe.id.c_str());
            std::vector<AxisKind> kinds;
            for (const Axis& axis : activation->axes()) {
                kinds.push_back(axis.kind);
                if (axis.kind == AxisKind::Sample)
                    QCOMPARE(axis.size, kSamples);
                if (axis.kind == AxisKind::Step)
                    QCOMPARE(axis.size, kSteps);
            }
            QVERIFY2(kinds == probe.axes, probe.id.c_str());
        };
        for (const Probe& probe : model->info().probes)
            check(probe);
        for (const Probe& probe : model->info().outputs)
            check(probe);
    }

    void thePredictionIsTheMeanOfTheEventLogits()
    {
        const auto model = modelOf(configOf(Arch::Scnn));
        const Run run = runOf(*model, recordingOf(28, true));
        const std::vector<float> logits = valuesOf(run, "event_logits");
        const std::vector<float> means = valuesOf(run, "event/running_mean");
        const std::vector<float> prediction = valuesOf(run, "prediction");
        const std::size_t each = kSamples * kClasses;
        for (std::size_t i = 0; i < each; ++i) {
            double sum = 0.0;
            for (std::size_t t = 0; t < kSteps; ++t) {
                sum += logits[t * each + i];
                QVERIFY(std::abs(means[t * each + i] - sum / static_cast<double>(t + 1)) < 1e-5);
            }
            QVERIFY(std::abs(prediction[i] - sum / static_cast<double>(kSteps)) < 1e-5);
        }
    }

    void batchesDoNotMatter()
    {
        const auto model = modelOf(configOf(Arch::Vgg));
        const auto recording = recordingOf(32, true);
        const Run one = runOf(*model, recording, {"batch=1"});
        const Run all = runOf(*model, recording, {"batch=16"});
        const std::vector<float> a = valuesOf(one, "static_feature");
        const std::vector<float> b = valuesOf(all, "static_feature");
        for (std::size_t i = 0; i < a.size(); ++i)
            QVERIFY(std::abs(a[i] - b[i]) < 1e-5F);
        QCOMPARE(one.sampleIds, all.sampleIds);
        QCOMPARE(one.sampleIds.size(), kSamples);
    }

    void eventsStandInForMissingPictures()
    {
        const auto model = modelOf(configOf(Arch::Vgg));
        const Run run = runOf(*model, recordingOf(32, false));
        QCOMPARE(valuesOf(run, "static_feature"), valuesOf(run, "event_feature"));
        QVERIFY(!run.inputs.contains("static"));
        QVERIFY(run.parameters.contains("time_weight"));
    }

    void eventOnlyNetworksHaveOneBranch()
    {
        const auto model = modelOf(configOf(Arch::ResNet18, false));
        const Run run = runOf(*model, recordingOf(32, true));
        QVERIFY(run.find("static_logits") == nullptr);
        QVERIFY(run.find("prediction") != nullptr);
        QVERIFY(run.parameters.empty());
        for (const auto& [id, activation] : run.probes)
            QVERIFY2(id.find("static") == std::string::npos, id.c_str());
    }

    void timeWeightsAreTheLogisticOfTheCoefficients()
    {
        const auto model = modelOf(configOf(Arch::Scnn));
        const Run run = runOf(*model, recordingOf(28, true), {}, {});
        QCOMPARE(run.parameters.at("coefficient").values()[0], 1.0F);
        QVERIFY(std::abs(run.parameters.at("time_weight").values()[2] - 0.7310586F) < 1e-6F);
    }

    void recordingsOfAnotherSizeOrTimeAreRefused()
    {
        const auto model = modelOf(configOf(Arch::Vgg));
        INSPIKE_FAILS(runOf(*model, recordingOf(48, true)), ErrorKind::BadShape, "48");
        INSPIKE_FAILS(runOf(*model, recordingOf(32, true, kSteps + 1)), ErrorKind::BadShape, "4");
    }

    void namesOfSamplesSurviveTheFile()
    {
        const auto model = modelOf(configOf(Arch::Scnn));
        const Run run = runOf(*model, recordingOf(28, true), {}, {});
        const QTemporaryDir folder;
        const std::filesystem::path path = folder.filePath("run.h5").toStdString();
        JobContext job = nullJob();
        writeRun(path, run, false, job);
        QCOMPARE(readRun(path, job).sampleIds, run.sampleIds);
    }
};

INSPIKE_TEST(TstTransferModel, tst_transfer_model)
#include "tst_transfer_model.moc"
