// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A ManifoldFigure as true vectors: an orthographic projection drawn with QPainter. Needs neither
// OpenGL nor a display. Trials are thin and translucent, condition means thick; both are sorted by
// depth. Paths are simplified by a tenth of a point, which nobody can see.

#include "core/figures/manifold_figure.h"
#include "widgets/scene3d/camera3d.h"
#include "widgets/theme/plot_look.h"

#include <QRectF>

#include <optional>

class QPainter;

namespace inspike {

struct SceneNotes
{
    std::size_t points = 0;   // of the figure's paths
    std::size_t segments = 0; // drawn after simplification
    bool rasterised = false;  // trials became one bitmap; means, axes and text stay vectors
};

// Of the camera the direction and the up vector count; box, words and legend always fit into
// `area`. Without one the figure is seen as by the window at first, see defaultCamera().
SceneNotes paintScene3D(QPainter& painter, const ManifoldFigure& figure, const PlotLook& look,
                        const std::optional<Camera3D>& camera, const QRectF& area);

} // namespace inspike
