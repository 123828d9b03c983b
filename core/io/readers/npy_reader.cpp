// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
// NumPy arrays (.npy): fields t, x, y, p or rows of these four become events, fields time, unit or
// rows of these two become spikes, an ascending list of times becomes one unit, and everything else
// that is plain numbers a tensor. spike_times.npy with spike_clusters.npy beside it are the spikes
// of a sorted recording (Kilosort, phy).
#include "core/base/error.h"
#include "core/io/assemble.h"
#include "core/io/column_streams.h"
#include "core/io/npy_array.h"
#include "core/io/reader.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <fstream>
#include <functional>
#include <limits>

namespace inspike {

namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t kBlock = std::uint64_t{1} << 18U;
constexpr std::size_t kMostScript = std::size_t{1} << 16U;
constexpr double kUsualRate = 30000.0; // Hz

// True if every value passes; stops at the first block with one that does not.
bool all(const Column& column, JobContext& job, const std::function<bool(double)>& passes)
{
    std::vector<double> values;
    for (std::uint64_t first = 0; first < column.size(); first += kBlock) {
        job.checkpoint();
        readDoubles(column, first, std::min(kBlock, column.size() - first), values);
        if (!std::all_of(values.begin(), values.end(), passes))
            return false;
    }
    return true;
}

bool isAscending(const Column& column, JobContext& job)
{
    double last = -std::numeric_limits<double>::infinity();
    return all(column, job, [&last](double value) {
        const bool ascends = value >= last && std::isfinite(value);
        last = value;
        return ascends;
    });
}

bool areIndices(const Column& column, double limit, JobContext& job)
{
    return all(column, job, [limit](double value) {
        return value >= 0.0 && value < limit && std::floor(value) == value;
    });
}

bool looksLikeEvents(const NpyArray& npy, JobContext& job)
{
    return npy.columns() == 4 && npy.rows() > 0 && isAscending(*npy.column(0), job) &&
           areIndices(*npy.column(1), 65536.0, job) && areIndices(*npy.column(2), 65536.0, job) &&
           all(*npy.column(3), job, [](double p) { return p == 0.0 || std::abs(p) == 1.0; });
}

bool looksLikeSpikes(const NpyArray& npy, JobContext& job)
{
    if (npy.columns() == 1)
        return isAscending(*npy.column(0), job);
    return npy.columns() == 2 && npy.rows() > 0 && isAscending(*npy.column(0), job) &&
           areIndices(*npy.column(1), static_cast<double>(kMaxUnits), job);
}

// What an array without fields holds.
std::string contentOf(const NpyArray& npy, JobContext& job)
{
    const DType type = npy.header().fields.front().dtype;
    if (type == DType::Bool || !isColumnType(type))
        return "tensor";
    if (looksLikeEvents(npy, job))
        return "events";
    return looksLikeSpikes(npy, job) ? "spikes" : "tensor";
}

// All units 0.
class OneUnit : public Column
{
public:
    explicit OneUnit(std::uint64_t size) : m_size(size) {}
    std::uint64_t size() const override { return m_size; }
    DType dtype() const override { return DType::UInt32; }
    void read(std::uint64_t, std::uint64_t count, std::byte* to) const override
    {
        std::fill_n(to, count * sizeof(std::uint32_t), std::byte{0});
    }

private:
    std::uint64_t m_size;
};

double microsecondsOf(const Column& time, const std::string& unit)
{
    if (unit == "us")
        return 1.0;
    if (unit == "ms")
        return kMicrosecondsPerMs;
    const bool floating = time.dtype() == DType::Float32 || time.dtype() == DType::Float64;
    return unit == "s" || floating ? kMicrosecondsPerSecond : 1.0;
}

// The rate that a sorted recording's params.py sets; it is searched, never run.
std::optional<double> rateFromScript(const fs::path& script)
{
    std::ifstream file(script, std::ios::binary);
    std::string text(kMostScript, '\0');
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(file.gcount()));
    constexpr std::string_view kName = "sample_rate";
    for (std::size_t at = 0; at < text.size(); at = text.find('\n', at), at += at < text.size()) {
        std::size_t value = text.find_first_not_of(" \t", at);
        if (value == std::string::npos || text.compare(value, kName.size(), kName) != 0)
            continue;
        value = text.find_first_not_of(" \t", value + kName.size());
        if (value == std::string::npos || text[value] != '=')
            continue;
        value = std::min(text.find_first_not_of(" \t", value + 1), text.size());
        double rate = 0.0;
        const auto parsed = std::from_chars(text.data() + value, text.data() + text.size(), rate);
        if (parsed.ec == std::errc() && rate > 0.0 && std::isfinite(rate))
            return rate;
    }
    return std::nullopt;
}

// The two files of a sorted recording, if `path` is one of them and the other lies beside it.
struct SortedFiles
{
    fs::path times, units;
};

std::optional<SortedFiles> sortedFilesOf(const fs::path& path)
{
    const fs::path folder = path.parent_path();
    const std::string name = path.filename().string();
    std::error_code code;
    for (const char* units : {"spike_clusters.npy", "spike_templates.npy"}) {
        if ((name == "spike_times.npy" || name == units) && fs::exists(folder / units, code) &&
            fs::exists(folder / "spike_times.npy", code))
            return SortedFiles{folder / "spike_times.npy", folder / units};
    }
    return std::nullopt;
}

class NpyReader : public Reader
{
public:
    ReaderInfo info() const override
    {
        return {"npy",
                "NumPy array",
                {".npy"},
                {{"content",
                  "Content",
                  "What the array holds; auto: as its fields, shape and values suggest.",
                  std::string("auto"),
                  {},
                  {},
                  {"auto", "spikes", "events", "tensor"}},
                 {"time-unit",
                  "Unit of time",
                  "Of the times; auto: us for whole numbers, else s.",
                  std::string("auto"),
                  {},
                  {},
                  {"auto", "s", "ms", "us"}},
                 {"sample-rate",
                  "Sample rate",
                  "Of spike times counted in samples (Kilosort, phy); 0: as params.py says.",
                  0.0,
                  0.0,
                  1e9,
                  {},
                  "Hz"}}};
    }

    Sniff sniff(const FilePeek& peek) const noexcept override
    {
        return peek.startsWith("\x93NUMPY") ? Sniff::Sure : Sniff::No;
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
            request.params.has("content") ? request.params : Params(info().params);
        Recording recording;
        recording.info.format = "npy";
        recording.info.path = request.path;
        recording.info.title = request.path.stem().string();
        auto& notes = recording.info.notes;
        const std::string& wanted = params.text("content");
        if (const auto files = sortedFilesOf(request.path); files && wanted == "auto") {
            recording.info.title = fs::absolute(request.path).parent_path().filename().string();
            recording.streams.push_back(
                {"spikes/units", "units", "", "",
                 readSorted(*files, params.number("sample-rate"), notes, job)});
            return recording;
        }
        const NpyArray npy(request.path);
        std::string content = wanted;
        if (content == "auto")
            content = npy.header().isStructured() ? fieldContent(npy) : contentOf(npy, job);
        const std::string name = request.path.stem().string();
        if (content == "tensor") {
            recording.streams.push_back({"tensors/" + name, name, "", "", npy.tensor(job)});
            return recording;
        }
        noteTruncation(npy, notes);
        const std::string& unit = params.text("time-unit");
        if (content == "events")
            recording.streams.push_back(
                {"events/main", "main", "visual", "event", readEvents(npy, unit, notes, job)});
        else
            recording.streams.push_back(
                {"spikes/main", "main", "", "", readSpikes(npy, unit, notes, job)});
        return recording;
    }

    static void noteTruncation(const NpyArray& npy, std::vector<std::string>& notes)
    {
        if (npy.isTruncated())
            notes.push_back("truncated: kept " + std::to_string(npy.rows()) + " of " +
                            counted(npy.header().shape.front(), "row"));
    }

    static std::string fieldContent(const NpyArray& npy)
    {
        if (npy.fieldNamed({"x"}) && npy.fieldNamed({"y"}))
            return "events";
        return "spikes";
    }

    static StreamData readSpikes(const NpyArray& npy, const std::string& unit,
                                 std::vector<std::string>& notes, JobContext& job)
    {
        SpikeColumns columns;
        if (npy.header().isStructured()) {
            columns.time = npy.fieldNamed({"time", "t", "times", "timestamp", "timestamps", "ts"});
            columns.unit = npy.fieldNamed(
                {"unit", "units", "neuron", "neuron_id", "node_id", "node_ids", "id", "sender"});
        } else if (npy.columns() == 1 || npy.columns() == 2) {
            columns.time = npy.column(0);
            columns.unit = npy.columns() == 2 ? npy.column(1) : nullptr;
            if (npy.columns() == 1) {
                columns.unit = std::make_shared<OneUnit>(npy.rows());
                columns.units = 1;
            }
        }
        if (!columns.time || !columns.unit)
            throw Error(ErrorKind::Unsupported,
                        "spikes need the fields time, unit, rows of these two, or a list of times");
        columns.microseconds = microsecondsOf(*columns.time, unit);
        return spikeStream(columns, notes, job);
    }

    static StreamData readEvents(const NpyArray& npy, const std::string& unit,
                                 std::vector<std::string>& notes, JobContext& job)
    {
        SensorColumns columns;
        if (npy.header().isStructured()) {
            columns.t = npy.fieldNamed({"t", "time", "timestamp", "timestamps", "ts"});
            columns.x = npy.fieldNamed({"x"});
            columns.y = npy.fieldNamed({"y"});
            columns.polarity = npy.fieldNamed({"p", "pol", "polarity", "on"});
        } else if (npy.columns() == 4) {
            columns.t = npy.column(0);
            columns.x = npy.column(1);
            columns.y = npy.column(2);
            columns.polarity = npy.column(3);
        }
        if (!columns.t || !columns.x || !columns.y || !columns.polarity)
            throw Error(ErrorKind::Unsupported,
                        "events need the fields t, x, y, p or rows of these four");
        columns.microseconds = microsecondsOf(*columns.t, unit);
        return eventStream(columns, notes, job);
    }

    static StreamData readSorted(const SortedFiles& files, double rate,
                                 std::vector<std::string>& notes, JobContext& job)
    {
        const NpyArray times(files.times);
        const NpyArray units(files.units);
        if (times.columns() != 1 || units.columns() != 1)
            throw Error(ErrorKind::BadFormat, "spike times and clusters must be lists");
        noteTruncation(times, notes);
        noteTruncation(units, notes);
        if (rate <= 0.0) {
            const auto said = rateFromScript(files.times.parent_path() / "params.py");
            rate = said.value_or(kUsualRate);
            if (!said)
                notes.emplace_back("no params.py says the sample rate: took 30 kHz");
        }
        SpikeColumns columns;
        columns.time = times.column(0);
        columns.unit = units.column(0);
        columns.microseconds = kMicrosecondsPerSecond / rate;
        return spikeStream(columns, notes, job);
    }
};

} // namespace

std::unique_ptr<Reader> makeNpyReader()
{
    return std::make_unique<NpyReader>();
}

} // namespace inspike
