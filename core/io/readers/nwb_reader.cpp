// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Neurodata Without Borders 2.x: sorted units (/units, spike times in s one unit after the other,
// with the cumulative end of each unit's) and intervals (/intervals/<name>, start times and tags or
// labels). A file without units is a recording of 0 units.
#include "core/base/error.h"
#include "core/io/assemble.h"
#include "core/io/column_streams.h"
#include "core/io/hdf5/hdf5_file.h"
#include "core/io/reader.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <map>

namespace inspike {

namespace {

constexpr const char* kTimes = "/units/spike_times";
constexpr const char* kEnds = "/units/spike_times_index";

// Columns of intervals that say what happened, the most telling one first.
constexpr std::array kLabelColumns = {"tags",      "label",      "labels",
                                      "condition", "trial_type", "stimulus_name"};

// The unit of every spike, from the ends of the units.
class UnitOfSpike : public Column
{
public:
    explicit UnitOfSpike(std::vector<std::uint64_t> ends) : m_ends(std::move(ends)) {}

    std::uint64_t size() const override { return m_ends.empty() ? 0 : m_ends.back(); }
    DType dtype() const override { return DType::UInt32; }
    void read(std::uint64_t first, std::uint64_t count, std::byte* to) const override
    {
        if (first > size() || count > size() - first)
            throw Error(ErrorKind::BadShape, "spikes beyond the last unit were asked for");
        auto end = std::upper_bound(m_ends.begin(), m_ends.end(), first);
        for (std::uint64_t i = first; i < first + count; ++i, to += sizeof(std::uint32_t)) {
            while (i >= *end)
                ++end;
            const auto unit = static_cast<std::uint32_t>(end - m_ends.begin());
            std::memcpy(to, &unit, sizeof unit);
        }
    }

private:
    std::vector<std::uint64_t> m_ends;
};

// The first elements of a column.
class Beginning : public Column
{
public:
    Beginning(std::shared_ptr<const Column> whole, std::uint64_t size)
        : m_whole(std::move(whole)), m_size(size)
    {}
    std::uint64_t size() const override { return m_size; }
    DType dtype() const override { return m_whole->dtype(); }
    void read(std::uint64_t first, std::uint64_t count, std::byte* to) const override
    {
        m_whole->read(first, count, to);
    }

private:
    std::shared_ptr<const Column> m_whole;
    std::uint64_t m_size;
};

// Cumulative ends of a ragged column of `size` elements.
std::vector<std::uint64_t> endsOf(const Hdf5File& file, const std::string& dataset,
                                  std::uint64_t size)
{
    std::vector<std::uint64_t> ends;
    std::int64_t last = 0;
    for (const std::int64_t end : file.readIntegers(dataset)) {
        if (end < last || static_cast<std::uint64_t>(end) > size)
            throw Error(ErrorKind::BadFormat, dataset + " holds " + std::to_string(end) +
                                                  " after " + std::to_string(last) +
                                                  ", but must ascend to at most " +
                                                  std::to_string(size));
        last = end;
        ends.push_back(static_cast<std::uint64_t>(end));
    }
    return ends;
}

// Units that have no spikes, as many as the table has rows.
SpikeTrains silentUnits(const Hdf5File& file)
{
    std::int64_t units = 0;
    if (file.hasDataset("/units/id"))
        units = static_cast<std::int64_t>(checkedElements(file.shape("/units/id")));
    if (units > kMaxUnits)
        throw Error(ErrorKind::BadFormat, std::to_string(units) + " units are declared");
    return SpikeTrains::fromPairs({}, {}, static_cast<std::size_t>(units));
}

void noteIds(const Hdf5File& file, std::uint64_t units, std::vector<std::string>& notes)
{
    if (!file.hasDataset("/units/id"))
        return;
    const auto ids = file.readIntegers("/units/id");
    if (ids.size() != units)
        throw Error(ErrorKind::BadFormat, "/units has " + counted(ids.size(), "id") +
                                              " but spikes of " + counted(units, "unit"));
    for (std::size_t i = 0; i < ids.size(); ++i) {
        if (ids[i] != static_cast<std::int64_t>(i)) {
            notes.push_back("unit " + std::to_string(i) + " has the id " + std::to_string(ids[i]) +
                            ": units are numbered by their row, from 0");
            return;
        }
    }
}

StreamData readUnits(const Hdf5File& file, std::vector<std::string>& notes, JobContext& job)
{
    if (!file.hasDataset(kTimes))
        return silentUnits(file);
    if (!file.hasDataset(kEnds))
        throw Error(ErrorKind::BadFormat, std::string(kTimes) + " comes without its index");
    SpikeColumns columns;
    columns.time = file.column(kTimes);
    columns.microseconds = kMicrosecondsPerSecond;
    auto ends = endsOf(file, kEnds, columns.time->size());
    const std::uint64_t units = ends.size();
    const std::uint64_t used = ends.empty() ? 0 : ends.back();
    noteIds(file, units, notes);
    if (used < columns.time->size()) {
        notes.push_back(counted(columns.time->size() - used, "spike time") +
                        " of no unit left out");
        columns.time = std::make_shared<Beginning>(columns.time, used);
    }
    columns.units = static_cast<std::int64_t>(units);
    columns.unit = std::make_shared<UnitOfSpike>(std::move(ends));
    return spikeStream(columns, notes, job);
}

// A text per row, if the table has a column that says what happened; else empty.
std::vector<std::string> rowTexts(const Hdf5File& file, const std::string& group, std::size_t rows)
{
    for (const char* name : kLabelColumns) {
        const std::string dataset = group + "/" + name;
        if (!file.hasDataset(dataset))
            continue;
        std::vector<std::string> texts;
        try {
            texts = file.readTexts(dataset);
        } catch (const Error&) {
            continue; // numbers
        }
        if (file.hasDataset(dataset + "_index")) {
            // Several texts per row.
            std::vector<std::string> joined;
            std::uint64_t first = 0;
            for (const std::uint64_t end : endsOf(file, dataset + "_index", texts.size())) {
                std::string text;
                for (; first < end; ++first)
                    text += (text.empty() ? "" : ", ") + texts[static_cast<std::size_t>(first)];
                joined.push_back(std::move(text));
            }
            texts = std::move(joined);
        }
        if (texts.size() == rows)
            return texts;
    }
    return {};
}

Labels readIntervals(const Hdf5File& file, const std::string& group,
                     std::vector<std::string>& notes)
{
    const auto starts = file.readDoubles(group + "/start_time");
    const auto texts = rowTexts(file, group, starts.size());
    Labels labels;
    std::map<std::string, std::int64_t> values;
    std::size_t without = 0;
    for (std::size_t row = 0; row < starts.size(); ++row) {
        if (std::isnan(starts[row])) {
            ++without;
            continue;
        }
        const std::string text = texts.empty() ? group.substr(group.rfind('/') + 1) : texts[row];
        const auto [value, isNew] =
            values.emplace(text, static_cast<std::int64_t>(labels.names.size()));
        if (isNew)
            labels.names.push_back(text);
        labels.values.push_back(value->second);
        labels.time.push_back(timeFrom(starts[row], kMicrosecondsPerSecond));
    }
    if (without > 0)
        notes.push_back(counted(without, "row") + " of " + group + " without a start left out");
    return labels;
}

bool isNwb(const Hdf5File& file)
{
    return file.hasAttribute("/", "nwb_version") || file.hasDataset("/nwb_version");
}

class NwbReader : public Reader
{
public:
    ReaderInfo info() const override { return {"nwb", "NWB sorted units", {".nwb"}}; }

    Sniff sniff(const FilePeek& peek) const noexcept override
    {
        if (!peek.isHdf5())
            return Sniff::No;
        try {
            return isNwb(Hdf5File::open(peek.path)) ? Sniff::Sure : Sniff::No;
        } catch (...) {
            return Sniff::No; // damaged
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
        const Hdf5File file = Hdf5File::open(request.path);
        if (!isNwb(file))
            throw Error(ErrorKind::BadFormat, request.path.string() + " is not an NWB file");
        Recording recording;
        recording.info.format = "nwb";
        recording.info.path = request.path;
        recording.info.title = request.path.stem().string();
        auto& notes = recording.info.notes;
        recording.streams.push_back({"spikes/units", "units", "", "", readUnits(file, notes, job)});
        if (!file.hasGroup("/intervals"))
            return recording;
        for (const std::string& name : file.children("/intervals")) {
            job.checkpoint();
            const std::string group = "/intervals/" + name;
            if (file.hasDataset(group + "/start_time"))
                recording.streams.push_back(
                    {"labels/" + name, name, "", "", readIntervals(file, group, notes)});
        }
        return recording;
    }
};

} // namespace

std::unique_ptr<Reader> makeNwbReader()
{
    return std::make_unique<NwbReader>();
}

} // namespace inspike
