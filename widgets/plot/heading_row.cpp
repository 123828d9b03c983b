// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/plot/heading_row.h"

#include "widgets/plot/label_text.h"

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

QStringList HeadingRow::lines() const
{
    // Before the first layout the width is unknown; the plot's is near enough.
    const double width = mRect.width() > 0 ? mRect.width() : 0.8 * mParentPlot->viewport().width();
    const QFontMetricsF metrics(m_font);
    const QString words = m_wraps ? wrapped(m_words, metrics, width) : m_words;
    QStringList fitted;
    for (const QString& line : words.split(QLatin1Char('\n')))
        fitted.append(metrics.elidedText(line, Qt::ElideRight, width));
    return fitted;
}

QSize HeadingRow::minimumOuterSizeHint() const
{
    const double line = 1.2 * QFontMetricsF(m_font).height();
    const double lines = m_wraps ? static_cast<double>(this->lines().size()) : 1.0;
    return {0, static_cast<int>(std::ceil(lines * line)) + mMargins.top() + mMargins.bottom()};
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
    double baseline = rect().top() + 0.1 * metrics.height() + metrics.ascent();
    for (const QString& line : lines()) {
        painter->drawText(QPointF(rect().left(), baseline), line);
        baseline += 1.2 * metrics.height();
    }
}

} // namespace inspike
