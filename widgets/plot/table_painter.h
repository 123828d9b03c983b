// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Draws a TableFigure as tables of journals are: hairlines above and below, columns of numbers
// aligned at their decimal points, the total set apart, notes below. Rows that have no room are
// left out and counted. Text stays text on vector devices.

#include "core/figures/table_figure.h"
#include "widgets/theme/plot_look.h"

class QPainter;

namespace inspike {

// Into a part of a page whose corner is the origin.
void paintTable(QPainter& painter, const TableFigure& figure, const PlotLook& look, QSizeF size);

} // namespace inspike
