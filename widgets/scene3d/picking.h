// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Which path, or which point of a cloud, is under the pointer. Works on projected points on the
// CPU, so it needs no OpenGL and costs a few milliseconds for a million points; projections are
// kept until the view changes.

#include "widgets/scene3d/scene_state.h"

#include <QPolygonF>

#include <optional>
#include <vector>

namespace inspike {

struct PathHit
{
    std::size_t path = 0; // index into figure.paths
    std::size_t step = 0; // nearest kept step
    QPointF pixel;        // of that step
    double distancePx = 0;
};

class PathPicker
{
public:
    void project(const SceneState& state, const Projection& projection);
    // The nearest drawn path within the radius. Of paths equally near the one in front wins:
    // selected before means before trials, then the one nearer to the eye.
    std::optional<PathHit> nearest(const SceneState& state, QPointF at, double radiusPx) const;
    // The drawn pieces of one path, broken at points that are not numbers.
    std::vector<QPolygonF> outline(std::size_t path) const;

private:
    std::optional<PathHit> nearestPoint(QPointF at, double radiusPx) const;

    struct Span
    {
        std::size_t path, begin, count;
    };
    std::vector<Span> m_spans; // only visible paths
    std::vector<float> m_x, m_y, m_depth;
};

} // namespace inspike
