// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/run_tests.h"
#include "tests/widgets/scene3d/scene_maker.h"
#include "widgets/scene3d/labels.h"
#include "widgets/scene3d/legend.h"
#include "widgets/scene3d/projection.h"
#include "widgets/scene3d/scene3d_widget.h"
#include "widgets/scene3d/scene_axes.h"
#include "widgets/theme/theme.h"

#include <QCheckBox>
#include <QPainter>
#include <QSignalSpy>
#include <QTest>

#include <cmath>
#include <limits>

using namespace inspike;
using inspike::test::makeManifold;

namespace {

constexpr QSize kSize{600, 420};

// Pixels that have this colour, but for rounding.
int countOf(const QImage& image, QColor colour)
{
    int count = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            const QColor here = image.pixelColor(x, y);
            const int off = std::abs(here.red() - colour.red()) +
                            std::abs(here.green() - colour.green()) +
                            std::abs(here.blue() - colour.blue());
            count += off <= 6 ? 1 : 0;
        }
    }
    return count;
}

QColor category(int index)
{
    return Theme(false).colour({ColourRole::Category, index});
}

QPoint pixelOf(const Scene3DWidget& widget, const std::array<float, 3>& point)
{
    return Projection(widget.camera(), widget.size())
        .pixel({point[0], point[1], point[2]})
        .toPoint();
}

QRect legendOf(const Scene3DWidget& widget)
{
    const auto* legend = widget.findChild<LegendOverlay*>();
    return legend->isVisibleTo(&widget) ? legend->geometry() : QRect();
}

QImage withoutLegend(const Scene3DWidget& widget, QImage image)
{
    QPainter(&image).fillRect(legendOf(widget), Qt::white);
    return image;
}

// Without the legend, whose swatches have the same colours.
QImage sceneOf(const Scene3DWidget& widget)
{
    return withoutLegend(widget, widget.image(widget.size()));
}

// Where something is drawn, ink by ink.
QRect inkedPart(const QImage& image)
{
    const QColor canvas = image.pixelColor(0, image.height() - 1);
    QRect inked;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x)
            if (image.pixelColor(x, y) != canvas)
                inked = inked.united(QRect(x, y, 1, 1));
    return inked;
}

} // namespace

class TstScene3DWidget : public QObject
{
    Q_OBJECT

    std::unique_ptr<Scene3DWidget> m_widget;
    std::shared_ptr<ManifoldFigure> m_figure;

private Q_SLOTS:
    void initTestCase() { qRegisterMetaType<inspike::Key>("inspike::Key"); }

    void init()
    {
        m_figure = makeManifold({});
        m_widget = std::make_unique<Scene3DWidget>();
        m_widget->resize(kSize);
        m_widget->setFigure(m_figure, false);
        m_widget->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_widget.get()));
    }
    void cleanup() { m_widget.reset(); }

    void pictureHasTheColoursOfAllCategories()
    {
        const QImage image = sceneOf(*m_widget);
        QVERIFY(countOf(image, category(0)) > 200);
        QVERIFY(countOf(image, category(1)) > 200);
        QVERIFY(countOf(image, Theme(false).canvas()) > image.width() * image.height() / 2);
    }

    void pictureHasTheAskedSizeEvenUnshown()
    {
        Scene3DWidget unshown;
        unshown.setFigure(m_figure, false);
        const QImage image = unshown.image({320, 200});
        QCOMPARE(image.size(), QSize(320, 200));
        QVERIFY(countOf(image, category(0)) > 50);
    }

    void widgetPaintsWhatTheImageShows()
    {
        const QImage grabbed = withoutLegend(*m_widget, m_widget->grab().toImage());
        QVERIFY(countOf(grabbed, category(1)) > 200);
    }

    void clickOnAPathEmitsItsKey()
    {
        QSignalSpy clicks(m_widget.get(), &Scene3DWidget::pathClicked);
        const ManifoldPath& path = m_figure->paths[2]; // outermost trial of the first category
        QTest::mouseClick(m_widget.get(), Qt::LeftButton, Qt::ControlModifier,
                          pixelOf(*m_widget, path.points.back()));
        QCOMPARE(clicks.size(), 1);
        QCOMPARE(clicks[0][0].value<Key>(), path.key);
        QCOMPARE(clicks[0][1].value<Qt::KeyboardModifiers>(), Qt::ControlModifier);
    }

    void clickBesideEverythingIsABackgroundClick()
    {
        QSignalSpy clicks(m_widget.get(), &Scene3DWidget::pathClicked);
        QSignalSpy background(m_widget.get(), &Scene3DWidget::backgroundClicked);
        QTest::mouseClick(m_widget.get(), Qt::LeftButton, {}, {4, 4});
        QCOMPARE(clicks.size(), 0);
        QCOMPARE(background.size(), 1);
    }

    void hoverNamesTrialConditionAndTime()
    {
        QSignalSpy hovers(m_widget.get(), &Scene3DWidget::hovered);
        QTest::mouseMove(m_widget.get(), pixelOf(*m_widget, m_figure->paths[2].points.back()));
        QTRY_COMPARE(hovers.size(), 1);
        QCOMPARE(hovers[0][0].toString(), QString("Trial 3, context 1 choice +, 60 ms"));
    }

    void highlightFadesTheOthersAndKeepsTheSelectedHue()
    {
        m_widget->setMeansVisible(false);
        QVERIFY(countOf(sceneOf(*m_widget), category(1)) > 100);
        m_widget->setHighlight({m_figure->paths[0].key, m_figure->paths[1].key}, std::nullopt);
        const QImage image = sceneOf(*m_widget);
        QVERIFY(countOf(image, category(0)) > 100);
        QCOMPARE(countOf(image, category(1)), 0);
        const QColor faded = Theme(false).faded(category(1), Theme::kFadedShare);
        QVERIFY(countOf(image, faded) > 50);
    }

    void keysOfOtherThingsFadeNothing()
    {
        const QImage before = sceneOf(*m_widget);
        m_widget->setHighlight({{KeyKind::Unit, 0, 3}}, std::nullopt);
        QCOMPARE(sceneOf(*m_widget), before);
    }

    void timeRangeFadesTheRestOfEachPath()
    {
        const int before = countOf(sceneOf(*m_widget), category(0));
        m_widget->setHighlight({}, std::pair{1.0, 10.0});
        const int after = countOf(sceneOf(*m_widget), category(0));
        QVERIFY2(after < before / 2, qPrintable(QString("%1 of %2").arg(after).arg(before)));
    }

    void cursorMarkersFollowTheTime()
    {
        const auto& mean = m_figure->paths[6];
        QVERIFY(mean.mean);
        const auto discAt = [&](std::size_t step) {
            const QPoint pixel = pixelOf(*m_widget, mean.points[step]);
            return countOf(m_widget->image(kSize).copy(QRect(pixel - QPoint(7, 7), QSize(15, 15))),
                           category(0));
        };
        const int without = discAt(30);
        m_widget->setCursor(31.0);
        QVERIFY(discAt(30) > without + 20);
        m_widget->setCursor(50.0);
        QVERIFY(discAt(30) <= without + 5);
        m_widget->setCursor(std::nullopt);
        QCOMPARE(discAt(30), without);
    }

    void hiddenCategoryLosesItsColour()
    {
        m_widget->setCategoryVisible(1, false);
        QImage image = sceneOf(*m_widget);
        QCOMPARE(countOf(image, category(1)), 0);
        QVERIFY(countOf(image, category(0)) > 200);
        m_widget->setCategoryVisible(1, true);
        QVERIFY(countOf(sceneOf(*m_widget), category(1)) > 200);
    }

    void hiddenCategoryCannotBeClicked()
    {
        QSignalSpy clicks(m_widget.get(), &Scene3DWidget::pathClicked);
        const QPoint pixel = pixelOf(*m_widget, m_figure->paths[2].points.back());
        m_widget->setCategoryVisible(0, false);
        QTest::mouseClick(m_widget.get(), Qt::LeftButton, {}, pixel);
        QCOMPARE(clicks.size(), 0);
    }

    void legendRowsToggleByMouseAndKeyboard()
    {
        const auto boxes = m_widget->findChildren<QCheckBox*>();
        QCOMPARE(boxes.size(), 3); // two categories and the means
        QTest::mouseClick(boxes[1], Qt::LeftButton, {}, QPoint(8, boxes[1]->height() / 2));
        QCOMPARE(countOf(sceneOf(*m_widget), category(1)), 0);
        boxes[1]->setFocus();
        QTest::keyClick(boxes[1], Qt::Key_Space);
        QVERIFY(countOf(sceneOf(*m_widget), category(1)) > 200);
    }

    void legendCoversNothingAndStaysInside_data()
    {
        QTest::addColumn<QSize>("size");
        QTest::newRow("wide") << QSize(900, 400);
        QTest::newRow("tall") << QSize(380, 700);
        QTest::newRow("pane of the window") << QSize(468, 336);
        QTest::newRow("pane of a small window") << QSize(290, 220);
    }
    void legendCoversNothingAndStaysInside()
    {
        QFETCH(QSize, size);
        m_widget->setFigure(makeManifold({4, 20, 60}), false);
        m_widget->resize(size);
        const QRect legend = legendOf(*m_widget);
        QVERIFY(!legend.isEmpty());
        QVERIFY(QRect({0, 0}, size).contains(legend));
        const QRect scene = inkedPart(sceneOf(*m_widget));
        QVERIFY(scene.width() > size.width() / 4);
        QVERIFY2(!scene.intersects(legend),
                 qPrintable(QString("%1 x %2").arg(scene.right()).arg(scene.top())));
        QVERIFY(QRect({0, 0}, size).marginsRemoved({4, 2, 4, 4}).contains(scene));
    }

    void everyAxisIsNamedInFullInThePaneOfTheWindow()
    {
        const QSize size(468, 336);
        m_widget->resize(size);
        const SceneAxes axes =
            layOutAxes(*m_figure, Projection(m_widget->camera(), size), screenLook(false));
        int names = 0;
        int numbers = 0;
        for (const PlacedWords& each : axes.words) {
            names += each.label && each.words.contains(QStringLiteral("% var.)")) ? 1 : 0;
            numbers += each.label ? 0 : 1;
        }
        QCOMPARE(names, 3);
        QVERIFY(numbers >= 6);
    }

    void cameraSurvivesARoundTrip()
    {
        Camera3D camera;
        camera.focus = {0.1, -0.2, 0.3};
        camera.direction = {0.2, 0.9, 0.4};
        camera.halfHeight = 0.7;
        m_widget->setCamera(camera);
        QCOMPARE(m_widget->camera().focus, camera.focus);
        QCOMPARE(m_widget->camera().direction, camera.direction);
        QCOMPARE(m_widget->camera().halfHeight, camera.halfHeight);
        m_widget->setFigure(makeManifold({}), true);
        QCOMPARE(m_widget->camera().focus, camera.focus);
    }

    void presetArrivesAfterItsAnimation()
    {
        m_widget->setPreset(Scene3DWidget::Preset::Top);
        QTRY_COMPARE(m_widget->camera().up, (std::array<double, 3>{0, 1, 0}));
        QCOMPARE(m_widget->camera().direction, (std::array<double, 3>{0, 0, 1}));
    }

    void dragOrbitsAndShiftDragPans()
    {
        const Camera3D before = m_widget->camera();
        const auto drag = [&](Qt::KeyboardModifiers modifiers) {
            QTest::mousePress(m_widget.get(), Qt::LeftButton, modifiers, {200, 200});
            QMouseEvent move(QEvent::MouseMove, QPointF(240, 220),
                             m_widget->mapToGlobal(QPointF(240, 220)), Qt::NoButton, Qt::LeftButton,
                             modifiers);
            QCoreApplication::sendEvent(m_widget.get(), &move);
            QTest::mouseRelease(m_widget.get(), Qt::LeftButton, modifiers, {240, 220});
        };
        drag({});
        const Camera3D turned = m_widget->camera();
        QVERIFY(turned.direction != before.direction);
        QCOMPARE(turned.focus, before.focus);
        drag(Qt::ShiftModifier);
        QCOMPARE(m_widget->camera().direction, turned.direction);
        QVERIFY(m_widget->camera().focus != turned.focus);
    }

    void wheelKeepsThePointUnderThePointer()
    {
        const auto& point = m_figure->paths[2].points.back();
        const QPointF place =
            Projection(m_widget->camera(), kSize).pixel({point[0], point[1], point[2]});
        const double before = m_widget->camera().halfHeight;
        QWheelEvent wheel(place, m_widget->mapToGlobal(place), {}, {0, 240}, Qt::NoButton, {},
                          Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(m_widget.get(), &wheel);
        QVERIFY(m_widget->camera().halfHeight < 0.8 * before);
        const QPointF after =
            Projection(m_widget->camera(), kSize).pixel({point[0], point[1], point[2]});
        QVERIFY(std::hypot(after.x() - place.x(), after.y() - place.y()) < 1e-6);
    }

    void fewerPointsWhileMovingAndAllWhenStill()
    {
        m_widget->setFigure(makeManifold({2, 300, 300}), true);
        QCOMPARE(m_widget->grab().size(), kSize); // paints the still picture
        QCOMPARE(m_widget->drawnShare(), 1.0);
        QSignalSpy changes(m_widget.get(), &Scene3DWidget::drawnShareChanged);
        QTest::keyClick(m_widget.get(), Qt::Key_Left, Qt::ShiftModifier);
        QTRY_VERIFY(m_widget->drawnShare() < 0.9);
        QTRY_COMPARE(m_widget->drawnShare(), 1.0);
        QTRY_COMPARE(changes.size(), 2);
    }

    void twoCoordinatesAreShownFlatFromTheTop()
    {
        const auto flat = makeManifold({2, 3, 60, 2});
        m_widget->setFigure(flat, false);
        QCOMPARE(m_widget->camera().direction, (std::array<double, 3>{0, 0, 1}));
        QVERIFY(countOf(sceneOf(*m_widget), category(0)) > 200);
        QTest::keyClick(m_widget.get(), Qt::Key_Left, Qt::ShiftModifier);
        QCOMPARE(m_widget->camera().direction, (std::array<double, 3>{0, 0, 1}));
    }

    void emptyFigureSaysSo()
    {
        m_widget->setFigure(std::make_shared<ManifoldFigure>(), false);
        const QImage image = m_widget->image(kSize);
        QCOMPARE(image.size(), kSize);
        QVERIFY(countOf(image, Theme(false).canvas()) < kSize.width() * kSize.height());
        m_widget->setFigure(nullptr, false);
        QCOMPARE(m_widget->image(kSize).size(), kSize);
        QTest::mouseClick(m_widget.get(), Qt::LeftButton, {}, {100, 100});
    }

    void pointsThatAreNotNumbersAreSkipped()
    {
        const auto figure = makeManifold({1, 1, 60});
        figure->paths.erase(figure->paths.begin()); // leaves the mean
        for (std::size_t i = 20; i < 40; ++i)
            figure->paths[0].points[i][1] = std::numeric_limits<float>::quiet_NaN();
        m_widget->setFigure(figure, false);
        const int broken = countOf(sceneOf(*m_widget), category(0));
        QVERIFY(broken > 50);
        const auto whole = makeManifold({1, 1, 60});
        whole->paths.erase(whole->paths.begin());
        m_widget->setFigure(whole, false);
        QVERIFY(countOf(sceneOf(*m_widget), category(0)) > broken + 20);
    }

    void darkCanvasIsDark()
    {
        m_widget->setDark(true);
        const QImage image = sceneOf(*m_widget);
        QVERIFY(countOf(image, Theme(true).canvas()) > image.width() * image.height() / 2);
        QVERIFY(countOf(image, Theme(true).colour({ColourRole::Category, 0})) > 200);
    }
};

INSPIKE_TEST(TstScene3DWidget, tst_scene3d_widget)
#include "tst_scene3d_widget.moc"
