// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/run_file.h"
#include "tests/cli/program.h"
#include "tests/support/make_compared_run.h"
#include "tests/support/run_tests.h"

#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>

using namespace inspike;
using namespace inspike::test;

// Two runs compared by the real executable.
class TstCompare : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    void write(const QString& name, const Run& run) const
    {
        JobContext job = nullJob();
        writeRun(m_folder.filePath(name).toStdString(), run, true, job);
    }
    Outcome run(const QStringList& words) const { return program(words, m_folder.path()); }
    QJsonObject analysed(const QStringList& files) const
    {
        const Outcome outcome = run(QStringList{"analyze", "compare", "--json"} + files);
        return QJsonDocument::fromJson(outcome.out).object();
    }

private Q_SLOTS:
    void initTestCase()
    {
        ComparedLayers other = alteredLayers();
        write("a.h5", comparedRun());
        write("b.h5", comparedRun(other));
        other.ids = {"a", "b", "c", "zebra"};
        write("stranger.h5", comparedRun(other));
        Run empty;
        write("empty.h5", empty);
    }

    void aTableInJsonAndCsv()
    {
        const QJsonObject json = analysed({"a.h5", "b.h5"});
        QCOMPARE(json["rows"].toArray().size(), 3); // two layers and the output
        QCOMPARE(json["rows"].toArray()[0].toArray()[0].toString(), QString("fc1"));
        QCOMPARE(json["summary"].toObject()["predictions that differ"].toInt(), 1);
        QCOMPARE(
            json["lists"].toObject()["samples whose prediction differs"].toArray()[0].toString(),
            QString("c"));
        const Outcome csv = run({"analyze", "compare", "a.h5", "b.h5", "-o", "table.csv"});
        INSPIKE_SUCCEEDS(csv);
        const QByteArray table = bytesOf(m_folder.filePath("table.csv"));
        QVERIFY2(table.startsWith("layer,spikes A,spikes B,common,only A,only B,share differing,"),
                 table.constData());
        QCOMPARE(table.count('\n'), 4);
    }

    void aRunAgainstItselfIsAllZero()
    {
        const QJsonObject json = analysed({"a.h5", "a.h5"});
        QVERIFY(!json.isEmpty());
        const QJsonArray columns = json["columns"].toArray();
        for (const QJsonValue& row : json["rows"].toArray()) {
            for (qsizetype i = 0; i < columns.size(); ++i) {
                const QString name = columns[i].toString();
                const bool difference = name.startsWith("only") || name.startsWith("share") ||
                                        name.contains("difference");
                if (difference && !row.toArray()[i].isNull())
                    QCOMPARE(row.toArray()[i].toDouble(), 0.0);
            }
        }
        QVERIFY(json["summary"].toObject()["first step that differs"].isNull());
    }

    void picturesAreDrawnTheSameTwice()
    {
        for (const char* ending : {"svg", "pdf", "png", "csv", "json"}) {
            const QString name = QStringLiteral("out.") + QLatin1String(ending);
            const QStringList words{"render", "compare", "a.h5", "b.h5", "--force", "-o", name};
            INSPIKE_SUCCEEDS(run(words));
            const QByteArray first = bytesOf(m_folder.filePath(name));
            QVERIFY(first.size() > 500);
            INSPIKE_SUCCEEDS(run(words));
            QVERIFY2(bytesOf(m_folder.filePath(name)) == first, ending);
        }
        const QByteArray svg = bytesOf(m_folder.filePath("out.svg"));
        for (const char* words : {">a</text>", ">d</text>", "Only A: ", "In both: "})
            QVERIFY2(svg.contains(words), words);
        QVERIFY(bytesOf(m_folder.filePath("out.csv")).startsWith("raster\n"));
    }

    void whatCannotBeComparedIsSaid()
    {
        const Outcome strangers = run({"analyze", "compare", "a.h5", "stranger.h5"});
        INSPIKE_FAILS(strangers, 3);
        QVERIFY2(strangers.err.contains("zebra"), strangers.err.constData());
        const Outcome one = run({"render", "compare", "a.h5", "-o", "none.svg"});
        QVERIFY(one.code != 0);
        QVERIFY2(one.err.contains("second run"), one.err.constData());
        const Outcome three = run({"analyze", "compare", "a.h5", "b.h5", "a.h5"});
        INSPIKE_FAILS(three, 2);
        QVERIFY2(three.err.contains("runs=1,3"), three.err.constData());
        INSPIKE_SUCCEEDS(run({"analyze", "compare", "a.h5", "b.h5", "a.h5", "--set", "runs=1,3"}));
        const Outcome empty = run({"analyze", "compare", "a.h5", "empty.h5"});
        QVERIFY(empty.code != 0);
        QVERIFY2(empty.err.contains("no layer in common"), empty.err.constData());
        QVERIFY(!QFileInfo::exists(m_folder.filePath("none.svg")));
    }
};

INSPIKE_TEST(TstCompare, tst_compare)
#include "tst_compare.moc"
