// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Legends as rows of "sample, words", wrapped to a width: one look for plots and 3-D pictures.

#include "core/figures/series_figure.h"

#include <QColor>
#include <QFont>
#include <QRectF>
#include <QString>

#include <vector>

class QPainter;

namespace inspike {

struct LegendItem
{
    QString words;
    QColor colour;
    Qt::PenStyle style = Qt::SolidLine;
    double width = 1.0;  // of the sample line; 0: no line
    bool marker = false; // a dot on the sample
    Marker shape = Marker::Disc;
    bool hollow = false;

    friend bool operator==(const LegendItem&, const LegendItem&) = default;
};

// Room that the items need when they may be this wide; 0: one below the other.
QSizeF legendSize(const std::vector<LegendItem>& items, const QFont& font, double width);
// Height that the items need at this width.
double legendHeight(const std::vector<LegendItem>& items, const QFont& font, double width);
void paintLegend(QPainter& painter, const std::vector<LegendItem>& items, const QFont& font,
                 const QColor& ink, const QRectF& area);

} // namespace inspike
