// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/program.h"
#include "tests/support/run_tests.h"

#include <QImage>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>

using namespace inspike::test;

// A run that resources/python/inspike_export.py wrote, in the program.
class TstPythonRuns : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void infoListsProbesWithTheirKinds()
    {
        const Outcome outcome = program({"info", run(), "--json"});
        INSPIKE_SUCCEEDS(outcome);
        const QJsonObject info = QJsonDocument::fromJson(outcome.out).object();
        QCOMPARE(info["kind"].toString(), QString("run"));
        QCOMPARE(info["system"].toString(), QString("pytorch"));
        QCOMPARE(info["step_us"].toInt(), 1000);
        QHash<QString, QString> kinds;
        for (const QJsonValue& probe : info["probes"].toArray())
            kinds[probe["id"].toString()] = probe["kind"].toString();
        QCOMPARE(kinds["lif1/spikes"], QString("spikes"));
        QCOMPARE(kinds["lif2/membrane"], QString("membrane"));
        QCOMPARE(kinds["fc1/output"], QString("other"));
    }

    void viewsAreDrawn_data()
    {
        QTest::addColumn<QString>("view");
        for (const char* view : {"raster", "traces", "statistics"})
            QTest::newRow(view) << view;
    }
    void viewsAreDrawn()
    {
        QFETCH(const QString, view);
        const QTemporaryDir folder;
        INSPIKE_SUCCEEDS(
            program({"render", view, run(), "-o", "a.png", "--size", "900x500px"}, folder.path()));
        const QImage image(folder.filePath("a.png"));
        QCOMPARE(image.size(), QSize(900, 500));
        QSet<QRgb> colours;
        for (int y = 0; y < image.height(); y += 2) {
            for (int x = 0; x < image.width(); x += 2)
                colours.insert(image.pixel(x, y));
        }
        QVERIFY2(colours.size() > 10, qPrintable(QString::number(colours.size())));
    }

    void rasterHasTheSpikesOfTheTrial()
    {
        const QTemporaryDir folder;
        INSPIKE_SUCCEEDS(program({"render", "raster", run(), "--set", "probe=lif2/spikes", "--set",
                                  "trial=2", "-o", "a.json"},
                                 folder.path()));
        const QByteArray json = bytesOf(folder.filePath("a.json"));
        QVERIFY(!QJsonDocument::fromJson(json).isNull());
        INSPIKE_FAILS(
            program({"render", "raster", run(), "--set", "trial=3", "-o", "b.json"}, folder.path()),
            4);
        QCOMPARE(namesIn(folder.path()), QStringList{"a.json"});
    }

private:
    static QString run() { return dataFile("runs/from_python.run.h5"); }
};

INSPIKE_TEST(TstPythonRuns, tst_python_runs)
#include "tst_python_runs.moc"
