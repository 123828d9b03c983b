// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/plot/events_plot.h"

#include "widgets/plot/axis_style.h"
#include "widgets/plot/legend_row.h"
#include "widgets/plot/plot_layers.h"
#include "widgets/plot/tickers.h"
#include "widgets/text/fonts.h"
#include "widgets/text/numbers.h"
#include "widgets/text/phrases.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <cmath>

namespace inspike {
namespace {

constexpr double kStripShare = 0.28; // of the height of the frame
constexpr double kLeastWindowPt = 1.5;

QString translated(const char* source)
{
    return QCoreApplication::translate("EventsPlot", source);
}

// Ticks of the colour bar: the ends and the middle; "5+" where a few cells exceed the end.
QSharedPointer<QCPAxisTickerText> barTicker(const EventsFigure& figure)
{
    auto ticker = QSharedPointer<QCPAxisTickerText>::create();
    const double limit = figure.density.high;
    const QString end =
        numberText(limit) + (figure.highest > limit ? QStringLiteral("+") : QString());
    ticker->addTick(limit, end);
    ticker->addTick(0.0, QStringLiteral("0"));
    if (figure.difference)
        ticker->addTick(-limit, QChar(0x2212) + end);
    return ticker;
}

void update(QCPLayoutElement& layout)
{
    for (const auto phase :
         {QCPLayoutElement::upPreparation, QCPLayoutElement::upMargins, QCPLayoutElement::upLayout})
        layout.update(phase);
}

} // namespace

EventsPlot::EventsPlot(QCustomPlot& plot, PlotLook look) : m_plot(plot)
{
    setLook(std::move(look));
    m_plot.setAutoAddPlottableToLegend(false);
    m_plot.setNoAntialiasingOnDrag(false);
    if (m_plot.layer(kCursorLayer) == nullptr) {
        // An own buffer: moving the time cursor repaints nothing else.
        m_plot.addLayer(kCursorLayer, m_plot.layer(QStringLiteral("overlay")));
        m_plot.layer(kCursorLayer)->setMode(QCPLayer::lmBuffered);
    }
    clear();
}

void EventsPlot::setLook(PlotLook look)
{
    m_look = std::move(look);
    m_plot.setBackground(QBrush(m_look.theme.canvas()));
}

void EventsPlot::clear()
{
    m_plot.clearPlottables();
    m_plot.clearItems();
    m_plot.plotLayout()->clear();
    m_frame = nullptr;
    m_strip = nullptr;
    m_cells = nullptr;
    m_bar = nullptr;
    m_window = nullptr;
    m_cursor = nullptr;
    m_plot.plotLayout()->setRowSpacing(static_cast<int>(m_look.units(4)));
}

void EventsPlot::fill(std::shared_ptr<const EventsFigure> figure)
{
    clear();
    m_figure = std::move(figure);
    addLegend();
    addFrame();
    addStrip();
    setRanges({m_figure->x.low, m_figure->x.high}, {m_figure->y.low, m_figure->y.high});
}

QCPAxis* EventsPlot::addAxis(QCPAxisRect& rect, QCPAxis::AxisType side)
{
    QCPAxis* axis = rect.addAxis(side);
    styleAxis(*axis, m_look);
    axis->setLayer(QStringLiteral("axes"));
    axis->grid()->setLayer(QStringLiteral("grid"));
    return axis;
}

void EventsPlot::addLegend()
{
    if (!m_figure->difference)
        return;
    std::vector<LegendItem> items;
    for (const auto& [text, role] : {std::pair(TextId::OnEvents, ColourRole::On),
                                     std::pair(TextId::OffEvents, ColourRole::Off)})
        items.push_back({phrase({text}), m_look.theme.colour({role}), Qt::SolidLine, 0.0, true});
    auto* legend = new LegendRow(&m_plot, std::move(items), figureFont(m_look.units(m_look.tickPt)),
                                 m_look.theme.colour({ColourRole::Foreground}));
    const auto margin = static_cast<int>(m_look.units(6));
    legend->setMargins({margin, margin / 2, margin, 0});
    m_plot.plotLayout()->addElement(0, 0, legend);
    m_plot.plotLayout()->setRowStretchFactor(0, 0.001);
}

void EventsPlot::addFrame()
{
    // Empty cells on either side keep the frame in the middle when its height limits it.
    auto* row = new QCPLayoutGrid;
    row->setColumnSpacing(static_cast<int>(m_look.units(6)));
    m_plot.plotLayout()->addElement(m_plot.plotLayout()->rowCount(), 0, row);
    m_frame = new QCPAxisRect(&m_plot, false);
    row->addElement(0, 0, new QCPLayoutElement(&m_plot));
    row->addElement(0, 1, m_frame);
    QCPAxis* x = addAxis(*m_frame, QCPAxis::atBottom);
    QCPAxis* y = addAxis(*m_frame, QCPAxis::atLeft);
    y->setRangeReversed(true);
    x->setLabel(axisLabel(m_figure->x));
    y->setLabel(axisLabel(m_figure->y));
    for (QCPAxis* axis : {x, y})
        axis->setTicker(QSharedPointer<NumberTicker>::create(true));
    for (const auto side : {QCPAxis::atTop, QCPAxis::atRight}) {
        QCPAxis* border = addAxis(*m_frame, side);
        border->setTicks(false);
        border->setTickLabels(false);
    }
    m_frame->setSizeConstraintRect(QCPLayoutElement::scrInnerRect);
    m_frame->setMinimumSize(static_cast<int>(m_look.units(30)), static_cast<int>(m_look.units(20)));
    m_cells = new EventsPlottable(x, y, m_figure, m_look);
    m_cells->setLayer(QStringLiteral("main"));
    addColourBar(*row);
    row->addElement(0, 3, new QCPLayoutElement(&m_plot));
    row->setColumnStretchFactors({0.001, 1, 0.001, 0.001});
    m_plot.plotLayout()->setRowStretchFactor(m_plot.plotLayout()->rowCount() - 1, 1);
}

void EventsPlot::addColourBar(QCPLayoutGrid& row)
{
    m_bar = new QCPColorScale(&m_plot);
    m_bar->setType(QCPAxis::atRight);
    m_bar->setGradient(EventColours(*m_figure, m_look.theme).gradient());
    m_bar->setDataRange({m_figure->density.low, m_figure->density.high});
    m_bar->setBarWidth(static_cast<int>(m_look.units(7)));
    styleAxis(*m_bar->axis(), m_look);
    m_bar->axis()->setTickLength(0, static_cast<int>(m_look.units(2)));
    m_bar->axis()->setTicker(barTicker(*m_figure));
    for (QCPAxis* side : m_bar->axis()->axisRect()->axes())
        side->setBasePen(m_bar->axis()->basePen());
    auto* margins = new QCPMarginGroup(&m_plot);
    m_bar->setMarginGroup(QCP::msTop | QCP::msBottom, margins);
    m_frame->setMarginGroup(QCP::msTop | QCP::msBottom, margins);
    row.addElement(0, 2, m_bar);
}

void EventsPlot::addStrip()
{
    m_strip = new QCPAxisRect(&m_plot, false);
    const int row = m_plot.plotLayout()->rowCount();
    m_plot.plotLayout()->addElement(row, 0, m_strip);
    m_plot.plotLayout()->setRowStretchFactor(row, kStripShare);
    QCPAxis* time = addAxis(*m_strip, QCPAxis::atBottom);
    QCPAxis* rate = addAxis(*m_strip, QCPAxis::atLeft);
    rate->setLabel(axisLabel(m_figure->rate));
    rate->setTicker(QSharedPointer<NumberTicker>::create(false));
    rate->ticker()->setTickCount(2);
    // Air above the highest bin, whose line would be cut in half.
    rate->setRange(m_figure->rate.low, 1.08 * m_figure->rate.high);
    time->setRange(m_figure->time.low, m_figure->time.high);

    auto* line = new QCPGraph(time, rate);
    line->setLayer(QStringLiteral("main"));
    line->setLineStyle(QCPGraph::lsStepLeft);
    const QColor ink = m_look.theme.colour({ColourRole::Foreground});
    line->setPen(QPen(ink, m_look.units(0.8 * m_look.linePt)));
    line->setBrush(m_look.theme.faded(ink, 0.18));
    QVector<double> values(m_figure->rateValues.begin(), m_figure->rateValues.end());
    if (!values.isEmpty())
        values.push_back(values.back()); // the last bin reaches to its end
    line->setData(QVector<double>(m_figure->rateEdges.begin(), m_figure->rateEdges.end()), values,
                  true);

    m_window = new QCPItemRect(&m_plot);
    m_window->setLayer(QStringLiteral("grid"));
    m_window->setClipAxisRect(m_strip);
    m_window->setSelectable(false);
    for (QCPItemPosition* position : {m_window->topLeft, m_window->bottomRight}) {
        position->setAxisRect(m_strip);
        position->setAxes(time, rate);
        position->setTypeX(QCPItemPosition::ptPlotCoords);
        position->setTypeY(QCPItemPosition::ptAxisRectRatio);
    }
    m_window->setPen(Qt::NoPen);
    m_window->setBrush(m_look.theme.faded(m_look.theme.colour({ColourRole::Accent}), 0.35));
    m_window->setVisible(m_figure->window.to > m_figure->window.from);

    m_cursor = new QCPItemStraightLine(&m_plot);
    m_cursor->setLayer(kCursorLayer);
    m_cursor->setClipAxisRect(m_strip);
    for (QCPItemPosition* position : {m_cursor->point1, m_cursor->point2}) {
        position->setAxisRect(m_strip);
        position->setAxes(time, rate);
    }
    m_cursor->setPen(QPen(m_look.theme.colour({ColourRole::Accent}), 1));
    m_cursor->setAntialiased(false);
    m_cursor->setSelectable(false);
    m_cursor->setVisible(false);
}

void EventsPlot::adapt()
{
    if (!filled())
        return;
    const QFontMetricsF metrics(figureFont(m_look.units(m_look.tickPt)));
    const auto top = static_cast<int>(m_figure->difference ? m_look.units(2) : metrics.height());
    const auto right = static_cast<int>(3 * metrics.averageCharWidth());
    m_frame->setMinimumMargins({0, top, static_cast<int>(m_look.units(2)), 0});
    m_strip->setMinimumMargins({0, static_cast<int>(m_look.units(2)), right, 0});
    adaptStrip();
    // Twice: the layout depends on the width of tick labels, and these on the layout.
    for (int pass = 0; pass < 2; ++pass) {
        m_frame->setMaximumSize(QWIDGETSIZE_MAX, QWIDGETSIZE_MAX);
        update(*m_plot.plotLayout());
        adaptFrame();
        update(*m_plot.plotLayout());
    }
    // The strip is short: its unit may stand in a line of its own.
    const QFontMetricsF labels(figureFont(m_look.units(m_look.labelPt)));
    QString words = axisLabel(m_figure->rate);
    if (labels.horizontalAdvance(words) > m_strip->height())
        words.replace(QStringLiteral(" ("), QStringLiteral("\n("));
    m_strip->axis(QCPAxis::atLeft)->setLabel(words);
    update(*m_plot.plotLayout());
    // A window of a long recording is seen, too.
    QCPAxis* time = m_strip->axis(QCPAxis::atBottom);
    const double least =
        m_look.units(kLeastWindowPt) * time->range().size() / std::max(1, m_strip->width());
    const double width = std::max(least, m_figure->window.to - m_figure->window.from);
    m_window->topLeft->setCoords(m_figure->window.from, 0);
    m_window->bottomRight->setCoords(m_figure->window.from + width, 1);
}

void EventsPlot::adaptFrame()
{
    // A pixel of the sensor is square.
    const double across = xRange().size() / std::max(1, m_frame->width());
    const double up = yRange().size() / std::max(1, m_frame->height());
    const double perPixel = std::max(across, up);
    const QSize size(static_cast<int>(std::lround(xRange().size() / perPixel)),
                     static_cast<int>(std::lround(yRange().size() / perPixel)));
    m_frame->setMaximumSize(size);
    const double em = m_look.units(m_look.tickPt);
    m_frame->axis(QCPAxis::atBottom)
        ->ticker()
        ->setTickCount(std::clamp(static_cast<int>(size.width() / (6.5 * em)), 2, 8));
    m_frame->axis(QCPAxis::atLeft)
        ->ticker()
        ->setTickCount(std::clamp(static_cast<int>(size.height() / (3.2 * em)), 1, 6));
    // The longest label of the bar that fits beside it.
    const QFontMetricsF metrics(figureFont(m_look.units(m_look.labelPt)));
    QString label;
    for (const QString& words : {phrase(m_figure->density.label), axisLabel(m_figure->density)}) {
        if (metrics.horizontalAdvance(words) <= size.height())
            label = words;
    }
    m_bar->axis()->setLabel(label);
}

void EventsPlot::adaptStrip()
{
    QCPAxis* time = m_strip->axis(QCPAxis::atBottom);
    const TimeScaling scaling = timeScaling(time->range().lower, time->range().upper);
    AxisInfo shown = m_figure->time;
    shown.unit = scaling.unit;
    if (scaling.offsetMs != 0)
        shown.label = {TextId::TimeAfter, {timeText(scaling.offsetMs).toStdString()}};
    auto ticker = QSharedPointer<TimeTicker>::create(scaling.unitMs, scaling.offsetMs);
    const double em = m_look.units(m_look.tickPt);
    ticker->setTickCount(
        std::clamp(static_cast<int>(m_plot.viewport().width() / (7.5 * em)), 2, 8));
    time->setTicker(ticker);
    time->setLabel(axisLabel(shown));
}

QRect EventsPlot::frameArea() const
{
    return filled() ? m_frame->rect() : QRect();
}

QRect EventsPlot::stripArea() const
{
    return filled() ? m_strip->rect() : QRect();
}

ViewRange EventsPlot::xRange() const
{
    const QCPRange range = m_frame->axis(QCPAxis::atBottom)->range();
    return {range.lower, range.upper};
}

ViewRange EventsPlot::yRange() const
{
    const QCPRange range = m_frame->axis(QCPAxis::atLeft)->range();
    return {range.lower, range.upper};
}

void EventsPlot::setRanges(ViewRange x, ViewRange y)
{
    m_frame->axis(QCPAxis::atBottom)->setRange(x.low, x.high);
    m_frame->axis(QCPAxis::atLeft)->setRange(y.low, y.high);
}

void EventsPlot::setCursor(std::optional<double> time)
{
    if (!filled())
        return;
    m_cursor->setVisible(time.has_value());
    if (!time)
        return;
    const QCPRange rate = m_strip->axis(QCPAxis::atLeft)->range();
    m_cursor->point1->setCoords(*time, rate.lower);
    m_cursor->point2->setCoords(*time, rate.upper);
}

QPointF EventsPlot::pointAt(QPointF pixel) const
{
    return {m_frame->axis(QCPAxis::atBottom)->pixelToCoord(pixel.x()),
            m_frame->axis(QCPAxis::atLeft)->pixelToCoord(pixel.y())};
}

QPointF EventsPlot::pixelOf(QPointF point) const
{
    return {m_frame->axis(QCPAxis::atBottom)->coordToPixel(point.x()),
            m_frame->axis(QCPAxis::atLeft)->coordToPixel(point.y())};
}

double EventsPlot::timeAt(double pixel) const
{
    return m_strip->axis(QCPAxis::atBottom)->pixelToCoord(pixel);
}

double EventsPlot::pixelOfTime(double time) const
{
    return m_strip->axis(QCPAxis::atBottom)->coordToPixel(time);
}

QString EventsPlot::wordsAt(QPointF pixel) const
{
    if (frameArea().contains(pixel.toPoint()))
        return frameWords(pointAt(pixel));
    return stripArea().contains(pixel.toPoint()) ? stripWords(timeAt(pixel.x())) : QString();
}

QString EventsPlot::frameWords(QPointF point) const
{
    const auto cell = m_cells->cellAt(point.x(), point.y());
    if (!cell)
        return {};
    const PixelGrid& grid = m_figure->frame.grid;
    const auto span = [&grid](std::uint32_t first, std::size_t index) {
        const auto begin = first + static_cast<std::uint32_t>(index) * grid.binning;
        const QString from = QString::number(begin);
        return grid.binning == 1 ? from
                                 : from + QChar(0x2013) + QString::number(begin + grid.binning - 1);
    };
    return translated(QT_TRANSLATE_NOOP("EventsPlot", "x %1, y %2: %3 ON, %4 OFF"))
        .arg(span(grid.x, *cell % grid.columns), span(grid.y, *cell / grid.columns))
        .arg(m_figure->frame.on[*cell])
        .arg(m_figure->frame.off[*cell]);
}

QString EventsPlot::stripWords(double time) const
{
    const auto& edges = m_figure->rateEdges;
    const auto next = std::upper_bound(edges.begin(), edges.end(), time);
    if (next == edges.begin() || next == edges.end())
        return {};
    const auto bin = static_cast<std::size_t>(next - edges.begin()) - 1;
    return timeSpanText(edges[bin], edges[bin + 1]) + QStringLiteral(", ") +
           numberText(m_figure->rateValues[bin], 4) + QLatin1Char(' ') +
           QString::fromStdString(m_figure->rate.unit);
}

} // namespace inspike
