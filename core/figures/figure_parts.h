// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What the CSV and JSON forms of all figures share.

#include "core/base/json.h"
#include "core/figures/heat_figure.h"

#include <initializer_list>
#include <string>
#include <vector>

namespace inspike {

std::string columnName(const AxisInfo& axis); // "time (ms)"
void addCsvLine(std::string& csv, std::initializer_list<std::string> cells);
Json textJson(const Text& text);
Json axisJson(const AxisInfo& axis);
Json numbersJson(const std::vector<double>& values);
// "figure", "title" and fidelity, to which a figure adds its own.
Json headJson(const char* kind, const Text& title, const Fidelity& fidelity);

Json colourJson(Colour colour);
Json shadesJson(const std::vector<Shade>& shades);

struct RasterFigure;
std::string rasterCsv(const RasterFigure& figure);
Json rasterJson(const RasterFigure& figure);
std::string heatCsv(const HeatFigure& figure);
Json heatJson(const HeatFigure& figure);

struct GraphFigure;
std::string graphCsv(const GraphFigure& figure);
Json graphJson(const GraphFigure& figure);
struct TableFigure;
std::string tableCsv(const TableFigure& figure);
Json tableJson(const TableFigure& figure);
struct EventsFigure;
std::string eventsCsv(const EventsFigure& figure);
Json eventsJson(const EventsFigure& figure);

} // namespace inspike
