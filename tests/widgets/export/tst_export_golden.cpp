// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Pictures as they were accepted, compared at an eighth of their size so that another version of a
// font does not count. UPDATE_GOLDEN=1 accepts new ones; a difference leaves *.actual.png behind.

#include "core/figures/graph_builder.h"
#include "tests/support/make_layers.h"
#include "tests/support/run_tests.h"
#include "tests/widgets/plot/sample_figures.h"
#include "widgets/figure_export/figure_exporter.h"

#include <QDir>
#include <QImage>
#include <QPainter>

#include <cmath>

using namespace inspike;
using namespace inspike::test;

namespace {

constexpr int kShrink = 8;
constexpr double kMeanTolerance = 2.0; // of 255, over the whole picture
constexpr int kPixelTolerance = 64;    // of 255, in any shrunk pixel

// With branches, groups, a recurrent layer and rates.
GraphFigure network()
{
    const LayerGraph graph = recurrentLayers();
    GraphMeasures measures;
    measures.layers.resize(graph.nodes.size());
    measures.layers[2].spikes = 12.0;
    measures.layers[2].unitSteps = 400.0;
    measures.stepDuration = 1000;
    JobContext job = nullJob();
    return buildGraph(graph, measures, kSource, Params(graphParams()), {}, job);
}

QImage shrunk(const QImage& image)
{
    return image.convertToFormat(QImage::Format_RGB32)
        .scaled(image.width() / kShrink, image.height() / kShrink, Qt::IgnoreAspectRatio,
                Qt::SmoothTransformation);
}

QString difference(const QImage& actual, const QImage& expected)
{
    if (actual.size() != expected.size())
        return QStringLiteral("other size");
    const QImage a = shrunk(actual);
    const QImage b = shrunk(expected);
    double sum = 0;
    int most = 0;
    for (int y = 0; y < a.height(); ++y)
        for (int x = 0; x < a.width(); ++x) {
            const int gap = std::abs(qGray(a.pixel(x, y)) - qGray(b.pixel(x, y)));
            sum += gap;
            most = std::max(most, gap);
        }
    const double mean = sum / (a.width() * a.height());
    if (mean <= kMeanTolerance && most <= kPixelTolerance)
        return {};
    return QStringLiteral("mean %1, largest %2").arg(mean).arg(most);
}

} // namespace

class TstExportGolden : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void looksAsAccepted_data()
    {
        QTest::addColumn<QString>("name");
        for (const char* name : {"raster", "raster-bins", "series", "manifold", "manifold-dark",
                                 "graph", "graph-dark"})
            QTest::newRow(name) << QString::fromLatin1(name);
    }
    void looksAsAccepted()
    {
        QFETCH(QString, name);
        Figure figure = fiveSpikes();
        if (name == QLatin1String("raster-bins"))
            figure = binned();
        else if (name == QLatin1String("series"))
            figure = twoPanels();
        else if (name.startsWith(QLatin1String("manifold")))
            figure = arcs(40);
        else if (name.startsWith(QLatin1String("graph")))
            figure = network();
        ExportStyle style;
        style.sizeMm = {89, 62};
        style.dpi = 200;
        style.dark = name.endsWith(QLatin1String("dark"));
        style.panelLetter = QStringLiteral("a");

        const QDir folder(QStringLiteral(INSPIKE_GOLDEN_DIR));
        const QString golden = folder.filePath(name + QStringLiteral(".png"));
        const QString actual = QDir::current().filePath(name + QStringLiteral(".actual.png"));
        const bool update = qEnvironmentVariableIsSet("UPDATE_GOLDEN");
        exportFigure(figure, style, (update ? golden : actual).toStdString(), true);
        if (update)
            return;
        const QString gap = difference(QImage(actual), QImage(golden));
        QVERIFY2(gap.isEmpty(), qPrintable(gap + QStringLiteral(", see ") + actual));
        QFile::remove(actual);
    }
};

INSPIKE_TEST(TstExportGolden, tst_export_golden)
#include "tst_export_golden.moc"
