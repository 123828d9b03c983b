// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Everything in the 3-D picture that is drawn with QPainter over the rendered image, so that it is
// crisp at any resolution: axis names and ticks, current-time markers, the hovered path, notices.
// As none of it touches OpenGL, playback and hovering do not render the scene again.

#include "widgets/scene3d/picking.h"
#include "widgets/scene3d/scene_state.h"
#include "widgets/theme/plot_look.h"

#include <QSizeF>
#include <QString>

class QPainter;

namespace inspike {

// Type and lines of words around the scene.
PlotLook screenLook(bool dark);
void paintAxes(QPainter& painter, const SceneState& state, const Projection& projection);
// A disc on every visible path at state.cursor.
void paintCursor(QPainter& painter, const SceneState& state, const Projection& projection);
void paintHover(QPainter& painter, const SceneState& state, const PathPicker& picker,
                const PathHit& hit, QSizeF size);
// "Trial 12, context 1 choice +, 431 ms"
QString hoverText(const SceneState& state, const PathHit& hit);
void paintNotice(QPainter& painter, const SceneState& state, const QString& text, QSizeF size);
// Small text in the lower left corner, e.g. how much is drawn.
void paintCorner(QPainter& painter, const SceneState& state, const QString& text, QSizeF size);

} // namespace inspike
