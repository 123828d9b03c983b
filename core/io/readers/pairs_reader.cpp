// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Lists of pairs: a text table with the columns audio, visual, label and perhaps split (train,
// validation, test), in any order. Paths are relative to the list; `file#12` is entry 12 of a file
// of many, such as a picture of an IDX file or a trial of SHD. Labels are numbers or names. The
// files are looked for, but not opened; all missing ones are named at once.
#include "core/base/error.h"
#include "core/io/assemble.h"
#include "core/io/bytes.h"
#include "core/io/list_table.h"
#include "core/io/reader.h"

#include <algorithm>

namespace inspike {

namespace {

// Where the columns are.
struct Header
{
    std::optional<std::size_t> audio, visual, label, split;

    explicit Header(const Cells& cells)
        : audio(columnOf(cells, "audio")),
          visual(columnOf(cells, "visual")),
          label(columnOf(cells, "label")),
          split(columnOf(cells, "split"))
    {}

    bool isComplete() const { return audio && visual && label; }
    std::size_t cells() const { return std::max({*audio, *visual, *label}) + 1; }
};

class PairsReader : public Reader
{
public:
    ReaderInfo info() const override
    {
        return {"pairs", "Pairs of sounds and pictures (CSV)", {".csv"}};
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
        ListLines lines(text);
        std::string line;
        if (!lines.next(line))
            throw Error(ErrorKind::BadFormat, "the list is empty");
        const char delimiter = delimiterOf(line);
        const Header header(cellsOf(line, delimiter, lines.number()));
        if (!header.isComplete())
            refuseLine(lines.number(), "the header must name the columns audio, visual, label");

        Pairs pairs;
        ListedFiles files(request.path.parent_path());
        std::vector<std::string> labels;
        std::vector<std::size_t> numbers;
        while (lines.next(line)) {
            job.checkpoint();
            const Cells cells = cellsOf(line, delimiter, lines.number());
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
        ListedClasses classes = classesOf(labels, numbers);
        pairs.names = std::move(classes.names);
        std::vector<LabelledItem> labelled;
        for (std::size_t i = 0; i < pairs.items.size(); ++i) {
            pairs.items[i].label = classes.labels[i];
            labelled.push_back({pairs.items[i].label, pairs.items[i].split});
        }
        noteClasses(labelled, pairs.names, "pair", notes);
        return pairs;
    }
};

} // namespace

std::unique_ptr<Reader> makePairsReader()
{
    return std::make_unique<PairsReader>();
}

} // namespace inspike
