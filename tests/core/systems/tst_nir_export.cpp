// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.h"
#include "core/systems/nir/nir_export.h"
#include "core/systems/smnn/nir_graph.h"
#include "core/systems/smnn/plain.h"
#include "tests/core/systems/nir_graphs.h"
#include "tests/core/systems/nir_runs.h"
#include "tests/support/errors.h"
#include "tests/support/run_tests.h"
#include "tests/support/shared_data.h"

#include <QTemporaryDir>

#include <algorithm>
#include <cmath>

using namespace inspike;
using namespace inspike::test;

namespace {

using Texts = std::vector<std::string>;

constexpr std::size_t kSteps = 60;
constexpr std::size_t kSamples = 4;
constexpr std::size_t kUnits = 30;

smnn::Network networkFor(const QString& filter, const QString& gain)
{
    smnn::Network network;
    network.config.filter = filter == "single" ? smnn::Filter::Single : smnn::Filter::Double;
    network.config.gain = gain == "mnist" ? smnn::Gain::Mnist : smnn::Gain::Context;
    network.weights = smnn::Weights::initial(network.config, kUnits, 3, 8);
    return network;
}

// [steps][samples][4], strong enough for some spikes.
std::vector<float> inputFor(float strength)
{
    Random random(3);
    std::vector<float> x(kSteps * kSamples * 4);
    for (float& value : x)
        value = strength * static_cast<float>(random.normal());
    return x;
}

std::filesystem::path pathIn(const QTemporaryDir& folder, const char* name)
{
    return folder.filePath(name).toStdString();
}

} // namespace

class TstNirExport : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void graphHasTheNodesOfTheNetwork()
    {
        Texts notes;
        const nir::File file = smnn::nirFileOf(networkFor("double", "context"), notes);
        const nir::Network network = networkOf(file);
        QCOMPARE(recurrentOf(network), (Texts{"neurons->rise"}));
        QCOMPARE(outputOf(network, "pout"), (nir::Shape{3}));
        QCOMPARE(outputOf(network, "pin"), (nir::Shape{kUnits}));
        QCOMPARE(outputOf(network, "output"), (nir::Shape{1}));
        QVERIFY(network.notes.empty());
        // What a step keeps: e^(-dt / tau) of the published constants.
        const double keeps = 1.0 - 0.002 / double{network.find("neurons")->tauMem.at(0)};
        QVERIFY(std::abs(keeps - std::exp(-0.1)) < 1e-7);
        QVERIFY(network.find("rise")->r.at(0) > 1.5F);
        QCOMPARE(network.find("filter")->r, nir::Values{1.0F});
        QVERIFY(notes.at(0).find("no refractory period") != std::string::npos);
        QCOMPARE(notes.back(), std::string("NIR keeps no time step: run the graph with dt = "
                                           "0.002 s"));
        QCOMPARE(file.graph.metadata.textArrays.at("metadata/notes").values, notes);
        const nir::Network single = networkOf(smnn::nirFileOf(networkFor("single", ""), notes));
        QCOMPARE(recurrentOf(single), (Texts{"neurons->filter"}));
    }

    // Until a neuron fires that would be refractory: then the graph goes its own way.
    void graphComputesWhatTheNetworkComputes_data()
    {
        QTest::addColumn<QString>("filter");
        QTest::addColumn<QString>("gain");
        QTest::newRow("single") << "single"
                                << "context";
        QTest::newRow("double") << "double"
                                << "context";
        QTest::newRow("double, gain of the pictures") << "double"
                                                      << "mnist";
    }
    void graphComputesWhatTheNetworkComputes()
    {
        QFETCH(QString, filter);
        QFETCH(QString, gain);
        const smnn::Network network = networkFor(filter, gain);
        const std::vector<float> x = inputFor(0.45F);
        JobContext job = nullJob();
        smnn::WantedTraces wanted;
        wanted.current = wanted.membrane = wanted.spikes = wanted.filtered = true;
        const smnn::Forward expected =
            smnn::runPlain(network, {kSteps, kSamples, 4, x}, wanted, 1, job);
        Texts notes;
        const nir::File file = smnn::nirFileOf(network, notes);
        const nir::Network graph = networkOf(file);
        const Everything made =
            everythingOf(graph, x, kSamples, {{network.config.dt, false}, false});
        const auto& spikes = made.of("neurons/spikes");
        const std::size_t row = kSamples * kUnits;
        std::size_t same = 0; // steps before the spikes part
        while (same < kSteps &&
               std::equal(spikes.begin() + static_cast<std::ptrdiff_t>(same * row),
                          spikes.begin() + static_cast<std::ptrdiff_t>((same + 1) * row),
                          expected.traces.spikes.begin() + static_cast<std::ptrdiff_t>(same * row)))
            ++same;
        const auto first = std::ranges::find(expected.traces.spikes, 1.0F);
        const auto firstStep =
            static_cast<std::size_t>(first - expected.traces.spikes.begin()) / row;
        QVERIFY2(
            same >= firstStep + 8,
            qPrintable(QString("spikes from step %1, equal to step %2").arg(firstStep).arg(same)));
        double worst = 0.0;
        std::vector<bool> fired(row, false);
        for (std::size_t i = 0; i < same * row; ++i) {
            const auto off = [&](const char* id, const std::vector<float>& values) {
                return std::abs(double{made.of(id)[i]} - double{values[i]}) /
                       std::max(1.0, std::abs(double{values[i]}));
            };
            worst = std::max(worst, off("neurons/current", expected.traces.current));
            worst = std::max(worst, off("filter/membrane", expected.traces.filtered));
            fired[i % row] = fired[i % row] || expected.traces.spikes[i] != 0.0F;
            if (!fired[i % row])
                worst = std::max(worst, off("neurons/membrane", expected.traces.membrane));
        }
        QVERIFY2(worst < 2e-5, qPrintable(QString::number(worst)));
        for (std::size_t i = 0; i < same * kSamples; ++i) {
            const double y = expected.outputs.y[i];
            QVERIFY(std::abs(double{made.of("output/output")[i]} - y) < 2e-5 * std::max(1.0, y));
        }
    }

    void ratesCannotBeSaid()
    {
        smnn::Network network = networkFor("double", "context");
        network.config.neuron = smnn::Neuron::Rate;
        Texts notes;
        INSPIKE_FAILS(smnn::nirFileOf(network, notes), ErrorKind::BadModel, "rate network");
    }

    void modelFilesBecomeGraphs()
    {
        Checkpoint checkpoint;
        const smnn::Network network = networkFor("single", "context");
        checkpoint.system = "smnn";
        checkpoint.config = smnn::configJson(network);
        smnn::storeWeights(network.weights, "", checkpoint);
        QTemporaryDir folder;
        writeModelFile(pathIn(folder, "model.h5"), checkpoint);
        JobContext job = nullJob();
        const nir::Export made = nir::exportNir(pathIn(folder, "model.h5"), "", {}, job);
        Texts notes;
        QCOMPARE(differenceOf(made.file, smnn::nirFileOf(network, notes)), std::string());
        const Texts settings = {"filter=double"};
        const nir::Export other = nir::exportNir(pathIn(folder, "model.h5"), "", settings, job);
        QVERIFY(networkOf(other.file).find("rise") != nullptr);
    }

    void graphsComeBackAsTheyAre()
    {
        QTemporaryDir folder;
        nir::writeNir(pathIn(folder, "a.nir"), everyType(), false);
        JobContext job = nullJob();
        const nir::Export made = nir::exportNir(pathIn(folder, "a.nir"), "", {}, job);
        QCOMPARE(differenceOf(made.file, everyType()), std::string());
        QVERIFY(made.notes.empty());
        // One that does not run is kept, and said to be such.
        nir::writeNir(pathIn(folder, "b.nir"), fileOf({lifOf("a")}, {{"a", "b"}}), false);
        const nir::Export broken = nir::exportNir(pathIn(folder, "b.nir"), "", {}, job);
        QCOMPARE(broken.file.graph.edges.size(), std::size_t{1});
        QVERIFY(broken.notes.at(0).find("does not run: edge a->b: no node 'b'") !=
                std::string::npos);
    }
};

INSPIKE_TEST(TstNirExport, tst_nir_export)
#include "tst_nir_export.moc"
