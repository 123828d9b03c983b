// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/program.h"
#include "tests/support/run_tests.h"
#include "tests/support/shared_data.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>

#include <unistd.h>

using namespace inspike::test;

namespace {

QString shared(const char* relative)
{
    return QString::fromStdString(sharedFile(relative).string());
}

} // namespace

// What is said about files: exact facts about sound ones, one line and the right exit code about
// bad ones.
class TstInputs : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void badFilesExitWithThree_data()
    {
        QTest::addColumn<QString>("file");
        QTest::newRow("missing") << "no-such-file.h5";
        QTest::newRow("folder") << ".";
        QTest::newRow("empty") << dataFile("hostile/empty");
        QTest::newRow("unknown kind of HDF5") << dataFile("hostile/unknown_kind.h5");
        QTest::newRow("claims 10^15 spikes") << dataFile("hostile/bomb_recording.h5");
        QTest::newRow("claims 10^15 weights") << dataFile("hostile/bomb_model.h5");
        QTest::newRow("pickle that runs a command") << dataFile("hostile/os_system.pth");
        QTest::newRow("program text") << dataFile("hostile/make_hostile.py");
        QTest::newRow("device") << "/dev/null";
    }
    void badFilesExitWithThree()
    {
        QFETCH(const QString, file);
        const QTemporaryDir folder;
        const Outcome info = program({"info", file}, folder.path());
        INSPIKE_FAILS(info, 3);
        QVERIFY(info.out.isEmpty());
        INSPIKE_FAILS(program({"info", file, "--json"}, folder.path()), 3);
        INSPIKE_FAILS(program({"convert", file, "-o", "out.h5"}, folder.path()), 3);
        INSPIKE_FAILS(program({"render", "raster", file, "-o", "out.svg"}, folder.path()), 3);
        QCOMPARE(namesIn(folder.path()), QStringList());
    }

    void unreadableFileExitsWithThree()
    {
        if (geteuid() == 0)
            QSKIP("root may read everything");
        const QTemporaryDir folder;
        const QString path = folder.filePath("closed.csv");
        writeBytes(path, "time,unit\n1,0\n");
        QFile::setPermissions(path, {});
        INSPIKE_FAILS(program({"info", path}), 3);
    }

    void pickleThatRunsACommandNamesItAndRunsNothing()
    {
        const QTemporaryDir folder;
        const Outcome outcome = program({"info", dataFile("hostile/os_system.pth")}, folder.path());
        INSPIKE_FAILS(outcome, 3);
        QVERIFY2(outcome.err.contains("system"), outcome.err.constData());
        QCOMPARE(namesIn(folder.path()), QStringList());
    }

    void badModelsExitWithFour_data()
    {
        QTest::addColumn<QString>("model");
        QTest::addColumn<QString>("recording");
        const QString sound = "hostile/small_model.h5";
        const QString input = "hostile/no_input_recording.h5";
        QTest::newRow("wrong shapes") << "hostile/wrong_shapes_model.h5" << input;
        QTest::newRow("missing parameters") << "hostile/missing_parameters_model.h5" << input;
        QTest::newRow("unknown system") << "hostile/unknown_system_model.h5" << input;
        QTest::newRow("recording lacks the input") << sound << input;
        QTest::newRow("input has another shape") << sound << "hostile/wrong_input_recording.h5";
    }
    void badModelsExitWithFour()
    {
        QFETCH(const QString, model);
        QFETCH(const QString, recording);
        const QTemporaryDir folder;
        const Outcome outcome =
            program({"run", "-m", dataFile(model), "-r", dataFile(recording), "-o", "run.h5"},
                    folder.path());
        INSPIKE_FAILS(outcome, 4);
        QCOMPARE(namesIn(folder.path()), QStringList());
    }

    void unknownProbeIsNamedBeforeTheRun()
    {
        const QTemporaryDir folder;
        const Outcome outcome = program({"run", "-m", dataFile("hostile/small_model.h5"), "-r",
                                         dataFile("hostile/no_input_recording.h5"), "-o", "run.h5",
                                         "--probe", "nothing*"},
                                        folder.path());
        INSPIKE_FAILS(outcome, 2);
        QVERIFY(outcome.err.contains("nothing*"));
    }

    void modelIsDescribedAsJson()
    {
        const Outcome outcome = program({"info", dataFile("hostile/small_model.h5"), "--json"});
        INSPIKE_SUCCEEDS(outcome);
        const QJsonObject model = QJsonDocument::fromJson(outcome.out).object();
        QCOMPARE(model["kind"].toString(), QString("model"));
        QCOMPARE(model["system"].toString(), QString("smnn"));
        QCOMPARE(model["parameters"].toInt(), 6 * 4 + 6 * 2 + 6 * 2 + 2 + 6);
        QCOMPARE(model["inputs"].toArray().first().toObject()["name"].toString(), QString("x"));
        QStringList probes;
        for (const QJsonValue& probe : model["probes"].toArray())
            probes.append(probe.toObject()["id"].toString());
        for (const char* needed : {"S", "U", "R", "proj_in", "proj_out", "mu"})
            QVERIFY2(probes.contains(needed), needed);
    }

    void textTablesAreDescribedExactly()
    {
        const QTemporaryDir folder;
        writeBytes(folder.filePath("spikes.csv"), "time,unit\n100,0\n300,2\n200,1\n200,1\n");
        const Outcome outcome = program({"info", "spikes.csv", "--json"}, folder.path());
        INSPIKE_SUCCEEDS(outcome);
        const QJsonObject recording = QJsonDocument::fromJson(outcome.out).object();
        QCOMPARE(recording["kind"].toString(), QString("recording"));
        const QJsonObject stream = recording["streams"].toArray().first().toObject();
        QCOMPARE(stream["type"].toString(), QString("spikes"));
        QCOMPARE(stream["count"].toInt(), 4);
        QCOMPARE(stream["units"].toInt(), 3);
        QVERIFY(recording["notes"].isArray());
    }

    void foldersAndListsCountTheirParts()
    {
        const QTemporaryDir folder;
        QVERIFY(QDir(folder.path()).mkpath("digits/three"));
        writeBytes(folder.filePath("digits/three/1.bin"), "x");
        writeBytes(folder.filePath("list.csv"),
                   "file,label,split\ndigits/three/1.bin,three,test\n"
                   "digits/three/1.bin,four,train\ndigits/three/1.bin,three,test\n");
        const auto stream = [&](const QString& file) {
            const Outcome outcome = program({"info", file, "--json"}, folder.path());
            return QJsonDocument::fromJson(outcome.out)
                .object()["streams"]
                .toArray()
                .first()
                .toObject();
        };
        for (const char* name : {"digits", "digits/"}) {
            QCOMPARE(stream(name)["type"].toString(), QString("samples"));
            QCOMPARE(stream(name)["domain"].toString(), QString("event"));
            QCOMPARE(stream(name)["count"].toInt(), 1);
        }
        const QJsonObject list = stream("list.csv");
        QCOMPARE(list["classes"].toInt(), 2);
        QCOMPARE(list["splits"].toObject()["test"].toInt(), 2);
        QCOMPARE(list["splits"].toObject()["train"].toInt(), 1);
        INSPIKE_SUCCEEDS(program({"info", "digits"}, folder.path()));
        INSPIKE_FAILS(program({"info", "digits/three"}, folder.path()), 3);
        INSPIKE_FAILS(program({"convert", "digits", "-o", "out.h5"}, folder.path()), 3);
    }

    void realEventsAreCountedExactly()
    {
        const QString file = shared("data/nmnist/1.bin");
        INSPIKE_NEED(file.toStdString(), "N-MNIST events");
        const Outcome outcome = program({"info", file, "--json"});
        INSPIKE_SUCCEEDS(outcome);
        const QJsonObject stream =
            QJsonDocument::fromJson(outcome.out).object()["streams"].toArray().first().toObject();
        QCOMPARE(stream["type"].toString(), QString("events"));
        QCOMPARE(stream["count"].toInt(), 4681);
        QCOMPARE(stream["on"].toInt(), 2328);
        QCOMPARE(stream["off"].toInt(), 4681 - 2328);
        QCOMPARE(stream["width"].toInt(), 34);
        QCOMPARE(stream["t_first_us"].toInt(), 893);
        QCOMPARE(stream["t_last_us"].toInt(), 305'924);
    }

    void trialsOfOneFileAreCountedExactly()
    {
        const QString file = shared("data/made/selfmade_shd_f32.h5");
        INSPIKE_NEED(file.toStdString(), "SHD layout");
        const QList<int> counts = {898, 449, 0, 200, 1, 898};
        for (int trial = 0; trial < counts.size(); ++trial) {
            const QTemporaryDir folder;
            const Outcome outcome =
                program({"convert", file, "--trial", QString::number(trial), "-o", "trial.h5"},
                        folder.path());
            INSPIKE_SUCCEEDS(outcome);
            const Outcome info = program({"info", "trial.h5", "--json"}, folder.path());
            qint64 spikes = 0;
            for (const QJsonValue& stream :
                 QJsonDocument::fromJson(info.out).object()["streams"].toArray())
                if (stream.toObject()["type"].toString() == "spikes")
                    spikes += stream.toObject()["count"].toInt();
            QCOMPARE(spikes, qint64(counts[trial]));
        }
    }

    // Either what is whole is kept with a note, or a refusal in one line. The readers' own tests
    // cut and flip far more; here it is the exit code and the line that count.
    void truncatedFilesNeverCrash_data() { damagedFiles(); }
    void truncatedFilesNeverCrash()
    {
        QFETCH(const QString, file);
        const QByteArray whole = bytesOf(file);
        if (whole.isEmpty())
            QSKIP("no such file beside this clone");
        const QTemporaryDir folder;
        const QString path = folder.filePath("cut." + file.section('.', -1));
        const qint64 step = std::max<qint64>(4096, whole.size() / 6 / 4096 * 4096);
        for (qint64 size = 0; size < whole.size(); size += step) {
            writeBytes(path, whole.left(size));
            checkDamaged(path, QString("cut at %1").arg(size));
        }
    }

    void flippedBitsNeverCrash_data() { damagedFiles(); }
    void flippedBitsNeverCrash()
    {
        QFETCH(const QString, file);
        const QByteArray whole = bytesOf(file);
        if (whole.isEmpty())
            QSKIP("no such file beside this clone");
        const QTemporaryDir folder;
        const QString path = folder.filePath("flipped." + file.section('.', -1));
        // A fixed walk over the file: a third of the flips in the first 2 KiB, where headers are.
        quint32 state = 12345;
        for (int i = 0; i < 9; ++i) {
            state = state * 1664525U + 1013904223U;
            const qint64 range = i % 3 == 0 ? std::min<qint64>(whole.size(), 2048) : whole.size();
            QByteArray damaged = whole;
            const qint64 at = (state >> 4) % range;
            damaged[at] = static_cast<char>(damaged[at] ^ (1 << (state & 7U)));
            writeBytes(path, damaged);
            checkDamaged(path, QString("bit flipped in byte %1").arg(at));
        }
    }

private:
    static void damagedFiles()
    {
        QTest::addColumn<QString>("file");
        QTest::newRow("model") << dataFile("hostile/small_model.h5");
        QTest::newRow("recording") << dataFile("hostile/no_input_recording.h5");
        QTest::newRow("checkpoint") << dataFile("checkpoints/nested.pth");
        QTest::newRow("events") << shared("data/nmnist/1.bin");
        QTest::newRow("fixture") << shared("fixtures/smnn-mante-n30p2-single.h5");
    }

    static void checkDamaged(const QString& path, const QString& what)
    {
        const Outcome outcome = program({"info", path, "--json"});
        if (outcome.code == 0)
            return;
        QVERIFY2((outcome.code == 3 || outcome.code == 4) && outcome.saysOneLine(),
                 qPrintable(QString("%1: exit %2, %3")
                                .arg(what)
                                .arg(outcome.code)
                                .arg(QString::fromUtf8(outcome.err))));
    }
};

INSPIKE_TEST(TstInputs, tst_inputs)
#include "tst_inputs.moc"
