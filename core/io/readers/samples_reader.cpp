// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Lists of samples: a text table with the columns file, label and perhaps domain (event, static)
// and split (train, validation, test), in any order. Paths are relative to the list; `file#12` is
// entry 12 of a file of many and `file#0-999` are the first thousand. Labels are numbers, names or
// `@labels.gz`, an IDX file that has one for each entry. The files are looked for, but, except
// labels, not opened; all missing ones are named at once.
#include "core/base/error.h"
#include "core/io/assemble.h"
#include "core/io/bytes.h"
#include "core/io/list_table.h"
#include "core/io/reader.h"
#include "core/io/sample_rows.h"

#include <algorithm>

namespace inspike {

namespace {

// Where the columns are.
struct Header
{
    std::optional<std::size_t> domain, file, label, split;

    explicit Header(const Cells& cells)
        : domain(columnOf(cells, "domain")),
          file(columnOf(cells, "file")),
          label(columnOf(cells, "label")),
          split(columnOf(cells, "split"))
    {}

    bool isComplete() const { return file && label; }
    std::size_t cells() const { return std::max(*file, *label) + 1; }
    static std::string text(const Cells& cells, const std::optional<std::size_t>& column)
    {
        return column && *column < cells.size() ? cells[*column] : std::string();
    }
};

// A row whose files are looked for, but whose entries are not counted yet.
struct PendingRow
{
    SampleRow row;
    ListedFiles::Range range;
    std::optional<std::filesystem::path> labels; // of `@labels.gz`
};

PendingRow pendingRow(const Cells& cells, const Header& header, std::size_t line,
                      ListedFiles& files)
{
    if (cells.size() < header.cells())
        refuseLine(line, counted(cells.size(), "cell") + " where " +
                             std::to_string(header.cells()) + " are needed");
    const std::string& file = cells[*header.file];
    if (file.empty())
        refuseLine(line, "a sample without a file");
    PendingRow pending;
    pending.range = files.findRange(file);
    pending.row.file = pending.range.first;
    pending.row.line = line;
    pending.row.split = splitOf(Header::text(cells, header.split), line);
    pending.row.domain = lowerCase(Header::text(cells, header.domain));
    if (pending.row.domain.empty())
        pending.row.domain = domainOf(pending.row.file.path);
    if (pending.row.domain != "event" && pending.row.domain != "static")
        refuseLine(line, "'" + pending.row.domain.substr(0, 40) + "' is neither event nor static");
    const std::string& label = cells[*header.label];
    if (label.starts_with('@') && label.size() > 1)
        pending.labels = files.find(label.substr(1)).path;
    else
        pending.row.label = label;
    return pending;
}

// Labels files, each read once.
class LabelFiles
{
public:
    const std::vector<std::int64_t>& labels(const std::filesystem::path& path,
                                            std::vector<std::string>& notes, JobContext& job)
    {
        const auto known = m_labels.find(path);
        if (known != m_labels.end())
            return known->second;
        return m_labels.emplace(path, idxLabels(path, notes, job)).first->second;
    }

private:
    std::map<std::filesystem::path, std::vector<std::int64_t>> m_labels;
};

void expand(const PendingRow& pending, LabelFiles& labelFiles, SampleRows& rows,
            std::vector<std::string>& notes, JobContext& job)
{
    const std::size_t first = pending.row.file.entry;
    std::size_t last = pending.range.last.value_or(first);
    const std::vector<std::int64_t>* labels = nullptr;
    if (pending.labels) {
        labels = &labelFiles.labels(*pending.labels, notes, job);
        if (!pending.range.namesEntry) {
            if (labels->empty())
                return;
            last = labels->size() - 1;
        }
        if (last >= labels->size())
            refuseLine(pending.row.line, "entry " + std::to_string(last) + " has no label, " +
                                             pending.labels->filename().string() + " holds " +
                                             std::to_string(labels->size()));
    }
    rows.requireRoomFor(last - first);
    for (std::size_t entry = first; entry <= last; ++entry) {
        SampleRow row = pending.row;
        row.file.entry = entry;
        if (labels != nullptr)
            row.label = std::to_string((*labels)[entry]);
        rows.add(std::move(row));
    }
}

class SamplesReader : public Reader
{
public:
    ReaderInfo info() const override
    {
        return {"samples", "List of events and still pictures (CSV)", {".csv"}};
    }

    Sniff sniff(const FilePeek& peek) const noexcept override
    {
        const std::optional<Cells> header = headerOf(peek);
        return header && Header(*header).isComplete() ? Sniff::Sure : Sniff::No;
    }

    Recording read(const ReadRequest& request, JobContext& job) const override
    {
        return withContext("reading " + request.path.filename().string(), [&] {
            Recording recording;
            recording.info.format = "samples";
            recording.info.path = request.path;
            recording.info.title = request.path.stem().string();
            auto& notes = recording.info.notes;
            SampleRows rows = readRows(request, notes, job);
            if (rows.isEmpty())
                notes.emplace_back("the list holds no samples");
            recording.streams = rows.streams(notes);
            return recording;
        });
    }

private:
    static SampleRows readRows(const ReadRequest& request, std::vector<std::string>& notes,
                               JobContext& job)
    {
        const std::string text = readText(request.path, job);
        ListLines lines(text);
        std::string line;
        if (!lines.next(line))
            throw Error(ErrorKind::BadFormat, "the list is empty");
        const char delimiter = delimiterOf(line);
        const Header header(cellsOf(line, delimiter, lines.number()));
        if (!header.isComplete())
            refuseLine(lines.number(), "the header must name the columns file and label");
        ListedFiles files(request.path.parent_path());
        std::vector<PendingRow> pending;
        while (lines.next(line)) {
            job.checkpoint();
            pending.push_back(pendingRow(cellsOf(line, delimiter, lines.number()), header,
                                         lines.number(), files));
        }
        files.requireAll();
        SampleRows rows;
        LabelFiles labels;
        for (const PendingRow& row : pending) {
            job.checkpoint();
            expand(row, labels, rows, notes, job);
        }
        return rows;
    }
};

} // namespace

std::unique_ptr<Reader> makeSamplesReader()
{
    return std::make_unique<SamplesReader>();
}

} // namespace inspike
