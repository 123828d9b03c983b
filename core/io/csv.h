// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Tables in text files: fields between commas, semicolons, tabs or blanks, with or without quotes.
// Lines that are empty or start with # are skipped. The views point into the text.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace inspike {

class CsvLines
{
public:
    // Chooses the delimiter by the first line that is not skipped.
    explicit CsvLines(std::string_view text);

    // The fields of the next line; false at the end.
    bool next(std::vector<std::string_view>& fields);
    std::size_t lineNumber() const { return m_line; } // of the last fields, from 1
    // True if the last fields came from a line that the file ends within.
    bool endedWithoutNewline() const { return m_unfinished; }

private:
    bool nextLine(std::string_view& line);

    std::string_view m_rest;
    std::size_t m_line = 0;
    bool m_unfinished = false;
    char m_delimiter = ',';
};

// The whole field as a number; also "nan" and "inf".
std::optional<double> csvNumber(std::string_view field);

} // namespace inspike
