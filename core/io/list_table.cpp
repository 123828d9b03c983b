// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/list_table.h"

#include "core/base/error.h"
#include "core/io/assemble.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <system_error>

namespace inspike {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::size_t kMostCells = 256;
constexpr std::string_view kBlanks = " \t\r";

bool isBlank(std::string_view text)
{
    return text.find_first_not_of(kBlanks) == std::string_view::npos;
}

} // namespace

// --- text

std::string trimmed(std::string_view text)
{
    const std::size_t first = text.find_first_not_of(kBlanks);
    if (first == std::string_view::npos)
        return {};
    return std::string(text.substr(first, text.find_last_not_of(kBlanks) - first + 1));
}

std::string lowerCase(std::string text)
{
    for (char& letter : text) {
        if (letter >= 'A' && letter <= 'Z')
            letter = static_cast<char>(letter - 'A' + 'a');
    }
    return text;
}

std::optional<std::int64_t> wholeNumber(std::string_view text)
{
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    return value;
}

std::string namesOf(std::span<const std::string> names)
{
    std::string text;
    for (std::size_t i = 0; i < std::min(kMostNamed, names.size()); ++i)
        text += (i == 0 ? "" : ", ") + names[i];
    if (names.size() > kMostNamed)
        text += " and " + std::to_string(names.size() - kMostNamed) + " more";
    return text;
}

void refuseLine(std::size_t line, const std::string& why)
{
    throw Error(ErrorKind::BadFormat, "line " + std::to_string(line) + ": " + why);
}

// --- lines and cells

ListLines::ListLines(std::string_view text) : m_rest(text)
{
    if (m_rest.starts_with(kByteOrderMark))
        m_rest.remove_prefix(kByteOrderMark.size());
}

bool ListLines::next(std::string& line)
{
    while (!m_rest.empty()) {
        const std::size_t end = m_rest.find('\n');
        line = trimmed(m_rest.substr(0, end));
        m_rest.remove_prefix(end == std::string_view::npos ? m_rest.size() : end + 1);
        ++m_number;
        if (line.find('\0') != std::string::npos)
            refuseLine(m_number, "a NUL byte, so this is no text");
        if (!line.empty() && line.front() != '#')
            return true;
    }
    return false;
}

char delimiterOf(std::string_view header)
{
    for (const char candidate : {',', ';', '\t'}) {
        if (header.find(candidate) != std::string_view::npos)
            return candidate;
    }
    return ',';
}

Cells cellsOf(std::string_view line, char delimiter, std::size_t number)
{
    Cells cells;
    std::string cell;
    bool quoted = false;
    bool wasQuoted = false;
    const auto finish = [&] {
        if (cells.size() == kMostCells)
            refuseLine(number, "more than " + std::to_string(kMostCells) + " cells");
        cells.push_back(wasQuoted ? cell : trimmed(cell));
        cell.clear();
        wasQuoted = false;
    };
    for (std::size_t i = 0; i < line.size(); ++i) {
        const char letter = line[i];
        if (quoted && letter == '"' && i + 1 < line.size() && line[i + 1] == '"') {
            cell += '"';
            ++i;
        } else if (letter == '"' && (quoted || isBlank(cell))) {
            quoted = !quoted;
            if (quoted)
                cell.clear();
            wasQuoted = true;
        } else if (letter == delimiter && !quoted) {
            finish();
        } else if (!wasQuoted || quoted) {
            cell += letter;
        }
    }
    finish();
    return cells;
}

std::optional<Cells> headerOf(const FilePeek& peek) noexcept
{
    try {
        ListLines lines({reinterpret_cast<const char*>(peek.head.data()), peek.head.size()});
        std::string line;
        if (!lines.next(line))
            return std::nullopt;
        return cellsOf(line, delimiterOf(line), lines.number());
    } catch (...) {
        return std::nullopt;
    }
}

std::optional<std::size_t> columnOf(const Cells& header, std::string_view title)
{
    const auto found = std::ranges::find_if(
        header, [&](const std::string& cell) { return lowerCase(cell) == title; });
    if (found == header.end())
        return std::nullopt;
    return static_cast<std::size_t>(found - header.begin());
}

std::optional<Split> splitFromName(const std::string& text)
{
    constexpr std::array<std::pair<std::string_view, Split>, 6> kNames = {
        {{"train", Split::Train},
         {"training", Split::Train},
         {"validation", Split::Validation},
         {"valid", Split::Validation},
         {"val", Split::Validation},
         {"test", Split::Test}}};
    const std::string name = lowerCase(text);
    for (const auto& [known, split] : kNames) {
        if (known == name)
            return split;
    }
    return std::nullopt;
}

Split splitOf(const std::string& text, std::size_t line)
{
    if (text.empty() || lowerCase(text) == "none")
        return Split::None;
    const std::optional<Split> split = splitFromName(text);
    if (!split)
        refuseLine(line, "'" + text.substr(0, 40) + "' is none of train, validation, test");
    return *split;
}

// --- files

ListedFiles::ListedFiles(fs::path folder) : m_folder(std::move(folder)) {}

FileEntry ListedFiles::find(const std::string& cell)
{
    const Range range = findRange(cell);
    // A list of pairs has no ranges: such a name is that of a file that is not there.
    if (range.last)
        addMissing(cell);
    return range.first;
}

ListedFiles::Range ListedFiles::findRange(const std::string& cell)
{
    if (exists(cell))
        return {{absolute(cell), 0}, {}, false};
    const std::size_t mark = cell.rfind('#');
    if (mark != std::string::npos && mark > 0) {
        const std::string file = cell.substr(0, mark);
        const std::string_view entries = std::string_view(cell).substr(mark + 1);
        const std::size_t dash = entries.find('-', 1);
        const auto first = wholeNumber(entries.substr(0, dash));
        const auto last =
            dash == std::string_view::npos ? first : wholeNumber(entries.substr(dash + 1));
        if (first && last && *first >= 0 && *last >= *first) {
            if (!exists(file))
                addMissing(file);
            Range range{{absolute(file), static_cast<std::size_t>(*first)}, {}, true};
            if (dash != std::string_view::npos)
                range.last = static_cast<std::size_t>(*last);
            return range;
        }
    }
    addMissing(cell);
    return {{absolute(cell), 0}, {}, false};
}

void ListedFiles::requireAll() const
{
    if (m_missing.empty())
        return;
    throw Error(ErrorKind::NotFound, counted(m_missing.size(), "file") + " of " +
                                         std::to_string(m_files) +
                                         " not found: " + namesOf(m_missing));
}

fs::path ListedFiles::absolute(const std::string& name) const
{
    return (m_folder / fs::path(name)).lexically_normal();
}

bool ListedFiles::exists(const std::string& name)
{
    const auto [known, isNew] = m_known.try_emplace(name, false);
    if (isNew) {
        std::error_code code;
        known->second = fs::is_regular_file(absolute(name), code);
        m_files += known->second ? 1 : 0;
    }
    return known->second;
}

void ListedFiles::addMissing(const std::string& name)
{
    if (!m_reported.insert(name).second)
        return;
    ++m_files;
    m_missing.push_back(name);
}

// --- classes

ListedClasses classesOf(const std::vector<std::string>& texts,
                        const std::vector<std::size_t>& lines)
{
    ListedClasses classes;
    classes.labels.assign(texts.size(), -1);
    const bool numbers = std::ranges::all_of(texts, [](const std::string& text) {
        return text.empty() || wholeNumber(text).has_value();
    });
    if (numbers) {
        std::int64_t count = 0;
        for (std::size_t i = 0; i < texts.size(); ++i) {
            const std::int64_t label = wholeNumber(texts[i]).value_or(-1);
            if (label < -1 || label >= kMostClasses)
                refuseLine(lines[i], "the label " + texts[i] + " is not a number from 0 to " +
                                         std::to_string(kMostClasses - 1));
            classes.labels[i] = label;
            count = std::max(count, label + 1);
        }
        for (std::int64_t label = 0; label < count; ++label)
            classes.names.push_back(std::to_string(label));
        return classes;
    }
    std::set<std::string> names(texts.begin(), texts.end());
    names.erase("");
    if (names.size() > static_cast<std::size_t>(kMostClasses))
        throw Error(ErrorKind::BadFormat, "more than 65,536 different labels");
    classes.names.assign(names.begin(), names.end());
    for (std::size_t i = 0; i < texts.size(); ++i) {
        if (!texts[i].empty())
            classes.labels[i] =
                std::ranges::lower_bound(classes.names, texts[i]) - classes.names.begin();
    }
    return classes;
}

namespace {

void noteDifference(const std::vector<std::string>& names, const std::set<std::int64_t>& here,
                    const std::set<std::int64_t>& there, const std::string& text,
                    std::vector<std::string>& notes)
{
    std::vector<std::string> only;
    for (const std::int64_t label : here) {
        if (!there.contains(label))
            only.push_back(names[static_cast<std::size_t>(label)]);
    }
    if (!only.empty())
        notes.push_back(text + ": " + namesOf(only));
}

} // namespace

void noteClasses(std::span<const LabelledItem> items, const std::vector<std::string>& names,
                 const std::string& noun, std::vector<std::string>& notes)
{
    std::map<Split, std::set<std::int64_t>> labels;
    std::size_t unknown = 0;
    for (const LabelledItem& item : items) {
        if (item.label >= 0)
            labels[item.split].insert(item.label);
        else
            ++unknown;
    }
    if (unknown > 0)
        notes.push_back(counted(unknown, noun) + " without a label");
    if (labels[Split::Train].empty() || labels[Split::Test].empty())
        return;
    noteDifference(names, labels[Split::Train], labels[Split::Test],
                   "classes for training that are not in test", notes);
    noteDifference(names, labels[Split::Test], labels[Split::Train],
                   "classes in test that are not for training", notes);
}

} // namespace inspike
