// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Fewer points for the same look: Douglas and Peucker 1973.

#include <QPolygonF>

namespace inspike {

// Keeps both ends and every point that a chord would miss by more than `tolerance`.
QPolygonF simplified(const QPolygonF& line, double tolerance);

} // namespace inspike
