// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/plot/events_plot.h"

#include "widgets/plot/axis_style.h"
#include "widgets/plot/heading_row.h"
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

QString translated(const char* source)
{
    return QCoreApplication::translate("EventsPlot", source);
}

// Ticks of the colour bar: the ends and the middle; "5+" where a few cells exceed the end. Colours
// tell the polarity of how recent events are, which has no sign.
QSharedPointer<QCPAxisTickerText> barTicker(const EventsFigure& figure)
{
    auto ticker = QSharedPointer<QCPAxisTickerText>::create();
    const double limit = figure.density.high;
    const QString end =
        numberText(limit, 3) + (figure.highest > limit ? QStringLiteral("+") : QString());
    ticker->addTick(limit, end);
    ticker->addTick(0.0, QStringLiteral("0"));
    const bool recency = figure.amounts && figure.amounts->recency;
    if (figure.difference)
        ticker->addTick(-limit, recency ? end : QChar(0x2212) + end);
    return ticker;
}

QString notesOf(const EventsFigure& figure)
{
    QStringList words;
    for (const Text& note : figure.notes)
        words << phrase(note);
    return words.join(QStringLiteral("; "));
}

// Both fill the same axes with the same words, so that one can take the other's place.
bool sameStage(const EventsFigure& a, const EventsFigure& b)
{
    const auto same = [](const AxisInfo& one, const AxisInfo& other) {
        return one.label == other.label && one.unit == other.unit && one.low == other.low &&
               one.high == other.high;
    };
    return a.show == b.show && a.difference == b.difference && same(a.x, b.x) && same(a.y, b.y) &&
           same(a.time, b.time) && same(a.rate, b.rate) && a.density.label == b.density.label &&
           a.density.unit == b.density.unit && a.rateEdges == b.rateEdges &&
           a.rateValues == b.rateValues && a.notes.empty() == b.notes.empty() && !a.still &&
           !b.still && !a.cloud == !b.cloud && !a.amounts == !b.amounts;
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
    m_strip.reset();
    m_cells = nullptr;
    m_bar = nullptr;
    m_room = nullptr;
    m_still = nullptr;
    m_notes = nullptr;
    m_plot.plotLayout()->setRowSpacing(static_cast<int>(m_look.units(4)));
}

void EventsPlot::fill(std::shared_ptr<const EventsFigure> figure)
{
    clear();
    m_figure = std::move(figure);
    addLegend();
    addNotes();
    if (!m_figure->cloud)
        addFrame();
    else if (m_keepsRoom)
        addRoom();
    m_strip = std::make_unique<EventsStripPlot>(m_plot, m_figure, m_look);
    m_plot.plotLayout()->setRowStretchFactor(m_plot.plotLayout()->rowCount() - 1, kStripShare);
    setRanges({m_figure->x.low, m_figure->x.high}, {m_figure->y.low, m_figure->y.high});
}

bool EventsPlot::replace(std::shared_ptr<const EventsFigure> figure)
{
    if (!m_figure || !sameStage(*m_figure, *figure))
        return false;
    m_figure = std::move(figure);
    if (m_notes != nullptr)
        m_notes->setWords(notesOf(*m_figure));
    m_strip->setFigure(m_figure);
    if (m_cells == nullptr)
        return true;
    m_cells->setFigure(m_figure);
    m_bar->setGradient(EventColours(*m_figure, m_look.theme).gradient());
    m_bar->setDataRange({m_figure->density.low, m_figure->density.high});
    m_bar->axis()->setTicker(barTicker(*m_figure));
    return true;
}

void EventsPlot::addLegend()
{
    if (!m_figure->difference || m_figure->cloud) // a cloud has its own
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

void EventsPlot::addNotes()
{
    if (m_figure->notes.empty())
        return;
    m_notes = new HeadingRow(&m_plot, notesOf(*m_figure), figureFont(m_look.units(m_look.tickPt)),
                             m_look.theme.colour({ColourRole::Muted}));
    const auto margin = static_cast<int>(m_look.units(6));
    m_notes->setAutoMargins(QCP::msNone);
    m_notes->setMargins({margin, 0, margin, 0});
    const int row = m_plot.plotLayout()->rowCount();
    m_plot.plotLayout()->addElement(row, 0, m_notes);
    m_plot.plotLayout()->setRowStretchFactor(row, 0.001);
}

void EventsPlot::addRoom()
{
    m_room = new QCPLayoutElement(&m_plot);
    const int row = m_plot.plotLayout()->rowCount();
    m_plot.plotLayout()->addElement(row, 0, m_room);
    m_plot.plotLayout()->setRowStretchFactor(row, 1);
}

void EventsPlot::addStill(QCPLayoutGrid& row)
{
    const PixelPicture& picture = *m_figure->still;
    m_still = new QCPAxisRect(&m_plot, false);
    row.addElement(0, 3, m_still);
    QCPAxis* x = addStyledAxis(*m_still, QCPAxis::atBottom, m_look);
    QCPAxis* y = addStyledAxis(*m_still, QCPAxis::atLeft, m_look);
    x->setRange(-0.5, static_cast<double>(picture.width) - 0.5);
    y->setRange(-0.5, static_cast<double>(picture.height) - 0.5);
    y->setRangeReversed(true);
    for (QCPAxis* axis : {x, y})
        axis->setTicker(QSharedPointer<NumberTicker>::create(true));
    x->setLabel(axisLabel(m_figure->x));
    y->setTickLabels(false);
    for (const auto side : {QCPAxis::atTop, QCPAxis::atRight}) {
        QCPAxis* border = addStyledAxis(*m_still, side, m_look);
        border->setTicks(false);
        border->setTickLabels(false);
    }
    m_still->axis(QCPAxis::atTop)->setLabel(phrase(picture.label));
    m_still->setMarginGroup(QCP::msTop | QCP::msBottom, m_frame->marginGroup(QCP::msBottom));
    m_still->setSizeConstraintRect(QCPLayoutElement::scrInnerRect);
    m_still->setMinimumSize(static_cast<int>(m_look.units(30)), static_cast<int>(m_look.units(20)));
    auto* pixels = new PicturePlottable(x, y, m_figure->still, m_look);
    pixels->setLayer(QStringLiteral("main"));
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
    QCPAxis* x = addStyledAxis(*m_frame, QCPAxis::atBottom, m_look);
    QCPAxis* y = addStyledAxis(*m_frame, QCPAxis::atLeft, m_look);
    y->setRangeReversed(true);
    x->setLabel(axisLabel(m_figure->x));
    y->setLabel(axisLabel(m_figure->y));
    for (QCPAxis* axis : {x, y})
        axis->setTicker(QSharedPointer<NumberTicker>::create(true));
    for (const auto side : {QCPAxis::atTop, QCPAxis::atRight}) {
        QCPAxis* border = addStyledAxis(*m_frame, side, m_look);
        border->setTicks(false);
        border->setTickLabels(false);
    }
    m_frame->setSizeConstraintRect(QCPLayoutElement::scrInnerRect);
    m_frame->setMinimumSize(static_cast<int>(m_look.units(30)), static_cast<int>(m_look.units(20)));
    m_cells = new EventsPlottable(x, y, m_figure, m_look);
    m_cells->setLayer(QStringLiteral("main"));
    addColourBar(*row);
    if (m_figure->still)
        addStill(*row);
    row->addElement(0, row->columnCount(), new QCPLayoutElement(&m_plot));
    row->setColumnStretchFactors(m_figure->still ? QList<double>{0.001, 1, 0.001, 1, 0.001}
                                                 : QList<double>{0.001, 1, 0.001, 0.001});
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

void EventsPlot::adapt()
{
    if (!filled())
        return;
    const QFontMetricsF metrics(figureFont(m_look.units(m_look.tickPt)));
    const auto top = static_cast<int>(m_figure->difference ? m_look.units(2) : metrics.height());
    const auto right = static_cast<int>(3 * metrics.averageCharWidth());
    if (m_frame != nullptr)
        m_frame->setMinimumMargins({0, top, static_cast<int>(m_look.units(2)), 0});
    m_strip->rect()->setMinimumMargins({0, static_cast<int>(m_look.units(2)), right, 0});
    m_strip->adaptTime();
    // Twice: the layout depends on the width of tick labels, and these on the layout.
    for (int pass = 0; pass < 2 && m_frame != nullptr; ++pass) {
        for (QCPAxisRect* rect : {m_frame, m_still}) {
            if (rect != nullptr)
                rect->setMaximumSize(QWIDGETSIZE_MAX, QWIDGETSIZE_MAX);
        }
        update(*m_plot.plotLayout());
        adaptFrame();
        update(*m_plot.plotLayout());
    }
    if (m_frame == nullptr)
        update(*m_plot.plotLayout());
    m_strip->adaptSize();
    update(*m_plot.plotLayout());
}

// A pixel of a sensor or picture is square. Returns the size it gets.
QSize EventsPlot::makeSquare(QCPAxisRect& rect) const
{
    const QCPRange x = rect.axis(QCPAxis::atBottom)->range();
    const QCPRange y = rect.axis(QCPAxis::atLeft)->range();
    const double perPixel =
        std::max(x.size() / std::max(1, rect.width()), y.size() / std::max(1, rect.height()));
    const QSize size(static_cast<int>(std::lround(x.size() / perPixel)),
                     static_cast<int>(std::lround(y.size() / perPixel)));
    rect.setMaximumSize(size);
    const double em = m_look.units(m_look.tickPt);
    rect.axis(QCPAxis::atBottom)
        ->ticker()
        ->setTickCount(std::clamp(static_cast<int>(size.width() / (6.5 * em)), 2, 8));
    rect.axis(QCPAxis::atLeft)
        ->ticker()
        ->setTickCount(std::clamp(static_cast<int>(size.height() / (3.2 * em)), 1, 6));
    return size;
}

void EventsPlot::adaptFrame()
{
    const QSize size = makeSquare(*m_frame);
    if (m_still != nullptr)
        makeSquare(*m_still);
    // The longest label of the bar that fits beside it.
    const QFontMetricsF metrics(figureFont(m_look.units(m_look.labelPt)));
    QString label;
    for (const QString& words : {phrase(m_figure->density.label), axisLabel(m_figure->density)}) {
        if (metrics.horizontalAdvance(words) <= size.height())
            label = words;
    }
    m_bar->axis()->setLabel(label);
}

QRect EventsPlot::frameArea() const
{
    return m_frame != nullptr ? m_frame->rect() : QRect();
}

QRect EventsPlot::sceneArea() const
{
    return m_room != nullptr ? m_room->outerRect() : QRect();
}

QRect EventsPlot::stripArea() const
{
    return filled() ? m_strip->rect()->rect() : QRect();
}

ViewRange EventsPlot::xRange() const
{
    if (m_frame == nullptr)
        return {m_figure->x.low, m_figure->x.high};
    const QCPRange range = m_frame->axis(QCPAxis::atBottom)->range();
    return {range.lower, range.upper};
}

ViewRange EventsPlot::yRange() const
{
    if (m_frame == nullptr)
        return {m_figure->y.low, m_figure->y.high};
    const QCPRange range = m_frame->axis(QCPAxis::atLeft)->range();
    return {range.lower, range.upper};
}

void EventsPlot::setRanges(ViewRange x, ViewRange y)
{
    if (m_frame == nullptr)
        return;
    m_frame->axis(QCPAxis::atBottom)->setRange(x.low, x.high);
    m_frame->axis(QCPAxis::atLeft)->setRange(y.low, y.high);
}

void EventsPlot::setCursor(std::optional<double> time)
{
    if (filled())
        m_strip->setCursor(time);
}

QPointF EventsPlot::pointAt(QPointF pixel) const
{
    return {m_frame->axis(QCPAxis::atBottom)->pixelToCoord(pixel.x()),
            m_frame->axis(QCPAxis::atLeft)->pixelToCoord(pixel.y())};
}

QPointF EventsPlot::pixelOf(QPointF point) const
{
    if (m_frame == nullptr)
        return {};
    return {m_frame->axis(QCPAxis::atBottom)->coordToPixel(point.x()),
            m_frame->axis(QCPAxis::atLeft)->coordToPixel(point.y())};
}

double EventsPlot::timeAt(double pixel) const
{
    return m_strip->timeAt(pixel);
}

double EventsPlot::pixelOfTime(double time) const
{
    return m_strip->pixelOf(time);
}

QString EventsPlot::wordsAt(QPointF pixel) const
{
    if (frameArea().contains(pixel.toPoint()))
        return frameWords(pointAt(pixel));
    return stripArea().contains(pixel.toPoint()) ? m_strip->wordsAt(timeAt(pixel.x())) : QString();
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
    const auto amount = [&](bool on) {
        if (const EventAmounts* amounts = m_figure->amounts.get())
            return numberText(static_cast<double>((on ? amounts->on : amounts->off)[*cell]), 3);
        return QString::number((on ? m_figure->frame.on : m_figure->frame.off)[*cell]);
    };
    return translated(QT_TRANSLATE_NOOP("EventsPlot", "x %1, y %2: %3 ON, %4 OFF"))
        .arg(span(grid.x, *cell % grid.columns), span(grid.y, *cell / grid.columns))
        .arg(amount(true), amount(false));
}

} // namespace inspike
