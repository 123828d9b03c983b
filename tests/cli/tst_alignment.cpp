// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/run_file.h"
#include "tests/cli/program.h"
#include "tests/support/make_transfer_run.h"
#include "tests/support/run_tests.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>

using namespace inspike;
using namespace inspike::test;

// Pictures of two domains by the real executable.
class TstAlignment : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    void write(const QString& name, const Run& run) const
    {
        JobContext job = nullJob();
        writeRun(m_folder.filePath(name).toStdString(), run, true, job);
    }
    QString file(const char* name) const { return m_folder.filePath(QString::fromLatin1(name)); }
    Outcome render(const QStringList& words) const
    {
        return program(QStringList{"render", "alignment", "--set", "bootstrap=10", "--force"} +
                           words,
                       m_folder.path());
    }

private Q_SLOTS:
    void initTestCase()
    {
        TransferRunSize later;
        later.approach = 0.9;
        const auto b = makeTransferRun(later);
        write("a.run.h5", *makeTransferRun());
        write("b.run.h5", *b);
        std::vector<std::string> names = b->sampleIds;
        std::swap(names[2], names[9]);
        write("shuffled.run.h5", *renamed(*b, names));
        QVERIFY(QDir(m_folder.path()).mkdir("net.epochs"));
        for (const auto& run : makeTransferTraining(3))
            write(QStringLiteral("net.epochs/epoch-%1.run.h5")
                      .arg(run->made.settings["epoch"].toInteger(), 4, 10, QLatin1Char('0')),
                  *run);
    }

    void oneRunTwoRunsAndATrainingAreDrawn_data()
    {
        QTest::addColumn<QStringList>("words");
        QTest::newRow("one run") << QStringList{"a.run.h5"};
        QTest::newRow("two runs") << QStringList{"a.run.h5", "b.run.h5"};
        QTest::newRow("training") << QStringList{"net.epochs"};
        QTest::newRow("training with slash") << QStringList{"net.epochs/", "--set", "epoch=20"};
    }
    void oneRunTwoRunsAndATrainingAreDrawn()
    {
        QFETCH(const QStringList, words);
        for (const char* ending : {"svg", "pdf", "png", "csv", "json"}) {
            const QString name = QStringLiteral("out.") + QLatin1String(ending);
            INSPIKE_SUCCEEDS(render(words + QStringList{"-o", name}));
            const QByteArray first = bytesOf(m_folder.filePath(name));
            QVERIFY(first.size() > 500);
            INSPIKE_SUCCEEDS(render(words + QStringList{"-o", name}));
            QVERIFY2(bytesOf(m_folder.filePath(name)) == first, ending);
        }
        const QByteArray csv = bytesOf(file("out.csv"));
        QVERIFY(csv.startsWith("embedding\n"));
        for (const char* part : {"\ncurves\n", "\ngrid\n", "\ndensities\n"})
            QVERIFY2(csv.contains(part), part);
        const QJsonObject json = QJsonDocument::fromJson(bytesOf(file("out.json"))).object();
        QCOMPARE(json["figure"].toString(), QString("composite"));
        QCOMPARE(json["parts"].toArray().size(), 4);
        const QByteArray svg = bytesOf(file("out.svg"));
        for (const char* letter : {">a</text>", ">b</text>", ">c</text>", ">d</text>"})
            QVERIFY2(svg.contains(letter), letter);
    }

    void onePartIsAFigureOfItsOwn()
    {
        INSPIKE_SUCCEEDS(render({"a.run.h5", "--set", "show=grid", "-o", "grid.csv"}));
        const QByteArray csv = bytesOf(file("grid.csv"));
        QVERIFY(csv.startsWith("panel,row,column"));
        QCOMPARE(csv.count('\n'), 1 + 16);
        INSPIKE_SUCCEEDS(render({"net.epochs", "--set", "show=weights", "-o", "weights.csv"}));
        QVERIFY(bytesOf(file("weights.csv")).contains("replace_probability"));
    }

    void shuffledSamplesExitWithThreeAndAreNamed()
    {
        const Outcome outcome = render({"a.run.h5", "shuffled.run.h5", "-o", "none.svg"});
        INSPIKE_FAILS(outcome, 3);
        QVERIFY2(outcome.err.contains("2.bin+still-2"), outcome.err.constData());
        QVERIFY(!QFileInfo::exists(file("none.svg")));
        INSPIKE_SUCCEEDS(
            render({"a.run.h5", "shuffled.run.h5", "--set", "join=by-id", "-o", "joined.csv"}));
    }

    void wrongSettingsExitWithTwoAndSayWhatThereIs()
    {
        const Outcome epoch = render({"net.epochs", "--set", "epoch=15", "-o", "none.svg"});
        INSPIKE_FAILS(epoch, 2);
        QVERIFY(epoch.err.contains("10, 20, 30"));
        const Outcome layer = render({"a.run.h5", "--set", "layer=conv", "-o", "none.svg"});
        INSPIKE_FAILS(layer, 2);
        QVERIFY(layer.err.contains("lif/feature.1"));
    }

    void otherViewsTakeOneRun()
    {
        INSPIKE_FAILS(
            program({"render", "raster", "net.epochs", "-o", "none.svg"}, m_folder.path()), 2);
    }
};

INSPIKE_TEST(TstAlignment, tst_alignment)
#include "tst_alignment.moc"
