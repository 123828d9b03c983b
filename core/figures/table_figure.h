// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A table for a page or a window: named columns with units, rows of names and numbers.

#include "core/figures/figure.h"

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace inspike {

struct TableColumn
{
    Text title;
    std::string unit = {}; // "pJ"
    bool integral = false; // counts
};

// NaN = undefined, shown as a dash.
using TableCell = std::variant<double, Text>;

struct TableRow
{
    std::vector<TableCell> cells; // one per column
    std::optional<Key> key = std::nullopt;
    bool isTotal = false; // set apart from the others
};

struct TableFigure
{
    Text title;
    std::vector<TableColumn> columns;
    std::vector<TableRow> rows;
    std::vector<Text> notes = {}; // below the rows: what the numbers rest on
    Fidelity fidelity;
};

} // namespace inspike
