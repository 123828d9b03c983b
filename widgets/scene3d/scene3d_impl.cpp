// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/scene3d/scene3d_impl.h"

#include "widgets/theme/theme.h"

#include <QEasingCurve>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace inspike {

namespace {

constexpr int kAnimationMs = 150;
constexpr int kStillAfterMs = 150;
constexpr double kPickRadiusPx = 6.0;
constexpr int kLegendMarginPx = 8;
// A legend that would take more of the height is left out.
constexpr double kMostLegendShare = 0.5;
// Between the picture with its words and the edge of the widget or the legend.
constexpr double kEdgePx = 10.0;
// A moving picture should take no longer than the first, and shows more when it takes less than the
// second; one step changes the time by less than their ratio, so that it settles.
constexpr double kSlowFrameMs = 18.0;
constexpr double kFastFrameMs = 8.0;
constexpr std::size_t kCoarsestStride = 32; // beyond, the fixed cost of a frame is all that is left
// Frames in a row that must agree before the density changes, so that one hiccup does not count.
constexpr int kFramesToDecide = 3;
// Smooth edges cost four times the work: not for a still picture that takes longer than this.
constexpr double kSlowestSmoothMs = 120.0;
constexpr double kSmoothAgainMs = 15.0;
// A full picture that takes longer waits until brushing pauses.
constexpr double kSlowestAtOnceMs = 40.0;
// Where adaption starts: what a processor without graphics hardware draws in about one frame.
constexpr std::size_t kPointsAtFirst = 60'000;
constexpr std::size_t kPointsSmoothAtFirst = 150'000;
constexpr std::size_t kFewPoints = 20'000; // of a cloud

// A transparent sheet over the rendered picture.
class Overlay : public QWidget
{
public:
    Overlay(QWidget* parent, std::function<void(QPainter&)> paint)
        : QWidget(parent), m_paint(std::move(paint))
    {
        setAttribute(Qt::WA_TransparentForMouseEvents);
    }

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter painter(this);
        m_paint(painter);
    }

private:
    std::function<void(QPainter&)> m_paint;
};

} // namespace

Camera3D presetCamera(Scene3DWidget::Preset preset, const ManifoldFigure* figure)
{
    Camera3D camera = figure != nullptr ? defaultCamera(*figure) : Camera3D();
    if (figure != nullptr && isFlat(*figure))
        return camera;
    switch (preset) {
    case Scene3DWidget::Preset::Isometric:
        break;
    case Scene3DWidget::Preset::Front:
        camera.direction = {0, -1, 0};
        break;
    case Scene3DWidget::Preset::Side:
        camera.direction = {1, 0, 0};
        break;
    case Scene3DWidget::Preset::Top:
        camera.direction = {0, 0, 1};
        camera.up = {0, 1, 0};
        break;
    }
    return camera;
}

Scene3DWidget::Impl::Impl(Scene3DWidget& owner) : q(owner)
{
    surface =
        makeSurface(&q, {[this]() -> const SceneState& { return state; }, [this] { return view(); },
                         [this](double ms, double share) {
                             rendered(ms, share);
                         }});
    overlay = new Overlay(&q, [this](QPainter& painter) { paintOverlay(painter); });
    legend = new LegendOverlay(&q);
    hoverSheet = new Overlay(&q, [this](QPainter& painter) {
        if (hover && surface->works())
            paintHover(painter, state, picker, *hover, q.size());
    });
    QObject::connect(legend, &LegendOverlay::categoryToggled, &q,
                     &Scene3DWidget::setCategoryVisible);
    QObject::connect(legend, &LegendOverlay::meansToggled, &q, &Scene3DWidget::setMeansVisible);
    animation.setDuration(kAnimationMs);
    animation.setStartValue(0.0);
    animation.setEndValue(1.0);
    animation.setEasingCurve(QEasingCurve::OutCubic);
    stillTimer.setSingleShot(true);
    stillTimer.setInterval(kStillAfterMs);
    QObject::connect(&stillTimer, &QTimer::timeout, &q, [this] { becameStill(); });
}

SceneView Scene3DWidget::Impl::view() const
{
    const qreal ratio = q.devicePixelRatioF();
    // A picture that is quick anyway keeps its smooth edges while moving.
    const bool isQuick = stillMs < kSlowFrameMs && movingStride == 1;
    return {look, surface->widget()->size() * ratio, ratio, isMoving ? movingStride : 1,
            isSmooth && (isQuick || !isMoving)};
}

void Scene3DWidget::Impl::redraw()
{
    isPickerStale = true;
    legend->display(state);
    const QRect place = placeLegend(q.size(), isLegendBeside);
    legend->setVisible(!place.isEmpty());
    legend->move(place.topLeft());
    surface->invalidate();
    overlay->update();
    hoverSheet->update();
}

void Scene3DWidget::Impl::moveTo(const Camera3D& camera, bool byHand)
{
    look = camera;
    isPickerStale = true;
    if (byHand) {
        isMoving = true;
        stillTimer.start();
    }
    surface->invalidate();
    overlay->update();
    Q_EMIT q.cameraChanged();
}

void Scene3DWidget::Impl::animateTo(const Camera3D& direction)
{
    animation.stop();
    animation.disconnect(&q);
    clearHover();
    isFitted = true;
    const auto [beside, camera] = fittedTo(direction, q.size());
    if (isLegendBeside != beside) {
        isLegendBeside = beside;
        redraw();
    }
    if (!q.isVisible()) { // nobody watches
        moveTo(camera, false);
        return;
    }
    const Camera3D from = look;
    QObject::connect(&animation, &QVariantAnimation::valueChanged, &q,
                     [this, from, to = camera](const QVariant& share) {
                         moveTo(between(from, to, share.toDouble()), true);
                     });
    animation.start();
}

int Scene3DWidget::Impl::stripWidth(QSize size) const
{
    return std::max(1, size.width() - 2 * kLegendMarginPx);
}

LegendFit Scene3DWidget::Impl::fittedTo(const Camera3D& camera, QSizeF size) const
{
    if (state.empty())
        return {true, camera};
    const QSizeF room = size.isEmpty() ? QSizeF(400, 300) : size;
    // The camera knows the whole widget; the edge is part of what the legend takes.
    LegendSizes sizes{legend->sizeAt(0), legend->sizeAt(stripWidth(room.toSize())), 0};
    if (!legend->isEmpty()) {
        sizes.column.rwidth() += kLegendMarginPx;
        sizes.strip.rheight() += kLegendMarginPx / 2.0;
    }
    if (sizes.strip.height() > kMostLegendShare * room.height())
        sizes.strip.setHeight(0);
    sizes.edge = kEdgePx;
    return fittedWithLegend(*state.figure, camera, screenLook(state.dark), room, sizes);
}

void Scene3DWidget::Impl::refit()
{
    legend->display(state);
    if (!isFitted || animation.state() == QAbstractAnimation::Running)
        return;
    const LegendFit fit = fittedTo(look, q.size());
    look = fit.camera;
    isLegendBeside = fit.beside;
}

QRect Scene3DWidget::Impl::placeLegend(QSize size, bool beside)
{
    if (state.empty() || legend->isEmpty())
        return {};
    legend->shape(beside ? 0 : stripWidth(size));
    const QSize taken = legend->size();
    if (taken.height() + kLegendMarginPx > (beside ? 1.0 : kMostLegendShare) * size.height())
        return {};
    if (beside)
        return {QPoint(size.width() - taken.width() - kLegendMarginPx, kLegendMarginPx), taken};
    return {QPoint((size.width() - taken.width()) / 2, kLegendMarginPx / 2), taken};
}

std::size_t Scene3DWidget::Impl::pointCount() const
{
    std::size_t points = 0;
    if (state.figure) {
        for (const ManifoldPath& path : state.figure->paths)
            points += path.points.size();
    }
    return points;
}

void Scene3DWidget::Impl::chooseStride()
{
    const std::size_t points = pointCount();
    movingStride = 1;
    while (points / movingStride > kPointsAtFirst && movingStride < kCoarsestStride)
        movingStride *= 2;
    isSmooth = points <= kPointsSmoothAtFirst;
    slowFrames = fastFrames = 0;
}

void Scene3DWidget::Impl::drawCoarselyFirst()
{
    if (stillMs < kSlowestAtOnceMs)
        return;
    isMoving = true;
    stillTimer.start();
}

void Scene3DWidget::Impl::drawWhilePlaying()
{
    if (pointCount() / movingStride < kFewPoints / 2)
        movingStride = 1;
    isMoving = true;
    stillTimer.start();
    redraw();
}

void Scene3DWidget::Impl::rendered(double ms, double share)
{
    adapt(ms);
    if (share == drawnShare)
        return;
    drawnShare = share;
    // Not from within a paint event: who listens may repaint.
    QMetaObject::invokeMethod(
        &q,
        [this] {
            overlay->update();
            Q_EMIT q.drawnShareChanged();
        },
        Qt::QueuedConnection);
}

void Scene3DWidget::Impl::adapt(double ms)
{
    if (!isMoving) {
        stillMs = ms;
        if (isSmooth ? ms > kSlowestSmoothMs : ms < kSmoothAgainMs)
            isSmooth = !isSmooth;
        return;
    }
    slowFrames = ms > kSlowFrameMs ? slowFrames + 1 : 0;
    fastFrames = ms < kFastFrameMs ? fastFrames + 1 : 0;
    // What makes a frame of few points slow is not the points.
    const bool worthThinning = !state.isCloud() || pointCount() / movingStride > kFewPoints;
    if (slowFrames >= kFramesToDecide && movingStride < kCoarsestStride && worthThinning)
        movingStride *= 2;
    else if (fastFrames >= kFramesToDecide && movingStride > 1)
        movingStride /= 2;
    else
        return;
    slowFrames = fastFrames = 0;
}

void Scene3DWidget::Impl::becameStill()
{
    if (animation.state() == QAbstractAnimation::Running) {
        stillTimer.start();
        return;
    }
    isMoving = false;
    surface->invalidate();
}

std::optional<PathHit> Scene3DWidget::Impl::pick(QPointF at)
{
    if (isPickerStale) {
        picker.project(state, Projection(look, q.size()));
        isPickerStale = false;
    }
    return picker.nearest(state, at, kPickRadiusPx);
}

void Scene3DWidget::Impl::hoverAt(QPointF at)
{
    const auto hit = pick(at);
    if (!hit) {
        clearHover();
        return;
    }
    const bool isSame = hover && hover->path == hit->path && hover->step == hit->step;
    hover = hit;
    if (isSame)
        return;
    q.QWidget::setCursor(Qt::PointingHandCursor);
    hoverSheet->update();
    Q_EMIT q.hovered(hoverText(state, *hit));
}

void Scene3DWidget::Impl::clearHover()
{
    if (!hover)
        return;
    hover.reset();
    q.unsetCursor();
    hoverSheet->update();
    Q_EMIT q.hovered(QString());
}

void Scene3DWidget::Impl::paintOverlay(QPainter& painter)
{
    const QSizeF size = q.size();
    if (!surface->works()) {
        painter.fillRect(q.rect(), Theme(state.dark).canvas());
        paintNotice(painter, state,
                    Scene3DWidget::tr("3-D pictures cannot be drawn here: neither the display nor "
                                      "EGL offers OpenGL 3.2. Figure export still works."),
                    size);
        return;
    }
    if (state.empty()) {
        paintNotice(painter, state, Scene3DWidget::tr("No trajectories to show"), size);
        return;
    }
    const Projection projection(look, size);
    paintAxes(painter, state, projection);
    paintCursor(painter, state, projection);
    if (drawnShare < 1.0)
        paintCorner(painter, state,
                    Scene3DWidget::tr("%1 % of points while moving")
                        .arg(static_cast<int>(std::lround(drawnShare * 100))),
                    size);
}

QImage Scene3DWidget::Impl::picture(QSize size)
{
    if (size.isEmpty())
        return {};
    legend->display(state);
    const LegendFit fit = isFitted ? fittedTo(look, size) : LegendFit{isLegendBeside, look};
    const Camera3D& camera = fit.camera;
    QImage image = surface->image({camera, size, 1.0, 1, true});
    const bool isDrawn = !image.isNull();
    if (!isDrawn) {
        image = QImage(size, QImage::Format_RGB32);
        image.fill(Theme(state.dark).canvas());
    }
    image = image.convertToFormat(QImage::Format_RGB32);
    QPainter painter(&image);
    if (!isDrawn || state.empty()) {
        paintNotice(painter, state,
                    isDrawn ? Scene3DWidget::tr("No trajectories to show")
                            : Scene3DWidget::tr("3-D pictures cannot be drawn here"),
                    size);
        return image;
    }
    const Projection projection(camera, size);
    paintAxes(painter, state, projection);
    paintCursor(painter, state, projection);
    const QRect place = placeLegend(size, fit.beside);
    if (!place.isEmpty())
        legend->render(&painter, place.topLeft(), {}, QWidget::DrawChildren);
    placeLegend(q.size(), isLegendBeside); // its own shape again
    return image;
}

} // namespace inspike
