// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The words of figures in the current language: TextId and units to text, in one table. Sentence
// case.

#include "core/figures/figure.h"

#include <QString>

namespace inspike {

QString phrase(const Text& text);
// "Time (ms)", "Mode 1 (a.u., 34 % var.)"
QString axisLabel(const AxisInfo& axis);

} // namespace inspike
