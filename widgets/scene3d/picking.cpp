// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/scene3d/picking.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace inspike {

namespace {

// Distances that differ by less look the same.
constexpr double kTiePx = 1.0;

struct Candidate
{
    PathHit hit;
    int layer = 0;
    double depth = 0;
};

double squaredDistance(double px, double py, double ax, double ay, double bx, double by)
{
    const double dx = bx - ax;
    const double dy = by - ay;
    const double length = dx * dx + dy * dy;
    const double share =
        length > 0 ? std::clamp(((px - ax) * dx + (py - ay) * dy) / length, 0.0, 1.0) : 0.0;
    const double ex = ax + share * dx - px;
    const double ey = ay + share * dy - py;
    return ex * ex + ey * ey;
}

} // namespace

void PathPicker::project(const SceneState& state, const Projection& projection)
{
    m_spans.clear();
    m_x.clear();
    m_y.clear();
    m_depth.clear();
    if (!state.figure)
        return;
    const auto& paths = state.figure->paths;
    for (std::size_t p = 0; p < paths.size(); ++p) {
        if (!state.shown(paths[p]))
            continue;
        m_spans.push_back({p, m_x.size(), paths[p].points.size()});
        for (const auto& point : paths[p].points) {
            // A point that is not a number projects to NaN, which no comparison below accepts.
            const Vec3 world = state.world(point);
            const QPointF pixel = projection.pixel(world);
            m_x.push_back(static_cast<float>(pixel.x()));
            m_y.push_back(static_cast<float>(pixel.y()));
            m_depth.push_back(static_cast<float>(projection.depth(world)));
        }
    }
}

// Of a cloud, the one in front of those that look equally near.
std::optional<PathHit> PathPicker::nearestPoint(QPointF at, double radiusPx) const
{
    std::optional<PathHit> best;
    double depth = 0;
    for (const Span& span : m_spans) {
        for (std::size_t i = 0; i < span.count; ++i) {
            const std::size_t place = span.begin + i;
            const double dx = m_x[place] - at.x();
            const double dy = m_y[place] - at.y();
            const double distance = std::sqrt(dx * dx + dy * dy);
            if (!(distance <= radiusPx))
                continue;
            const bool nearer = !best || distance < best->distancePx - kTiePx;
            const bool inFront =
                best && distance <= best->distancePx + kTiePx && m_depth[place] > depth;
            if (nearer || inFront) {
                best = PathHit{span.path, i, {m_x[place], m_y[place]}, distance};
                depth = m_depth[place];
            }
        }
    }
    return best;
}

std::optional<PathHit> PathPicker::nearest(const SceneState& state, QPointF at,
                                           double radiusPx) const
{
    if (state.isCloud())
        return nearestPoint(at, radiusPx);
    std::vector<Candidate> candidates;
    double least = std::numeric_limits<double>::infinity();
    for (const Span& span : m_spans) {
        double best = radiusPx * radiusPx;
        std::optional<std::size_t> segment;
        const float* x = m_x.data() + span.begin;
        const float* y = m_y.data() + span.begin;
        for (std::size_t i = 0; i + 1 < span.count; ++i) {
            const double d = squaredDistance(at.x(), at.y(), x[i], y[i], x[i + 1], y[i + 1]);
            if (d <= best) {
                best = d;
                segment = i;
            }
        }
        if (!segment)
            continue;
        std::size_t step = *segment;
        if (std::hypot(x[step + 1] - at.x(), y[step + 1] - at.y()) <
            std::hypot(x[step] - at.x(), y[step] - at.y()))
            ++step;
        const ManifoldPath& path = state.figure->paths[span.path];
        const int layer = state.selected(path) ? 2 : path.mean ? 1 : 0;
        candidates.push_back({{span.path, step, {x[step], y[step]}, std::sqrt(best)},
                              layer,
                              m_depth[span.begin + step]});
        least = std::min(least, std::sqrt(best));
    }
    const Candidate* chosen = nullptr;
    for (const Candidate& candidate : candidates) {
        if (candidate.hit.distancePx > least + kTiePx)
            continue;
        if (chosen == nullptr ||
            std::pair(candidate.layer, candidate.depth) > std::pair(chosen->layer, chosen->depth))
            chosen = &candidate;
    }
    return chosen == nullptr ? std::nullopt : std::optional(chosen->hit);
}

std::vector<QPolygonF> PathPicker::outline(std::size_t path) const
{
    std::vector<QPolygonF> pieces;
    const auto span =
        std::find_if(m_spans.begin(), m_spans.end(), [&](const Span& s) { return s.path == path; });
    if (span == m_spans.end())
        return pieces;
    QPolygonF piece;
    for (std::size_t i = span->begin; i < span->begin + span->count; ++i) {
        if (std::isfinite(m_x[i]) && std::isfinite(m_y[i])) {
            piece << QPointF(m_x[i], m_y[i]);
        } else if (!piece.isEmpty()) {
            pieces.push_back(piece);
            piece.clear();
        }
    }
    if (!piece.isEmpty())
        pieces.push_back(piece);
    return pieces;
}

} // namespace inspike
