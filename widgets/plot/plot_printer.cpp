// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/plot/plot_printer.h"

#include "widgets/plot/figure_plot.h"

namespace inspike {

PrintNotes printPlot(QPaintDevice& device, const QTransform& place,
                     std::shared_ptr<const Figure> figure, const PlotLook& look, QSize size)
{
    QCustomPlot plot;
    plot.setViewport(QRect(QPoint(0, 0), size));
    FigurePlot filler(plot, look);
    // Transparent: paintPage() has painted the page.
    plot.setBackground(QBrush(Qt::NoBrush));
    filler.fill(std::move(figure));
    filler.adapt();

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
    return {filler.rasterised()};
}

} // namespace inspike
