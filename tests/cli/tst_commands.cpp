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

namespace {

const QStringList kCommands = {"info",  "run",     "render", "analyze",
                               "train", "convert", "list",   "bench"};

} // namespace

// Help, version, usage errors and lists: what the command line is, before any file is touched.
class TstCommands : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void helpNamesEveryCommand()
    {
        const Outcome outcome = program({"--help"});
        INSPIKE_SUCCEEDS(outcome);
        QVERIFY(outcome.err.isEmpty());
        for (const QString& command : kCommands)
            QVERIFY2(outcome.out.contains("\n  " + command.toUtf8() + " "), qPrintable(command));
    }

    void versionIsOneLine()
    {
        const Outcome outcome = program({"--version"});
        INSPIKE_SUCCEEDS(outcome);
        QCOMPARE(outcome.out, QByteArray("inspike " INSPIKE_VERSION "\n"));
    }

    void everyCommandExplainsItself_data()
    {
        QTest::addColumn<QString>("command");
        for (const QString& command : kCommands)
            QTest::newRow(qPrintable(command)) << command;
    }
    void everyCommandExplainsItself()
    {
        QFETCH(const QString, command);
        const Outcome outcome = program({command, "--help"});
        INSPIKE_SUCCEEDS(outcome);
        QVERIFY(outcome.out.contains("inspike " + command.toUtf8()));
        QVERIFY(outcome.out.contains("--help"));
    }

    void wrongUsageExitsWithTwo_data()
    {
        QTest::addColumn<QStringList>("words");
        QTest::newRow("unknown command") << QStringList{"frobnicate"};
        QTest::newRow("unknown option of the window") << QStringList{"--frobnicate"};
        QTest::newRow("option without its value") << QStringList{"--sample"};
        QTest::newRow("unknown sample") << QStringList{"--sample", "nothing"};
        QTest::newRow("unknown theme") << QStringList{"--theme", "pink"};
        QTest::newRow("unknown option") << QStringList{"info", "--frobnicate", "x"};
        QTest::newRow("missing file") << QStringList{"info"};
        QTest::newRow("missing output") << QStringList{"run", "--model", "a", "--recording", "b"};
        QTest::newRow("missing model") << QStringList{"run", "--recording", "b", "-o", "c.h5"};
        QTest::newRow("unknown view") << QStringList{"render", "nothing", "a", "-o", "b.svg"};
        QTest::newRow("unknown format") << QStringList{"render", "raster", "a", "-o", "b.xyz"};
        QTest::newRow("no format") << QStringList{"render", "raster", "a", "-o", "b"};
        QTest::newRow("no file and no sample") << QStringList{"render", "raster", "-o", "b.svg"};
        QTest::newRow("malformed size")
            << QStringList{"render", "raster", "a", "-o", "b.svg", "--size", "big"};
        QTest::newRow("negative size")
            << QStringList{"render", "raster", "a", "-o", "b.svg", "--size", "-3x5mm"};
        QTest::newRow("size without unit")
            << QStringList{"render", "raster", "a", "-o", "b.svg", "--size", "3x5"};
        QTest::newRow("enormous size")
            << QStringList{"render", "raster", "a", "-o", "b.png", "--size", "99999x99999px"};
        QTest::newRow("unknown preset")
            << QStringList{"render", "raster", "a", "-o", "b.svg", "--preset", "nothing"};
        QTest::newRow("unknown language")
            << QStringList{"render", "raster", "a", "-o", "b.svg", "--lang", "tlh"};
        QTest::newRow("dpi is no number")
            << QStringList{"render", "raster", "a", "-o", "b.svg", "--dpi", "many"};
        QTest::newRow("window as SVG") << QStringList{"render", "window", "a", "-o", "b.svg"};
        QTest::newRow("unknown analysis") << QStringList{"analyze", "nothing", "a"};
        QTest::newRow("unknown list") << QStringList{"list", "nothing"};
        QTest::newRow("unknown benchmark") << QStringList{"bench", "nothing"};
        QTest::newRow("malformed setting")
            << QStringList{"train", "smnn", "-o", "m.h5", "--set", "novalue"};
        QTest::newRow("unknown setting")
            << QStringList{"train", "smnn", "-o", "m.h5", "--set", "nothing=1"};
        QTest::newRow("run to stdout")
            << QStringList{"run", "--model", "a", "--recording", "b", "-o", "-"};
        QTest::newRow("no threads")
            << QStringList{"run", "-m", "a", "-r", "b", "-o", "c.h5", "--threads", "0"};
        QTest::newRow("device that is not there")
            << QStringList{"run", "-m", "a", "-r", "b", "-o", "c.h5", "--device", "cuda"};
        QTest::newRow("folder of the output is missing")
            << QStringList{"run", "-m", "a", "-r", "b", "-o", "no/such/folder/c.h5"};
    }
    void wrongUsageExitsWithTwo()
    {
        QFETCH(const QStringList, words);
        const QTemporaryDir folder;
        const Outcome outcome = program(words, folder.path());
        INSPIKE_FAILS(outcome, 2);
        QVERIFY(outcome.out.isEmpty());
        QCOMPARE(namesIn(folder.path()), QStringList());
    }

    void windowWithoutDisplaySaysSo()
    {
        const Outcome outcome = program({});
        INSPIKE_FAILS(outcome, 2);
        QVERIFY(outcome.err.contains("display"));
    }

    void unknownSystemIsAModelError()
    {
        INSPIKE_FAILS(program({"train", "nothing", "-o", "m.h5"}), 4);
    }

    void listsAreJsonWithIdsAndTitles_data()
    {
        QTest::addColumn<QString>("what");
        QTest::addColumn<QString>("known");
        QTest::newRow("readers") << "readers"
                                 << "";
        QTest::newRow("systems") << "systems"
                                 << "smnn";
        QTest::newRow("views") << "views"
                               << "raster";
        QTest::newRow("analyses") << "analyses"
                                  << "smnn-psychometrics";
        QTest::newRow("presets") << "presets"
                                 << "nature-single";
        QTest::newRow("samples") << "samples"
                                 << "";
    }
    void listsAreJsonWithIdsAndTitles()
    {
        QFETCH(const QString, what);
        QFETCH(const QString, known);
        const Outcome outcome = program({"list", what, "--json"});
        INSPIKE_SUCCEEDS(outcome);
        const QJsonArray rows = QJsonDocument::fromJson(outcome.out).array();
        QVERIFY(!rows.isEmpty());
        const QByteArray plain = program({"list", what}).out;
        QStringList ids;
        for (const QJsonValue& row : rows) {
            const QString id = row.toObject()["id"].toString();
            QVERIFY(!id.isEmpty());
            QVERIFY(!row.toObject()["title"].toString().isEmpty());
            QVERIFY2(plain.contains(id.toUtf8()), qPrintable(id));
            QVERIFY2(!ids.contains(id), qPrintable(id));
            ids.append(id);
        }
        if (!known.isEmpty())
            QVERIFY(ids.contains(known));
    }

    void manPageNamesEveryCommand()
    {
        const QByteArray page = bytesOf(QStringLiteral(INSPIKE_MAN_PAGE));
        QVERIFY(page.startsWith(".TH INSPIKE 1"));
        for (const QString& command : kCommands)
            QVERIFY2(page.contains("\n.SS " + command.toUtf8() + "\n"), qPrintable(command));
    }

    void noColourCodesInAnyOutput()
    {
        for (const QStringList& words :
             {QStringList{"--help"}, {"list", "views"}, {"info", "x.h5"}}) {
            const Outcome outcome = program(words);
            QVERIFY(!outcome.out.contains('\x1b'));
            QVERIFY(!outcome.err.contains('\x1b'));
        }
    }
};

INSPIKE_TEST(TstCommands, tst_commands)
#include "tst_commands.moc"
