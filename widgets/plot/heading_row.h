// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A line of words as a row of the plot layout; cut where it is longer than its row.

#include "widgets/plot/plot_pch.h"

namespace inspike {

class HeadingRow : public QCPLayoutElement
{
public:
    HeadingRow(QCustomPlot* plot, QString words, QFont font, QColor ink);

    QSize minimumOuterSizeHint() const override;
    QSize maximumOuterSizeHint() const override;

protected:
    void draw(QCPPainter* painter) override;
    int calculateAutoMargin(QCP::MarginSide) override { return 0; }

private:
    QString m_words;
    QFont m_font;
    QColor m_ink;
};

} // namespace inspike
