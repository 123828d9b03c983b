// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/base/hash.h"
#include "core/nn/run_file.h"
#include "core/workspace/open_file.h"
#include "tests/support/run_tests.h"
#include "tests/support/shared_data.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

using namespace inspike;

namespace {

namespace fs = std::filesystem;

void write(const fs::path& path, const QByteArray& content)
{
    QFile file(QString::fromStdString(path.string()));
    if (file.open(QIODevice::WriteOnly))
        file.write(content);
}

OpenedFile open(const fs::path& path)
{
    JobContext job = nullJob();
    return openFile(path, job);
}

struct Refusal
{
    ErrorKind kind = ErrorKind::Internal;
    QString message;
};

Refusal refusalOf(const fs::path& path)
{
    try {
        open(path);
    } catch (const Error& error) {
        return {error.kind(), error.what()};
    }
    return {};
}

// Adds one to what it is given.
class AddingModel : public Model
{
public:
    AddingModel()
    {
        m_info.system = "adder";
        m_info.config.set("step", 1);
    }
    const ModelInfo& info() const override { return m_info; }
    Run run(const InferenceRequest& request, JobContext&) const override
    {
        Run run;
        run.made.system = "replaced by the caller";
        run.inputs["seen"] =
            Tensor::fromInt64({1}, {static_cast<std::int64_t>(request.recording->streams.size())});
        return run;
    }
    LabelledArray parameter(std::string_view) const override { return {}; }

private:
    ModelInfo m_info;
};

} // namespace

class TstOpenFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_temporary = std::make_unique<QTemporaryDir>();
        m_folder = fs::path(m_temporary->path().toStdString());
        qunsetenv("INSPIKE_RESOURCES");
    }

    void aFixtureIsAModelAndARecording()
    {
        const auto path = test::sharedFile("fixtures/smnn-mante-n30p2-single.h5");
        INSPIKE_NEED(path, "fixture");
        const OpenedFile opened = open(path);
        QVERIFY(opened.model != nullptr);
        QVERIFY(opened.recording != nullptr);
        QVERIFY(opened.run == nullptr);
        QCOMPARE(QString::fromStdString(opened.model->info().system), "smnn");
        QVERIFY(opened.recording->first<Tensor>() != nullptr);
    }

    void eventsAreOnlyARecording()
    {
        const auto path = test::sharedFile("data/nmnist/1.bin");
        INSPIKE_NEED(path, "N-MNIST");
        const OpenedFile opened = open(path);
        QVERIFY(opened.model == nullptr);
        QCOMPARE(opened.recording->first<EventStream>()->size(), std::size_t{4681});
    }

    void aRunIsARun()
    {
        JobContext job = nullJob();
        Run run;
        run.inputs["x"] = Tensor::fromFloats({1}, {1});
        writeRun(m_folder / "run.bin", run, false, job); // the name says something else
        const OpenedFile opened = open(m_folder / "run.bin");
        QVERIFY(opened.run != nullptr);
        QVERIFY(opened.recording == nullptr);
    }

    void refusalsSayWhatWasTried()
    {
        write(m_folder / "noise.xyz", QByteArray("\x01\x02\x03 nothing known \x00\xff", 20));
        const Refusal refusal = refusalOf(m_folder / "noise.xyz");
        QVERIFY(refusal.kind == ErrorKind::Unsupported);
        QVERIFY2(refusal.message.contains("N-MNIST"), qPrintable(refusal.message));
        QVERIFY2(refusal.message.contains("model, run"), qPrintable(refusal.message));
    }

    void maliciousCheckpointsKeepTheirReason()
    {
        const Refusal refusal =
            refusalOf(fs::path(INSPIKE_TEST_DATA) / "checkpoints" / "os_system.pth");
        QVERIFY2(refusal.message.contains("'os.system'"), qPrintable(refusal.message));
        QVERIFY(exitCodeOf(refusal.kind) == 3);
    }

    void missingEmptyAndFolderAreToldApart()
    {
        write(m_folder / "empty.h5", {});
        QVERIFY(refusalOf(m_folder / "gone.h5").kind == ErrorKind::NotFound);
        const Refusal folder = refusalOf(m_folder);
        QVERIFY(folder.kind == ErrorKind::Unsupported);
        QVERIFY2(folder.message.contains("labels.txt"), qPrintable(folder.message));
        const Refusal empty = refusalOf(m_folder / "empty.h5");
        QVERIFY(empty.kind == ErrorKind::BadFormat);
        QVERIFY(empty.message.contains("empty"));
    }

    void aFolderOfClassesIsARecording()
    {
        for (const char* name : {"digits/7", "digits/3"})
            fs::create_directories(m_folder / name);
        write(m_folder / "digits/7/a.bin", "x");
        write(m_folder / "digits/3/b.bin", "x");
        for (const fs::path& path : {m_folder / "digits", m_folder / "digits/"}) {
            const OpenedFile opened = open(path);
            QVERIFY(opened.model == nullptr && opened.run == nullptr);
            QCOMPARE(opened.recording->first<SampleList>()->items.size(), std::size_t{2});
            QCOMPARE(QString::fromStdString(opened.recording->info.title), "digits");
        }
    }

    void runsOverFoldersNameThem()
    {
        fs::create_directories(m_folder / "digits/7");
        write(m_folder / "digits/7/a.bin", "x");
        const fs::path model = m_folder / "model.bin";
        write(model, "x");
        JobContext job = nullJob();
        InferenceRequest request;
        request.recording = open(m_folder / "digits").recording;
        const auto hashOf = [&] {
            const auto run = runModel(model, std::make_shared<AddingModel>(), m_folder / "digits/",
                                      request, job);
            QString name = QString::fromStdString(run->made.recordingFile);
            return name + " " + QString::fromStdString(run->made.recordingSha256);
        };
        const QString before = hashOf();
        QVERIFY(before.startsWith("digits ") && before.size() == 7 + 64);
        QCOMPARE(hashOf(), before);
        write(m_folder / "digits/7/b.bin", "x");
        QVERIFY(hashOf() != before);
    }

    void aWorkspaceIsNoData()
    {
        write(m_folder / "w.inspike", "{\n \"inspike\": \"workspace\",\n \"version\": 1}");
        QVERIFY(refusalOf(m_folder / "w.inspike").message.contains("workspace"));
    }

    void truncatedFixturesAreRefused()
    {
        const auto path = test::sharedFile("fixtures/smnn-rate-n40p4.h5");
        INSPIKE_NEED(path, "fixture");
        QFile file(QString::fromStdString(path.string()));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray content = file.readAll();
        for (qsizetype length = 4096; length < content.size(); length += 65536) {
            const auto cut = m_folder / (std::to_string(length) + ".h5");
            write(cut, content.left(length));
            QVERIFY(exitCodeOf(refusalOf(cut).kind) == 3);
        }
    }

    void aRunKnowsWhereItComesFrom()
    {
        write(m_folder / "model.h5", "model");
        write(m_folder / "trials.csv", "trials");
        auto recording = std::make_shared<Recording>();
        recording->info.trial = 3;
        InferenceRequest request;
        request.recording = recording;
        request.seed = 17;
        request.probeGlobs = {"S", "U*"};
        JobContext job = nullJob();
        const auto run = runModel(m_folder / "model.h5", std::make_shared<AddingModel>(),
                                  m_folder / "trials.csv", request, job);
        QCOMPARE(QString::fromStdString(run->made.modelFile), "model.h5");
        QCOMPARE(QString::fromStdString(run->made.modelSha256),
                 QString::fromStdString(sha256OfFile(m_folder / "model.h5", job)));
        QCOMPARE(QString::fromStdString(run->made.recordingSha256),
                 QString::fromStdString(sha256OfFile(m_folder / "trials.csv", job)));
        QCOMPARE(QString::fromStdString(run->made.system), "adder");
        QCOMPARE(run->made.seed, std::uint64_t{17});
        QCOMPARE(run->made.settings["trial"].toInteger(), std::int64_t{3});
        QCOMPARE(run->made.settings["config"]["step"].toInteger(), std::int64_t{1});
        QCOMPARE(QString::fromStdString(run->made.settings["probes"].dump()), R"(["S","U*"])");
        QVERIFY(run->inputs.contains("seen"));
    }

    void resourcesFollowTheEnvironment()
    {
        qputenv("INSPIKE_RESOURCES", m_temporary->path().toUtf8());
        QVERIFY(resourcesFolder() == m_folder);
        qputenv("INSPIKE_RESOURCES", "/no/such/folder");
        try {
            resourcesFolder();
            QFAIL("was found");
        } catch (const Error& error) {
            QVERIFY(error.kind() == ErrorKind::NotFound);
            QVERIFY(QString(error.what()).contains("/no/such/folder"));
        }
    }

    void withoutEnvironmentTheSourceTreeIsFound() { QVERIFY(fs::is_directory(resourcesFolder())); }

    void samplesAreListedWithTheirFiles()
    {
        qputenv("INSPIKE_RESOURCES", m_temporary->path().toUtf8());
        QVERIFY_EXCEPTION_THROWN(shippedSamples(), Error);
        fs::create_directory(m_folder / "samples");
        write(m_folder / "samples" / "samples.json",
              R"({"samples":[{"id":"one","title":"One","files":["a.h5","b.h5"]}]})");
        const std::vector<Sample> samples = shippedSamples();
        QCOMPARE(samples.size(), std::size_t{1});
        QCOMPARE(QString::fromStdString(samples[0].id), "one");
        QVERIFY(samples[0].files == (std::vector<fs::path>{m_folder / "samples" / "a.h5",
                                                           m_folder / "samples" / "b.h5"}));
        write(m_folder / "samples" / "samples.json", R"({"samples":[{"title":"One"}]})");
        QVERIFY_EXCEPTION_THROWN(shippedSamples(), Error);
    }

    void cleanup() { qunsetenv("INSPIKE_RESOURCES"); }

private:
    std::unique_ptr<QTemporaryDir> m_temporary;
    fs::path m_folder;
};

INSPIKE_TEST(TstOpenFile, tst_open_file)
#include "tst_open_file.moc"
