// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/systems/scmrl/network.h"
#include "core/systems/scmrl/parameters.h"
#include "core/systems/system_registry.h"
#include "tests/support/run_tests.h"

#include <limits>

using namespace inspike;
using namespace inspike::scmrl;

namespace {

Config crema()
{
    return {};
}

Config small(Fusion fusion = Fusion::SpatialTemporal)
{
    Config config;
    config.fusion = fusion;
    config.alignment = fusion == Fusion::SpatialTemporal;
    config.embed = 32;
    config.height = config.width = 32;
    config.classes = 3;
    return config;
}

Checkpoint stored(const Network& network)
{
    Checkpoint checkpoint;
    checkpoint.format = "inspike-model";
    store(network, checkpoint);
    return checkpoint;
}

std::shared_ptr<const Model> opened(const Checkpoint& checkpoint,
                                    const std::vector<std::string>& settings = {})
{
    JobContext job = nullJob();
    return systemById("s-cmrl").open(checkpoint, Params::parse(openOptions(), settings), job);
}

QString refusal(const Checkpoint& checkpoint)
{
    try {
        opened(checkpoint);
    } catch (const Error& error) {
        return error.kind() == ErrorKind::BadModel
                   ? QString::fromUtf8(error.what())
                   : QStringLiteral("wrong kind: ") + QString::fromUtf8(error.what());
    }
    return QStringLiteral("accepted");
}

} // namespace

class TstScmrlNetwork : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // Sizes of the published networks (specs: s-cmrl 3.5).
    void sizesAreThePublishedOnes_data()
    {
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("classes");
        QTest::addColumn<bool>("shallow");
        QTest::addColumn<bool>("alignment");
        QTest::addColumn<int>("parameters");
        QTest::addColumn<int>("entries");
        QTest::newRow("CREMA-D") << 256 << 6 << false << true << 4'231'206 << 284;
        QTest::newRow("CREMA-D, no alignment") << 256 << 6 << false << false << 4'099'622 << 276;
        QTest::newRow("UrbanSound8K") << 64 << 10 << false << true << 273'962 << 284;
        QTest::newRow("MNISTDVS, C = 32") << 32 << 10 << true << true << 69'018 << 252;
        QTest::newRow("MNISTDVS, C = 256") << 256 << 10 << true << true << 4'049'834 << 252;
    }
    void sizesAreThePublishedOnes()
    {
        QFETCH(const int, width);
        QFETCH(const int, classes);
        QFETCH(const bool, shallow);
        QFETCH(const bool, alignment);
        QFETCH(const int, parameters);
        QFETCH(const int, entries);
        Config config;
        config.embed = static_cast<std::size_t>(width);
        config.classes = static_cast<std::size_t>(classes);
        config.shallow = shallow;
        config.alignment = alignment;
        if (shallow) {
            config.visualChannels = 2;
            config.height = config.width = 28;
        }
        const Network network = initialNetwork(config, 1);
        QCOMPARE(network.parameterCount(), static_cast<std::uint64_t>(parameters));
        QCOMPARE(network.state.size(), static_cast<std::size_t>(entries));
    }

    void configurationSurvivesTheFile()
    {
        Config config = small();
        config.interaction = Interaction::Concat;
        config.alpha = 0.25;
        config.resize = 40;
        config.classNames = {"a", "b", "c"};
        const Config again = configFromJson(toJson(config));
        QCOMPARE(toJson(again), toJson(config));
        QCOMPARE(opened(stored(initialNetwork(config, 3)))->info().config, toJson(config));
    }

    void namesAndShapesTellAboutACheckpointWithoutConfiguration_data()
    {
        QTest::addColumn<int>("fusion");
        QTest::newRow("SpatialTemporal") << static_cast<int>(Fusion::SpatialTemporal);
        QTest::newRow("Spatial") << static_cast<int>(Fusion::Spatial);
        QTest::newRow("WeightAttention") << static_cast<int>(Fusion::WeightAttention);
        QTest::newRow("CMCI") << static_cast<int>(Fusion::Cmci);
    }
    void namesAndShapesTellAboutACheckpointWithoutConfiguration()
    {
        QFETCH(const int, fusion);
        const Config config = small(static_cast<Fusion>(fusion));
        Checkpoint checkpoint = stored(initialNetwork(config, 3));
        checkpoint.config = {};
        // As parallel training names them.
        std::map<std::string, Tensor> renamed;
        for (auto& [name, tensor] : checkpoint.state)
            renamed["module." + name] = tensor;
        checkpoint.state = std::move(renamed);
        QVERIFY(looksLikeNetwork(checkpoint));
        const auto model = opened(checkpoint, {"height=32", "width=32", "steps=4"});
        QCOMPARE(model->info().config, toJson(config));
        QVERIFY(!model->info().notes.empty());
    }

    void aNetworkOfOneModalityIsRecognised()
    {
        Config config = small();
        config.modality = Modality::Audio;
        config.alignment = false;
        Checkpoint checkpoint = stored(initialNetwork(config, 3));
        QCOMPARE(checkpoint.state.contains("block.0.mlp.fc1_conv.weight"), true);
        checkpoint.config = {};
        QVERIFY(looksLikeNetwork(checkpoint));
        const auto model = opened(checkpoint, {"height=32", "width=32"});
        QCOMPARE(model->info().config["modality"].toString(), std::string("audio"));
    }

    void linearLayersOfWeightAttentionMayHaveAnyName()
    {
        const Config config = small(Fusion::WeightAttention);
        Checkpoint checkpoint = stored(initialNetwork(config, 3));
        std::map<std::string, Tensor> renamed;
        for (auto& [name, tensor] : checkpoint.state) {
            std::string other = name;
            if (const auto at = other.find(".attn.fc1"); at != std::string::npos)
                other.replace(at, 9, ".attn.weigh.0");
            if (const auto at = other.find(".attn.fc2"); at != std::string::npos)
                other.replace(at, 9, ".attn.weigh.1");
            renamed[other] = tensor;
        }
        checkpoint.state = std::move(renamed);
        QCOMPARE(opened(checkpoint)->info().parameterCount,
                 initialNetwork(config, 3).parameterCount());
    }

    void aDamagedNetworkIsRefusedInOneLine()
    {
        const Config config = small();
        Checkpoint checkpoint = stored(initialNetwork(config, 3));
        checkpoint.config.set("embed_dims", 40);
        QVERIFY2(refusal(checkpoint).contains("not divisible by the 16 heads"),
                 qPrintable(refusal(checkpoint)));

        checkpoint = stored(initialNetwork(config, 3));
        checkpoint.config.set("img_size_h", 33);
        QVERIFY(refusal(checkpoint).contains("multiples of 16"));

        checkpoint = stored(initialNetwork(config, 3));
        checkpoint.state.erase("block.1.trans_linear.bias");
        QVERIFY(refusal(checkpoint).contains("block.1.trans_linear.bias"));

        checkpoint = stored(initialNetwork(config, 3));
        checkpoint.state["mlp.0.mlp.fc1_conv.bias"] = Tensor::fromFloats({3}, {1, 2, 3});
        QVERIFY(refusal(checkpoint).contains("the network needs [128]"));

        checkpoint = stored(initialNetwork(config, 3));
        std::vector<float> values = checkpoint.state["head.bias"].toFloats();
        values[1] = std::numeric_limits<float>::quiet_NaN();
        checkpoint.state["head.bias"] = Tensor::fromFloats({3}, values);
        QVERIFY(refusal(checkpoint).contains("'head.bias' holds values that are not finite"));

        checkpoint = stored(initialNetwork(config, 3));
        checkpoint.config.set("attn_method", "Telepathy");
        QVERIFY(refusal(checkpoint).contains("SpatialTemporal"));
    }

    void unusedParametersMayBeMissing()
    {
        Checkpoint checkpoint = stored(initialNetwork(small(), 3));
        std::size_t removed = 0;
        for (const ParameterEntry& entry : parametersOf(small())) {
            if (!entry.used)
                removed += checkpoint.state.erase(entry.name);
        }
        QVERIFY(removed > 0);
        QCOMPARE(refusal(checkpoint), QStringLiteral("accepted"));
    }

    void initialValuesDependOnTheSeedOnly()
    {
        const Network one = initialNetwork(crema(), 5);
        const Network two = initialNetwork(crema(), 5);
        const Network other = initialNetwork(crema(), 6);
        const char* name = "block.0.trans_linear.weight";
        QVERIFY(one.at(name).equal(two.at(name)));
        QVERIFY(!one.at(name).equal(other.at(name)));
        const double deviation = one.at(name).std().item<double>();
        QVERIFY2(std::abs(deviation - 0.02) < 5e-4, qPrintable(QString::number(deviation)));
        const Network awake = initialNetwork(crema(), 5, {50.0, 1.1});
        QVERIFY(awake.at(name).equal(one.at(name).mul(50.0)));
        QCOMPARE(awake.at("block.1.trans_linear.bias").min().item<float>(), 1.1F);
        QVERIFY(awake.at("head.weight").equal(one.at("head.weight")));
        // Convolutions: uniform within 1 / sqrt(inputs).
        const double most =
            one.at("visual_patch_embed.proj_conv.weight").abs().max().item<double>();
        QVERIFY(most <= 1.0 / std::sqrt(27.0) && most > 0.9 / std::sqrt(27.0));
    }
};

INSPIKE_TEST(TstScmrlNetwork, tst_scmrl_network)
#include "tst_scmrl_network.moc"
