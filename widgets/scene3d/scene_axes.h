// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The axes box of a 3-D figure, on screen and on paper: where its edges, ticks and names go. Names
// run along the outline of the box, outside of it; one that would touch other words loses its unit,
// and numbers that would are left out.

#include "widgets/scene3d/scene_space.h"
#include "widgets/theme/plot_look.h"

#include <QLineF>
#include <QMarginsF>
#include <QPolygonF>
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
    QPolygonF outline;  // turned
};

struct SceneAxes
{
    std::vector<QLineF> back;  // edges behind the data
    std::vector<QLineF> named; // edges with ticks
    std::vector<QLineF> ticks;
    std::vector<PlacedWords> words;

    QRectF bounds() const;
};

SceneAxes layOutAxes(const ManifoldFigure& figure, const Projection& projection,
                     const PlotLook& look);
// Edges behind the data come from the renderer on screen, which needs the rest only.
enum class AxesParts { All, WithoutBackEdges };
void paintAxes(QPainter& painter, const SceneAxes& axes, const PlotLook& look,
               AxesParts parts = AxesParts::All);

// The same direction, with box and words together filling the size less what is reserved.
Camera3D fittedWithWords(const ManifoldFigure& figure, const Camera3D& camera, const PlotLook& look,
                         QSizeF size, QMarginsF reserved);

// A legend stands beside the picture or above it, whichever leaves the picture larger.
struct LegendSizes
{
    QSizeF column; // one entry below the other
    QSizeF strip;  // entries in rows as wide as the picture
    double gap = 0;
    double edge = 0; // kept free all round
};
struct LegendFit
{
    bool beside = false;
    Camera3D camera;
};
LegendFit fittedWithLegend(const ManifoldFigure& figure, const Camera3D& camera,
                           const PlotLook& look, QSizeF size, const LegendSizes& legend);

} // namespace inspike
