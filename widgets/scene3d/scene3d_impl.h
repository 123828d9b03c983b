// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The inside of Scene3DWidget: what it shows, where it is seen from, and when it is drawn again.
// Only scene3d_widget.cpp and scene3d_impl.cpp include this.

#include "widgets/scene3d/labels.h"
#include "widgets/scene3d/legend.h"
#include "widgets/scene3d/picking.h"
#include "widgets/scene3d/scene3d_widget.h"
#include "widgets/scene3d/scene_axes.h"
#include "widgets/scene3d/surface.h"

#include <QTimer>
#include <QVariantAnimation>

namespace inspike {

// Direction and up vector of a preset; place and scale come from fit.
Camera3D presetCamera(Scene3DWidget::Preset preset, const ManifoldFigure* figure);

struct Scene3DWidget::Impl
{
    explicit Impl(Scene3DWidget& owner);

    bool isFlat() const { return state.dimensions < 3; }
    // Everything may have changed.
    void redraw();
    void moveTo(const Camera3D& camera, bool byHand);
    void animateTo(const Camera3D& direction); // fitted
    LegendFit fittedTo(const Camera3D& camera, QSizeF size) const;
    void refit(); // if nobody has panned or zoomed since the last fit
    // In a picture of that size; hidden where it would take most of it.
    QRect placeLegend(QSize size, bool beside);
    std::size_t pointCount() const;
    void chooseStride();
    // Where a full picture would hold up the one who brushes, it follows once nothing changes.
    void drawCoarselyFirst();
    // Another stretch of the same cloud: as many points as there is time for, all once it rests.
    void drawWhilePlaying();
    std::optional<PathHit> pick(QPointF at);
    void hoverAt(QPointF at);
    void clearHover();
    QImage picture(QSize size);

    Scene3DWidget& q;
    SceneState state;
    Camera3D look;
    bool isFitted = true;
    bool hasFigure = false;
    std::unique_ptr<Surface> surface;
    QWidget* overlay = nullptr;
    LegendOverlay* legend = nullptr;
    bool isLegendBeside = true;
    QWidget* hoverSheet = nullptr; // above the legend
    QVariantAnimation animation;
    QTimer stillTimer;

    // While moving, every movingStride-th point; adapts to the speed of the machine.
    bool isMoving = false;
    std::size_t movingStride = 1;
    int slowFrames = 0;
    int fastFrames = 0;
    bool isSmooth = true; // edges of the still picture
    double stillMs = 0;
    double drawnShare = 1.0;

    PathPicker picker;
    bool isPickerStale = true;
    std::optional<PathHit> hover;
    QPointF pressedAt;
    QPointF lastAt;
    bool isDragging = false;

private:
    SceneView view() const;
    void rendered(double ms, double share);
    void adapt(double ms);
    void becameStill();
    void paintOverlay(QPainter& painter);
    int stripWidth(QSize size) const;
};

} // namespace inspike
