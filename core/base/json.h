// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A JSON value that keeps the order of object members, so that the same content gives the same
// bytes. Parsing and printing are nlohmann-json's, which stays in the .cpp.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace inspike {

class Json
{
public:
    using Array = std::vector<Json>;
    using Member = std::pair<std::string, Json>;
    using Object = std::vector<Member>;

    Json() = default; // null
    Json(bool value) : m_value(value) {}
    Json(int value) : m_value(static_cast<std::int64_t>(value)) {}
    Json(std::int64_t value) : m_value(value) {}
    Json(std::uint64_t value) : m_value(static_cast<std::int64_t>(value)) {}
    Json(double value) : m_value(value) {}
    Json(const char* value) : m_value(std::string(value)) {}
    Json(std::string value) : m_value(std::move(value)) {}
    Json(std::string_view value) : m_value(std::string(value)) {}
    Json(Array value) : m_value(std::move(value)) {}
    Json(Object value) : m_value(std::move(value)) {}

    static Json object() { return {Object{}}; }
    static Json array() { return {Array{}}; }
    // Throws Error{BadFormat} naming the byte; refuses nesting deeper than 100.
    static Json parse(std::string_view text);
    // Compact when indent < 0. Numbers that are not finite become null.
    std::string dump(int indent = -1) const;

    bool isNull() const { return std::holds_alternative<std::monostate>(m_value); }
    bool isObject() const { return std::holds_alternative<Object>(m_value); }
    bool isArray() const { return std::holds_alternative<Array>(m_value); }
    bool isString() const { return std::holds_alternative<std::string>(m_value); }
    bool isBool() const { return std::holds_alternative<bool>(m_value); }
    bool isInteger() const { return std::holds_alternative<std::int64_t>(m_value); }
    bool isNumber() const { return isInteger() || std::holds_alternative<double>(m_value); }

    // Value or `fallback` when it is of another type.
    bool toBool(bool fallback = false) const;
    std::int64_t toInteger(std::int64_t fallback = 0) const; // also from a whole double
    double toDouble(double fallback = 0.0) const;
    std::string toString(std::string fallback = {}) const;
    const Array& items() const;    // empty unless an array
    const Object& members() const; // empty unless an object

    // Member of an object; nullptr if absent or not an object.
    const Json* find(std::string_view key) const;
    // Member of an object; null if absent.
    const Json& operator[](std::string_view key) const;
    // Sets a member, at its old place if it exists; makes a null an object.
    Json& set(std::string key, Json value);
    // Appends to an array; makes a null an array.
    Json& push(Json value);

    friend bool operator==(const Json&, const Json&) = default;

private:
    std::variant<std::monostate, bool, std::int64_t, double, std::string, Array, Object> m_value;
};

} // namespace inspike
