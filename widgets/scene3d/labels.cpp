// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/scene3d/labels.h"

#include "widgets/scene3d/scene_axes.h"
#include "widgets/text/fonts.h"
#include "widgets/text/numbers.h"
#include "widgets/text/phrases.h"
#include "widgets/theme/theme.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>

namespace inspike {

namespace {

constexpr double kPxPerPt = 96.0 / 72.0;
constexpr std::ptrdiff_t kMostRingedMarkers = 60;

QFont labelFont()
{
    return figureFont(Theme::kLabelPt * kPxPerPt);
}

QFont tickFont()
{
    return figureFont(Theme::kTickPt * kPxPerPt);
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

PlotLook screenLook(bool dark)
{
    PlotLook look;
    look.theme = Theme(dark);
    look.perPt = kPxPerPt;
    return look;
}

void paintAxes(QPainter& painter, const SceneState& state, const Projection& projection)
{
    if (state.empty())
        return;
    const PlotLook look = screenLook(state.dark);
    painter.setRenderHint(QPainter::Antialiasing);
    paintAxes(painter, layOutAxes(*state.figure, projection, look), look,
              AxesParts::WithoutBackEdges);
}

void paintCursor(QPainter& painter, const SceneState& state, const Projection& projection)
{
    if (!state.cursor || state.empty() || state.isCloud())
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

// "12.345 ms, x 7, y 3, ON"
QString pointText(const ManifoldFigure& figure, const ManifoldPath& path, std::size_t index)
{
    const auto& point = path.points[index];
    const double time = figure.times.front() + static_cast<double>(point[0]);
    const QString unit = QString::fromStdString(figure.axes[0].unit);
    const QString moment =
        unit.isEmpty() ? phrase(figure.time.label) + u' ' + numberText(time) : timeText(time);
    return QStringLiteral("%1, x %2, y %3, %4")
        .arg(moment, numberText(static_cast<double>(point[1])),
             numberText(static_cast<double>(point[2])),
             phrase(figure.categories[static_cast<std::size_t>(path.category)].label));
}

QString hoverText(const SceneState& state, const PathHit& hit)
{
    const ManifoldPath& path = state.figure->paths[hit.path];
    if (state.isCloud())
        return pointText(*state.figure, path, hit.step);
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
    if (!state.isCloud()) {
        for (const QPolygonF& piece : picker.outline(hit.path))
            painter.drawPolyline(piece);
    }
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
