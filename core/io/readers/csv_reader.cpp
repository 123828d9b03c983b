// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Text tables: spikes as `time,unit`, events as `t,x,y,p`, in any order with a header, in this
// order without one. The unit of time is in the header (`time_ms`, `t [us]`) or in the parameter
// time-unit; else whole numbers are us and others s. Numbers without a header that can be neither
// are a tensor of a step per row, or a signal where the parameter rate says how fast; `as` decides
// where several things are possible.
#include "core/base/error.h"
#include "core/io/assemble.h"
#include "core/io/bytes.h"
#include "core/io/csv.h"
#include "core/io/reader.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <cstring>

namespace inspike {

namespace {

constexpr std::size_t kMostColumns = 65536;

enum Role : std::size_t { TimeRole, UnitRole, XRole, YRole, PolarityRole, RoleCount };

struct RoleName
{
    Role role;
    std::string_view name;
};

constexpr std::array<RoleName, 21> kRoleNames = {{
    {TimeRole, "t"},
    {TimeRole, "time"},
    {TimeRole, "times"},
    {TimeRole, "ts"},
    {TimeRole, "timestamp"},
    {TimeRole, "timestamps"},
    {UnitRole, "unit"},
    {UnitRole, "units"},
    {UnitRole, "neuron"},
    {UnitRole, "neuron_id"},
    {UnitRole, "node_id"},
    {UnitRole, "node_ids"},
    {UnitRole, "sender"},
    {UnitRole, "gid"},
    {UnitRole, "id"},
    {XRole, "x"},
    {YRole, "y"},
    {PolarityRole, "p"},
    {PolarityRole, "pol"},
    {PolarityRole, "polarity"},
    {PolarityRole, "on"},
}};

struct TimeUnit
{
    std::string_view name;
    double microseconds;
};

constexpr std::array<TimeUnit, 5> kTimeUnits = {
    {{"us", 1.0}, {"ms", 1e3}, {"s", 1e6}, {"sec", 1e6}, {"seconds", 1e6}}};

double microsecondsOf(std::string_view unit)
{
    for (const TimeUnit& candidate : kTimeUnits) {
        if (candidate.name == unit)
            return candidate.microseconds;
    }
    return 0.0;
}

// Which column plays which role, and what a unit of time is (0: the file does not say).
struct Layout
{
    std::array<std::optional<std::size_t>, RoleCount> column;
    double microseconds = 0.0;
    bool isTable = false; // of numbers that are neither

    bool isSpikes() const { return column[TimeRole] && column[UnitRole]; }
    bool isEvents() const
    {
        return column[TimeRole] && column[XRole] && column[YRole] && column[PolarityRole];
    }
    std::size_t fields() const
    {
        std::size_t needed = 0;
        for (const auto& index : column)
            needed = std::max(needed, index ? *index + 1 : 0);
        return needed;
    }
};

// "Time [ms]" -> "time", "ms"; "t_us" -> "t", "us"
std::pair<std::string, std::string> nameAndUnit(std::string_view title)
{
    std::string name;
    for (const char letter : title) {
        if (letter != ']' && letter != ')')
            name += static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
    }
    const std::size_t split = name.find_last_of("_[( ");
    if (split == std::string::npos || split == 0)
        return {name, {}};
    const std::string unit = name.substr(split + 1);
    if (microsecondsOf(unit) == 0.0)
        return {name, {}};
    const std::size_t end = name.find_last_not_of("_[( ", split);
    return {name.substr(0, end + 1), unit};
}

Layout layoutFromHeader(const std::vector<std::string_view>& header)
{
    Layout layout;
    for (std::size_t i = 0; i < header.size(); ++i) {
        const auto [name, unit] = nameAndUnit(header[i]);
        for (const RoleName& candidate : kRoleNames) {
            if (candidate.name != name || layout.column[candidate.role])
                continue;
            layout.column[candidate.role] = i;
            if (candidate.role == TimeRole && !unit.empty())
                layout.microseconds = microsecondsOf(unit);
        }
    }
    return layout;
}

struct Table
{
    std::vector<std::vector<double>> columns;
    std::vector<std::size_t> lines; // line number of each row
    std::vector<double> row;        // that is being read
    std::size_t longLine = 0;       // the first one with more fields; 0 = none

    std::size_t rows() const { return lines.size(); }
};

bool isCount(double value)
{
    return value >= 0.0 && std::floor(value) == value;
}

bool allCounts(const std::vector<double>& column)
{
    return std::all_of(column.begin(), column.end(), isCount);
}

bool isAscending(const std::vector<double>& column)
{
    return std::is_sorted(column.begin(), column.end());
}

// Columns without names: what can be nothing else, or what `as` says.
bool areSpikes(const std::vector<std::vector<double>>& columns, const std::string& as)
{
    if (columns.size() != 2 || as != "auto")
        return columns.size() == 2 && as == "spikes";
    return allCounts(columns[1]) &&
           (!allCounts(columns[0]) || (isAscending(columns[0]) && !isAscending(columns[1])));
}

bool areEvents(const std::vector<std::vector<double>>& columns, const std::string& as)
{
    if (columns.size() != 4 || as != "auto")
        return columns.size() == 4 && as == "events";
    return allCounts(columns[1]) && allCounts(columns[2]) && isAscending(columns[0]) &&
           std::ranges::all_of(columns[3], [](double p) { return p == 0.0 || std::abs(p) == 1.0; });
}

bool mostlyCounts(const std::vector<double>& column)
{
    return 2 * std::ranges::count_if(column, isCount) >= static_cast<std::ptrdiff_t>(column.size());
}

// Neither, and not what a slip of the pen makes of them: units or pixels that are whole numbers,
// times and pixels that increase.
bool areOnlyNumbers(const std::vector<std::vector<double>>& columns)
{
    if (columns.size() == 2)
        return !mostlyCounts(columns[1]);
    if (columns.size() == 4)
        return !mostlyCounts(columns[1]) || !mostlyCounts(columns[2]);
    return columns.size() != 3 || !std::ranges::all_of(columns, allCounts) ||
           !isAscending(columns[0]) || columns[0].back() < 1.0;
}

Layout layoutFromNumbers(const Table& table, const std::string& as)
{
    Layout layout;
    if (areSpikes(table.columns, as)) {
        layout.column[TimeRole] = 0;
        layout.column[UnitRole] = 1;
    } else if (areEvents(table.columns, as)) {
        layout.column[TimeRole] = 0;
        layout.column[XRole] = 1;
        layout.column[YRole] = 2;
        layout.column[PolarityRole] = 3;
    } else {
        layout.isTable = as == "table" || (as == "auto" && areOnlyNumbers(table.columns));
    }
    return layout;
}

[[noreturn]] void refuseLine(std::size_t line, const std::string& why)
{
    throw Error(ErrorKind::BadFormat, "line " + std::to_string(line) + ": " + why);
}

bool isNumeric(const std::vector<std::string_view>& fields)
{
    return std::all_of(fields.begin(), fields.end(), [](std::string_view field) {
        return field.empty() || csvNumber(field).has_value();
    });
}

// Adds the wanted columns of a line; throws with the line number.
void addRow(Table& table, const std::vector<std::string_view>& fields,
            const std::vector<std::size_t>& wanted, std::size_t line)
{
    table.row.resize(wanted.size());
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        if (wanted[i] >= fields.size())
            refuseLine(line, counted(fields.size(), "field") + " where " +
                                 std::to_string(wanted[i] + 1) + " are needed");
        const auto value = csvNumber(fields[wanted[i]]);
        if (!value)
            refuseLine(line,
                       "'" + std::string(fields[wanted[i]].substr(0, 40)) + "' is not a number");
        if (!std::isfinite(*value))
            refuseLine(line, "'" + std::string(fields[wanted[i]]) + "' is not a finite number");
        table.row[i] = *value;
    }
    if (fields.size() > wanted.size() && table.longLine == 0)
        table.longLine = line;
    for (std::size_t i = 0; i < wanted.size(); ++i)
        table.columns[i].push_back(table.row[i]);
    table.lines.push_back(line);
}

struct Parsed
{
    Layout layout; // columns are those of the table
    Table table;
};

std::vector<std::size_t> compacted(Layout& layout)
{
    std::vector<std::size_t> wanted;
    for (auto& column : layout.column) {
        if (!column)
            continue;
        wanted.push_back(*column);
        column = wanted.size() - 1;
    }
    return wanted;
}

Parsed parseTable(std::string_view text, const std::string& as, std::vector<std::string>& notes,
                  JobContext& job)
{
    CsvLines lines(text);
    std::vector<std::string_view> fields;
    if (!lines.next(fields))
        throw Error(ErrorKind::BadFormat, "the table is empty");
    Parsed parsed;
    const bool named = !isNumeric(fields);
    std::vector<std::size_t> wanted;
    if (named) {
        parsed.layout = layoutFromHeader(fields);
        if (!parsed.layout.isSpikes() && !parsed.layout.isEvents())
            refuseLine(lines.lineNumber(),
                       "the header names neither the columns time, unit nor t, x, y, p");
        // A table that has both is one of spikes with positions.
        if (parsed.layout.isSpikes())
            parsed.layout.column[XRole] = parsed.layout.column[YRole] =
                parsed.layout.column[PolarityRole] = std::nullopt;
        wanted = compacted(parsed.layout);
    } else {
        if (fields.size() > kMostColumns)
            refuseLine(lines.lineNumber(),
                       "more than " + std::to_string(kMostColumns) + " columns");
        for (std::size_t i = 0; i < fields.size(); ++i)
            wanted.push_back(i);
    }
    parsed.table.columns.resize(wanted.size());
    for (bool more = named ? lines.next(fields) : true; more; more = lines.next(fields)) {
        if (lines.lineNumber() % 65536 == 0)
            job.checkpoint();
        try {
            addRow(parsed.table, fields, wanted, lines.lineNumber());
        } catch (const Error&) {
            if (!lines.endedWithoutNewline() || parsed.table.rows() == 0)
                throw;
            notes.push_back("truncated: ignored the incomplete last line");
        }
    }
    if (!named) {
        const std::size_t columns = parsed.table.columns.size();
        parsed.layout = layoutFromNumbers(parsed.table, as);
        if (!parsed.layout.isSpikes() && !parsed.layout.isEvents() && !parsed.layout.isTable)
            refuseLine(1, (columns == 2 || columns == 4
                               ? "columns without a header that could be several things"
                               : counted(columns, "column") + " without a header") +
                              "; name them time, unit or t, x, y, p, or read them with as=table");
        if (parsed.layout.isTable && parsed.table.longLine > 0)
            refuseLine(parsed.table.longLine,
                       "more fields than the " + std::to_string(columns) + " of the first line");
    }
    return parsed;
}

std::vector<std::int64_t> wholeNumbers(const Table& table, std::size_t column, const char* what,
                                       double least, double most)
{
    std::vector<std::int64_t> numbers;
    numbers.reserve(table.rows());
    for (std::size_t row = 0; row < table.rows(); ++row) {
        const double value = table.columns[column][row];
        if (std::floor(value) != value || value < least || value > most)
            refuseLine(table.lines[row], std::string(what) + " must be a whole number from " +
                                             std::to_string(static_cast<std::int64_t>(least)) +
                                             " to " +
                                             std::to_string(static_cast<std::int64_t>(most)));
        numbers.push_back(static_cast<std::int64_t>(value));
    }
    return numbers;
}

std::vector<Time> tableTimes(const Parsed& parsed, const std::string& chosen,
                             std::vector<std::string>& notes)
{
    const auto& column = parsed.table.columns[*parsed.layout.column[TimeRole]];
    double microseconds = chosen == "auto" ? parsed.layout.microseconds : microsecondsOf(chosen);
    if (microseconds == 0.0) {
        const bool whole = std::all_of(column.begin(), column.end(),
                                       [](double value) { return std::floor(value) == value; });
        microseconds = whole ? 1.0 : 1e6;
        notes.push_back(std::string("the file does not say its unit of time: took ") +
                        (whole ? "us" : "s"));
    }
    std::vector<Time> times;
    times.reserve(column.size());
    for (std::size_t row = 0; row < column.size(); ++row) {
        if (std::abs(column[row] * microseconds) >= static_cast<double>(kMaxTime))
            refuseLine(parsed.table.lines[row], "the time is beyond all bounds");
        times.push_back(timeFrom(column[row], microseconds));
    }
    return times;
}

// [step, feature], or a signal where the rate is known.
NamedStream streamOfNumbers(const Table& table, double rate)
{
    const std::size_t columns = table.columns.size();
    if (rate > 0.0) {
        Signal signal;
        signal.channels = columns;
        signal.rateHz = rate;
        signal.data.reserve(columns * table.rows());
        for (std::size_t row = 0; row < table.rows(); ++row) {
            for (const auto& column : table.columns)
                signal.data.push_back(static_cast<float>(column[row]));
        }
        return {"signals/table", "table", "", "", std::move(signal)};
    }
    Tensor tensor;
    tensor.dtype = DType::Float64;
    tensor.shape = {table.rows(), columns};
    tensor.axes = {AxisKind::Step, AxisKind::Feature};
    tensor.bytes.resize(checkedElements(tensor.shape) * sizeof(double));
    for (std::size_t row = 0; row < table.rows(); ++row) {
        for (std::size_t i = 0; i < columns; ++i)
            std::memcpy(tensor.bytes.data() + (row * columns + i) * sizeof(double),
                        &table.columns[i][row], sizeof(double));
    }
    return {"tensors/table", "table", "", "", std::move(tensor)};
}

bool isText(const std::vector<std::byte>& head)
{
    return std::none_of(head.begin(), head.end(), [](std::byte byte) {
        const auto code = std::to_integer<unsigned>(byte);
        return code < 9 || (code > 13 && code < 32) || code == 127;
    });
}

class CsvReader : public Reader
{
public:
    ReaderInfo info() const override
    {
        return {"csv",
                "CSV spikes, events or numbers",
                {".csv", ".txt"},
                {{"time-unit",
                  "Unit of time",
                  "Of the time column; auto: as the header says.",
                  std::string("auto"),
                  {},
                  {},
                  {"auto", "s", "ms", "us"}},
                 {"width",
                  "Sensor width",
                  "Pixels of events; 0: up to the largest x.",
                  std::int64_t{0},
                  0,
                  65536,
                  {},
                  "px"},
                 {"height",
                  "Sensor height",
                  "Pixels of events; 0: up to the largest y.",
                  std::int64_t{0},
                  0,
                  65536,
                  {},
                  "px"},
                 {"as",
                  "Numbers",
                  "What columns without a header are; auto: what can be nothing else.",
                  std::string("auto"),
                  {},
                  {},
                  {"auto", "spikes", "events", "table"}},
                 {"rate",
                  "Sampling rate",
                  "Of a table of numbers, which is a signal then; 0: steps without a clock.",
                  0.0,
                  0.0,
                  1e12,
                  {},
                  "Hz"}}};
    }

    Sniff sniff(const FilePeek& peek) const noexcept override
    {
        if (peek.head.empty() || !isText(peek.head))
            return Sniff::No;
        const std::string_view text(reinterpret_cast<const char*>(peek.head.data()),
                                    peek.head.size());
        // Without the last line, which the peek may have cut.
        const std::size_t end = text.rfind('\n');
        std::vector<std::string> notes;
        JobContext job = nullJob();
        const bool isCsv = peek.extension() == ".csv";
        try {
            const Parsed parsed = parseTable(
                text.substr(0, end == std::string_view::npos ? end : end + 1), "auto", notes, job);
            if (parsed.layout.isTable)
                return isCsv || peek.extension() == ".txt" ? Sniff::Maybe : Sniff::No;
            return isCsv ? Sniff::Sure : Sniff::Maybe;
        } catch (...) {
            return isCsv ? Sniff::Maybe : Sniff::No; // reading it names the faulty line
        }
    }

    Recording read(const ReadRequest& request, JobContext& job) const override
    {
        return withContext("reading " + request.path.filename().string(),
                           [&] { return readFile(request, job); });
    }

private:
    Recording readFile(const ReadRequest& request, JobContext& job) const
    {
        const Params params =
            request.params.has("time-unit") ? request.params : Params(info().params);
        Recording recording;
        recording.info.format = "csv";
        recording.info.path = request.path;
        recording.info.title = request.path.stem().string();
        auto& notes = recording.info.notes;
        const std::string text = readText(request.path, job);
        const Parsed parsed = parseTable(text, params.text("as"), notes, job);
        if (parsed.layout.isTable) {
            recording.streams.push_back(streamOfNumbers(parsed.table, params.number("rate")));
            return recording;
        }
        const auto& column = parsed.layout.column;
        const auto times = tableTimes(parsed, params.text("time-unit"), notes);
        if (parsed.layout.isSpikes()) {
            const auto units = wholeNumbers(parsed.table, *column[UnitRole], "the unit", 0,
                                            static_cast<double>(kMaxUnits - 1));
            recording.streams.push_back({"spikes/main", "main", "", "",
                                         spikesFromColumns(times, units, std::nullopt, notes)});
            return recording;
        }
        RawEvents raw;
        raw.t = times;
        raw.x = wholeNumbers(parsed.table, *column[XRole], "x", 0, 65535);
        raw.y = wholeNumbers(parsed.table, *column[YRole], "y", 0, 65535);
        raw.polarity = wholeNumbers(parsed.table, *column[PolarityRole], "p", -1, 1);
        const auto declared = [&params](const char* id) {
            const std::int64_t size = params.integer(id);
            return size > 0 ? std::optional(size) : std::nullopt;
        };
        recording.streams.push_back(
            {"events/main", "main", "visual", "event",
             eventsFromColumns(raw, declared("width"), declared("height"), notes)});
        return recording;
    }
};

} // namespace

std::unique_ptr<Reader> makeCsvReader()
{
    return std::make_unique<CsvReader>();
}

} // namespace inspike
