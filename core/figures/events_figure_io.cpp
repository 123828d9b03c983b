// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/number_text.h"
#include "core/figures/event_layers.h"
#include "core/figures/events_figure.h"
#include "core/figures/figure_parts.h"

namespace inspike {

namespace {

bool hasEvents(const EventsFigure& figure, std::size_t cell)
{
    if (figure.amounts)
        return figure.amounts->on[cell] != 0.0F || figure.amounts->off[cell] != 0.0F;
    return figure.frame.on[cell] + figure.frame.off[cell] > 0;
}

// Calls take(cell, x, y) for cells with events; x, y: first pixel of the cell.
template <typename Take>
void visitCells(const EventsFigure& figure, Take take)
{
    const PixelGrid& grid = figure.frame.grid;
    for (std::size_t cell = 0; cell < grid.cells(); ++cell) {
        if (hasEvents(figure, cell))
            take(cell, grid.x + cell % grid.columns * grid.binning,
                 grid.y + cell / grid.columns * grid.binning);
    }
}

// A cell with its counts or amounts.
Json frameJson(const EventsFigure& figure)
{
    const EventFrame& frame = figure.frame;
    Json json = Json::object();
    json.set("pixels_across", static_cast<std::uint64_t>(frame.grid.binning));
    json.set("on", frame.onTotal);
    json.set("off", frame.offTotal);
    json.set("columns", Json::Array{"x", "y", "on", "off"});
    Json::Array cells;
    visitCells(figure, [&](std::size_t cell, std::size_t x, std::size_t y) {
        Json::Array entry{static_cast<std::int64_t>(x), static_cast<std::int64_t>(y)};
        if (figure.amounts) {
            entry.emplace_back(shortestDouble(figure.amounts->on[cell]));
            entry.emplace_back(shortestDouble(figure.amounts->off[cell]));
        } else {
            entry.emplace_back(static_cast<std::int64_t>(frame.on[cell]));
            entry.emplace_back(static_cast<std::int64_t>(frame.off[cell]));
        }
        cells.emplace_back(std::move(entry));
    });
    json.set("cells", std::move(cells));
    return json;
}

// Times as they were recorded: us, or steps.
Json cloudJson(const EventCloud& cloud)
{
    Json json = Json::object();
    json.set("total", cloud.events.total);
    json.set("on", cloud.events.onTotal);
    json.set("one_in", cloud.events.oneIn);
    json.set("columns", Json::Array{"t", "x", "y", "on"});
    Json::Array points;
    for (const EventPoint& event : cloud.events.points)
        points.emplace_back(Json::Array{
            static_cast<std::int64_t>(event.t), static_cast<std::int64_t>(event.x),
            static_cast<std::int64_t>(event.y), static_cast<std::int64_t>(event.on ? 1 : 0)});
    json.set("points", std::move(points));
    return json;
}

Json pictureJson(const PixelPicture& picture)
{
    Json json = Json::object();
    json.set("label", textJson(picture.label));
    json.set("width", static_cast<std::uint64_t>(picture.width));
    json.set("height", static_cast<std::uint64_t>(picture.height));
    json.set("channels", static_cast<std::uint64_t>(picture.channels));
    return json;
}

// A value of the time axis that belongs to a time as recorded.
double onAxis(const EventsFigure& figure, Time t)
{
    const bool steps = figure.time.label.id == TextId::TimeStep;
    return steps ? static_cast<double>(t) : msFromTime(t);
}

} // namespace

std::string eventsCsv(const EventsFigure& figure)
{
    const std::string time = columnName(figure.time);
    std::string csv;
    addCsvLine(csv, {"part", columnName(figure.x), columnName(figure.y), "pixels across", "on",
                     "off", time, "end of " + time, columnName(figure.rate)});
    if (figure.cloud) {
        for (const EventPoint& event : figure.cloud->events.points)
            addCsvLine(csv, {"event", std::to_string(event.x), std::to_string(event.y), "1",
                             event.on ? "1" : "0", event.on ? "0" : "1",
                             numberText(onAxis(figure, event.t)), "", ""});
    } else {
        const std::string across = std::to_string(figure.frame.grid.binning);
        const std::string from = numberText(figure.window.from);
        const std::string to = numberText(figure.window.to);
        visitCells(figure, [&](std::size_t cell, std::size_t x, std::size_t y) {
            const auto word = [&](bool on) {
                if (figure.amounts)
                    return numberText((on ? figure.amounts->on : figure.amounts->off)[cell]);
                return std::to_string((on ? figure.frame.on : figure.frame.off)[cell]);
            };
            addCsvLine(csv, {"cell", std::to_string(x), std::to_string(y), across, word(true),
                             word(false), from, to, ""});
        });
    }
    for (std::size_t i = 0; i < figure.rateValues.size(); ++i) {
        addCsvLine(csv, {"rate", "", "", "", "", "", numberText(figure.rateEdges[i]),
                         numberText(figure.rateEdges[i + 1]), numberText(figure.rateValues[i])});
    }
    return csv;
}

Json eventsJson(const EventsFigure& figure)
{
    Json json = headJson("events", figure.title, figure.fidelity);
    json.set("x", axisJson(figure.x));
    json.set("y", axisJson(figure.y));
    if (!figure.cloud) {
        json.set("colours", axisJson(figure.density));
        json.set("highest", static_cast<std::uint64_t>(figure.highest));
    }
    json.set("window", Json::Array{figure.window.from, figure.window.to});
    if (figure.cloud)
        json.set("cloud", cloudJson(*figure.cloud));
    else
        json.set("frame", frameJson(figure));
    if (figure.below)
        json.set("below", pictureJson(*figure.below));
    if (figure.still)
        json.set("still", pictureJson(*figure.still));
    if (!figure.notes.empty()) {
        Json notes = Json::array();
        for (const Text& note : figure.notes)
            notes.push(textJson(note));
        json.set("notes", std::move(notes));
    }
    json.set("time", axisJson(figure.time));
    json.set("rate", axisJson(figure.rate));
    json.set("rate_edges", numbersJson(figure.rateEdges));
    json.set("rate_values", numbersJson(figure.rateValues));
    return json;
}

} // namespace inspike
