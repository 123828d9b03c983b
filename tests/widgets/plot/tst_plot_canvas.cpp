// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/run_tests.h"
#include "tests/widgets/plot/sample_figures.h"
#include "widgets/plot/plot_canvas.h"
#include "widgets/theme/theme.h"

#include <QApplication>
#include <QSignalSpy>
#include <QWheelEvent>

#include <ctime>
#include <memory>

using namespace inspike;
using namespace inspike::test;

class TstPlotCanvas : public QObject
{
    Q_OBJECT

private:
    static std::unique_ptr<PlotCanvas> shown(Figure figure)
    {
        auto canvas = std::make_unique<PlotCanvas>();
        canvas->resize(640, 420);
        canvas->setFigure(std::move(figure), false);
        canvas->show();
        QCoreApplication::processEvents();
        canvas->grab();
        return canvas;
    }
    static QWidget* surface(PlotCanvas& canvas) { return canvas.focusProxy(); }
    static void wheel(PlotCanvas& canvas, QPointF at, int notches, Qt::KeyboardModifiers with)
    {
        QWheelEvent event(at, surface(canvas)->mapToGlobal(at), {}, {0, 120 * notches},
                          Qt::NoButton, with, Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(surface(canvas), &event);
        QCoreApplication::processEvents();
    }

private Q_SLOTS:
    void initTestCase() { qRegisterMetaType<Key>("inspike::Key"); }

    void clickOnASpikeNamesItsUnit()
    {
        const auto canvas = shown(fiveSpikes());
        QSignalSpy clicked(canvas.get(), &PlotCanvas::keyClicked);
        const QPointF at = canvas->pixelOf(300, 2);
        QTest::mouseClick(surface(*canvas), Qt::LeftButton, Qt::ControlModifier,
                          at.toPoint() + QPoint(2, 0));
        QCOMPARE(clicked.size(), 1);
        QVERIFY(clicked[0][0].value<Key>() == (Key{KeyKind::Unit, kSource, 2}));
        QCOMPARE(clicked[0][1].value<Qt::KeyboardModifiers>(), Qt::ControlModifier);
    }

    void clickBesideSpikesIsBackground()
    {
        const auto canvas = shown(fiveSpikes());
        QSignalSpy clicked(canvas.get(), &PlotCanvas::keyClicked);
        QSignalSpy background(canvas.get(), &PlotCanvas::backgroundClicked);
        QTest::mouseClick(surface(*canvas), Qt::LeftButton, {}, canvas->pixelOf(350, 2).toPoint());
        QCOMPARE(clicked.size(), 0);
        QCOMPARE(background.size(), 1);
        QVERIFY(std::abs(background[0][0].toDouble() - 350) < 2);
    }

    void spikesArePaintedWhereTheyAre()
    {
        const auto canvas = shown(fiveSpikes());
        const QImage image = canvas->grab().toImage();
        const QColor ink = currentTheme().colour({ColourRole::Foreground});
        for (int unit = 0; unit < 5; ++unit) {
            const QPoint at = canvas->pixelOf(100.0 * (unit + 1), unit).toPoint();
            bool found = false;
            for (int dx = -1; dx <= 1; ++dx)
                found = found || image.pixelColor(at + QPoint(dx, 0)) == ink;
            QVERIFY2(found, qPrintable(QStringLiteral("unit %1").arg(unit)));
            QVERIFY(image.pixelColor(at + QPoint(4, 0)) != ink);
        }
    }

    void highlightFadesTheRestToAQuarter()
    {
        const auto canvas = shown(fiveSpikes());
        canvas->setHighlight({{KeyKind::Unit, kSource, 0}}, std::nullopt);
        QCoreApplication::processEvents();
        const QImage image = canvas->grab().toImage();
        const QColor ink = currentTheme().colour({ColourRole::Foreground});
        const QColor pale = currentTheme().faded(ink, 0.25);
        const auto has = [&](int unit, const QColor& colour) {
            const QPoint at = canvas->pixelOf(100.0 * (unit + 1), unit).toPoint();
            for (int dx = -1; dx <= 1; ++dx)
                if (image.pixelColor(at + QPoint(dx, 0)) == colour)
                    return true;
            return false;
        };
        QVERIFY(has(0, ink));
        QVERIFY(has(3, pale));
        QVERIFY(!has(3, ink));
    }

    void keysOfAnotherSpaceFadeNothing()
    {
        const auto canvas = shown(fiveSpikes());
        const QImage before = canvas->grab().toImage();
        canvas->setHighlight({{KeyKind::Sample, kSource, 1}}, std::nullopt);
        QCoreApplication::processEvents();
        QCOMPARE(canvas->grab().toImage(), before);
    }

    void hoverSaysExactValues()
    {
        const auto canvas = shown(fiveSpikes());
        QSignalSpy hovered(canvas.get(), &PlotCanvas::hovered);
        QTest::mouseMove(surface(*canvas), canvas->pixelOf(400, 3).toPoint());
        QTRY_VERIFY(!hovered.isEmpty());
        QCOMPARE(hovered.back()[0].toString(), QStringLiteral("unit 3, 400 ms, 1 spike"));
        QTest::mouseMove(surface(*canvas), canvas->pixelOf(450, 3).toPoint());
        QTRY_COMPARE(hovered.back()[0].toString(), QString());
    }

    void hoverOnABinSaysItsCount()
    {
        const auto canvas = shown(binned());
        QSignalSpy hovered(canvas.get(), &PlotCanvas::hovered);
        QTest::mouseMove(surface(*canvas), canvas->pixelOf(330, 4).toPoint());
        QTRY_VERIFY(!hovered.isEmpty());
        const QString dash(QChar(0x2013));
        QCOMPARE(hovered.back()[0].toString(),
                 QStringLiteral("unit 4, 300") + dash + QStringLiteral("360 ms, 20 spikes"));
    }

    void hoverOnALineSaysItsDatum()
    {
        const auto canvas = shown(twoPanels());
        QSignalSpy hovered(canvas.get(), &PlotCanvas::hovered);
        QTest::mouseMove(surface(*canvas), canvas->pixelOf(200, 0.9 * std::sin(5.0)).toPoint());
        QTRY_VERIFY(!hovered.isEmpty());
        QVERIFY2(hovered.back()[0].toString().startsWith(QStringLiteral("Unit 0, 200 ms, ")),
                 qPrintable(hovered.back()[0].toString()));
    }

    void wheelZoomsAtTheCursor()
    {
        const auto canvas = shown(fiveSpikes());
        QSignalSpy changed(canvas.get(), &PlotCanvas::rangeChanged);
        const QPointF at = canvas->pixelOf(200, 1);
        const Viewport before = canvas->viewport();
        wheel(*canvas, at, 2, Qt::NoModifier);
        const Viewport after = canvas->viewport();
        QVERIFY(changed.size() >= 1);
        QVERIFY(std::abs((after.xHigh - after.xLow) - 0.64 * (before.xHigh - before.xLow)) < 1);
        QVERIFY(after.yHigh - after.yLow < before.yHigh - before.yLow);
        const QPointF now = canvas->pixelOf(200, 1);
        QVERIFY(std::abs(now.x() - at.x()) < 2.0);
        QVERIFY(std::abs(now.y() - at.y()) < 2.0);
    }

    void shiftWheelZoomsTimeOnly()
    {
        const auto canvas = shown(fiveSpikes());
        const Viewport before = canvas->viewport();
        wheel(*canvas, canvas->pixelOf(200, 1), 1, Qt::ShiftModifier);
        const Viewport after = canvas->viewport();
        QVERIFY(after.xHigh - after.xLow < before.xHigh - before.xLow);
        QCOMPARE(after.yLow, before.yLow);
        QCOMPARE(after.yHigh, before.yHigh);
    }

    void dragPans()
    {
        const auto canvas = shown(fiveSpikes());
        QSignalSpy clicked(canvas.get(), &PlotCanvas::keyClicked);
        const QPoint from = canvas->pixelOf(300, 2).toPoint();
        QTest::mousePress(surface(*canvas), Qt::LeftButton, {}, from);
        QTest::mouseMove(surface(*canvas), from + QPoint(40, 0));
        QMouseEvent move(QEvent::MouseMove, from + QPointF(40, 0),
                         surface(*canvas)->mapToGlobal(from + QPointF(40, 0)), Qt::NoButton,
                         Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(surface(*canvas), &move);
        QTest::mouseRelease(surface(*canvas), Qt::LeftButton, {}, from + QPoint(40, 0));
        QCoreApplication::processEvents();
        QVERIFY(std::abs(canvas->pixelOf(300, 2).x() - (from.x() + 40)) < 2.0);
        QCOMPARE(clicked.size(), 0);
    }

    void shiftDragSelectsABox()
    {
        const auto canvas = shown(fiveSpikes());
        QSignalSpy box(canvas.get(), &PlotCanvas::boxSelected);
        const QPoint from = canvas->pixelOf(150, 3.4).toPoint();
        const QPoint to = canvas->pixelOf(350, 0.6).toPoint();
        QTest::mousePress(surface(*canvas), Qt::LeftButton, Qt::ShiftModifier, from);
        QTest::mouseRelease(surface(*canvas), Qt::LeftButton, Qt::ShiftModifier, to);
        QCOMPARE(box.size(), 1);
        QVERIFY(std::abs(box[0][0].toDouble() - 150) < 2);
        QVERIFY(std::abs(box[0][1].toDouble() - 350) < 2);
        QVERIFY(std::abs(box[0][2].toDouble() - 0.6) < 0.05);
        QVERIFY(std::abs(box[0][3].toDouble() - 3.4) < 0.05);
    }

    void doubleClickFitsEverything()
    {
        const auto canvas = shown(fiveSpikes());
        canvas->setRange(100, 200, 1, 3);
        QTest::mouseDClick(surface(*canvas), Qt::LeftButton, {}, canvas->pixelOf(150, 2).toPoint());
        QTRY_COMPARE(canvas->viewport().xHigh, 600.0);
        QCOMPARE(canvas->viewport().yLow, -0.5);
    }

    void lettersMoveAndZoomAsInTraceViewers()
    {
        const auto canvas = shown(fiveSpikes());
        canvas->setRange(100, 200, 1, 3);
        QTest::keyClick(surface(*canvas), Qt::Key_D);
        QVERIFY(std::abs(canvas->viewport().xLow - 110) < 1e-6);
        QTest::keyClick(surface(*canvas), Qt::Key_A);
        QVERIFY(std::abs(canvas->viewport().xLow - 100) < 1e-6);
        QTest::keyClick(surface(*canvas), Qt::Key_W); // about the centre, time only
        const Viewport zoomed = canvas->viewport();
        QVERIFY(std::abs(zoomed.xHigh - zoomed.xLow - 80) < 1e-6);
        QVERIFY(std::abs(zoomed.xHigh + zoomed.xLow - 300) < 1.0);
        QCOMPARE(zoomed.yLow, 1.0);
        QTest::keyClick(surface(*canvas), Qt::Key_W, Qt::ShiftModifier); // both axes
        QVERIFY(canvas->viewport().yHigh - canvas->viewport().yLow < 2.0);
        QTest::keyClick(surface(*canvas), Qt::Key_S, Qt::ShiftModifier);
        QTest::keyClick(surface(*canvas), Qt::Key_S);
        QVERIFY(std::abs(canvas->viewport().xHigh - canvas->viewport().xLow - 100) < 1e-6);
        QTest::keyClick(surface(*canvas), Qt::Key_Up);
        QVERIFY(canvas->viewport().yLow > 1.1);
    }

    void homeAndEndKeepTheZoom()
    {
        const auto canvas = shown(fiveSpikes());
        canvas->setRange(100, 200, 1, 3);
        QTest::keyClick(surface(*canvas), Qt::Key_End);
        QCOMPARE(canvas->viewport().xLow, 100.0); // the time cursor's, unless asked for
        canvas->setKeyNavigation(true);
        QTest::keyClick(surface(*canvas), Qt::Key_End);
        QCOMPARE(canvas->viewport().xHigh, 600.0);
        QCOMPARE(canvas->viewport().xLow, 500.0);
        QTest::keyClick(surface(*canvas), Qt::Key_Home);
        QCOMPARE(canvas->viewport().xLow, 0.0);
        QCOMPARE(canvas->viewport().xHigh, 100.0);
    }

    void oneRowIsTheNarrowestHeight()
    {
        RasterFigure figure = fiveSpikes();
        figure.y.integral = true;
        const auto canvas = shown(figure);
        for (int i = 0; i < 80; ++i)
            wheel(*canvas, canvas->pixelOf(200, 1), 1, Qt::NoModifier);
        const Viewport view = canvas->viewport();
        QVERIFY(std::abs(view.yHigh - view.yLow - 1.0) < 1e-9);
        QVERIFY(view.xHigh - view.xLow <= 0.005); // microseconds
    }

    // A picture of the same kind keeps the panels: a drag goes on while figures arrive.
    void aNewFigureDoesNotEndADrag()
    {
        const auto canvas = shown(binned());
        const QPoint from = canvas->pixelOf(300, 2).toPoint();
        QTest::mousePress(surface(*canvas), Qt::LeftButton, {}, from);
        const auto drag = [&](int by) {
            QMouseEvent move(QEvent::MouseMove, from + QPointF(by, 0),
                             surface(*canvas)->mapToGlobal(from + QPointF(by, 0)), Qt::NoButton,
                             Qt::LeftButton, Qt::NoModifier);
            QCoreApplication::sendEvent(surface(*canvas), &move);
        };
        drag(20);
        canvas->setFigure(binned(), true);
        drag(60);
        QVERIFY(std::abs(canvas->pixelOf(300, 2).x() - (from.x() + 60)) < 2.0);
        QTest::mouseRelease(surface(*canvas), Qt::LeftButton, {}, from + QPoint(60, 0));
    }

    void binsTurnIntoMarksWithoutMovingTheAxes()
    {
        const auto canvas = shown(binned());
        QCoreApplication::processEvents();
        const QPointF before = canvas->pixelOf(600, 4);
        canvas->setFigure(fiveSpikes(), true);
        canvas->grab();
        QCOMPARE(canvas->pixelOf(600, 4), before);
        canvas->setFigure(binned(), true);
        canvas->grab();
        QCOMPARE(canvas->pixelOf(600, 4), before);
    }

    void cellsLieBetweenTheirEdges()
    {
        RasterFigure figure = binned();
        RasterBins bins;
        bins.columns = 3; // of 256 ms, cut to 100...600
        bins.rows = 2;    // of 4 rows
        bins.xLow = 100;
        bins.xHigh = 600;
        bins.xStep = 256;
        bins.yLow = -0.5;
        bins.yHigh = 4.5;
        bins.yStart = -0.5;
        bins.yStep = 4;
        bins.counts = {0, 1, 0, 0, 0, 2};
        figure.body = bins;
        const auto canvas = shown(figure);
        const QImage image = canvas->grab().toImage();
        const auto colourAt = [&](double x, double y) {
            return image.pixel(canvas->pixelOf(x, y).toPoint());
        };
        const QRgb one = Theme::viridis()[127];
        const QRgb two = Theme::viridis()[255];
        QCOMPARE(colourAt(262, 0), one);
        QCOMPARE(colourAt(508, 3.3), one);
        QCOMPARE(colourAt(516, 4), two);
        QCOMPARE(colourAt(598, 4), two);
        QVERIFY(colourAt(508, 4) != one && colourAt(508, 4) != two);
        QVERIFY(colourAt(250, 0) != one); // before the cell: background
        QSignalSpy hovered(canvas.get(), &PlotCanvas::hovered);
        QTest::mouseMove(surface(*canvas), canvas->pixelOf(400, 2).toPoint());
        QTRY_VERIFY(!hovered.isEmpty());
        const QString dash(QChar(0x2013));
        QCOMPARE(hovered.back()[0].toString(), QStringLiteral("rows 0") + dash +
                                                   QStringLiteral("3, 256") + dash +
                                                   QStringLiteral("512 ms, 1 spike"));
    }

    void logarithmicColoursTellFewFromMany()
    {
        RasterFigure figure = binned();
        std::vector<std::uint32_t> counts(50, 0);
        counts[0] = 10'000;
        counts[1] = 100;
        counts[2] = 1;
        std::get<RasterBins>(figure.body).counts = counts;
        figure.logCounts = true;
        const auto canvas = shown(figure);
        const QImage image = canvas->grab().toImage();
        const auto colourAt = [&](double x) {
            return image.pixel(canvas->pixelOf(x, 0).toPoint());
        };
        QCOMPARE(colourAt(30), Theme::viridis()[255]);
        QCOMPARE(colourAt(90), Theme::viridis()[127]);
        QCOMPARE(colourAt(150), Theme::viridis()[0]);
        QCOMPARE(QColor(colourAt(570)), currentTheme().canvas());
    }

    void aScreenOfCellsIsPaintedQuickly()
    {
        RasterFigure figure = binned();
        RasterBins bins{1800, 900, 0, 600, -0.5, 4.5, {}};
        std::vector<std::uint32_t> counts;
        for (std::size_t i = 0; i < bins.columns * bins.rows; ++i)
            counts.push_back(static_cast<std::uint32_t>(i * 2654435761U) >> 22U);
        bins.counts = counts;
        figure.body = bins;
        const auto canvas = shown(figure);
        canvas->resize(1920, 1080);
        QCoreApplication::processEvents();
        constexpr int kFrames = 20;
        double copy = 0;
        // Processor time, because other tests may run beside.
        const auto cpuMs = [] {
            return 1e3 * static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
        };
        const double begun = cpuMs();
        for (int i = 0; i < kFrames; ++i) {
            const double before = cpuMs();
            canvas->setFigure(figure, true);
            copy += cpuMs() - before;
            canvas->setRange(i, 500 + i, -0.5, 4.5);
            canvas->repaintNow();
        }
        qInfo("%.1f ms a frame of 1920 x 1080, of it %.1f ms to take the figure",
              (cpuMs() - begun) / kFrames, copy / kFrames);
    }

    void keptRangeSurvivesANewFigure()
    {
        const auto canvas = shown(fiveSpikes());
        canvas->setRange(100, 200, 1, 3);
        canvas->setFigure(fiveSpikes(), true);
        QCOMPARE(canvas->viewport().xLow, 100.0);
        QCOMPARE(canvas->viewport().yHigh, 3.0);
        canvas->setFigure(fiveSpikes(), false);
        QCOMPARE(canvas->viewport().xLow, 0.0);
    }

    void timeCursorIsDrawnInEveryPanel()
    {
        const auto canvas = shown(twoPanels());
        canvas->setCursor(400);
        QCoreApplication::processEvents();
        const QImage image = canvas->grab().toImage();
        const QColor accent = currentTheme().colour({ColourRole::Accent});
        const int x = qRound(canvas->pixelOf(400, 0).x());
        int painted = 0;
        for (int y = 0; y < image.height(); ++y)
            for (int dx = -1; dx <= 1; ++dx)
                if (image.pixelColor(x + dx, y) == accent) {
                    ++painted;
                    break;
                }
        QVERIFY2(painted > image.height() / 2, qPrintable(QString::number(painted)));
    }

    void panningAHundredThousandMarksIsFluid()
    {
        const auto canvas = shown(manySpikes(500, 200));
        QElapsedTimer clock;
        clock.start();
        constexpr int kFrames = 10;
        for (int i = 0; i < kFrames; ++i) {
            canvas->setRange(i, 500 + i, 0, 450);
            QCoreApplication::processEvents();
            canvas->grab();
        }
        const double each = static_cast<double>(clock.elapsed()) / kFrames;
        qInfo("%.1f ms a frame", each);
        QVERIFY2(each < 100, "a frame of 100,000 marks takes more than 100 ms");
    }
};

INSPIKE_TEST(TstPlotCanvas, tst_plot_canvas)
#include "tst_plot_canvas.moc"
