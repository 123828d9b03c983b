// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later

// The part of PlotCanvas that follows the pointer and the keys.

#include "widgets/plot/plot_canvas_impl.h"

#include <QRubberBand>

#include <algorithm>
#include <cmath>

namespace inspike {
namespace {

constexpr double kHitTolerancePx = 6.0;
constexpr int kDragThresholdPx = 4;
constexpr double kZoomPerNotch = 0.8;
constexpr double kPanPerKey = 0.1; // share of the visible range

} // namespace

void PlotCanvas::Impl::zoom(QPointF at, double factor, bool xOnly)
{
    const PlotPanel* panel = panelAt(at);
    if (panel == nullptr)
        return;
    const QPointF centre = valueAt(*panel, at);
    const auto index = static_cast<std::size_t>(panel - plot->panels().data());
    ViewRanges next = ranges();
    ViewRange& x = panel->ownX ? next.ownX[index] : next.x;
    x = x.scaled(centre.x(), factor);
    if (!xOnly && !panel->strip)
        next.y[index] = next.y[index].scaled(centre.y(), factor);
    apply(next);
}

void PlotCanvas::Impl::pan(double dxShare, double dyShare)
{
    ViewRanges next = ranges();
    next.x = next.x.moved(dxShare * next.x.size());
    for (ViewRange& y : next.y)
        y = y.moved(dyShare * y.size());
    apply(next);
}

void PlotCanvas::Impl::animateTo(const ViewRanges& target)
{
    animation.stop();
    animation.disconnect();
    const ViewRanges from = ranges();
    animation.setStartValue(0.0);
    animation.setEndValue(1.0);
    animation.setEasingCurve(QEasingCurve::OutCubic);
    QObject::connect(&animation, &QVariantAnimation::valueChanged, &canvas,
                     [this, from, target](const QVariant& share) {
                         apply(between(from, target, share.toDouble()));
                     });
    animation.start();
}

void PlotCanvas::Impl::press(QMouseEvent& event)
{
    if (event.button() != Qt::LeftButton)
        return;
    animation.stop();
    const PlotPanel* panel = panelAt(event.position());
    if (panel == nullptr)
        return;
    pressedPanel = static_cast<std::size_t>(panel - plot->panels().data());
    pressedAt = event.position();
    pressedRanges = ranges();
    drag = event.modifiers().testFlag(Qt::ShiftModifier) ? Drag::Box : Drag::Undecided;
    if (drag == Drag::Box) {
        band->setGeometry(QRect(pressedAt.toPoint(), QSize()));
        band->show();
    }
}

void PlotCanvas::Impl::move(QMouseEvent& event)
{
    const QPointF at = event.position();
    pointer = at;
    if (pressedPanel >= plot->panels().size())
        cancelBox(); // another figure came meanwhile
    if (drag == Drag::None) {
        const PlotHit found = plot->hit(at, kHitTolerancePx);
        Q_EMIT canvas.hovered(found.words);
        Q_EMIT canvas.hoveredKey(found.key);
        return;
    }
    if (drag == Drag::Box) {
        band->setGeometry(QRect(pressedAt.toPoint(), at.toPoint())
                              .normalized()
                              .intersected(plot->panels()[pressedPanel].rect->rect()));
        return;
    }
    const QPointF way = at - pressedAt;
    if (drag == Drag::Undecided && way.manhattanLength() < kDragThresholdPx)
        return;
    drag = Drag::Pan;
    surface->setCursor(Qt::ClosedHandCursor);
    const PlotPanel& panel = plot->panels()[pressedPanel];
    ViewRanges next = pressedRanges;
    const bool own = panel.ownX && pressedPanel < next.ownX.size();
    ViewRange& x = own ? next.ownX[pressedPanel] : next.x;
    x = x.moved(-way.x() / panel.rect->width() * x.size());
    if (!panel.strip && pressedPanel < next.y.size()) {
        ViewRange& y = next.y[pressedPanel];
        y = y.moved(way.y() / panel.rect->height() * y.size());
    }
    apply(next);
}

void PlotCanvas::Impl::release(QMouseEvent& event)
{
    if (event.button() != Qt::LeftButton || drag == Drag::None)
        return;
    const Drag ended = pressedPanel < plot->panels().size() ? drag : Drag::None;
    drag = Drag::None;
    surface->unsetCursor();
    if (ended == Drag::Box)
        finishBox(event.position());
    else if (ended == Drag::Undecided)
        click(event);
}

void PlotCanvas::Impl::finishBox(QPointF at)
{
    band->hide();
    if ((at - pressedAt).manhattanLength() < kDragThresholdPx)
        return;
    const PlotPanel& panel = plot->panels()[pressedPanel];
    const QPointF one = valueAt(panel, pressedAt);
    const QPointF other = valueAt(panel, at);
    if (auto keys = plot->keysIn(pressedPanel, QRectF(one, other).normalized()))
        Q_EMIT canvas.keysBoxed(std::move(*keys));
    if (panel.ownX)
        return; // lags and intervals are no stretch of time
    Q_EMIT canvas.boxSelected(std::min(one.x(), other.x()), std::max(one.x(), other.x()),
                              std::min(one.y(), other.y()), std::max(one.y(), other.y()));
}

void PlotCanvas::Impl::click(QMouseEvent& event)
{
    const PlotHit found = plot->hit(event.position(), kHitTolerancePx);
    if (found.key)
        Q_EMIT canvas.keyClicked(*found.key, event.modifiers());
    else if (!plot->panels()[pressedPanel].ownX)
        Q_EMIT canvas.backgroundClicked(
            valueAt(plot->panels()[pressedPanel], event.position()).x());
}

void PlotCanvas::Impl::cancelBox()
{
    drag = Drag::None;
    band->hide();
}

// At the pointer, else about the centre.
void PlotCanvas::Impl::zoomByKey(double factor, bool xOnly)
{
    if (plot->panels().empty())
        return;
    QPointF at = plot->panels().front().rect->center();
    if (pointer && panelAt(*pointer) != nullptr)
        at = *pointer;
    zoom(at, factor, xOnly);
}

// The beginning or the end, as far zoomed in as now.
void PlotCanvas::Impl::showEnd(bool last)
{
    ViewRanges next = ranges();
    const ViewRange all = whole().x;
    next.x = next.x.moved(last ? all.high - next.x.high : all.low - next.x.low);
    apply(next);
}

// Keys that are shortcuts of the window, too; the canvas takes them while it has the focus.
bool PlotCanvas::Impl::understands(const QKeyEvent& event) const
{
    if ((event.modifiers() & ~Qt::KeypadModifier) != Qt::NoModifier)
        return false;
    switch (event.key()) {
    case Qt::Key_Left:
    case Qt::Key_Right:
    case Qt::Key_Home:
    case Qt::Key_End:
        return keyNavigation;
    case Qt::Key_W:
    case Qt::Key_A:
    case Qt::Key_S:
    case Qt::Key_D:
    case Qt::Key_Up:
    case Qt::Key_Down:
        return true;
    default:
        return false;
    }
}

bool PlotCanvas::Impl::key(QKeyEvent& event)
{
    const bool shift = event.modifiers().testFlag(Qt::ShiftModifier);
    switch (event.key()) {
    case Qt::Key_A:
    case Qt::Key_Left:
        pan(-kPanPerKey, 0);
        return true;
    case Qt::Key_D:
    case Qt::Key_Right:
        pan(kPanPerKey, 0);
        return true;
    case Qt::Key_Up:
        pan(0, kPanPerKey);
        return true;
    case Qt::Key_Down:
        pan(0, -kPanPerKey);
        return true;
    case Qt::Key_W: // with Shift the other axis, too
        zoomByKey(kZoomPerNotch, !shift);
        return true;
    case Qt::Key_S:
        zoomByKey(1 / kZoomPerNotch, !shift);
        return true;
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        zoomByKey(kZoomPerNotch, false);
        return true;
    case Qt::Key_Minus:
        zoomByKey(1 / kZoomPerNotch, false);
        return true;
    case Qt::Key_Home:
    case Qt::Key_End:
        if (keyNavigation)
            showEnd(event.key() == Qt::Key_End);
        return keyNavigation;
    case Qt::Key_Escape:
        if (drag != Drag::Box)
            return false;
        cancelBox();
        return true;
    default:
        return false;
    }
}

void PlotSurface::mousePressEvent(QMouseEvent* event)
{
    m_owner.press(*event);
}

void PlotSurface::mouseMoveEvent(QMouseEvent* event)
{
    m_owner.move(*event);
}

void PlotSurface::mouseReleaseEvent(QMouseEvent* event)
{
    m_owner.release(*event);
}

void PlotSurface::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton)
        m_owner.animateTo(m_owner.whole());
}

void PlotSurface::wheelEvent(QWheelEvent* event)
{
    // Shift turns the wheel sideways on some systems.
    const QPoint turn = event->angleDelta();
    const double notches = (turn.y() != 0 ? turn.y() : turn.x()) / 120.0;
    const bool xOnly = event->modifiers().testFlag(Qt::ShiftModifier);
    m_owner.zoom(event->position(), std::pow(kZoomPerNotch, notches), xOnly);
    event->accept();
}

void PlotSurface::keyPressEvent(QKeyEvent* event)
{
    const bool plain = (event->modifiers() & ~Qt::KeypadModifier) == Qt::NoModifier ||
                       event->modifiers() == Qt::ShiftModifier;
    if (!plain || !m_owner.key(*event))
        QWidget::keyPressEvent(event);
}

bool PlotSurface::event(QEvent* event)
{
    if (event->type() == QEvent::ShortcutOverride &&
        m_owner.understands(*static_cast<QKeyEvent*>(event))) {
        event->accept();
        return true;
    }
    return QCustomPlot::event(event);
}

void PlotSurface::leaveEvent(QEvent* event)
{
    m_owner.pointer.reset();
    Q_EMIT m_owner.canvas.hovered({});
    Q_EMIT m_owner.canvas.hoveredKey({});
    QCustomPlot::leaveEvent(event);
}

} // namespace inspike
