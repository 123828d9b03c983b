// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/run_tests.h"
#include "tests/widgets/plot/sample_figures.h"
#include "widgets/figure_export/painter_scene3d.h"
#include "widgets/scene3d/scene_axes.h"

#include <QImage>
#include <QPainter>

#include <limits>

using namespace inspike;
using namespace inspike::test;

namespace {

PlotLook paperLook()
{
    PlotLook look;
    look.perPt = 10;
    look.labelPt = 7;
    look.tickPt = 6;
    look.paper = true;
    look.dotsPerUnit = 300.0 / 720.0;
    return look;
}

QImage painted(const ManifoldFigure& figure, const std::optional<Camera3D>& camera,
               SceneNotes* notes = nullptr)
{
    QImage image(1830, 1000, QImage::Format_RGB32);
    image.fill(Qt::white);
    QPainter painter(&image);
    const SceneNotes made = paintScene3D(painter, figure, paperLook(), camera, image.rect());
    if (notes != nullptr)
        *notes = made;
    return image;
}

} // namespace

class TstPainterScene3d : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void wordsOfTheAxesNeverOverlap_data()
    {
        QTest::addColumn<double>("x");
        QTest::addColumn<double>("y");
        QTest::addColumn<double>("z");
        QTest::newRow("isometric") << 1.0 << 1.0 << 0.8;
        QTest::newRow("front") << 0.0 << -1.0 << 0.0;
        QTest::newRow("side") << 1.0 << 0.0 << 0.0;
        QTest::newRow("top") << 0.0 << 0.0 << 1.0;
        QTest::newRow("low") << 0.7 << -1.0 << 0.2;
        QTest::newRow("behind") << -1.0 << -0.4 << 0.6;
    }
    void wordsOfTheAxesNeverOverlap()
    {
        QFETCH(double, x);
        QFETCH(double, y);
        QFETCH(double, z);
        Camera3D camera;
        camera.direction = {x, y, z};
        if (z > 0.99)
            camera.up = {0, 1, 0};
        const ManifoldFigure figure = arcs(4);
        const PlotLook look = paperLook();
        const QSizeF size(2500, 1700);
        const Projection projection(
            fitted(camera, boxOf(figure), size, QMarginsF(300, 100, 300, 300)), size);
        const SceneAxes axes = layOutAxes(figure, projection, look);
        QVERIFY(axes.words.size() >= 6);
        for (std::size_t i = 0; i < axes.words.size(); ++i)
            for (std::size_t j = i + 1; j < axes.words.size(); ++j)
                QVERIFY(!axes.words[i].outline.intersects(axes.words[j].outline));
    }

    void everythingStaysInside()
    {
        const QImage image = painted(arcs(40), std::nullopt);
        for (int x = 0; x < image.width(); ++x) {
            QCOMPARE(image.pixelColor(x, image.height() - 1), QColor(Qt::white));
        }
        for (int y = 0; y < image.height(); ++y)
            QCOMPARE(image.pixelColor(image.width() - 1, y), QColor(Qt::white));
    }

    void pathsBecomeFewerSegments()
    {
        SceneNotes notes;
        painted(arcs(40), std::nullopt, &notes);
        QCOMPARE(notes.points, 4400U);
        QVERIFY(notes.segments < notes.points);
        QVERIFY(!notes.rasterised);
    }

    void manySegmentsBecomeABitmap()
    {
        ManifoldFigure figure = arcs(400);
        for (ManifoldPath& path : figure.paths)
            for (std::size_t step = 0; step < path.points.size(); ++step)
                path.points[step][2] += step % 2 == 0 ? 0.3F : -0.3F;
        SceneNotes notes;
        painted(figure, std::nullopt, &notes);
        QVERIFY(notes.segments > kDenseMarks);
        QVERIFY(notes.rasterised);
    }

    void theCameraTurnsThePicture()
    {
        Camera3D side;
        side.direction = {1, 0, 0};
        QVERIFY(painted(arcs(8), side) != painted(arcs(8), std::nullopt));
    }

    void brokenPointsAndEmptyFiguresAreFine()
    {
        ManifoldFigure figure = arcs(4);
        figure.paths[0].points[50][1] = std::numeric_limits<float>::quiet_NaN();
        figure.paths[1].points.clear();
        figure.paths[2].category = 99;
        painted(figure, std::nullopt);
        painted({}, std::nullopt);
        ManifoldFigure flat = arcs(4);
        flat.dimensions = 2;
        painted(flat, std::nullopt);
        QCOMPARE(boxOf(flat).high[2], 0.0);
    }
};

INSPIKE_TEST(TstPainterScene3d, tst_painter_scene3d)
#include "tst_painter_scene3d.moc"
