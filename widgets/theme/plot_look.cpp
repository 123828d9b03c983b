// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/theme/plot_look.h"

#include "widgets/text/fonts.h"

#include <QFontMetricsF>
#include <QPainter>

namespace inspike {

void paintBackground(QPainter& painter, const PlotLook& look, QSizeF size)
{
    painter.fillRect(QRectF(QPointF(0, 0), size), look.theme.canvas());
}

void paintLetter(QPainter& painter, const PlotLook& look)
{
    if (look.letter.isEmpty())
        return;
    // Journals ask for 8 pt bold beside labels of 7 pt.
    painter.setFont(figureFont(look.units(look.labelPt + 1), true));
    painter.setPen(look.theme.colour({ColourRole::Foreground}));
    painter.drawText(
        QPointF(look.units(1), QFontMetricsF(painter.font()).capHeight() + look.units(1.5)),
        look.letter);
}

} // namespace inspike
