// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/systems/nir_graphs.h"
#include "tests/support/errors.h"
#include "tests/support/run_tests.h"
#include "tests/support/shared_data.h"

#include <algorithm>

using namespace inspike;
using namespace inspike::test;

namespace {

using Texts = std::vector<std::string>;

std::filesystem::path made(const std::string& name)
{
    return std::filesystem::path(INSPIKE_NIR_DATA) / (name + ".nir");
}

nir::File read(const std::filesystem::path& path)
{
    JobContext job = nullJob();
    return nir::readNir(path, job);
}

const nir::Node& nodeIn(const nir::File& file, const std::string& name)
{
    const auto found = std::ranges::find(file.graph.nodes, name, &nir::Node::name);
    if (found == file.graph.nodes.end())
        throw Error(ErrorKind::NotFound, name);
    return *found;
}

Texts idsOf(const nir::Network& network)
{
    Texts ids;
    for (const nir::NetworkNode& node : network.nodes)
        ids.push_back(node.id);
    return ids;
}

} // namespace

class TstNirFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // --- files as other programs write them

    void textsMayBeStoredInAnyWay_data()
    {
        QTest::addColumn<QString>("name");
        for (const char* name : {"fixed_texts", "ascii_texts", "compact_text", "gzip"})
            QTest::newRow(name) << name;
    }
    void textsMayBeStoredInAnyWay()
    {
        QFETCH(QString, name);
        const nir::File file = read(made(name.toStdString()));
        QCOMPARE(file.graph.nodes.size(), std::size_t{3});
        QCOMPARE(nodeIn(file, "lif").type, std::string("LIF"));
        QCOMPARE(file.graph.edges.at(0), (std::pair<std::string, std::string>("input", "lif")));
        QCOMPARE(file.graph.edges.at(1), (std::pair<std::string, std::string>("lif", "output")));
        const nir::Network network = networkOf(file);
        QCOMPARE(idsOf(network), (Texts{"input", "lif", "output"}));
        QCOMPARE(outputOf(network, "lif"), (nir::Shape{3}));
        QVERIFY(file.notes.empty());
    }

    void packedEdgesAreWhole()
    {
        const nir::File file = read(made("gzip"));
        QCOMPARE(file.graph.edges.size(), std::size_t{20});
        for (std::size_t i = 0; i < 20; ++i)
            QCOMPARE(file.graph.edges[i].first, std::string(i % 2 == 0 ? "input" : "lif"));
        QCOMPARE(networkOf(file).find("lif")->tau, (nir::Values{0.01F, 0.02F, 0.03F}));
    }

    void numbersMayHaveAnyType()
    {
        const nir::File file = read(made("types_of_numbers"));
        const auto& numbers = nodeIn(file, "lif").numbers;
        QCOMPARE(numbers.at("tau").dtype, DType::Float64);
        QCOMPARE(numbers.at("r").dtype, DType::Int64);
        QCOMPARE(numbers.at("v_leak").dtype, DType::Float16);
        QCOMPARE(numbers.at("v_threshold").dtype, DType::UInt8);
        const nir::Network network = networkOf(file);
        QCOMPARE(network.find("lif")->tau, nir::Values{0.5F});
        QCOMPARE(network.find("lif")->threshold, nir::Values{1.0F});
    }

    void metadataIsKeptAndMeansNothing()
    {
        const nir::File file = read(made("metadata"));
        QCOMPARE(file.graph.metadata.texts.at("metadata/author"), std::string("nobody"));
        QCOMPARE(file.graph.metadata.numbers.at("metadata/counts").elements(), std::size_t{5});
        QCOMPARE(file.graph.metadata.numbers.at("metadata/deep/rate").toDoubles().at(0), 1.5);
        QVERIFY(nodeIn(file, "lif").numbers.contains("metadata/layer"));
        QVERIFY(nodeIn(file, "lif").numbers.contains("input_type/input"));
        QCOMPARE(file.notes.size(), std::size_t{2}); // a compound, a link into another file
        QCOMPARE(networkOf(file).find("lif")->parameters,
                 (Texts{"tau", "r", "v_leak", "v_threshold"}));
    }

    void oneNodeIsAGraph()
    {
        const nir::Network network = networkOf(read(made("one_node")));
        QCOMPARE(idsOf(network), (Texts{"node"}));
        QCOMPARE(network.inputs, network.outputs);
        QCOMPARE(outputOf(network, "node"), (nir::Shape{4}));
    }

    void graphsMayHaveNoEdges() { QVERIFY(read(made("no_edges")).graph.edges.empty()); }

    void filesAreRecognised()
    {
        QVERIFY(nir::looksLikeNir(made("gzip")));
        QVERIFY(nir::looksLikeNir(made("no_node"))); // by its name: refused with a reason
        QVERIFY(!nir::looksLikeNir("/no/such/file.nir"));
        // What was seen of the nodes is a recording, whatever its name.
        QVERIFY(!nir::looksLikeNir(INSPIKE_NIR_DATA "/../recordings/tiny_nirdata.nir"));
        QVERIFY(!nir::looksLikeNir(INSPIKE_NIR_DATA));
        QTemporaryDir folder;
        const std::filesystem::path other = folder.filePath("a.h5").toStdString();
        std::filesystem::copy(made("gzip"), other);
        QVERIFY(nir::looksLikeNir(other));
        const std::filesystem::path none = folder.filePath("b.h5").toStdString();
        std::filesystem::copy(made("no_node"), none);
        QVERIFY(!nir::looksLikeNir(none));
        const std::filesystem::path upper = folder.filePath("c.NIR").toStdString();
        std::filesystem::copy(made("no_node"), upper);
        QVERIFY(nir::looksLikeNir(upper));
    }

    // --- published networks

    void singleNeuronOfNorse()
    {
        const auto path = sharedFile("data/nir/lif_norse.nir");
        INSPIKE_NEED(path, "lif_norse.nir");
        const nir::Network network = networkOf(read(path));
        QCOMPARE(idsOf(network), (Texts{"input", "0", "1", "output"}));
        QCOMPARE(network.find("1")->tau, nir::Values{0.0025F});
        QCOMPARE(network.find("1")->threshold, nir::Values{0.1F});
        QCOMPARE(network.smallestTau, double{0.0025F});
        QVERIFY(network.notes.empty());
    }

    void convolutionsOfSinabs()
    {
        const auto path = sharedFile("data/nir/cnn_sinabs.nir");
        INSPIKE_NEED(path, "cnn_sinabs.nir");
        const nir::Network network = networkOf(read(path));
        QCOMPARE(idsOf(network), (Texts{"input", "0", "1", "2", "3", "4", "5", "6", "7", "8", "9",
                                        "10", "11", "12", "output"}));
        QCOMPARE(outputOf(network, "0"), (nir::Shape{16, 16, 16}));
        QCOMPARE(outputOf(network, "7"), (nir::Shape{8, 4, 4}));
        QCOMPARE(outputOf(network, "8"), (nir::Shape{128}));
        QCOMPARE(network.find("3")->r, nir::Values{1.0F});
        QCOMPARE(network.smallestTau, 0.0);
        QCOMPARE(network.parts.size(), std::size_t{15});
        QVERIFY(network.notes.empty());
    }

    void batchesOfOldFilesAreDropped()
    {
        const auto path = sharedFile("data/nir/scnn_mnist__669fbfa.nir");
        INSPIKE_NEED(path, "scnn_mnist__669fbfa.nir");
        const nir::Network network = networkOf(read(path));
        QCOMPARE(outputOf(network, "input"), (nir::Shape{2, 34, 34}));
        QCOMPARE(outputOf(network, "8"), (nir::Shape{128}));
        QCOMPARE(outputOf(network, "output"), (nir::Shape{10}));
        QCOMPARE(network.notes.size(), std::size_t{1});
    }

    void recurrentNetworks_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("recurrent");
        QTest::newRow("flat") << "braille_noDelay_bias_zero"
                              << "lif1.lif->lif1.w_rec";
        QTest::newRow("nested") << "spyx_braille_noDelay_bias_zero_subgraph"
                                << "lif1/lif1->lif1/lin";
        QTest::newRow("named") << "braille_subgraph__77b4a80"
                               << "hidden/lif->hidden/lin";
    }
    void recurrentNetworks()
    {
        QFETCH(QString, file);
        QFETCH(QString, recurrent);
        const auto path = sharedFile("data/nir/" + file.toStdString() + ".nir");
        INSPIKE_NEED(path, "recurrent NIR networks");
        const nir::Network network = networkOf(read(path));
        QCOMPARE(recurrentOf(network), (Texts{recurrent.toStdString()}));
        QCOMPARE(outputOf(network, "output"), (nir::Shape{7}));
        QVERIFY(network.nodes[network.outputs.at(0)].spiking);
    }

    void scalarParameters()
    {
        const auto path = sharedFile("data/nir/lif_norse__3a3afb6.nir");
        INSPIKE_NEED(path, "lif_norse__3a3afb6.nir");
        const nir::Network network = networkOf(read(path));
        QCOMPARE(outputOf(network, "lif"), (nir::Shape{1000}));
        QCOMPARE(network.find("lif")->r, nir::Values{1.0F});
    }

    void danglingEdgesOfPublishedFiles()
    {
        const auto path = sharedFile("data/nir/braille_noDelay_bias_zero_subgraph.nir");
        INSPIKE_NEED(path, "braille_noDelay_bias_zero_subgraph.nir");
        INSPIKE_FAILS(networkOf(read(path)), ErrorKind::BadModel,
                      "edge input->lif: no node 'lif' in sub-graph lif1; nodes are input, lif1, "
                      "lin, output");
        const auto other = sharedFile("data/nir/braille__a7c67c3.nir");
        INSPIKE_FAILS(networkOf(read(other)), ErrorKind::BadModel,
                      "edge fc1->lif1: no node 'lif1'; nodes are fc1, fc2, input, lif1.input");
    }
};

INSPIKE_TEST(TstNirFile, tst_nir_file)
#include "tst_nir_file.moc"
