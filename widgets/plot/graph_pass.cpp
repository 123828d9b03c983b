// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/plot/graph_pass.h"

#include "widgets/text/fonts.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace inspike {

namespace {

constexpr double kLeastPaperPt = 5.0; // that journals take
constexpr double kLeastScreenPt = 6.5;
constexpr double kRough = 1.6;           // pt a line: links without curves, boxes without edges
constexpr double kHeadLines = 2.25;      // of a box, above its lines: name and kind
constexpr double kFrameHeadLines = 1.65; // of a frame, above what it holds
constexpr double kNameLines = 1.18;      // of a frame's name, at the least
constexpr double kPad = 0.6;             // left of text
constexpr double kLinkShare = 0.42;      // of the foreground
constexpr double kBorderShare = 0.38;
constexpr double kLineHeight = 1.28; // of letters, where not all lines are shown
constexpr double kLeastRound = 1.6;  // pt
constexpr double kSqueeze = 0.88;    // letters that are a little too wide are made narrower

bool isUpright(QPointF a, QPointF b)
{
    return std::abs(a.x() - b.x()) < 1e-6;
}

bool isLevel(QPointF a, QPointF b)
{
    return std::abs(a.y() - b.y()) < 1e-6;
}

QPointF towards(QPointF from, QPointF to, double length)
{
    const QLineF way(from, to);
    return way.length() <= length ? to : from + (to - from) * (length / way.length());
}

// Black or white, whichever is read on it.
QColor inkOn(const QColor& colour)
{
    const auto linear = [](double channel) {
        return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
    };
    const double light = 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) +
                         0.0722 * linear(colour.blueF());
    return light > 0.2 ? QColor(0x12, 0x16, 0x1B) : QColor(Qt::white);
}

} // namespace

GraphPass::GraphPass(QPainter& painter, const GraphFigure& figure, const GraphPlace& place,
                     const PlotLook& look, const GraphMarks& marks)
    : m_painter(painter),
      m_figure(figure),
      m_place(place),
      m_look(look),
      m_marks(marks),
      m_unit(place.scale),
      m_leastText(look.units(look.paper ? kLeastPaperPt : std::min(kLeastScreenPt, look.tickPt))),
      m_rough(place.scale < look.units(kRough) && !look.paper)
{}

bool GraphPass::isSelected(std::size_t index) const
{
    return index < m_marks.selected.size() && m_marks.selected[index];
}

QColor GraphPass::shown(QColor colour, bool faded) const
{
    return faded ? m_look.theme.faded(colour, Theme::kFadedShare) : colour;
}

double GraphPass::radius() const
{
    return std::min(0.45 * m_unit, m_look.units(5.0));
}

QColor GraphPass::fillOf(const GraphBox& box) const
{
    const Theme& theme = m_look.theme;
    if (!m_figure.scale || std::isnan(box.value))
        return theme.faded(theme.colour({ColourRole::Foreground}), theme.dark() ? 0.16 : 0.08);
    const GraphScale& scale = *m_figure.scale;
    const double share = std::clamp((box.value - scale.low) / (scale.high - scale.low), 0.0, 1.0);
    return QColor(Theme::viridis()[static_cast<std::size_t>(std::lround(255.0 * share))]);
}

// --- frames

void GraphPass::frame(std::size_t index)
{
    const GraphBox& box = m_figure.boxes[index];
    const QRectF rect = m_place.rectFrom(box);
    const Theme& theme = m_look.theme;
    const QColor ink = theme.colour({ColourRole::Foreground});
    QColor fill = ink;
    fill.setAlphaF(theme.dark() ? 0.05F : 0.03F);
    const bool hovered = m_marks.hovered == index;
    m_painter.setPen(QPen(theme.faded(ink, hovered ? 0.6 : 0.22), m_look.units(m_look.hairlinePt)));
    m_painter.setBrush(fill);
    m_painter.drawRoundedRect(rect, 1.4 * radius(), 1.4 * radius());
}

void GraphPass::sign(const QRectF& square, bool plus, const QColor& colour)
{
    m_painter.setPen(QPen(colour, std::max(0.09 * square.width(), m_look.units(0.5))));
    m_painter.setBrush(Qt::NoBrush);
    m_painter.drawRoundedRect(square, 0.2 * square.width(), 0.2 * square.width());
    const QPointF middle = square.center();
    const double arm = 0.26 * square.width();
    m_painter.drawLine(middle - QPointF(arm, 0), middle + QPointF(arm, 0));
    if (plus)
        m_painter.drawLine(middle - QPointF(0, arm), middle + QPointF(0, arm));
}

void GraphPass::frameName(std::size_t index, const QString& name, const QString& kind)
{
    const GraphBox& box = m_figure.boxes[index];
    const QRectF rect = m_place.rectFrom(box);
    // Large frames keep their name while their boxes have lost theirs.
    const double natural = kGraphLetter * m_unit;
    const double size = std::max(natural, m_leastText);
    if (rect.height() < 3.0 * size || rect.width() < 3.0 * size)
        return;
    const bool fits = natural >= m_leastText;
    const double spare = kFrameHeadLines * m_unit - kNameLines * size;
    if (spare < 0.0)
        return; // there are boxes below
    const Theme& theme = m_look.theme;
    const bool faded = m_figure.isSearch && !box.isFound;
    const QColor ink = shown(theme.colour({ColourRole::Foreground}), faded && !fits);
    const QFont bold = figureFont(std::floor(size), true);
    const QFontMetricsF metrics(bold);
    const double left = rect.left() + 0.5 * size;
    const double base =
        rect.top() + std::min(0.35 * size, 0.5 * spare + 0.05 * size) + metrics.ascent();
    const double side = 0.85 * size;
    const double after = left + 1.35 * side;
    const double room = rect.right() - 0.5 * size - after;
    const QString words = metrics.elidedText(name, Qt::ElideMiddle, room);
    const QFont plain = figureFont(std::floor(size));
    const double used = metrics.horizontalAdvance(words);
    const double more = QFontMetricsF(plain).horizontalAdvance(kind) + 0.7 * size;
    const bool both = used + more <= room && words == name;
    // Links may pass below the name.
    const QRectF backing(left - 0.2 * size, rect.top() + 0.25 * size,
                         1.35 * side + used + (both ? more : 0.0) + 0.4 * size, 1.25 * size);
    QColor back = theme.faded(theme.colour({ColourRole::Foreground}), theme.dark() ? 0.08 : 0.04);
    m_painter.setPen(Qt::NoPen);
    m_painter.setBrush(back);
    m_painter.drawRoundedRect(backing, 0.3 * size, 0.3 * size);
    sign({left, base - 0.5 * metrics.capHeight() - 0.5 * side, side, side}, false,
         shown(theme.colour({ColourRole::Muted}), false));
    m_painter.setPen(ink);
    m_painter.setFont(bold);
    m_painter.drawText(QPointF(after, base), words);
    if (both) {
        m_painter.setPen(theme.colour({ColourRole::Muted}));
        m_painter.setFont(plain);
        m_painter.drawText(QPointF(after + used + 0.7 * size, base), kind);
    }
}

// --- links

QPainterPath GraphPass::pathOf(const GraphLink& link) const
{
    std::vector<QPointF> points;
    points.reserve(link.points.size());
    for (const auto& [x, y] : link.points)
        points.push_back(m_place.pointFrom({x, y}));
    QPainterPath path(points.front());
    for (std::size_t i = 1; i < points.size(); ++i) {
        const QPointF from = points[i - 1];
        const QPointF to = points[i];
        const bool upright = isUpright(from, to);
        const bool level = isLevel(from, to);
        if (!upright && !level) {
            const QPointF half = m_figure.leftToRight ? QPointF(0.5 * (to.x() - from.x()), 0.0)
                                                      : QPointF(0.0, 0.5 * (to.y() - from.y()));
            path.cubicTo(from + half, to - half, to);
            continue;
        }
        const bool corner = i + 1 < points.size() && ((upright && isLevel(to, points[i + 1])) ||
                                                      (level && isUpright(to, points[i + 1])));
        if (!corner) {
            path.lineTo(to);
            continue;
        }
        const double bend = std::min({0.8 * m_unit, 0.5 * QLineF(from, to).length(),
                                      0.5 * QLineF(to, points[i + 1]).length()});
        path.lineTo(towards(to, from, bend));
        path.quadTo(to, towards(to, points[i + 1], bend));
    }
    return path;
}

void GraphPass::arrow(const GraphLink& link, const QColor& colour)
{
    const std::size_t count = link.points.size();
    const QPointF tip =
        m_place.pointFrom({link.points[count - 1].first, link.points[count - 1].second});
    const QPointF before =
        m_place.pointFrom({link.points[count - 2].first, link.points[count - 2].second});
    QPointF way = tip - before;
    if (!isUpright(tip, before) && !isLevel(tip, before))
        way = m_figure.leftToRight ? QPointF(way.x(), 0.0) : QPointF(0.0, way.y());
    const double length = std::hypot(way.x(), way.y());
    if (length <= 0.0)
        return;
    way /= length;
    const double head = std::min(0.62 * m_unit, m_look.units(6.0));
    const QPointF side = QPointF(-way.y(), way.x()) * (0.42 * head);
    const QPointF base = tip - way * head;
    QPainterPath path(tip);
    path.lineTo(base + side);
    path.lineTo(base - side);
    path.closeSubpath();
    m_painter.setPen(Qt::NoPen);
    m_painter.setBrush(colour);
    m_painter.drawPath(path);
}

void GraphPass::link(const GraphLink& link)
{
    if (link.points.size() < 2)
        return;
    const bool ofSelected = isSelected(link.from) || isSelected(link.to);
    if (m_rough && !ofSelected) {
        for (std::size_t i = 1; i < link.points.size(); ++i) {
            m_roughLinks.append(
                QLineF(m_place.pointFrom({link.points[i - 1].first, link.points[i - 1].second}),
                       m_place.pointFrom({link.points[i].first, link.points[i].second})));
        }
        return;
    }
    const Theme& theme = m_look.theme;
    const bool faded = isFaded(m_figure.boxes[link.from]) && isFaded(m_figure.boxes[link.to]);
    const QColor colour =
        ofSelected ? theme.colour({ColourRole::Accent})
                   : shown(theme.faded(theme.colour({ColourRole::Foreground}), kLinkShare), faded);
    const double width =
        std::clamp(0.09 * m_unit, m_look.units(0.4), m_look.units(1.1)) * (ofSelected ? 1.6 : 1.0);
    QPen pen(colour, width, Qt::SolidLine, Qt::FlatCap, Qt::RoundJoin);
    if (link.isRecurrent)
        pen.setDashPattern({5.0, 3.5});
    m_painter.setPen(pen);
    m_painter.setBrush(Qt::NoBrush);
    m_painter.drawPath(pathOf(link));
    arrow(link, colour);
}

void GraphPass::finishLinks()
{
    if (m_roughLinks.isEmpty())
        return;
    const Theme& theme = m_look.theme;
    m_painter.save();
    m_painter.setRenderHint(QPainter::Antialiasing, false);
    const double share = m_figure.isSearch ? 0.1 : 0.3;
    m_painter.setPen(QPen(theme.faded(theme.colour({ColourRole::Foreground}), share), 0.0));
    m_painter.drawLines(m_roughLinks);
    m_painter.restore();
    m_roughLinks.clear();
}

// --- boxes

void GraphPass::box(std::size_t index, const QString& name, const QString& kind,
                    const QStringList& lines)
{
    const GraphBox& box = m_figure.boxes[index];
    const QRectF rect = m_place.rectFrom(box);
    const bool selected = isSelected(index);
    const bool hovered = m_marks.hovered == index;
    if (m_rough) {
        QColor fill = shown(fillOf(box), isFaded(box));
        if (!m_figure.scale || std::isnan(box.value))
            fill = shown(m_look.theme.faded(m_look.theme.colour({ColourRole::Foreground}), 0.3),
                         isFaded(box));
        if (selected || hovered || (m_figure.isSearch && box.isFound))
            fill = m_look.theme.colour({ColourRole::Accent});
        m_painter.fillRect(rect, fill);
        return;
    }
    const bool whole = kGraphLetter * m_unit >= m_leastText;
    const bool split = whole && !lines.isEmpty();
    const double head = split ? std::min(kHeadLines * m_unit, rect.height()) : rect.height();
    body(box, rect, selected, hovered, head);
    if (whole)
        wholeText(box, rect, name, kind, lines);
    else if (rect.height() >= 1.15 * m_leastText && rect.width() >= 1.5 * m_leastText)
        briefText(box, rect, name, kind, lines);
}

void GraphPass::body(const GraphBox& box, const QRectF& rect, bool selected, bool hovered,
                     double head)
{
    const Theme& theme = m_look.theme;
    const bool faded = isFaded(box);
    const QColor ink = theme.colour({ColourRole::Foreground});
    const double hairline = m_look.units(m_look.hairlinePt);
    const QPen border(shown(theme.faded(ink, hovered ? 0.75 : kBorderShare), faded), hairline);
    const QColor paper = theme.dark() ? theme.faded(ink, 0.05) : theme.canvas();
    const double round = radius();
    if (box.isCollapsed) { // a pile
        const double step = std::min(0.28 * m_unit, m_look.units(3.0));
        m_painter.setPen(border);
        m_painter.setBrush(paper);
        m_painter.drawRoundedRect(rect.translated(step, step), round, round);
    }
    if (selected || (m_figure.isSearch && box.isFound)) {
        const double ring = m_look.units(selected ? 2.0 : 1.3);
        m_painter.setPen(QPen(theme.colour({ColourRole::Accent}), ring));
        m_painter.setBrush(Qt::NoBrush);
        const double out = 0.5 * ring + hairline;
        m_painter.drawRoundedRect(rect.adjusted(-out, -out, out, out), round + out, round + out);
    }
    if (round < m_look.units(kLeastRound) && !m_look.paper) { // seen as corners, drawn much faster
        m_painter.fillRect(rect, border.color());
        m_painter.fillRect(rect.adjusted(hairline, hairline, -hairline, -hairline),
                           shown(fillOf(box), faded));
        return;
    }
    m_painter.setPen(Qt::NoPen);
    m_painter.setBrush(paper);
    m_painter.drawRoundedRect(rect, round, round);
    QPainterPath top;
    if (head >= rect.height() - round) {
        top.addRoundedRect(rect, round, round);
    } else {
        const QRectF part(rect.topLeft(), QSizeF(rect.width(), head));
        top.moveTo(part.bottomLeft());
        top.lineTo(part.left(), part.top() + round);
        top.quadTo(part.topLeft(), part.topLeft() + QPointF(round, 0));
        top.lineTo(part.right() - round, part.top());
        top.quadTo(part.topRight(), part.topRight() + QPointF(0, round));
        top.lineTo(part.bottomRight());
        top.closeSubpath();
    }
    m_painter.setBrush(shown(fillOf(box), faded));
    m_painter.drawPath(top);
    m_painter.setPen(border);
    m_painter.setBrush(Qt::NoBrush);
    m_painter.drawRoundedRect(rect, round, round);
}

// Names are shortened in their middle; lines a little too wide are made smaller.
void GraphPass::line(const QString& words, const QRectF& row, const QFont& font,
                     const QColor& colour)
{
    QFont fitted = font;
    QFontMetricsF metrics(fitted);
    const double width = metrics.horizontalAdvance(words);
    if (width > row.width() && width * kSqueeze <= row.width()) {
        fitted.setPixelSize(std::max(1, static_cast<int>(font.pixelSize() * row.width() / width)));
        metrics = QFontMetricsF(fitted);
    }
    m_painter.setFont(fitted);
    m_painter.setPen(colour);
    m_painter.drawText(QPointF(row.left(), row.center().y() + 0.5 * metrics.capHeight()),
                       metrics.elidedText(words, Qt::ElideMiddle, row.width()));
}

QColor GraphPass::Inks::share(double part) const
{
    const auto mix = [part](int over, int under) {
        return static_cast<int>(part * over + (1.0 - part) * under + 0.5);
    };
    return {mix(ink.red(), fill.red()), mix(ink.green(), fill.green()),
            mix(ink.blue(), fill.blue())};
}

GraphPass::Inks GraphPass::inksOf(const GraphBox& box) const
{
    const bool faded = isFaded(box);
    const QColor fill = shown(fillOf(box), faded);
    return {faded ? m_look.theme.faded(inkOn(fill), 0.5) : inkOn(fill), fill};
}

void GraphPass::wholeText(const GraphBox& box, const QRectF& rect, const QString& name,
                          const QString& kind, const QStringList& lines)
{
    const Inks inks = inksOf(box);
    const double size = std::floor(kGraphLetter * m_unit);
    const QFont plain = figureFont(size);
    double top = rect.top() + 0.12 * m_unit;
    const auto next = [&] {
        const QRectF row(rect.left() + kPad * m_unit, top, rect.width() - 2.0 * kPad * m_unit,
                         m_unit);
        top += m_unit;
        return row;
    };
    QRectF first = next();
    if (box.isCollapsed) {
        const double side = 0.62 * m_unit;
        sign({first.right() - side, first.center().y() - 0.5 * side, side, side}, true,
             inks.share(0.8));
        first.setRight(first.right() - 1.4 * side);
    }
    line(name, first, figureFont(size, true), inks.ink);
    line(kind, next(), plain, inks.share(0.85));
    const QColor ink = shown(m_look.theme.colour({ColourRole::Foreground}), isFaded(box));
    top = rect.top() + (kHeadLines + 0.3) * m_unit;
    for (const QString& words : lines)
        line(words, next(), plain, ink);
}

// As many lines as fit, in letters that can be read; what is too wide is left out.
void GraphPass::briefText(const GraphBox& box, const QRectF& rect, const QString& name,
                          const QString& kind, const QStringList& lines)
{
    const Inks inks = inksOf(box);
    const double size = std::floor(m_leastText);
    const QFont bold = figureFont(size, true);
    const QFont plain = figureFont(size);
    const double pad = 0.25 * size;
    const double room = rect.width() - 2.0 * pad;
    const double height = kLineHeight * size;
    const auto most = static_cast<qsizetype>(std::max(1.0, (rect.height() - 0.3 * size) / height));
    const QFontMetricsF metrics(plain);
    QStringList rows{QFontMetricsF(bold).elidedText(name, Qt::ElideMiddle, room)};
    if (rows.front().size() < std::min<qsizetype>(name.size(), 4))
        return; // nothing but dots
    for (const QString& words : QStringList{kind} + lines) {
        if (rows.size() < most && metrics.horizontalAdvance(words) <= room)
            rows.append(words);
    }
    double top = rect.center().y() - 0.5 * height * static_cast<double>(rows.size());
    for (qsizetype i = 0; i < rows.size(); ++i) {
        line(rows[i], {rect.left() + pad, top, room + 1.0, height}, i == 0 ? bold : plain,
             i == 0 ? inks.ink : inks.share(0.88));
        top += height;
    }
}

} // namespace inspike
