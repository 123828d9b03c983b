// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/run_tests.h"
#include "tests/widgets/plot/heat_figures.h"
#include "widgets/plot/heat_canvas.h"
#include "widgets/plot/heat_colours.h"

#include <QSignalSpy>

#include <memory>

using namespace inspike;
using namespace inspike::test;

namespace {

struct Shown
{
    explicit Shown(HeatFigure drawn, QSize size = {900, 420})
    {
        canvas.resize(size);
        canvas.setFigure(std::make_shared<const HeatFigure>(std::move(drawn)), false);
        canvas.show();
        QCoreApplication::processEvents();
    }

    QWidget& surface() const { return *canvas.focusProxy(); }
    QImage picture() { return canvas.grab().toImage(); }
    void point(QPointF at) { QTest::mouseMove(&surface(), at.toPoint()); }

    HeatCanvas canvas;
};

QColor colourAt(const QImage& picture, QPointF at)
{
    return picture.pixelColor(at.toPoint());
}

} // namespace

class TstHeatCanvas : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyCellHasTheColourOfItsValue()
    {
        const HeatFigure figure = namedMatrix();
        Shown shown(figure);
        const QImage picture = shown.picture();
        const HeatColours colours(figure.scales[0], currentTheme());
        for (std::size_t cell : {std::size_t{9}, std::size_t{48}, std::size_t{90}}) {
            const QPointF at = shown.canvas.pixelOfCell(0, cell / 10, cell % 10);
            const QRgb expected = blended(colours.of(figure.panels[0].cells.values[cell], 1.0),
                                          currentTheme().canvas().rgb());
            QCOMPARE(colourAt(picture, at), QColor(expected));
        }
        // Nothing there: the canvas.
        QCOMPARE(colourAt(picture, shown.canvas.pixelOfCell(0, 5, 7)), currentTheme().canvas());
    }

    void lowFrequenciesAreAtTheBottomAndFirstRowsAtTheTop()
    {
        Shown shown(soundAndPicture());
        QVERIFY(shown.canvas.pixelOf(0, 1.0, 0.0).y() > shown.canvas.pixelOf(0, 1.0, 11.0).y());
        QVERIFY(shown.canvas.pixelOf(1, 0.0, 0.0).y() < shown.canvas.pixelOf(1, 0.0, 64.0).y());
    }

    void picturesKeepTheirProportions()
    {
        for (const QSize size : {QSize(900, 420), QSize(400, 700), QSize(1200, 250)}) {
            Shown shown(soundAndPicture(), size);
            const QPointF from = shown.canvas.pixelOf(1, 0, 0);
            const QPointF to = shown.canvas.pixelOf(1, 64, 64);
            QVERIFY(std::abs((to.x() - from.x()) - (to.y() - from.y())) < 1.5);
            QVERIFY(to.x() - from.x() > 50);
        }
    }

    void layersAreMixedWhateverTheirOrder()
    {
        HeatFigure figure = soundAndPicture();
        const HeatColours colours(figure.scales[0], currentTheme());
        const Cover one = colours.cells(figure.panels[1])[10];
        std::swap(figure.panels[1].layers[0], figure.panels[1].layers[1]);
        const Cover other = colours.cells(figure.panels[1])[10];
        QVERIFY(std::abs(one.red - other.red) < 0.01 && std::abs(one.alpha - other.alpha) < 0.001);
        QVERIFY(one.alpha > 0);
    }

    void pointingSaysTheExactValueAndTheCell()
    {
        Shown shown(soundAndPicture());
        const HeatFigure& figure = *shown.canvas.figure();
        QSignalSpy words(&shown.canvas, &HeatCanvas::hovered);
        std::optional<HeatSpot> spot;
        connect(&shown.canvas, &HeatCanvas::pointed, this,
                [&](std::optional<HeatSpot> at) { spot = at; });
        shown.point(shown.canvas.pixelOfCell(2, 27, 40));
        QVERIFY(spot.has_value());
        QCOMPARE(spot->panel, std::size_t{2});
        QCOMPARE(spot->row, std::size_t{27});
        QCOMPARE(spot->column, std::size_t{40});
        const QString value = QString::number(figure.panels[2].cells.values[27 * 64 + 40]);
        QCOMPARE(words.last()[0].toString(),
                 QStringLiteral("Audio token 27, Visual token 40: ") + value);
        // Of several layers, each of the terms.
        shown.point(shown.canvas.pixelOfCell(1, 2, 3));
        const auto& picture = figure.panels[1];
        QCOMPARE(words.last()[0].toString(), QStringLiteral("token 19: %1 = %2 + %3")
                                                 .arg(double(picture.cells.values[19]))
                                                 .arg(double(picture.layers[0].cells.values[19]))
                                                 .arg(double(picture.layers[1].cells.values[19])));
        shown.point({2, 2});
        QVERIFY(!spot.has_value());
        QVERIFY(words.last()[0].toString().isEmpty());
    }

    void aClickNamesTheCellAndADragMovesThePanel()
    {
        Shown shown(soundAndPicture());
        QSignalSpy cancelled(&shown.canvas, &HeatCanvas::cancelled);
        std::optional<HeatSpot> spot;
        connect(&shown.canvas, &HeatCanvas::clicked, this, [&](HeatSpot at) { spot = at; });
        const QPoint at = shown.canvas.pixelOfCell(1, 5, 6).toPoint();
        QTest::mouseClick(&shown.surface(), Qt::LeftButton, Qt::NoModifier, at);
        QVERIFY(spot.has_value());
        QCOMPARE(spot->row * 8 + spot->column, std::size_t{46});
        QTest::keyClick(&shown.surface(), Qt::Key_Escape);
        QCOMPARE(cancelled.count(), 1);

        shown.canvas.setRange(2, 9.5, 29.5, 9.5, 29.5);
        spot.reset();
        const QPoint from = shown.canvas.pixelOf(2, 20, 20).toPoint();
        QTest::mousePress(&shown.surface(), Qt::LeftButton, Qt::NoModifier, from);
        QTest::mouseMove(&shown.surface(), from + QPoint(40, 30));
        QTest::mouseRelease(&shown.surface(), Qt::LeftButton, Qt::NoModifier,
                            from + QPoint(40, 30));
        QVERIFY(!spot.has_value());
        const Viewport view = shown.canvas.viewport();
        QVERIFY(view.xLow < 9.5 && view.yLow < 9.5);
        QVERIFY(std::abs(view.xHigh - view.xLow - 20) < 1e-6);
    }

    void theSamePanelsWithOtherCellsKeepTheirRanges()
    {
        Shown shown(soundAndPicture());
        shown.canvas.setRange(2, 9.5, 29.5, 9.5, 29.5);
        HeatFigure next = soundAndPicture();
        next.panels[1].cells.values.assign(64, 1.0F);
        next.panels[0].boxes.clear();
        shown.canvas.setFigure(std::make_shared<const HeatFigure>(next), true);
        QCOMPARE(shown.canvas.viewport().xLow, 9.5);
        QVERIFY(shown.canvas.zoomed());
        shown.canvas.fit();
        QVERIFY(!shown.canvas.zoomed());
    }

    void panelsThatShareTheirAxesMoveTogether()
    {
        Shown shown(smallMultiples(), {800, 700});
        shown.canvas.setRange(3, 8, 16, 8, 16);
        const QPointF first = shown.canvas.pixelOf(0, 12, 12);
        const QPointF corner = shown.canvas.pixelOf(0, 8, 8);
        const QPointF of3 = shown.canvas.pixelOf(3, 12, 12);
        const QPointF corner3 = shown.canvas.pixelOf(3, 8, 8);
        QCOMPARE(first - corner, of3 - corner3);
    }
};

INSPIKE_TEST(TstHeatCanvas, tst_heat_canvas)
#include "tst_heat_canvas.moc"
