// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/plot/plot_printer.h"

#include "widgets/plot/events_plot.h"
#include "widgets/plot/figure_plot.h"
#include "widgets/plot/heat_plot.h"

namespace inspike {

namespace {

void print(QCustomPlot& plot, QPaintDevice& device, const QTransform& place, const PlotLook& look,
           QSize size)
{
    QCPPainter painter;
    painter.begin(&device);
    painter.setTransform(place);
    painter.setMode(QCPPainter::pmVectorized);
    painter.setMode(QCPPainter::pmNoCaching);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setRenderHint(QPainter::TextAntialiasing);
    painter.setRenderHint(QPainter::LosslessImageRendering);
    paintPage(painter, look, size);
    plot.toPainter(&painter, size.width(), size.height());
    painter.end();
}

} // namespace

PrintNotes printPlot(QPaintDevice& device, const QTransform& place,
                     std::shared_ptr<const Figure> figure, const PlotLook& look, QSize size)
{
    QCustomPlot plot;
    plot.setViewport(QRect(QPoint(0, 0), size));
    // Backgrounds are transparent: paintPage() paints the page.
    if (const auto* events = std::get_if<EventsFigure>(figure.get())) {
        EventsPlot filler(plot, look);
        plot.setBackground(QBrush(Qt::NoBrush));
        filler.fill(std::shared_ptr<const EventsFigure>(figure, events));
        filler.adapt();
        print(plot, device, place, look, size);
        return {true};
    }
    if (const auto* heat = std::get_if<HeatFigure>(figure.get())) {
        HeatPlot filler(plot, look);
        plot.setBackground(QBrush(Qt::NoBrush));
        filler.fill(std::shared_ptr<const HeatFigure>(figure, heat));
        filler.adapt();
        print(plot, device, place, look, size);
        return {true};
    }
    FigurePlot filler(plot, look);
    plot.setBackground(QBrush(Qt::NoBrush));
    filler.fill(std::move(figure));
    filler.adapt();
    print(plot, device, place, look, size);
    return {filler.rasterised()};
}

} // namespace inspike
