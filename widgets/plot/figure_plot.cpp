// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/plot/figure_plot.h"

#include "widgets/plot/axis_style.h"
#include "widgets/plot/plot_layers.h"
#include "widgets/plot/tickers.h"
#include "widgets/text/fonts.h"
#include "widgets/text/numbers.h"
#include "widgets/text/phrases.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <unordered_set>

namespace inspike {
namespace {

const QString kShadeLayer = QStringLiteral("grid"); // below the data

// A stretch of the x axis over the whole height of a panel, behind the data.
QCPItemRect* addBand(QCustomPlot& plot, const PlotPanel& panel, double from, double to,
                     const QColor& colour)
{
    auto* item = new QCPItemRect(&plot);
    item->setLayer(kShadeLayer);
    item->setClipAxisRect(panel.rect);
    item->setSelectable(false);
    for (QCPItemPosition* position : {item->topLeft, item->bottomRight}) {
        position->setAxisRect(panel.rect);
        position->setAxes(panel.x, panel.y);
        position->setTypeX(QCPItemPosition::ptPlotCoords);
        position->setTypeY(QCPItemPosition::ptAxisRectRatio);
    }
    item->topLeft->setCoords(from, 0);
    item->bottomRight->setCoords(to, 1);
    item->setPen(Qt::NoPen);
    item->setBrush(colour);
    return item;
}

} // namespace

FigurePlot::FigurePlot(QCustomPlot& plot, PlotLook look) : m_plot(plot)
{
    setLook(std::move(look));
    m_plot.setAutoAddPlottableToLegend(false);
    m_plot.setNoAntialiasingOnDrag(false);
    m_plot.setPlottingHint(QCP::phFastPolylines);
    if (m_plot.layer(kCursorLayer) == nullptr) {
        // An own buffer: moving the time cursor repaints nothing else.
        m_plot.addLayer(kCursorLayer, m_plot.layer(QStringLiteral("overlay")));
        m_plot.layer(kCursorLayer)->setMode(QCPLayer::lmBuffered);
        // Nothing is on the overlay: a buffer for it would cost milliseconds a frame.
        m_plot.layer(QStringLiteral("overlay"))->setMode(QCPLayer::lmLogical);
    }
    if (m_plot.layer(kColourLayer) == nullptr)
        m_plot.addLayer(kColourLayer, m_plot.layer(QStringLiteral("axes")));
}

FigurePlot::~FigurePlot() = default;

void FigurePlot::setLook(PlotLook look)
{
    m_look = std::move(look);
    m_plot.setBackground(QBrush(m_look.theme.canvas()));
}

QPen FigurePlot::pen(const QColor& colour, double pt, Qt::PenStyle style) const
{
    QPen made(colour, m_look.units(pt), style, Qt::FlatCap, Qt::RoundJoin);
    return made;
}

void FigurePlot::clear()
{
    m_plot.clearPlottables();
    m_plot.clearItems();
    m_plot.plotLayout()->clear();
    m_panels.clear();
    m_lines.clear();
    m_shades.clear();
    m_cursors.clear();
    m_ranges.clear();
    m_hoverRows.clear();
    m_hoverLines.clear();
    m_hoverPairs.clear();
    m_pairs.clear();
    m_chosenPoints.clear();
    m_raster = nullptr;
    m_colours = nullptr;
    m_rate = nullptr;
    m_timeShown.reset();
    m_grid = nullptr; // went with the layout
    m_cells.clear();
    m_gridColumns = 0;
    delete m_margins;
    m_margins = new QCPMarginGroup(&m_plot);
    m_plot.plotLayout()->setRowSpacing(static_cast<int>(m_look.units(4)));
    m_plot.plotLayout()->setColumnSpacing(static_cast<int>(m_look.units(6)));
}

void FigurePlot::fill(std::shared_ptr<const Figure> figure)
{
    clear();
    m_figure = std::move(figure);
    if (const auto* raster = std::get_if<RasterFigure>(m_figure.get()))
        fillRaster(*raster);
    else if (const auto* series = std::get_if<SeriesFigure>(m_figure.get()))
        fillSeries(*series);
    finishPanels();
}

bool FigurePlot::update(std::shared_ptr<const Figure> figure)
{
    const auto* raster = std::get_if<RasterFigure>(figure.get());
    if (raster == nullptr || m_raster == nullptr)
        return false;
    // The base class aliases the figure, so that the plottable keeps it alive.
    if (!updateRaster(std::shared_ptr<const RasterFigure>(figure, raster)))
        return false;
    m_figure = std::move(figure);
    return true;
}

void FigurePlot::styleAxis(QCPAxis& axis) const
{
    inspike::styleAxis(axis, m_look);
}

std::size_t FigurePlot::addPanel(int layoutRow, const AxisInfo& y)
{
    return addPanel(*m_plot.plotLayout(), layoutRow, y);
}

std::size_t FigurePlot::addPanel(QCPLayoutGrid& layout, int row, const AxisInfo& y)
{
    auto* rect = new QCPAxisRect(&m_plot, false);
    layout.addElement(row, 0, rect);
    PlotPanel panel;
    panel.rect = rect;
    panel.x = rect->addAxis(QCPAxis::atBottom);
    panel.y = rect->addAxis(QCPAxis::atLeft);
    panel.yInfo = y;
    for (QCPAxis* axis : {panel.x, panel.y}) {
        styleAxis(*axis);
        axis->setLayer(QStringLiteral("axes"));
        axis->grid()->setLayer(QStringLiteral("grid"));
    }
    rect->setMinimumSize(static_cast<int>(m_look.units(20)), static_cast<int>(m_look.units(12)));
    rect->setMarginGroup(QCP::msLeft | QCP::msRight, m_margins);
    panel.y->setLabel(axisLabel(y));
    panel.y->setTicker(QSharedPointer<NumberTicker>::create(y.integral));
    panel.y->setRange(y.low, y.high);
    m_panels.push_back(panel);
    return m_panels.size() - 1;
}

void FigurePlot::finishPanels()
{
    const QFont tickFont = figureFont(m_look.units(m_look.tickPt));
    const QFontMetricsF metrics(tickFont);
    // The last tick label is centred on the end of the axis and must not stick out.
    const double right = 0.5 * metrics.horizontalAdvance(numberText(m_x.high, 4)) +
                         m_look.units(m_look.paper ? 1 : 6);
    const double top =
        m_shades.empty() ? m_look.units(m_look.paper ? 3 : 6) : 1.5 * metrics.height();
    for (std::size_t i = 0; i < m_panels.size(); ++i) {
        PlotPanel& panel = m_panels[i];
        const bool first = i == 0;
        const bool last = i + 1 == m_panels.size();
        const double letter =
            first && !m_look.letter.isEmpty() ? m_look.units(m_look.labelPt + 2) : 0;
        panel.rect->setMinimumMargins(
            QMargins(0, static_cast<int>(first ? std::max(top, letter) : m_look.units(2)),
                     static_cast<int>(std::ceil(right)), 0));
        finishX(panel, last || m_grid != nullptr);
        addCursor(panel);
    }
    setXRange(m_x.low, m_x.high);
}

void FigurePlot::finishX(PlotPanel& panel, bool labelled)
{
    const AxisInfo& x = panel.ownX ? *panel.ownX : m_x;
    if (!panel.xNames.empty()) {
        panel.x->setTicker(QSharedPointer<NameTicker>::create());
    } else if (x.logarithmic) {
        panel.x->setScaleType(QCPAxis::stLogarithmic);
        // Along x, numbers need more room than on a colour bar.
        panel.x->setTicker(QSharedPointer<CountTicker>::create(1.0));
    } else {
        panel.x->setTicker(QSharedPointer<NumberTicker>::create(x.integral));
    }
    panel.x->setTickLabels(labelled);
    panel.x->setTicks(labelled);
    panel.x->setVisible(labelled);
    if (labelled)
        panel.x->setLabel(axisLabel(x));
    if (panel.ownX)
        panel.x->setRange(x.low, x.high);
}

void FigurePlot::addCursor(const PlotPanel& panel)
{
    auto* cursor = new QCPItemStraightLine(&m_plot);
    cursor->setLayer(kCursorLayer);
    cursor->setClipAxisRect(panel.rect);
    cursor->setClipToAxisRect(true);
    for (QCPItemPosition* position : {cursor->point1, cursor->point2}) {
        position->setAxisRect(panel.rect);
        position->setAxes(panel.x, panel.y);
    }
    cursor->setPen(QPen(m_look.theme.colour({ColourRole::Accent}), 1));
    cursor->setAntialiased(false);
    cursor->setSelectable(false);
    cursor->setVisible(false);
    m_cursors.push_back(cursor);
}

void FigurePlot::addShades(const std::vector<Shade>& shades)
{
    for (const PlotPanel& panel : m_panels)
        for (const Shade& shade : shades)
            addBand(m_plot, panel, shade.from, shade.to, m_look.theme.colour({ColourRole::Shade}));
    if (m_panels.empty())
        return;
    const PlotPanel& top = m_panels.front();
    for (const Shade& shade : shades) {
        auto* words = new QCPItemText(&m_plot);
        words->setLayer(QStringLiteral("axes"));
        words->setClipToAxisRect(false);
        words->setSelectable(false);
        words->position->setAxisRect(top.rect);
        words->position->setAxes(top.x, top.y);
        words->position->setTypeX(QCPItemPosition::ptPlotCoords);
        words->position->setTypeY(QCPItemPosition::ptAxisRectRatio);
        words->setPositionAlignment(Qt::AlignHCenter | Qt::AlignBottom);
        words->setText(phrase(shade.label));
        words->setFont(figureFont(m_look.units(m_look.tickPt)));
        words->setColor(m_look.theme.colour({ColourRole::Foreground}));
        words->setPadding({});
        m_shades.push_back({{shade.from, shade.to}, words});
    }
}

bool FigurePlot::rasterised() const
{
    return m_raster != nullptr && m_raster->rasterised();
}

void FigurePlot::setXRange(double low, double high)
{
    for (const PlotPanel& panel : m_panels) {
        if (!panel.ownX)
            panel.x->setRange(low, high);
    }
}

void FigurePlot::setCursor(std::optional<double> x)
{
    for (std::size_t i = 0; i < m_cursors.size(); ++i) {
        QCPItemStraightLine* cursor = m_cursors[i];
        cursor->setVisible(x.has_value() && !m_panels[i].ownX);
        if (!cursor->visible())
            continue;
        cursor->point1->setCoords(*x, m_panels[i].y->range().lower);
        cursor->point2->setCoords(*x, m_panels[i].y->range().upper);
    }
}

void FigurePlot::setHighlight(const std::vector<Key>& keys,
                              std::optional<std::pair<double, double>> xRange)
{
    if (m_raster != nullptr)
        m_raster->setHighlight(keys);
    std::unordered_set<Key> chosen;
    if (!m_lines.empty())
        chosen.insert(keys.begin(), keys.end());
    const bool any = std::any_of(m_lines.begin(), m_lines.end(), [&](const LineInPlot& entry) {
        return chosen.contains(entry.line->key);
    });
    for (const LineInPlot& entry : m_lines) {
        if (entry.line->keys.empty())
            restyleLine(entry, !any || chosen.contains(entry.line->key));
    }
    highlightPoints(chosen);

    for (QCPItemRect* item : m_ranges)
        m_plot.removeItem(item);
    m_ranges.clear();
    if (m_raster != nullptr)
        m_raster->setTransparent(!m_shades.empty() || xRange);
    if (!xRange)
        return;
    for (const PlotPanel& panel : m_panels) {
        if (!panel.ownX)
            m_ranges.push_back(
                addBand(m_plot, panel, xRange->first, xRange->second, m_look.theme.selection()));
    }
}

} // namespace inspike
