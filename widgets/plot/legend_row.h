// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A legend as a row of the plot layout, above the panel it explains, so that it never covers data.

#include "widgets/plot/legend_painter.h"
#include "widgets/plot/plot_pch.h"

namespace inspike {

class LegendRow : public QCPLayoutElement
{
public:
    LegendRow(QCustomPlot* plot, std::vector<LegendItem> items, QFont font, QColor ink);

    void setItems(std::vector<LegendItem> items) { m_items = std::move(items); }

    QSize minimumOuterSizeHint() const override;
    QSize maximumOuterSizeHint() const override;

protected:
    void draw(QCPPainter* painter) override;
    int calculateAutoMargin(QCP::MarginSide) override { return 0; }

private:
    std::vector<LegendItem> itemsShown(double& height) const;
    int heightNeeded() const;

    std::vector<LegendItem> m_items;
    QFont m_font;
    QColor m_ink;
};

} // namespace inspike
