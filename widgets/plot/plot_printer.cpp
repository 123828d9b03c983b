// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/plot/plot_printer.h"

#include "widgets/plot/events_plot.h"
#include "widgets/plot/figure_plot.h"
#include "widgets/plot/graph_painter.h"
#include "widgets/plot/heat_plot.h"
#include "widgets/plot/table_painter.h"

namespace inspike {

struct PlotPage::Impl
{
    QCPPainter painter;
};

PlotPage::PlotPage(QPaintDevice& device, const QTransform& place, const PlotLook& look, QSize size)
    : m_impl(std::make_unique<Impl>())
{
    QCPPainter& painter = m_impl->painter;
    painter.begin(&device);
    painter.setTransform(place);
    painter.setMode(QCPPainter::pmVectorized);
    painter.setMode(QCPPainter::pmNoCaching);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setRenderHint(QPainter::TextAntialiasing);
    painter.setRenderHint(QPainter::LosslessImageRendering);
    paintBackground(painter, look, size);
}

PlotPage::~PlotPage()
{
    m_impl->painter.end();
}

QPainter& PlotPage::painter()
{
    return m_impl->painter;
}

PrintNotes PlotPage::draw(std::shared_ptr<const Figure> figure, const PlotLook& look, QRect area)
{
    QCPPainter& painter = m_impl->painter;
    painter.save();
    painter.translate(area.topLeft());
    paintLetter(painter, look);
    if (const auto* graph = std::get_if<GraphFigure>(figure.get())) {
        GraphPainter drawing;
        drawing.setFigure(std::shared_ptr<const GraphFigure>(figure, graph));
        drawing.paintPage(painter, area.size(), look);
        painter.restore();
        return {};
    }
    if (const auto* table = std::get_if<TableFigure>(figure.get())) {
        paintTable(painter, *table, look, area.size());
        painter.restore();
        return {};
    }
    QCustomPlot plot;
    plot.setViewport(QRect(QPoint(0, 0), area.size()));
    PrintNotes notes{true};
    const auto print = [&](auto&& filler, auto shown) {
        // The page has a background.
        plot.setBackground(QBrush(Qt::NoBrush));
        filler.fill(std::move(shown));
        filler.adapt();
        plot.toPainter(&painter, area.width(), area.height());
    };
    if (const auto* events = std::get_if<EventsFigure>(figure.get())) {
        EventsPlot filler(plot, look);
        filler.keepRoom(true);
        print(filler, std::shared_ptr<const EventsFigure>(figure, events));
        notes.sceneArea = filler.sceneArea().translated(area.topLeft());
        notes.rasterised = events->cloud == nullptr;
    } else if (const auto* heat = std::get_if<HeatFigure>(figure.get())) {
        print(HeatPlot(plot, look), std::shared_ptr<const HeatFigure>(figure, heat));
    } else {
        FigurePlot filler(plot, look);
        print(filler, figure);
        notes.rasterised = filler.rasterised();
    }
    painter.restore();
    return notes;
}

} // namespace inspike
