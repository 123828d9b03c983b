// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/plot/heading_row.h"

#include <cmath>

namespace inspike {

HeadingRow::HeadingRow(QCustomPlot* plot, QString words, QFont font, QColor ink)
    : QCPLayoutElement(plot),
      m_words(std::move(words)),
      m_font(std::move(font)),
      m_ink(std::move(ink))
{
    setLayer(QStringLiteral("legend"));
    setAutoMargins(QCP::msLeft | QCP::msRight);
}

QSize HeadingRow::minimumOuterSizeHint() const
{
    return {0, static_cast<int>(std::ceil(1.2 * QFontMetricsF(m_font).height()))};
}

QSize HeadingRow::maximumOuterSizeHint() const
{
    return {QWIDGETSIZE_MAX, minimumOuterSizeHint().height()};
}

void HeadingRow::draw(QCPPainter* painter)
{
    painter->setFont(m_font);
    painter->setPen(m_ink);
    const QFontMetricsF metrics(m_font);
    const QString words = metrics.elidedText(m_words, Qt::ElideRight, rect().width());
    const double baseline = rect().top() + 0.1 * metrics.height() + metrics.ascent();
    painter->drawText(QPointF(rect().left(), baseline), words);
}

} // namespace inspike
