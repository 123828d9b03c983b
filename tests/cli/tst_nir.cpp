// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/program.h"
#include "tests/support/run_tests.h"
#include "tests/support/shared_data.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>

using namespace inspike::test;

namespace {

QString shared(const char* name)
{
    return QString::fromStdString(sharedFile(name).string());
}

} // namespace

// Networks in the exchange format, from the command line.
class TstNir : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aNetworkRunsAndTellsWhatHappened()
    {
        QTemporaryDir folder;
        const QString network = dataFile(QStringLiteral("nir/gzip.nir"));
        const Outcome info = program({QStringLiteral("info"), network, QStringLiteral("--json")});
        INSPIKE_SUCCEEDS(info);
        QCOMPARE(QJsonDocument::fromJson(info.out)[QStringLiteral("format")].toString(),
                 QStringLiteral("nir"));
        // No recording of that shape: one line, nothing written.
        const QString run = folder.filePath(QStringLiteral("run.h5"));
        const Outcome missing =
            program({QStringLiteral("run"), QStringLiteral("--model"), network,
                     QStringLiteral("--recording"), folder.filePath(QStringLiteral("none.bin")),
                     QStringLiteral("-o"), run});
        INSPIKE_FAILS(missing, 3);
        QVERIFY(namesIn(folder.path()).isEmpty());
    }

    void listsOfFilesGiveAnAccuracy()
    {
        const QString network = shared("data/nir/cnn_sinabs.nir");
        const QString digits = shared("data/nmnist/1.bin");
        if (network.isEmpty() || digits.isEmpty())
            QSKIP("no N-MNIST beside this clone (set INSPIKE_SHARED)");
        QTemporaryDir folder;
        QByteArray list;
        const int labels[] = {5, 0, 4, 1};
        for (int i = 0; i < 4; ++i) {
            const QString name = QStringLiteral("%1.bin").arg(i + 1);
            QFile::copy(shared(("data/nmnist/" + name.toStdString()).c_str()),
                        folder.filePath(name));
            list += QByteArray::number(i + 1) + " " + QByteArray::number(labels[i]) + "\n";
        }
        writeBytes(folder.filePath(QStringLiteral("labels.txt")), list);
        QTemporaryDir results;
        const QString run = results.filePath(QStringLiteral("run.h5"));
        const Outcome outcome =
            program({QStringLiteral("run"), QStringLiteral("--model"), network,
                     QStringLiteral("--recording"), folder.path(), QStringLiteral("-o"), run});
        INSPIKE_SUCCEEDS(outcome);
        QVERIFY2(outcome.err.contains("accuracy: 100.00 % (4 of 4 samples"), outcome.err);
        const Outcome table = program(
            {QStringLiteral("analyze"), QStringLiteral("accuracy"), run, QStringLiteral("--json")});
        INSPIKE_SUCCEEDS(table);
        const QJsonDocument json = QJsonDocument::fromJson(table.out);
        QCOMPARE(json[QStringLiteral("summary")][QStringLiteral("correct")].toDouble(), 4.0);
    }
};

INSPIKE_TEST(TstNir, tst_nir)
#include "tst_nir.moc"
