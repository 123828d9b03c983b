// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/figure_export/scene_axes.h"

#include "widgets/plot/numbers.h"
#include "widgets/text/fonts.h"
#include "widgets/text/phrases.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
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

QRectF turnedBounds(QPointF centre, QSizeF size, double degrees)
{
    const double angle = degrees * std::numbers::pi / 180.0;
    const double c = std::abs(std::cos(angle));
    const double s = std::abs(std::sin(angle));
    const QSizeF turned(c * size.width() + s * size.height(), s * size.width() + c * size.height());
    return {centre - QPointF(turned.width() / 2, turned.height() / 2), turned};
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
        for (const auto& [axis, edge] : named)
            addAxis(axis, edge);
        return std::move(m_axes);
    }

private:
    void addAxis(int axis, const Edge& edge)
    {
        const auto a = static_cast<std::size_t>(axis);
        const double low = m_figure.axes[a].low;
        const double span = m_figure.axes[a].high - low;
        const QFontMetricsF metrics(m_ticks);
        const int count =
            std::clamp(static_cast<int>(edge.length() / m_look.units(4.5 * m_look.tickPt)), 2, 5);
        const double tick = m_look.units(2.5);
        double widest = 0;
        m_axes.named.emplace_back(edge.from, edge.to);
        for (const double value : roundTicks(low, low + span, count, m_figure.axes[a].integral)) {
            const QPointF foot = edge.at((value - low) / span);
            m_axes.ticks.emplace_back(foot, foot + edge.outward * tick);
            const QString words = numberText(value);
            const QSizeF size(metrics.horizontalAdvance(words), metrics.capHeight());
            const double arm = tick + m_look.units(2) + reach(size, edge.outward);
            const QPointF centre = foot + edge.outward * arm;
            const QRectF bounds = turnedBounds(centre, size, 0);
            if (collides(bounds))
                continue;
            widest = std::max(widest, 2 * reach(size, edge.outward));
            m_axes.words.push_back({words, centre, 0, false, bounds});
        }
        addName(m_figure.axes[a], edge, tick + m_look.units(2) + widest);
    }

    void addName(const AxisInfo& axis, const Edge& edge, double distance)
    {
        const QFontMetricsF metrics(m_labels);
        QString words = axisLabel(axis);
        // A name longer than its edge would run into its neighbour's.
        const auto bracket = words.lastIndexOf(QStringLiteral(" ("));
        if (bracket > 0 && metrics.horizontalAdvance(words) > 0.95 * edge.length())
            words[bracket] = QLatin1Char('\n');
        const QSizeF size = metrics.size(0, words);
        double degrees = std::atan2(edge.to.y() - edge.from.y(), edge.to.x() - edge.from.x()) *
                         180.0 / std::numbers::pi;
        // Readable from below or from the right.
        if (degrees > 90.0)
            degrees -= 180.0;
        else if (degrees <= -89.999)
            degrees += degrees <= -90.001 ? 180.0 : 0.0;
        if (std::abs(std::abs(degrees) - 90.0) < 0.01)
            degrees = -90.0;
        const double arm = distance + m_look.units(2) + 0.5 * size.height();
        const QPointF centre = edge.at(0.5) + edge.outward * arm;
        m_axes.words.push_back({words, centre, degrees, true, turnedBounds(centre, size, degrees)});
    }

    bool collides(const QRectF& bounds) const
    {
        const double gap = m_look.units(1);
        return std::any_of(m_axes.words.begin(), m_axes.words.end(), [&](const PlacedWords& other) {
            return !other.label && other.bounds.intersects(bounds.adjusted(-gap, -gap, gap, gap));
        });
    }

    const ManifoldFigure& m_figure;
    const Projection& m_projection;
    const PlotLook& m_look;
    Box3 m_box;
    QFont m_ticks;
    QFont m_labels;
    SceneAxes m_axes;
};

} // namespace

Vec3 scaleOf(const ManifoldFigure& figure)
{
    constexpr double kWidthOverHeight = 1.6;
    const AxisInfo& first = figure.axes[0];
    const AxisInfo& second = figure.axes[1];
    const bool time = first.label.id == TextId::Time || first.label.id == TextId::TimeStep;
    if (figure.dimensions == 2 && time && first.high > first.low && second.high > second.low)
        return {kWidthOverHeight * (second.high - second.low) / (first.high - first.low), 1, 0};
    return {1, 1, figure.dimensions == 2 ? 0.0 : 1.0};
}

Box3 boxOf(const ManifoldFigure& figure)
{
    const Vec3 scale = scaleOf(figure);
    Box3 box;
    for (std::size_t i = 0; i < 3; ++i)
        if (figure.axes[i].high > figure.axes[i].low) {
            box.low[i] = scale[i] * figure.axes[i].low;
            box.high[i] = scale[i] * figure.axes[i].high;
        }
    return box;
}

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
        all = all.united(each.bounds);
    return all;
}

SceneAxes layOutAxes(const ManifoldFigure& figure, const Projection& projection,
                     const PlotLook& look)
{
    return AxesLayout(figure, projection, look).made();
}

void paintAxes(QPainter& painter, const SceneAxes& axes, const PlotLook& look)
{
    const QColor ink = look.theme.colour({ColourRole::Foreground});
    const QColor pale = look.theme.faded(look.theme.colour({ColourRole::Muted}), 0.45);
    painter.setPen(QPen(pale, look.units(0.7 * look.hairlinePt), Qt::SolidLine, Qt::RoundCap));
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
