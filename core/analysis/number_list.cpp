// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/number_list.h"

#include "core/base/error.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string>

namespace inspike {

namespace {

std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && text.front() == ' ')
        text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ')
        text.remove_suffix(1);
    return text;
}

std::vector<std::string_view> itemsOf(std::string_view text)
{
    std::vector<std::string_view> items;
    if (trimmed(text).empty())
        return items;
    for (;;) {
        const std::size_t comma = text.find(',');
        items.push_back(trimmed(text.substr(0, comma)));
        if (comma == std::string_view::npos)
            return items;
        text.remove_prefix(comma + 1);
    }
}

template <typename Number>
bool parsed(std::string_view text, Number& number)
{
    if (text.starts_with('+'))
        text.remove_prefix(1);
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size() && !text.empty();
}

[[noreturn]] void refuse(std::string_view parameter, std::string_view item,
                         const std::string& wanted)
{
    throw Error(ErrorKind::BadParameter,
                std::string(parameter) + ": '" + std::string(item) + "' is not " + wanted);
}

} // namespace

std::vector<double> numbersFromText(std::string_view text, std::string_view parameter)
{
    std::vector<double> numbers;
    for (const std::string_view item : itemsOf(text)) {
        double number = 0.0;
        if (!parsed(item, number) || !std::isfinite(number))
            refuse(parameter, item, "a number");
        numbers.push_back(number);
    }
    return numbers;
}

std::vector<std::size_t> indicesFromText(std::string_view text, std::string_view parameter,
                                         std::size_t limit)
{
    std::vector<bool> seen(limit, false);
    std::vector<std::size_t> indices;
    for (const std::string_view item : itemsOf(text)) {
        const std::size_t dash = item.find('-', 1);
        std::size_t from = 0;
        std::size_t to = 0;
        bool good = parsed(trimmed(item.substr(0, dash)), from);
        to = from;
        if (dash != std::string_view::npos)
            good = good && parsed(trimmed(item.substr(dash + 1)), to);
        if (!good || to < from)
            refuse(parameter, item, "a whole number or a range such as 0-9");
        if (to >= limit) {
            refuse(parameter, item,
                   limit == 0 ? std::string("available: there are none")
                              : "between 0 and " + std::to_string(limit - 1));
        }
        for (std::size_t i = from; i <= to; ++i) {
            if (!seen[i])
                indices.push_back(i);
            seen[i] = true;
        }
    }
    return indices;
}

} // namespace inspike
