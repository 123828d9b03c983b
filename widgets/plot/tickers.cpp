// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/plot/tickers.h"

#include "widgets/text/numbers.h"

#include <cmath>

namespace inspike {

double NumberTicker::getTickStep(const QCPRange& range)
{
    return roundStep(range.size(), tickCount(), m_integral);
}

QString NumberTicker::getTickLabel(double tick, const QLocale&, QChar, int)
{
    // Sums of steps leave dust beside zero.
    return numberText(std::abs(tick) < 1e-12 ? 0.0 : tick);
}

QString RowTicker::getTickLabel(double tick, const QLocale&, QChar, int)
{
    const double row = std::round(tick - tickOrigin());
    if (row < 0 || row >= static_cast<double>(m_rows.size()))
        return {};
    return QString::number(m_rows.units()[static_cast<std::size_t>(row)]);
}

double TimeTicker::getTickStep(const QCPRange& range)
{
    return roundStep(range.size() / m_unitMs, tickCount(), false) * m_unitMs;
}

QString TimeTicker::getTickLabel(double tick, const QLocale&, QChar, int)
{
    const double value = (tick - m_offset) / m_unitMs;
    return numberText(std::abs(value) < 1e-6 ? 0.0 : value);
}

QVector<double> CountTicker::createTickVector(double, const QCPRange& range)
{
    QVector<double> ticks;
    const double decades = std::log10(range.upper / std::max(1.0, range.lower));
    for (double power = 1.0; power <= range.upper; power *= 10.0) {
        for (const double digit : {1.0, 2.0, 5.0}) {
            const double tick = digit * power;
            if ((digit == 1.0 || decades < m_mostDecades) && tick >= range.lower * 0.999 &&
                tick <= range.upper * 1.001)
                ticks.append(tick);
        }
    }
    return ticks;
}

QString CountTicker::getTickLabel(double tick, const QLocale&, QChar, int)
{
    return numberText(tick);
}

} // namespace inspike
