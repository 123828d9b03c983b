// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Words as a row of the plot layout; a line that is longer than its row is cut, or goes on below.

#include "widgets/plot/plot_pch.h"

namespace inspike {

class HeadingRow : public QCPLayoutElement
{
public:
    HeadingRow(QCustomPlot* plot, QString words, QFont font, QColor ink);

    void setWords(QString words) { m_words = std::move(words); }
    void setWraps(bool wraps) { m_wraps = wraps; }

    QSize minimumOuterSizeHint() const override;
    QSize maximumOuterSizeHint() const override;

protected:
    void draw(QCPPainter* painter) override;
    int calculateAutoMargin(QCP::MarginSide) override { return 0; }

private:
    QStringList lines() const;

    QString m_words;
    QFont m_font;
    QColor m_ink;
    bool m_wraps = false;
};

} // namespace inspike
