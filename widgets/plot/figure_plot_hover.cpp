// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later

// The part of FigurePlot that shows what another view points at.

#include "widgets/plot/figure_plot.h"

namespace inspike {
namespace {

constexpr double kHoverWidth = 2.2; // times the line's own

bool sameThing(const Key& one, const Key& other)
{
    return one.kind == other.kind && one.index == other.index &&
           (one.source == other.source || one.source == 0 || other.source == 0);
}

} // namespace

void FigurePlot::setHover(const std::optional<Key>& key)
{
    for (QCPItemRect* item : m_hoverRows)
        m_plot.removeItem(item);
    for (QCPGraph* graph : m_hoverLines)
        m_plot.removePlottable(graph);
    for (QCPItemLine* line : m_hoverPairs)
        m_plot.removeItem(line);
    m_hoverRows.clear();
    m_hoverLines.clear();
    m_hoverPairs.clear();
    if (!key)
        return;
    if (m_raster != nullptr) {
        if (const auto row = std::get<RasterFigure>(*m_figure).rows.rowOf(*key))
            hoverRow(*row);
    }
    for (const LineInPlot& entry : m_lines) {
        if (!entry.line->keys.empty())
            hoverPoints(entry, *key);
        else if (sameThing(entry.line->key, *key))
            hoverLine(entry);
    }
    for (std::size_t panel = 0; panel < m_pairs.size(); ++panel) {
        if (m_pairs[panel])
            joinPoints(panel, *key);
    }
}

// The points of a thing on one side with those on the other, which follow in the same order.
void FigurePlot::joinPoints(std::size_t index, const Key& key)
{
    std::vector<QPointF> points;
    for (const LineInPlot& entry : m_lines) {
        for (std::size_t i = 0; entry.panel == index && i < entry.line->keys.size(); ++i) {
            if (sameThing(entry.line->keys[i], key))
                points.emplace_back(entry.line->x[i], entry.line->y[i]);
        }
    }
    const PlotPanel& panel = m_panels[index];
    const std::size_t half = points.size() / 2;
    for (std::size_t i = 0; i < half; ++i) {
        auto* line = new QCPItemLine(&m_plot);
        line->setLayer(QStringLiteral("cursor"));
        line->setClipAxisRect(panel.rect);
        line->setSelectable(false);
        for (QCPItemPosition* position : {line->start, line->end}) {
            position->setAxisRect(panel.rect);
            position->setAxes(panel.x, panel.y);
            position->setTypeX(QCPItemPosition::ptPlotCoords);
            position->setTypeY(QCPItemPosition::ptPlotCoords);
        }
        line->start->setCoords(points[i]);
        line->end->setCoords(points[half + i]);
        line->setPen(pen(m_look.theme.colour({ColourRole::Accent}), m_look.linePt));
        m_hoverPairs.push_back(line);
    }
}

std::optional<std::vector<Key>> FigurePlot::keysIn(std::size_t panel, const QRectF& range) const
{
    std::optional<std::vector<Key>> keys;
    for (const LineInPlot& entry : m_lines) {
        if (entry.panel != panel || entry.line->keys.empty())
            continue;
        if (!keys)
            keys.emplace();
        for (std::size_t i = 0; i < entry.line->keys.size(); ++i) {
            const double x = entry.line->x[i];
            const double y = entry.line->y[i];
            if (x >= range.left() && x <= range.right() && y >= range.top() && y <= range.bottom())
                keys->push_back(entry.line->keys[i]);
        }
    }
    return keys;
}

void FigurePlot::hoverRow(std::size_t row)
{
    const PlotPanel& panel = m_panels.front();
    const double middle = static_cast<double>(row) + m_raster->rowCentre();
    auto* item = new QCPItemRect(&m_plot);
    item->setLayer(QStringLiteral("cursor"));
    item->setClipAxisRect(panel.rect);
    item->setSelectable(false);
    for (QCPItemPosition* position : {item->topLeft, item->bottomRight}) {
        position->setAxisRect(panel.rect);
        position->setAxes(panel.x, panel.y);
        position->setTypeX(QCPItemPosition::ptAxisRectRatio);
        position->setTypeY(QCPItemPosition::ptPlotCoords);
    }
    item->topLeft->setCoords(0, middle + 0.5);
    item->bottomRight->setCoords(1, middle - 0.5);
    QColor tint = m_look.theme.colour({ColourRole::Accent});
    item->setPen(QPen(tint, 1));
    tint.setAlphaF(0.15F);
    item->setBrush(tint);
    m_hoverRows.push_back(item);
}

void FigurePlot::hoverLine(const LineInPlot& entry)
{
    const PlotPanel& panel = m_panels[entry.panel];
    auto* graph = new QCPGraph(panel.x, panel.y);
    graph->setLayer(QStringLiteral("cursor"));
    graph->setData(entry.graph->data()); // shared, not copied
    graph->setLineStyle(entry.graph->lineStyle());
    graph->setPen(pen(m_look.theme.colour(entry.line->colour), kHoverWidth * m_look.linePt));
    m_hoverLines.push_back(graph);
}

// A ring around each point of it.
void FigurePlot::hoverPoints(const LineInPlot& entry, const Key& key)
{
    constexpr double kRingPt = 8.0;
    QVector<double> x;
    QVector<double> y;
    for (std::size_t i = 0; i < entry.line->keys.size(); ++i) {
        if (sameThing(entry.line->keys[i], key)) {
            x.append(entry.line->x[i]);
            y.append(entry.line->y[i]);
        }
    }
    if (x.isEmpty())
        return;
    const PlotPanel& panel = m_panels[entry.panel];
    auto* graph = new QCPGraph(panel.x, panel.y);
    graph->setLayer(QStringLiteral("cursor"));
    graph->setLineStyle(QCPGraph::lsNone);
    graph->setData(x, y);
    graph->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssCircle,
                                           m_look.theme.colour({ColourRole::Accent}),
                                           m_look.units(kRingPt)));
    m_hoverLines.push_back(graph);
}

} // namespace inspike
