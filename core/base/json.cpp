// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json.h"

#include "core/base/error.h"

#include <nlohmann/json.hpp>

#include <cmath>

namespace inspike {

namespace {

using Foreign = nlohmann::ordered_json;
constexpr int kMaxDepth = 100;

Json fromForeign(const Foreign& value)
{
    switch (value.type()) {
    case Foreign::value_t::boolean:
        return value.get<bool>();
    case Foreign::value_t::number_integer:
        return value.get<std::int64_t>();
    case Foreign::value_t::number_unsigned: {
        const auto number = value.get<std::uint64_t>();
        if (number > static_cast<std::uint64_t>(INT64_MAX))
            return static_cast<double>(number);
        return number;
    }
    case Foreign::value_t::number_float:
        return value.get<double>();
    case Foreign::value_t::string:
        return value.get<std::string>();
    case Foreign::value_t::array: {
        Json::Array items;
        for (const Foreign& item : value)
            items.push_back(fromForeign(item));
        return items;
    }
    case Foreign::value_t::object: {
        Json::Object members;
        for (const auto& [key, member] : value.items())
            members.emplace_back(key, fromForeign(member));
        return members;
    }
    default:
        return {};
    }
}

Foreign toForeign(const Json& value)
{
    if (value.isBool())
        return value.toBool();
    if (value.isInteger())
        return value.toInteger();
    if (value.isNumber()) {
        const double number = value.toDouble();
        return std::isfinite(number) ? Foreign(number) : Foreign(nullptr);
    }
    if (value.isString())
        return value.toString();
    if (value.isArray()) {
        Foreign array = Foreign::array();
        for (const Json& item : value.items())
            array.push_back(toForeign(item));
        return array;
    }
    if (value.isObject()) {
        Foreign object = Foreign::object();
        for (const auto& [key, member] : value.members())
            object[key] = toForeign(member);
        return object;
    }
    return nullptr;
}

} // namespace

Json Json::parse(std::string_view text)
{
    // Deep nesting would exhaust the stack of the recursive conversion.
    const auto limitDepth = [](int depth, Foreign::parse_event_t event, Foreign&) {
        const bool opens = event == Foreign::parse_event_t::object_start ||
                           event == Foreign::parse_event_t::array_start;
        if (opens && depth > kMaxDepth)
            throw Error(ErrorKind::BadFormat, "JSON nested deeper than 100 levels");
        return true;
    };
    try {
        return fromForeign(Foreign::parse(text.begin(), text.end(), limitDepth));
    } catch (const Foreign::parse_error& error) {
        throw Error(ErrorKind::BadFormat, "JSON damaged at byte " + std::to_string(error.byte));
    } catch (const Foreign::exception& error) {
        throw Error(ErrorKind::BadFormat, std::string("JSON not readable: ") + error.what());
    }
}

std::string Json::dump(int indent) const
{
    return toForeign(*this).dump(indent, ' ', false, Foreign::error_handler_t::replace);
}

bool Json::toBool(bool fallback) const
{
    const bool* value = std::get_if<bool>(&m_value);
    return value != nullptr ? *value : fallback;
}

std::int64_t Json::toInteger(std::int64_t fallback) const
{
    if (const auto* value = std::get_if<std::int64_t>(&m_value))
        return *value;
    if (const double* value = std::get_if<double>(&m_value)) {
        if (std::abs(*value) < 9e15 && std::floor(*value) == *value)
            return static_cast<std::int64_t>(*value);
    }
    return fallback;
}

double Json::toDouble(double fallback) const
{
    if (const double* value = std::get_if<double>(&m_value))
        return *value;
    if (const auto* value = std::get_if<std::int64_t>(&m_value))
        return static_cast<double>(*value);
    return fallback;
}

std::string Json::toString(std::string fallback) const
{
    const auto* value = std::get_if<std::string>(&m_value);
    return value != nullptr ? *value : fallback;
}

const Json::Array& Json::items() const
{
    static const Array kEmpty;
    const auto* value = std::get_if<Array>(&m_value);
    return value != nullptr ? *value : kEmpty;
}

const Json::Object& Json::members() const
{
    static const Object kEmpty;
    const auto* value = std::get_if<Object>(&m_value);
    return value != nullptr ? *value : kEmpty;
}

const Json* Json::find(std::string_view key) const
{
    for (const auto& [name, value] : members()) {
        if (name == key)
            return &value;
    }
    return nullptr;
}

const Json& Json::operator[](std::string_view key) const
{
    static const Json kNull;
    const Json* value = find(key);
    return value != nullptr ? *value : kNull;
}

Json& Json::set(std::string key, Json value)
{
    if (!isObject())
        m_value = Object{};
    auto& object = std::get<Object>(m_value);
    for (auto& [name, member] : object) {
        if (name == key) {
            member = std::move(value);
            return *this;
        }
    }
    object.emplace_back(std::move(key), std::move(value));
    return *this;
}

Json& Json::push(Json value)
{
    if (!isArray())
        m_value = Array{};
    std::get<Array>(m_value).push_back(std::move(value));
    return *this;
}

} // namespace inspike
