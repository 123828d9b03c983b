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

} // namespace inspike
