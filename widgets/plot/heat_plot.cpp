// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/plot/heat_plot.h"

#include "widgets/plot/axis_style.h"
#include "widgets/plot/heading_row.h"
#include "widgets/plot/legend_row.h"
#include "widgets/plot/plot_layers.h"
#include "widgets/plot/tickers.h"
#include "widgets/text/fonts.h"
#include "widgets/text/numbers.h"
#include "widgets/text/phrases.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace inspike {
namespace {

constexpr double kBarWidthPt = 7;
constexpr double kLongestBarPt = 120; // below the panels

QString translated(const char* source)
{
    return QCoreApplication::translate("HeatPlot", source);
}

bool sameRange(const AxisInfo& one, const AxisInfo& other)
{
    return one.label == other.label && one.unit == other.unit && one.low == other.low &&
           one.high == other.high;
}

// The same panels at the same places, whatever they show.
bool sameParts(const HeatFigure& one, const HeatFigure& other)
{
    const auto same = [](const HeatPanel& a, const HeatPanel& b) {
        return a.gridRow == b.gridRow && a.gridColumn == b.gridColumn && a.yDown == b.yDown &&
               a.equalAspect == b.equalAspect && a.cellsAre == b.cellsAre;
    };
    return one.scales.size() == other.scales.size() &&
           (one.note == Text{}) == (other.note == Text{}) &&
           one.legend.size() == other.legend.size() &&
           std::equal(one.panels.begin(), one.panels.end(), other.panels.begin(),
                      other.panels.end(), same);
}

std::vector<LegendItem> legendItems(const HeatFigure& figure, const PlotLook& look)
{
    std::vector<LegendItem> items;
    for (const LegendEntry& entry : figure.legend)
        items.push_back({phrase(entry.label), look.theme.colour(entry.colour), Qt::SolidLine,
                         look.units(2.5), false});
    return items;
}

} // namespace

HeatPlot::HeatPlot(QCustomPlot& plot, PlotLook look) : m_plot(plot)
{
    setLook(std::move(look));
    m_plot.setAutoAddPlottableToLegend(false);
    m_plot.setNoAntialiasingOnDrag(false);
    m_plot.plotLayout()->clear();
}

void HeatPlot::setLook(PlotLook look)
{
    m_look = std::move(look);
    m_plot.setBackground(QBrush(m_look.theme.canvas()));
    m_figure.reset(); // all parts are made anew
}

void HeatPlot::fill(std::shared_ptr<const HeatFigure> figure)
{
    const bool keep = m_figure && sameParts(*m_figure, *figure);
    std::vector<bool> whole(figure->panels.size(), true);
    for (std::size_t i = 0; keep && i < whole.size(); ++i)
        whole[i] = !sameRange(info(i).x, figure->panels[i].x) ||
                   !sameRange(info(i).y, figure->panels[i].y);
    if (!keep)
        build(*figure);
    m_figure = std::move(figure);
    for (std::size_t i = 0; i < m_panels.size(); ++i) {
        show(i);
        if (whole[i]) {
            m_panels[i].x->setRange(info(i).x.low, info(i).x.high);
            m_panels[i].y->setRange(info(i).y.low, info(i).y.high);
        }
    }
    for (std::size_t i = 0; i < m_bars.size(); ++i)
        showBar(i);
    if (m_note != nullptr)
        m_note->setWords(phrase(m_figure->note));
    if (m_legend != nullptr)
        m_legend->setItems(legendItems(*m_figure, m_look));
}

void HeatPlot::build(const HeatFigure& figure)
{
    m_plot.clearPlottables();
    m_plot.clearItems();
    m_plot.plotLayout()->clear();
    m_panels.clear();
    m_bars.clear();
    m_plot.plotLayout()->setRowSpacing(static_cast<int>(m_look.units(3)));
    addWords(figure);
    m_grid = new HeatGrid;
    m_plot.plotLayout()->addElement(m_plot.plotLayout()->rowCount(), 0, m_grid);
    for (const HeatPanel& panel : figure.panels) {
        m_panels.push_back(addPanel());
        m_panels.back().y->setRangeReversed(panel.yDown);
    }
    for (std::size_t i = 0; i < figure.scales.size(); ++i)
        m_bars.push_back(addBar());
    m_grid->setMeasures(m_look.units(5), m_look.units(kBarWidthPt), m_look.units(kLongestBarPt));
    const auto margin = static_cast<int>(m_look.units(m_look.paper ? 1 : 4));
    m_grid->setMargins({margin, 0, margin, margin / 2});
}

void HeatPlot::addWords(const HeatFigure& figure)
{
    const QFont font = figureFont(m_look.units(m_look.tickPt));
    const QColor ink = m_look.theme.colour({ColourRole::Foreground});
    // Beside the letter of the panel.
    const auto margin =
        static_cast<int>(m_look.units(m_look.letter.isEmpty() ? 6.0 : 1.2 * m_look.labelPt + 4.0));
    int row = 0;
    m_note = nullptr;
    m_legend = nullptr;
    if (figure.note != Text{}) {
        m_note = new HeadingRow(&m_plot, phrase(figure.note), font, ink);
        m_note->setMinimumMargins({margin, 0, margin, 0});
        m_note->setMargins({0, margin / 2, 0, 0});
        m_note->setWraps(true);
        m_plot.plotLayout()->addElement(row, 0, m_note);
        m_plot.plotLayout()->setRowStretchFactor(row++, 0.001);
    }
    if (!figure.legend.empty()) {
        m_legend = new LegendRow(&m_plot, legendItems(figure, m_look), font, ink);
        m_legend->setMinimumMargins({margin, 0, margin, 0});
        m_plot.plotLayout()->addElement(row, 0, m_legend);
        m_plot.plotLayout()->setRowStretchFactor(row, 0.001);
    }
}

QCPAxis* HeatPlot::addAxis(QCPAxisRect& rect, QCPAxis::AxisType side)
{
    QCPAxis* axis = rect.addAxis(side);
    styleAxis(*axis, m_look);
    axis->setLayer(QStringLiteral("axes"));
    axis->grid()->setLayer(QStringLiteral("grid"));
    return axis;
}

void HeatPlot::addBorder(QCPAxisRect& rect)
{
    for (const auto side : {QCPAxis::atTop, QCPAxis::atRight, QCPAxis::atLeft, QCPAxis::atBottom}) {
        if (rect.axisCount(side) > 0)
            continue;
        QCPAxis* border = addAxis(rect, side);
        border->setTicks(false);
        border->setTickLabels(false);
    }
}

HeatPlot::Panel HeatPlot::addPanel()
{
    Panel panel;
    panel.rect = new QCPAxisRect(&m_plot, false);
    m_grid->addPanel(panel.rect); // items need a rect that is in place
    panel.rect->setMinimumSize(1, 1);
    panel.x = addAxis(*panel.rect, QCPAxis::atBottom);
    panel.y = addAxis(*panel.rect, QCPAxis::atLeft);
    addBorder(*panel.rect);
    panel.cells = new HeatPlottable(panel.x, panel.y);
    panel.cells->setLayer(QStringLiteral("main"));
    panel.title = new QCPItemText(&m_plot);
    panel.title->setLayer(QStringLiteral("axes"));
    panel.title->setClipToAxisRect(false);
    panel.title->setSelectable(false);
    panel.title->position->setAxisRect(panel.rect);
    panel.title->position->setType(QCPItemPosition::ptAxisRectRatio);
    panel.title->setPositionAlignment(Qt::AlignLeft | Qt::AlignBottom);
    panel.title->setTextAlignment(Qt::AlignLeft);
    panel.title->setPadding({});
    panel.title->setFont(figureFont(m_look.units(m_look.tickPt), true));
    panel.title->setColor(m_look.theme.colour({ColourRole::Foreground}));
    return panel;
}

HeatPlot::Bar HeatPlot::addBar()
{
    Bar bar;
    bar.rect = new QCPAxisRect(&m_plot, false);
    m_grid->addBar(bar.rect);
    bar.rect->setMinimumSize(1, 1);
    bar.right = addAxis(*bar.rect, QCPAxis::atRight);
    bar.bottom = addAxis(*bar.rect, QCPAxis::atBottom);
    for (QCPAxis* axis : {bar.right, bar.bottom})
        axis->setTickLength(0, static_cast<int>(m_look.units(2)));
    addBorder(*bar.rect);
    bar.colours = new HeatBar(bar.bottom, bar.right);
    bar.colours->setLayer(QStringLiteral("main"));
    return bar;
}

void HeatPlot::show(std::size_t index)
{
    const Panel& panel = m_panels[index];
    panel.cells->show(m_figure, index, m_look);
    panel.x->setLabel(axisLabel(info(index).x));
    panel.y->setLabel(axisLabel(info(index).y));
    panel.x->setTicker(QSharedPointer<NumberTicker>::create(info(index).x.integral));
    panel.y->setTicker(QSharedPointer<NumberTicker>::create(info(index).y.integral));
}

void HeatPlot::showBar(std::size_t index)
{
    const HeatScale& scale = m_figure->scales[index];
    const Bar& bar = m_bars[index];
    // The bar is as strong as the cells it explains.
    double opacity = 1.0;
    for (const HeatPanel& panel : m_figure->panels) {
        if (panel.scale == index)
            opacity = panel.opacity;
    }
    bar.colours->show(scale, opacity, m_look);
    const double most = std::max(std::abs(scale.low), std::abs(scale.high));
    double low = scale.diverging ? -most : scale.low;
    double high = scale.diverging ? most : scale.high;
    if (!(high > low))
        high = low + 1.0;
    for (QCPAxis* axis : {bar.right, bar.bottom}) {
        axis->setRange(low, high);
        axis->setTicker(QSharedPointer<NumberTicker>::create(scale.integral));
    }
}

std::optional<std::size_t> HeatPlot::panelAt(QPointF pixel) const
{
    for (std::size_t i = 0; i < m_panels.size(); ++i) {
        if (area(i).contains(pixel.toPoint()))
            return i;
    }
    return std::nullopt;
}

ViewRange HeatPlot::xRange(std::size_t panel) const
{
    const QCPRange range = m_panels[panel].x->range();
    return {range.lower, range.upper};
}

ViewRange HeatPlot::yRange(std::size_t panel) const
{
    const QCPRange range = m_panels[panel].y->range();
    return {range.lower, range.upper};
}

bool HeatPlot::sharesAxes(std::size_t one, std::size_t other) const
{
    return sameRange(info(one).x, info(other).x) && sameRange(info(one).y, info(other).y) &&
           info(one).rowNames == info(other).rowNames &&
           info(one).columnNames == info(other).columnNames && info(one).yDown == info(other).yDown;
}

void HeatPlot::setRanges(std::size_t panel, ViewRange x, ViewRange y)
{
    for (std::size_t i = 0; i < m_panels.size(); ++i) {
        if (i != panel && !sharesAxes(i, panel))
            continue;
        m_panels[i].x->setRange(x.low, x.high);
        m_panels[i].y->setRange(y.low, y.high);
    }
}

void HeatPlot::fit(std::size_t panel)
{
    const HeatPanel& shown = info(panel);
    setRanges(panel, {shown.x.low, shown.x.high}, {shown.y.low, shown.y.high});
}

QPointF HeatPlot::pointAt(std::size_t panel, QPointF pixel) const
{
    return {m_panels[panel].x->pixelToCoord(pixel.x()), m_panels[panel].y->pixelToCoord(pixel.y())};
}

QPointF HeatPlot::pixelOf(std::size_t panel, QPointF point) const
{
    return {m_panels[panel].x->coordToPixel(point.x()), m_panels[panel].y->coordToPixel(point.y())};
}

std::optional<std::size_t> HeatPlot::cellAt(std::size_t panel, QPointF pixel) const
{
    if (!area(panel).contains(pixel.toPoint()))
        return std::nullopt;
    const QPointF point = pointAt(panel, pixel);
    return m_panels[panel].cells->cellAt(point.x(), point.y());
}

// "token 27", "query 3, key 5", "zero, one", or the place on both axes.
QString HeatPlot::where(const HeatPanel& panel, std::size_t row, std::size_t column) const
{
    const HeatCells& cells = panel.cells;
    const auto span = [](const AxisInfo& axis, double from, double to) {
        const double low = std::min(from, to);
        const double high = std::max(from, to);
        // Cells around whole numbers stand for these.
        const double first = std::ceil(low);
        const double last = std::ceil(high) - 1;
        const bool whole = axis.integral && axis.unit.empty();
        QString words = whole ? numberText(first) : numberText(low, 4);
        if (!whole || last > first)
            words += QChar(0x2013) + (whole ? numberText(last) : numberText(high, 4));
        return axis.unit.empty() ? words
                                 : words + QLatin1Char(' ') + QString::fromStdString(axis.unit);
    };
    const double width = (cells.right - cells.left) / double(cells.columns);
    const double height = (cells.bottom - cells.top) / double(cells.rows);
    const QString across =
        span(panel.x, cells.left + width * double(column), cells.left + width * double(column + 1));
    const QString down =
        span(panel.y, cells.top + height * double(row), cells.top + height * double(row + 1));
    const auto named = [](const std::vector<Text>& names, std::size_t index, const Text& axis,
                          const QString& fallback) {
        if (index < names.size())
            return phrase(names[index]);
        return phrase(axis).isEmpty() ? fallback : phrase(axis) + QLatin1Char(' ') + fallback;
    };
    QStringList parts;
    if (panel.cellsAre == HeatCellsAre::Tokens)
        parts.append(translated(QT_TRANSLATE_NOOP("HeatPlot", "token %1"))
                         .arg(row * cells.columns + column));
    if (panel.cellsAre == HeatCellsAre::Tokens && !panel.x.unit.empty())
        return QStringList{parts.front(), across, down}.join(QStringLiteral(", "));
    if (panel.cellsAre == HeatCellsAre::Tokens)
        return parts.front();
    parts.append(named(panel.rowNames, row, panel.y.label, down));
    parts.append(named(panel.columnNames, column, panel.x.label, across));
    return parts.join(QStringLiteral(", "));
}

QString HeatPlot::wordsAt(std::size_t index, QPointF pixel) const
{
    const auto cell = cellAt(index, pixel);
    if (!cell)
        return {};
    const HeatPanel& panel = info(index);
    const HeatCells& cells = panel.cells;
    QString words = where(panel, *cell / cells.columns, *cell % cells.columns);
    if (panel.crossed && std::isnan(cells.values[*cell]))
        return translated(QT_TRANSLATE_NOOP("HeatPlot", "%1: undefined")).arg(words);
    if (cells.values.empty() || std::isnan(cells.values[*cell]))
        return words;
    words += QStringLiteral(": ") + numberText(double(cells.values[*cell]));
    if (panel.layers.size() < 2)
        return words;
    QStringList parts;
    for (const HeatLayer& layer : panel.layers)
        parts.append(numberText(double(layer.cells.values[*cell])));
    return words + QStringLiteral(" = ") + parts.join(QStringLiteral(" + "));
}

} // namespace inspike
