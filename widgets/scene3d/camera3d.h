// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Where a 3-D picture is seen from. Shared by the scene on screen and by the vector projector of
// the exporter, so that an exported figure shows what the window shows.

#include <array>

namespace inspike {

// Orthographic camera: direction from the focal point to the eye, up vector, scale in world units.
struct Camera3D
{
    std::array<double, 3> focus{0, 0, 0};
    std::array<double, 3> direction{1, 1, 0.8};
    std::array<double, 3> up{0, 0, 1};
    double halfHeight = 1.0; // of the visible area, world units
};

} // namespace inspike
