// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/io/hdf5/hdf5_file.h"
#include "core/nn/run_file.h"
#include "tests/support/run_tests.h"
#include "tests/support/shared_data.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>

using namespace inspike;

namespace {

LabelledArray someArray()
{
    Axis time{AxisKind::Time, 2, 1000.0, 2000.0, {}};
    Axis sample{AxisKind::Sample, 3, 0.0, 1.0, {10, 20, 30}};
    return {{time, sample}, {0, 1, 2, 3, 4, 5}};
}

Run someRun()
{
    Run run;
    run.outputs["y"] = {{"y", "Output", ProbeKind::Other, {AxisKind::Time, AxisKind::Sample}},
                        someArray()};
    SparseSpikes spikes;
    spikes.axes = {{AxisKind::Time, 2, 0.0, 2000.0, {}}, {AxisKind::Unit, 4, 0.0, 1.0, {}}};
    spikes.index = {0, 3, 7};
    run.probes["S"] = {{"S", "Spikes", ProbeKind::Spikes, {AxisKind::Time, AxisKind::Unit}},
                       spikes};
    run.probes["lif/block.0"] = {
        {"lif/block.0", "Membrane", ProbeKind::Membrane, {AxisKind::Time, AxisKind::Sample}},
        someArray()};
    SparseSpikes silent = spikes;
    silent.index.clear();
    run.probes["silent"] = {
        {"silent", "Silent", ProbeKind::Spikes, {AxisKind::Time, AxisKind::Unit}}, silent};
    run.inputs["x"] = Tensor::fromFloats({2, 1}, {7, 8});
    run.inputs["x"].axes = {AxisKind::Time, AxisKind::Channel};
    run.parameters["pin"] =
        LabelledArray({{AxisKind::Unit, 2, 0, 1, {}}, {AxisKind::Mode, 1, 0, 1, {}}}, {1, 2});
    run.stepDuration = 2000;
    run.made.system = "smnn";
    run.made.modelFile = "model.h5";
    run.made.seed = 5;
    run.made.wallSeconds = 0.5;
    return run;
}

bool sameAxes(const std::vector<Axis>& a, const std::vector<Axis>& b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const Axis& x, const Axis& y) {
        return x.kind == y.kind && x.size == y.size && x.origin == y.origin &&
               x.spacing == y.spacing && x.keys == y.keys;
    });
}

QByteArray contentOf(const std::filesystem::path& path)
{
    QFile file(QString::fromStdString(path.string()));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void compareActivations(const std::map<std::string, Activation>& read,
                        const std::map<std::string, Activation>& written)
{
    QCOMPARE(read.size(), written.size());
    for (const auto& [id, activation] : written) {
        const Activation& again = read.at(id);
        QVERIFY(again.values.index() == activation.values.index());
        QVERIFY(sameAxes(again.axes(), activation.axes()));
        QVERIFY(again.probe.kind == activation.probe.kind);
        QVERIFY(again.probe.axes == activation.probe.axes);
        QVERIFY(again.probe.id == id);
        QCOMPARE(QString::fromStdString(again.probe.title),
                 QString::fromStdString(activation.probe.title));
        const LabelledArray a = again.dense();
        const LabelledArray b = activation.dense();
        QVERIFY(
            std::equal(a.values().begin(), a.values().end(), b.values().begin(), b.values().end()));
    }
}

// The group of a fixture as the activations of a run; what holds only 0 and 1 becomes spikes.
std::map<std::string, Activation> activationsOf(const Hdf5File& file, const std::string& group)
{
    std::map<std::string, Activation> result;
    for (const std::string& name : file.children(group)) {
        const std::string path = group + "/" + name;
        std::vector<Axis> axes;
        for (const std::size_t size : file.shape(path))
            axes.push_back({AxisKind::Feature, size, 0.0, 1.0, {}});
        LabelledArray array(axes, file.readFloats(path));
        Activation& activation = result[name];
        activation.probe.id = name;
        if (name == "S")
            activation.values = SparseSpikes::fromDense(array);
        else
            activation.values = array;
    }
    return result;
}

} // namespace

class TstRunFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_path = std::filesystem::path(m_folder->path().toStdString()) / "run.h5";
    }

    void everythingSurvivesTheFile()
    {
        JobContext job = nullJob();
        const Run written = someRun();
        writeRun(m_path, written, false, job);
        QVERIFY(looksLikeRun(m_path));
        const Run run = readRun(m_path, job);
        compareActivations(run.outputs, written.outputs);
        compareActivations(run.probes, written.probes);
        QCOMPARE(run.inputs.size(), std::size_t{1});
        QVERIFY(run.inputs.at("x").bytes == written.inputs.at("x").bytes);
        QVERIFY(run.inputs.at("x").axes == written.inputs.at("x").axes);
        QVERIFY(sameAxes(run.parameters.at("pin").axes(), written.parameters.at("pin").axes()));
        QCOMPARE(run.stepDuration, written.stepDuration);
        QVERIFY(run.made.toJson() == written.made.toJson());
    }

    void theLayoutIsThePublishedOne()
    {
        JobContext job = nullJob();
        writeRun(m_path, someRun(), false, job);
        const Hdf5File file = Hdf5File::open(m_path);
        QVERIFY(file.textAttribute("/", "inspike_kind") == "run");
        QVERIFY(file.numberAttribute("/", "inspike_version") == 1.0);
        QVERIFY(file.numberAttribute("/", "step_us") == 2000.0);
        QVERIFY(file.textAttribute("/output/y", "axes") == "time,sample");
        QVERIFY(file.textAttribute("/probe/S", "axes") == "time,unit");
        QVERIFY((file.integersAttribute("/probe/S", "shape") == std::vector<std::int64_t>{2, 4}));
        QVERIFY(file.dtype("/probe/S/index") == DType::UInt64);
        QVERIFY(file.hasDataset("/input/x"));
        QVERIFY(file.hasDataset("/parameters/pin"));
        const Json made = Json::parse(file.textAttribute("/", "provenance").value_or(""));
        QCOMPARE(made["seed"].toInteger(), std::int64_t{5});
    }

    void sameRunGivesSameBytes()
    {
        JobContext job = nullJob();
        writeRun(m_path, someRun(), false, job);
        const QByteArray first = contentOf(m_path);
        QTest::qSleep(1100); // another second, if any time stamp were written
        writeRun(m_path, someRun(), true, job);
        QVERIFY(first == contentOf(m_path));
    }

    void anExistingFileIsReplacedOnlyOnRequest()
    {
        JobContext job = nullJob();
        writeRun(m_path, someRun(), false, job);
        try {
            writeRun(m_path, someRun(), false, job);
            QFAIL("was replaced");
        } catch (const Error& error) {
            QVERIFY(error.kind() == ErrorKind::BadOutput);
        }
    }

    void cancellingLeavesNothing()
    {
        std::stop_source stop;
        stop.request_stop();
        JobContext job(stop.get_token(), {});
        QVERIFY_EXCEPTION_THROWN(writeRun(m_path, someRun(), false, job), Error);
        QVERIFY(QDir(m_folder->path()).entryList(QDir::Files | QDir::Hidden).isEmpty());
    }

    void damagedRunsAreRefused_data()
    {
        QTest::addColumn<QString>("fault");
        for (const char* fault : {"outside", "claim", "overflow", "axes", "unknown axis", "json"})
            QTest::newRow(fault) << fault;
    }
    void damagedRunsAreRefused()
    {
        QFETCH(QString, fault);
        {
            Hdf5File file = Hdf5File::create(m_path);
            file.setAttribute("/", "inspike_kind", std::string_view("run"));
            if (fault == "json")
                file.setAttribute("/", "provenance", std::string_view("{"));
            file.writeUnsigned("/probe/S/index", std::vector<std::uint64_t>{1, 8});
            std::vector<std::int64_t> shape = {2, 5};
            if (fault == "outside")
                shape = {2, 4};
            else if (fault == "claim")
                shape = {1'000'000'000, 1'000'000};
            else if (fault == "overflow")
                shape = {INT64_MAX, INT64_MAX};
            file.setAttribute("/probe/S", "shape", shape);
            file.setAttribute("/probe/S", "axes",
                              std::string_view(fault == "axes"           ? "time"
                                               : fault == "unknown axis" ? "time,taste"
                                                                         : "time,unit"));
        }
        JobContext job = nullJob();
        try {
            readRun(m_path, job);
            QFAIL("was read");
        } catch (const Error& error) {
            QVERIFY2(error.kind() == ErrorKind::BadFormat, error.what());
        }
    }

    void truncatedRunsAreRefused()
    {
        JobContext job = nullJob();
        writeRun(m_path, someRun(), false, job);
        const QByteArray content = contentOf(m_path);
        const auto cut = m_path.parent_path() / "cut.h5";
        for (qsizetype length = 0; length < content.size(); length += 256) {
            QFile file(QString::fromStdString(cut.string()));
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(content.left(length));
            file.close();
            QVERIFY_EXCEPTION_THROWN(readRun(cut, job), Error);
        }
    }

    void theComparingToolAcceptsAFixturesOwnNumbers()
    {
        const auto fixture = test::sharedFile("fixtures/smnn-mante-n30p2-single.h5");
        const auto tool = test::sharedFile("tools/compare_run.py");
        INSPIKE_NEED(fixture, "fixture");
        INSPIKE_NEED(tool, "comparing tool");
        Run run;
        {
            const Hdf5File file = Hdf5File::open(fixture);
            run.outputs = activationsOf(file, "/output");
            run.probes = activationsOf(file, "/probe");
        }
        JobContext job = nullJob();
        writeRun(m_path, run, false, job);
        QProcess python;
        python.start("/usr/bin/python3", {"-c", "import h5py"});
        if (!python.waitForStarted() || !python.waitForFinished() || python.exitCode() != 0)
            QSKIP("no h5py for /usr/bin/python3");
        python.start("/usr/bin/python3",
                     {QString::fromStdString(tool.string()),
                      QString::fromStdString(m_path.string()),
                      QString::fromStdString(fixture.string()), "--need", "output/y", "probe/S"});
        QVERIFY(python.waitForFinished());
        const QByteArray report = python.readAll();
        QVERIFY2(python.exitCode() == 0, report.constData());
        QVERIFY2(report.contains("ok   probe/S: 0.00e+00"), report.constData());
    }

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    std::filesystem::path m_path;
};

INSPIKE_TEST(TstRunFile, tst_run_file)
#include "tst_run_file.moc"
