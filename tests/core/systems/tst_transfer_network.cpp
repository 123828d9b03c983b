// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.h"
#include "core/systems/transfer/forward.h"
#include "tests/support/errors.h"
#include "tests/support/run_tests.h"

using namespace inspike;
using namespace inspike::transfer;

namespace {

Config configOf(Arch arch)
{
    Config config;
    config.arch = arch;
    config.widths = publishedWidths(arch, 16);
    config.size = arch == Arch::Scnn ? 28 : 32;
    config.steps = 5;
    config.classes = 4;
    return config;
}

at::Tensor counts(std::int64_t steps, std::int64_t samples, const Config& config,
                  std::uint64_t seed)
{
    Random random(seed);
    const auto side = static_cast<std::int64_t>(config.size);
    return nn::drawnTensor({steps, samples, 2, side, side},
                           [&] { return std::max(0.0, 4.0 * random.normal()); });
}

// Weights at which every layer has something to say.
Network awake(const Config& config)
{
    Network network = initialNetwork(config, 3);
    Random random(5);
    for (auto& [name, tensor] : network.state) {
        if (tensor.dim() == 4 || name.starts_with("fc1.weight"))
            tensor.mul_(3.0);
        if (name.find("bn") != std::string::npos && name.ends_with(".weight"))
            tensor.copy_(nn::drawnTensor(tensor.sizes().vec(),
                                         [&] { return 0.5 + 2.0 * random.uniform(); }));
    }
    return network;
}

BranchOutputs run(const Network& network, Branch branch, const at::Tensor& x, std::int64_t steps)
{
    JobContext job = nullJob();
    Potentials potentials;
    return forwardPlain(network, branch, x, steps, potentials, Pass(), job);
}

float largestDifference(const at::Tensor& a, const at::Tensor& b)
{
    return a.sub(b).abs().max().item<float>();
}

Checkpoint checkpointOf(const Network& network)
{
    Checkpoint checkpoint;
    checkpoint.format = "inspike-model";
    store(network, checkpoint);
    return checkpoint;
}

Config readBack(const Checkpoint& checkpoint)
{
    std::vector<std::string> notes;
    return transfer::configOf(checkpoint, Params(openOptions()), notes);
}

} // namespace

class TstTransferNetwork : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void publishedNetworksHaveTheirNumberOfParameters_data()
    {
        QTest::addColumn<int>("arch");
        QTest::addColumn<int>("classes");
        QTest::addColumn<int>("steps");
        QTest::addColumn<int>("entries");
        QTest::addColumn<qulonglong>("numbers"); // with the frozen scalars of the neurons
        QTest::newRow("vgg") << int(Arch::Vgg) << 101 << 10 << 78 << 10'153'700ULL;
        QTest::newRow("resnet") << int(Arch::ResNet18) << 20 << 6 << 168 << 11'187'924ULL;
        QTest::newRow("scnn") << int(Arch::Scnn) << 1623 << 12 << 24 << 696'591ULL;
    }
    void publishedNetworksHaveTheirNumberOfParameters()
    {
        QFETCH(const int, arch);
        QFETCH(const int, classes);
        QFETCH(const int, steps);
        QFETCH(const int, entries);
        QFETCH(const qulonglong, numbers);
        Config config;
        config.arch = static_cast<Arch>(arch);
        config.widths = publishedWidths(config.arch);
        config.classes = static_cast<std::size_t>(classes);
        config.steps = static_cast<std::size_t>(steps);
        config.size = config.arch == Arch::Scnn ? 28 : 48;
        const std::vector<nn::ParameterEntry> list = parametersOf(config);
        QCOMPARE(int(list.size()), entries);
        qulonglong sum = 0;
        for (const nn::ParameterEntry& entry : list) {
            const bool frozen = entry.role == nn::ParameterRole::FrozenThreshold ||
                                entry.role == nn::ParameterRole::FrozenSlope;
            qulonglong elements = entry.isTrained() || frozen ? 1 : 0;
            for (const std::int64_t size : entry.shape)
                elements *= static_cast<qulonglong>(size);
            sum += elements;
        }
        QCOMPARE(sum, numbers);
    }

    void shapesTellTheConfiguration_data()
    {
        QTest::addColumn<int>("arch");
        for (const Arch arch : {Arch::Vgg, Arch::ResNet18, Arch::Scnn})
            QTest::newRow(nameOf(arch).c_str()) << int(arch);
    }
    void shapesTellTheConfiguration()
    {
        QFETCH(const int, arch);
        for (const bool transfers : {true, false}) {
            Config config = configOf(static_cast<Arch>(arch));
            config.transfer = transfers;
            const Checkpoint stored = checkpointOf(initialNetwork(config, 1));
            QVERIFY(looksLikeNetwork(stored));
            const Config found = readBack(stored);
            QCOMPARE(toJson(found).dump(), toJson(config).dump());
            // What a PyTorch checkpoint says besides its parameters is about its training.
            Checkpoint bare = stored;
            bare.format = "pytorch-checkpoint";
            bare.config = Json::object();
            bare.config.set("arch", "of another program");
            bare.config.set("step", std::int64_t{123'456});
            const Config guessed = readBack(bare);
            QCOMPARE(nameOf(guessed.arch), nameOf(config.arch));
            QCOMPARE(guessed.widths, config.widths);
            QCOMPARE(guessed.classes, config.classes);
            QCOMPARE(guessed.transfer, config.transfer);
            if (config.arch != Arch::ResNet18)
                QCOMPARE(guessed.size, config.size);
            if (transfers)
                QCOMPARE(guessed.steps, config.steps);
        }
    }

    void contradictionsAreNamed_data()
    {
        QTest::addColumn<QString>("key");
        QTest::addColumn<int>("value");
        QTest::addColumn<QString>("said");
        QTest::newRow("steps") << "step" << 6 << "step is 6, but the parameters are those of 5";
        QTest::newRow("size") << "size" << 48 << "size is 48, but the parameters are those of 32";
        QTest::newRow("classes") << "num_classes" << 9
                                 << "num_classes is 9, but the parameters are those of 4";
        QTest::newRow("negative") << "step" << -1 << "not a whole number from 1";
    }
    void contradictionsAreNamed()
    {
        QFETCH(const QString, key);
        QFETCH(const int, value);
        QFETCH(const QString, said);
        Checkpoint checkpoint = checkpointOf(initialNetwork(configOf(Arch::Vgg), 1));
        checkpoint.config.set(key.toStdString(), static_cast<std::int64_t>(value));
        INSPIKE_FAILS(readBack(checkpoint), ErrorKind::BadModel, said.toStdString());
    }

    void missingAndWrongParametersAreNamed()
    {
        const Config config = configOf(Arch::Scnn);
        Checkpoint checkpoint = checkpointOf(initialNetwork(config, 1));
        Checkpoint missing = checkpoint;
        missing.state.erase("fc1.bias");
        INSPIKE_FAILS(networkFrom(missing, config), ErrorKind::BadModel, "fc1.bias");
        Checkpoint wide = checkpoint;
        Config wider = config;
        wider.widths.back() += 1;
        INSPIKE_FAILS(networkFrom(wide, wider), ErrorKind::BadModel, "fc1.weight");
    }

    void stepsAreTheSameAloneAndTogether_data() { shapesTellTheConfiguration_data(); }
    void stepsAreTheSameAloneAndTogether()
    {
        QFETCH(const int, arch);
        const Config config = configOf(static_cast<Arch>(arch));
        const Network network = awake(config);
        const at::Tensor x = counts(5, 2, config, 9);
        const BranchOutputs whole = run(network, Branch::Event, x, 5);
        JobContext job = nullJob();
        Potentials potentials;
        for (std::int64_t t = 0; t < 5; ++t) {
            const BranchOutputs step =
                forwardPlain(network, Branch::Event, x.narrow(0, t, 1), 1, potentials, Pass(), job);
            QVERIFY(largestDifference(step.logits, whole.logits.narrow(0, t, 1)) < 1e-5F);
            QVERIFY(largestDifference(step.feature, whole.feature.narrow(0, t, 1)) < 1e-5F);
        }
        QVERIFY(whole.feature.abs().max().item<float>() > 0.0F);
    }

    void aPictureIsRepeatedAtEveryStep_data() { shapesTellTheConfiguration_data(); }
    void aPictureIsRepeatedAtEveryStep()
    {
        QFETCH(const int, arch);
        const Config config = configOf(static_cast<Arch>(arch));
        const Network network = awake(config);
        const at::Tensor still = counts(1, 2, config, 4);
        const BranchOutputs once = run(network, Branch::Static, still, 5);
        const BranchOutputs repeated =
            run(network, Branch::Static, still.expand({5, -1, -1, -1, -1}).contiguous(), 5);
        QVERIFY(largestDifference(once.logits, repeated.logits) < 1e-5F);
        QCOMPARE(once.logits.size(0), 5);
    }

    void lessonsMoveTheRunningStatisticsStepByStep()
    {
        const Config config = configOf(Arch::ResNet18);
        Network network = awake(config);
        JobContext job = nullJob();
        Potentials potentials;
        Pass pass;
        pass.training = true;
        const at::Tensor x = counts(5, 3, config, 2);
        const at::Tensor before = network.at("bn1.running_mean").clone();
        pass.moves = false;
        forwardPlain(network, Branch::Event, x, 5, potentials, pass, job);
        QVERIFY(largestDifference(before, network.at("bn1.running_mean")) == 0.0F);
        pass.moves = true;
        potentials.clear();
        forwardPlain(network, Branch::Event, x, 5, potentials, pass, job);
        QVERIFY(largestDifference(before, network.at("bn1.running_mean")) > 0.0F);
        QCOMPARE(network.at("bn1.num_batches_tracked").item<std::int64_t>(), 5);
    }

    void potentialsStayBelowTheThreshold()
    {
        const Config config = configOf(Arch::Vgg);
        const BranchOutputs outputs = run(awake(config), Branch::Event, counts(5, 2, config, 8), 5);
        QVERIFY(outputs.feature.max().item<float>() <= 0.5F);
    }

    void impossibleSizesAreRefused_data()
    {
        QTest::addColumn<int>("arch");
        QTest::addColumn<int>("size");
        QTest::newRow("vgg 40") << int(Arch::Vgg) << 40;
        QTest::newRow("scnn 12") << int(Arch::Scnn) << 12;
        QTest::newRow("scnn 30") << int(Arch::Scnn) << 30;
        QTest::newRow("resnet 0") << int(Arch::ResNet18) << 0;
        QTest::newRow("resnet huge") << int(Arch::ResNet18) << 100'000;
    }
    void impossibleSizesAreRefused()
    {
        QFETCH(const int, arch);
        QFETCH(const int, size);
        Config config = configOf(static_cast<Arch>(arch));
        config.size = static_cast<std::size_t>(size);
        INSPIKE_FAILS(check(config), ErrorKind::BadModel, "pixels");
    }
};

INSPIKE_TEST(TstTransferNetwork, tst_transfer_network)
#include "tst_transfer_network.moc"
