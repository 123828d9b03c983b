// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/plot/events_canvas.h"

#include "widgets/plot/canvas_surface.h"
#include "widgets/plot/events_plot.h"
#include "widgets/plot/plot_layers.h"
#include "widgets/text/phrases.h"

#include <QVBoxLayout>

#include <cmath>

namespace inspike {
namespace {

constexpr double kZoomPerNotch = 0.8;
constexpr double kPanPerKey = 0.1; // share of the visible range
constexpr double kLeastPixels = 4; // of the sensor, in view

} // namespace

struct EventsCanvas::Impl
{
    explicit Impl(EventsCanvas& owner);

    void refill();
    void replot() { surface->replot(QCustomPlot::rpQueuedReplot); }
    ViewRange fullX() const { return {figure->x.low, figure->x.high}; }
    ViewRange fullY() const { return {figure->y.low, figure->y.high}; }
    void apply(ViewRange x, ViewRange y);
    void zoom(QPointF at, double factor);
    void pan(double dxShare, double dyShare);
    bool key(QKeyEvent& event);
    void press(const QMouseEvent& event);
    void move(const QMouseEvent& event);
    void release(const QMouseEvent&) { drag = Drag::None; }
    void wheel(const QWheelEvent& event);
    void leave() { Q_EMIT canvas.hovered({}); }

    EventsCanvas& canvas;
    CanvasSurface<Impl>* surface;
    std::unique_ptr<EventsPlot> plot;
    std::shared_ptr<const EventsFigure> figure;
    std::optional<double> cursor;

    enum class Drag { None, Frame, Strip };
    Drag drag = Drag::None;
    QPointF pressedAt;
    ViewRange pressedX, pressedY;
};

EventsCanvas::Impl::Impl(EventsCanvas& owner)
    : canvas(owner), surface(new CanvasSurface<Impl>(&owner, *this))
{
    fillWith(canvas, surface);
    plot = std::make_unique<EventsPlot>(*surface, lookOf(canvas));
    QObject::connect(surface, &QCustomPlot::beforeReplot, &canvas, [this] { plot->adapt(); });
}

void EventsCanvas::Impl::refill()
{
    plot->setLook(lookOf(canvas));
    if (!figure)
        return;
    plot->fill(figure);
    plot->setCursor(cursor);
    canvas.setAccessibleName(phrase(figure->title));
}

// The whole sensor at most, with its proportions, and no part beside it.
void EventsCanvas::Impl::apply(ViewRange x, ViewRange y)
{
    const auto inside = [](ViewRange wanted, ViewRange whole) {
        if (wanted.size() >= whole.size())
            return whole;
        if (wanted.low < whole.low)
            return wanted.moved(whole.low - wanted.low);
        return wanted.high > whole.high ? wanted.moved(whole.high - wanted.high) : wanted;
    };
    if (x.size() < std::min(kLeastPixels, fullX().size()) || x.size() >= fullX().size())
        x = x.size() >= fullX().size() ? fullX() : plot->xRange();
    // Square pixels: the height follows the width.
    const double height = x.size() * fullY().size() / fullX().size();
    const double middle = 0.5 * (y.low + y.high);
    plot->setRanges(inside(x, fullX()),
                    inside({middle - 0.5 * height, middle + 0.5 * height}, fullY()));
    replot();
    Q_EMIT canvas.rangeChanged();
}

void EventsCanvas::Impl::zoom(QPointF at, double factor)
{
    if (!plot->frameArea().contains(at.toPoint()))
        return;
    const QPointF centre = plot->pointAt(at);
    apply(plot->xRange().scaled(centre.x(), factor), plot->yRange().scaled(centre.y(), factor));
}

void EventsCanvas::Impl::pan(double dxShare, double dyShare)
{
    const ViewRange x = plot->xRange();
    const ViewRange y = plot->yRange();
    apply(x.moved(dxShare * x.size()), y.moved(dyShare * y.size()));
}

bool EventsCanvas::Impl::key(QKeyEvent& event)
{
    if (!figure)
        return false;
    switch (event.key()) {
    case Qt::Key_A:
        pan(-kPanPerKey, 0);
        return true;
    case Qt::Key_D:
        pan(kPanPerKey, 0);
        return true;
    case Qt::Key_W:
        pan(0, -kPanPerKey);
        return true;
    case Qt::Key_S:
        pan(0, kPanPerKey);
        return true;
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        zoom(plot->frameArea().center(), kZoomPerNotch);
        return true;
    case Qt::Key_Minus:
        zoom(plot->frameArea().center(), 1 / kZoomPerNotch);
        return true;
    default:
        return false;
    }
}

void EventsCanvas::Impl::press(const QMouseEvent& event)
{
    if (event.button() != Qt::LeftButton || !figure)
        return;
    pressedAt = event.position();
    if (plot->frameArea().contains(pressedAt.toPoint())) {
        drag = Drag::Frame;
        pressedX = plot->xRange();
        pressedY = plot->yRange();
    } else if (plot->stripArea().contains(pressedAt.toPoint())) {
        drag = Drag::Strip;
        Q_EMIT canvas.timeClicked(plot->timeAt(pressedAt.x()));
    }
}

void EventsCanvas::Impl::move(const QMouseEvent& event)
{
    if (!figure)
        return;
    const QPointF way = event.position() - pressedAt;
    switch (drag) {
    case Drag::None:
        Q_EMIT canvas.hovered(plot->wordsAt(event.position()));
        break;
    case Drag::Strip:
        Q_EMIT canvas.timeClicked(plot->timeAt(event.position().x()));
        break;
    case Drag::Frame:
        apply(pressedX.moved(-way.x() / plot->frameArea().width() * pressedX.size()),
              pressedY.moved(-way.y() / plot->frameArea().height() * pressedY.size()));
        break;
    }
}

void EventsCanvas::Impl::wheel(const QWheelEvent& event)
{
    if (figure)
        zoom(event.position(), std::pow(kZoomPerNotch, event.angleDelta().y() / 120.0));
}

EventsCanvas::EventsCanvas(QWidget* parent) : QWidget(parent), m_impl(std::make_unique<Impl>(*this))
{
    setMinimumSize(160, 120);
}

EventsCanvas::~EventsCanvas() = default;

void EventsCanvas::setFigure(std::shared_ptr<const EventsFigure> figure, bool keepRange)
{
    const bool keep = keepRange && m_impl->figure && zoomed();
    const ViewRange x = keep ? m_impl->plot->xRange() : ViewRange{};
    const ViewRange y = keep ? m_impl->plot->yRange() : ViewRange{};
    m_impl->figure = std::move(figure);
    if (keepRange && m_impl->plot->replace(m_impl->figure)) {
        m_impl->replot();
        return;
    }
    m_impl->refill();
    if (keep)
        m_impl->plot->setRanges(x, y);
    m_impl->replot();
}

void EventsCanvas::setCursor(std::optional<double> time)
{
    if (m_impl->cursor == time)
        return;
    m_impl->cursor = time;
    m_impl->plot->setCursor(time);
    m_impl->surface->layer(kCursorLayer)->replot();
}

Viewport EventsCanvas::viewport() const
{
    Viewport view;
    if (!m_impl->figure)
        return view;
    const ViewRange x = m_impl->plot->xRange();
    const ViewRange y = m_impl->plot->yRange();
    view.xLow = x.low;
    view.xHigh = x.high;
    view.yLow = y.low;
    view.yHigh = y.high;
    const QSizeF size = QSizeF(m_impl->plot->frameArea().size()) * devicePixelRatioF();
    view.widthPx = std::max(1, static_cast<int>(size.width()));
    view.heightPx = std::max(1, static_cast<int>(size.height()));
    return view;
}

bool EventsCanvas::zoomed() const
{
    if (!m_impl->figure)
        return false;
    const double whole = m_impl->fullX().size();
    return m_impl->plot->xRange().size() < whole - 1e-6 * whole;
}

void EventsCanvas::setRange(double xLow, double xHigh, double yLow, double yHigh)
{
    if (m_impl->figure)
        m_impl->apply({xLow, xHigh}, {yLow, yHigh});
}

void EventsCanvas::fit()
{
    if (m_impl->figure)
        m_impl->apply(m_impl->fullX(), m_impl->fullY());
}

QPointF EventsCanvas::pixelOf(double x, double y) const
{
    return m_impl->figure ? m_impl->plot->pixelOf({x, y}) : QPointF();
}

QPointF EventsCanvas::pixelOfTime(double time) const
{
    if (!m_impl->figure)
        return {};
    return {m_impl->plot->pixelOfTime(time),
            static_cast<double>(m_impl->plot->stripArea().center().y())};
}

void EventsCanvas::changeEvent(QEvent* event)
{
    const auto type = event->type();
    if (m_impl && m_impl->figure &&
        (type == QEvent::PaletteChange || type == QEvent::LanguageChange)) {
        const ViewRange x = m_impl->plot->xRange();
        const ViewRange y = m_impl->plot->yRange();
        m_impl->refill();
        m_impl->plot->setRanges(x, y);
        m_impl->replot();
    }
    QWidget::changeEvent(event);
}

} // namespace inspike
