// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Numbers as text for CSV and JSON: the shortest decimal that reads back to the same number, so
// that equal numbers give equal bytes.

#include <charconv>
#include <cmath>
#include <string>
#include <string_view>

namespace inspike {

// "0.1"; empty for a value that is not finite (an empty CSV cell).
template <typename Number>
std::string numberText(Number value)
{
    if (!std::isfinite(value))
        return {};
    char buffer[40];
    const auto [end, error] = std::to_chars(buffer, buffer + sizeof buffer, value);
    return {buffer, end};
}

// The double whose shortest decimal is that of the float: 0.1f becomes 0.1, not
// 0.10000000149011612.
inline double shortestDouble(float value)
{
    const std::string text = numberText(value);
    double result = static_cast<double>(value);
    std::from_chars(text.data(), text.data() + text.size(), result);
    return result;
}

// A CSV cell: quoted when it has to be (RFC 4180).
inline std::string csvCell(std::string_view text)
{
    if (text.find_first_of(",\"\r\n") == std::string_view::npos)
        return std::string(text);
    std::string cell = "\"";
    for (const char c : text) {
        if (c == '"')
            cell += '"';
        cell += c;
    }
    return cell + '"';
}

} // namespace inspike
