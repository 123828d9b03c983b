// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/program.h"
#include "tests/support/run_tests.h"

#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>

#include <csignal>

using namespace inspike::test;

namespace {

const QStringList kSmall = {"train",    "smnn",  "--set",   "task=context", "--set",
                            "units=20", "--set", "batch=5", "--seed",       "3"};

// While the loader is still at work, a signal ends any process the system's way.
bool handlesSignals(qint64 id)
{
    for (const QByteArray& line : bytesOf(QString("/proc/%1/status").arg(id)).split('\n')) {
        if (line.startsWith("SigCgt:"))
            return (line.mid(7).trimmed().toULongLong(nullptr, 16) & (1U << (SIGINT - 1))) != 0;
    }
    return true; // it has ended already
}

} // namespace

// `inspike train`: a model and its log, the same from the same seed, and a stop that can be
// resumed.
class TstTraining : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writesAModelAndALog()
    {
        // The model keeps the command that made it, so both get the same name.
        const QTemporaryDir folder;
        const QTemporaryDir other;
        for (const QTemporaryDir* place : {&folder, &other}) {
            INSPIKE_SUCCEEDS(
                program(kSmall + QStringList{"--epochs", "2", "-o", "a.h5"}, place->path()));
            QCOMPARE(namesIn(place->path()), (QStringList{"a.h5", "a.h5.log.csv"}));
        }
        QVERIFY(bytesOf(folder.filePath("a.h5")) == bytesOf(other.filePath("a.h5")));
        const QList<QByteArray> lines =
            bytesOf(folder.filePath("a.h5.log.csv")).trimmed().split('\n');
        QCOMPARE(lines.size(), 3);
        QVERIFY(lines[0].startsWith("epoch,"));
        QVERIFY(lines[2].startsWith("2,"));
        INSPIKE_SUCCEEDS(program({"info", "a.h5"}, folder.path()));
    }

    void interruptLeavesACheckpointToGoOnFrom()
    {
        const QTemporaryDir folder;
        QProcess process;
        process.setWorkingDirectory(folder.path());
        process.start(programPath(), kSmall + QStringList{"--epochs", "100000", "-o", "m.h5"});
        QElapsedTimer patience;
        patience.start();
        while (!QFile::exists(folder.filePath("m.h5.log.csv")) && patience.elapsed() < 60'000)
            QTest::qWait(20);
        QTest::qWait(100);
        QVERIFY(process.state() == QProcess::Running);
        QElapsedTimer timer;
        timer.start();
        QCOMPARE(::kill(static_cast<pid_t>(process.processId()), SIGINT), 0);
        QVERIFY(process.waitForFinished(20'000));
        qInfo("stopped after %lld ms", static_cast<long long>(timer.elapsed()));
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        QCOMPARE(process.exitCode(), 5);
        QCOMPARE(namesIn(folder.path()), (QStringList{"m.h5.log.csv", "m.h5.resume.h5"}));

        // Resumed for one more epoch than are done, it ends by itself.
        const qsizetype done =
            bytesOf(folder.filePath("m.h5.log.csv")).trimmed().split('\n').size() - 1;
        const Outcome resumed =
            program(kSmall + QStringList{"--epochs", QString::number(done + 1), "--resume",
                                         "m.h5.resume.h5", "-o", "m.h5"},
                    folder.path());
        INSPIKE_SUCCEEDS(resumed);
        QVERIFY(QFile::exists(folder.filePath("m.h5")));
        QCOMPARE(bytesOf(folder.filePath("m.h5.log.csv")).trimmed().split('\n').size() - 1,
                 done + 1);
    }

    void interruptOfARunLeavesNothing()
    {
        if (sampleFiles().size() < 2)
            QSKIP("no shipped sample");
        const QTemporaryDir folder;
        QProcess process;
        process.setWorkingDirectory(folder.path());
        process.start(programPath(), {"run", "-m", sampleFiles().at(0), "-r", sampleFiles().at(1),
                                      "-o", "run.h5"});
        QVERIFY(process.waitForStarted());
        QTRY_VERIFY(handlesSignals(process.processId()));
        ::kill(static_cast<pid_t>(process.processId()), SIGINT);
        QVERIFY(process.waitForFinished(20'000));
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        // It may have been faster than the signal; half a file is what must not be.
        QVERIFY2(process.exitCode() == 5 || process.exitCode() == 0,
                 qPrintable(QString::number(process.exitCode())));
        QCOMPARE(namesIn(folder.path()),
                 process.exitCode() == 0 ? QStringList{"run.h5"} : QStringList());
    }
};

INSPIKE_TEST(TstTraining, tst_training)
#include "tst_training.moc"
