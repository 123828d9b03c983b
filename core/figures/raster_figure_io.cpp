// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/number_text.h"
#include "core/figures/figure_parts.h"
#include "core/figures/raster_figure.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace inspike {

namespace {

// First row that falls into a row of bins.
std::size_t firstRow(const RasterBins& bins, std::size_t row)
{
    return static_cast<std::size_t>(std::ceil(bins.rowLow(row) + 0.5 - 1e-9));
}

std::string rowText(const RasterBins& bins, std::size_t row)
{
    return std::to_string(firstRow(bins, row));
}

// The lines of a raster; where it has several kinds of spikes, the last column names the kind.
class RasterLines
{
public:
    explicit RasterLines(const RasterFigure& figure) : m_figure(figure)
    {
        const std::string time = columnName(figure.x);
        add({"part", time, "end of " + time, "row", "end row", "unit", "spikes",
             columnName(figure.rate)},
            "kind");
    }

    void addMark(const SpikeMark& mark)
    {
        add({"spike", numberText(mark.time), "", std::to_string(mark.row), "",
             std::to_string(m_figure.rows[mark.row].unit), std::to_string(mark.count), ""},
            kind(mark.category));
    }

    // A line per cell that holds spikes: its stretch of time and its first row to the one after its
    // last.
    void addCell(const RasterBins& bins, std::size_t cell, std::uint32_t count,
                 const std::string& kindOfSpikes)
    {
        if (count == 0)
            return;
        const std::size_t column = cell % bins.columns;
        const std::size_t row = cell / bins.columns;
        add({"bin", numberText(bins.columnLow(column)), numberText(bins.columnLow(column + 1)),
             rowText(bins, row), rowText(bins, row + 1), "", std::to_string(count), ""},
            kindOfSpikes);
    }

    void addCells(const RasterBins& bins)
    {
        for (std::size_t i = 0; i < bins.counts.size(); ++i) {
            if (bins.categories.empty())
                addCell(bins, i, bins.counts[i], "");
            for (std::size_t k = 0; k < bins.categories.size(); ++k)
                addCell(bins, i, bins.categories[k][i], kind(k));
        }
    }

    void addRate(double begin, double end, double value)
    {
        add({"rate", numberText(begin), numberText(end), "", "", "", "", numberText(value)}, "");
    }

    std::string take() { return std::move(m_csv); }

private:
    std::string kind(std::size_t category) const
    {
        return category < m_figure.categories.size() ? csvCell(m_figure.categories[category].id)
                                                     : std::string();
    }

    void add(std::initializer_list<std::string> cells, const std::string& kindOfSpikes)
    {
        addCsvLine(m_csv, cells);
        if (m_figure.categories.empty())
            return;
        m_csv.pop_back(); // the end of the line
        m_csv += "," + kindOfSpikes + "\n";
    }

    const RasterFigure& m_figure;
    std::string m_csv;
};

// The cells of a large stream that hold spikes, each with its own edges.
Json cellsJson(const RasterBins& bins)
{
    Json json = Json::object();
    Json columns = Json::Array{"time", "end_time", "row", "end_row", "count"};
    if (!bins.categories.empty())
        columns.push("of_category");
    json.set("columns", std::move(columns));
    Json::Array cells;
    for (std::size_t i = 0; i < bins.counts.size(); ++i) {
        if (bins.counts[i] == 0)
            continue;
        const std::size_t column = i % bins.columns;
        const std::size_t row = i / bins.columns;
        Json cell = Json::Array{bins.columnLow(column), bins.columnLow(column + 1),
                                static_cast<std::int64_t>(firstRow(bins, row)),
                                static_cast<std::int64_t>(firstRow(bins, row + 1)),
                                static_cast<std::int64_t>(bins.counts[i])};
        if (!bins.categories.empty()) {
            Json parts = Json::array();
            for (const CellCounts& counts : bins.categories)
                parts.push(static_cast<std::int64_t>(counts[i]));
            cell.push(std::move(parts));
        }
        cells.push_back(std::move(cell));
    }
    json.set("cells", std::move(cells));
    return json;
}

Json countsJson(const CellCounts& all)
{
    Json::Array counts;
    counts.reserve(all.size());
    for (const std::uint32_t count : all)
        counts.emplace_back(static_cast<std::int64_t>(count));
    return counts;
}

Json categoriesJson(const RasterFigure& figure)
{
    Json json = Json::array();
    for (const SpikeCategory& category : figure.categories) {
        Json item = Json::object();
        item.set("id", category.id);
        item.set("label", textJson(category.label));
        item.set("colour", colourJson(category.colour));
        item.set("spikes", category.spikes);
        json.push(std::move(item));
    }
    return json;
}

Json bodyJson(const RasterFigure& figure)
{
    Json json = Json::object();
    const bool kinds = !figure.categories.empty();
    if (const auto* marks = std::get_if<std::vector<SpikeMark>>(&figure.body)) {
        Json items = Json::array();
        for (const SpikeMark& mark : *marks) {
            Json item = Json::Array{mark.time, static_cast<std::int64_t>(mark.row),
                                    static_cast<std::int64_t>(mark.count)};
            if (kinds)
                item.push(static_cast<std::int64_t>(mark.category));
            items.push(std::move(item));
        }
        Json columns = Json::Array{"time", "row", "count"};
        if (kinds)
            columns.push("category");
        json.set("columns", std::move(columns));
        json.set("marks", std::move(items));
        return json;
    }
    const RasterBins& bins = std::get<RasterBins>(figure.body);
    if (bins.xStep > 0)
        return cellsJson(bins);
    json.set("columns", static_cast<std::uint64_t>(bins.columns));
    json.set("rows", static_cast<std::uint64_t>(bins.rows));
    json.set("x", Json::Array{bins.xLow, bins.xHigh});
    json.set("y", Json::Array{bins.yLow, bins.yHigh});
    json.set("counts", countsJson(bins.counts));
    if (!bins.categories.empty()) {
        Json parts = Json::array();
        for (const CellCounts& counts : bins.categories)
            parts.push(countsJson(counts));
        json.set("counts_by_category", std::move(parts));
    }
    return json;
}

// Of many rows only those with marks.
void setRows(Json& json, const RasterFigure& figure)
{
    constexpr std::size_t kMostListed = 20'000;
    Json rows = Json::array();
    if (figure.rows.size() <= kMostListed) {
        for (const RasterRow row : figure.rows) {
            rows.push(Json::Array{static_cast<std::int64_t>(row.unit),
                                  static_cast<std::int64_t>(row.spikes)});
        }
        json.set("row_columns", Json::Array{"unit", "spikes"});
        json.set("rows", std::move(rows));
        return;
    }
    json.set("row_count", static_cast<std::uint64_t>(figure.rows.size()));
    const auto* marks = std::get_if<std::vector<SpikeMark>>(&figure.body);
    if (marks == nullptr)
        return;
    std::optional<std::uint32_t> before;
    for (const SpikeMark& mark : *marks) { // row by row
        if (mark.row == before)
            continue;
        before = mark.row;
        const RasterRow row = figure.rows[mark.row];
        rows.push(Json::Array{static_cast<std::int64_t>(mark.row),
                              static_cast<std::int64_t>(row.unit),
                              static_cast<std::int64_t>(row.spikes)});
    }
    json.set("row_columns", Json::Array{"row", "unit", "spikes"});
    json.set("rows", std::move(rows));
}

} // namespace

std::string rasterCsv(const RasterFigure& figure)
{
    RasterLines lines(figure);
    if (const auto* marks = std::get_if<std::vector<SpikeMark>>(&figure.body)) {
        for (const SpikeMark& mark : *marks)
            lines.addMark(mark);
    } else {
        lines.addCells(std::get<RasterBins>(figure.body));
    }
    for (std::size_t i = 0; i < figure.rateValues.size(); ++i)
        lines.addRate(figure.rateEdges[i], figure.rateEdges[i + 1], figure.rateValues[i]);
    return lines.take();
}

Json rasterJson(const RasterFigure& figure)
{
    Json json = headJson("raster", figure.title, figure.fidelity);
    json.set("x", axisJson(figure.x));
    json.set("y", axisJson(figure.y));
    json.set("spikes_shown", figure.spikesShown);
    if (figure.note != Text{})
        json.set("note", textJson(figure.note));
    if (!figure.categories.empty())
        json.set("categories", categoriesJson(figure));
    setRows(json, figure);
    const auto* bins = std::get_if<RasterBins>(&figure.body);
    json.set(bins == nullptr ? "spikes" : bins->xStep > 0 ? "cells" : "bins", bodyJson(figure));
    json.set("shades", shadesJson(figure.shades));
    json.set("rate", axisJson(figure.rate));
    json.set("rate_bin", figure.rateBin);
    json.set("rate_edges", numbersJson(figure.rateEdges));
    json.set("rate_values", numbersJson(figure.rateValues));
    return json;
}

} // namespace inspike
