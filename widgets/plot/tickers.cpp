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
    if (row < 0 || row >= static_cast<double>(m_units.size()))
        return {};
    return QString::number(m_units[static_cast<std::size_t>(row)]);
}

} // namespace inspike
