// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/scene3d/projection.h"

#include <QRectF>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace inspike {

namespace {

constexpr double kRadiansPerPx = 0.4 * std::numbers::pi / 180.0;
constexpr double kSmallestLength = 1e-12;

Vec3 rotatedAboutThirdAxis(const Vec3& v, double angle)
{
    const double c = std::cos(angle);
    const double s = std::sin(angle);
    return {c * v[0] - s * v[1], s * v[0] + c * v[1], v[2]};
}

Vec3 mixed(const Vec3& a, const Vec3& b, double share)
{
    Vec3 result{};
    for (std::size_t i = 0; i < 3; ++i)
        result[i] = a[i] + (b[i] - a[i]) * share;
    return result;
}

} // namespace

double dot(const Vec3& a, const Vec3& b)
{
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

Vec3 cross(const Vec3& a, const Vec3& b)
{
    return {a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]};
}

Vec3 normalized(const Vec3& a)
{
    const double length = std::sqrt(dot(a, a));
    if (!(length > kSmallestLength))
        return {0, 0, 1};
    return {a[0] / length, a[1] / length, a[2] / length};
}

Vec3 along(const Vec3& base, const Vec3& direction, double length)
{
    return {base[0] + direction[0] * length, base[1] + direction[1] * length,
            base[2] + direction[2] * length};
}

Vec3 Box3::centre() const
{
    return mixed(low, high, 0.5);
}

double Box3::diagonal() const
{
    const double length = std::hypot(high[0] - low[0], high[1] - low[1], high[2] - low[2]);
    return length > kSmallestLength ? length : 1.0;
}

Vec3 Box3::corner(int index) const
{
    return {(index & 1) != 0 ? high[0] : low[0], (index & 2) != 0 ? high[1] : low[1],
            (index & 4) != 0 ? high[2] : low[2]};
}

Projection::Projection(const Camera3D& camera, QSizeF size, QPointF corner)
    : m_focus(camera.focus),
      m_direction(normalized(camera.direction)),
      m_centre(corner.x() + size.width() / 2, corner.y() + size.height() / 2),
      m_scale(size.height() / 2 / std::max(camera.halfHeight, kSmallestLength))
{
    Vec3 right = cross(camera.up, m_direction);
    if (!(dot(right, right) > kSmallestLength)) // up along the view: any other will do
        right = cross({0, 1, 0.1}, m_direction);
    m_right = normalized(right);
    m_up = cross(m_direction, m_right);
}

Camera3D orbited(const Camera3D& camera, QPointF dragPx)
{
    const Projection view(camera, {2, 2});
    const double elevation = std::asin(std::clamp(view.direction()[2], -1.0, 1.0));
    const double quarter = std::numbers::pi / 2;
    const double wanted = std::clamp(elevation + dragPx.y() * kRadiansPerPx, -quarter, quarter);
    const double c = std::cos(wanted - elevation);
    const double s = std::sin(wanted - elevation);
    Vec3 direction{};
    Vec3 up{};
    for (std::size_t i = 0; i < 3; ++i) {
        direction[i] = c * view.direction()[i] + s * view.up()[i];
        up[i] = c * view.up()[i] - s * view.direction()[i];
    }
    Camera3D result = camera;
    result.direction = rotatedAboutThirdAxis(direction, -dragPx.x() * kRadiansPerPx);
    result.up = rotatedAboutThirdAxis(up, -dragPx.x() * kRadiansPerPx);
    return result;
}

Camera3D panned(const Camera3D& camera, QPointF dragPx, QSizeF size)
{
    const Projection view(camera, size);
    Camera3D result = camera;
    result.focus = along(result.focus, view.right(), -dragPx.x() / view.pixelsPerUnit());
    result.focus = along(result.focus, view.up(), dragPx.y() / view.pixelsPerUnit());
    return result;
}

Camera3D zoomed(const Camera3D& camera, double factor, QPointF at, QSizeF size)
{
    // Bring the point under the pointer to the centre by (1 - 1/factor) of its distance.
    const QPointF fromCentre = at - QPointF(size.width() / 2, size.height() / 2);
    Camera3D result = panned(camera, -fromCentre * (1.0 - 1.0 / factor), size);
    result.halfHeight = std::max(camera.halfHeight / factor, kSmallestLength);
    return result;
}

Camera3D fitted(const Camera3D& camera, const Box3& box, QSizeF size, QMarginsF margins)
{
    const Projection view(camera, size);
    double halfWidth = 0;
    double halfHeight = 0;
    const Vec3 centre = box.centre();
    for (int i = 0; i < 8; ++i) {
        const Vec3 arm = along(box.corner(i), centre, -1.0);
        halfWidth = std::max(halfWidth, std::abs(dot(arm, view.right())));
        halfHeight = std::max(halfHeight, std::abs(dot(arm, view.up())));
    }
    const double smallest = 1e-3 * box.diagonal();
    const QRectF free = QRectF({0, 0}, size).marginsRemoved(margins);
    const double scale =
        std::min(std::max(free.width(), 20.0) / 2 / std::max(halfWidth, smallest),
                 std::max(free.height(), 20.0) / 2 / std::max(halfHeight, smallest));
    Camera3D result = camera;
    result.halfHeight = size.height() / 2 / scale;
    result.focus = along(centre, view.right(), (size.width() / 2 - free.center().x()) / scale);
    result.focus = along(result.focus, view.up(), (free.center().y() - size.height() / 2) / scale);
    return result;
}

Camera3D between(const Camera3D& a, const Camera3D& b, double share)
{
    if (share >= 1.0)
        return b;
    Camera3D result;
    result.focus = mixed(a.focus, b.focus, share);
    result.direction = normalized(mixed(normalized(a.direction), normalized(b.direction), share));
    result.up = normalized(mixed(normalized(a.up), normalized(b.up), share));
    result.halfHeight = a.halfHeight * std::pow(b.halfHeight / a.halfHeight, share);
    return result;
}

} // namespace inspike
