// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/scene3d/labels.h"

#include "widgets/text/fonts.h"
#include "widgets/text/phrases.h"
#include "widgets/theme/theme.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QLocale>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <optional>

namespace inspike {

namespace {

constexpr double kPxPerPt = 96.0 / 72.0;
constexpr double kTickPx = 4.0;
constexpr double kGapPx = 4.0;
constexpr double kShortestLabelledEdgePx = 50.0;
constexpr std::ptrdiff_t kMostRingedMarkers = 60;
constexpr double kCornerPx = 6.0;
constexpr double kPxPerTick = 70.0;

QFont labelFont()
{
    return figureFont(Theme::kLabelPt * kPxPerPt);
}

QFont tickFont()
{
    return figureFont(Theme::kTickPt * kPxPerPt);
}

// An edge of the box on screen with the side on which its labels go.
struct Edge
{
    QPointF from, to; // at the low and high end of the axis
    QPointF outward;  // unit vector

    QPointF at(double share) const { return from + (to - from) * share; }
    double length() const { return std::hypot(to.x() - from.x(), to.y() - from.y()); }
};

// Of the four edges along an axis those on the outline of the box; of them the lowest for axes that
// lie, the leftmost for axes that stand, so that labels never cover paths.
std::optional<Edge> labelledEdge(const SceneState& state, const Projection& projection, int axis)
{
    const QPointF middle = projection.pixel(state.box.centre());
    const int b = (axis + 1) % 3;
    const int c = (axis + 2) % 3;
    std::optional<Edge> best;
    double bestScore = 0;
    for (int i = 0; i < 4; ++i) {
        const int low = (i & 1) << b | (i >> 1) << c;
        Edge edge{projection.pixel(state.box.corner(low)),
                  projection.pixel(state.box.corner(low | 1 << axis)),
                  {}};
        const double length = edge.length();
        if (length < kShortestLabelledEdgePx)
            continue;
        const QPointF tangent = (edge.to - edge.from) / length;
        QPointF normal(-tangent.y(), tangent.x());
        const double side = QPointF::dotProduct(normal, edge.at(0.5) - middle);
        if (side < 0)
            normal = -normal;
        edge.outward = normal;
        const bool stands = std::abs(tangent.y()) > 2.0 * std::abs(tangent.x());
        const double place = stands ? -edge.at(0.5).x() : edge.at(0.5).y();
        // Distance from the middle of the picture tells the outline from inner edges.
        const double score = 4.0 * std::abs(side) + place;
        if (!best || score > bestScore) {
            best = edge;
            bestScore = score;
        }
    }
    return best;
}

std::vector<double> niceTicks(double low, double high, double lengthPx)
{
    const double wanted = (high - low) / std::max(lengthPx / kPxPerTick, 1.0);
    const double power = std::pow(10.0, std::floor(std::log10(wanted)));
    double step = 10.0 * power;
    for (const double factor : {1.0, 2.0, 5.0}) {
        if (factor * power >= wanted) {
            step = factor * power;
            break;
        }
    }
    std::vector<double> ticks;
    for (double value = std::ceil(low / step) * step; value <= high + 1e-9 * step; value += step)
        ticks.push_back(std::abs(value) < 1e-9 * step ? 0.0 : value);
    return ticks;
}

QString numberText(double value)
{
    QString text = QLocale::c().toString(value, 'g', 6);
    return text.replace(u'-', QChar(0x2212));
}

// How far a text of that size reaches along a direction, from its centre.
double reach(QSizeF text, QPointF direction)
{
    return (std::abs(direction.x()) * text.width() + std::abs(direction.y()) * text.height()) / 2;
}

// Words around a point, turned; nothing where they would touch words drawn before.
void drawCentred(QPainter& painter, QPointF centre, const QString& text, double degrees,
                 std::vector<QPolygonF>& taken)
{
    const QSizeF size = QFontMetricsF(painter.font()).size(Qt::TextSingleLine, text);
    const QRectF box(-size.width() / 2 - 1, -size.height() / 2, size.width() + 2, size.height());
    QTransform place;
    place.translate(centre.x(), centre.y());
    place.rotate(degrees);
    const QPolygonF covered = place.map(QPolygonF(box.marginsRemoved({2, 2, 2, 2})));
    const bool isFree = std::none_of(taken.begin(), taken.end(), [&](const QPolygonF& other) {
        return other.intersects(covered);
    });
    if (!isFree)
        return;
    taken.push_back(covered);
    painter.save();
    painter.setTransform(place, true);
    painter.drawText(box, Qt::AlignCenter | Qt::TextDontClip, text);
    painter.restore();
}

// The name runs along its edge, readable from below or from the right.
double degreesAlong(const Edge& edge)
{
    double degrees = std::atan2(edge.to.y() - edge.from.y(), edge.to.x() - edge.from.x()) * 180.0 /
                     std::numbers::pi;
    if (degrees > 89.0)
        degrees -= 180.0;
    if (degrees <= -91.0)
        degrees += 180.0;
    return degrees;
}

void paintAxis(QPainter& painter, const SceneState& state, const Edge& edge, int axis,
               std::vector<QPolygonF>& taken)
{
    const Theme theme(state.dark);
    const auto a = static_cast<std::size_t>(axis);
    const double low = state.box.low[a] / state.scale[a];
    const double span = state.box.high[a] / state.scale[a] - low;
    const std::vector<double> ticks = niceTicks(low, low + span, edge.length());
    painter.setFont(tickFont());
    const auto reachOf = [&](double value) {
        return reach(QFontMetricsF(painter.font()).size(Qt::TextSingleLine, numberText(value)),
                     edge.outward);
    };
    double widest = 0;
    for (const double value : ticks) {
        const double share = (value - low) / span;
        // Where two edges meet their numbers would touch.
        if (std::min(share, 1 - share) * edge.length() < kCornerPx)
            continue;
        const QPointF foot = edge.at(share);
        const QPointF tip = foot + edge.outward * kTickPx;
        painter.setPen(QPen(theme.colour({ColourRole::Muted, 0}), 1));
        painter.drawLine(foot, tip);
        widest = std::max(widest, 2 * reachOf(value));
        drawCentred(painter, tip + edge.outward * (reachOf(value) + kGapPx / 2), numberText(value),
                    0, taken);
    }
    painter.setFont(labelFont());
    painter.setPen(theme.colour({ColourRole::Foreground, 0}));
    const QFontMetricsF metrics(painter.font());
    QString name = axisLabel(state.figure->axes[a]);
    if (metrics.horizontalAdvance(name) > edge.length())
        name = phrase(state.figure->axes[a].label); // without unit and variance
    const double arm = kTickPx + widest + kGapPx + metrics.height() / 2;
    drawCentred(painter, edge.at(0.5) + edge.outward * arm, name, degreesAlong(edge), taken);
}

// A label that stays inside the picture, near a point.
void paintBubble(QPainter& painter, const Theme& theme, QPointF at, const QString& text,
                 QSizeF size)
{
    painter.setFont(tickFont());
    const QSizeF words = QFontMetricsF(painter.font()).size(Qt::TextSingleLine, text);
    QRectF box(at + QPointF(12, -12 - words.height()), words + QSizeF(12, 6));
    box.moveLeft(std::clamp(box.left(), 2.0, std::max(2.0, size.width() - box.width() - 2)));
    box.moveTop(std::clamp(box.top(), 2.0, std::max(2.0, size.height() - box.height() - 2)));
    QColor back = theme.canvas();
    back.setAlpha(230);
    painter.setPen(QPen(theme.faded(theme.colour({ColourRole::Muted, 0}), 0.6), 1));
    painter.setBrush(back);
    painter.drawRoundedRect(box, 4, 4);
    painter.setPen(theme.colour({ColourRole::Foreground, 0}));
    painter.drawText(box, Qt::AlignCenter, text);
}

} // namespace

QMarginsF labelMargins()
{
    return {56, 24, 32, 48};
}

void paintAxes(QPainter& painter, const SceneState& state, const Projection& projection)
{
    if (state.empty())
        return;
    painter.setRenderHint(QPainter::Antialiasing);
    std::vector<QPolygonF> taken;
    for (int axis = 0; axis < state.dimensions; ++axis) {
        if (const auto edge = labelledEdge(state, projection, axis))
            paintAxis(painter, state, *edge, axis, taken);
    }
}

void paintCursor(QPainter& painter, const SceneState& state, const Projection& projection)
{
    if (!state.cursor || state.empty())
        return;
    const Theme theme(state.dark);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool fading = !state.highlight.empty();
    const auto trials =
        std::count_if(state.figure->paths.begin(), state.figure->paths.end(),
                      [&](const ManifoldPath& path) { return !path.mean && state.shown(path); });
    // Trials first, then means, then what is selected: the same order as in the scene.
    for (int pass = 0; pass < 3; ++pass) {
        for (const ManifoldPath& path : state.figure->paths) {
            const int layer = state.selected(path) ? 2 : path.mean ? 1 : 0;
            if (layer != pass || !state.shown(path))
                continue;
            const auto place = state.at(path, *state.cursor);
            if (!place)
                continue;
            const QColor colour = state.colour(path);
            painter.setBrush(fading && layer < 2 ? theme.faded(colour, Theme::kFadedShare)
                                                 : colour);
            // Rings of many trials would wipe out what lies below.
            const bool hasRing = layer > 0 || trials <= kMostRingedMarkers;
            painter.setPen(hasRing ? QPen(theme.canvas(), path.mean ? 1.5 : 1.0) : Qt::NoPen);
            const double radius = path.mean ? 6.5 : layer == 2 ? 4.5 : hasRing ? 3.4 : 2.4;
            painter.drawEllipse(projection.pixel(*place), radius, radius);
        }
    }
}

QString hoverText(const SceneState& state, const PathHit& hit)
{
    const ManifoldPath& path = state.figure->paths[hit.path];
    QStringList parts;
    parts << (path.mean ? phrase({TextId::ConditionMean, {}})
                        : phrase({TextId::TrialNumber, {std::to_string(path.key.index + 1)}}));
    const auto category = static_cast<std::size_t>(path.category);
    if (category < state.figure->categories.size()) {
        QString label = phrase(state.figure->categories[category].label);
        // Inside a sentence, but names from files keep their capitals.
        if (state.figure->categories[category].label.id != TextId::Verbatim && !label.isEmpty())
            label[0] = label[0].toLower();
        label.remove(u',');
        parts << label;
    }
    if (hit.step < state.figure->times.size()) {
        const QString unit = QString::fromStdString(state.figure->time.unit);
        parts << (numberText(state.figure->times[hit.step]) + u' ' + unit).trimmed();
    }
    return parts.join(QStringLiteral(", "));
}

void paintHover(QPainter& painter, const SceneState& state, const PathPicker& picker,
                const PathHit& hit, QSizeF size)
{
    const Theme theme(state.dark);
    const ManifoldPath& path = state.figure->paths[hit.path];
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(state.colour(path), path.mean ? 4.5 : 2.0, Qt::SolidLine, Qt::RoundCap,
                        Qt::RoundJoin));
    for (const QPolygonF& piece : picker.outline(hit.path))
        painter.drawPolyline(piece);
    painter.setPen(QPen(theme.colour({ColourRole::Foreground, 0}), 1.5));
    painter.setBrush(theme.canvas());
    painter.drawEllipse(hit.pixel, 3.5, 3.5);
    paintBubble(painter, theme, hit.pixel, hoverText(state, hit), size);
}

void paintNotice(QPainter& painter, const SceneState& state, const QString& text, QSizeF size)
{
    painter.setFont(labelFont());
    painter.setPen(Theme(state.dark).colour({ColourRole::Muted, 0}));
    painter.drawText(QRectF({0, 0}, size).marginsRemoved({16, 16, 16, 16}),
                     Qt::AlignCenter | Qt::TextWordWrap, text);
}

void paintCorner(QPainter& painter, const SceneState& state, const QString& text, QSizeF size)
{
    painter.setFont(tickFont());
    painter.setPen(Theme(state.dark).colour({ColourRole::Muted, 0}));
    painter.drawText(QRectF({0, 0}, size).marginsRemoved({8, 6, 8, 6}),
                     Qt::AlignLeft | Qt::AlignBottom, text);
}

} // namespace inspike
