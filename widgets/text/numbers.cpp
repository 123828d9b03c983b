// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/text/numbers.h"

#include <algorithm>
#include <cmath>

namespace inspike {

QString numberText(double value, int digits)
{
    if (std::abs(value) < 1e-300)
        return QStringLiteral("0");
    QString text = QString::number(value, 'g', digits);
    text.replace(QStringLiteral("e+0"), QStringLiteral("e"));
    text.replace(QStringLiteral("e-0"), QStringLiteral("e-"));
    text.replace(QLatin1Char('-'), QChar(0x2212));
    return text;
}

double roundStep(double span, int count, bool integral)
{
    const double raw = span / std::max(count, 1);
    if (!(raw > 0) || !std::isfinite(raw))
        return 1.0;
    const double power = std::pow(10.0, std::floor(std::log10(raw)));
    const double share = raw / power;
    // A single step must fit into the span and no second one; several are rounded to the nearest.
    const double digit = count <= 1    ? std::floor(share + 1e-9)
                         : share < 1.5 ? 1.0
                         : share < 3.5 ? 2.0
                         : share < 7.5 ? 5.0
                                       : 10.0;
    const double step = digit * power;
    return integral ? std::max(1.0, std::round(step)) : step;
}

std::vector<double> roundTicks(double low, double high, int count, bool integral)
{
    std::vector<double> ticks;
    const double step = roundStep(high - low, count, integral);
    const double slack = 1e-9 * step;
    for (double n = std::ceil((low - slack) / step); n * step <= high + slack; n += 1.0)
        ticks.push_back(std::abs(n) < 0.5 ? 0.0 : n * step);
    return ticks;
}

} // namespace inspike
