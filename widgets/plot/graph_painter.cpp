// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/plot/graph_painter.h"

#include "widgets/plot/graph_pass.h"
#include "widgets/text/fonts.h"
#include "widgets/text/numbers.h"
#include "widgets/text/phrases.h"

#include <QFontMetricsF>
#include <QLinearGradient>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace inspike {

namespace {

constexpr double kMargin = 6.0; // pt, around everything
constexpr double kBarHeight = 5.0;
constexpr double kLongestBar = 130.0;

QFont labelFont(const PlotLook& look)
{
    return figureFont(look.units(look.labelPt));
}

QFont tickFont(const PlotLook& look)
{
    return figureFont(look.units(look.tickPt));
}

QString scaleWords(const GraphScale& scale)
{
    const QString label = phrase(scale.label);
    return scale.unit.empty()
               ? label
               : QStringLiteral("%1 (%2)").arg(label, QString::fromStdString(scale.unit));
}

// Two lines: bar, ticks; the label is beside them where there is room, else above.
struct BarPlan
{
    QRectF bar;
    QPointF label; // base line
    double height = 0.0;
};

BarPlan planBar(const GraphScale& scale, QSizeF page, const PlotLook& look)
{
    const QFontMetricsF label(labelFont(look));
    const QFontMetricsF ticks(tickFont(look));
    const double margin = look.units(kMargin);
    const double words = label.horizontalAdvance(scaleWords(scale));
    const double length = std::min(look.units(kLongestBar), page.width() - 4.0 * margin);
    const double barHeight = look.units(kBarHeight);
    const double body = barHeight + 1.25 * ticks.height();
    const bool beside = words + length + 4.0 * margin <= page.width();
    BarPlan plan;
    plan.height = body + 2.0 * margin + (beside ? 0.0 : 1.25 * label.height());
    const double top = page.height() - margin - body;
    const double whole = beside ? words + margin + length : length;
    const double left = 0.5 * (page.width() - whole);
    plan.bar = QRectF(beside ? left + words + margin : left, top, length, barHeight);
    plan.label = beside ? QPointF(left, top + 0.5 * (barHeight + label.capHeight()))
                        : QPointF(0.5 * (page.width() - words), top - 0.4 * label.height());
    return plan;
}

void paintBar(QPainter& painter, const GraphScale& scale, QSizeF page, const PlotLook& look)
{
    const BarPlan plan = planBar(scale, page, look);
    QLinearGradient gradient(plan.bar.topLeft(), plan.bar.topRight());
    const auto& colours = Theme::viridis();
    constexpr int kStops = 32;
    for (int i = 0; i <= kStops; ++i) {
        const double share = static_cast<double>(i) / kStops;
        gradient.setColorAt(share,
                            QColor(colours[static_cast<std::size_t>(std::lround(255.0 * share))]));
    }
    painter.setPen(Qt::NoPen);
    painter.setBrush(gradient);
    painter.drawRect(plan.bar);
    painter.setBrush(Qt::NoBrush);
    const QColor ink = look.theme.colour({ColourRole::Foreground});
    painter.setPen(QPen(ink, look.units(look.hairlinePt)));
    painter.setFont(labelFont(look));
    painter.drawText(plan.label, scaleWords(scale));
    painter.setFont(tickFont(look));
    const QFontMetricsF metrics(painter.font());
    const double tick = look.units(2.0);
    for (const double value : roundTicks(scale.low, scale.high, 4, false)) {
        const double share = (value - scale.low) / (scale.high - scale.low);
        const double x = plan.bar.left() + share * plan.bar.width();
        painter.drawLine(QPointF(x, plan.bar.bottom()), QPointF(x, plan.bar.bottom() + tick));
        const QString words = numberText(value, 4);
        painter.drawText(QPointF(x - 0.5 * metrics.horizontalAdvance(words),
                                 plan.bar.bottom() + tick + metrics.ascent()),
                         words);
    }
}

QString notesOf(const GraphFigure& figure)
{
    QStringList words;
    for (const Text& note : figure.notes)
        words.append(phrase(note));
    return words.join(QStringLiteral(" \u00b7 "));
}

} // namespace

void GraphPainter::setFigure(std::shared_ptr<const GraphFigure> figure)
{
    m_figure = std::move(figure);
    m_linkAreas.clear();
    for (const GraphLink& link : m_figure->links) {
        QRectF area;
        for (const auto& [x, y] : link.points)
            area = area.united(QRectF(x - 0.5, y - 0.5, 1.0, 1.0));
        m_linkAreas.push_back(area);
    }
    retranslate();
}

void GraphPainter::retranslate()
{
    m_words.clear();
    for (const GraphBox& box : m_figure->boxes) {
        Words words{phrase(box.name), phrase(box.kind), {}};
        for (const Text& line : box.lines)
            words.lines.append(phrase(line));
        m_words.push_back(std::move(words));
    }
}

QRectF GraphPainter::room(QSizeF page, const PlotLook& look) const
{
    const double margin = look.units(kMargin);
    QRectF rest = QRectF(QPointF(0, 0), page).adjusted(margin, margin, -margin, -margin);
    if (!m_figure->notes.empty())
        rest.setTop(rest.top() + 1.4 * QFontMetricsF(labelFont(look)).height());
    else if (!look.letter.isEmpty())
        rest.setTop(rest.top() + look.units(look.labelPt));
    if (m_figure->scale)
        rest.setBottom(rest.bottom() - planBar(*m_figure->scale, page, look).height);
    return rest.isValid() ? rest : QRectF(QPointF(0, 0), page);
}

GraphPlace GraphPainter::fitted(const QRectF& room, const PlotLook& look) const
{
    const double largest = look.units(look.labelPt) / kGraphLetter;
    GraphPlace place;
    place.scale =
        std::min({room.width() / m_figure->width, room.height() / m_figure->height, largest});
    place.origin =
        room.center() - QPointF(0.5 * m_figure->width, 0.5 * m_figure->height) * place.scale;
    return place;
}

void GraphPainter::paintEdges(QPainter& painter, QSizeF page, const PlotLook& look) const
{
    const double margin = look.units(kMargin);
    if (!m_figure->notes.empty()) {
        painter.setFont(labelFont(look));
        painter.setPen(look.theme.colour({ColourRole::Muted}));
        const QFontMetricsF metrics(painter.font());
        const double left = margin + (look.letter.isEmpty() ? 0.0 : look.units(2 * look.labelPt));
        painter.drawText(
            QPointF(left, margin + metrics.ascent()),
            metrics.elidedText(notesOf(*m_figure), Qt::ElideRight, page.width() - left - margin));
    }
    if (m_figure->scale)
        paintBar(painter, *m_figure->scale, page, look);
}

void GraphPainter::paintPage(QPainter& painter, QSizeF page, const PlotLook& look) const
{
    painter.save();
    const QRectF place = room(page, look);
    paintGraph(painter, fitted(place, look), QRectF(QPointF(0, 0), page), look, {});
    paintEdges(painter, page, look);
    painter.restore();
}

void GraphPainter::paintGraph(QPainter& painter, const GraphPlace& place, const QRectF& window,
                              const PlotLook& look, const GraphMarks& marks) const
{
    GraphPass pass(painter, *m_figure, place, look, marks);
    const auto seen = [&](const GraphBox& box) {
        const double edge = place.scale;
        return place.rectFrom(box).adjusted(-edge, -edge, edge, edge).intersects(window);
    };
    const std::vector<GraphBox>& boxes = m_figure->boxes;
    const auto isFrame = [](const GraphBox& box) {
        return box.isGroup && !box.isCollapsed;
    };
    for (std::size_t i = 0; i < boxes.size(); ++i) {
        if (isFrame(boxes[i]) && seen(boxes[i]))
            pass.frame(i);
    }
    for (std::size_t i = 0; i < m_figure->links.size(); ++i) {
        const QRectF area(place.pointFrom(m_linkAreas[i].topLeft()),
                          m_linkAreas[i].size() * place.scale);
        if (area.intersects(window))
            pass.link(m_figure->links[i]);
    }
    pass.finishLinks();
    for (std::size_t i = 0; i < boxes.size(); ++i) {
        if (!seen(boxes[i]))
            continue;
        if (isFrame(boxes[i]))
            pass.frameName(i, m_words[i].name, m_words[i].kind);
        else
            pass.box(i, m_words[i].name, m_words[i].kind, m_words[i].lines);
    }
}

QString GraphPainter::wordsOf(std::size_t box) const
{
    const Words& words = m_words[box];
    QStringList all{QString::fromStdString(m_figure->boxes[box].id), words.kind};
    all.append(words.lines);
    return all.join(QStringLiteral("  \u00b7  "));
}

} // namespace inspike
