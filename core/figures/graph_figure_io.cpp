// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/number_text.h"
#include "core/figures/figure_parts.h"
#include "core/figures/graph_figure.h"
#include "core/figures/table_figure.h"

#include <cmath>

namespace inspike {

namespace {

std::string joined(const std::vector<Text>& texts)
{
    std::string all;
    for (const Text& text : texts)
        all += (all.empty() ? "" : "; ") + plainText(text);
    return all;
}

Json boxJson(const GraphBox& box)
{
    Json json = Json::object();
    json.set("id", box.id);
    json.set("name", textJson(box.name));
    json.set("kind", textJson(box.kind));
    Json lines = Json::array();
    for (const Text& line : box.lines)
        lines.push(textJson(line));
    json.set("lines", std::move(lines));
    json.set("place", Json::Array{box.left, box.top, box.width, box.height});
    json.set("group", box.isGroup);
    json.set("collapsed", box.isCollapsed);
    if (!std::isnan(box.value))
        json.set("value", box.value);
    if (box.isFound)
        json.set("found", true);
    return json;
}

Json linkJson(const GraphFigure& figure, const GraphLink& link)
{
    Json json = Json::object();
    json.set("from", figure.boxes[link.from].id);
    json.set("to", figure.boxes[link.to].id);
    json.set("recurrent", link.isRecurrent);
    Json points = Json::array();
    for (const auto& [x, y] : link.points)
        points.push(Json::Array{x, y});
    json.set("points", std::move(points));
    return json;
}

std::string titleOf(const TableColumn& column)
{
    return plainText(column.title) + (column.unit.empty() ? "" : " (" + column.unit + ")");
}

std::string cellText(const TableCell& cell)
{
    if (const auto* text = std::get_if<Text>(&cell))
        return plainText(*text);
    const double number = std::get<double>(cell);
    return std::isnan(number) ? std::string() : numberText(number);
}

} // namespace

std::string graphCsv(const GraphFigure& figure)
{
    std::string csv;
    addCsvLine(csv, {"part", "id", "to", "kind", "lines", "value"});
    for (const GraphBox& box : figure.boxes) {
        addCsvLine(csv, {box.isGroup ? "group" : "layer", box.id, "", plainText(box.kind),
                         joined(box.lines), std::isnan(box.value) ? "" : numberText(box.value)});
    }
    for (const GraphLink& link : figure.links) {
        addCsvLine(csv, {link.isRecurrent ? "recurrent link" : "link", figure.boxes[link.from].id,
                         figure.boxes[link.to].id, "", "", ""});
    }
    return csv;
}

Json graphJson(const GraphFigure& figure)
{
    Json json = headJson("graph", figure.title, figure.fidelity);
    if (figure.scale) {
        Json scale = Json::object();
        scale.set("label", textJson(figure.scale->label));
        scale.set("unit", figure.scale->unit);
        scale.set("low", figure.scale->low);
        scale.set("high", figure.scale->high);
        json.set("scale", std::move(scale));
    }
    Json boxes = Json::array();
    for (const GraphBox& box : figure.boxes)
        boxes.push(boxJson(box));
    json.set("boxes", std::move(boxes));
    Json links = Json::array();
    for (const GraphLink& link : figure.links)
        links.push(linkJson(figure, link));
    json.set("links", std::move(links));
    json.set("width", figure.width);
    json.set("height", figure.height);
    Json notes = Json::array();
    for (const Text& note : figure.notes)
        notes.push(textJson(note));
    json.set("notes", std::move(notes));
    return json;
}

std::string tableCsv(const TableFigure& figure)
{
    std::string csv;
    const auto addLine = [&](const auto& items, auto textOf) {
        std::string line;
        for (const auto& item : items)
            line += (line.empty() ? "" : ",") + csvCell(textOf(item));
        csv += line + "\n";
    };
    addLine(figure.columns, [](const TableColumn& column) { return titleOf(column); });
    for (const TableRow& row : figure.rows)
        addLine(row.cells, [](const TableCell& cell) { return cellText(cell); });
    return csv;
}

Json tableJson(const TableFigure& figure)
{
    Json json = headJson("table", figure.title, figure.fidelity);
    Json columns = Json::array();
    for (const TableColumn& column : figure.columns)
        columns.push(titleOf(column));
    json.set("columns", std::move(columns));
    Json rows = Json::array();
    for (const TableRow& row : figure.rows) {
        Json cells = Json::array();
        for (const TableCell& cell : row.cells) {
            if (const auto* text = std::get_if<Text>(&cell))
                cells.push(textJson(*text));
            else if (std::isnan(std::get<double>(cell)))
                cells.push(Json());
            else
                cells.push(std::get<double>(cell));
        }
        rows.push(std::move(cells));
    }
    json.set("rows", std::move(rows));
    Json notes = Json::array();
    for (const Text& note : figure.notes)
        notes.push(textJson(note));
    json.set("notes", std::move(notes));
    return json;
}

} // namespace inspike
