// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/program.h"
#include "tests/support/run_tests.h"

#include <QDir>
#include <QImage>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>

using namespace inspike::test;

namespace {

constexpr int kSpikes = 1'000'000; // beyond a budget of 64 MB, so that they stay on disk
constexpr int kUnits = 500;

QJsonObject objectOf(const QByteArray& text)
{
    return QJsonDocument::fromJson(text).object();
}

} // namespace

// Recordings that stay on disk, through the real program: measured, described, drawn, converted.
class TstLarge : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_environment = QProcessEnvironment::systemEnvironment();
        m_environment.insert("XDG_CACHE_HOME", m_folder.filePath("cache"));
        const Outcome made =
            program({"bench", "raster", "--spikes", QString::number(kSpikes), "--units",
                     QString::number(kUnits), "--memory", "64M", "--data", "large.h5", "--json"},
                    m_folder.path(), m_environment);
        INSPIKE_SUCCEEDS(made);
        m_measured = objectOf(made.out);
    }

    void theBenchmarkReportsEveryFigure()
    {
        for (const char* key : {"convert_s", "build_s", "spikes_per_s", "open_ms", "first_paint_ms",
                                "first_paint_unseen_ms", "order_ms", "brush_ms", "peak_rss_mb"})
            QVERIFY2(m_measured[QLatin1String(key)].toDouble() > 0, key);
        for (const char* key : {"pan_ms", "zoom_ms"}) {
            const QJsonObject frames = m_measured[QLatin1String(key)].toObject();
            QVERIFY2(frames["p50"].toDouble() > 0, key);
            QVERIFY2(frames["p95"].toDouble() >= frames["p50"].toDouble(), key);
        }
        QCOMPARE(m_measured["spikes"].toInt(), kSpikes);
    }

    void infoCountsWithoutLoading()
    {
        const Outcome told = run({"info", "large.h5", "--json"});
        INSPIKE_SUCCEEDS(told);
        const QJsonObject stream = objectOf(told.out)["streams"].toArray().first().toObject();
        QCOMPARE(stream["type"].toString(), "spikes");
        QCOMPARE(stream["count"].toInt(), kSpikes);
        QCOMPARE(stream["units"].toInt(), kUnits);
    }

    void theRasterHoldsEverySpike()
    {
        INSPIKE_SUCCEEDS(run({"render", "raster", "large.h5", "-o", "raster.json"}));
        const QJsonObject figure = objectOf(bytesOf(m_folder.filePath("raster.json")));
        QCOMPARE(figure["spikes_shown"].toInt(), kSpikes);
        INSPIKE_SUCCEEDS(run({"render", "raster", "large.h5", "-o", "raster.pdf"}));
        QVERIFY(bytesOf(m_folder.filePath("raster.pdf")).size() < 1'000'000);
    }

    void countsAreKeptInTheCacheAndMayBeDeleted()
    {
        INSPIKE_SUCCEEDS(run({"render", "raster", "large.h5", "-o", "first.csv"}));
        QDir cache(m_folder.filePath("cache/inspike/pyramids"));
        QVERIFY(!cache.isEmpty());
        QVERIFY(cache.removeRecursively());
        INSPIKE_SUCCEEDS(run({"render", "raster", "large.h5", "-o", "second.csv"}));
        QCOMPARE(bytesOf(m_folder.filePath("first.csv")), bytesOf(m_folder.filePath("second.csv")));
    }

    void aCacheThatCannotBeWrittenIsSaidAndDoesNoHarm()
    {
        writeBytes(m_folder.filePath("no-folder"), "a file");
        QProcessEnvironment environment = m_environment;
        environment.insert("XDG_CACHE_HOME", m_folder.filePath("no-folder"));
        const Outcome drawn =
            program({"render", "raster", "large.h5", "--memory", "64M", "-o", "uncached.json"},
                    m_folder.path(), environment);
        INSPIKE_SUCCEEDS(drawn);
        QVERIFY2(drawn.err.contains("no-folder"), drawn.err.constData());
        QCOMPARE(objectOf(bytesOf(m_folder.filePath("uncached.json")))["spikes_shown"].toInt(),
                 kSpikes);
    }

    void convertingKeepsEverySpike()
    {
        INSPIKE_SUCCEEDS(run({"convert", "large.h5", "-o", "again.h5"}));
        const Outcome told = run({"info", "again.h5", "--json"});
        INSPIKE_SUCCEEDS(told);
        QCOMPARE(objectOf(told.out)["streams"].toArray().first().toObject()["count"].toInt(),
                 kSpikes);
    }

    void theWindowOpensIt()
    {
        INSPIKE_SUCCEEDS(run({"render", "window", "large.h5", "-o", "window.png"}));
        QVERIFY(!QImage(m_folder.filePath("window.png")).isNull());
    }

    void wrongAmountsAreRefused()
    {
        for (const char* amount : {"0", "-1G", "much", "4X"})
            INSPIKE_FAILS(program({"info", "large.h5", "--memory", amount}, m_folder.path()), 2);
        INSPIKE_FAILS(program({"bench", "raster", "--spikes", "0"}, m_folder.path()), 2);
    }

private:
    Outcome run(const QStringList& words) const
    {
        return program(words + QStringList{"--memory", "64M"}, m_folder.path(), m_environment);
    }

    QTemporaryDir m_folder;
    QProcessEnvironment m_environment;
    QJsonObject m_measured;
};

INSPIKE_TEST(TstLarge, tst_large)
#include "tst_large.moc"
