// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/figures/graph_builder.h"
#include "tests/support/make_layers.h"
#include "tests/support/run_tests.h"
#include "tests/widgets/plot/sample_figures.h"
#include "widgets/figure_export/figure_exporter.h"
#include "widgets/text/language.h"

#include <QFile>
#include <QImage>
#include <QMap>
#include <QPainter>
#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QXmlStreamReader>

#include <cmath>
#include <set>

using namespace inspike;
using namespace inspike::test;

namespace {

ExportStyle styleOf(const char* preset)
{
    const ExportPreset* found = findExportPreset(preset);
    ExportStyle style;
    style.sizeMm = {found->widthMm, found->heightMm};
    style.fontPt = found->fontPt;
    style.dpi = found->dpi;
    style.provenance = Json::object();
    style.provenance.set("program", "inspike <test> & \"quotes\"");
    return style;
}

Figure figureNamed(const QString& name)
{
    if (name == QLatin1String("raster"))
        return fiveSpikes();
    if (name == QLatin1String("dense"))
        return manySpikes(300, 100);
    if (name == QLatin1String("bins"))
        return binned();
    if (name == QLatin1String("series"))
        return twoPanels();
    return arcs(40);
}

} // namespace

class TstFigureExporter : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;

    QString file(const QString& name) const { return m_folder.filePath(name); }
    QByteArray written(const Figure& figure, const ExportStyle& style, const QString& name) const
    {
        exportFigure(figure, style, file(name).toStdString(), true);
        QFile opened(file(name));
        return opened.open(QIODevice::ReadOnly) ? opened.readAll() : QByteArray();
    }
    QString textOfPdf(const QString& name) const
    {
        QProcess process;
        process.start(QStringLiteral("pdftotext"),
                      {QStringLiteral("-layout"), file(name), QStringLiteral("-")});
        process.waitForFinished();
        return QString::fromUtf8(process.readAllStandardOutput());
    }

private Q_SLOTS:
    void cleanup() { installLanguage(QStringLiteral("en")); }

    void sameFigureGivesSameBytes()
    {
        const ExportStyle style = styleOf("nature-single");
        QMap<QString, QByteArray> before;
        for (const bool again : {false, true}) {
            if (again)
                QTest::qWait(1100); // clocks in the files would differ by a second
            for (const char* figure : {"raster", "dense", "bins", "series", "manifold"})
                for (const char* format : {"png", "svg", "pdf", "csv", "json"}) {
                    const QString name = QStringLiteral("%1.%2").arg(QString::fromLatin1(figure),
                                                                     QString::fromLatin1(format));
                    const QByteArray bytes =
                        written(figureNamed(QString::fromLatin1(figure)), style, name);
                    QVERIFY2(!bytes.isEmpty(), qPrintable(name));
                    if (again)
                        QVERIFY2(bytes == before[name], qPrintable(name));
                    before[name] = bytes;
                }
        }
    }

    void textOfAPdfIsSelectable()
    {
        if (QStandardPaths::findExecutable(QStringLiteral("pdftotext")).isEmpty())
            QSKIP("no pdftotext (Debian: poppler-utils)");
        written(fiveSpikes(), styleOf("nature-single"), QStringLiteral("text.pdf"));
        const QString text = textOfPdf(QStringLiteral("text.pdf"));
        QVERIFY2(text.contains(QStringLiteral("Time (ms)")), qPrintable(text));
        QVERIFY2(text.contains(QStringLiteral("Stimulus")), qPrintable(text));
        written(arcs(8), styleOf("nature-double"), QStringLiteral("text3.pdf"));
        QVERIFY(
            textOfPdf(QStringLiteral("text3.pdf")).contains(QStringLiteral("Context 1, choice")));
    }

    void japaneseTextIsSelectableToo()
    {
        if (QStandardPaths::findExecutable(QStringLiteral("pdftotext")).isEmpty())
            QSKIP("no pdftotext (Debian: poppler-utils)");
        QCOMPARE(installLanguage(QStringLiteral("ja")), QStringLiteral("ja"));
        written(fiveSpikes(), styleOf("nature-single"), QStringLiteral("ja.pdf"));
        const QString time = QString::fromUtf8("\xE6\x99\x82\xE9\x96\x93 (ms)"); // jikan
        QVERIFY2(textOfPdf(QStringLiteral("ja.pdf")).contains(time),
                 qPrintable(textOfPdf(QStringLiteral("ja.pdf"))));
        const QByteArray svg =
            written(fiveSpikes(), styleOf("nature-single"), QStringLiteral("ja.svg"));
        // Letters of two fonts are two pieces of text.
        QVERIFY(QString::fromUtf8(svg).contains(time.left(2)));
    }

    void networksKeepTheirTextInVectorFiles()
    {
        JobContext job = nullJob();
        const Figure network = buildGraph(nestedLayers(), {}, 1, Params(graphParams()), {}, job);
        const QByteArray bytes = written(network, styleOf("slide"), QStringLiteral("graph.svg"));
        const QString svg = QString::fromUtf8(bytes);
        for (const char* words : {">conv<", ">Conv2d<", ">584 parameters<", ">head<", ">audio<"})
            QVERIFY2(svg.contains(QString::fromLatin1(words)), words);
        QVERIFY(!svg.contains(QStringLiteral("<image")));
        QXmlStreamReader reader(bytes);
        while (!reader.atEnd())
            reader.readNext();
        QVERIFY2(!reader.hasError(), qPrintable(reader.errorString()));
        for (const char* format : {"pdf", "csv", "json"})
            QVERIFY(!written(network, styleOf("slide"),
                             QStringLiteral("graph.") + QString::fromLatin1(format))
                         .isEmpty());
    }

    void svgKeepsTextAndExactSize()
    {
        const QString svg = QString::fromUtf8(
            written(fiveSpikes(), styleOf("nature-single"), QStringLiteral("a.svg")));
        QVERIFY(svg.contains(QStringLiteral("<text")));
        QVERIFY(svg.contains(QStringLiteral(">Time (ms)</text>")));
        QVERIFY(svg.contains(QStringLiteral("width=\"89mm\" height=\"62mm\"")));
        QVERIFY(svg.contains(QStringLiteral("inspike &lt;test&gt; &amp; ")));
        QVERIFY(!svg.contains(QStringLiteral("<image")));
    }

    void pdfHasTheExactSizeAndProvenance()
    {
        const QString pdf = QString::fromLatin1(
            written(fiveSpikes(), styleOf("nature-single"), QStringLiteral("a.pdf")));
        const auto box =
            QRegularExpression(QStringLiteral("/MediaBox \\[0 ([-0-9.]+) ([0-9.]+) ([0-9.]+)"))
                .match(pdf);
        QVERIFY(box.hasMatch());
        QVERIFY(std::abs(box.captured(2).toDouble() - 89 / 25.4 * 72) < 0.01);
        QVERIFY(std::abs(box.captured(3).toDouble() - box.captured(1).toDouble() - 62 / 25.4 * 72) <
                0.01);
        QVERIFY(pdf.contains(QStringLiteral("inspike &lt;test&gt;")));
        QVERIFY(!pdf.contains(QLatin1Char('#') + QStringLiteral("####")));
    }

    void pngHasTheExactPixelsAndProvenance()
    {
        written(fiveSpikes(), styleOf("nature-single"), QStringLiteral("a.png"));
        const QImage image(file(QStringLiteral("a.png")));
        QCOMPARE(image.size(), QSize(1051, 732));
        QCOMPARE(qRound(image.dotsPerMeterX() * 0.0254), 300);
        QVERIFY(image.text(QStringLiteral("inspike")).contains(QStringLiteral("<test>")));
        ExportStyle style = styleOf("slide");
        style.sizePx = QSize(800, 450);
        written(fiveSpikes(), style, QStringLiteral("px.png"));
        QCOMPARE(QImage(file(QStringLiteral("px.png"))).size(), QSize(800, 450));
    }

    void denseMarksBecomeOneBitmapUnderVectorAxes()
    {
        const QString svg = QString::fromUtf8(
            written(manySpikes(300, 100), styleOf("nature-single"), QStringLiteral("dense.svg")));
        QCOMPARE(svg.count(QStringLiteral("<image")), 1);
        QVERIFY(svg.contains(QStringLiteral(">Time (ms)</text>")));
        QVERIFY(svg.contains(QStringLiteral("dense_layer")));
        QVERIFY(svg.size() < 1000000);
    }

    void existingFilesStayUnlessReplaced()
    {
        written(fiveSpikes(), styleOf("slide"), QStringLiteral("kept.svg"));
        try {
            exportFigure(fiveSpikes(), styleOf("slide"),
                         file(QStringLiteral("kept.svg")).toStdString(), false);
            QFAIL("was overwritten");
        } catch (const Error& error) {
            QCOMPARE(error.kind(), ErrorKind::BadOutput);
        }
    }

    void unknownEndingsAreRefused()
    {
        try {
            exportFigure(fiveSpikes(), {}, file(QStringLiteral("a.bmp")).toStdString(), true);
            QFAIL("was accepted");
        } catch (const Error& error) {
            QCOMPARE(error.kind(), ErrorKind::BadParameter);
            QVERIFY(QString::fromUtf8(error.what()).contains(QStringLiteral(".svg")));
        }
        QVERIFY(!QFile::exists(file(QStringLiteral("a.bmp"))));
    }

    void presetsHaveTheWidthsOfTheJournals()
    {
        const std::pair<const char*, double> widths[] = {
            {"nature-single", 89},   {"nature-double", 183},  {"ieee-single", 88.9},
            {"ieee-double", 181.9},  {"elsevier-single", 90}, {"elsevier-middle", 140},
            {"elsevier-double", 190}};
        for (const auto& [id, width] : widths) {
            const ExportPreset* preset = findExportPreset(id);
            QVERIFY2(preset != nullptr, id);
            QCOMPARE(preset->widthMm, width);
            QVERIFY(preset->fontPt >= 5 && preset->fontPt <= 8);
        }
        QVERIFY(findExportPreset("none") == nullptr);
        std::set<std::string> ids;
        for (const ExportPreset& preset : exportPresets())
            ids.insert(preset.id);
        QCOMPARE(ids.size(), exportPresets().size());
    }

    void previewPaintsIntoAnyPainter()
    {
        QImage image(400, 280, QImage::Format_RGB32);
        image.fill(Qt::magenta);
        QPainter painter(&image);
        paintFigure(painter, fiveSpikes(), styleOf("nature-single"), {400, 280});
        painter.end();
        QCOMPARE(image.pixelColor(2, 278), QColor(Qt::white));
        int dark = 0;
        for (int x = 0; x < image.width(); ++x)
            for (int y = 0; y < image.height(); ++y)
                dark += qGray(image.pixel(x, y)) < 128 ? 1 : 0;
        QVERIFY2(dark > 100, qPrintable(QString::number(dark)));
    }

    void everyFormatIsQuick()
    {
        QElapsedTimer clock;
        for (const char* format : {"png", "svg", "pdf"}) {
            clock.start();
            written(arcs(200), styleOf("nature-double"),
                    QStringLiteral("t.") + QLatin1String(format));
            qInfo("%s: %lld ms", format, clock.elapsed());
            QVERIFY(clock.elapsed() < 5000);
        }
    }
};

INSPIKE_TEST(TstFigureExporter, tst_figure_exporter)
#include "tst_figure_exporter.moc"
