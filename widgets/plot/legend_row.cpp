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

// Of a small picture a legend takes a part only: the first of its items.
std::vector<LegendItem> LegendRow::itemsShown(double& height) const
{
    constexpr double kMostShare = 0.35;
    // Before the first layout the width is unknown; the plot's is near enough.
    const double width = mRect.width() > 0 ? mRect.width() : 0.8 * mParentPlot->viewport().width();
    const double most = kMostShare * mParentPlot->viewport().height();
    std::vector<LegendItem> shown = m_items;
    height = legendHeight(shown, m_font, width);
    while (height > most && shown.size() > 2) {
        shown.pop_back();
        height = legendHeight(shown, m_font, width);
    }
    return shown;
}

int LegendRow::heightNeeded() const
{
    double height = 0.0;
    itemsShown(height);
    return static_cast<int>(std::ceil(height));
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
    double height = 0.0;
    paintLegend(*painter, itemsShown(height), m_font, m_ink, rect());
}

} // namespace inspike
