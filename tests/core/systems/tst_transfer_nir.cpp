// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.h"
#include "core/nn/detail/inference.h"
#include "core/systems/nir/nir_export.h"
#include "core/systems/transfer/forward.h"
#include "core/systems/transfer/nir_graph.h"
#include "tests/core/systems/nir_graphs.h"
#include "tests/core/systems/nir_runs.h"
#include "tests/support/run_tests.h"

#include <QTemporaryDir>

#include <algorithm>

using namespace inspike;
using namespace inspike::test;

namespace {

constexpr std::int64_t kSteps = 4;
constexpr std::int64_t kSamples = 2;

transfer::Network networkFor(transfer::Arch arch)
{
    transfer::Config config;
    config.arch = arch;
    config.widths = transfer::publishedWidths(arch, 16);
    config.size = arch == transfer::Arch::Scnn ? 28 : 16;
    config.steps = kSteps;
    config.classes = 5;
    transfer::Network network = transfer::initialNetwork(config, 3);
    Random random(5);
    for (auto& [name, tensor] : network.state) {
        const bool norm =
            name.find("bn") != std::string::npos || name.find("downsample.0") != std::string::npos;
        const auto drawn = [&](double low, double high) {
            tensor.copy_(nn::drawnTensor(tensor.sizes().vec(),
                                         [&] { return low + (high - low) * random.uniform(); }));
        };
        if (tensor.dim() == 4 || name == "fc1.weight")
            tensor.mul_(3.0);
        else if (norm && (name.ends_with(".weight") || name.ends_with(".running_var")))
            drawn(0.5, 2.5);
        else if (norm && (name.ends_with(".bias") || name.ends_with(".running_mean")))
            drawn(-0.2, 0.2);
    }
    return network;
}

// [step][sample][2][side][side]
at::Tensor framesFor(const transfer::Network& network)
{
    Random random(7);
    const auto side = static_cast<std::int64_t>(network.config.size);
    return nn::drawnTensor({kSteps, kSamples, 2, side, side},
                           [&] { return std::max(0.0, 4.0 * random.normal()); });
}

} // namespace

class TstTransferNir : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void graphComputesWhatTheBranchOfEventsComputes_data()
    {
        QTest::addColumn<int>("arch");
        QTest::newRow("vgg") << int(transfer::Arch::Vgg);
        QTest::newRow("resnet") << int(transfer::Arch::ResNet18);
        QTest::newRow("scnn") << int(transfer::Arch::Scnn);
    }
    void graphComputesWhatTheBranchOfEventsComputes()
    {
        QFETCH(const int, arch);
        const transfer::Network network = networkFor(static_cast<transfer::Arch>(arch));
        const at::Tensor frames = framesFor(network);
        JobContext job = nullJob();
        transfer::Potentials potentials;
        const transfer::BranchOutputs expected = nn::inferred(1, false, [&] {
            return transfer::forwardPlain(network, transfer::Branch::Event, frames, kSteps,
                                          potentials, transfer::Pass(), job);
        });
        std::vector<std::string> notes;
        const nir::Network graph = networkOf(transfer::nirFileOf(network, notes));
        QVERIFY(graph.notes.empty());
        const float* values = frames.data_ptr<float>();
        const std::vector<float> input(values, values + frames.numel());
        const Everything made = everythingOf(graph, input, kSamples, {{1e-4, false}, false});
        const std::vector<float>& logits = made.of("output/output");
        QCOMPARE(logits.size(), static_cast<std::size_t>(expected.logits.numel()));
        const float* wanted = expected.logits.contiguous().data_ptr<float>();
        double largest = 0.0;
        double worst = 0.0;
        for (std::size_t i = 0; i < logits.size(); ++i) {
            largest = std::max(largest, std::abs(double{wanted[i]}));
            worst = std::max(worst, std::abs(double{wanted[i]} - double{logits[i]}));
        }
        double spikes = 0.0;
        for (const auto& [id, row] : made.all()) {
            if (id.ends_with("/count"))
                spikes += row.front();
        }
        QVERIFY(spikes > 100.0);
        QVERIFY2(worst < 1e-4 * std::max(1.0, largest), qPrintable(QString::number(worst)));
    }

    void modelFilesBecomeGraphs()
    {
        QTemporaryDir folder;
        const std::filesystem::path path = folder.filePath("model.h5").toStdString();
        Checkpoint checkpoint;
        checkpoint.system = "static-to-event";
        const transfer::Network network = networkFor(transfer::Arch::Scnn);
        transfer::store(network, checkpoint);
        writeModelFile(path, checkpoint);
        JobContext job = nullJob();
        const nir::Export made = nir::exportNir(path, "", {}, job);
        std::vector<std::string> notes;
        QCOMPARE(differenceOf(made.file, transfer::nirFileOf(network, notes)), std::string());
        QCOMPARE(made.notes, notes);
    }
};

INSPIKE_TEST(TstTransferNir, tst_transfer_nir)
#include "tst_transfer_nir.moc"
