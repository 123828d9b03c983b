// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/plot/events_strip_plot.h"

#include "widgets/plot/axis_style.h"
#include "widgets/plot/plot_layers.h"
#include "widgets/plot/tickers.h"
#include "widgets/text/fonts.h"
#include "widgets/text/numbers.h"
#include "widgets/text/phrases.h"

#include <algorithm>

namespace inspike {

namespace {

constexpr double kLeastWindowPt = 1.5;
constexpr double kMostOverhang = 1.7; // of the name of the rate, in heights of the strip

} // namespace

QCPAxis* addStyledAxis(QCPAxisRect& rect, QCPAxis::AxisType side, const PlotLook& look)
{
    QCPAxis* axis = rect.addAxis(side);
    styleAxis(*axis, look);
    axis->setLayer(QStringLiteral("axes"));
    axis->grid()->setLayer(QStringLiteral("grid"));
    return axis;
}

EventsStripPlot::EventsStripPlot(QCustomPlot& plot, std::shared_ptr<const EventsFigure> figure,
                                 const PlotLook& look)
    : m_plot(plot), m_figure(std::move(figure)), m_look(look), m_rect(new QCPAxisRect(&plot, false))
{
    // First of all: what is added below asks the layout for a rectangle.
    m_plot.plotLayout()->addElement(m_plot.plotLayout()->rowCount(), 0, m_rect);
    addStyledAxis(*m_rect, QCPAxis::atBottom, m_look);
    addStyledAxis(*m_rect, QCPAxis::atLeft, m_look);
    rate()->setLabel(axisLabel(m_figure->rate));
    rate()->setTicker(QSharedPointer<NumberTicker>::create(false));
    rate()->ticker()->setTickCount(2);
    // Air above the highest bin, whose line would be cut in half.
    rate()->setRange(m_figure->rate.low, 1.08 * m_figure->rate.high);
    time()->setRange(m_figure->time.low, m_figure->time.high);
    addRate();
    addWindow();
    addCursor();
}

void EventsStripPlot::addRate()
{
    auto* line = new QCPGraph(time(), rate());
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
}

void EventsStripPlot::addWindow()
{
    m_window = new QCPItemRect(&m_plot);
    m_window->setLayer(QStringLiteral("grid"));
    m_window->setClipAxisRect(m_rect);
    m_window->setSelectable(false);
    for (QCPItemPosition* position : {m_window->topLeft, m_window->bottomRight}) {
        position->setAxisRect(m_rect);
        position->setAxes(time(), rate());
        position->setTypeX(QCPItemPosition::ptPlotCoords);
        position->setTypeY(QCPItemPosition::ptAxisRectRatio);
    }
    m_window->setPen(Qt::NoPen);
    m_window->setBrush(m_look.theme.faded(m_look.theme.colour({ColourRole::Accent}), 0.35));
    m_window->setVisible(m_figure->window.to > m_figure->window.from);
}

void EventsStripPlot::addCursor()
{
    m_cursor = new QCPItemStraightLine(&m_plot);
    m_cursor->setLayer(kCursorLayer);
    m_cursor->setClipAxisRect(m_rect);
    for (QCPItemPosition* position : {m_cursor->point1, m_cursor->point2}) {
        position->setAxisRect(m_rect);
        position->setAxes(time(), rate());
    }
    m_cursor->setPen(QPen(m_look.theme.colour({ColourRole::Accent}), 1));
    m_cursor->setAntialiased(false);
    m_cursor->setSelectable(false);
    m_cursor->setVisible(false);
}

void EventsStripPlot::setFigure(std::shared_ptr<const EventsFigure> figure)
{
    m_figure = std::move(figure);
    m_window->setVisible(m_figure->window.to > m_figure->window.from);
}

void EventsStripPlot::adaptTime()
{
    const TimeScaling scaling = timeScaling(time()->range().lower, time()->range().upper);
    const double em = m_look.units(m_look.tickPt);
    const int ticks = std::clamp(static_cast<int>(m_plot.viewport().width() / (7.5 * em)), 2, 8);
    AxisInfo shown = m_figure->time;
    if (shown.integral) { // steps
        time()->setTicker(QSharedPointer<NumberTicker>::create(true));
    } else {
        shown.unit = scaling.unit;
        if (scaling.offsetMs != 0)
            shown.label = {TextId::TimeAfter, {timeText(scaling.offsetMs).toStdString()}};
        time()->setTicker(QSharedPointer<TimeTicker>::create(scaling.unitMs, scaling.offsetMs));
    }
    time()->ticker()->setTickCount(ticks);
    time()->setLabel(axisLabel(shown));
}

void EventsStripPlot::adaptSize()
{
    // The strip is short: its unit may stand in a line of its own, or alone.
    const QFontMetricsF labels(figureFont(m_look.units(m_look.labelPt)));
    const auto fits = [&](const QString& words, double share) {
        return labels.horizontalAdvance(words) <= share * m_rect->height();
    };
    QString words = axisLabel(m_figure->rate);
    if (!fits(words, 1.0))
        words.replace(QStringLiteral(" ("), QStringLiteral("\n("));
    if (!fits(phrase(m_figure->rate.label), kMostOverhang) && !m_figure->rate.unit.empty())
        words = QString::fromStdString(m_figure->rate.unit);
    rate()->setLabel(words);
    const double tick = QFontMetricsF(figureFont(m_look.units(m_look.tickPt))).height();
    rate()->ticker()->setTickCount(m_rect->height() < 4.0 * tick ? 1 : 2);
    // A window of a long recording is seen, too.
    const double least =
        m_look.units(kLeastWindowPt) * time()->range().size() / std::max(1, m_rect->width());
    const double width = std::max(least, m_figure->window.to - m_figure->window.from);
    m_window->topLeft->setCoords(m_figure->window.from, 0);
    m_window->bottomRight->setCoords(m_figure->window.from + width, 1);
}

void EventsStripPlot::setCursor(std::optional<double> position)
{
    m_cursor->setVisible(position.has_value());
    if (!position)
        return;
    m_cursor->point1->setCoords(*position, rate()->range().lower);
    m_cursor->point2->setCoords(*position, rate()->range().upper);
}

double EventsStripPlot::timeAt(double pixel) const
{
    return time()->pixelToCoord(pixel);
}

double EventsStripPlot::pixelOf(double position) const
{
    return time()->coordToPixel(position);
}

QString EventsStripPlot::wordsAt(double position) const
{
    const auto& edges = m_figure->rateEdges;
    const auto next = std::upper_bound(edges.begin(), edges.end(), position);
    if (next == edges.begin() || next == edges.end())
        return {};
    const auto bin = static_cast<std::size_t>(next - edges.begin()) - 1;
    const QString value = numberText(m_figure->rateValues[bin], 4);
    if (m_figure->time.integral)
        return QStringLiteral("%1 %2: %3")
            .arg(phrase(m_figure->time.label), numberText(edges[bin]), value);
    return timeSpanText(edges[bin], edges[bin + 1]) + QStringLiteral(", ") + value +
           QLatin1Char(' ') + QString::fromStdString(m_figure->rate.unit);
}

} // namespace inspike
