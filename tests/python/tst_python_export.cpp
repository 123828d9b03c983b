// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/recording.h"
#include "core/figures/raster_figure.h"
#include "core/figures/raster_source.h"
#include "core/figures/series_figure.h"
#include "core/io/reader_registry.h"
#include "core/nn/run_file.h"
#include "tests/support/run_tests.h"

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>

#include <algorithm>

using namespace inspike;

namespace {

constexpr int kLongestMs = 120'000;

struct PythonOutcome
{
    int code = -1;
    QString said;
};

PythonOutcome python(const QString& program, const QStringList& words)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.setWorkingDirectory(QStringLiteral(INSPIKE_SOURCE_DIR "/tests/python"));
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert("PYTHONDONTWRITEBYTECODE", "1");
    environment.insert("OMP_NUM_THREADS", "1");
    process.setProcessEnvironment(environment);
    process.start(program, words);
    if (!process.waitForFinished(kLongestMs))
        process.kill();
    PythonOutcome outcome;
    if (process.exitStatus() == QProcess::NormalExit && process.error() == QProcess::UnknownError)
        outcome.code = process.exitCode();
    outcome.said = QString::fromUtf8(process.readAll());
    return outcome;
}

// An interpreter that has what the exporter needs; empty if there is none.
QString pythonWithTorch()
{
    for (const char* program : {"/usr/bin/python3", "python3"}) {
        if (python(program, {"-c", "import torch, numpy, h5py"}).code == 0)
            return program;
    }
    return {};
}

Run runAt(const std::filesystem::path& path)
{
    JobContext job = nullJob();
    return readRun(path, job);
}

std::filesystem::path committedRun()
{
    return INSPIKE_TEST_DATA "/runs/from_python.run.h5";
}

std::vector<float> valuesOf(const Run& run, std::string_view id)
{
    const Activation* activation = run.find(id);
    if (activation == nullptr)
        return {};
    const LabelledArray array = activation->dense();
    return {array.values().begin(), array.values().end()};
}

} // namespace

// Runs and recordings that resources/python/inspike_export.py writes: what Python put into them is
// what is read. Without an interpreter that has torch, the committed run is still read.
class TstPythonExport : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_python = pythonWithTorch(); }

    void theRunSaysWhatTheNetworkIs()
    {
        const Run run = runAt(committedRun());
        QCOMPARE(run.made.system, std::string("pytorch"));
        QCOMPARE(run.made.modelFile, std::string("LoopNet"));
        QCOMPARE(run.sampleIds, (std::vector<std::string>{"trial-a", "trial-b", "trial-c"}));
        QCOMPARE(run.notes, std::vector<std::string>{"made by tests/data/make_python_run.py"});
        QVERIFY(run.stepDuration == Time{1000});
        QCOMPARE(run.made.settings["class_names"].items().size(), std::size_t{4});
        QVERIFY(run.inputs.at("label").toFloats() == (std::vector<float>{2, 0, 3}));

        std::vector<std::string> ids;
        for (const LayerNode& node : run.graph.nodes)
            ids.push_back(node.id);
        QCOMPARE(ids, (std::vector<std::string>{"x", "fc1", "lif1", "fc2", "lif2", "output"}));
        QCOMPARE(run.graph.edges.size(), std::size_t{5});
        const LayerNode& first = *run.graph.find("fc1");
        QCOMPARE(first.kind, std::string("Linear"));
        QCOMPARE(first.inputShape, std::vector<std::int64_t>{6});
        QCOMPARE(first.outputShape, std::vector<std::int64_t>{12});
        QCOMPARE(first.parameters, std::uint64_t{84});
        QVERIFY(first.synapses && first.synapses->kind == Synapses::Kind::Dense);
        for (const LayerNode& node : run.graph.nodes) {
            for (const std::string& probe : node.probes)
                QVERIFY2(run.find(probe) != nullptr, probe.c_str());
            for (const std::string& weight : node.weights)
                QVERIFY2(run.parameters.contains(weight), weight.c_str());
        }
    }

    void probesHaveKindsAxesAndTime()
    {
        const Run run = runAt(committedRun());
        const Activation& spikes = run.probes.at("lif1/spikes");
        QVERIFY(spikes.probe.kind == ProbeKind::Spikes);
        QVERIFY(std::holds_alternative<SparseSpikes>(spikes.values));
        QCOMPARE(axisNames(spikes.axes()), std::string("time,sample,unit"));
        QCOMPARE(spikes.axes()[0].spacing, 1000.0);
        QCOMPARE(spikes.axes()[0].size, std::size_t{50});
        QVERIFY(run.probes.at("lif2/membrane").probe.kind == ProbeKind::Membrane);
        QVERIFY(run.probes.at("fc1/output").probe.kind == ProbeKind::Other);
        QCOMPARE(axisNames(run.outputs.at("prediction").axes()), std::string("sample,class"));
    }

    void numbersAgreeWithEachOther()
    {
        const Run run = runAt(committedRun());
        const LabelledArray spikes = run.probes.at("lif2/spikes").dense();
        QVERIFY(valuesOf(run, "lif2/spikes") == valuesOf(run, "output"));
        std::vector<float> perSample(3, 0.0F);
        std::vector<float> perClass(12, 0.0F);
        for (std::size_t i = 0; i < spikes.size(); ++i) {
            perSample[i / 4 % 3] += spikes.values()[i];
            perClass[i % 12] += spikes.values()[i];
        }
        QVERIFY(valuesOf(run, "count/lif2") == perSample);
        QVERIFY(valuesOf(run, "prediction") == perClass);
        QVERIFY(*std::max_element(perSample.begin(), perSample.end()) > 0.0F);
    }

    void rasterAndTracesAreDrawn()
    {
        const Run run = runAt(committedRun());
        const RasterSource source = rasterSourceFromRun(run, {}, 1);
        QCOMPARE(source.population, std::string("lif1/spikes"));
        QCOMPARE(source.units(), std::size_t{12});
        QVERIFY(!source.stepTime);
        QVERIFY(source.count() > 0);
        QCOMPARE(static_cast<float>(source.count()), valuesOf(run, "count/lif1")[1]);

        JobContext job = nullJob();
        const Params params = Params(tracesParams());
        const SeriesFigure figure = buildTraces(run, params, {}, job);
        QVERIFY(figure.panels.size() >= 2);
    }

    void pythonsOwnTestsPass_data()
    {
        QTest::addColumn<QString>("script");
        for (const char* script : {"test_inspike_export.py", "test_save_recording.py"})
            QTest::newRow(script) << script;
    }
    void pythonsOwnTestsPass()
    {
        QFETCH(const QString, script);
        if (m_python.isEmpty())
            QSKIP("no python3 with torch, numpy and h5py");
        const PythonOutcome outcome = python(m_python, {script});
        QVERIFY2(outcome.code == 0, qPrintable(outcome.said));
        QVERIFY2(outcome.said.contains("OK"), qPrintable(outcome.said));
    }

    void theRunMadeNowIsTheCommittedOne()
    {
        if (m_python.isEmpty())
            QSKIP("no python3 with torch, numpy and h5py");
        const QTemporaryDir folder;
        const QString path = folder.filePath("made.run.h5");
        const PythonOutcome outcome =
            python(m_python, {QStringLiteral(INSPIKE_TEST_DATA "/make_python_run.py"), path});
        QVERIFY2(outcome.code == 0, qPrintable(outcome.said));
        const Run made = runAt(path.toStdString());
        const Run committed = runAt(committedRun());
        QCOMPARE(made.probes.size(), committed.probes.size());
        for (const auto& [id, activation] : committed.probes) {
            const std::vector<float> wanted = valuesOf(committed, id);
            const std::vector<float> found = valuesOf(made, id);
            QCOMPARE(found.size(), wanted.size());
            for (std::size_t i = 0; i < wanted.size(); ++i)
                QVERIFY2(std::abs(found[i] - wanted[i]) < 1e-4F, id.c_str());
        }
        QCOMPARE(made.graph.toJson().dump(), committed.graph.toJson().dump());
    }

    void recordingsFromPythonAreRead()
    {
        if (m_python.isEmpty())
            QSKIP("no python3 with torch, numpy and h5py");
        const QTemporaryDir folder;
        const QString path = folder.filePath("made.h5");
        const QString script = QStringLiteral(R"(
import sys
import numpy
sys.path.insert(0, sys.argv[1])
import inspike_export
inspike_export.save_recording(sys.argv[2], title="Made",
    spikes={"cells": {"time": [0.001, 0.002, 0.002], "unit": [0, 2, 1], "units": 4}},
    events={"t": [10, 20], "x": [3, 4], "y": [0, 1], "p": [0, 1], "width": 10, "height": 5},
    signals=(numpy.arange(6).reshape(3, 2), 100.0), frames=numpy.full((2, 3, 4), 7, numpy.uint8),
    tensors={"x": (numpy.ones((2, 3)), "time,unit")}, labels=["b", "a"]))");
        const PythonOutcome outcome = python(
            m_python, {"-c", script, QStringLiteral(INSPIKE_SOURCE_DIR "/resources/python"), path});
        QVERIFY2(outcome.code == 0, qPrintable(outcome.said));

        JobContext job = nullJob();
        const Recording recording = readRecording(path.toStdString(), job);
        QCOMPARE(recording.info.title, std::string("Made"));
        QVERIFY(recording.info.notes.empty());
        const auto* cells = recording.stream<SpikeTrains>("cells");
        QVERIFY(cells != nullptr && cells->units() == 4 && cells->spikes() == 3);
        QCOMPARE(cells->train(2)[0], Time{2000});
        const auto* events = recording.stream<EventStream>("main");
        QVERIFY(events != nullptr && events->size() == 2 && events->onCount() == 1);
        QCOMPARE(events->width(), 10U);
        const auto* signal = recording.stream<Signal>("main");
        QVERIFY(signal != nullptr && signal->channels == 2 && signal->data.back() == 5.0F);
        const auto* frames = recording.stream<Frames>("main");
        QVERIFY(frames != nullptr && frames->count == 2 && frames->data.front() == 7);
        const auto* tensor = recording.stream<Tensor>("x");
        QVERIFY(tensor != nullptr && tensor->axes[0] == AxisKind::Time);
        const auto* labels = recording.stream<Labels>("main");
        QVERIFY(labels != nullptr && labels->names == (std::vector<std::string>{"a", "b"}));
        QCOMPARE(labels->values, (std::vector<std::int64_t>{1, 0}));
    }

private:
    QString m_python;
};

INSPIKE_TEST(TstPythonExport, tst_python_export)
#include "tst_python_export.moc"
