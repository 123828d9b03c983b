// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.h"
#include "tests/core/systems/nir_graphs.h"
#include "tests/support/errors.h"
#include "tests/support/run_tests.h"

#include <QTemporaryDir>

#include <fstream>
#include <iterator>
#include <memory>

using namespace inspike;
using namespace inspike::test;

namespace {

std::filesystem::path made(const std::string& name)
{
    return std::filesystem::path(INSPIKE_NIR_DATA) / (name + ".nir");
}

nir::File read(const std::filesystem::path& path)
{
    JobContext job = nullJob();
    return nir::readNir(path, job);
}

std::string bytesOf(const std::filesystem::path& path)
{
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

std::filesystem::path written(const QTemporaryDir& folder, const std::string& bytes)
{
    const std::filesystem::path path = folder.filePath("written.nir").toStdString();
    std::ofstream(path, std::ios::binary) << bytes;
    return path;
}

} // namespace

class TstNirHostile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void brokenFilesSayWhatIsWrong_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("message");
        const auto row = [](const char* name, ErrorKind kind, const char* message) {
            QTest::newRow(name) << static_cast<int>(kind) << message;
        };
        row("lzf", ErrorKind::Unsupported, "needs the HDF5 filter 32000 (lzf)");
        row("link_to_itself", ErrorKind::BadFormat, "again is a link to a group that it lies in");
        row("soft_link_up", ErrorKind::BadFormat, "again is a link to a group that it lies in");
        row("soft_link_loop", ErrorKind::BadFormat, "again is a link that leads nowhere");
        row("external_node", ErrorKind::BadFormat, "/node/nodes/other is a link that leads");
        row("external_parameter", ErrorKind::BadFormat, "/node/nodes/lif/tau is a link that leads");
        row("doubled_40_times", ErrorKind::BadFormat, "too many links to the same objects");
        row("deep", ErrorKind::BadFormat, "lies more than 128 groups deep");
        row("claims_2_60", ErrorKind::BadFormat, "claims [1152921504606846976] elements");
        row("claims_2_60_chunked", ErrorKind::BadFormat, "claims [1152921504606846976] elements");
        row("no_type", ErrorKind::BadFormat, "the node /node/nodes/lif has no type");
        row("edges_of_three", ErrorKind::BadFormat, "[1, 3] is not a list of pairs");
        row("no_node", ErrorKind::BadFormat, "no group 'node' (it holds weights)");
    }
    void brokenFilesSayWhatIsWrong()
    {
        QFETCH(int, kind);
        QFETCH(QString, message);
        const std::string name = QTest::currentDataTag();
        INSPIKE_FAILS(read(made(name)), static_cast<ErrorKind>(kind), message.toStdString());
        INSPIKE_FAILS(read(made(name)), static_cast<ErrorKind>(kind), name + ".nir");
    }

    void otherFormatsAreNamed()
    {
        QTemporaryDir folder;
        INSPIKE_FAILS(read(written(folder, "PK\x03\x04 and more")), ErrorKind::BadFormat,
                      "is not an HDF5 file (looks like a PyTorch archive)");
        INSPIKE_FAILS(read(written(folder, "\x80\x02}q.")), ErrorKind::BadFormat,
                      "is not an HDF5 file (looks like a Python pickle)");
        INSPIKE_FAILS(read(written(folder, "")), ErrorKind::BadFormat, "it is empty");
        INSPIKE_FAILS(read(written(folder, "text")), ErrorKind::BadFormat, "not an HDF5 file");
        INSPIKE_FAILS(read("/no/such/file.nir"), ErrorKind::NotFound, "/no/such/file.nir");
    }

    void truncatedFilesAreNamed()
    {
        QTemporaryDir folder;
        const std::string whole = bytesOf(made("gzip"));
        for (const std::size_t length : {whole.size() - 1, whole.size() / 2, std::size_t{600}}) {
            INSPIKE_FAILS(read(written(folder, whole.substr(0, length))), ErrorKind::BadFormat,
                          "written.nir is a damaged HDF5 file");
        }
    }

    // Any byte may be wrong: an answer or an Error, never a crash.
    void damagedBytesNeverCrash()
    {
        QTemporaryDir folder;
        const std::string whole = bytesOf(made("metadata"));
        Random random(5);
        std::size_t read_ = 0;
        for (int i = 0; i < 400; ++i) {
            std::string damaged = whole;
            for (int j = 0; j < 3; ++j) {
                damaged[random.below(damaged.size())] = static_cast<char>(random.below(256));
            }
            try {
                networkOf(read(written(folder, damaged)));
                ++read_;
            } catch (const Error& error) {
                QVERIFY2(!error.message().empty(), "an error without a message");
            }
        }
        QVERIFY(read_ > 0);
    }

    void readingCanBeCancelled()
    {
        std::stop_source stop;
        stop.request_stop();
        JobContext job(stop.get_token(), {});
        INSPIKE_FAILS(nir::readNir(made("gzip"), job), ErrorKind::Cancelled, "");
    }

    void tenThousandNodesAreRead()
    {
        constexpr std::size_t kMany = 10000;
        std::vector<nir::Node> nodes = {portOf("in", "Input", {2})};
        for (std::size_t i = 0; i < kMany; ++i)
            nodes.push_back(nodeOf("n" + std::to_string(i), "Scale", {{"scale", scalarOf(1)}}));
        QTemporaryDir folder;
        const std::filesystem::path path = folder.filePath("many.nir").toStdString();
        nir::writeNir(path, chainOf(std::move(nodes)), false);
        const nir::Network network = networkOf(read(path));
        QCOMPARE(network.nodes.size(), kMany + 1);
        QCOMPARE(network.nodes.back().id, std::string("n9999"));
        QCOMPARE(network.layerGraph().edges.size(), kMany);
    }
};

INSPIKE_TEST(TstNirHostile, tst_nir_hostile)
#include "tst_nir_hostile.moc"
