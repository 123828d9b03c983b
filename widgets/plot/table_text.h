// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The words and numbers of a TableFigure as people read them: counts with groups of digits, other
// numbers with three significant digits, a dash for what is unknown.

#include "core/figures/table_figure.h"

#include <QString>

namespace inspike {

QString tableNumber(double value, bool integral);
QString tableText(const TableCell& cell, const TableColumn& column);
// "Energy (nJ)"
QString tableTitle(const TableColumn& column);
// A column of words; else its numbers stand below one another at the decimal point.
bool isTextColumn(const TableFigure& figure, std::size_t column);
// What stands before the decimal point, and the rest: "12", ".3".
std::pair<QString, QString> numberParts(const QString& number);

} // namespace inspike
