// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/plot/legend_row.h"

#include <cmath>

namespace inspike {

LegendRow::LegendRow(QCustomPlot* plot, std::vector<LegendItem> items, QFont font, QColor ink)
    : QCPLayoutElement(plot),
      m_items(std::move(items)),
      m_font(std::move(font)),
      m_ink(std::move(ink))
{
    setLayer(QStringLiteral("legend"));
    setAutoMargins(QCP::msLeft | QCP::msRight);
}

int LegendRow::heightNeeded() const
{
    // Before the first layout the width is unknown; the plot's is near enough.
    const double width = mRect.width() > 0 ? mRect.width() : 0.8 * mParentPlot->viewport().width();
    return static_cast<int>(std::ceil(legendHeight(m_items, m_font, width)));
}

QSize LegendRow::minimumOuterSizeHint() const
{
    return {0, heightNeeded()};
}

QSize LegendRow::maximumOuterSizeHint() const
{
    return {QWIDGETSIZE_MAX, heightNeeded()};
}

void LegendRow::draw(QCPPainter* painter)
{
    painter->setAntialiasing(true);
    paintLegend(*painter, m_items, m_font, m_ink, rect());
}

} // namespace inspike
