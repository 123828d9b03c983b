// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/plot/axis_style.h"

#include "widgets/text/fonts.h"

#include <cmath>

namespace inspike {

void styleAxis(QCPAxis& axis, const PlotLook& look)
{
    const QColor ink = look.theme.colour({ColourRole::Foreground});
    const QPen hairline(ink, look.units(look.hairlinePt), Qt::SolidLine, Qt::FlatCap,
                        Qt::RoundJoin);
    axis.setBasePen(hairline);
    axis.setTickPen(hairline);
    axis.setSubTicks(false);
    axis.setTickLength(0, static_cast<int>(std::lround(look.units(2.5))));
    axis.setTickLabelFont(figureFont(look.units(look.tickPt)));
    axis.setLabelFont(figureFont(look.units(look.labelPt)));
    axis.setTickLabelColor(ink);
    axis.setLabelColor(ink);
    axis.setTickLabelPadding(static_cast<int>(std::lround(look.units(2))));
    axis.setLabelPadding(static_cast<int>(std::lround(look.units(2.5))));
    axis.setPadding(static_cast<int>(std::lround(look.units(2))));
    axis.grid()->setVisible(false);
}

} // namespace inspike
