// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/figure_parts.h"

#include "core/analysis/number_text.h"

namespace inspike {

std::string columnName(const AxisInfo& axis)
{
    std::string name = plainText(axis.label);
    if (!axis.unit.empty())
        name += " (" + axis.unit + ")";
    return name;
}

void addCsvLine(std::string& csv, std::initializer_list<std::string> cells)
{
    bool first = true;
    for (const std::string& cell : cells) {
        if (!first)
            csv += ',';
        csv += csvCell(cell);
        first = false;
    }
    csv += '\n';
}

Json textJson(const Text& text)
{
    return plainText(text);
}

Json axisJson(const AxisInfo& axis)
{
    Json json = Json::object();
    json.set("label", textJson(axis.label));
    json.set("unit", axis.unit);
    json.set("low", axis.low);
    json.set("high", axis.high);
    if (axis.varianceShare)
        json.set("variance_share", *axis.varianceShare);
    return json;
}

Json numbersJson(const std::vector<double>& values)
{
    Json::Array items;
    items.reserve(values.size());
    for (const double value : values)
        items.emplace_back(value);
    return items;
}

Json headJson(const char* kind, const Text& title, const Fidelity& fidelity)
{
    Json json = Json::object();
    json.set("figure", kind);
    json.set("title", textJson(title));
    json.set("per_mark", fidelity.perMark);
    if (fidelity.sampled())
        json.set("sampled_one_in", fidelity.sampledOneIn);
    return json;
}

Json colourJson(Colour colour)
{
    constexpr const char* kNames[] = {"foreground", "muted",      "accent", "threshold", "shade",
                                      "category",   "audio",      "visual", "text",      "static",
                                      "event",      "sequential", "on",     "off"};
    Json json = Json::object();
    json.set("role", kNames[static_cast<std::size_t>(colour.role)]);
    json.set("index", colour.index);
    return json;
}

Json shadesJson(const std::vector<Shade>& shades)
{
    Json json = Json::array();
    for (const Shade& shade : shades) {
        Json item = Json::object();
        item.set("from", shade.from);
        item.set("to", shade.to);
        item.set("label", textJson(shade.label));
        json.push(std::move(item));
    }
    return json;
}

} // namespace inspike
