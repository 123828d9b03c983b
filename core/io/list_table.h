// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What lists of files share (pairs, samples): a text table with a header that names its columns,
// cells between commas, semicolons or tabs, with or without quotes, files relative to the list,
// labels that are numbers or names. Everything refused is refused with its line.

#include "core/data/recording.h"
#include "core/io/reader.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace inspike {

constexpr std::size_t kMostNamed = 20; // in a message
constexpr std::int64_t kMostClasses = 65'536;

using Cells = std::vector<std::string>;

// Goes through the lines that are neither empty nor comments. Throws Error{BadFormat} for a line
// with a NUL byte, which no text has.
class ListLines
{
public:
    explicit ListLines(std::string_view text);

    bool next(std::string& line);
    std::size_t number() const { return m_number; } // of the last line, from 1

private:
    std::string_view m_rest;
    std::size_t m_number = 0;
};

std::string trimmed(std::string_view text);
std::string lowerCase(std::string text);
std::optional<std::int64_t> wholeNumber(std::string_view text);
// "a, b and 3 more"
std::string namesOf(std::span<const std::string> names);

[[noreturn]] void refuseLine(std::size_t line, const std::string& why);

// The delimiter that the header uses.
char delimiterOf(std::string_view header);
// Cells may be quoted ("a, b"), quotes in them doubled. Throws Error{BadFormat} for more cells than
// any list has.
Cells cellsOf(std::string_view line, char delimiter, std::size_t number);
// The cells of the first line, or nothing where the beginning of a file is no table.
std::optional<Cells> headerOf(const FilePeek& peek) noexcept;
// The first column of that title (lower case).
std::optional<std::size_t> columnOf(const Cells& header, std::string_view title);

// train, validation or test in its usual spellings, or nothing.
std::optional<Split> splitFromName(const std::string& text);
Split splitOf(const std::string& text, std::size_t line);

// Looks for files, each once.
class ListedFiles
{
public:
    explicit ListedFiles(std::filesystem::path folder);

    // `file` or `file#entry`; of a file that is not there a note is taken.
    FileEntry find(const std::string& cell);
    // The same for `file#first-last`; a file whose name looks so is one file, and `last` is absent
    // where the cell names no range.
    struct Range
    {
        FileEntry first;
        std::optional<std::size_t> last;
        bool namesEntry = false;
    };
    Range findRange(const std::string& cell);
    // Throws Error{NotFound} that names the files that were not there.
    void requireAll() const;

private:
    std::filesystem::path absolute(const std::string& name) const;
    bool exists(const std::string& name);
    void addMissing(const std::string& name);

    std::filesystem::path m_folder;
    std::map<std::string, bool> m_known;
    std::set<std::string> m_reported;
    std::vector<std::string> m_missing;
    std::size_t m_files = 0;
};

// What a column says as classes: numbers as they are, names in alphabetical order; empty cells are
// -1. `lines` says where each cell stands.
struct ListedClasses
{
    std::vector<std::int64_t> labels;
    std::vector<std::string> names;
};
ListedClasses classesOf(const std::vector<std::string>& texts,
                        const std::vector<std::size_t>& lines);

// Notes about what has no label, and about classes that stand in one part only. `noun` is "pair".
struct LabelledItem
{
    std::int64_t label = -1;
    Split split = Split::None;
};
void noteClasses(std::span<const LabelledItem> items, const std::vector<std::string>& names,
                 const std::string& noun, std::vector<std::string>& notes);

} // namespace inspike
