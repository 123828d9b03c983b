// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Lists of pairs: a text table with the columns audio, visual, label and perhaps split (train,
// validation, test), in any order. Paths are relative to the list; `file#12` is entry 12 of a file
// of many, such as a picture of an IDX file or a trial of SHD. Labels are numbers or names. The
// files are looked for, but not opened; all missing ones are named at once.
#include "core/base/error.h"
#include "core/io/assemble.h"
#include "core/io/bytes.h"
#include "core/io/reader.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <set>
#include <system_error>

namespace inspike {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kMostNamed = 20;
constexpr std::int64_t kMostClasses = 65'536;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

using Cells = std::vector<std::string>;

std::string trimmed(std::string_view text)
{
    constexpr std::string_view kBlanks = " \t\r";
    const std::size_t first = text.find_first_not_of(kBlanks);
    if (first == std::string_view::npos)
        return {};
    return std::string(text.substr(first, text.find_last_not_of(kBlanks) - first + 1));
}

// Cells may be quoted ("a, b"), quotes in them doubled.
Cells cellsOf(std::string_view line, char delimiter)
{
    Cells cells;
    std::string cell;
    bool quoted = false;
    bool wasQuoted = false;
    const auto finish = [&] {
        cells.push_back(wasQuoted ? cell : trimmed(cell));
        cell.clear();
        wasQuoted = false;
    };
    for (std::size_t i = 0; i < line.size(); ++i) {
        const char letter = line[i];
        if (quoted && letter == '"' && i + 1 < line.size() && line[i + 1] == '"') {
            cell += '"';
            ++i;
        } else if (letter == '"' && (quoted || trimmed(cell).empty())) {
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

std::string lowerCase(std::string text)
{
    for (char& letter : text) {
        if (letter >= 'A' && letter <= 'Z')
            letter = static_cast<char>(letter - 'A' + 'a');
    }
    return text;
}

// Where the columns are.
struct Header
{
    std::optional<std::size_t> audio, visual, label, split;

    bool isComplete() const { return audio && visual && label; }
    std::size_t cells() const { return std::max({*audio, *visual, *label}) + 1; }
};

// Goes through the lines that are neither empty nor comments.
class Lines
{
public:
    explicit Lines(std::string_view text) : m_rest(text)
    {
        if (m_rest.starts_with(kByteOrderMark))
            m_rest.remove_prefix(kByteOrderMark.size());
    }

    bool next(std::string& line)
    {
        while (!m_rest.empty()) {
            const std::size_t end = m_rest.find('\n');
            line = trimmed(m_rest.substr(0, end));
            m_rest.remove_prefix(end == std::string_view::npos ? m_rest.size() : end + 1);
            ++m_number;
            if (!line.empty() && line.front() != '#')
                return true;
        }
        return false;
    }
    std::size_t number() const { return m_number; }

private:
    std::string_view m_rest;
    std::size_t m_number = 0;
};

char delimiterOf(std::string_view header)
{
    for (const char candidate : {',', ';', '\t'}) {
        if (header.find(candidate) != std::string_view::npos)
            return candidate;
    }
    return ',';
}

Header headerOf(const Cells& cells)
{
    Header header;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const std::string name = lowerCase(cells[i]);
        for (const auto& [title, column] : {std::pair{"audio", &header.audio},
                                            {"visual", &header.visual},
                                            {"label", &header.label},
                                            {"split", &header.split}}) {
            if (name == title && !*column)
                *column = i;
        }
    }
    return header;
}

[[noreturn]] void refuseLine(std::size_t line, const std::string& why)
{
    throw Error(ErrorKind::BadFormat, "line " + std::to_string(line) + ": " + why);
}

std::optional<std::int64_t> wholeNumber(std::string_view text)
{
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    return value;
}

Split splitOf(const std::string& text, std::size_t line)
{
    constexpr std::array<std::pair<std::string_view, Split>, 8> kNames = {
        {{"", Split::None},
         {"none", Split::None},
         {"train", Split::Train},
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
    refuseLine(line, "'" + text.substr(0, 40) + "' is none of train, validation, test");
}

// Looks for files, each once.
class Files
{
public:
    explicit Files(fs::path folder) : m_folder(std::move(folder)) {}

    FileEntry find(const std::string& cell)
    {
        if (exists(cell))
            return {absolute(cell), 0};
        const std::size_t mark = cell.rfind('#');
        if (mark != std::string::npos && mark > 0) {
            const std::string file = cell.substr(0, mark);
            const auto entry = wholeNumber(std::string_view(cell).substr(mark + 1));
            if (entry && *entry >= 0) {
                if (!exists(file))
                    addMissing(file);
                return {absolute(file), static_cast<std::size_t>(*entry)};
            }
        }
        addMissing(cell);
        return {absolute(cell), 0};
    }

    // Throws if a file was not there.
    void requireAll() const
    {
        if (m_missing.empty())
            return;
        std::string names;
        for (std::size_t i = 0; i < std::min(kMostNamed, m_missing.size()); ++i)
            names += (i == 0 ? "" : ", ") + m_missing[i];
        if (m_missing.size() > kMostNamed)
            names += " and " + std::to_string(m_missing.size() - kMostNamed) + " more";
        throw Error(ErrorKind::NotFound, counted(m_missing.size(), "file") + " of " +
                                             std::to_string(m_files) + " not found: " + names);
    }

private:
    fs::path absolute(const std::string& name) const
    {
        return (m_folder / fs::path(name)).lexically_normal();
    }
    bool exists(const std::string& name)
    {
        const auto [known, isNew] = m_known.try_emplace(name, false);
        if (isNew) {
            std::error_code code;
            known->second = fs::is_regular_file(absolute(name), code);
            m_files += known->second ? 1 : 0;
        }
        return known->second;
    }
    void addMissing(const std::string& name)
    {
        if (!m_reported.insert(name).second)
            return;
        ++m_files;
        m_missing.push_back(name);
    }

    fs::path m_folder;
    std::map<std::string, bool> m_known;
    std::set<std::string> m_reported;
    std::vector<std::string> m_missing;
    std::size_t m_files = 0;
};

// Turns what the column says into classes: numbers as they are, names in alphabetical order.
void setLabels(Pairs& pairs, const std::vector<std::string>& texts,
               const std::vector<std::size_t>& lines)
{
    const bool numbers = std::all_of(texts.begin(), texts.end(), [](const std::string& text) {
        return text.empty() || wholeNumber(text).has_value();
    });
    std::int64_t classes = 0;
    if (numbers) {
        for (std::size_t i = 0; i < texts.size(); ++i) {
            const std::int64_t label = wholeNumber(texts[i]).value_or(-1);
            if (label < -1 || label >= kMostClasses)
                refuseLine(lines[i], "the label " + texts[i] + " is not a number from 0 to " +
                                         std::to_string(kMostClasses - 1));
            pairs.items[i].label = label;
            classes = std::max(classes, label + 1);
        }
        for (std::int64_t label = 0; label < classes; ++label)
            pairs.names.push_back(std::to_string(label));
        return;
    }
    std::set<std::string> names(texts.begin(), texts.end());
    names.erase("");
    if (names.size() > static_cast<std::size_t>(kMostClasses))
        throw Error(ErrorKind::BadFormat, "more than 65,536 different labels");
    pairs.names.assign(names.begin(), names.end());
    for (std::size_t i = 0; i < texts.size(); ++i) {
        if (!texts[i].empty())
            pairs.items[i].label =
                std::lower_bound(pairs.names.begin(), pairs.names.end(), texts[i]) -
                pairs.names.begin();
    }
}

void noteDifference(const Pairs& pairs, const std::set<std::int64_t>& here,
                    const std::set<std::int64_t>& there, const std::string& text,
                    std::vector<std::string>& notes)
{
    std::string names;
    std::size_t count = 0;
    for (const std::int64_t label : here) {
        if (there.contains(label))
            continue;
        if (++count <= kMostNamed)
            names += (count == 1 ? "" : ", ") + pairs.names[static_cast<std::size_t>(label)];
    }
    if (count > kMostNamed)
        names += " and " + std::to_string(count - kMostNamed) + " more";
    if (count > 0)
        notes.push_back(text + ": " + names);
}

void noteClasses(const Pairs& pairs, std::vector<std::string>& notes)
{
    std::map<Split, std::set<std::int64_t>> labels;
    std::size_t unknown = 0;
    for (const Pairs::Item& item : pairs.items) {
        if (item.label >= 0)
            labels[item.split].insert(item.label);
        else
            ++unknown;
    }
    if (unknown > 0)
        notes.push_back(counted(unknown, "pair") + " without a label");
    if (labels[Split::Train].empty() || labels[Split::Test].empty())
        return;
    noteDifference(pairs, labels[Split::Train], labels[Split::Test],
                   "classes for training that are not in test", notes);
    noteDifference(pairs, labels[Split::Test], labels[Split::Train],
                   "classes in test that are not for training", notes);
}

class PairsReader : public Reader
{
public:
    ReaderInfo info() const override
    {
        return {"pairs", "Pairs of sounds and pictures (CSV)", {".csv"}};
    }

    Sniff sniff(const FilePeek& peek) const noexcept override
    {
        const std::string_view text(reinterpret_cast<const char*>(peek.head.data()),
                                    peek.head.size());
        try {
            Lines lines(text);
            std::string line;
            if (!lines.next(line))
                return Sniff::No;
            return headerOf(cellsOf(line, delimiterOf(line))).isComplete() ? Sniff::Sure
                                                                           : Sniff::No;
        } catch (...) {
            return Sniff::No;
        }
    }

    Recording read(const ReadRequest& request, JobContext& job) const override
    {
        return withContext("reading " + request.path.filename().string(), [&] {
            Recording recording;
            recording.info.format = "pairs";
            recording.info.path = request.path;
            recording.info.title = request.path.stem().string();
            recording.streams.push_back(
                {"pairs/main", "main", "", "", readPairs(request, recording.info.notes, job)});
            return recording;
        });
    }

private:
    static Pairs readPairs(const ReadRequest& request, std::vector<std::string>& notes,
                           JobContext& job)
    {
        const std::string text = readText(request.path, job);
        Lines lines(text);
        std::string line;
        if (!lines.next(line))
            throw Error(ErrorKind::BadFormat, "the list is empty");
        const char delimiter = delimiterOf(line);
        const Header header = headerOf(cellsOf(line, delimiter));
        if (!header.isComplete())
            refuseLine(lines.number(), "the header must name the columns audio, visual, label");

        Pairs pairs;
        Files files(request.path.parent_path());
        std::vector<std::string> labels;
        std::vector<std::size_t> numbers;
        while (lines.next(line)) {
            job.checkpoint();
            const Cells cells = cellsOf(line, delimiter);
            if (cells.size() < header.cells())
                refuseLine(lines.number(), counted(cells.size(), "cell") + " where " +
                                               std::to_string(header.cells()) + " are needed");
            if (cells[*header.audio].empty() || cells[*header.visual].empty())
                refuseLine(lines.number(), "a pair without a file");
            Pairs::Item item;
            item.audio = files.find(cells[*header.audio]);
            item.visual = files.find(cells[*header.visual]);
            if (header.split && *header.split < cells.size())
                item.split = splitOf(cells[*header.split], lines.number());
            pairs.items.push_back(std::move(item));
            labels.push_back(cells[*header.label]);
            numbers.push_back(lines.number());
        }
        files.requireAll();
        if (pairs.items.empty())
            notes.emplace_back("the list holds no pairs");
        setLabels(pairs, labels, numbers);
        noteClasses(pairs, notes);
        return pairs;
    }
};

} // namespace

std::unique_ptr<Reader> makePairsReader()
{
    return std::make_unique<PairsReader>();
}

} // namespace inspike
