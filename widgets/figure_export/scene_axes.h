// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The axes box of a 3-D figure on paper: where its edges, ticks and names go. Names run along the
// outline of the box, outside of it, and words that would touch other words are left out.

#include "core/figures/manifold_figure.h"
#include "widgets/plot/plot_look.h"
#include "widgets/scene3d/projection.h"

#include <QFont>
#include <QLineF>
#include <QRectF>
#include <QString>

#include <vector>

class QPainter;

namespace inspike {

struct PlacedWords
{
    QString words;
    QPointF centre;
    double degrees = 0.0;
    bool label = false; // axis name rather than a tick
    QRectF bounds;      // after turning
};

struct SceneAxes
{
    std::vector<QLineF> back;  // edges behind the data
    std::vector<QLineF> named; // edges with ticks
    std::vector<QLineF> ticks;
    std::vector<PlacedWords> words;

    QRectF bounds() const;
};

// World units in a unit of each axis. Coordinates share one scale, so that angles are true; a time
// axis (of a space with a single coordinate) is stretched to a readable width.
Vec3 scaleOf(const ManifoldFigure& figure);
// Ranges of the axes in world units; flat where an axis is unused or has no extent.
Box3 boxOf(const ManifoldFigure& figure);

SceneAxes layOutAxes(const ManifoldFigure& figure, const Projection& projection,
                     const PlotLook& look);
void paintAxes(QPainter& painter, const SceneAxes& axes, const PlotLook& look);

} // namespace inspike
