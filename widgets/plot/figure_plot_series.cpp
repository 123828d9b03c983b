// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later

// The part of FigurePlot that draws curves: stacked panels, bands, error bars, levels, legends.

#include "widgets/plot/figure_plot.h"
#include "widgets/plot/legend_row.h"
#include "widgets/plot/series_graphs.h"
#include "widgets/plot/tickers.h"
#include "widgets/text/fonts.h"
#include "widgets/text/phrases.h"

#include <algorithm>
#include <cmath>

namespace inspike {
namespace {

constexpr double kLeastTickPt = 2.0;
constexpr double kFillShare = 0.25;      // of a histogram, against its outline
constexpr std::size_t kLegendLimit = 16; // hues, solid and dashed
constexpr std::size_t kMarkerLimit = 24; // hues and markers together
constexpr double kMarkerPt = 3.5;        // diameter
constexpr double kMeanPt = 4.5;          // of a cross
constexpr double kBarSamplePt = 5.0;     // height of a bar in the legend
constexpr double kChosenShare = 1.4;     // of a chosen point against the others

Qt::PenStyle penStyleOf(const SeriesLine& line)
{
    const bool hollow = line.style == LineStyle::Outline && line.hollow;
    return line.style == LineStyle::Dashed || hollow ? Qt::DashLine : Qt::SolidLine;
}

bool hasPoints(LineStyle style)
{
    return style == LineStyle::Points || style == LineStyle::PointsAndLine;
}

// "Context 1 (n = 12)"
QString legendWords(const SeriesLine& line)
{
    const QString words = phrase(line.label);
    return line.n == 0 || words.isEmpty() ? words
                                          : QStringLiteral("%1 (n = %2)").arg(words).arg(line.n);
}

bool looksLike(LegendItem item, const LegendItem& other)
{
    item.words = other.words;
    return item == other;
}

QVector<double> vectorOf(const std::vector<double>& values)
{
    return {values.begin(), values.end()};
}

} // namespace

// Points that stand for a thing each are small where they are many.
void FigurePlot::sizePoints(const SeriesFigure& figure)
{
    std::size_t most = 0; // of a panel
    std::size_t all = 0;
    for (const SeriesPanel& panel : figure.panels) {
        std::size_t points = 0;
        for (const SeriesLine& line : panel.lines)
            points += line.keys.size();
        most = std::max(most, points);
        all += points;
    }
    constexpr double kSmallestPt = 1.6;
    constexpr double kFew = 60.0;
    const double share = kFew / std::max(kFew, static_cast<double>(most));
    m_pointPt = std::max(kSmallestPt, kMarkerPt * std::sqrt(std::sqrt(share)));
    m_densePoints = all > kDenseMarks;
}

void FigurePlot::fillSeries(const SeriesFigure& figure)
{
    m_x = figure.x;
    for (const SeriesPanel& panel : figure.panels)
        m_pairs.push_back(panel.pairs);
    sizePoints(figure);
    int row = 0;
    if (figure.note != Text{})
        addHeading(*m_plot.plotLayout(), row++, figure.note, false);
    if (figure.grid)
        fillGrid(figure, row);
    else
        fillStack(figure, row);
    addShades(figure.shades);
    addMarks(figure.marks);
}

void FigurePlot::addLegend(std::vector<LegendItem> items, int row)
{
    auto* legend = new LegendRow(&m_plot, std::move(items), figureFont(m_look.units(m_look.tickPt)),
                                 m_look.theme.colour({ColourRole::Foreground}));
    legend->setMarginGroup(QCP::msLeft | QCP::msRight, m_margins);
    m_plot.plotLayout()->addElement(row, 0, legend);
    m_plot.plotLayout()->setRowStretchFactor(row, 0.001);
}

void FigurePlot::fillStack(const SeriesFigure& figure, int row)
{
    std::vector<LegendItem> shown;
    for (const SeriesPanel& panel : figure.panels) {
        std::vector<LegendItem> items = legendOf(panel, shown);
        if (!items.empty())
            addLegend(std::move(items), row++);
        if (panel.heading != Text{})
            addHeading(*m_plot.plotLayout(), row++, panel.heading, true);
        const std::size_t index = addPanel(row, panel.y);
        m_panels[index].ownX = panel.x;
        m_panels[index].xNames = panel.xNames;
        m_plot.plotLayout()->setRowStretchFactor(row, panel.height);
        ++row;
        for (const SeriesLine& line : panel.lines)
            addLine(line, index);
        addLevels(panel, index);
    }
}

std::vector<LegendItem> FigurePlot::legendOf(const SeriesPanel& panel,
                                             std::vector<LegendItem>& shown) const
{
    std::vector<LegendItem> items;
    const auto add = [&](LegendItem item) {
        const std::size_t most = item.marker ? kMarkerLimit : kLegendLimit;
        if (item.words.isEmpty() || items.size() >= most)
            return;
        if (std::find(shown.begin(), shown.end(), item) != shown.end())
            return;
        // Hues repeat: the second of two that look the same would explain nothing.
        if (std::any_of(items.begin(), items.end(),
                        [&](const LegendItem& other) { return looksLike(item, other); }))
            return;
        shown.push_back(item);
        items.push_back(std::move(item));
    };
    for (const SeriesLine& line : panel.lines) {
        if (line.inLegend)
            add(legendItem(line));
    }
    for (const HorizontalLine& level : panel.levels)
        add({phrase(level.label), m_look.theme.colour(level.colour), Qt::DotLine,
             m_look.units(m_look.linePt), false});
    return items;
}

LegendItem FigurePlot::legendItem(const SeriesLine& line) const
{
    LegendItem item{legendWords(line), m_look.theme.colour(line.colour), penStyleOf(line),
                    line.style == LineStyle::Points ? 0.0 : m_look.units(m_look.linePt),
                    hasPoints(line.style)};
    item.shape = line.marker;
    item.hollow = line.hollow;
    if (line.style == LineStyle::Bars)
        item.width = m_look.units(kBarSamplePt);
    return item;
}

QCPGraph* FigurePlot::graphFor(const SeriesLine& line, const PlotPanel& panel) const
{
    const LineStyle style = line.style;
    if (style == LineStyle::Bars)
        return new BarGraph(panel.x, panel.y, line.barWidth, line.barOffset);
    if (!line.keys.empty()) {
        const double size = line.marker == Marker::Cross ? kMeanPt : m_pointPt;
        auto* cloud = new CloudGraph(panel.x, panel.y, line, m_look.units(0.5 * size));
        if (m_densePoints)
            cloud->setBitmap(m_look.dotsPerUnit);
        return cloud;
    }
    if (style == LineStyle::Outline)
        return new OutlineGraph(panel.x, panel.y, line);
    if (style == LineStyle::Ticks)
        return new TickGraph(panel.x, panel.y, m_look.units(kLeastTickPt));
    if (hasPoints(style))
        return new PointGraph(panel.x, panel.y, static_cast<int>(std::ceil(m_look.units(2))));
    return new QCPGraph(panel.x, panel.y);
}

void FigurePlot::addLine(const SeriesLine& line, std::size_t panel)
{
    LineInPlot entry;
    entry.line = &line;
    entry.panel = panel;
    addSpread(entry);
    entry.graph = graphFor(line, m_panels[panel]);
    entry.graph->setLayer(QStringLiteral("main"));
    if (line.keys.empty()) // else it draws from the figure
        entry.graph->setData(vectorOf(line.x), vectorOf(line.y), true);
    switch (line.style) {
    case LineStyle::Steps:
        entry.graph->setLineStyle(QCPGraph::lsStepLeft);
        break;
    case LineStyle::Points:
    case LineStyle::Ticks:
        entry.graph->setLineStyle(QCPGraph::lsNone);
        break;
    default:
        entry.graph->setLineStyle(QCPGraph::lsLine);
    }
    if (entry.bars != nullptr)
        entry.bars->setDataPlottable(entry.graph);
    restyleLine(entry, true);
    m_lines.push_back(entry);
}

// Points that stand for a thing each: the chosen ones over the rest, which fade.
void FigurePlot::highlightPoints(const std::unordered_set<Key>& chosen)
{
    for (CloudGraph* cloud : m_chosenPoints)
        m_plot.removePlottable(cloud);
    m_chosenPoints.clear();
    std::vector<std::pair<const LineInPlot*, std::vector<std::size_t>>> found;
    for (const LineInPlot& entry : m_lines) {
        std::vector<std::size_t> points;
        for (std::size_t i = 0; i < entry.line->keys.size(); ++i) {
            Key key = entry.line->keys[i];
            const bool exactly = chosen.contains(key);
            key.source = 0; // of any source
            if (exactly || chosen.contains(key))
                points.push_back(i);
        }
        if (!points.empty())
            found.emplace_back(&entry, std::move(points));
    }
    for (const LineInPlot& entry : m_lines) {
        if (!entry.line->keys.empty())
            restyleLine(entry, found.empty());
    }
    for (auto& [entry, points] : found) {
        const PlotPanel& panel = m_panels[entry->panel];
        auto* cloud = new CloudGraph(panel.x, panel.y, *entry->line,
                                     m_look.units(0.5 * kChosenShare * m_pointPt));
        cloud->setLayer(QStringLiteral("main"));
        cloud->setColour(m_look.theme.colour(entry->line->colour));
        cloud->setOnly(std::move(points));
        m_chosenPoints.push_back(cloud);
    }
}

void FigurePlot::addSpread(LineInPlot& entry)
{
    const SeriesLine& line = *entry.line;
    if (line.low.size() != line.x.size() || line.high.size() != line.x.size() || line.x.empty())
        return;
    const PlotPanel& panel = m_panels[entry.panel];
    if (hasPoints(line.style)) {
        QVector<double> below;
        QVector<double> above;
        for (std::size_t i = 0; i < line.x.size(); ++i) {
            below.append(line.y[i] - line.low[i]);
            above.append(line.high[i] - line.y[i]);
        }
        entry.bars = new QCPErrorBars(panel.x, panel.y);
        entry.bars->setLayer(QStringLiteral("main"));
        entry.bars->setData(below, above);
        entry.bars->setWhiskerWidth(0);
        entry.bars->setSymbolGap(0);
        return;
    }
    entry.bandLow = new QCPGraph(panel.x, panel.y);
    entry.bandHigh = new QCPGraph(panel.x, panel.y);
    entry.bandLow->setData(vectorOf(line.x), vectorOf(line.low), true);
    entry.bandHigh->setData(vectorOf(line.x), vectorOf(line.high), true);
    for (QCPGraph* edge : {entry.bandLow, entry.bandHigh}) {
        edge->setLayer(QStringLiteral("main"));
        edge->setPen(Qt::NoPen);
        if (line.style == LineStyle::Steps)
            edge->setLineStyle(QCPGraph::lsStepLeft);
    }
    entry.bandHigh->setChannelFillGraph(entry.bandLow);
}

void FigurePlot::restyleLine(const LineInPlot& entry, bool strong) const
{
    const QColor full = m_look.theme.colour(entry.line->colour);
    const QColor ink = strong ? full : m_look.theme.faded(full, Theme::kFadedShare);
    const bool ticks = entry.line->style == LineStyle::Ticks;
    if (auto* cloud = dynamic_cast<CloudGraph*>(entry.graph)) {
        cloud->setColour(ink);
        return;
    }
    entry.graph->setPen(pen(ink, ticks ? m_look.markPt : m_look.linePt, penStyleOf(*entry.line)));
    if (entry.line->filled)
        entry.graph->setBrush(m_look.theme.faded(ink, kFillShare));
    if (hasPoints(entry.line->style))
        entry.graph->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssDisc, QPen(Qt::NoPen),
                                                     QBrush(ink), m_look.units(kMarkerPt)));
    if (entry.bars != nullptr)
        entry.bars->setPen(pen(ink, m_look.linePt * 0.8));
    if (entry.bandHigh != nullptr) {
        QColor band = full;
        band.setAlphaF(strong ? 0.22F : 0.08F);
        entry.bandHigh->setBrush(band);
    }
}

void FigurePlot::addLevels(const SeriesPanel& panel, std::size_t index)
{
    for (const HorizontalLine& level : panel.levels) {
        auto* item = new QCPItemStraightLine(&m_plot);
        item->setLayer(QStringLiteral("main"));
        item->setClipAxisRect(m_panels[index].rect);
        item->setSelectable(false);
        for (QCPItemPosition* position : {item->point1, item->point2}) {
            position->setAxisRect(m_panels[index].rect);
            position->setAxes(m_panels[index].x, m_panels[index].y);
        }
        const AxisInfo& x = m_panels[index].ownX ? *m_panels[index].ownX : m_x;
        item->point1->setCoords(x.low, level.y);
        item->point2->setCoords(x.high, level.y);
        item->setPen(pen(m_look.theme.colour(level.colour), m_look.linePt, Qt::DotLine));
    }
}

} // namespace inspike
