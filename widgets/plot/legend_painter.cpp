// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/plot/legend_painter.h"

#include "widgets/plot/marker.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>

namespace inspike {
namespace {

struct Placed
{
    const LegendItem* item;
    QPointF at; // left edge, top of the row
};

struct Layout
{
    std::vector<Placed> placed;
    double width = 0;
    double height = 0;
};

double sampleWidth(const QFont& font)
{
    return 1.6 * font.pixelSize();
}

Layout arrange(const std::vector<LegendItem>& items, const QFont& font, double width)
{
    const QFontMetricsF metrics(font);
    const double em = font.pixelSize();
    const double row = 1.35 * em;
    Layout layout;
    double x = 0;
    double y = 0;
    for (const LegendItem& item : items) {
        const double taken = sampleWidth(font) + 0.4 * em + metrics.horizontalAdvance(item.words);
        if (x > 0 && x + taken > width) {
            x = 0;
            y += row;
        }
        layout.placed.push_back({&item, {x, y}});
        layout.width = std::max(layout.width, x + taken);
        x += taken + 1.1 * em;
    }
    layout.height = items.empty() ? 0 : y + row;
    return layout;
}

} // namespace

QSizeF legendSize(const std::vector<LegendItem>& items, const QFont& font, double width)
{
    const Layout layout = arrange(items, font, width);
    return {layout.width, layout.height};
}

double legendHeight(const std::vector<LegendItem>& items, const QFont& font, double width)
{
    return arrange(items, font, width).height;
}

void paintLegend(QPainter& painter, const std::vector<LegendItem>& items, const QFont& font,
                 const QColor& ink, const QRectF& area)
{
    const Layout layout = arrange(items, font, area.width());
    const QFontMetricsF metrics(font);
    const double em = font.pixelSize();
    painter.save();
    painter.setFont(font);
    for (const Placed& each : layout.placed) {
        const QPointF corner = area.topLeft() + each.at;
        const double middle = corner.y() + 0.675 * em;
        const double end = corner.x() + sampleWidth(font);
        if (each.item->width > 0) {
            painter.setPen(
                QPen(each.item->colour, each.item->width, each.item->style, Qt::FlatCap));
            painter.drawLine(QPointF(corner.x(), middle), QPointF(end, middle));
        }
        if (each.item->marker) {
            const double radius = 0.22 * em;
            drawMarker(painter, QPointF(0.5 * (corner.x() + end), middle), radius, each.item->shape,
                       each.item->hollow, each.item->colour);
        }
        painter.setPen(ink);
        const double baseline = middle + 0.5 * (metrics.ascent() - metrics.descent());
        painter.drawText(QPointF(end + 0.4 * em, baseline), each.item->words);
    }
    painter.restore();
}

} // namespace inspike
