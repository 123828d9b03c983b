// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Inspike's own recordings (HDF5, inspike_kind = recording), and the inputs of reference files
// (inspike_kind = fixture), whose /input/<name> become tensors.
#include "core/base/error.h"
#include "core/io/assemble.h"
#include "core/io/column_streams.h"
#include "core/io/hdf5/hdf5_file.h"
#include "core/io/reader.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace inspike {

namespace {

// An attribute that must be a whole number if it is there.
std::optional<std::int64_t> wholeAttribute(const Hdf5File& file, const std::string& object,
                                           const char* name)
{
    const auto value = file.numberAttribute(object, name);
    if (!value)
        return std::nullopt;
    if (!(std::abs(*value) < 9e15) || std::floor(*value) != *value) {
        throw Error(ErrorKind::BadFormat,
                    "attribute " + std::string(name) + " of " + object + " is not a whole number");
    }
    return static_cast<std::int64_t>(*value);
}

bool isFloating(DType type)
{
    return type == DType::Float16 || type == DType::BFloat16 || type == DType::Float32 ||
           type == DType::Float64;
}

std::vector<Time> timesFromIntegers(const Hdf5File& file, const std::string& dataset)
{
    auto times = file.readIntegers(dataset);
    // Differences of times must fit 64 bits, too.
    for (const Time time : times) {
        if (time > kMaxTime || time < -kMaxTime)
            throw Error(ErrorKind::BadFormat, dataset + " holds a time beyond all bounds");
    }
    return times;
}

// Length of one unit of time in us: integers are us and floats are s, unless an attribute `unit`
// says otherwise.
double microsecondsOf(const Hdf5File& file, const std::string& dataset, const std::string& group)
{
    auto unit = file.textAttribute(dataset, "unit");
    if (!unit)
        unit = file.textAttribute(group, "unit");
    if (!unit)
        unit = isFloating(file.dtype(dataset)) ? "s" : "us";
    if (*unit == "us")
        return 1.0;
    if (*unit == "ms")
        return kMicrosecondsPerMs;
    if (*unit != "s")
        throw Error(ErrorKind::BadFormat, dataset + " has the unknown time unit '" + *unit + "'");
    return kMicrosecondsPerSecond;
}

std::vector<Time> readTimes(const Hdf5File& file, const std::string& dataset,
                            const std::string& group)
{
    const double microseconds = microsecondsOf(file, dataset, group);
    if (microseconds == 1.0 && !isFloating(file.dtype(dataset)))
        return timesFromIntegers(file, dataset);
    return timesFrom(file.readDoubles(dataset), microseconds);
}

// The time index that large streams are written with, if there is one that can be used.
std::optional<TimeClaims> readClaims(const Hdf5File& file, const std::string& group,
                                     const Column& time)
{
    const std::string dataset = group + "/time_index";
    const auto whole = [&](const std::string& object, const char* name) {
        const auto values = file.integersAttribute(object, name);
        return values.size() == 1 ? std::optional(values.front()) : std::nullopt;
    };
    if (time.dtype() != DType::Int64 || time.size() == 0 || !file.hasDataset(dataset))
        return std::nullopt;
    const auto step = whole(dataset, "step");
    const auto first = whole(group, "t_first");
    const auto last = whole(group, "t_last");
    if (whole(group, "sorted") != 1 || step.value_or(0) < 1 || !first || !last)
        return std::nullopt;
    TimeClaims claims;
    claims.step = static_cast<std::uint64_t>(*step);
    claims.first = *first;
    claims.last = *last;
    claims.on = static_cast<std::uint64_t>(whole(group, "on").value_or(0));
    // Not more of it than it can have.
    if (file.shape(dataset) == std::vector<std::size_t>{(time.size() - 1) / claims.step + 1})
        claims.times = file.readIntegers(dataset);
    return claims;
}

StreamData readSpikes(const Hdf5File& file, const std::string& group,
                      std::vector<std::string>& notes, JobContext& job)
{
    SpikeColumns columns;
    columns.time = file.column(group + "/time");
    columns.unit = file.column(group + "/unit");
    columns.microseconds = microsecondsOf(file, group + "/time", group);
    columns.units = wholeAttribute(file, group, "units");
    columns.claims = readClaims(file, group, *columns.time);
    return spikeStream(columns, notes, job);
}

StreamData readEvents(const Hdf5File& file, const std::string& group,
                      std::vector<std::string>& notes, JobContext& job)
{
    SensorColumns columns;
    columns.t = file.column(group + "/t");
    columns.x = file.column(group + "/x");
    columns.y = file.column(group + "/y");
    columns.polarity = file.column(group + "/p");
    columns.microseconds = microsecondsOf(file, group + "/t", group);
    columns.width = wholeAttribute(file, group, "width");
    columns.height = wholeAttribute(file, group, "height");
    columns.claims = readClaims(file, group, *columns.t);
    return eventStream(columns, notes, job);
}

Signal readSignal(const Hdf5File& file, const std::string& group)
{
    const auto shape = file.shape(group + "/data");
    const auto rate = file.numberAttribute(group, "rate_hz");
    if (shape.empty() || shape.size() > 2)
        throw Error(ErrorKind::BadFormat, group + "/data must be [samples, channels]");
    if (!rate || !(*rate > 0.0) || !std::isfinite(*rate))
        throw Error(ErrorKind::BadFormat, group + " needs an attribute rate_hz greater than 0");
    Signal signal;
    signal.channels = shape.size() == 2 ? shape[1] : 1;
    signal.rateHz = *rate;
    signal.data = file.readFloats(group + "/data");
    if (signal.channels == 0)
        throw Error(ErrorKind::BadFormat, group + "/data has no channels");
    // Keeps the length in microseconds within 64 bits.
    if (static_cast<double>(signal.data.size()) / signal.rateHz > 1e12)
        throw Error(ErrorKind::BadFormat, group + " lasts impossibly long; check rate_hz");
    return signal;
}

Frames readFrames(const Hdf5File& file, const std::string& group)
{
    Tensor data = file.readTensor(group + "/data");
    if (data.dtype != DType::UInt8 || data.shape.size() < 3 || data.shape.size() > 4)
        throw Error(ErrorKind::BadFormat, group + "/data must be uint8 [n, h, w] or [n, h, w, c]");
    Frames frames;
    frames.count = data.shape[0];
    frames.height = data.shape[1];
    frames.width = data.shape[2];
    frames.channels = data.shape.size() == 4 ? data.shape[3] : 1;
    if (data.bytes.empty())
        frames.count = 0; // pictures without pixels
    if (frames.height > UINT32_MAX || frames.width > UINT32_MAX)
        throw Error(ErrorKind::BadFormat, group + "/data has impossibly large pictures");
    frames.data.resize(data.bytes.size());
    if (!data.bytes.empty())
        std::memcpy(frames.data.data(), data.bytes.data(), data.bytes.size());
    if (file.hasDataset(group + "/time")) {
        frames.time = readTimes(file, group + "/time", group);
        if (frames.time.size() != frames.count) {
            throw Error(ErrorKind::BadFormat, group + " has " + counted(frames.count, "picture") +
                                                  " but " + counted(frames.time.size(), "time"));
        }
    }
    return frames;
}

Labels readLabels(const Hdf5File& file, const std::string& dataset, std::vector<std::string>& notes)
{
    Labels labels;
    labels.values = file.readIntegers(dataset);
    if (const auto names = file.textAttribute(dataset, "names")) {
        try {
            const Json list = Json::parse(*names);
            for (const Json& name : list.items())
                labels.names.push_back(name.toString());
        } catch (const Error&) {
            notes.push_back("the names of " + dataset + " are not readable and were left out");
        }
    }
    const std::string times = "/label_times" + dataset.substr(dataset.rfind('/'));
    if (file.hasDataset(times)) {
        labels.time = readTimes(file, times, times);
        if (labels.time.size() != labels.values.size())
            throw Error(ErrorKind::BadFormat, dataset + " has " +
                                                  counted(labels.values.size(), "label") + " but " +
                                                  counted(labels.time.size(), "time"));
    }
    return labels;
}

Tensor readNamedTensor(const Hdf5File& file, const std::string& dataset,
                       std::vector<std::string>& notes)
{
    Tensor tensor = file.readTensor(dataset);
    const auto axes = file.textAttribute(dataset, "axes");
    if (!axes || axes->empty())
        return tensor;
    try {
        tensor.axes = axisKindsFromNames(*axes);
    } catch (const Error& error) {
        notes.push_back("axes of " + dataset + " were left out: " + error.message());
        return tensor;
    }
    if (tensor.axes.size() != tensor.shape.size()) {
        tensor.axes.clear();
        notes.push_back("axes of " + dataset + " were left out: their number does not fit " +
                        shapeText(tensor.shape));
    }
    return tensor;
}

class InspikeReader : public Reader
{
public:
    ReaderInfo info() const override { return {"inspike", "Inspike recording", {".h5"}}; }

    Sniff sniff(const FilePeek& peek) const noexcept override
    {
        if (!peek.isHdf5())
            return Sniff::No;
        const auto kind = inspikeKind(peek.path);
        return kind == "recording" || kind == "fixture" ? Sniff::Sure : Sniff::No;
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
        const auto kind = file.textAttribute("/", "inspike_kind");
        if (kind != "recording" && kind != "fixture")
            throw Error(ErrorKind::BadFormat,
                        request.path.string() + " is not an Inspike recording");
        const auto version = wholeAttribute(file, "/", "inspike_version");
        if (version.value_or(1) > 1) {
            throw Error(ErrorKind::Unsupported, request.path.string() + " is of version " +
                                                    std::to_string(*version) +
                                                    "; this program reads version 1");
        }
        Recording recording;
        recording.info.format = "inspike";
        recording.info.path = request.path;
        recording.info.title = file.textAttribute("/", "title").value_or("");
        if (recording.info.title.empty())
            recording.info.title = request.path.stem().string();
        if (kind == "fixture")
            readInputs(file, recording, job);
        else
            readStreams(file, recording, job);
        return recording;
    }

    static void readInputs(const Hdf5File& file, Recording& recording, JobContext& job)
    {
        if (!file.hasGroup("/input")) {
            throw Error(ErrorKind::NotFound,
                        recording.info.path.string() + " holds no /input to use as a recording");
        }
        for (const std::string& name : file.children("/input")) {
            job.checkpoint();
            const std::string dataset = "/input/" + name;
            if (file.hasDataset(dataset)) {
                recording.streams.push_back({"tensors/" + name, name, "", "",
                                             readNamedTensor(file, dataset, recording.info.notes)});
            }
        }
    }

    static StreamData readStream(const Hdf5File& file, const std::string& part,
                                 const std::string& object, std::vector<std::string>& notes,
                                 JobContext& job)
    {
        if (part == "spikes")
            return readSpikes(file, object, notes, job);
        if (part == "events")
            return readEvents(file, object, notes, job);
        if (part == "signals")
            return readSignal(file, object);
        if (part == "frames")
            return readFrames(file, object);
        if (part == "tensors")
            return readNamedTensor(file, object, notes);
        return readLabels(file, object, notes);
    }

    static void readStreams(const Hdf5File& file, Recording& recording, JobContext& job)
    {
        for (const std::string part :
             {"spikes", "events", "signals", "frames", "tensors", "labels"}) {
            const bool isDataset = part == "tensors" || part == "labels";
            if (!file.hasGroup("/" + part))
                continue;
            for (const std::string& name : file.children("/" + part)) {
                job.checkpoint();
                const std::string object = "/" + part + "/" + name;
                if (isDataset ? !file.hasDataset(object) : !file.hasGroup(object))
                    continue;
                NamedStream stream;
                stream.id = part + "/" + name;
                stream.name = name;
                stream.modality = file.textAttribute(object, "modality").value_or("");
                stream.domain = file.textAttribute(object, "domain").value_or("");
                stream.data = readStream(file, part, object, recording.info.notes, job);
                recording.streams.push_back(std::move(stream));
            }
        }
    }
};

} // namespace

std::unique_ptr<Reader> makeInspikeReader()
{
    return std::make_unique<InspikeReader>();
}

} // namespace inspike
