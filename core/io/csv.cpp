// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/csv.h"

#include <charconv>

namespace inspike {

namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::string_view kBlanks = " \t\r";

std::string_view trimmed(std::string_view text)
{
    const std::size_t first = text.find_first_not_of(kBlanks);
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

std::string_view unquoted(std::string_view field)
{
    field = trimmed(field);
    if (field.size() >= 2 && field.front() == '"' && field.back() == '"')
        return trimmed(field.substr(1, field.size() - 2));
    return field;
}

} // namespace

CsvLines::CsvLines(std::string_view text) : m_rest(text)
{
    if (m_rest.starts_with(kByteOrderMark))
        m_rest.remove_prefix(kByteOrderMark.size());
    CsvLines ahead = *this;
    std::string_view line;
    if (!ahead.nextLine(line))
        return;
    m_delimiter = ' ';
    for (const char candidate : {',', ';', '\t'}) {
        if (line.find(candidate) != std::string_view::npos) {
            m_delimiter = candidate;
            break;
        }
    }
}

bool CsvLines::nextLine(std::string_view& line)
{
    while (!m_rest.empty()) {
        const std::size_t end = m_rest.find('\n');
        m_unfinished = end == std::string_view::npos;
        line = trimmed(m_rest.substr(0, end));
        m_rest.remove_prefix(m_unfinished ? m_rest.size() : end + 1);
        ++m_line;
        if (!line.empty() && line.front() != '#')
            return true;
    }
    return false;
}

bool CsvLines::next(std::vector<std::string_view>& fields)
{
    fields.clear();
    std::string_view line;
    if (!nextLine(line))
        return false;
    while (true) {
        const std::size_t end =
            line.find_first_of(m_delimiter == ' ' ? " \t" : std::string_view(&m_delimiter, 1));
        fields.push_back(unquoted(line.substr(0, end)));
        if (end == std::string_view::npos)
            return true;
        line.remove_prefix(end + 1);
        // A run of blanks separates once.
        if (m_delimiter == ' ')
            line = trimmed(line);
    }
}

std::optional<double> csvNumber(std::string_view field)
{
    if (field.starts_with('+'))
        field.remove_prefix(1);
    double value = 0.0;
    const auto [end, error] = std::from_chars(field.data(), field.data() + field.size(), value);
    if (field.empty() || error != std::errc() || end != field.data() + field.size())
        return std::nullopt;
    return value;
}

} // namespace inspike
