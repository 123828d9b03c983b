// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
// SONATA spikes as text: a header that names timestamps (ms), population and node_ids in any order,
// blanks or commas between them. Ids restart per population.
#include "core/base/error.h"
#include "core/base/mapped_file.h"
#include "core/io/assemble.h"
#include "core/io/csv.h"
#include "core/io/reader.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace inspike {

namespace {

struct Header
{
    std::size_t time = 0, population = 0, node = 0;

    std::size_t fields() const { return std::max({time, population, node}) + 1; }
};

std::optional<Header> headerOf(const std::vector<std::string_view>& fields)
{
    const auto columnNamed = [&fields](std::string_view name) -> std::optional<std::size_t> {
        const auto found = std::find(fields.begin(), fields.end(), name);
        if (found == fields.end())
            return std::nullopt;
        return static_cast<std::size_t>(found - fields.begin());
    };
    const auto time = columnNamed("timestamps");
    const auto population = columnNamed("population");
    const auto node = columnNamed("node_ids");
    if (!time || !population || !node)
        return std::nullopt;
    return Header{*time, *population, *node};
}

struct Spikes
{
    std::vector<Time> times;
    std::vector<std::int64_t> units;
};

using Populations = std::map<std::string, Spikes, std::less<>>;

[[noreturn]] void refuseLine(std::size_t line, const std::string& why)
{
    throw Error(ErrorKind::BadFormat, "line " + std::to_string(line) + ": " + why);
}

// Throws with the number of the line.
void addLine(Populations& populations, const Header& header,
             const std::vector<std::string_view>& fields, std::size_t line)
{
    if (fields.size() < header.fields())
        refuseLine(line, counted(fields.size(), "field") + " where " +
                             std::to_string(header.fields()) + " are needed");
    const auto time = csvNumber(fields[header.time]);
    const auto node = csvNumber(fields[header.node]);
    if (!time || !(std::abs(*time * kMicrosecondsPerMs) < static_cast<double>(kMaxTime)))
        refuseLine(line,
                   "'" + std::string(fields[header.time].substr(0, 40)) + "' is not a time in ms");
    if (!node || !(*node >= 0.0 && *node < static_cast<double>(kMaxUnits)) ||
        std::floor(*node) != *node)
        refuseLine(line, "'" + std::string(fields[header.node].substr(0, 40)) + "' is not a node");
    const std::string_view name = fields[header.population];
    auto population = populations.find(name);
    if (population == populations.end())
        population = populations.emplace(name, Spikes{}).first;
    population->second.times.push_back(timeFrom(*time, kMicrosecondsPerMs));
    population->second.units.push_back(static_cast<std::int64_t>(*node));
}

Populations parsed(std::string_view text, std::vector<std::string>& notes, JobContext& job)
{
    CsvLines lines(text);
    std::vector<std::string_view> fields;
    const auto header = lines.next(fields) ? headerOf(fields) : std::nullopt;
    if (!header)
        throw Error(ErrorKind::BadFormat,
                    "the header does not name timestamps, population and node_ids");
    Populations populations;
    while (lines.next(fields)) {
        if (lines.lineNumber() % 65536 == 0)
            job.checkpoint();
        try {
            addLine(populations, *header, fields, lines.lineNumber());
        } catch (const Error&) {
            if (!lines.endedWithoutNewline())
                throw;
            notes.emplace_back("truncated: ignored the incomplete last line");
        }
    }
    return populations;
}

class SonataCsvReader : public Reader
{
public:
    ReaderInfo info() const override { return {"sonata-csv", "SONATA spikes as text", {".csv"}}; }

    Sniff sniff(const FilePeek& peek) const noexcept override
    {
        try {
            CsvLines lines({reinterpret_cast<const char*>(peek.head.data()), peek.head.size()});
            std::vector<std::string_view> fields;
            return lines.next(fields) && headerOf(fields) ? Sniff::Sure : Sniff::No;
        } catch (...) {
            return Sniff::No; // no memory for the fields
        }
    }

    Recording read(const ReadRequest& request, JobContext& job) const override
    {
        return withContext("reading " + request.path.filename().string(),
                           [&] { return readFile(request, job); });
    }

private:
    static Recording readFile(const ReadRequest& request, JobContext& job)
    {
        const MappedFile file(request.path);
        const auto bytes = file.bytes();
        Recording recording;
        recording.info.format = "sonata-csv";
        recording.info.path = request.path;
        recording.info.title = request.path.stem().string();
        auto& notes = recording.info.notes;
        const Populations populations =
            parsed({reinterpret_cast<const char*>(bytes.data()), bytes.size()}, notes, job);
        for (const auto& [name, spikes] : populations) {
            recording.streams.push_back(
                {"spikes/" + name, name, "", "",
                 spikesFromColumns(spikes.times, spikes.units, std::nullopt, notes)});
        }
        if (populations.empty())
            recording.streams.push_back(
                {"spikes/main", "main", "", "", SpikeTrains::fromPairs({}, {}, 0)});
        return recording;
    }
};

} // namespace

std::unique_ptr<Reader> makeSonataCsvReader()
{
    return std::make_unique<SonataCsvReader>();
}

} // namespace inspike
