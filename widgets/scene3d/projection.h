// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The arithmetic of the orthographic camera: world to pixels, and what a drag or the wheel does to
// a camera. Pure functions, no drawing; picking, labels and the scene all use the same projection.

#include "widgets/scene3d/camera3d.h"

#include <QMarginsF>
#include <QPointF>
#include <QSizeF>

#include <array>

namespace inspike {

using Vec3 = std::array<double, 3>;

struct Box3
{
    Vec3 low{0, 0, 0};
    Vec3 high{0, 0, 0};

    Vec3 centre() const;
    double diagonal() const; // never 0
    // Corner 0...7; bit a of the index says high on axis a.
    Vec3 corner(int index) const;
    friend bool operator==(const Box3&, const Box3&) = default;
};

double dot(const Vec3& a, const Vec3& b);
Vec3 cross(const Vec3& a, const Vec3& b);
Vec3 normalized(const Vec3& a); // (0, 0, 1) for a vector without length
// base + direction * length
Vec3 along(const Vec3& base, const Vec3& direction, double length);

class Projection
{
public:
    // The picture may lie elsewhere than at the origin.
    Projection(const Camera3D& camera, QSizeF size, QPointF corner = {0, 0});

    QPointF pixel(const Vec3& point) const
    {
        const Vec3 p{point[0] - m_focus[0], point[1] - m_focus[1], point[2] - m_focus[2]};
        return {m_centre.x() + dot(p, m_right) * m_scale, m_centre.y() - dot(p, m_up) * m_scale};
    }
    // Larger is nearer to the eye.
    double depth(const Vec3& point) const { return dot(point, m_direction); }
    double pixelsPerUnit() const { return m_scale; }
    const Vec3& right() const { return m_right; }
    const Vec3& up() const { return m_up; }
    const Vec3& direction() const { return m_direction; }

private:
    Vec3 m_focus;
    Vec3 m_direction;
    Vec3 m_right;
    Vec3 m_up;
    QPointF m_centre;
    double m_scale;
};

// Turntable about the world's third axis; stops at the poles. Drag down looks from higher up.
Camera3D orbited(const Camera3D& camera, QPointF dragPx);
// What was under the pointer stays under it.
Camera3D panned(const Camera3D& camera, QPointF dragPx, QSizeF size);
// factor > 1 comes closer; the point under `at` keeps its place.
Camera3D zoomed(const Camera3D& camera, double factor, QPointF at, QSizeF size);
// The same direction, with the box filling the size less the margins.
Camera3D fitted(const Camera3D& camera, const Box3& box, QSizeF size, QMarginsF margins);
// From a (share 0) to b (share 1), for animations.
Camera3D between(const Camera3D& a, const Camera3D& b, double share);

} // namespace inspike
