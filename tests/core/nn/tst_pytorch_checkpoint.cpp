// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/nn/checkpoint.h"
#include "tests/support/run_tests.h"
#include "tests/support/shared_data.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>

#include <cmath>
#include <cstring>

using namespace inspike;

namespace {

const std::filesystem::path kFolder = std::filesystem::path(INSPIKE_TEST_DATA) / "checkpoints";

Json expectedValues(const QString& folder)
{
    QFile file(folder + "/expected.json");
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return Json::parse(file.readAll().toStdString());
}

Checkpoint read(const std::filesystem::path& path)
{
    JobContext job = nullJob();
    return readCheckpoint(path, job);
}

std::vector<double> numbersOf(const Tensor& tensor)
{
    if (tensor.dtype != DType::Complex64 && tensor.dtype != DType::Complex128)
        return tensor.toDoubles();
    Tensor parts = tensor; // as real and imaginary parts
    parts.dtype = tensor.dtype == DType::Complex64 ? DType::Float32 : DType::Float64;
    parts.shape.push_back(2);
    return parts.toDoubles();
}

QString difference(const Checkpoint& checkpoint, const Json& expected)
{
    if (checkpoint.state.size() != expected.members().size())
        return QStringLiteral("%1 parameters").arg(checkpoint.state.size());
    for (const auto& [name, wanted] : expected.members()) {
        const auto found = checkpoint.state.find(name);
        if (found == checkpoint.state.end())
            return QString::fromStdString(name + " is missing");
        const Tensor& tensor = found->second;
        if (nameOf(tensor.dtype) != wanted["dtype"].toString())
            return QString::fromStdString(name + " is " + std::string(nameOf(tensor.dtype)));
        Json::Array shape;
        for (const std::size_t size : tensor.shape)
            shape.emplace_back(static_cast<std::int64_t>(size));
        if (Json(shape) != wanted["shape"])
            return QString::fromStdString(name + " has shape " + shapeText(tensor.shape));
        const std::vector<double> values = numbersOf(tensor);
        for (std::size_t i = 0; i < values.size(); ++i) {
            if (values[i] != wanted["values"].items().at(i).toDouble())
                return QString::fromStdString(name + " differs at " + std::to_string(i));
        }
    }
    return {};
}

bool hasNote(const Checkpoint& checkpoint, const std::string& part)
{
    for (const std::string& note : checkpoint.notes) {
        if (note.find(part) != std::string::npos)
            return true;
    }
    return false;
}

struct Refusal
{
    bool refused = false;
    ErrorKind kind = ErrorKind::Internal;
    QString message;
};

Refusal refusalOf(const std::filesystem::path& path)
{
    try {
        read(path);
    } catch (const Error& error) {
        return {true, error.kind(), error.what()};
    }
    return {};
}

} // namespace

class TstPytorchCheckpoint : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyValueIsRead_data()
    {
        QTest::addColumn<QString>("file");
        const Json expected = expectedValues(QString::fromStdString(kFolder.string()));
        QVERIFY(expected.members().size() >= 9);
        for (const auto& [file, tensors] : expected.members())
            QTest::newRow(file.c_str()) << QString::fromStdString(file);
    }
    void everyValueIsRead()
    {
        QFETCH(QString, file);
        const Json expected = expectedValues(QString::fromStdString(kFolder.string()));
        const Checkpoint checkpoint = read(kFolder / file.toStdString());
        QCOMPARE(difference(checkpoint, expected[file.toStdString()]), QString());
        QCOMPARE(QString::fromStdString(checkpoint.format), "pytorch-checkpoint");
        QVERIFY(looksLikeCheckpoint(kFolder / file.toStdString()));
    }

    void parametersAreFoundBelowOtherThings()
    {
        const Checkpoint checkpoint = read(kFolder / "nested.pth");
        QVERIFY(hasNote(checkpoint, "'state_dict'"));
        QVERIFY(hasNote(checkpoint, "'module.'"));
        QVERIFY(hasNote(checkpoint, "left out: optimizer"));
        QCOMPARE(QString::fromStdString(checkpoint.config.dump()),
                 R"({"epoch":7,"best":0.5,"filter":"double","sizes":[1,2]})");
    }

    void tensorsOfGraphicsCardsAreReadIntoMainMemory()
    {
        QVERIFY(hasNote(read(kFolder / "cuda.pth"), "'cuda:0'"));
    }

    void whatIsNoCheckpointIsRefusedWithTheReason_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("part");
        QTest::newRow("os.system") << "os_system.pth"
                                   << "'os.system'";
        QTest::newRow("posix.system") << "posix_system.pth"
                                      << "'posix.system'";
        QTest::newRow("eval") << "eval.pth"
                              << "'builtins.eval'";
        QTest::newRow("without an archive") << "bare_pickle.pkl"
                                            << "'os.system'";
        QTest::newRow("module") << "whole_module.pth"
                                << "'torch.nn.modules.linear.Linear'";
        QTest::newRow("how to save its state") << "whole_module.pth"
                                               << ".state_dict(), new_path)";
        QTest::newRow("module before 1.6") << "legacy_module.pth"
                                           << "'torch.nn.modules.linear.Linear'";
        QTest::newRow("before 1.6") << "legacy.pth"
                                    << "torch.save(torch.load(path, map_location=\"cpu\")";
    }
    void whatIsNoCheckpointIsRefusedWithTheReason()
    {
        QFETCH(QString, file);
        QFETCH(QString, part);
        // Anything that were executed would leave its mark in the working folder.
        const QTemporaryDir folder;
        const QString before = QDir::currentPath();
        QDir::setCurrent(folder.path());
        const Refusal refusal = refusalOf(kFolder / file.toStdString());
        const QStringList left = QDir(folder.path()).entryList(QDir::Files);
        QDir::setCurrent(before);
        QVERIFY2(refusal.message.contains(part), qPrintable(refusal.message));
        QVERIFY(refusal.kind == ErrorKind::Unsupported);
        QCOMPARE(left, QStringList());
        QVERIFY(looksLikeCheckpoint(kFolder / file.toStdString()));
    }

    void aClaimedStorageIsNotAllocated()
    {
        const Refusal refusal = refusalOf(kFolder / "storage_bomb.pth");
        QVERIFY2(refusal.message.contains("claims 1000000000000000 elements"),
                 qPrintable(refusal.message));
        QVERIFY(refusal.kind == ErrorKind::BadFormat);
    }

    void missingFilesAndFoldersAreNotFound()
    {
        QVERIFY(refusalOf(kFolder).kind == ErrorKind::NotFound);
        QVERIFY(refusalOf(kFolder / "no-such-file.pth").kind == ErrorKind::NotFound);
        QVERIFY(!looksLikeCheckpoint(kFolder));
        QVERIFY(!looksLikeCheckpoint(kFolder / "expected.json"));
    }

    void cancellingStopsTheReading()
    {
        std::stop_source stop;
        stop.request_stop();
        JobContext job(stop.get_token(), {});
        try {
            readCheckpoint(kFolder / "plain.pth", job);
            QFAIL("was not cancelled");
        } catch (const Error& error) {
            QVERIFY(error.kind() == ErrorKind::Cancelled);
        }
    }

    void freshCheckpointsOfAnInstalledPyTorchAreRead()
    {
        const QTemporaryDir folder;
        QProcess python;
        python.start(
            "/usr/bin/python3",
            {QString::fromStdString((kFolder / "make_checkpoints.py").string()), folder.path()});
        if (!python.waitForStarted() || !python.waitForFinished(120000) || python.exitCode() != 0)
            QSKIP("no PyTorch for /usr/bin/python3");
        const Json expected = expectedValues(folder.path());
        QVERIFY(expected.members().size() >= 9);
        for (const auto& [file, tensors] : expected.members()) {
            const auto path = std::filesystem::path(folder.path().toStdString()) / file;
            QCOMPARE(difference(read(path), tensors), QString());
        }
    }

    // --- checkpoints that others saved

    void readsTheSinabsDigits()
    {
        const auto path = test::sharedFile("data/models/sinabs_mnist_params.pt");
        INSPIKE_NEED(path, "checkpoint");
        const Checkpoint checkpoint = read(path);
        QCOMPARE(checkpoint.state.size(), std::size_t{5});
        const Tensor& first = checkpoint.state.at("0.weight");
        QVERIFY((first.shape == std::vector<std::size_t>{20, 1, 5, 5}));
        for (const float value : first.toFloats())
            QVERIFY(std::abs(value) < 10.0F && std::isfinite(value));
        QVERIFY(hasNote(checkpoint, "cuda:0"));
    }

    void readsTheSnnTorchNetwork()
    {
        const auto path = test::sharedFile("data/models/neurobench_best_model.pt");
        INSPIKE_NEED(path, "checkpoint");
        const Checkpoint checkpoint = read(path);
        QVERIFY(checkpoint.state.contains("fc1.weight"));
        QVERIFY(checkpoint.state.at("lif1.threshold").toFloats() == std::vector<float>{1.0F});
        QVERIFY(checkpoint.state.at("lif1.reset_mechanism_val").dtype == DType::Int64);
    }

    void saysHowToConvertTheOldOxfordNetwork()
    {
        const auto path = test::sharedFile("data/models/slayer_oxfordNet.pt");
        INSPIKE_NEED(path, "checkpoint");
        const Refusal refusal = refusalOf(path);
        QVERIFY2(refusal.message.contains("before version 1.6"), qPrintable(refusal.message));
    }

    void namesTorchScript()
    {
        const auto path = test::sharedFile("data/made/ts_lifnet_113.pt");
        INSPIKE_NEED(path, "TorchScript archive");
        const Refusal refusal = refusalOf(path);
        QVERIFY2(refusal.message.contains("TorchScript"), qPrintable(refusal.message));
        QVERIFY(refusal.kind == ErrorKind::Unsupported);
    }
};

INSPIKE_TEST(TstPytorchCheckpoint, tst_pytorch_checkpoint)
#include "tst_pytorch_checkpoint.moc"
