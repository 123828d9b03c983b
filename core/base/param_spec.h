// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Parameters described once: the same ParamSpec makes the form in the inspector, `--set KEY=VALUE`
// on the command line, the JSON in a run's provenance, and the validation of all three.

#include "core/base/json.h"

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace inspike {

using ParamValue = std::variant<bool, std::int64_t, double, std::string>;

struct ParamSpec
{
    std::string id;      // "learning-rate"; lower case, digits and dashes
    std::string title;   // "Learning rate"; English source text, translated where it is shown
    std::string help;    // one sentence
    ParamValue fallback; // its type is the type of the parameter
    std::optional<double> minimum = std::nullopt; // inclusive, numbers only
    std::optional<double> maximum = std::nullopt;
    std::vector<std::string> choices = {}; // text only: the allowed values
    std::string unit = {};
};

using ParamSpecs = std::vector<ParamSpec>;

class Params
{
public:
    Params() = default;
    // All parameters at their fallback.
    explicit Params(ParamSpecs specs);
    // Applies "key=value" texts over the fallbacks. Throws Error{BadParameter} that names the key
    // and what would be accepted.
    static Params parse(ParamSpecs specs, std::span<const std::string> assignments);
    // Applies the members of a JSON object; unknown members are ignored, bad values throw.
    static Params fromJson(ParamSpecs specs, const Json& object);

    const ParamSpecs& specs() const { return m_specs; }
    bool has(std::string_view id) const { return m_values.contains(id); }
    // True if the value was given rather than left at its fallback.
    bool isSet(std::string_view id) const;

    // Validates; throws Error{BadParameter}. An integer is accepted for a double.
    void set(std::string_view id, ParamValue value);
    void setText(std::string_view id, std::string_view text);

    // Throw Error{Internal} when the id is not in the specs or has another type.
    bool flag(std::string_view id) const;
    std::int64_t integer(std::string_view id) const;
    double number(std::string_view id) const;
    const std::string& text(std::string_view id) const;
    const ParamValue& value(std::string_view id) const;

    Json toJson() const;

private:
    const ParamSpec& spec(std::string_view id) const;

    ParamSpecs m_specs;
    std::map<std::string, ParamValue, std::less<>> m_values;
    std::map<std::string, bool, std::less<>> m_given;
};

} // namespace inspike
