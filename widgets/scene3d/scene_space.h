// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// From the numbers of a ManifoldFigure to a picture's world, the same in the window and on paper:
// the scale of each axis, the box around everything and the side it is best seen from.

#include "core/figures/manifold_figure.h"
#include "widgets/scene3d/projection.h"

#include <array>

namespace inspike {

bool isDrawable(const std::array<float, 3>& point); // every coordinate is a number
bool isFlat(const ManifoldFigure& figure);          // two coordinates, seen from above

// World units in a unit of each axis. Coordinates share one scale, so that distances and angles
// are true; a time axis (of a space with a single coordinate, or of a cloud) is stretched to a
// readable width. Axes that grow downwards have a negative one.
Vec3 scaleOf(const ManifoldFigure& figure);
// Ranges of the axes in world units; flat where an axis is unused.
Box3 boxOf(const ManifoldFigure& figure);

// Where a figure is seen from at first: flat ones from above, others obliquely from the azimuth
// that keeps the condition means farthest apart and fills a picture best. Focus and scale come from
// fitted().
Camera3D defaultCamera(const ManifoldFigure& figure);

} // namespace inspike
