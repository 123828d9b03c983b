// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Points of curves and of their legends: discs, squares, triangles, diamonds and crosses of about
// the same area, filled or hollow.

#include "core/figures/series_figure.h"

#include <QPainter>

namespace inspike {

inline void drawMarker(QPainter& painter, QPointF at, double radius, Marker marker, bool hollow,
                       const QColor& colour)
{
    constexpr double kRim = 0.5; // of the radius
    const double rim = hollow ? kRim * radius : 0.0;
    const double r = radius - 0.5 * rim; // the rim lies inside
    painter.setPen(hollow ? QPen(colour, rim, Qt::SolidLine, Qt::SquareCap, Qt::MiterJoin)
                          : QPen(Qt::NoPen));
    painter.setBrush(hollow ? QBrush(Qt::NoBrush) : QBrush(colour));
    switch (marker) {
    case Marker::Disc:
        painter.drawEllipse(at, r, r);
        return;
    case Marker::Square:
        painter.drawRect(QRectF(at.x() - 0.9 * r, at.y() - 0.9 * r, 1.8 * r, 1.8 * r));
        return;
    case Marker::Triangle: {
        const double a = 1.25 * r;
        painter.drawPolygon(QPolygonF{{at + QPointF(0, -a), at + QPointF(0.95 * a, 0.7 * a),
                                       at + QPointF(-0.95 * a, 0.7 * a)}});
        return;
    }
    case Marker::Diamond: {
        const double a = 1.25 * r;
        painter.drawPolygon(QPolygonF{
            {at + QPointF(0, -a), at + QPointF(a, 0), at + QPointF(0, a), at + QPointF(-a, 0)}});
        return;
    }
    case Marker::Cross: {
        const double a = 1.2 * r;
        painter.setPen(QPen(colour, 0.45 * r, Qt::SolidLine, Qt::FlatCap));
        painter.drawLine(at + QPointF(-a, -a), at + QPointF(a, a));
        painter.drawLine(at + QPointF(-a, a), at + QPointF(a, -a));
        return;
    }
    }
}

} // namespace inspike
