// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later

// The fast path of the audio-visual network against the published order of operations: every probe
// of every variant, and the reference numbers.

#include "core/io/hdf5/hdf5_file.h"
#include "core/io/reader_registry.h"
#include "core/nn/detail/guard.h"
#include "core/systems/scmrl/fast.h"
#include "core/systems/scmrl/spiking_network.h"
#include "core/systems/system_registry.h"
#include "tests/support/run_tests.h"
#include "tests/support/shared_data.h"

#include <cmath>
#include <set>

using namespace inspike;

namespace {

constexpr double kTolerance = 1e-4;

// Keeps every probe whose id starts with `start`.
class Everything : public scmrl::Recorder
{
public:
    explicit Everything(std::string start = {}) : m_start(std::move(start)) {}
    bool wants(std::string_view id) const override { return id.starts_with(m_start); }
    void take(std::string_view id, const at::Tensor& values) override
    {
        kept[std::string(id)] = values.clone();
    }
    std::map<std::string, at::Tensor> kept;

private:
    std::string m_start;
};

struct Result
{
    scmrl::Outputs outputs;
    std::map<std::string, at::Tensor> probes;
};

template <typename Forward>
Result recorded(Forward forward)
{
    Everything recorder;
    scmrl::Pass pass;
    pass.seed = 5; // as the networks, whose statistics hold for one random table
    pass.recorder = &recorder;
    Result result;
    result.outputs = forward(pass);
    result.probes = std::move(recorder.kept);
    return result;
}

std::span<const float> valuesOf(const at::Tensor& tensor)
{
    return {tensor.data_ptr<float>(), static_cast<std::size_t>(tensor.numel())};
}

double largestDifference(std::span<const float> a, std::span<const float> b)
{
    double largest = a.size() == b.size() ? 0.0 : HUGE_VAL;
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
        const double distance = std::abs(static_cast<double>(a[i]) - b[i]);
        largest = std::max(largest, std::isfinite(distance) ? distance : HUGE_VAL);
    }
    return largest;
}

bool equalShapes(const at::Tensor& a, const at::Tensor& b)
{
    return a.defined() == b.defined() && (!a.defined() || a.sizes() == b.sizes());
}

// Empty if `found` is like `wanted`; else what is not.
QString complaint(const std::string& id, const at::Tensor& found, const at::Tensor& wanted)
{
    const QString name = QString::fromStdString(id);
    if (!equalShapes(found, wanted))
        return name + QStringLiteral(" has another shape");
    if (!wanted.defined())
        return {};
    const at::Tensor ours = found.contiguous();
    const at::Tensor theirs = wanted.contiguous();
    const double difference = largestDifference(valuesOf(ours), valuesOf(theirs));
    const bool exact = id.starts_with("lif/") || id.starts_with("attn/");
    if (difference > (exact ? 0.0 : kTolerance))
        return name + QStringLiteral(" differs by %1").arg(difference);
    return {};
}

QString complaint(const Result& found, const Result& wanted)
{
    for (const auto& [id, tensor] : wanted.probes) {
        const auto other = found.probes.find(id);
        if (other == found.probes.end()) {
            // The random map of SCA has neurons that are no module of the reference.
            if (id.find("map_lif") != std::string::npos)
                continue;
            return QString::fromStdString(id) + QStringLiteral(" is missing");
        }
        const QString text = complaint(id, other->second, tensor);
        if (!text.isEmpty())
            return text;
    }
    if (found.probes.size() > wanted.probes.size())
        return QStringLiteral("there are probes that the plain path does not have");
    for (const auto& [id, ours, theirs] :
         {std::tuple{"logits", found.outputs.logits, wanted.outputs.logits},
          std::tuple{"audio residual", found.outputs.audioResidual, wanted.outputs.audioResidual},
          std::tuple{"visual residual", found.outputs.visualResidual,
                     wanted.outputs.visualResidual}}) {
        const QString text = complaint(id, ours, theirs);
        if (!text.isEmpty())
            return text;
    }
    return {};
}

scmrl::Config smallConfig()
{
    scmrl::Config config;
    config.embed = 32;
    config.height = 64;
    config.width = 48;
    config.classes = 5;
    config.steps = 4;
    return config;
}

struct Variant
{
    const char* name;
    scmrl::Config config;
    std::size_t samples;
    bool repeated;
};

std::vector<Variant> variants()
{
    std::vector<Variant> all;
    const auto add = [&](const char* name, auto change, std::size_t samples = 2,
                         bool repeated = true) {
        scmrl::Config config = smallConfig();
        change(config);
        all.push_back({name, config, samples, repeated});
    };
    using scmrl::Fusion;
    using scmrl::Modality;
    add("as published", [](auto&) {});
    add(
        "one sample", [](auto&) {}, 1);
    add(
        "five samples", [](auto&) {}, 5);
    add("no alignment", [](auto& c) { c.alignment = false; });
    add("two heads side by side", [](auto& c) { c.interaction = scmrl::Interaction::Concat; });
    add("no cross attention", [](auto& c) { c.crossAttention = false; });
    add("spatial", [](auto& c) { c.fusion = Fusion::Spatial; });
    add("temporal, no alignment", [](auto& c) {
        c.fusion = Fusion::Temporal;
        c.alignment = false;
    });
    add("weight attention", [](auto& c) { c.fusion = Fusion::WeightAttention; });
    add("SCA, width 144", [](auto& c) {
        c.fusion = Fusion::Sca;
        c.embed = 144;
    });
    add("CMCI", [](auto& c) { c.fusion = Fusion::Cmci; });
    add("audio alone", [](auto& c) {
        c.modality = Modality::Audio;
        c.alignment = false;
    });
    add("visual alone", [](auto& c) {
        c.modality = Modality::Visual;
        c.alignment = false;
    });
    add(
        "events, 16 steps",
        [](auto& c) {
            c.shallow = true;
            c.height = c.width = 28;
            c.visualChannels = 2;
            c.steps = 16;
        },
        2, false);
    add("width 48, one token, one step", [](auto& c) {
        c.embed = 48;
        c.height = c.width = 16;
        c.steps = 1;
        c.alpha = 0.7;
    });
    add("width 144", [](auto& c) { c.embed = 144; });
    return all;
}

// Neurons that never fire would compare nothing. Few channels per head cannot bring attention to
// the threshold, so only wide networks are asked for that; a single step is an edge case.
QString silentNeurons(const Result& result, const scmrl::Config& config)
{
    for (const auto& [id, tensor] : result.probes) {
        if (config.steps == 1)
            break;
        const bool attention = id.ends_with("attn_lif");
        if (id.starts_with("lif/") && !(attention && config.headWidth() < 8) &&
            tensor.sum().item<float>() == 0.0F)
            return QString::fromStdString(id);
    }
    return {};
}

} // namespace

class TstScmrlFast : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { nn::useThreads(m_threads); }

    void everyVariantEqualsThePublishedOrder_data()
    {
        QTest::addColumn<int>("index");
        int index = 0;
        for (const Variant& variant : variants())
            QTest::newRow(variant.name) << index++;
    }
    void everyVariantEqualsThePublishedOrder()
    {
        QFETCH(int, index);
        const Variant variant = variants()[static_cast<std::size_t>(index)];
        const scmrl::Network network = scmrl::spikingNetwork(variant.config, 5);
        const scmrl::NoisePictures pictures =
            scmrl::noisePictures(variant.config, variant.samples, variant.repeated, 7);
        const scmrl::FastNetwork fast(network);
        JobContext job = nullJob();
        const Result wanted = recorded([&](const scmrl::Pass& pass) {
            return scmrl::forwardPlain(network, pictures.audio, pictures.visual, pass, job);
        });
        QVERIFY(!wanted.probes.empty());
        const QString silent = silentNeurons(wanted, variant.config);
        QVERIFY2(silent.isEmpty(), qPrintable(silent + QStringLiteral(" never fires: no test")));
        for (const int threads : {1, 2, 7}) {
            nn::useThreads(threads);
            const Result found = recorded([&](const scmrl::Pass& pass) {
                return fast.forward(pictures.audio, pictures.visual, pass, job);
            });
            const QString text = complaint(found, wanted);
            QVERIFY2(text.isEmpty(), qPrintable(text));
        }
    }

    void nothingIsRecordedThatNobodyWants()
    {
        const scmrl::Network network = scmrl::spikingNetwork(smallConfig(), 5);
        const scmrl::NoisePictures pictures = scmrl::noisePictures(smallConfig(), 2, true, 7);
        const scmrl::FastNetwork fast(network);
        JobContext job = nullJob();
        Everything one("attn/block.1.temporal");
        scmrl::Pass pass;
        pass.recorder = &one;
        const scmrl::Outputs outputs = fast.forward(pictures.audio, pictures.visual, pass, job);
        QCOMPARE(one.kept.size(), std::size_t{1});
        const scmrl::Outputs bare = fast.forward(pictures.audio, pictures.visual, {}, job);
        QCOMPARE(largestDifference(valuesOf(outputs.logits), valuesOf(bare.logits)), 0.0);
    }

    void repeatedPicturesEqualTheSameFrameAtEveryStep()
    {
        const scmrl::Config config = smallConfig();
        const scmrl::Network network = scmrl::spikingNetwork(config, 5);
        const scmrl::NoisePictures once = scmrl::noisePictures(config, 2, true, 7);
        const scmrl::FastNetwork fast(network);
        JobContext job = nullJob();
        const auto each = [&](const at::Tensor& tensor) {
            std::vector<std::int64_t> shape = tensor.sizes().vec();
            shape[0] = static_cast<std::int64_t>(config.steps);
            return tensor.expand(shape);
        };
        const at::Tensor wanted = fast.forward(once.audio, once.visual, {}, job).logits;
        for (const bool copied : {false, true}) {
            const at::Tensor audio = each(once.audio);
            const at::Tensor visual = each(once.visual);
            const at::Tensor logits = fast.forward(copied ? audio.clone() : audio,
                                                   copied ? visual.clone() : visual, {}, job)
                                          .logits;
            QCOMPARE(largestDifference(valuesOf(logits), valuesOf(wanted)), 0.0);
        }
    }

    void theTimesOfPartsAreThoseOfTheLayers()
    {
        const scmrl::Network network = scmrl::spikingNetwork(smallConfig(), 5);
        const scmrl::NoisePictures pictures = scmrl::noisePictures(smallConfig(), 2, true, 7);
        JobContext job = nullJob();
        scmrl::PartTimes times;
        scmrl::FastNetwork(network).forward(pictures.audio, pictures.visual, {}, job, &times);
        for (const char* part : {"front ends, stage 0", "query, key, value", "MLPs"})
            QVERIFY2(times.contains(part) && times[part] > 0.0, part);
    }

    void picturesOfAnotherSizeAreRefused()
    {
        const scmrl::FastNetwork fast(scmrl::spikingNetwork(smallConfig(), 5));
        scmrl::Config other = smallConfig();
        other.width = 32;
        const scmrl::NoisePictures pictures = scmrl::noisePictures(other, 1, true, 7);
        JobContext job = nullJob();
        QVERIFY_EXCEPTION_THROWN(fast.forward(pictures.audio, pictures.visual, {}, job), Error);
    }

    void everyNumberOfAFixtureIsReproduced_data()
    {
        QTest::addColumn<QString>("file");
        for (const char* file :
             {"a-small", "b-urbansound", "d-mnistdvs", "e-variant-cmci", "e-variant-spatial",
              "e-variant-spatialtemporal-nocontrast", "e-variant-temporal"})
            QTest::newRow(file) << QString::fromLatin1(file);
    }
    void everyNumberOfAFixtureIsReproduced()
    {
        QFETCH(QString, file);
        const std::filesystem::path fixture =
            test::sharedFile("fixtures/s-cmrl-" + file.toStdString() + ".h5");
        INSPIKE_NEED(fixture, "reference numbers");
        JobContext job = nullJob();
        const std::shared_ptr<const Model> model = openModel(fixture, "", {}, job);
        InferenceRequest request;
        request.recording = std::make_shared<Recording>(readRecording(fixture, job));
        request.options = Params(model->runOptions());
        request.options.set("path", std::string("fast"));
        request.probeGlobs = {"*"};
        const Run run = model->run(request, job);
        const Hdf5File reference = Hdf5File::open(fixture);
        int compared = 0;
        for (const char* group :
             {"output", "probe/lif", "probe/lif_in", "probe/attn", "probe/stage", "probe/rate"}) {
            if (!reference.hasGroup("/" + std::string(group)))
                continue;
            for (const std::string& name : reference.children("/" + std::string(group))) {
                const std::string path = std::string(group) + "/" + name;
                const std::string id =
                    path.substr(path.find('/') + 1); // "logits", "lif/block.0..."
                const Activation* found = run.find(id);
                QVERIFY2(found != nullptr, id.c_str());
                const std::vector<float> wanted = reference.readFloats("/" + path);
                const LabelledArray values = found->dense();
                const double difference = largestDifference(values.values(), wanted);
                const bool exact = id.starts_with("lif/") || id.starts_with("attn/");
                QVERIFY2(difference <= (exact ? 0.0 : kTolerance),
                         qPrintable(QStringLiteral("%1 differs by %2")
                                        .arg(QString::fromStdString(id))
                                        .arg(difference)));
                ++compared;
            }
        }
        QVERIFY(compared > 20);
    }

private:
    int m_threads = at::get_num_threads();
};

INSPIKE_TEST(TstScmrlFast, tst_scmrl_fast)
#include "tst_scmrl_fast.moc"
