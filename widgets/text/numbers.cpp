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

TimeScaling timeScaling(double lowMs, double highMs)
{
    struct Unit
    {
        double from; // ms that such a stretch has at least
        double ms;
        const char* name;
    };
    constexpr Unit kUnits[] = {{3.6e7, 3.6e6, "h"},
                               {6e5, 6e4, "min"},
                               {1e4, 1e3, "s"},
                               {1.0, 1.0, "ms"},
                               {0.0, 1e-3, "\u00b5s"}};
    constexpr double kLongest = 1e5; // ticks of more than five digits are hard to read
    const double span = highMs - lowMs;
    TimeScaling scaling;
    for (const Unit& unit : kUnits) {
        if (span >= unit.from) {
            scaling.unitMs = unit.ms;
            scaling.unit = unit.name;
            break;
        }
    }
    const double farthest = std::max(std::abs(lowMs), std::abs(highMs));
    if (span > 0 && farthest / span > kLongest / 10.0) {
        // A round number of a coarser place, so that it stays while one pans a little.
        const double place = std::pow(10.0, std::ceil(std::log10(span)) + 1.0);
        scaling.offsetMs = std::floor(lowMs / place) * place;
    }
    return scaling;
}

namespace {

QString fixed(double value, int decimals)
{
    QString text = QString::number(value, 'f', decimals);
    while (text.contains(QLatin1Char('.')) &&
           (text.endsWith(QLatin1Char('0')) || text.endsWith(QLatin1Char('.')))) {
        const bool point = text.endsWith(QLatin1Char('.'));
        text.chop(1);
        if (point)
            break;
    }
    text.replace(QLatin1Char('-'), QChar(0x2212));
    return text;
}

constexpr double kSecondsFromMs = 1e4;

} // namespace

QString timeText(double ms)
{
    return std::abs(ms) < kSecondsFromMs ? fixed(ms, 3) + QStringLiteral(" ms")
                                         : fixed(ms / 1e3, 6) + QStringLiteral(" s");
}

QString timeSpanText(double fromMs, double toMs)
{
    const bool seconds = std::max(std::abs(fromMs), std::abs(toMs)) >= kSecondsFromMs;
    const double unit = seconds ? 1e3 : 1.0;
    const int decimals = seconds ? 6 : 3;
    return fixed(fromMs / unit, decimals) + QChar(0x2013) + fixed(toMs / unit, decimals) +
           (seconds ? QStringLiteral(" s") : QStringLiteral(" ms"));
}

} // namespace inspike
