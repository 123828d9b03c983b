// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Draws a GraphFigure with a QPainter, on screen or on paper: frames, links, boxes with as much of
// their text as can be read at that size, notes above and the colour bar below. Text stays text.

#include "core/figures/graph_figure.h"
#include "widgets/theme/plot_look.h"

#include <QPointF>
#include <QRectF>
#include <QString>
#include <QStringList>

#include <memory>
#include <optional>
#include <vector>

class QPainter;

namespace inspike {

// Where the figure is on its page: a point of the figure times `scale` plus `origin`.
struct GraphPlace
{
    double scale = 1.0; // drawing units in a line of text
    QPointF origin;

    QPointF pointFrom(QPointF figure) const { return figure * scale + origin; }
    QPointF figureFrom(QPointF point) const { return (point - origin) / scale; }
    QRectF rectFrom(const GraphBox& box) const
    {
        return {pointFrom({box.left, box.top}), QSizeF(box.width, box.height) * scale};
    }
};

// Height of the letters of a box, of a line.
constexpr double kGraphLetter = 0.76;

// What stands out, besides what the figure says.
struct GraphMarks
{
    std::vector<bool> selected; // boxes; may be empty
    std::optional<std::size_t> hovered;
};

class GraphPainter
{
public:
    void setFigure(std::shared_ptr<const GraphFigure> figure);
    // Words in another language.
    void retranslate();
    const std::shared_ptr<const GraphFigure>& figure() const { return m_figure; }

    // Room for the boxes between notes and colour bar, on a page that starts at 0, 0.
    QRectF room(QSizeF page, const PlotLook& look) const;
    // Everything in that room, letters no larger than those of other figures.
    GraphPlace fitted(const QRectF& room, const PlotLook& look) const;
    // Boxes and links, as far as they are seen through `window`.
    void paintGraph(QPainter& painter, const GraphPlace& place, const QRectF& window,
                    const PlotLook& look, const GraphMarks& marks) const;
    // Notes and colour bar.
    void paintEdges(QPainter& painter, QSizeF page, const PlotLook& look) const;
    // A whole page.
    void paintPage(QPainter& painter, QSizeF page, const PlotLook& look) const;

    // All that is known of a box, in one line.
    QString wordsOf(std::size_t box) const;

private:
    struct Words
    {
        QString name, kind;
        QStringList lines;
    };

    std::shared_ptr<const GraphFigure> m_figure;
    std::vector<Words> m_words;      // of boxes
    std::vector<QRectF> m_linkAreas; // in lines of text
};

} // namespace inspike
