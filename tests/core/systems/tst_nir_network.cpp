// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/systems/nir_graphs.h"
#include "tests/support/errors.h"
#include "tests/support/run_tests.h"

#include <algorithm>
#include <limits>

using namespace inspike;
using namespace inspike::test;

namespace {

using Texts = std::vector<std::string>;

constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();

bool hasNote(const nir::Network& network, std::string_view part)
{
    return std::ranges::any_of(network.notes, [part](const std::string& note) {
        return note.find(part) != std::string::npos;
    });
}

// The same graph with other names, which puts the nodes into another order.
nir::File renamed(const nir::File& file)
{
    const auto other = [](const std::string& name) {
        return std::string(name.rbegin(), name.rend()) + "#" + name;
    };
    std::vector<nir::Node> nodes = file.graph.nodes;
    for (nir::Node& node : nodes)
        node.name = other(node.name);
    Edges edges;
    for (const auto& [from, to] : file.graph.edges)
        edges.emplace_back(other(from), other(to));
    std::ranges::reverse(edges);
    return fileOf(std::move(nodes), std::move(edges));
}

} // namespace

class TstNirNetwork : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void shapesOfEveryTypeFollow()
    {
        const nir::Network network = networkOf(everyType());
        QCOMPARE(network.nodes.size(), std::size_t{22});
        QCOMPARE(outputOf(network, "conv2d"), (nir::Shape{4, 16, 8}));
        QCOMPARE(outputOf(network, "sum"), (nir::Shape{4, 8, 4}));
        QCOMPARE(outputOf(network, "avg"), (nir::Shape{4, 4, 2}));
        QCOMPARE(outputOf(network, "flat2"), (nir::Shape{4, 8}));
        QCOMPARE(outputOf(network, "conv1d"), (nir::Shape{3, 4}));
        QCOMPARE(outputOf(network, "flat"), (nir::Shape{12}));
        QCOMPARE(outputOf(network, "block/lif"), (nir::Shape{6}));
        QCOMPARE(outputOf(network, "output"), (nir::Shape{6}));
        QCOMPARE(recurrentOf(network), (Texts{"block/lif->block/w.rec"}));
        QVERIFY(network.find("block") == nullptr);
        QVERIFY2(network.notes.empty(), network.notes.empty() ? "" : network.notes[0].c_str());
    }

    void sourcesComeBeforeWhatReadsThem()
    {
        const nir::Network network = networkOf(everyType());
        for (const nir::NetworkEdge& edge : network.edges)
            QVERIFY(edge.recurrent || edge.from < edge.to);
        std::vector<std::size_t> all;
        for (const auto& part : network.parts)
            all.insert(all.end(), part.begin(), part.end());
        QCOMPARE(all, network.order);
        QVERIFY(std::ranges::is_sorted(network.order));
    }

    void orderDoesNotComeFromNames()
    {
        // Links of a file are listed as 0, 1, 10, 2.
        const nir::Network network =
            networkOf(fileOf({portOf("in", "Input", {4}), linearOf("10", 4, 4), lifOf("2"),
                              linearOf("1", 4, 4), lifOf("0"), portOf("out", "Output", {4})},
                             {{"0", "out"}, {"1", "0"}, {"2", "1"}, {"10", "2"}, {"in", "10"}}));
        Texts ids;
        for (const nir::NetworkNode& node : network.nodes)
            ids.push_back(node.id);
        QCOMPARE(ids, (Texts{"in", "10", "2", "1", "0", "out"}));
    }

    void uniformParametersAreOneValue()
    {
        nir::Node lif = lifOf("lif", {3});
        lif.numbers["tau"] = numbersOf({3}, {0.01F, 0.02F, 0.005F});
        lif.numbers["r"] = numbersOf({}, {2.0F});
        lif.numbers["v_leak"] = numbersOf({1}, {0.5F});
        const nir::Network network = networkOf(
            chainOf({portOf("in", "Input", {3}), std::move(lif), portOf("out", "Output", {3})}));
        const nir::NetworkNode& node = *network.find("lif");
        QCOMPARE(node.tau, (nir::Values{0.01F, 0.02F, 0.005F}));
        QCOMPARE(node.r, nir::Values{2.0F});
        QCOMPARE(node.leak, nir::Values{0.5F});
        QCOMPARE(node.threshold, nir::Values{1.0F});
        QCOMPARE(node.reset, nir::Values{0.0F});
        QCOMPARE(network.smallestTau, double{0.005F});
    }

    void parametersPerChannelAreSpread()
    {
        nir::Node lif = lifOf("lif");
        lif.numbers["v_threshold"] = numbersOf({2, 1, 1}, {1, 2});
        lif.numbers["r"] = numbersOf({3}, {1, 2, 3});
        const nir::Network network =
            networkOf(chainOf({portOf("in", "Input", {2, 2, 3}), std::move(lif),
                               portOf("out", "Output", {2, 2, 3})}));
        const nir::NetworkNode& node = *network.find("lif");
        QCOMPARE(node.threshold, (nir::Values{1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2}));
        QCOMPARE(node.r, (nir::Values{1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 3}));
    }

    void currentOfCubaHasItsDefaults()
    {
        nir::Node cuba = cubaLifOf("lif", {2});
        cuba.numbers.erase("w_in");
        cuba.numbers.erase("v_reset");
        const nir::Network network = networkOf(
            chainOf({portOf("in", "Input", {2}), std::move(cuba), portOf("out", "Output", {2})}));
        QCOMPARE(network.find("lif")->inputWeight, nir::Values{1.0F});
        QCOMPARE(network.find("lif")->reset, nir::Values{0.0F});
        QCOMPARE(network.find("lif")->tauSyn, nir::Values{0.005F});
    }

    // --- sub-graphs

    void portsOfNestedGraphsTakeTheEdges()
    {
        const nir::Graph inner =
            graphOf({portOf("a", "Input", {2}), lifOf("n.x", {2}), portOf("b", "Output", {2})},
                    {{"a", "n.x"}, {"n.x", "b"}});
        const nir::Graph middle = graphOf(
            {portOf("i", "Input", {2}), subGraphOf("deep", inner), portOf("o", "Output", {2})},
            {{"i", "deep"}, {"deep", "o"}});
        const nir::Network network = networkOf(chainOf(
            {portOf("in", "Input", {2}), subGraphOf("sub", middle), portOf("out", "Output", {2})}));
        QVERIFY(network.find("sub/deep/n.x") != nullptr);
        QCOMPARE(network.inputs.size(), std::size_t{1});
        QCOMPARE(network.nodes[network.inputs[0]].id, std::string("in"));
        QCOMPARE(network.nodes[network.outputs[0]].id, std::string("out"));
        QCOMPARE(network.nodes.size(), std::size_t{7});
        QVERIFY(network.nodes[network.outputs[0]].spiking);
    }

    void nestedGraphsWithoutPortsWork()
    {
        const nir::Graph inner = graphOf({lifOf("a", {2}), lifOf("b", {2})}, {{"a", "b"}});
        const nir::Network network = networkOf(chainOf(
            {portOf("in", "Input", {2}), subGraphOf("sub", inner), portOf("out", "Output", {2})}));
        QCOMPARE(network.nodes.size(), std::size_t{4});
        QCOMPARE(network.edges.size(), std::size_t{3});
    }

    void severalPortsAreSaid()
    {
        const nir::Graph inner = graphOf({portOf("i", "Input", {2}), lifOf("a"), lifOf("b"),
                                          portOf("o1", "Output", {2}), portOf("o2", "Output", {2})},
                                         {{"i", "a"}, {"i", "b"}, {"a", "o1"}, {"b", "o2"}});
        const nir::Network network = networkOf(chainOf(
            {portOf("in", "Input", {2}), subGraphOf("sub", inner), portOf("out", "Output", {2})}));
        QVERIFY(hasNote(network, "sub-graph sub has 2 outputs"));
    }

    void danglingEdgesNameWhatThereIs()
    {
        const nir::Graph inner =
            graphOf({portOf("input", "Input", {2}), lifOf("lif1"), portOf("output", "Output", {2})},
                    {{"input", "lif"}, {"lif", "output"}});
        INSPIKE_FAILS(networkOf(chainOf({portOf("in", "Input", {2}), subGraphOf("lif1", inner)})),
                      ErrorKind::BadModel,
                      "edge input->lif: no node 'lif' in sub-graph lif1; nodes are input, lif1, "
                      "output (1 more edge like that)");
        INSPIKE_FAILS(networkOf(fileOf({portOf("in", "Input", {2})}, {{"in", "x"}})),
                      ErrorKind::BadModel, "edge in->x: no node 'x'; nodes are in");
    }

    void unknownTypesAreNamed()
    {
        INSPIKE_FAILS(networkOf(chainOf({portOf("in", "Input", {2}), nodeOf("odd", "Izhikevich")})),
                      ErrorKind::BadModel, "node 'odd' has the unknown type 'Izhikevich'");
    }

    // --- loops

    void loopsAreCutAtSpikes()
    {
        // Feed-forward edges of the loop stay within the step: only the way back is delayed.
        const nir::File file = fileOf({portOf("in", "Input", {2}), linearOf("w1", 2, 2),
                                       lifOf("l1"), linearOf("w2", 2, 2), lifOf("l2"),
                                       linearOf("back", 2, 2), portOf("out", "Output", {2})},
                                      {{"in", "w1"},
                                       {"w1", "l1"},
                                       {"l1", "w2"},
                                       {"w2", "l2"},
                                       {"l2", "back"},
                                       {"back", "l1"},
                                       {"l2", "out"}});
        QCOMPARE(recurrentOf(networkOf(file)), (Texts{"l2->back"}));
        const nir::Network other = networkOf(renamed(file));
        QCOMPARE(recurrentOf(other), (Texts{"2l#l2->kcab#back"}));
        QCOMPARE(other.parts.size(), std::size_t{4}); // in, w1, the loop, out
    }

    void loopsOfTwoAreCutOnBothSides()
    {
        const nir::File file =
            fileOf({portOf("in", "Input", {2}), lifOf("a"), lifOf("b"), linearOf("ab", 2, 2),
                    linearOf("ba", 2, 2)},
                   {{"in", "a"}, {"in", "b"}, {"a", "ab"}, {"ab", "b"}, {"b", "ba"}, {"ba", "a"}});
        QCOMPARE(recurrentOf(networkOf(file)), (Texts{"a->ab", "b->ba"}));
        QCOMPARE(recurrentOf(networkOf(renamed(file))), (Texts{"a#a->ba#ab", "b#b->ab#ba"}));
    }

    void loopsWithinLoopsKeepTheirWay()
    {
        const nir::File file = fileOf({portOf("in", "Input", {2}), lifOf("a"), lifOf("b"),
                                       linearOf("self", 2, 2), portOf("out", "Output", {2})},
                                      {{"in", "a"},
                                       {"a", "b"},
                                       {"b", "a"},
                                       {"b", "self"},
                                       {"self", "b"},
                                       {"b", "out"},
                                       {"a", "a"}});
        QCOMPARE(recurrentOf(networkOf(file)), (Texts{"a->a", "b->a", "b->self"}));
    }

    void skippedLayersAreNotCut()
    {
        const nir::File file =
            fileOf({portOf("in", "Input", {2}), lifOf("a"), lifOf("b"), lifOf("c")},
                   {{"in", "a"}, {"a", "b"}, {"b", "c"}, {"a", "c"}, {"c", "a"}});
        QCOMPARE(recurrentOf(networkOf(file)), (Texts{"c->a"}));
    }

    void integratorsHoldLoopsWithoutNeurons()
    {
        const nir::Node delay = nodeOf("delay", "Delay", {{"delay", scalarOf(0.001F)}});
        const nir::File file = fileOf({portOf("in", "Input", {2}), linearOf("w", 2, 2), delay},
                                      {{"in", "w"}, {"w", "delay"}, {"delay", "w"}});
        QCOMPARE(recurrentOf(networkOf(file)), (Texts{"delay->w"}));
    }

    void loopsWithoutStateAreRefused()
    {
        const nir::File file =
            fileOf({portOf("in", "Input", {2}), linearOf("w", 2, 2),
                    nodeOf("s", "Scale", {{"scale", scalarOf(1)}}), lifOf("lif")},
                   {{"in", "w"}, {"w", "s"}, {"s", "w"}, {"s", "lif"}, {"lif", "w"}});
        INSPIKE_FAILS(networkOf(file), ErrorKind::BadModel, "s -> w -> s form a loop without");
        INSPIKE_FAILS(networkOf(fileOf({portOf("in", "Input", {2}), linearOf("w", 2, 2)},
                                       {{"in", "w"}, {"w", "w"}})),
                      ErrorKind::BadModel, "w -> w form a loop");
    }

    void longChainsDoNotExhaustTheStack()
    {
        constexpr std::size_t kMany = 20000;
        std::vector<nir::Node> nodes = {portOf("in", "Input", {1})};
        for (std::size_t i = 0; i < kMany; ++i)
            nodes.push_back(lifOf("n" + std::to_string(i)));
        nodes.push_back(portOf("out", "Output", {1}));
        nir::File file = chainOf(std::move(nodes));
        QCOMPARE(networkOf(file).parts.size(), kMany + 2);
        file.graph.edges.emplace_back("n" + std::to_string(kMany - 1), "n0");
        const nir::Network network = networkOf(file);
        QCOMPARE(network.parts.size(), std::size_t{3});
        QCOMPARE(recurrentOf(network), (Texts{"n19999->n0"}));
    }

    // --- inputs and outputs

    void duplicateEdgesCountTwice()
    {
        nir::File file =
            chainOf({portOf("in", "Input", {2}), lifOf("lif"), portOf("out", "Output", {2})});
        file.graph.edges.push_back(file.graph.edges.front());
        const nir::Network network = networkOf(file);
        QCOMPARE(network.edges.size(), std::size_t{3});
    }

    void missingPortsAreTheFirstAndLastNodes()
    {
        const nir::Network network =
            networkOf(chainOf({linearOf("w", 3, 2), lifOf("a"), lifOf("b")}));
        QCOMPARE(network.nodes[network.inputs.at(0)].id, std::string("w"));
        QCOMPARE(network.nodes[network.outputs.at(0)].id, std::string("b"));
        QVERIFY(hasNote(network, "there is no Input node; the inputs are w"));
        QVERIFY(hasNote(network, "there is no Output node; the outputs are b"));
        QCOMPARE(network.nodes[0].input, (nir::Shape{2}));
    }

    void nothingToFeedIsRefused()
    {
        INSPIKE_FAILS(networkOf(fileOf({lifOf("a", {2})}, {{"a", "a"}})), ErrorKind::BadModel,
                      "no Input node");
        INSPIKE_FAILS(networkOf(fileOf({}, {})), ErrorKind::BadModel, "no nodes");
    }

    void unconnectedNodesGetZeros()
    {
        const nir::Network network = networkOf(fileOf(
            {portOf("in", "Input", {2}), lifOf("lif"), lifOf("alone", {5})}, {{"in", "lif"}}));
        QVERIFY(hasNote(network, "nothing leads to node 'alone' (LIF)"));
        QCOMPARE(network.outputs.size(), std::size_t{2});
    }

    // --- numbers that are wrong

    void wrongNumbersNameTheNode_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<float>("value");
        QTest::addColumn<QString>("message");
        QTest::newRow("zero") << "tau" << 0.0F << "node 'lif' (LIF): element 0 of 'tau' is 0";
        QTest::newRow("negative") << "tau" << -1.0F << "not positive";
        QTest::newRow("NaN") << "tau" << kNaN << "node 'lif' (LIF): element 0 of 'tau' is NaN";
        QTest::newRow("infinite") << "r" << std::numeric_limits<float>::infinity()
                                  << "of 'r' is inf";
        QTest::newRow("threshold") << "v_threshold" << kNaN << "of 'v_threshold' is NaN";
    }
    void wrongNumbersNameTheNode()
    {
        QFETCH(QString, name);
        QFETCH(float, value);
        QFETCH(QString, message);
        nir::Node lif = lifOf("lif");
        lif.numbers[name.toStdString()] = filled({2}, value);
        INSPIKE_FAILS(networkOf(chainOf({portOf("in", "Input", {2}), lif})), ErrorKind::BadModel,
                      message.toStdString());
    }

    void wrongWeightsNameTheNode()
    {
        nir::Node linear = linearOf("fc", 2, 2);
        linear.numbers["weight"] = numbersOf({2, 2}, {1, 2, kNaN, 4});
        INSPIKE_FAILS(networkOf(chainOf({portOf("in", "Input", {2}), linear})), ErrorKind::BadModel,
                      "node 'fc' (Linear): element 2 of 'weight' is NaN");
        nir::Node affine = linearOf("fc", 2, 2);
        affine.type = "Affine";
        INSPIKE_FAILS(networkOf(chainOf({portOf("in", "Input", {2}), affine})), ErrorKind::BadModel,
                      "no parameter 'bias'");
        affine.numbers["bias"] = filled({3}, 0);
        INSPIKE_FAILS(networkOf(chainOf({portOf("in", "Input", {2}), affine})), ErrorKind::BadShape,
                      "its bias is [3], its weight [2, 2]");
        INSPIKE_FAILS(networkOf(chainOf({portOf("in", "Input", {2}), nodeOf("fc", "Linear")})),
                      ErrorKind::BadModel, "no parameter 'weight'");
    }

    // --- what views see

    void graphOfLayersHasEverything()
    {
        const LayerGraph graph = networkOf(everyType()).layerGraph();
        const LayerNode& conv = *graph.find("conv2d");
        QCOMPARE(conv.kind, std::string("Conv2d"));
        QCOMPARE(conv.parameters, std::uint64_t{4 * 9 + 4});
        QCOMPARE(conv.weights, (Texts{"conv2d/weight", "conv2d/bias"}));
        QVERIFY(conv.synapses && conv.synapses->kind == Synapses::Kind::Convolution);
        QCOMPARE(conv.synapses->groups, 2);
        QCOMPARE(conv.synapses->paddingAfter, (std::array<std::int64_t, 2>{1, 1}));
        const LayerNode& lif = *graph.find("block/lif");
        QCOMPARE(lif.output, std::string("block/lif/spikes"));
        QCOMPARE(lif.probes.size(), std::size_t{3});
        QVERIFY(lif.spiking && !lif.synapses);
        QCOMPARE(graph.find("sum")->synapses->kind, Synapses::Kind::Window);
        QCOMPARE(graph.find("scale")->synapses->kind, Synapses::Kind::Each);
        QCOMPARE(graph.find("affine")->synapses->bias, true);
        QCOMPARE(graph.find("output")->output, std::string("output"));
        QCOMPARE(graph.find("cubali")->output, std::string("cubali/membrane"));
        QVERIFY(graph.find("delay")->spiking); // passes spikes on
        QVERIFY(!graph.find("affine")->spiking);
    }

    void numbersAreFoundByTheirPath()
    {
        const nir::File file = everyType();
        const Tensor* weight = nir::findNumbers(file, "block/w.rec/weight");
        QVERIFY(weight != nullptr);
        QCOMPARE(weight->shape, (std::vector<std::size_t>{6, 6}));
        QVERIFY(nir::findNumbers(file, "block/w.rec/bias") == nullptr);
        QVERIFY(nir::findNumbers(file, "block") == nullptr);
        QVERIFY(nir::findNumbers(file, "none/weight") == nullptr);
        QVERIFY(nir::findNumbers(file, "if/metadata/layer") != nullptr);
    }
};

INSPIKE_TEST(TstNirNetwork, tst_nir_network)
#include "tst_nir_network.moc"
