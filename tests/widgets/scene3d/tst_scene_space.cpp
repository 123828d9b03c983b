// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/run_tests.h"
#include "tests/widgets/scene3d/scene_maker.h"
#include "widgets/scene3d/scene_space.h"

#include <QTest>

#include <cmath>
#include <limits>
#include <numbers>

using namespace inspike;
using inspike::test::makeManifold;

namespace {

// Two straight means side by side: at this distance along the given direction of the floor.
ManifoldFigure twoMeans(double degrees)
{
    const double angle = degrees * std::numbers::pi / 180.0;
    ManifoldFigure figure = *makeManifold({2, 1, 60});
    for (ManifoldPath& path : figure.paths)
        for (std::size_t step = 0; step < path.points.size(); ++step) {
            const double side = path.category == 0 ? -1.0 : 1.0;
            path.points[step] = {static_cast<float>(side * std::cos(angle)),
                                 static_cast<float>(side * std::sin(angle)),
                                 static_cast<float>(0.03 * double(step) - 0.9)};
        }
    return figure;
}

double azimuthOf(const Camera3D& camera)
{
    return std::atan2(camera.direction[1], camera.direction[0]) * 180.0 / std::numbers::pi;
}

} // namespace

class TstSceneSpace : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void firstLookIsAcrossWhatSeparatesTheMeans_data()
    {
        QTest::addColumn<double>("degrees");
        QTest::newRow("x = y") << 45.0;
        QTest::newRow("x = -y") << 135.0;
        QTest::newRow("nearer to x") << 30.0;
        QTest::newRow("nearer to y") << 65.0;
    }
    void firstLookIsAcrossWhatSeparatesTheMeans()
    {
        QFETCH(double, degrees);
        const Camera3D camera = defaultCamera(twoMeans(degrees));
        const double along = (azimuthOf(camera) - degrees) * std::numbers::pi / 180.0;
        QVERIFY2(std::abs(std::sin(along)) > 0.9, qPrintable(QString::number(azimuthOf(camera))));
    }

    void firstLookKeepsElevationAndUp()
    {
        const Camera3D usual;
        const Camera3D camera = defaultCamera(twoMeans(45));
        QCOMPARE(camera.up, usual.up);
        QCOMPARE(camera.direction[2], usual.direction[2]);
        QVERIFY(std::abs(std::hypot(camera.direction[0], camera.direction[1]) -
                         std::hypot(usual.direction[0], usual.direction[1])) < 1e-12);
    }

    void firstLookNeedsNoMeans()
    {
        ManifoldFigure with = twoMeans(60);
        ManifoldFigure without = with;
        std::erase_if(without.paths, [](const ManifoldPath& path) { return path.mean; });
        QCOMPARE(defaultCamera(without).direction, defaultCamera(with).direction);
    }

    void firstLookSurvivesOddFigures()
    {
        const Camera3D usual;
        QCOMPARE(defaultCamera({}).direction, usual.direction);
        ManifoldFigure one = *makeManifold({1, 1, 60});
        QVERIFY(std::isfinite(defaultCamera(one).direction[0]));
        for (ManifoldPath& path : one.paths)
            for (auto& point : path.points)
                point[0] = std::numeric_limits<float>::quiet_NaN();
        QCOMPARE(defaultCamera(one).direction, usual.direction);
        one.paths.clear();
        QCOMPARE(defaultCamera(one).direction, usual.direction);
    }

    void flatFiguresAreSeenFromAbove()
    {
        const auto flat = makeManifold({2, 2, 20, 2});
        QCOMPARE(defaultCamera(*flat).direction, (Vec3{0, 0, 1}));
        QCOMPARE(boxOf(*flat).low[2], 0.0);
        QCOMPARE(boxOf(*flat).high[2], 0.0);
        QCOMPARE(scaleOf(*flat), (Vec3{1, 1, 0}));
    }

    void timeIsStretchedToAReadableWidth()
    {
        auto figure = *makeManifold({2, 2, 20, 2});
        figure.axes[0] = {{TextId::Time, {}}, "ms", 0, 500};
        figure.axes[1].low = -1;
        figure.axes[1].high = 3;
        const Box3 box = boxOf(figure);
        const double aspect = (box.high[0] - box.low[0]) / (box.high[1] - box.low[1]);
        QVERIFY(aspect > 1.2 && aspect < 2.0);
        QCOMPARE(box.high[1], 3.0);
    }

    void brokenRangesGiveABoxAnyway()
    {
        auto figure = *makeManifold({2, 2, 20});
        figure.axes[0].high = std::numeric_limits<double>::infinity();
        figure.axes[1].high = figure.axes[1].low;
        const Box3 box = boxOf(figure);
        QCOMPARE(box.low[0], -1.0);
        QCOMPARE(box.high[0], 1.0);
        QVERIFY(box.high[1] > box.low[1]);
    }
};

INSPIKE_TEST(TstSceneSpace, tst_scene_space)
#include "tst_scene_space.moc"
