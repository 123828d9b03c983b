// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/io/hdf5/hdf5_file.h"
#include "core/nn/checkpoint.h"
#include "tests/support/run_tests.h"
#include "tests/support/shared_data.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

using namespace inspike;

namespace {

Checkpoint someModel()
{
    Checkpoint checkpoint;
    checkpoint.system = "smnn";
    checkpoint.config.set("filter", "double");
    checkpoint.training.set("seed", 7);
    checkpoint.state["Win"] = Tensor::fromFloats({3, 2}, {1, 2, 3, 4, 5, 6});
    checkpoint.state["block.0/conv.weight"] = Tensor::fromFloats({1, 2}, {-1, 0.5F});
    checkpoint.state["scale"] = Tensor::fromFloats({}, {2});
    checkpoint.state["steps"] = Tensor::fromInt64({2}, {5, 6});
    Tensor truth;
    truth.dtype = DType::Bool;
    truth.shape = {2};
    truth.bytes = {std::byte{1}, std::byte{0}};
    checkpoint.state["mask"] = truth;
    return checkpoint;
}

QByteArray contentOf(const std::filesystem::path& path)
{
    QFile file(QString::fromStdString(path.string()));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

Checkpoint read(const std::filesystem::path& path)
{
    JobContext job = nullJob();
    return readCheckpoint(path, job);
}

} // namespace

class TstModelFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_path = std::filesystem::path(m_folder->path().toStdString()) / "model.h5";
    }

    void everythingSurvivesTheFile()
    {
        const Checkpoint written = someModel();
        writeModelFile(m_path, written);
        QVERIFY(looksLikeCheckpoint(m_path));
        const Checkpoint checkpoint = read(m_path);
        QCOMPARE(QString::fromStdString(checkpoint.format), "inspike-model");
        QCOMPARE(QString::fromStdString(checkpoint.system), "smnn");
        QVERIFY(checkpoint.config == written.config);
        QVERIFY(checkpoint.training == written.training);
        QCOMPARE(checkpoint.state.size(), written.state.size());
        for (const auto& [name, tensor] : written.state) {
            const Tensor& again = checkpoint.state.at(name);
            QVERIFY2(again.dtype == tensor.dtype, name.c_str());
            QVERIFY2(again.shape == tensor.shape, name.c_str());
            QVERIFY2(again.bytes == tensor.bytes, name.c_str());
        }
    }

    void sameModelGivesSameBytes()
    {
        writeModelFile(m_path, someModel());
        const QByteArray first = contentOf(m_path);
        QTest::qSleep(1100); // another second, if any time stamp were written
        writeModelFile(m_path, someModel());
        QVERIFY(first == contentOf(m_path));
    }

    void aFailureLeavesTheOldFile()
    {
        writeModelFile(m_path, someModel());
        const QByteArray before = contentOf(m_path);
        for (const char* name : {"", "a//b", "../up", "/root", "end/"}) {
            Checkpoint broken = someModel();
            broken.state[name] = Tensor::fromFloats({1}, {1});
            QVERIFY_EXCEPTION_THROWN(writeModelFile(m_path, broken), Error);
        }
        QVERIFY(before == contentOf(m_path));
        QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files | QDir::Hidden).size(), 1);
    }

    void aModelWithoutParametersIsRefused()
    {
        writeModelFile(m_path, Checkpoint{});
        try {
            read(m_path);
            QFAIL("was read");
        } catch (const Error& error) {
            QVERIFY2(QString(error.what()).contains("/state_dict"), error.what());
        }
    }

    void damagedConfigurationIsNamed()
    {
        {
            Hdf5File file = Hdf5File::create(m_path);
            file.setAttribute("/", "inspike_kind", std::string_view("model"));
            file.setAttribute("/", "config", std::string_view("{broken"));
            file.writeFloats("/state_dict/a", {1}, std::vector<float>{1});
        }
        try {
            read(m_path);
            QFAIL("was read");
        } catch (const Error& error) {
            QVERIFY(error.kind() == ErrorKind::BadFormat);
            QVERIFY2(QString(error.what()).contains("'config'"), error.what());
        }
    }

    void otherHdf5FilesAreNoModels()
    {
        {
            Hdf5File file = Hdf5File::create(m_path);
            file.writeFloats("/state_dict/a", {1}, std::vector<float>{1});
        }
        QVERIFY(!looksLikeCheckpoint(m_path));
        try {
            read(m_path);
            QFAIL("was read");
        } catch (const Error& error) {
            QVERIFY(error.kind() == ErrorKind::Unsupported);
        }
    }

    void fixturesAreModels()
    {
        const auto path = test::sharedFile("fixtures/smnn-mante-n30p2-single.h5");
        INSPIKE_NEED(path, "fixture");
        const Checkpoint checkpoint = read(path);
        QCOMPARE(QString::fromStdString(checkpoint.format), "fixture");
        QCOMPARE(QString::fromStdString(checkpoint.system), "smnn");
        QVERIFY((checkpoint.state.at("Win").shape == std::vector<std::size_t>{30, 4}));
        QVERIFY((checkpoint.state.at("pout").shape == std::vector<std::size_t>{30, 2}));
        QVERIFY(checkpoint.config.isObject());
    }

    void everyFixtureWithParametersOpens()
    {
        const auto folder = test::sharedFile("fixtures");
        INSPIKE_NEED(folder, "fixtures");
        int opened = 0;
        for (const auto& entry : std::filesystem::directory_iterator(folder)) {
            if (entry.path().extension() != ".h5")
                continue;
            const Hdf5File file = Hdf5File::open(entry.path());
            if (!file.hasGroup("/state_dict") || file.children("/state_dict").empty())
                continue; // cases of plain functions
            QVERIFY2(!read(entry.path()).state.empty(), entry.path().c_str());
            ++opened;
        }
        QVERIFY(opened > 5);
    }

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    std::filesystem::path m_path;
};

INSPIKE_TEST(TstModelFile, tst_model_file)
#include "tst_model_file.moc"
