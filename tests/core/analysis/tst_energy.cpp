// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/analysis_registry.h"
#include "core/analysis/energy.h"
#include "core/base/error.h"
#include "core/base/random.h"
#include "tests/support/layered_run.h"
#include "tests/support/make_run.h"
#include "tests/support/run_tests.h"

#include <cmath>

using namespace inspike;
using namespace inspike::test;

namespace {

constexpr double kTiny = 1e-9;

EnergyLedger ledgerOf(const Run& run, LedgerOptions options = {})
{
    JobContext job = nullJob();
    return energyLedger(run.graph, &run, options, job);
}

const LedgerLayer& layerOf(const EnergyLedger& ledger, const Run& run, const std::string& id)
{
    for (const LedgerLayer& layer : ledger.layers) {
        if (run.graph.nodes[layer.node].id == id)
            return layer;
    }
    throw Error(ErrorKind::NotFound, id);
}

std::vector<double> acsOf(const LedgerLayer& layer)
{
    std::vector<double> all;
    for (const LayerCost& step : layer.steps)
        all.push_back(step.acs);
    return all;
}

Synapses windows(Synapses::Kind kind, std::int64_t kernel, std::int64_t stride,
                 std::int64_t padding)
{
    Synapses made;
    made.kind = kind;
    made.kernel = {kernel, kernel};
    made.stride = {stride, stride};
    made.paddingBefore = made.paddingAfter = {padding, padding};
    return made;
}

// A layer that only hands on what it gets.
LayerNode handingOn(const std::string& id, const std::string& kind, const LayerShape& input,
                    const LayerShape& output)
{
    LayerNode node;
    node.id = id;
    node.kind = kind;
    node.inputShape = input;
    node.outputShape = output;
    return node;
}

// Every pair of an input and an output that a synapse joins, by the definition of a convolution.
std::vector<double> countedByLoops(const Synapses& s, const LayerShape& in, const LayerShape& out)
{
    std::vector<double> fanOut(elementsOf(in), 0.0);
    const std::int64_t inOfGroup = in[0] / s.groups;
    const std::int64_t outOfGroup = out[0] / s.groups;
    for (std::int64_t oc = 0; oc < out[0]; ++oc) {
        for (std::int64_t oy = 0; oy < out[1]; ++oy) {
            for (std::int64_t ox = 0; ox < out[2]; ++ox) {
                for (std::int64_t ic = 0; ic < inOfGroup; ++ic) {
                    for (std::int64_t ky = 0; ky < s.kernel[0]; ++ky) {
                        for (std::int64_t kx = 0; kx < s.kernel[1]; ++kx) {
                            const std::int64_t y =
                                oy * s.stride[0] + ky * s.dilation[0] - s.paddingBefore[0];
                            const std::int64_t x =
                                ox * s.stride[1] + kx * s.dilation[1] - s.paddingBefore[1];
                            const std::int64_t c = oc / outOfGroup * inOfGroup + ic;
                            if (y >= 0 && y < in[1] && x >= 0 && x < in[2])
                                fanOut[static_cast<std::size_t>((c * in[1] + y) * in[2] + x)] +=
                                    1.0;
                        }
                    }
                }
            }
        }
    }
    return fanOut;
}

} // namespace

class TstEnergy : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // Input [3] -> fc1 (3 to 2) -> lif1 [2] -> fc2 (2 to 4) -> lif2 [4], three steps, one sample.
    // By hand: spikes fed in: 2, 0, 3; each reaches 2 units: 4, 0, 6 ACs. lif1 gives 1, 2, 0
    // spikes; each reaches 4 units: 4, 8, 0 ACs. (10 + 12) x 0.9 pJ = 19.8 pJ. Without spikes every
    // step takes 3 x 2 + 2 x 4 = 14 MACs: 14 x 4.6 pJ = 64.4 pJ, three steps 193.2 pJ.
    void tinyNetworkEqualsTheNumbersByHand()
    {
        const Run run = makeLayeredRun();
        const EnergyLedger ledger = ledgerOf(run);
        QCOMPARE(ledger.layers.size(), 4U);
        QCOMPARE(ledger.samples, 1U);
        QCOMPARE(ledger.steps, 3U);
        QCOMPARE(acsOf(layerOf(ledger, run, "fc1")), (std::vector{4.0, 0.0, 6.0}));
        QCOMPARE(acsOf(layerOf(ledger, run, "fc2")), (std::vector{4.0, 8.0, 0.0}));
        const LayerCost first = layerOf(ledger, run, "fc1").total();
        QCOMPARE(first.macs, 0.0);
        QCOMPARE(first.synOps, 10.0);
        QCOMPARE(first.biases, 6.0);
        QCOMPARE(first.unmoved, 4.0 / 9.0);
        const LayerCost neurons = layerOf(ledger, run, "lif1").total();
        QCOMPARE(neurons.spikes, 3.0);
        QCOMPARE(neurons.silent, 0.5);
        QCOMPARE(neurons.updates, 6.0);
        const EnergyConstants constants;
        double energy = 0.0;
        double dense = 0.0;
        for (const LedgerLayer& layer : ledger.layers) {
            energy += constants.picojoules(layer.total());
            dense += constants.picojoules(layer.dense);
        }
        QVERIFY(std::abs(energy - 19.8) < kTiny);
        QVERIFY(std::abs(dense - 64.4) < kTiny);
        const EnergyConstants all{4.6, 0.9, 2.0, true};
        QVERIFY(std::abs(all.picojoules(first) - (10.0 + 6.0) * 0.9) < kTiny);
        QVERIFY(std::abs(all.picojoules(neurons) - 12.0) < kTiny);
    }

    void valuesAreMultipliedWhereSpikesAreOnlyAdded()
    {
        Run run = makeLayeredRun();
        run.inputs["in"] =
            layeredInput({3, 1, 3}, {0.5F, 1, 0, 0, 0, 0, 1, 1, 1}); // one value is no number
        EnergyLedger ledger = ledgerOf(run);
        for (const LayerCost& step : layerOf(ledger, run, "fc1").steps) {
            QCOMPARE(step.macs, 6.0);
            QCOMPARE(step.acs, 0.0);
            QCOMPARE(step.synOps, 0.0);
        }
        ledger = ledgerOf(run, {std::nullopt, InputNumbers::Spikes});
        QCOMPARE(layerOf(ledger, run, "fc1").total().acs, 2.0 * 4.5);
        run = makeLayeredRun();
        ledger = ledgerOf(run, {std::nullopt, InputNumbers::Values});
        QCOMPARE(layerOf(ledger, run, "fc1").total().macs, 18.0);
        // Three events in one place are three additions for each of the two units.
        run.inputs["in"] = layeredInput({3, 1, 3}, {3, 0, 0, 0, 0, 0, 0, 1, 0});
        ledger = ledgerOf(run);
        QCOMPARE(acsOf(layerOf(ledger, run, "fc1")), (std::vector{6.0, 0.0, 2.0}));
    }

    void convolutionsEqualCountingByLoops()
    {
        Random random(5);
        const auto between = [&](std::int64_t low, std::int64_t high) {
            return low + static_cast<std::int64_t>(
                             random.below(static_cast<std::uint32_t>(high - low + 1)));
        };
        int tried = 0;
        while (tried < 200) {
            Synapses s;
            s.kind = Synapses::Kind::Convolution;
            s.groups = between(1, 3);
            const std::int64_t channels = s.groups * between(1, 2);
            LayerShape in{channels, between(1, 9), between(1, 9)};
            LayerShape out{s.groups * between(1, 3), 0, 0};
            for (std::size_t i = 0; i < 2; ++i) {
                s.kernel[i] = between(1, 4);
                s.stride[i] = between(1, 3);
                s.dilation[i] = between(1, 3);
                s.paddingBefore[i] = between(0, 3);
                s.paddingAfter[i] = between(0, 3);
                const std::int64_t room = in[i + 1] + s.paddingBefore[i] + s.paddingAfter[i] -
                                          s.dilation[i] * (s.kernel[i] - 1) - 1;
                out[i + 1] = room < 0 ? 0 : room / s.stride[i] + 1;
            }
            if (out[1] == 0 || out[2] == 0)
                continue;
            ++tried;
            const SynapseCounts counts(s, in, out);
            QCOMPARE(counts.fanOuts(), countedByLoops(s, in, out));
            QCOMPARE(counts.dense(),
                     static_cast<double>(elementsOf(out) * std::size_t(in[0] / s.groups *
                                                                       s.kernel[0] * s.kernel[1])));
            double connections = 0.0;
            for (const double fanOut : counts.fanOuts())
                connections += fanOut;
            const bool padded = s.paddingBefore != std::array<std::int64_t, 2>{} ||
                                s.paddingAfter != std::array<std::int64_t, 2>{};
            QVERIFY(padded ? connections <= counts.dense() : connections == counts.dense());
        }
    }

    void linesAndTokensHaveTheirOwnShapes()
    {
        // [channel, x]
        Synapses line = windows(Synapses::Kind::Convolution, 3, 1, 1);
        line.kernel[0] = 1;
        line.paddingBefore[0] = line.paddingAfter[0] = 0;
        const SynapseCounts along(line, {2, 5}, {4, 5});
        QCOMPARE(along.fanOuts(), (std::vector<double>{8, 12, 12, 12, 8, 8, 12, 12, 12, 8}));
        QCOMPARE(along.dense(), 4.0 * 5 * 2 * 3);
        // Features last: each of 7 tokens goes through on its own.
        const SynapseCounts tokens({}, {7, 3}, {7, 5});
        QCOMPARE(tokens.fanOut(20), 5.0);
        QCOMPARE(tokens.dense(), 7.0 * 3 * 5);
        const SynapseCounts all({}, {7, 3}, {5});
        QCOMPARE(all.fanOut(0), 5.0);
        QCOMPARE(all.dense(), 105.0);
        Synapses each;
        each.kind = Synapses::Kind::Each;
        QCOMPARE(SynapseCounts(each, {4, 2}, {4, 2}).dense(), 8.0);
    }

    void shapesThatDoNotFitAreRefused()
    {
        Synapses each;
        each.kind = Synapses::Kind::Each;
        Synapses conv = windows(Synapses::Kind::Convolution, 3, 1, 1);
        conv.groups = 2;
        Synapses wide = windows(Synapses::Kind::Convolution, 1'000'000'000'000, 1, 1);
        const LayerShape huge{1'000'000'000, 1'000'000'000, 1'000'000'000};
        QVERIFY_EXCEPTION_THROWN(SynapseCounts({}, {}, {2}), Error);
        QVERIFY_EXCEPTION_THROWN(SynapseCounts({}, {-1}, {2}), Error);
        QVERIFY_EXCEPTION_THROWN(SynapseCounts({}, huge, huge), Error);
        QVERIFY_EXCEPTION_THROWN(SynapseCounts(each, {2}, {3}), Error);
        QVERIFY_EXCEPTION_THROWN(SynapseCounts(conv, {3, 4, 4}, {2, 4, 4}), Error);
        QVERIFY_EXCEPTION_THROWN(SynapseCounts(wide, {2, 4, 4}, {2, 4, 4}), Error);
    }

    // lif [1, 4, 4] -> pool (2 x 2) -> fc (4 to 3).
    void pooledSpikesCountOneByOne_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<bool>("recorded");
        QTest::addColumn<double>("acs");
        // Three spikes in one window and one in another: 4 spikes, or 2 windows that saw one.
        QTest::newRow("sum") << "SumPool2d" << false << 12.0;
        QTest::newRow("sum, recorded") << "SumPool2d" << true << 12.0;
        QTest::newRow("mean") << "AvgPool2d" << false << 12.0;
        QTest::newRow("mean, recorded") << "AvgPool2d" << true << 12.0;
        QTest::newRow("greatest") << "MaxPool2d" << false << 6.0;
        QTest::newRow("greatest, recorded") << "MaxPool2d" << true << 6.0;
    }
    void pooledSpikesCountOneByOne()
    {
        QFETCH(QString, kind);
        QFETCH(bool, recorded);
        QFETCH(double, acs);
        Run run;
        LayerGraph& graph = run.graph;
        addLayer(graph, {"lif", "LIF", {1, 4, 4}, {1, 4, 4}, 0, {}, "lif/spikes", {}, {}, true});
        addLayer(graph, {"pool",
                         kind.toStdString(),
                         {1, 4, 4},
                         {1, 2, 2},
                         0,
                         {},
                         "pool/output",
                         {},
                         windows(Synapses::Kind::Window, 2, 2, 0)});
        addLayer(graph, handingOn("flat", "Flatten", {1, 2, 2}, {4}));
        addLayer(graph, {"fc", "Linear", {4}, {3}, 0, {}, "", {}, Synapses{}});
        addProbe(run, "lif/spikes", {1, 1, 1, 4, 4},
                 {1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}, ProbeKind::Spikes);
        const float mean = kind == "SumPool2d" ? 1.0F : 0.25F;
        if (recorded)
            addProbe(run, "pool/output", {1, 1, 1, 2, 2},
                     kind == "MaxPool2d" ? std::vector<float>{1, 0, 0, 1}
                                         : std::vector<float>{3 * mean, 0, 0, mean},
                     ProbeKind::Other);
        const EnergyLedger ledger = ledgerOf(run);
        QCOMPARE(layerOf(ledger, run, "fc").total().acs, acs);
        QCOMPARE(layerOf(ledger, run, "fc").total().macs, 0.0);
        // The pool itself adds every spike once, or compares.
        QCOMPARE(layerOf(ledger, run, "pool").total().acs, kind == "MaxPool2d" ? 0.0 : 4.0);
        if (kind != "MaxPool2d" && recorded) { // what the pool gave is enough
            run.probes.erase("lif/spikes");
            QCOMPARE(layerOf(ledgerOf(run), run, "fc").total().acs, acs);
        }
    }

    void loopsCarryTheSpikesOfTheStepBefore()
    {
        Run run = makeLayeredRun();
        run.graph.nodes.push_back({"rec", "Linear", {2}, {2}, 0, {}, "", {}, Synapses{}, false});
        run.graph.edges.push_back({2, 5, true}); // lif1 -> rec
        run.graph.edges.push_back({5, 2, false});
        const EnergyLedger ledger = ledgerOf(run);
        QCOMPARE(acsOf(layerOf(ledger, run, "rec")), (std::vector{0.0, 2.0, 4.0}));
        QCOMPARE(acsOf(layerOf(ledger, run, "fc2")), (std::vector{4.0, 8.0, 0.0}));
    }

    void branchesAddUpAndValuesAmongThemMultiply()
    {
        Run run = makeLayeredRun();
        // fc2 gets the sum of lif1 with itself.
        LayerGraph graph = run.graph;
        graph.nodes.push_back(handingOn("sum", "Sum", {2}, {2}));
        graph.edges = {{0, 1}, {1, 2}, {2, 5}, {2, 5}, {5, 3}, {3, 4}};
        run.graph = graph;
        QCOMPARE(acsOf(layerOf(ledgerOf(run), run, "fc2")), (std::vector{8.0, 16.0, 0.0}));
        run.graph.edges.push_back({1, 5}); // and of fc1, which gives values
        const EnergyLedger mixed = ledgerOf(run);
        QCOMPARE(layerOf(mixed, run, "fc2").total().macs, 24.0);
        QCOMPARE(layerOf(mixed, run, "fc2").total().acs, 0.0);
    }

    void whatWasNotRecordedIsUnknownAndNamed()
    {
        Run run = makeLayeredRun();
        run.probes.erase("lif1/spikes");
        const EnergyLedger ledger = ledgerOf(run);
        const LedgerLayer& second = layerOf(ledger, run, "fc2");
        QCOMPARE(second.steps.size(), 3U);
        QVERIFY(std::isnan(second.total().acs));
        QVERIFY(std::isnan(EnergyConstants().picojoules(second.total())));
        QCOMPARE(second.total().macs, 0.0); // spikes, however many
        QVERIFY(second.lack.why == LedgerLack::Why::Probe);
        QCOMPARE(second.lack.words(), std::string("needs probe 'lif1/spikes'"));
        QVERIFY(std::isnan(layerOf(ledger, run, "lif1").total().spikes));
        QCOMPARE(layerOf(ledger, run, "fc1").total().acs, 10.0);
        run.inputs.clear();
        const EnergyLedger blind = ledgerOf(run);
        QVERIFY(std::isnan(layerOf(blind, run, "fc1").total().macs));
        QVERIFY(layerOf(blind, run, "fc1").lack.why == LedgerLack::Why::Input);
        QCOMPARE(layerOf(blind, run, "fc1").dense.macs, 6.0);
    }

    void spikesThatAreHandedOnCountOnce()
    {
        Run run = makeLayeredRun();
        for (const char* kind : {"Flatten", "Dropout", "Delay", "MyContainer"}) {
            LayerNode node = handingOn(kind, kind, {2}, {2});
            node.spiking = true;
            run.graph.nodes.push_back(node);
            run.graph.edges.push_back({2, run.graph.nodes.size() - 1, false});
        }
        LayerNode second = handingOn("second", "Leaky", {2}, {2}); // neurons after neurons
        second.spiking = true;
        run.graph.nodes.push_back(second);
        run.graph.edges.push_back({2, run.graph.nodes.size() - 1, false});
        const EnergyLedger ledger = ledgerOf(run);
        QCOMPARE(ledger.layers.size(), 5U);
        const LedgerLayer& leaky = layerOf(ledger, run, "second");
        QVERIFY(leaky.spikes && leaky.hasNeurons);
        QCOMPARE(leaky.lack.words(), std::string("needs probe 'second/spikes'"));
    }

    void shapesAreTakenFromWhatWasRecorded()
    {
        Run run = makeLayeredRun();
        run.graph.nodes[3].inputShape = {-1};
        run.graph.nodes[2].outputShape.clear();
        QCOMPARE(layerOf(ledgerOf(run), run, "fc2").total().acs, 12.0);
        run.graph.nodes[3].outputShape = {-1}; // fc2 is not recorded
        const EnergyLedger unknown = ledgerOf(run);
        QVERIFY(std::isnan(layerOf(unknown, run, "fc2").total().acs));
        QVERIFY(std::isnan(layerOf(unknown, run, "fc2").dense.macs));
        QVERIFY(layerOf(unknown, run, "fc2").lack.why == LedgerLack::Why::Shape);
        run = makeLayeredRun();
        run.graph.nodes[3].inputShape = {7}; // more than lif1 gives
        QVERIFY(layerOf(ledgerOf(run), run, "fc2").lack.why == LedgerLack::Why::Size);
    }

    void samplesAreMeansOrOneOfThem()
    {
        const Run run = makeLayeredRun({.samples = 4, .steps = 5, .random = true});
        const EnergyLedger mean = ledgerOf(run);
        QCOMPARE(mean.samples, 4U);
        std::vector<double> sums(mean.layers.size(), 0.0);
        for (std::size_t sample = 0; sample < 4; ++sample) {
            const EnergyLedger one = ledgerOf(run, {sample});
            for (std::size_t i = 0; i < sums.size(); ++i)
                sums[i] += one.layers[i].total().acs + one.layers[i].total().spikes;
        }
        for (std::size_t i = 0; i < sums.size(); ++i) {
            const LayerCost total = mean.layers[i].total();
            QVERIFY(std::abs(total.acs + total.spikes - sums[i] / 4.0) < kTiny);
        }
        QVERIFY(sums[0] > 0.0);
        QVERIFY_EXCEPTION_THROWN(ledgerOf(run, {4}), Error);
    }

    void theOrderOfAxesAndTheirStorageDoNotMatter()
    {
        const Run run = makeLayeredRun({.samples = 3, .steps = 4, .random = true});
        Run other = run;
        for (auto& [id, activation] : other.probes) {
            const LabelledArray array = activation.dense();
            const std::array order = {AxisKind::Unit, AxisKind::Sample, AxisKind::Step};
            const LabelledArray turned = array.permuted(order);
            activation =
                id == "lif1/spikes" ? spikesOf(id, turned) : probeOf(id, ProbeKind::Spikes, turned);
        }
        for (const std::optional<std::size_t> sample : {std::optional<std::size_t>(), {2}}) {
            const EnergyLedger a = ledgerOf(run, {sample});
            const EnergyLedger b = ledgerOf(other, {sample});
            for (std::size_t i = 0; i < a.layers.size(); ++i) {
                QCOMPARE(acsOf(a.layers[i]), acsOf(b.layers[i]));
                QCOMPARE(a.layers[i].total().spikes, b.layers[i].total().spikes);
            }
        }
    }

    void picturesWithoutStepsDriveEveryStep()
    {
        Run run = makeLayeredRun();
        run.inputs["in"] = layeredInput({1, 3}, {0.5F, 0.25F, 1.0F}); // [sample, unit]
        const EnergyLedger ledger = ledgerOf(run);
        QCOMPARE(layerOf(ledger, run, "fc1").steps.size(), 3U);
        QCOMPARE(layerOf(ledger, run, "fc1").total().macs, 18.0);
    }

    void aModelAloneHasDenseNumbers()
    {
        const Run run = makeLayeredRun();
        JobContext job = nullJob();
        const EnergyLedger ledger = energyLedger(run.graph, nullptr, {}, job);
        QCOMPARE(ledger.samples, 0U);
        QCOMPARE(layerOf(ledger, run, "fc1").dense.macs, 6.0);
        QVERIFY(layerOf(ledger, run, "fc1").steps.empty());
    }

    void constantsComeFromThePresetUnlessGiven()
    {
        const auto of = [](std::vector<std::string> settings) {
            return energyConstants(Params::parse(energyParams(), settings));
        };
        QCOMPARE(of({}).macPj, 4.6);
        QCOMPARE(of({}).acPj, 0.9);
        QCOMPARE(of({}).neuronPj, 0.0);
        QCOMPARE(of({"constants=int8"}).macPj, 0.23);
        QCOMPARE(of({"constants=int8", "ac-pj=0.1"}).acPj, 0.1);
        QCOMPARE(of({"constants=float16"}).acPj, 0.4);
        QCOMPARE(of({"constants=int32"}).macPj, 3.2);
        QVERIFY(presetOf(of({"constants=int8"})) != nullptr);
        QVERIFY(presetOf(of({"mac-pj=5"})) == nullptr);
        QVERIFY_EXCEPTION_THROWN(of({"mac-pj=-1"}), Error);
    }

    void theAnalysisListsLayersStepByStep()
    {
        const Analysis& analysis = *findAnalysis("energy");
        AnalysisInputs inputs;
        QVERIFY(analysis.lacks(inputs).has_value());
        inputs.run = std::make_shared<Run>(makeContextRun());
        QVERIFY(analysis.lacks(inputs).has_value()); // knows no layers
        inputs.run = std::make_shared<Run>(makeLayeredRun());
        QVERIFY(!analysis.lacks(inputs));
        JobContext job = nullJob();
        const AnalysisResult result = analysis.call(inputs, Params(analysis.params()), job);
        QCOMPARE(result.rows.size(), 4U * 3);
        const std::string csv = result.toCsv();
        QVERIFY(csv.starts_with("layer,kind,step,MACs,ACs,SynOps,"));
        QVERIFY(csv.find("fc1,Linear,2,0,6,6,2,,") != std::string::npos);
        double energy = 0.0;
        for (const std::vector<double>& row : result.rows)
            energy += row[10];
        QVERIFY(std::abs(energy - 19.8) < kTiny);
        const std::map<std::string, double> summary(result.summary.begin(), result.summary.end());
        QVERIFY(std::abs(summary.at("energy (pJ)") - 19.8) < kTiny);
        QVERIFY(std::abs(summary.at("dense energy at every step (pJ)") - 193.2) < kTiny);
        QVERIFY(std::abs(summary.at("energy / dense once") - 19.8 / 64.4) < kTiny);
        QVERIFY(result.note.starts_with("Estimate"));
        QVERIFY(result.note.find("Horowitz") != std::string::npos);
    }
};

INSPIKE_TEST(TstEnergy, tst_energy)
#include "tst_energy.moc"
