// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/scene3d/scene3d_widget.h"

#include "widgets/scene3d/scene3d_impl.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QWheelEvent>

#include <cmath>

namespace inspike {

namespace {

constexpr double kClickSlackPx = 4.0;
constexpr double kZoomPerNotch = 1.2;
constexpr double kDegreesPerNotch = 120.0;
constexpr double kKeyOrbitPx = 25.0;

} // namespace

Scene3DWidget::Scene3DWidget(QWidget* parent)
    : QWidget(parent), m_impl(std::make_unique<Impl>(*this))
{
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Trajectories in 3-D"));
    setMinimumSize(120, 90);
}

Scene3DWidget::~Scene3DWidget() = default;

void Scene3DWidget::setFigure(std::shared_ptr<const ManifoldFigure> figure, bool keepCamera)
{
    Impl& m = *m_impl;
    const bool wasFlat = m.isFlat();
    const bool wasCloud = m.state.isCloud();
    const Box3 before = m.state.box;
    m.hover.reset();
    m.state.setFigure(std::move(figure));
    if (keepCamera && wasCloud && m.state.isCloud() && before == m.state.box) {
        m.drawWhilePlaying();
        return;
    }
    m.chooseStride();
    if (!keepCamera || wasFlat != m.isFlat() || wasCloud != m.state.isCloud() || !m.hasFigure) {
        m.animation.stop();
        m.look = presetCamera(Preset::Isometric, m.state.figure.get());
        m.isFitted = true;
    }
    m.hasFigure = !m.state.empty();
    m.refit();
    m.redraw();
}

void Scene3DWidget::setHighlight(std::vector<Key> keys,
                                 std::optional<std::pair<double, double>> timeRange)
{
    m_impl->state.timeRange = timeRange;
    m_impl->state.setHighlight(keys);
    m_impl->drawCoarselyFirst();
    m_impl->redraw();
}

void Scene3DWidget::setCursor(std::optional<double> time)
{
    m_impl->state.cursor = time;
    m_impl->overlay->update(); // drawn over the picture, which stays
}

void Scene3DWidget::setCategoryVisible(int category, bool visible)
{
    auto& shown = m_impl->state.categoryVisible;
    const auto index = static_cast<std::size_t>(category);
    if (index >= shown.size() || shown[index] == visible)
        return;
    shown[index] = visible;
    ++m_impl->state.visibilityRevision;
    m_impl->redraw();
}

void Scene3DWidget::setMeansVisible(bool visible)
{
    if (m_impl->state.meansVisible == visible)
        return;
    m_impl->state.meansVisible = visible;
    ++m_impl->state.visibilityRevision;
    m_impl->redraw();
}

void Scene3DWidget::setDark(bool dark)
{
    m_impl->state.dark = dark;
    ++m_impl->state.colourRevision;
    m_impl->redraw();
}

Camera3D Scene3DWidget::camera() const
{
    return m_impl->look;
}

void Scene3DWidget::setCamera(const Camera3D& camera)
{
    m_impl->animation.stop();
    m_impl->isFitted = false;
    m_impl->moveTo(camera, false);
}

void Scene3DWidget::setPreset(Preset preset)
{
    Impl& m = *m_impl;
    m.animateTo(presetCamera(preset, m.state.figure.get()));
}

void Scene3DWidget::fit()
{
    m_impl->animateTo(m_impl->look);
}

QImage Scene3DWidget::image(QSize size) const
{
    return m_impl->picture(size);
}

QPointF Scene3DWidget::pixelOf(const std::array<float, 3>& point) const
{
    return Projection(m_impl->look, size()).pixel(m_impl->state.world(point));
}

double Scene3DWidget::drawnShare() const
{
    return m_impl->drawnShare;
}

void Scene3DWidget::resizeEvent(QResizeEvent*)
{
    m_impl->surface->widget()->setGeometry(rect());
    m_impl->overlay->setGeometry(rect());
    m_impl->hoverSheet->setGeometry(rect());
    m_impl->refit();
    m_impl->redraw();
}

void Scene3DWidget::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        m_impl->redraw();
    QWidget::changeEvent(event);
}

void Scene3DWidget::mousePressEvent(QMouseEvent* event)
{
    m_impl->pressedAt = m_impl->lastAt = event->position();
    m_impl->isDragging = false;
}

void Scene3DWidget::mouseMoveEvent(QMouseEvent* event)
{
    Impl& m = *m_impl;
    if (event->buttons() == Qt::NoButton) {
        m.hoverAt(event->position());
        return;
    }
    const QPointF way = event->position() - m.pressedAt;
    if (!m.isDragging && std::hypot(way.x(), way.y()) < kClickSlackPx)
        return;
    m.isDragging = true;
    m.clearHover();
    const QPointF step = event->position() - m.lastAt;
    m.lastAt = event->position();
    const bool pans = m.isFlat() || event->modifiers().testFlag(Qt::ShiftModifier) ||
                      event->buttons().testFlag(Qt::MiddleButton);
    m.animation.stop();
    if (pans)
        m.isFitted = false;
    m.moveTo(pans ? panned(m.look, step, size()) : orbited(m.look, step), true);
}

void Scene3DWidget::mouseReleaseEvent(QMouseEvent* event)
{
    Impl& m = *m_impl;
    if (m.isDragging || event->button() != Qt::LeftButton) {
        m.isDragging = false;
        return;
    }
    if (const auto hit = m.pick(event->position())) {
        const ManifoldPath& path = m.state.figure->paths[hit->path];
        if (m.state.isCloud())
            Q_EMIT pointClicked(path.points[hit->step], event->modifiers());
        else
            Q_EMIT pathClicked(path.key, event->modifiers());
    } else
        Q_EMIT backgroundClicked();
}

void Scene3DWidget::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton)
        fit();
}

void Scene3DWidget::wheelEvent(QWheelEvent* event)
{
    const double notches = event->angleDelta().y() / kDegreesPerNotch;
    if (notches == 0) // sideways: not ours
        return;
    m_impl->animation.stop();
    m_impl->isFitted = false;
    m_impl->clearHover();
    m_impl->moveTo(
        zoomed(m_impl->look, std::pow(kZoomPerNotch, notches), event->position(), size()), true);
    event->accept();
}

void Scene3DWidget::leaveEvent(QEvent*)
{
    m_impl->clearHover();
}

void Scene3DWidget::keyPressEvent(QKeyEvent* event)
{
    const QPointF centre = QRectF(rect()).center();
    const bool turns = event->modifiers() == Qt::ShiftModifier && !m_impl->isFlat();
    QPointF turn;
    double zoom = 1.0;
    switch (event->key()) {
    case Qt::Key_Plus:
        zoom = kZoomPerNotch;
        break;
    case Qt::Key_Minus:
        zoom = 1.0 / kZoomPerNotch;
        break;
    case Qt::Key_Left:
        turn = {-kKeyOrbitPx, 0};
        break;
    case Qt::Key_Right:
        turn = {kKeyOrbitPx, 0};
        break;
    case Qt::Key_Up:
        turn = {0, -kKeyOrbitPx};
        break;
    case Qt::Key_Down:
        turn = {0, kKeyOrbitPx};
        break;
    default:
        break;
    }
    if (zoom != 1.0) {
        m_impl->isFitted = false;
        m_impl->moveTo(zoomed(m_impl->look, zoom, centre, size()), true);
    } else if (turns && !turn.isNull()) {
        m_impl->moveTo(orbited(m_impl->look, turn), true);
    } else {
        QWidget::keyPressEvent(event);
    }
}

} // namespace inspike
