// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/program.h"
#include "tests/support/run_tests.h"
#include "tests/support/shared_data.h"

#include <QProcess>
#include <QTemporaryDir>

using namespace inspike::test;

// `inspike run` against reference numbers that were computed elsewhere. The comparison is a Python
// script beside the reference files, so that this program does not judge itself.
class TstReference : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void runsReproduceTheReference_data()
    {
        QTest::addColumn<QString>("fixture");
        QTest::addColumn<QStringList>("needed");
        QTest::addColumn<QString>("path");
        for (const char* name :
             {"smnn-mante-n30p2-single", "smnn-mnist-n50p5-double", "smnn-rate-n40p4"})
            QTest::newRow(name) << QString(name) << QStringList{"output/y"} << QString("fast");
        const QStringList residual = {"output/logits", "output/audio_residual"};
        for (const char* name :
             {"s-cmrl-a-small", "s-cmrl-b-urbansound", "s-cmrl-d-mnistdvs", "s-cmrl-e-variant-cmci",
              "s-cmrl-e-variant-spatial", "s-cmrl-e-variant-temporal",
              "s-cmrl-e-variant-spatialtemporal-nocontrast"}) {
            for (const char* path : {"plain", "fast"})
                QTest::newRow(qPrintable(QString("%1 %2").arg(name, path)))
                    << QString(name) << residual << QString(path);
        }
        const QStringList transfer = {"output/prediction", "output/event_feature"};
        for (const char* name : {"static-to-event-a-vgg-narrow", "static-to-event-c-resnet-narrow",
                                 "static-to-event-e-scnn-paper"}) {
            for (const char* path : {"plain", "fast"})
                QTest::newRow(qPrintable(QString("%1 %2").arg(name, path)))
                    << QString(name) << transfer << QString(path);
        }
    }
    void runsReproduceTheReference()
    {
        QFETCH(const QString, fixture);
        QFETCH(const QStringList, needed);
        QFETCH(const QString, path);
        const auto file = sharedFile("fixtures/" + fixture.toStdString() + ".h5");
        INSPIKE_NEED(file, "reference numbers");
        const auto tool = sharedFile("tools/compare_run.py");
        INSPIKE_NEED(tool, "comparison script");
        const QString python = QStringLiteral("/usr/bin/python3");
        if (QProcess::execute(python, {"-c", "import h5py, numpy"}) != 0)
            QSKIP("python3-h5py and python3-numpy are not installed");

        const QTemporaryDir folder;
        const QString model = QString::fromStdString(file.string());
        INSPIKE_SUCCEEDS(program({"run", "--model", model, "--recording", model, "--set",
                                  "path=" + path, "-o", "run.h5"},
                                 folder.path()));
        QProcess compare;
        compare.start(python,
                      QStringList{QString::fromStdString(tool.string()), folder.filePath("run.h5"),
                                  model, "--spike-mismatch", "0", "--need"} +
                          needed);
        QVERIFY(compare.waitForFinished());
        const QByteArray report = compare.readAllStandardOutput() + compare.readAllStandardError();
        QVERIFY2(compare.exitCode() == 0, report.constData());
        QVERIFY2(report.contains(" 0 failed"), report.constData());
        qInfo("%s", report.split('\n').value(report.count('\n') - 1).constData());
    }
};

INSPIKE_TEST(TstReference, tst_reference)
#include "tst_reference.moc"
