// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/figure_io.h"

#include "core/analysis/number_text.h"
#include "core/figures/figure_parts.h"

#include <algorithm>
#include <cmath>

namespace inspike {

namespace {

// --- CSV

std::string csvOf(const HeatFigure& figure)
{
    return heatCsv(figure);
}

std::string csvOf(const GraphFigure& figure)
{
    return graphCsv(figure);
}

std::string csvOf(const TableFigure& figure)
{
    return tableCsv(figure);
}

std::string csvOf(const RasterFigure& figure)
{
    return rasterCsv(figure);
}

std::string csvOf(const ManifoldFigure& figure)
{
    std::string csv;
    const auto dimensions = static_cast<std::size_t>(figure.dimensions);
    csv += "trial,condition," + csvCell(columnName(figure.time));
    for (std::size_t k = 0; k < dimensions; ++k)
        csv += "," + csvCell(columnName(figure.axes[k]));
    csv += '\n';
    for (const ManifoldPath& path : figure.paths) {
        const ManifoldCategory& category =
            figure.categories[static_cast<std::size_t>(path.category)];
        const std::string name = (path.mean ? "mean" : std::to_string(path.key.index)) + "," +
                                 csvCell(plainText(category.label)) + ",";
        for (std::size_t i = 0; i < path.points.size(); ++i) {
            csv += name + numberText(figure.times[i]);
            for (std::size_t k = 0; k < dimensions; ++k)
                csv += "," + numberText(path.points[i][k]);
            csv += '\n';
        }
    }
    return csv;
}

// Which panel it is, and what its x is where the panels differ in that.
std::string panelName(const SeriesPanel& panel, const SeriesFigure& figure, bool ownAxes)
{
    std::string name = columnName(panel.y);
    if (ownAxes)
        name += " over " + columnName(panel.x ? *panel.x : figure.x);
    const std::string heading = plainText(panel.heading);
    return heading.empty() && !ownAxes ? name : heading + ": " + name;
}

std::string csvOf(const SeriesFigure& figure)
{
    std::string csv;
    const bool ownAxes = std::any_of(figure.panels.begin(), figure.panels.end(),
                                     [](const SeriesPanel& panel) { return panel.x.has_value(); });
    bool keys = false; // of points
    for (const SeriesPanel& panel : figure.panels) {
        keys = keys || std::any_of(panel.lines.begin(), panel.lines.end(),
                                   [](const SeriesLine& line) { return !line.keys.empty(); });
    }
    const auto closeLine = [&](const std::string& last) {
        csv.pop_back(); // the end of the line
        csv += keys ? "," + last + "\n" : "\n";
    };
    addCsvLine(csv,
               {"panel", "line", ownAxes ? "x" : columnName(figure.x), "value", "low", "high"});
    closeLine("sample");
    for (const SeriesPanel& panel : figure.panels) {
        const std::string name = panelName(panel, figure, ownAxes);
        for (const SeriesLine& line : panel.lines) {
            for (std::size_t i = 0; i < line.x.size(); ++i) {
                addCsvLine(csv, {name, plainText(line.label), numberText(line.x[i]),
                                 numberText(line.y[i]),
                                 i < line.low.size() ? numberText(line.low[i]) : "",
                                 i < line.high.size() ? numberText(line.high[i]) : ""});
                closeLine(i < line.keys.size() ? std::to_string(line.keys[i].index) : "");
            }
        }
        for (const HorizontalLine& level : panel.levels) {
            addCsvLine(csv, {name, plainText(level.label), "", numberText(level.y), "", ""});
            closeLine("");
        }
    }
    for (const NamedNumber& number : figure.numbers) {
        const std::string unit = number.unit.empty() ? "" : " (" + number.unit + ")";
        const std::string of = number.of == Text{} ? "" : plainText(number.of) + ": ";
        addCsvLine(csv, {"number", of + plainText(number.name) + unit, "", numberText(number.value),
                         "", ""});
        closeLine("");
    }
    return csv;
}

std::string csvOf(const EventsFigure& figure)
{
    return eventsCsv(figure);
}

// --- JSON

Json jsonOf(const RasterFigure& figure)
{
    return rasterJson(figure);
}

Json pathJson(const ManifoldPath& path, std::size_t dimensions)
{
    Json json = Json::object();
    json.set(path.mean ? "mean_of" : "trial", path.key.index);
    json.set("category", path.category);
    Json::Array points;
    points.reserve(path.points.size());
    for (const auto& point : path.points) {
        Json::Array coordinates;
        for (std::size_t k = 0; k < dimensions; ++k)
            coordinates.emplace_back(shortestDouble(point[k]));
        points.emplace_back(std::move(coordinates));
    }
    json.set("points", std::move(points));
    return json;
}

Json jsonOf(const ManifoldFigure& figure)
{
    const auto dimensions = static_cast<std::size_t>(figure.dimensions);
    Json json = headJson("manifold", figure.title, figure.fidelity);
    Json axes = Json::array();
    for (std::size_t k = 0; k < dimensions; ++k)
        axes.push(axisJson(figure.axes[k]));
    json.set("axes", std::move(axes));
    json.set("time", axisJson(figure.time));
    json.set("times", numbersJson(figure.times));
    Json categories = Json::array();
    for (const ManifoldCategory& category : figure.categories) {
        Json item = Json::object();
        item.set("label", textJson(category.label));
        item.set("colour", colourJson(category.colour));
        item.set("trials", static_cast<std::uint64_t>(category.trials));
        categories.push(std::move(item));
    }
    json.set("categories", std::move(categories));
    Json paths = Json::array();
    for (const ManifoldPath& path : figure.paths)
        paths.push(pathJson(path, dimensions));
    json.set("paths", std::move(paths));
    return json;
}

Json lineJson(const SeriesLine& line)
{
    constexpr const char* kStyles[] = {"solid",           "dashed", "steps", "points",
                                       "points_and_line", "ticks",  "bars",  "outline"};
    Json json = Json::object();
    json.set("label", textJson(line.label));
    json.set("colour", colourJson(line.colour));
    json.set("style", kStyles[static_cast<std::size_t>(line.style)]);
    json.set("x", numbersJson(line.x));
    json.set("y", numbersJson(line.y));
    if (!line.low.empty()) {
        json.set("low", numbersJson(line.low));
        json.set("high", numbersJson(line.high));
    }
    if (line.n > 0)
        json.set("n", static_cast<std::uint64_t>(line.n));
    if (line.keys.empty())
        return json;
    Json::Array samples;
    for (const Key& key : line.keys)
        samples.emplace_back(key.index);
    json.set("samples", std::move(samples));
    return json;
}

Json jsonOf(const SeriesFigure& figure)
{
    Json json = headJson("series", figure.title, figure.fidelity);
    json.set("x", axisJson(figure.x));
    json.set("x_is_time", figure.xIsTime);
    if (figure.note != Text{})
        json.set("note", textJson(figure.note));
    Json panels = Json::array();
    for (const SeriesPanel& panel : figure.panels) {
        Json item = Json::object();
        if (panel.heading != Text{})
            item.set("heading", textJson(panel.heading));
        if (panel.x)
            item.set("x", axisJson(*panel.x));
        if (!panel.xNames.empty()) {
            Json names = Json::array();
            for (const Text& name : panel.xNames)
                names.push(textJson(name));
            item.set("x_names", std::move(names));
        }
        item.set("y", axisJson(panel.y));
        Json lines = Json::array();
        for (const SeriesLine& line : panel.lines)
            lines.push(lineJson(line));
        item.set("lines", std::move(lines));
        Json levels = Json::array();
        for (const HorizontalLine& level : panel.levels) {
            Json entry = Json::object();
            entry.set("label", textJson(level.label));
            entry.set("y", level.y);
            levels.push(std::move(entry));
        }
        item.set("levels", std::move(levels));
        panels.push(std::move(item));
    }
    json.set("panels", std::move(panels));
    json.set("shades", shadesJson(figure.shades));
    if (!figure.marks.empty())
        json.set("marks", numbersJson(figure.marks));
    if (figure.numbers.empty())
        return json;
    Json numbers = Json::array();
    for (const NamedNumber& number : figure.numbers) {
        Json item = Json::object();
        item.set("name", textJson(number.name));
        if (number.of != Text{})
            item.set("of", textJson(number.of));
        item.set("value", number.value);
        item.set("unit", number.unit);
        numbers.push(std::move(item));
    }
    json.set("numbers", std::move(numbers));
    return json;
}

Json jsonOf(const HeatFigure& figure)
{
    return heatJson(figure);
}

Json jsonOf(const GraphFigure& figure)
{
    return graphJson(figure);
}

Json jsonOf(const TableFigure& figure)
{
    return tableJson(figure);
}

Json jsonOf(const EventsFigure& figure)
{
    return eventsJson(figure);
}

std::string csvOf(const CompositeFigure& figure)
{
    std::string csv;
    for (const FigurePart& part : figure.parts)
        csv += (csv.empty() ? "" : "\n") + csvCell(part.id) + "\n" + figureCsv(*part.figure);
    return csv;
}

Json jsonOf(const CompositeFigure& figure)
{
    Json json = headJson("composite", figure.title, figure.fidelity);
    Json parts = Json::array();
    for (const FigurePart& part : figure.parts) {
        Json item = Json::object();
        item.set("id", part.id);
        item.set("place", Json::Array{part.left, part.top, part.width, part.height});
        item.set("part", figureJson(*part.figure));
        parts.push(std::move(item));
    }
    json.set("parts", std::move(parts));
    return json;
}

} // namespace

const FigurePart* CompositeFigure::part(std::string_view id) const
{
    const auto found = std::find_if(parts.begin(), parts.end(),
                                    [id](const FigurePart& each) { return each.id == id; });
    return found == parts.end() ? nullptr : &*found;
}

const Figure* partOfPage(const Figure& figure, std::string_view id, std::string_view only)
{
    const auto* page = std::get_if<CompositeFigure>(&figure);
    if (page == nullptr)
        return id == only ? &figure : nullptr;
    const FigurePart* found = page->part(id);
    return found != nullptr ? found->figure.get() : nullptr;
}

std::string figureCsv(const Figure& figure)
{
    return std::visit([](const auto& each) { return csvOf(each); }, figure);
}

Json figureJson(const Figure& figure)
{
    return std::visit([](const auto& each) { return jsonOf(each); }, figure);
}

const Fidelity& fidelityOf(const Figure& figure)
{
    return std::visit([](const auto& each) -> const Fidelity& { return each.fidelity; }, figure);
}

} // namespace inspike
