// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/recording_writer.h"

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/base/json.h"
#include "core/io/hdf5/hdf5_file.h"
#include "core/io/writers/stored_stream_writer.h"

#include <cstring>
#include <optional>
#include <set>
#include <type_traits>

namespace inspike {

namespace {

template <typename T>
Tensor tensorOf(DType type, std::vector<std::size_t> shape, std::span<const T> values)
{
    Tensor tensor;
    tensor.dtype = type;
    tensor.shape = std::move(shape);
    tensor.bytes.resize(values.size_bytes());
    if (!values.empty())
        std::memcpy(tensor.bytes.data(), values.data(), values.size_bytes());
    return tensor;
}

void writeStream(Hdf5File& file, const std::string& group, const SpikeTrains& trains)
{
    std::vector<std::int64_t> times;
    std::vector<std::uint32_t> units;
    times.reserve(trains.spikes());
    units.reserve(trains.spikes());
    for (std::size_t unit = 0; unit < trains.units(); ++unit) {
        const auto train = trains.train(static_cast<UnitIndex>(unit));
        times.insert(times.end(), train.begin(), train.end());
        units.insert(units.end(), train.size(), static_cast<std::uint32_t>(unit));
    }
    file.writeIntegers(group + "/time", times);
    file.setAttribute(group + "/time", "unit", "us");
    file.writeTensor(group + "/unit",
                     tensorOf<std::uint32_t>(DType::UInt32, {units.size()}, units));
    file.setAttribute(group, "units", static_cast<std::int64_t>(trains.units()));
}

void writeStream(Hdf5File& file, const std::string& group, const EventStream& events)
{
    const EventSpan all = events.all();
    const std::vector<std::size_t> shape = {all.size()};
    file.writeIntegers(group + "/t", all.t);
    file.writeTensor(group + "/x", tensorOf<std::uint16_t>(DType::UInt16, shape, all.x));
    file.writeTensor(group + "/y", tensorOf<std::uint16_t>(DType::UInt16, shape, all.y));
    file.writeTensor(group + "/p", tensorOf<std::uint8_t>(DType::UInt8, shape, all.polarity));
    file.setAttribute(group, "width", static_cast<std::int64_t>(events.width()));
    file.setAttribute(group, "height", static_cast<std::int64_t>(events.height()));
}

void writeStream(Hdf5File& file, const std::string& group, const Signal& signal)
{
    if (signal.channels == 0 || signal.data.size() % signal.channels != 0)
        throw Error(ErrorKind::BadShape, group + " does not hold whole samples");
    file.writeFloats(group + "/data", {signal.data.size() / signal.channels, signal.channels},
                     signal.data);
    file.setAttribute(group, "rate_hz", signal.rateHz);
}

void writeStream(Hdf5File& file, const std::string& group, const Frames& frames)
{
    const std::vector<std::size_t> shape = {frames.count, frames.height, frames.width,
                                            frames.channels};
    file.writeTensor(group + "/data", tensorOf<std::uint8_t>(DType::UInt8, shape, frames.data));
    if (frames.time.empty())
        return;
    file.writeIntegers(group + "/time", frames.time);
    file.setAttribute(group + "/time", "unit", "us");
}

// Where the times of labels go, because the labels themselves are a data set.
std::string labelTimesOf(const std::string& dataset)
{
    return "/label_times" + dataset.substr(dataset.rfind('/'));
}

void writeStream(Hdf5File& file, const std::string& dataset, const Labels& labels)
{
    file.writeIntegers(dataset, labels.values);
    if (!labels.time.empty()) {
        if (labels.time.size() != labels.values.size())
            throw Error(ErrorKind::BadShape, dataset + " does not have a time per label");
        file.writeIntegers(labelTimesOf(dataset), labels.time);
        file.setAttribute(labelTimesOf(dataset), "unit", "us");
    }
    if (labels.names.empty())
        return;
    Json names = Json::array();
    for (const std::string& name : labels.names)
        names.push(name);
    file.setAttribute(dataset, "names", names.dump());
}

void writeStream(Hdf5File& file, const std::string& dataset, const Tensor& tensor)
{
    file.writeTensor(dataset, tensor);
    std::string axes;
    for (const AxisKind kind : tensor.axes)
        axes += (axes.empty() ? "" : ",") + std::string(axisName(kind));
    if (!axes.empty())
        file.setAttribute(dataset, "axes", axes);
}

const char* partOf(const StreamData& data)
{
    if (const auto* stored = std::get_if<StoredStream>(&data))
        return stored->isEvents() ? "events" : "spikes";
    if (std::holds_alternative<Pairs>(data) || std::holds_alternative<SampleList>(data))
        throw Error(ErrorKind::Unsupported,
                    "a list names files and holds no data to convert; keep the list");
    constexpr const char* kParts[] = {"spikes", "events", "signals", "frames", "labels", "tensors"};
    static_assert(std::variant_size_v<StreamData> == std::size(kParts) + 3);
    return kParts[data.index()];
}

// A slash would start a group of its own.
std::string linkName(const std::string& name)
{
    std::string link = name.empty() ? "main" : name;
    for (char& letter : link) {
        if (letter == '/')
            letter = '_';
    }
    return link == "." || link == ".." ? "main" : link;
}

template <typename T>
std::shared_ptr<const T> notOwned(const T* data)
{
    return {std::shared_ptr<void>(), data};
}

// Spikes and events that would not be read back into memory; nothing for all others. They belong to
// the recording, which outlives the source.
std::optional<StoredStream> largeStream(const StreamData& data)
{
    if (const auto* stored = std::get_if<StoredStream>(&data))
        return *stored;
    if (const auto* trains = std::get_if<SpikeTrains>(&data)) {
        if (staysOnDisk(trains->spikes(), sizeof(Time) + sizeof(UnitIndex)))
            return StoredStream{sourceOf(notOwned(trains))};
    }
    if (const auto* events = std::get_if<EventStream>(&data)) {
        if (staysOnDisk(events->size(), sizeof(Time) + 2 * sizeof(std::uint16_t) + 1))
            return StoredStream{sourceOf(notOwned(events))};
    }
    return std::nullopt;
}

class RecordingWriter
{
public:
    explicit RecordingWriter(const std::filesystem::path& path)
        : m_folder(path.has_parent_path() ? path.parent_path() : "."),
          m_file(Hdf5File::create(path))
    {}

    void write(const Recording& recording, JobContext& job)
    {
        m_file.setCompressed(true);
        m_file.setAttribute("/", "inspike_kind", "recording");
        m_file.setAttribute("/", "inspike_version", std::int64_t{1});
        m_file.setAttribute("/", "title", recording.info.title);
        const auto count = static_cast<double>(recording.streams.size());
        for (std::size_t i = 0; i < recording.streams.size(); ++i) {
            job.checkpoint();
            JobContext part =
                job.part(static_cast<double>(i) / count, static_cast<double>(i + 1) / count);
            part.progress(0.0, "writing");
            writeNamed(recording.streams[i], part);
        }
        m_file.close();
    }

private:
    void writeNamed(const NamedStream& stream, JobContext& job)
    {
        const std::string object = freeName(stream);
        const bool isDataset = std::holds_alternative<Labels>(stream.data) ||
                               std::holds_alternative<Tensor>(stream.data);
        if (!isDataset)
            m_file.makeGroup(object);
        if (const auto large = largeStream(stream.data))
            writeStoredStream(m_file, object, *large, m_folder, job);
        else
            std::visit([&](const auto& data) { writeSmall(object, data); }, stream.data);
        if (!stream.modality.empty())
            m_file.setAttribute(object, "modality", stream.modality);
        if (!stream.domain.empty())
            m_file.setAttribute(object, "domain", stream.domain);
    }

    template <typename T>
    void writeSmall(const std::string& object, const T& data)
    {
        // Stored streams are large, lists were refused.
        if constexpr (!std::is_same_v<T, StoredStream> && !std::is_same_v<T, Pairs> &&
                      !std::is_same_v<T, SampleList>)
            writeStream(m_file, object, data);
    }

    std::string freeName(const NamedStream& stream)
    {
        const std::string part = std::string("/") + partOf(stream.data) + "/";
        std::string object = part + linkName(stream.name);
        for (int number = 2; !m_used.insert(object).second; ++number)
            object = part + linkName(stream.name) + "_" + std::to_string(number);
        return object;
    }

    std::filesystem::path m_folder;
    Hdf5File m_file;
    std::set<std::string> m_used;
};

} // namespace

void writeRecording(const std::filesystem::path& path, const Recording& recording, bool replace,
                    JobContext& job)
{
    writeAtomically(path, replace, [&](const std::filesystem::path& temporary) {
        RecordingWriter(temporary).write(recording, job);
    });
    job.progress(1.0, "written");
}

} // namespace inspike
