// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later

// A figure of cells as CSV (a line per cell) and JSON (a list of values per panel). Underlays are
// pictures of the input and stay out.

#include "core/analysis/number_text.h"
#include "core/figures/figure_parts.h"

#include <cmath>

namespace inspike {

namespace {

std::string panelName(const HeatPanel& panel, std::size_t index)
{
    const std::string title = plainText(panel.title);
    return title.empty() ? std::to_string(index) : title;
}

Json boxJson(const HeatBox& box)
{
    Json json = Json::object();
    json.set("x", Json::Array{box.left, box.right});
    json.set("y", Json::Array{box.top, box.bottom});
    if (box.label != Text{})
        json.set("label", textJson(box.label));
    return json;
}

Json::Array cellValues(const HeatCells& cells)
{
    Json::Array values;
    values.reserve(cells.values.size());
    for (const float value : cells.values)
        values.emplace_back(static_cast<double>(value));
    return values;
}

Json panelJson(const HeatPanel& panel)
{
    Json json = Json::object();
    json.set("title", textJson(panel.title));
    json.set("x", axisJson(panel.x));
    json.set("y", axisJson(panel.y));
    json.set("scale", static_cast<std::uint64_t>(panel.scale));
    json.set("rows", static_cast<std::uint64_t>(panel.cells.rows));
    json.set("columns", static_cast<std::uint64_t>(panel.cells.columns));
    json.set("values", cellValues(panel.cells));
    if (!panel.layers.empty()) {
        Json layers = Json::array();
        for (const HeatLayer& layer : panel.layers) {
            Json item = Json::object();
            item.set("label", textJson(layer.label));
            item.set("values", cellValues(layer.cells));
            layers.push(std::move(item));
        }
        json.set("layers", std::move(layers));
    }
    Json boxes = Json::array();
    for (const HeatBox& box : panel.boxes)
        boxes.push(boxJson(box));
    json.set("boxes", std::move(boxes));
    return json;
}

void addCells(std::string& csv, const std::string& name, const HeatCells& cells)
{
    const double width = (cells.right - cells.left) / static_cast<double>(cells.columns);
    const double height = (cells.bottom - cells.top) / static_cast<double>(cells.rows);
    for (std::size_t i = 0; i < cells.values.size(); ++i) {
        if (std::isnan(cells.values[i]))
            continue;
        const std::size_t row = i / cells.columns;
        const std::size_t column = i % cells.columns;
        const double x = cells.left + width * static_cast<double>(column);
        const double y = cells.top + height * static_cast<double>(row);
        addCsvLine(csv, {name, std::to_string(row), std::to_string(column), numberText(x),
                         numberText(x + width), numberText(y), numberText(y + height),
                         numberText(static_cast<double>(cells.values[i]))});
    }
}

} // namespace

std::string heatCsv(const HeatFigure& figure)
{
    std::string csv;
    addCsvLine(csv, {"panel", "row", "column", "x", "end x", "y", "end y", "value"});
    for (std::size_t p = 0; p < figure.panels.size(); ++p) {
        const HeatPanel& panel = figure.panels[p];
        const std::string name = panelName(panel, p);
        addCells(csv, name, panel.cells);
        for (const HeatLayer& layer : panel.layers)
            addCells(csv, name + ", " + plainText(layer.label), layer.cells);
    }
    return csv;
}

Json heatJson(const HeatFigure& figure)
{
    Json json = headJson("heat", figure.title, figure.fidelity);
    if (figure.note != Text{})
        json.set("note", textJson(figure.note));
    Json scales = Json::array();
    for (const HeatScale& scale : figure.scales) {
        Json item = Json::object();
        item.set("label", textJson(scale.label));
        item.set("low", scale.low);
        item.set("high", scale.high);
        scales.push(std::move(item));
    }
    json.set("scales", std::move(scales));
    Json panels = Json::array();
    for (const HeatPanel& panel : figure.panels)
        panels.push(panelJson(panel));
    json.set("panels", std::move(panels));
    return json;
}

} // namespace inspike
