// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/param_spec.h"

#include "core/base/error.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace inspike {

namespace {

std::string listed(const std::vector<std::string>& items)
{
    std::string text;
    for (const std::string& item : items)
        text += (text.empty() ? "" : ", ") + item;
    return text;
}

std::string plainNumber(double value)
{
    char buffer[32];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, value).ptr;
    return {buffer, end};
}

[[noreturn]] void refuse(const ParamSpec& spec, const std::string& why)
{
    throw Error(ErrorKind::BadParameter, "parameter '" + spec.id + "' " + why);
}

void checkRange(const ParamSpec& spec, double value)
{
    if (!std::isfinite(value))
        refuse(spec, "must be a finite number");
    if (spec.minimum && value < *spec.minimum)
        refuse(spec, "must be at least " + plainNumber(*spec.minimum));
    if (spec.maximum && value > *spec.maximum)
        refuse(spec, "must be at most " + plainNumber(*spec.maximum));
}

template <typename Number>
std::optional<Number> parsed(std::string_view text)
{
    Number value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    return value;
}

ParamValue valueFromText(const ParamSpec& spec, std::string_view text)
{
    if (std::holds_alternative<bool>(spec.fallback)) {
        if (text == "true" || text == "on" || text == "yes" || text == "1")
            return true;
        if (text == "false" || text == "off" || text == "no" || text == "0")
            return false;
        refuse(spec, "must be true or false");
    }
    if (std::holds_alternative<std::int64_t>(spec.fallback)) {
        if (const auto value = parsed<std::int64_t>(text))
            return *value;
        refuse(spec, "must be a whole number");
    }
    if (std::holds_alternative<double>(spec.fallback)) {
        if (const auto value = parsed<double>(text))
            return *value;
        refuse(spec, "must be a number");
    }
    return std::string(text);
}

} // namespace

Params::Params(ParamSpecs specs) : m_specs(std::move(specs))
{
    for (const ParamSpec& spec : m_specs)
        m_values.emplace(spec.id, spec.fallback);
}

Params Params::parse(ParamSpecs specs, std::span<const std::string> assignments)
{
    Params params(std::move(specs));
    for (const std::string& assignment : assignments) {
        const std::size_t equals = assignment.find('=');
        if (equals == std::string::npos || equals == 0)
            throw Error(ErrorKind::BadParameter, "expected KEY=VALUE, got '" + assignment + "'");
        params.setText(assignment.substr(0, equals), assignment.substr(equals + 1));
    }
    return params;
}

Params Params::fromJson(ParamSpecs specs, const Json& object)
{
    Params params(std::move(specs));
    for (const auto& [key, value] : object.members()) {
        if (!params.has(key))
            continue;
        if (value.isBool())
            params.set(key, value.toBool());
        else if (value.isInteger())
            params.set(key, value.toInteger());
        else if (value.isNumber())
            params.set(key, value.toDouble());
        else if (value.isString())
            params.set(key, value.toString());
        else
            refuse(params.spec(key), "has a value of the wrong type");
    }
    return params;
}

bool Params::isSet(std::string_view id) const
{
    return m_given.contains(id);
}

void Params::set(std::string_view id, ParamValue value)
{
    const ParamSpec& known = spec(id);
    if (std::holds_alternative<double>(known.fallback)) {
        if (const auto* whole = std::get_if<std::int64_t>(&value))
            value = static_cast<double>(*whole);
    }
    if (value.index() != known.fallback.index())
        refuse(known, "has a value of the wrong type");
    if (const auto* number = std::get_if<double>(&value))
        checkRange(known, *number);
    if (const auto* whole = std::get_if<std::int64_t>(&value))
        checkRange(known, static_cast<double>(*whole));
    if (const auto* text = std::get_if<std::string>(&value)) {
        const auto& choices = known.choices;
        if (!choices.empty() && std::find(choices.begin(), choices.end(), *text) == choices.end())
            refuse(known, "must be one of " + listed(choices) + ", got '" + *text + "'");
    }
    m_values.find(id)->second = std::move(value);
    m_given[std::string(id)] = true;
}

void Params::setText(std::string_view id, std::string_view text)
{
    set(id, valueFromText(spec(id), text));
}

bool Params::flag(std::string_view id) const
{
    return std::get<bool>(value(id));
}

std::int64_t Params::integer(std::string_view id) const
{
    return std::get<std::int64_t>(value(id));
}

double Params::number(std::string_view id) const
{
    return std::get<double>(value(id));
}

const std::string& Params::text(std::string_view id) const
{
    return std::get<std::string>(value(id));
}

const ParamValue& Params::value(std::string_view id) const
{
    const auto found = m_values.find(id);
    if (found == m_values.end())
        throw Error(ErrorKind::Internal, "no parameter '" + std::string(id) + "'");
    return found->second;
}

Json Params::toJson() const
{
    Json object = Json::object();
    for (const ParamSpec& spec : m_specs)
        object.set(spec.id,
                   std::visit([](const auto& held) { return Json(held); }, value(spec.id)));
    return object;
}

const ParamSpec& Params::spec(std::string_view id) const
{
    for (const ParamSpec& candidate : m_specs) {
        if (candidate.id == id)
            return candidate;
    }
    std::vector<std::string> known;
    for (const ParamSpec& candidate : m_specs)
        known.push_back(candidate.id);
    throw Error(ErrorKind::BadParameter,
                "unknown parameter '" + std::string(id) + "'" +
                    (known.empty() ? "; there are none" : "; known are " + listed(known)));
}

} // namespace inspike
