// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/scene3d/scene_axes.h"

#include "widgets/text/fonts.h"
#include "widgets/text/numbers.h"
#include "widgets/text/phrases.h"

#include <QFont>
#include <QFontMetricsF>
#include <QPainter>
#include <QTransform>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>
#include <optional>

namespace inspike {
namespace {

// An edge of the box on paper, with the side on which its words go.
struct Edge
{
    QPointF from, to; // low and high end of the axis
    QPointF outward;  // unit vector

    QPointF at(double share) const { return from + (to - from) * share; }
    double length() const { return std::hypot(to.x() - from.x(), to.y() - from.y()); }
};

QPolygonF turned(QPointF centre, QSizeF size, double degrees)
{
    QTransform place;
    place.translate(centre.x(), centre.y());
    place.rotate(degrees);
    return place.map(
        QPolygonF(QRectF(-0.5 * size.width(), -0.5 * size.height(), size.width(), size.height())));
}

// Whether two rectangles that may be turned share a point: no side of either separates them.
bool touch(const QPolygonF& a, const QPolygonF& b)
{
    if (!a.boundingRect().intersects(b.boundingRect()))
        return false;
    for (const QPolygonF* each : {&a, &b})
        for (int side = 0; side < 2; ++side) {
            const QPointF axis = each->at(side + 1) - each->at(side);
            const auto rangeOf = [&](const QPolygonF& of) {
                double low = std::numeric_limits<double>::infinity();
                double high = -low;
                for (const QPointF& corner : of) {
                    low = std::min(low, QPointF::dotProduct(corner, axis));
                    high = std::max(high, QPointF::dotProduct(corner, axis));
                }
                return std::pair(low, high);
            };
            const auto [lowA, highA] = rangeOf(a);
            const auto [lowB, highB] = rangeOf(b);
            if (highA < lowB || highB < lowA)
                return false;
        }
    return true;
}

// Of the four edges along an axis, one of the outline: the lowest of those that lie, the leftmost
// of those that stand.
std::optional<Edge> namedEdge(const Box3& box, const Projection& projection, int axis,
                              double shortest)
{
    const QPointF middle = projection.pixel(box.centre());
    std::optional<Edge> best;
    double bestScore = -std::numeric_limits<double>::infinity();
    for (int i = 0; i < 4; ++i) {
        const int low = (i & 1) << ((axis + 1) % 3) | (i >> 1) << ((axis + 2) % 3);
        Edge edge{
            projection.pixel(box.corner(low)), projection.pixel(box.corner(low | 1 << axis)), {}};
        const double length = edge.length();
        if (length < shortest)
            return std::nullopt;
        const QPointF along = (edge.to - edge.from) / length;
        edge.outward = QPointF(-along.y(), along.x());
        double side = QPointF::dotProduct(edge.outward, edge.at(0.5) - middle);
        if (side < 0) {
            edge.outward = -edge.outward;
            side = -side;
        }
        const bool stands = std::abs(along.y()) > 1.5 * std::abs(along.x());
        const double place = stands ? -edge.at(0.5).x() : edge.at(0.5).y();
        // The distance from the middle tells outline from inner edges and counts more.
        const double score = 4.0 * side + place;
        if (score > bestScore) {
            bestScore = score;
            best = edge;
        }
    }
    return best;
}

std::vector<QLineF> backEdges(const Box3& box, const Projection& projection)
{
    int nearest = 0;
    for (int i = 1; i < 8; ++i)
        if (projection.depth(box.corner(i)) > projection.depth(box.corner(nearest)))
            nearest = i;
    std::vector<QLineF> edges;
    for (int i = 0; i < 8; ++i)
        for (int axis = 0; axis < 3; ++axis) {
            const int other = i | 1 << axis;
            if (other == i || i == nearest || other == nearest)
                continue;
            const QLineF edge(projection.pixel(box.corner(i)), projection.pixel(box.corner(other)));
            if (edge.length() > 1e-6)
                edges.push_back(edge);
        }
    return edges;
}

// Distance from the centre of a text to its rim along a direction.
double reach(QSizeF size, QPointF direction)
{
    return 0.5 * (std::abs(direction.x()) * size.width() + std::abs(direction.y()) * size.height());
}

class AxesLayout
{
public:
    AxesLayout(const ManifoldFigure& figure, const Projection& projection, const PlotLook& look)
        : m_figure(figure),
          m_projection(projection),
          m_look(look),
          m_box(boxOf(figure)),
          m_scale(scaleOf(figure)),
          m_ticks(figureFont(look.units(look.tickPt))),
          m_labels(figureFont(look.units(look.labelPt)))
    {}

    SceneAxes made()
    {
        m_axes.back = backEdges(m_box, m_projection);
        std::vector<std::pair<int, Edge>> named;
        for (int axis = 0; axis < m_figure.dimensions; ++axis)
            if (const auto edge =
                    namedEdge(m_box, m_projection, axis, m_look.units(3 * m_look.tickPt)))
                named.emplace_back(axis, *edge);
        std::vector<double> arms; // numbers of all axes first, names must avoid them
        for (const auto& [axis, edge] : named)
            arms.push_back(addTicks(axis, edge));
        for (std::size_t i = 0; i < named.size(); ++i)
            addName(m_figure.axes[static_cast<std::size_t>(named[i].first)], named[i].second,
                    arms[i]);
        return std::move(m_axes);
    }

private:
    // Returns how far the numbers reach from the edge.
    double addTicks(int axis, const Edge& edge)
    {
        const auto a = static_cast<std::size_t>(axis);
        const double low = m_box.low[a] / m_scale[a];
        const double span = m_box.high[a] / m_scale[a] - low;
        const QFontMetricsF metrics(m_ticks);
        const double tick = m_look.units(2.5);
        double widest = 0;
        m_axes.named.emplace_back(edge.from, edge.to);
        for (const double value : ticksOf(low, span, edge, m_figure.axes[a].integral)) {
            const QPointF foot = edge.at((value - low) / span);
            m_axes.ticks.emplace_back(foot, foot + edge.outward * tick);
            const QString words = numberText(value);
            const QSizeF size(metrics.horizontalAdvance(words), metrics.capHeight());
            const double arm = tick + m_look.units(2) + reach(size, edge.outward);
            if (place({words, foot + edge.outward * arm, 0, false, {}}, size))
                widest = std::max(widest, 2 * reach(size, edge.outward));
        }
        return tick + m_look.units(2) + widest;
    }

    // A single number says nothing about the scale: at least two, where the range has them.
    std::vector<double> ticksOf(double low, double span, const Edge& edge, bool integral) const
    {
        constexpr int kMost = 5;
        int count = std::clamp(static_cast<int>(edge.length() / m_look.units(4.5 * m_look.tickPt)),
                               2, kMost);
        std::vector<double> ticks = roundTicks(low, low + span, count, integral);
        while (ticks.size() < 2 && count < kMost)
            ticks = roundTicks(low, low + span, ++count, integral);
        return ticks;
    }

    // In full on one line or two, else without the bracket, else not at all.
    void addName(const AxisInfo& axis, const Edge& edge, double distance)
    {
        const QFontMetricsF metrics(m_labels);
        const QString full = axisLabel(axis);
        QString wrapped = full;
        const auto bracket = full.lastIndexOf(QStringLiteral(" ("));
        if (bracket > 0)
            wrapped[bracket] = QLatin1Char('\n');
        const double degrees = degreesAlong(edge);
        // A name longer than its edge would run into its neighbour's.
        const std::array<std::pair<QString, double>, 3> candidates{
            {{full, 0.95}, {wrapped, 1.6}, {phrase(axis.label), 100.0}}};
        for (const auto& [words, longest] : candidates) {
            const QSizeF size = metrics.size(0, words);
            if (size.width() > longest * edge.length())
                continue;
            const double arm = distance + m_look.units(2) + 0.5 * size.height();
            if (place({words, edge.at(0.5) + edge.outward * arm, degrees, true, {}}, size))
                return;
        }
    }

    // Readable from below or from the right.
    static double degreesAlong(const Edge& edge)
    {
        double degrees = std::atan2(edge.to.y() - edge.from.y(), edge.to.x() - edge.from.x()) *
                         180.0 / std::numbers::pi;
        if (degrees > 90.0)
            degrees -= 180.0;
        else if (degrees <= -89.999)
            degrees += degrees <= -90.001 ? 180.0 : 0.0;
        return std::abs(std::abs(degrees) - 90.0) < 0.01 ? -90.0 : degrees;
    }

    bool place(PlacedWords words, QSizeF size)
    {
        const double gap = 2 * m_look.units(1);
        const QPolygonF needed = turned(words.centre, size + QSizeF(gap, gap), words.degrees);
        for (const PlacedWords& other : m_axes.words)
            if (touch(needed, other.outline))
                return false;
        words.outline = turned(words.centre, size, words.degrees);
        m_axes.words.push_back(std::move(words));
        return true;
    }

    const ManifoldFigure& m_figure;
    const Projection& m_projection;
    const PlotLook& m_look;
    Box3 m_box;
    Vec3 m_scale;
    QFont m_ticks;
    QFont m_labels;
    SceneAxes m_axes;
};

} // namespace

QRectF SceneAxes::bounds() const
{
    QRectF all;
    for (const std::vector<QLineF>* lines : {&back, &named, &ticks})
        for (const QLineF& line : *lines) {
            const QRectF box = QRectF(line.p1(), line.p2()).normalized();
            all = all.isNull() ? box.adjusted(0, 0, 1e-6, 1e-6)
                               : all.united(box.adjusted(0, 0, 1e-6, 1e-6));
        }
    for (const PlacedWords& each : words)
        all = all.united(each.outline.boundingRect());
    return all;
}

SceneAxes layOutAxes(const ManifoldFigure& figure, const Projection& projection,
                     const PlotLook& look)
{
    return AxesLayout(figure, projection, look).made();
}

Camera3D fittedWithWords(const ManifoldFigure& figure, const Camera3D& camera, const PlotLook& look,
                         QSizeF size, QMarginsF reserved)
{
    // Words depend on the projection and it on the room they leave, which settles in a few rounds.
    constexpr int kRounds = 6;
    const Box3 box = boxOf(figure);
    const QRectF room = QRectF({0, 0}, size).marginsRemoved(reserved);
    const double start = look.units(3.5 * look.labelPt);
    QMarginsF margins = reserved + QMarginsF(start, look.units(3), start, start);
    Camera3D result = fitted(camera, box, size, margins);
    for (int round = 0; round < kRounds; ++round) {
        const QRectF taken = layOutAxes(figure, Projection(result, size), look).bounds();
        margins += QMarginsF(room.left() - taken.left(), room.top() - taken.top(),
                             taken.right() - room.right(), taken.bottom() - room.bottom());
        result = fitted(camera, box, size, margins);
    }
    return result;
}

LegendFit fittedWithLegend(const ManifoldFigure& figure, const Camera3D& camera,
                           const PlotLook& look, QSizeF size, const LegendSizes& legend)
{
    // A column is easier to read: a strip must be worth it.
    constexpr double kWorthAStrip = 1.1;
    constexpr double kMostColumnShare = 0.65;
    const QMarginsF edge(legend.edge, legend.edge, legend.edge, legend.edge);
    const LegendFit above{
        false, fittedWithWords(figure, camera, look, size,
                               edge + QMarginsF(0, legend.strip.height() + legend.gap, 0, 0))};
    if (legend.column.height() > size.height() ||
        legend.column.width() > kMostColumnShare * size.width())
        return above;
    const LegendFit beside{
        true, fittedWithWords(figure, camera, look, size,
                              edge + QMarginsF(0, 0, legend.column.width() + legend.gap, 0))};
    return beside.camera.halfHeight <= kWorthAStrip * above.camera.halfHeight ? beside : above;
}

void paintAxes(QPainter& painter, const SceneAxes& axes, const PlotLook& look, AxesParts parts)
{
    const QColor ink = look.theme.colour({ColourRole::Foreground});
    const QColor pale = look.theme.faded(look.theme.colour({ColourRole::Muted}), 0.45);
    painter.setPen(QPen(pale, look.units(0.7 * look.hairlinePt), Qt::SolidLine, Qt::RoundCap));
    if (parts == AxesParts::All)
        for (const QLineF& line : axes.back)
            painter.drawLine(line);
    painter.setPen(QPen(ink, look.units(look.hairlinePt), Qt::SolidLine, Qt::RoundCap));
    for (const std::vector<QLineF>* lines : {&axes.named, &axes.ticks})
        for (const QLineF& line : *lines)
            painter.drawLine(line);
    painter.setPen(ink);
    for (const PlacedWords& each : axes.words) {
        painter.setFont(figureFont(look.units(each.label ? look.labelPt : look.tickPt)));
        const QFontMetricsF metrics(painter.font());
        painter.save();
        painter.translate(each.centre);
        painter.rotate(each.degrees);
        const QStringList lines = each.words.split(QLatin1Char('\n'));
        double baseline =
            each.label ? 0.5 * (metrics.ascent() - metrics.descent()) : 0.5 * metrics.capHeight();
        baseline -= 0.5 * static_cast<double>(lines.size() - 1) * metrics.lineSpacing();
        for (const QString& line : lines) {
            painter.drawText(QPointF(-0.5 * metrics.horizontalAdvance(line), baseline), line);
            baseline += metrics.lineSpacing();
        }
        painter.restore();
    }
}

} // namespace inspike
