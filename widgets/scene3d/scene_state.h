// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What a scene shows, apart from where it is seen from. Plain data, changed by Scene3DWidget and
// read by drawing, labels, legend and picking. The revision counters tell the renderer which part
// changed, so that a new highlight uploads colours only and a new camera uploads nothing.

#include "widgets/scene3d/scene_space.h"

#include <QColor>

#include <memory>
#include <optional>
#include <unordered_set>
#include <utility>
#include <vector>

namespace inspike {

struct SceneState
{
    std::shared_ptr<const ManifoldFigure> figure;
    std::vector<bool> categoryVisible;
    bool meansVisible = true;
    std::unordered_set<Key> highlight; // only keys that some path has
    std::optional<std::pair<double, double>> timeRange;
    std::optional<double> cursor;
    bool dark = false;

    Vec3 scale{1, 1, 1}; // world units per axis unit
    Box3 box;            // of the axes, in world units; flat when there are two coordinates
    int dimensions = 3;
    bool hasMeans = false;

    unsigned figureRevision = 0;
    unsigned visibilityRevision = 0;
    unsigned colourRevision = 0;

    void setFigure(std::shared_ptr<const ManifoldFigure> next);
    void setHighlight(const std::vector<Key>& keys);

    bool empty() const { return !figure || figure->paths.empty(); }
    bool isCloud() const { return figure && figure->cloud; }
    Vec3 world(const std::array<float, 3>& point) const
    {
        return {point[0] * scale[0], point[1] * scale[1], point[2] * scale[2]};
    }
    bool shown(const ManifoldPath& path) const;
    bool selected(const ManifoldPath& path) const { return highlight.contains(path.key); }
    // Full-strength colour of the path's category.
    QColor colour(const ManifoldPath& path) const;
    // Position on the path at a time, between two steps; nullopt outside the times or at NaN.
    std::optional<Vec3> at(const ManifoldPath& path, double time) const;
};

} // namespace inspike
