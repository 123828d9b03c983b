// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later

// The fast path of the static-to-event networks and the fused layers of their training against the
// published order of operations, and the fast path against the reference numbers.

#include "core/io/hdf5/hdf5_file.h"
#include "core/io/reader_registry.h"
#include "core/nn/detail/guard.h"
#include "core/systems/system_registry.h"
#include "core/systems/transfer/fast.h"
#include "core/systems/transfer/spiking_network.h"
#include "tests/support/errors.h"
#include "tests/support/run_tests.h"
#include "tests/support/shared_data.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/equal.h>
#include <ATen/ops/mean.h>
#include <ATen/ops/zeros.h>
#include <c10/core/GradMode.h>
#include <c10/core/InferenceMode.h>

#include <cmath>

using namespace inspike;
using namespace inspike::transfer;

namespace {

constexpr double kTolerance = 1e-5;

class Everything : public nn::Recorder
{
public:
    bool wants(std::string_view) const override { return true; }
    void take(std::string_view id, const at::Tensor& values) override
    {
        kept[std::string(id)] = values.clone();
    }
    std::map<std::string, at::Tensor> kept;
};

struct Result
{
    BranchOutputs outputs;
    std::map<std::string, at::Tensor> probes;
};

template <typename Forward>
Result recorded(Forward forward)
{
    Everything recorder;
    Pass pass;
    pass.recorder = &recorder;
    Result result{forward(pass), {}};
    result.probes = std::move(recorder.kept);
    result.probes["logits"] = result.outputs.logits;
    result.probes["feature"] = result.outputs.feature;
    return result;
}

double largest(const at::Tensor& tensor)
{
    return tensor.detach().abs().max().item<double>();
}

// Empty if `found` is like `wanted`; else what is not.
QString complaint(const Result& found, const Result& wanted, double tolerance)
{
    if (found.probes.size() != wanted.probes.size())
        return QStringLiteral("there are %1 probes instead of %2")
            .arg(found.probes.size())
            .arg(wanted.probes.size());
    for (const auto& [id, tensor] : wanted.probes) {
        const auto other = found.probes.find(id);
        const QString name = QString::fromStdString(id);
        if (other == found.probes.end())
            return name + QStringLiteral(" is missing");
        if (other->second.sizes() != tensor.sizes())
            return name + QStringLiteral(" has another shape");
        const bool exact = id.find("/lif/") != std::string::npos && !id.starts_with("rate/");
        const double difference = largest(other->second - tensor);
        if (!(difference <= (exact ? 0.0 : tolerance)))
            return name + QStringLiteral(" differs by %1").arg(difference);
    }
    return {};
}

struct Variant
{
    const char* name;
    Config config;
    std::size_t samples;
};

Config configOf(Arch arch, std::vector<std::size_t> widths, std::size_t size, std::size_t steps,
                std::size_t classes)
{
    Config config;
    config.arch = arch;
    config.widths = std::move(widths);
    config.size = size;
    config.steps = steps;
    config.classes = classes;
    if (arch == Arch::Scnn)
        config.framing = Framing::Rate;
    return config;
}

const std::vector<Variant>& variants()
{
    static const std::vector<Variant> all = [] {
        std::vector<Variant> made = {
            {"VGG / 8", configOf(Arch::Vgg, publishedWidths(Arch::Vgg, 8), 48, 4, 10), 2},
            {"VGG, odd widths", configOf(Arch::Vgg, {3, 9, 66, 5, 17, 70, 33, 6}, 32, 3, 7), 3},
            {"VGG, smallest picture, one step, one sample",
             configOf(Arch::Vgg, {4, 8, 8, 8, 8, 8, 8, 8}, 16, 1, 3), 1},
            {"VGG without pictures", configOf(Arch::Vgg, publishedWidths(Arch::Vgg, 16), 32, 4, 70),
             2},
            {"ResNet / 8", configOf(Arch::ResNet18, publishedWidths(Arch::ResNet18, 8), 32, 4, 10),
             2},
            {"ResNet, odd widths and size", configOf(Arch::ResNet18, {5, 9, 67, 12}, 21, 3, 4), 3},
            {"ResNet, equal widths", configOf(Arch::ResNet18, {8, 8, 8, 8}, 24, 2, 5), 1},
            {"SCNN", configOf(Arch::Scnn, publishedWidths(Arch::Scnn), 28, 4, 60), 2},
            {"SCNN, odd widths", configOf(Arch::Scnn, {3, 65, 9}, 20, 5, 7), 3},
        };
        made[3].config.transfer = false;
        return made;
    }();
    return all;
}

// One value per channel has no variance, from which training could take statistics.
bool canLearn(const Variant& variant)
{
    return variant.config.arch != Arch::Vgg || variant.samples > 1;
}

void addVariants(bool learning)
{
    QTest::addColumn<int>("index");
    for (std::size_t i = 0; i < variants().size(); ++i) {
        if (!learning || canLearn(variants()[i]))
            QTest::newRow(variants()[i].name) << static_cast<int>(i);
    }
}

std::vector<Branch> branchesOf(const Config& config)
{
    return config.transfer ? std::vector{Branch::Static, Branch::Event}
                           : std::vector{Branch::Event};
}

using Tensors = std::map<std::string, at::Tensor>;

// Gradients of all parameters, running statistics and spikes of a pass over both branches.
Tensors lesson(const Variant& variant, bool fused)
{
    Network network = spikingNetwork(variant.config, 5);
    const MadePictures pictures = madePictures(variant.config, variant.samples, 7);
    for (const std::string& name : network.trainable())
        network.state.at(name).set_requires_grad(true);
    Everything recorder;
    Pass pass;
    pass.training = true;
    pass.fused = fused;
    pass.recorder = &recorder;
    JobContext job = nullJob();
    at::Tensor loss = at::zeros({}, at::kFloat);
    for (const Branch branch : branchesOf(variant.config)) {
        Potentials potentials;
        const BranchOutputs outputs = forwardPlain(
            network, branch, branch == Branch::Static ? pictures.stills : pictures.events,
            static_cast<std::int64_t>(variant.config.steps), potentials, pass, job);
        loss = loss + (outputs.logits * outputs.logits).mean() +
               (outputs.feature * outputs.feature.select(1, 0).unsqueeze(1)).mean();
    }
    loss.backward();
    Tensors made;
    for (const auto& [name, tensor] : network.state)
        made[name] = tensor.grad().defined() ? tensor.grad() : tensor.detach();
    for (const auto& [id, tensor] : recorder.kept)
        made[id] = tensor.detach();
    return made;
}

} // namespace

class TstTransferFast : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { nn::useThreads(m_threads); }

    void everyNetworkEqualsThePublishedOrder_data() { addVariants(false); }
    void everyNetworkEqualsThePublishedOrder()
    {
        QFETCH(int, index);
        const Variant& variant = variants()[static_cast<std::size_t>(index)];
        const Network network = spikingNetwork(variant.config, 5);
        const MadePictures pictures = madePictures(variant.config, variant.samples, 7);
        const c10::InferenceMode inference;
        const FastNetwork fast(network);
        JobContext job = nullJob();
        const auto steps = static_cast<std::int64_t>(variant.config.steps);
        for (const Branch branch : branchesOf(variant.config)) {
            const at::Tensor& x = branch == Branch::Static ? pictures.stills : pictures.events;
            const Result wanted = recorded([&](const Pass& pass) {
                Potentials potentials;
                return forwardPlain(network, branch, x, steps, potentials, pass, job);
            });
            QVERIFY(wanted.probes.size() > 5);
            Result first;
            for (const int threads : {1, 2, 7}) {
                nn::useThreads(threads);
                const Result found = recorded(
                    [&](const Pass& pass) { return fast.forward(branch, x, steps, pass, job); });
                const QString text = complaint(found, wanted, kTolerance);
                QVERIFY2(text.isEmpty(), qPrintable(text));
                if (threads == 1)
                    first = found;
                const QString bits = complaint(found, first, 0.0);
                QVERIFY2(bits.isEmpty(), qPrintable(bits));
            }
        }
    }

    void everyLayerOfTheMadeNetworksFires()
    {
        for (const Variant& variant : variants()) {
            if (variant.config.steps < 3)
                continue; // potentials have no time to rise
            const Network network = spikingNetwork(variant.config, 5);
            const MadePictures pictures = madePictures(variant.config, variant.samples, 7);
            JobContext job = nullJob();
            const Result result = recorded([&](const Pass& pass) {
                const c10::InferenceMode inference;
                return FastNetwork(network).forward(Branch::Event, pictures.events,
                                                    static_cast<std::int64_t>(variant.config.steps),
                                                    pass, job);
            });
            for (const SpikingLayer& layer : spikingLayers(variant.config))
                QVERIFY2(result.probes.at("event/lif/" + layer.name).sum().item<float>() > 0.0F,
                         (variant.name + (", " + layer.name)).c_str());
        }
    }

    void aPictureEqualsTheSameFrameAtEveryStep()
    {
        const c10::InferenceMode inference;
        const Config& config = variants()[1].config;
        const FastNetwork fast(spikingNetwork(config, 5));
        const MadePictures pictures = madePictures(config, 2, 7);
        JobContext job = nullJob();
        const auto logits = [&](const at::Tensor& x) {
            return fast.forward(Branch::Static, x, 3, {}, job).logits;
        };
        const at::Tensor wanted = logits(pictures.stills);
        const at::Tensor each = pictures.stills.expand({3, 2, 2, 32, 32});
        QVERIFY(at::equal(logits(each), wanted));
        QVERIFY(at::equal(logits(each.clone()), wanted));
    }

    void picturesThatDoNotFitAreRefused()
    {
        const Config& config = variants()[1].config;
        const FastNetwork fast(spikingNetwork(config, 5));
        JobContext job = nullJob();
        for (const std::vector<std::int64_t>& shape :
             std::vector<std::vector<std::int64_t>>{{3, 2, 2, 32, 16},
                                                    {2, 2, 2, 32, 32},
                                                    {3, 2, 1, 32, 32},
                                                    {3, 2, 2048},
                                                    {0, 2, 2, 32, 32}})
            INSPIKE_FAILS(fast.forward(Branch::Event, at::zeros(shape), 3, {}, job),
                          ErrorKind::BadShape, "3 steps of 2 x 32 x 32");
        INSPIKE_FAILS(fast.forward(Branch::Event, at::zeros({1, 1, 2, 32, 32}), 0, {}, job),
                      ErrorKind::BadShape, "0 steps");
        const BranchOutputs none =
            fast.forward(Branch::Event, at::zeros({3, 0, 2, 32, 32}), 3, {}, job);
        QCOMPARE(none.logits.size(1), std::int64_t{0});
    }

    void theTimesOfPartsAreThoseOfTheLayers()
    {
        const Config& config = variants()[5].config;
        const MadePictures pictures = madePictures(config, 2, 7);
        JobContext job = nullJob();
        PartTimes times;
        FastNetwork(spikingNetwork(config, 5))
            .forward(Branch::Event, pictures.events, 3, {}, job, &times);
        for (const char* part : {"conv1", "layer1.0.node2", "layer4.1.conv2", "neurons on sums"})
            QVERIFY2(times.contains(part) && times[part] > 0.0, part);
    }

    void fusedTrainingEqualsThePublishedOrder_data() { addVariants(true); }
    void fusedTrainingEqualsThePublishedOrder()
    {
        QFETCH(int, index);
        const Variant& variant = variants()[static_cast<std::size_t>(index)];
        nn::useThreads(1);
        const Tensors wanted = lesson(variant, false);
        const Tensors found = lesson(variant, true);
        QCOMPARE(found.size(), wanted.size());
        for (const auto& [name, tensor] : wanted) {
            const at::Tensor& other = found.at(name);
            if (name.find("/lif/") != std::string::npos && !name.starts_with("rate/")) {
                QVERIFY2(at::equal(other, tensor), name.c_str());
                continue;
            }
            const bool running = name.find("running_") != std::string::npos;
            const double most = running ? 1e-6 : kTolerance * largest(tensor);
            const double difference = largest(other.to(at::kFloat) - tensor.to(at::kFloat));
            QVERIFY2(difference <= most, qPrintable(QStringLiteral("%1 differs by %2 of %3")
                                                        .arg(QString::fromStdString(name))
                                                        .arg(difference)
                                                        .arg(largest(tensor))));
        }
    }

    void everyNumberOfAFixtureIsReproduced_data()
    {
        QTest::addColumn<QString>("file");
        for (const char* file : {"a-vgg-narrow", "c-resnet-narrow", "e-scnn-paper"})
            QTest::newRow(file) << QString::fromLatin1(file);
    }
    void everyNumberOfAFixtureIsReproduced()
    {
        QFETCH(QString, file);
        const std::filesystem::path fixture =
            test::sharedFile("fixtures/static-to-event-" + file.toStdString() + ".h5");
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
             {"output", "probe/event/lif", "probe/event/mem", "probe/static/lif",
              "probe/static/mem", "probe/rate/event/lif", "probe/rate/static/lif"}) {
            if (!reference.hasGroup("/" + std::string(group)))
                continue;
            for (const std::string& name : reference.children("/" + std::string(group))) {
                const std::string path = std::string(group) + "/" + name;
                const std::string id = path.substr(path.find('/') + 1); // "event/lif/feature.0"
                const Activation* found = run.find(id);
                QVERIFY2(found != nullptr, id.c_str());
                const std::vector<float> wanted = reference.readFloats("/" + path);
                const LabelledArray dense = found->dense();
                QCOMPARE(dense.values().size(), wanted.size());
                double difference = 0.0;
                for (std::size_t i = 0; i < wanted.size(); ++i)
                    difference = std::max(
                        difference, std::abs(static_cast<double>(dense.values()[i]) - wanted[i]));
                const bool exact =
                    path.find("probe/event/lif") == 0 || path.find("probe/static/lif") == 0;
                QVERIFY2(difference <= (exact ? 0.0 : kTolerance),
                         qPrintable(QStringLiteral("%1 differs by %2")
                                        .arg(QString::fromStdString(id))
                                        .arg(difference)));
                ++compared;
            }
        }
        QVERIFY(compared >= 17);
    }

private:
    int m_threads = at::get_num_threads();
};

INSPIKE_TEST(TstTransferFast, tst_transfer_fast)
#include "tst_transfer_fast.moc"
