// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The numbers of any figure as CSV (one table, long form) or JSON, for the exporter, the command
// line and golden tests. Deterministic: shortest round-trip numbers, fixed order.

#include "core/figures/composite_figure.h"
#include "core/figures/events_figure.h"
#include "core/figures/graph_figure.h"
#include "core/figures/heat_figure.h"
#include "core/figures/manifold_figure.h"
#include "core/figures/raster_figure.h"
#include "core/figures/series_figure.h"
#include "core/figures/table_figure.h"

#include <string>

namespace inspike {

// Header line names every column with its unit, e.g. "time (ms),unit,count". The parts of a
// composite follow one another, each after an empty line and a line with its id.
std::string figureCsv(const Figure& figure);
Json figureJson(const Figure& figure);
const Fidelity& fidelityOf(const Figure& figure);

} // namespace inspike
