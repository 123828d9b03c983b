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

} // namespace inspike
