// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/base/random.h"
#include "core/nn/run_file.h"
#include "core/systems/scmrl/network.h"
#include "core/systems/scmrl/samples.h"
#include "core/systems/system_registry.h"
#include "tests/support/run_tests.h"

#include <QTemporaryDir>

#include <algorithm>
#include <cmath>
#include <limits>

using namespace inspike;
using namespace inspike::scmrl;

namespace {

constexpr std::size_t kSide = 32;
constexpr std::size_t kSamples = 5;

Config configOf(Fusion fusion, Interaction interaction = Interaction::Add)
{
    Config config;
    config.fusion = fusion;
    config.interaction = interaction;
    config.alignment = fusion == Fusion::SpatialTemporal;
    config.embed = 32;
    config.height = config.width = kSide;
    config.classes = 3;
    return config;
}

// Fresh weights spike too little to say much; wider norms wake them up.
std::shared_ptr<const Model> modelOf(const Config& config)
{
    Network network = initialNetwork(config, 7);
    Random random(11);
    for (auto& [name, tensor] : network.state) {
        const bool norm = name.find("_bn") != std::string::npos;
        if (!norm || (!name.ends_with(".weight") && !name.ends_with(".bias")))
            continue;
        const double most = name.ends_with(".weight") ? 6.0 : 1.5;
        float* values = tensor.data_ptr<float>();
        for (std::int64_t i = 0; i < tensor.numel(); ++i)
            values[i] = static_cast<float>(most * random.uniform());
    }
    Checkpoint checkpoint;
    checkpoint.format = "inspike-model";
    store(network, checkpoint);
    JobContext job = nullJob();
    return systemById("s-cmrl").open(checkpoint, Params(openOptions()), job);
}

std::shared_ptr<Recording> recordingOf(std::size_t samples = kSamples, std::size_t steps = 1)
{
    auto recording = std::make_shared<Recording>();
    Random random(13);
    const auto add = [&](const char* name, std::size_t channels) {
        std::vector<float> values(samples * steps * channels * kSide * kSide);
        for (float& value : values)
            value = static_cast<float>(2.0 * random.normal());
        recording->streams.push_back(
            {std::string("tensors/") + name, name, name, "",
             Tensor::fromFloats({samples, steps, channels, kSide, kSide}, values)});
    };
    add("audio", 1);
    add("visual", 3);
    std::vector<std::int64_t> labels(samples);
    for (std::size_t i = 0; i < samples; ++i)
        labels[i] = static_cast<std::int64_t>(i % 3);
    recording->streams.push_back(
        {"tensors/label", "label", "", "", Tensor::fromInt64({samples}, labels)});
    return recording;
}

Run runOf(const Model& model, const std::shared_ptr<const Recording>& recording,
          const std::vector<std::string>& settings, std::vector<std::string> probes = {})
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

double largestDifference(const std::vector<float>& a, const std::vector<float>& b)
{
    double largest = a.size() == b.size() && !a.empty() ? 0.0 : HUGE_VAL;
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i)
        largest = std::max(largest, std::abs(static_cast<double>(a[i]) - b[i]));
    return largest;
}

} // namespace

class TstScmrlModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyProbeIsWhatItsListSays_data()
    {
        QTest::addColumn<int>("fusion");
        QTest::newRow("SpatialTemporal") << static_cast<int>(Fusion::SpatialTemporal);
        QTest::newRow("Spatial") << static_cast<int>(Fusion::Spatial);
        QTest::newRow("Temporal") << static_cast<int>(Fusion::Temporal);
        QTest::newRow("WeightAttention") << static_cast<int>(Fusion::WeightAttention);
        QTest::newRow("SCA") << static_cast<int>(Fusion::Sca);
        QTest::newRow("CMCI") << static_cast<int>(Fusion::Cmci);
    }
    void everyProbeIsWhatItsListSays()
    {
        QFETCH(const int, fusion);
        const auto model = modelOf(configOf(static_cast<Fusion>(fusion)));
        const Run run = runOf(*model, recordingOf(), {"path=plain", "batch=2"}, {"*"});
        for (const Probe& probe : model->info().probes) {
            QVERIFY2(run.probes.contains(probe.id), probe.id.c_str());
            const Activation& activation = run.probes.at(probe.id);
            std::vector<AxisKind> kinds;
            for (const Axis& axis : activation.axes()) {
                kinds.push_back(axis.kind);
                if (axis.kind == AxisKind::Sample)
                    QCOMPARE(axis.size, kSamples);
                if (axis.kind == AxisKind::Step)
                    QCOMPARE(axis.size, std::size_t{4});
            }
            QVERIFY2(kinds == probe.axes, probe.id.c_str());
        }
        QCOMPARE(run.probes.size(), model->info().probes.size());
        QVERIFY(std::ranges::any_of(valuesOf(run, "lif/mlp.0.mlp.fc1_lif"),
                                    [](float value) { return value == 1.0F; }));
    }

    void evidenceAddsUpToTheLogits_data()
    {
        QTest::addColumn<int>("interaction");
        QTest::newRow("Add") << static_cast<int>(Interaction::Add);
        QTest::newRow("Concat") << static_cast<int>(Interaction::Concat);
    }
    void evidenceAddsUpToTheLogits()
    {
        QFETCH(const int, interaction);
        const auto model =
            modelOf(configOf(Fusion::SpatialTemporal, static_cast<Interaction>(interaction)));
        const Run run = runOf(*model, recordingOf(), {}, {"evidence/*"});
        const std::vector<float> logits = valuesOf(run, "logits");
        const std::vector<float> audio = valuesOf(run, "evidence/audio");
        const std::vector<float> visual = valuesOf(run, "evidence/visual");
        const std::span<const float> bias = run.parameters.at("head.bias").values();
        for (std::size_t i = 0; i < logits.size(); ++i) {
            double sum = bias[i % 3];
            for (std::size_t t = 0; t < 4; ++t)
                sum += (audio[t * logits.size() + i] + visual[t * logits.size() + i]) / 4.0;
            QVERIFY(std::abs(sum - logits[i]) < 1e-5);
        }
    }

    void batchesDoNotChangeTheNumbers()
    {
        const auto model = modelOf(configOf(Fusion::SpatialTemporal));
        const Run whole = runOf(*model, recordingOf(), {"batch=16"}, {"*"});
        const Run parts = runOf(*model, recordingOf(), {"batch=2"}, {"*"});
        for (const Probe& probe : model->info().probes)
            QVERIFY2(largestDifference(valuesOf(whole, probe.id), valuesOf(parts, probe.id)) < 1e-5,
                     probe.id.c_str());
    }

    void aRepeatedPictureIsTheSameAsOneGivenAtEveryStep()
    {
        const auto model = modelOf(configOf(Fusion::SpatialTemporal));
        const auto still = recordingOf();
        auto moving = std::make_shared<Recording>(*still);
        for (NamedStream& stream : moving->streams) {
            auto& tensor = std::get<Tensor>(stream.data);
            if (tensor.shape.size() != 5)
                continue;
            const std::vector<float> once = tensor.toFloats();
            const std::size_t each = once.size() / kSamples;
            std::vector<float> repeated;
            for (std::size_t i = 0; i < kSamples * 4; ++i)
                repeated.insert(repeated.end(),
                                once.begin() + static_cast<std::ptrdiff_t>(i / 4 * each),
                                once.begin() + static_cast<std::ptrdiff_t>((i / 4 + 1) * each));
            tensor = Tensor::fromFloats({kSamples, 4, tensor.shape[2], kSide, kSide}, repeated);
        }
        for (const char* path : {"path=plain", "path=fast"})
            QVERIFY(largestDifference(valuesOf(runOf(*model, still, {path}), "logits"),
                                      valuesOf(runOf(*model, moving, {path}), "logits")) < 1e-5);
    }

    void runFilesKeepJoinedAxes()
    {
        const auto model = modelOf(configOf(Fusion::SpatialTemporal));
        const Run run = runOf(*model, recordingOf(), {}, {"lif/*", "lif_in/block.0.trans_lif"});
        const QTemporaryDir folder;
        const std::filesystem::path path = folder.filePath("run.h5").toStdString();
        JobContext job = nullJob();
        writeRun(path, run, false, job);
        const Run again = readRun(path, job);
        for (const auto& [id, activation] : run.probes) {
            const Activation& read = again.probes.at(id);
            QCOMPARE(read.probe.joined, activation.probe.joined);
            QCOMPARE(axisNames(read.axes()), axisNames(activation.axes()));
            QVERIFY(valuesOf(again, id) == valuesOf(run, id));
        }
        QCOMPARE(axisNames(again.probes.at("lif/block.0.trans_lif").axes()),
                 std::string("step,sample,token,channel"));
    }

    void anAblatedModalitySaysNothingOfItsInput()
    {
        const auto model = modelOf(configOf(Fusion::SpatialTemporal));
        const auto one = recordingOf();
        auto other = std::make_shared<Recording>(*one);
        auto& audio = std::get<Tensor>(other->streams[0].data);
        std::vector<float> values = audio.toFloats();
        for (float& value : values)
            value = -value;
        audio = Tensor::fromFloats(audio.shape, values);
        QVERIFY(largestDifference(valuesOf(runOf(*model, one, {}), "logits"),
                                  valuesOf(runOf(*model, other, {}), "logits")) > 1e-3);
        QCOMPARE(largestDifference(valuesOf(runOf(*model, one, {"ablate=audio"}), "logits"),
                                   valuesOf(runOf(*model, other, {"ablate=audio"}), "logits")),
                 0.0);
    }

    void noiseDependsOnTheSeedAndItsLevel()
    {
        const auto model = modelOf(configOf(Fusion::SpatialTemporal));
        const auto recording = recordingOf();
        const std::vector<float> clean = valuesOf(runOf(*model, recording, {}), "logits");
        const std::vector<float> loud =
            valuesOf(runOf(*model, recording, {"noise-visual=0"}), "logits");
        QVERIFY(largestDifference(clean, loud) > 1e-3);
        QCOMPARE(valuesOf(runOf(*model, recording, {"noise-visual=0"}), "logits"), loud);
        QCOMPARE(valuesOf(runOf(*model, recording, {"noise-visual=200"}), "logits"), clean);
        QVERIFY_THROWS_EXCEPTION(Error, runOf(*model, recording, {"noise-audio=loud"}));
        QVERIFY_THROWS_EXCEPTION(Error, runOf(*model, recording, {"noise-audio=nan"}));
    }

    void noiseHasTheAskedPower()
    {
        std::vector<float> signal(100'000, 3.0F);
        addNoise(signal, 10.0, 5);
        double power = 0.0;
        for (const float value : signal)
            power += (value - 3.0) * (value - 3.0) / static_cast<double>(signal.size());
        QVERIFY(std::abs(power - 0.9) < 0.02);
        std::vector<float> silence(10, 0.0F);
        addNoise(silence, 10.0, 5);
        QCOMPARE(silence, std::vector<float>(10, 0.0F));
    }

    void badInputIsRefusedInOneLine()
    {
        const auto model = modelOf(configOf(Fusion::SpatialTemporal));
        const auto refusal = [&](const std::shared_ptr<const Recording>& recording) {
            try {
                runOf(*model, recording, {});
            } catch (const Error& error) {
                return QString::fromUtf8(error.what());
            }
            return QStringLiteral("accepted");
        };
        auto recording = recordingOf();
        recording->streams.erase(recording->streams.begin());
        QVERIFY(refusal(recording).contains("'audio' and 'visual'"));

        recording = recordingOf();
        std::get<Tensor>(recording->streams[1].data).shape = {kSamples, 3, 1, kSide, kSide};
        QVERIFY(refusal(recording).contains("must be [samples, 1 or 4, 3, 32, 32]"));

        recording = recordingOf();
        auto& audio = std::get<Tensor>(recording->streams[0].data);
        std::vector<float> values = audio.toFloats();
        values[3] = std::numeric_limits<float>::infinity();
        audio = Tensor::fromFloats(audio.shape, values);
        QVERIFY(refusal(recording).contains("not finite"));

        recording = recordingOf();
        std::get<Tensor>(recording->streams[0].data) =
            std::get<Tensor>(recordingOf(4)->streams[0].data);
        QVERIFY(refusal(recording).contains("4 sounds do not pair with 5 pictures"));
    }
};

INSPIKE_TEST(TstScmrlModel, tst_scmrl_model)
#include "tst_scmrl_model.moc"
