// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// One drawing of a GraphFigure at one place and size: its frames, links and boxes.

#include "widgets/plot/graph_painter.h"

#include <QColor>
#include <QFont>
#include <QLineF>
#include <QPainterPath>
#include <QVector>

namespace inspike {

class GraphPass
{
public:
    GraphPass(QPainter& painter, const GraphFigure& figure, const GraphPlace& place,
              const PlotLook& look, const GraphMarks& marks);

    void frame(std::size_t index);
    void frameName(std::size_t index, const QString& name, const QString& kind);
    void link(const GraphLink& link);
    void finishLinks(); // those that were collected
    void box(std::size_t index, const QString& name, const QString& kind, const QStringList& lines);

private:
    struct Inks
    {
        QColor ink, fill;
        QColor share(double part) const; // of the ink on the fill
    };

    bool isSelected(std::size_t index) const;
    bool isFaded(const GraphBox& box) const { return m_figure.isSearch && !box.isFound; }
    QColor shown(QColor colour, bool faded) const;
    QColor fillOf(const GraphBox& box) const;
    Inks inksOf(const GraphBox& box) const;
    double radius() const;
    QPainterPath pathOf(const GraphLink& link) const;
    void arrow(const GraphLink& link, const QColor& colour);
    void body(const GraphBox& box, const QRectF& rect, bool selected, bool hovered, double head);
    void wholeText(const GraphBox& box, const QRectF& rect, const QString& name,
                   const QString& kind, const QStringList& lines);
    void briefText(const GraphBox& box, const QRectF& rect, const QString& name,
                   const QString& kind, const QStringList& lines);
    void line(const QString& words, const QRectF& row, const QFont& font, const QColor& colour);
    void sign(const QRectF& square, bool plus, const QColor& colour);

    QPainter& m_painter;
    const GraphFigure& m_figure;
    const GraphPlace& m_place;
    const PlotLook& m_look;
    const GraphMarks& m_marks;
    double m_unit;      // a line of text, in drawing units
    double m_leastText; // letters that can be read
    bool m_rough;       // too small for curves
    QVector<QLineF> m_roughLinks;
};

} // namespace inspike
