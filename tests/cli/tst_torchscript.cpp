// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/program.h"
#include "tests/support/run_tests.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>

using namespace inspike::test;

// Programs on the command line: opened freely, run only when trusted.
class TstTorchscript : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void infoTellsWhatIsInside()
    {
        const Outcome outcome = run({"info", archive("nested.pt"), "--json"});
        INSPIKE_SUCCEEDS(outcome);
        const QJsonObject info = QJsonDocument::fromJson(outcome.out).object();
        QCOMPARE(info["kind"].toString(), QStringLiteral("model"));
        QCOMPARE(info["format"].toString(), QStringLiteral("torchscript"));
        QCOMPARE(info["parameters"].toInt(), 74);
        QStringList probes;
        for (const QJsonValue& probe : info["probes"].toArray())
            probes.append(probe.toObject()["id"].toString());
        QVERIFY(probes.contains(QStringLiteral("first/lif/spikes")));
        QVERIFY(probes.contains(QStringLiteral("second/fc/output")));
    }

    void aProgramRunsOnceItIsTrusted()
    {
        const QString output = m_folder->filePath(QStringLiteral("run.h5"));
        const QStringList words = {"run",  "--model",     archive("nested.pt"), "-o",
                                   output, "--recording", archive("nested.h5")};
        const Outcome refused = run(words);
        INSPIKE_FAILS(refused, 4);
        QVERIFY2(refused.err.contains("--trust"), refused.err.constData());
        QVERIFY(!QFile::exists(output));
        INSPIKE_SUCCEEDS(run(words + QStringList{"--trust"}));
        QVERIFY(QFile::exists(output));
        // Remembered, whatever the file is called.
        const QString renamed = m_folder->filePath(QStringLiteral("other.pt"));
        QVERIFY(QFile::copy(archive("nested.pt"), renamed));
        INSPIKE_SUCCEEDS(run({"run", "--model", renamed, "--recording", archive("nested.h5"), "-o",
                              output, "--force"}));
        // Another program is another matter.
        INSPIKE_FAILS(run({"run", "--model", archive("tuples.pt"), "--recording",
                           archive("tuples.h5"), "-o", output, "--force"}),
                      4);
    }

    void figuresAndAnalysesAskAsWell()
    {
        const QString figure = m_folder->filePath(QStringLiteral("raster.csv"));
        const QStringList render = {"render", "raster", archive("nested.pt"), archive("nested.h5"),
                                    "-o",     figure};
        INSPIKE_FAILS(run(render), 4);
        INSPIKE_SUCCEEDS(run(render + QStringList{"--trust"}));
        QVERIFY(!bytesOf(figure).isEmpty());
    }

    void printingDoesNotMixWithResults()
    {
        const Outcome outcome =
            run({"run", "--model", archive("printing.pt"), "--recording", archive("printing.h5"),
                 "-o", m_folder->filePath(QStringLiteral("run.h5")), "--trust"});
        INSPIKE_SUCCEEDS(outcome);
        QVERIFY2(outcome.out.isEmpty(), outcome.out.constData());
    }

    void defectsAreOneLine()
    {
        for (const char* name :
             {"version11", "unknown_operator", "half_pickle", "foreign_global"}) {
            const QString path = archive(QStringLiteral("damaged/%1.pt").arg(QLatin1String(name)));
            INSPIKE_FAILS(run({"info", path}), 3);
        }
        INSPIKE_FAILS(
            run({"run", "--model", archive("failing.pt"), "--recording", archive("failing.h5"),
                 "-o", m_folder->filePath(QStringLiteral("run.h5")), "--trust"}),
            4);
    }

private:
    static QString archive(const QString& name)
    {
        return dataFile(QStringLiteral("torchscript/") + name);
    }

    Outcome run(const QStringList& words) const
    {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("XDG_CONFIG_HOME"), m_folder->path());
        return program(words, {}, environment);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

INSPIKE_TEST(TstTorchscript, tst_torchscript)
#include "tst_torchscript.moc"
