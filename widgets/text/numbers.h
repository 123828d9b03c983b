// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Numbers as people read them on axes and under the pointer.

#include <QString>

#include <vector>

namespace inspike {

// Shortest text with at most `digits` significant digits and U+2212 as minus.
QString numberText(double value, int digits = 6);
// Distance of ticks (1, 2 or 5 times a power of ten) that puts about `count` of them into `span`.
double roundStep(double span, int count, bool integral);
// Round ticks (1, 2, 5 times a power of ten) inside [low, high], about `count` of them.
std::vector<double> roundTicks(double low, double high, int count, bool integral);

// How ticks of a stretch of time (ms) are written: the unit that gives short numbers, and where
// they count from when the numbers would be long all the same.
struct TimeScaling
{
    double unitMs = 1.0;
    const char* unit = "ms"; // us (with a Greek mu), ms, s, min, h
    double offsetMs = 0.0;   // 0: none
};
TimeScaling timeScaling(double lowMs, double highMs);
// A moment to the microsecond: "12.345 ms", "3600.000125 s".
QString timeText(double ms);
// "300-360 ms" with a dash.
QString timeSpanText(double fromMs, double toMs);

} // namespace inspike
